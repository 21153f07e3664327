results-texts-words = Từ được nhiều người dùng (từ 5 người trở lên)
results-texts-text = Ý kiến, gần giống nhau thì ghi một lần
results-texts-times = Số người viết
results-texts-wordings = Số cách viết
survey-sheet-name-texts = Ý kiến
