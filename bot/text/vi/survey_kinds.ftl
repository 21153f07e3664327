# Khảo sát: các loại câu hỏi khác ngoài chọn, số, chữ và ngày.

survey-acknowledge = Tôi đã đọc
survey-acknowledged = Đã đọc
survey-worked = Giá trị bằng chữ
survey-ranked-first = Xếp thứ nhất: { $choice }
survey-hint-rank = Xin bấm lần lượt từ mục xếp thứ nhất rồi bấm “Xong”, hoặc nhắn thứ tự, ví dụ 2, 1, 3.
survey-hint-place = Xin nhắn tên nơi đó, ví dụ tên thôn, phố hoặc phường. Không cần gửi vị trí.
survey-hint-image = Chưa nhận được ảnh ở đây, xin tả bằng lời.
survey-want-rank = Xin xếp thứ tự đủ { $count } mục, mỗi mục một lần, ví dụ nhắn 2, 1, 3.
survey-want-acknowledge = Xin bấm “Tôi đã đọc”, hoặc nhắn “đồng ý”.
survey-want-step = Xin nhắn một số cách đều { $step }, ví dụ { $example }.
survey-form-want-step = “{ $name }” là một số lớn hơn 0.
survey-another = Còn nữa không?
survey-another-of = { $what }: còn nữa không?
survey-not-asked = Không được hỏi câu này
survey-constraint = Câu trả lời này chưa hợp lệ, xin xem lại.
survey-constraint-said = { $message }
survey-suggested = Gợi ý: { $answer }. Bấm “Giữ nguyên” nếu đúng.
survey-withheld = (câu đã trả lời)
survey-question-gone = Câu này không còn cần trả lời.
survey-form-expression = “{ $name }” viết chưa đúng: { $why }
survey-form-unknown-question = “{ $name }” nhắc đến câu “{ $wanted }” không có trong khảo sát.
survey-form-circle = Các câu này phụ thuộc lẫn nhau thành vòng: { $name }
survey-banner-branches = Câu nào được hỏi tiếp tùy vào câu trả lời trước, và việc đã hỏi câu nào thì được lưu lại.
