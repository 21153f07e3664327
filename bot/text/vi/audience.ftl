### Chọn người nhận theo những cách khác, và nhóm đã lưu.

organizing-whom-more = Cách khác
organizing-audience-whole =
    Người nhận: { $rule }.
    { $count } người.
organizing-counted-save = Lưu nhóm này
organizing-naming = Lưu nhóm với tên gì? Lần sau chọn “Nhóm đã lưu”.
organizing-named = Đã lưu nhóm “{ $name }”.
organizing-more = Chọn theo cách nào?
organizing-more-ages = Theo tuổi
organizing-more-tags = Theo nhãn
organizing-more-channels = Theo kênh
organizing-more-since = Đăng ký từ ngày
organizing-more-surveys = Theo khảo sát
organizing-more-messages = Theo tin đã gửi
organizing-more-saved = Nhóm đã lưu
organizing-ages = Những tuổi nào? Ví dụ: 18-35, từ 60 tuổi, dưới 16 tuổi.
organizing-ages-unclear = Xin lỗi, chúng tôi chưa rõ tuổi. Xin nhắn như: 18-35, từ 60 tuổi, dưới 16 tuổi.
organizing-tags = Nhãn nào?
organizing-tags-none = Chưa có ai mang nhãn. Nhãn lấy từ cột “Nhãn” của danh sách, hoặc gắn ở /thanhvien.
organizing-channels = Người dùng kênh nào?
organizing-since = Đăng ký từ ngày nào? Xin nhắn ngày/tháng/năm, ví dụ 01/12/2026.
organizing-saved = Nhóm nào?
organizing-saved-none = Chưa có nhóm nào được lưu. Chọn người nhận xong, xin bấm “Lưu nhóm này”.
organizing-more-survey = Theo khảo sát nào?
organizing-more-message = Theo tin nào?
organizing-answered = Đã trả lời
organizing-unanswered = Được hỏi mà chưa trả lời
organizing-answered-how = Chọn ai? Hoặc chọn một câu hỏi để lấy người theo câu trả lời.
organizing-got = Chọn ai?
organizing-got-got = Đã nhận tin
organizing-got-missed = Chưa nhận được tin
organizing-got-silent = Đã nhận mà chưa bấm nút
organizing-got-button = Đã bấm “{ $label }”
