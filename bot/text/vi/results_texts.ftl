results-texts-words = Từ được nhiều người dùng (từ 5 người trở lên)
results-texts-text = Ý kiến, gần giống nhau thì ghi một lần
results-texts-times = Số người viết
results-texts-wordings = Số cách viết
survey-sheet-name-texts = Ý kiến
results-texts-search = Ý kiến có “{ $words }” (có dấu hay không), ở câu có từ 5 người viết:
results-texts-found = ({ $people } người)
results-texts-none = Không có, hoặc có dưới 5 người viết, hoặc khảo sát chưa kết thúc.
