# Tệp Excel gửi trong trò chuyện, và những điều nên xem lại ở một khảo sát.

organizing-form-ask = Nhập tệp Excel
organizing-form-check = Kiểm tra
organizing-form-plan = Lưu, đến giờ tự mở
organizing-form-draft = Lưu bản nháp
organizing-form-draft-of = Lưu bản nháp: { $name }
organizing-form-drop = Không lưu
organizing-form-how = Xin gửi vào đây tệp Excel (.xlsx) soạn theo mẫu XLSForm, gồm các trang survey, choices và settings.
organizing-form-came = Đã nhận tệp “{ $name }”. Bấm “Kiểm tra” để xem tệp dùng được chưa.
organizing-form-not-yet = Tệp đang tải về. Xin bấm lại sau vài giây.
organizing-form-mend = Xin sửa những chỗ trên rồi gửi lại tệp vào đây.
organizing-form-remark = - Trang { $sheet }, dòng { $row }, cột { $column }: { $told }
organizing-form-more = … và { $count } chỗ nữa.
organizing-form-look =
    Trên đây là “{ $title }” như người dân sẽ thấy, tệp có { $count } câu.
    Trả lời hết cần từ { $least } đến { $most } lần bấm hoặc nhắn.
    Mở: { $opens }. Kết thúc: { $closes }.
    Người được hỏi: thành viên của tổ chức, trong phạm vi được giao. Lưu không ạ?
survey-finding-same-question = Câu { $place } hỏi giống câu { $other }.
survey-finding-stop = Câu { $place }: ai nhắn lựa chọn “{ $choice }” sẽ ngừng nhận tin thay vì trả lời.
survey-finding-way = Câu { $place }: ai nhắn lựa chọn “{ $choice }” sẽ bỏ qua hoặc quay lại thay vì trả lời.
survey-finding-same-reading = Câu { $place }: “{ $choice }” và “{ $other }” đọc giống nhau, nhắn thì không nhận ra.
survey-finding-mixed = Câu { $place }: có lựa chọn bắt đầu bằng chữ số, có lựa chọn không; không nhắn theo số thứ tự được.
survey-finding-long-label = Câu { $place }: lựa chọn “{ $choice }” dài hơn { $most } chữ cái, điện thoại cắt bớt.
survey-finding-no-number = Câu { $place }: không có số nguyên nào từ { $least } đến { $most }.
survey-finding-short-text = Câu { $place }: nhiều nhất { $most } chữ cái thì không nói được gì.
survey-finding-long-question = Câu { $place } và các lựa chọn dài { $length } chữ cái, quá { $most } cho một tin.
survey-finding-long-banner = Tên và mục đích dài { $length } chữ cái, quá { $most } cho một tin.
survey-finding-no-english = Câu { $place } chưa có lời tiếng Anh như các câu khác (0: tên, mục đích).
survey-finding-put-to-all = Câu { $place }: khảo sát khuyết danh hỏi mọi người câu này; xin nói trong lời dẫn là dành cho ai.
survey-finding-never-asked = Câu { $place }: thử { $tries } lần không ai được hỏi; điều kiện có thể không bao giờ đúng.
survey-finding-never-fits = Câu { $place }: thử { $tries } lần không câu trả lời nào hợp lệ; có thể không ai trả lời được.
survey-finding-no-choice = Câu { $place }: có khi không còn lựa chọn nào.
survey-finding-closes-past = Khảo sát kết thúc trong quá khứ.
survey-finding-official = Lời văn có “{ $words }”: người dân tưởng là việc chính thức.
survey-finding-reminders = Chỉ { $fit } trên { $times } lần nhắc kịp trước khi kết thúc.
organizing-form-long = Tệp dài { $count } câu nên các điều kiện chưa được thử ở đây; xin nhờ người quản trị chạy nhipcau survey check.
