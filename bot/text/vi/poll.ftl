# Thăm dò nhanh, soạn ngay trong trò chuyện.

poll-asker = Tổ chức nào hỏi?
poll-question = Câu hỏi là gì? Ví dụ: Họp tổ dân phố vào tối nào thì tiện?
poll-question-too-long = Câu hỏi dài nhất { $most } chữ cái. Xin viết gọn hơn.
poll-choices =
    Các lựa chọn là gì? Mỗi lựa chọn một dòng, hoặc nhắn từng lựa chọn một.
    Cũng có thể dùng cách trả lời có sẵn:
poll-choices-yes-no = Có hoặc Không
poll-choices-scale = Chấm điểm từ 1 đến 5
poll-choices-more =
    Đã có:
    { $choices }
    Xin nhắn lựa chọn tiếp theo.
poll-choices-enough = Đủ rồi
poll-choices-too-many = Nhiều nhất { $most } lựa chọn. Xin nhắn ít hơn.
poll-choice-too-long = Lựa chọn “{ $choice }” dài quá, nhiều nhất { $most } chữ cái. Xin nhắn lại các lựa chọn này.
poll-choice-twice = Lựa chọn “{ $choice }” bị trùng. Xin nhắn lại các lựa chọn này.
poll-choice-trap = “{ $choice }” là lời nhắn đã có nghĩa khác với người trả lời (ngừng nhận tin, bỏ qua câu, quay lại…). Xin dùng chữ khác.
poll-manner = Mỗi người được chọn một hay nhiều?
poll-manner-one = Chỉ một lựa chọn
poll-manner-several = Một hoặc nhiều
poll-until = Nhận trả lời đến khi nào? Chọn số ngày (đến 20:00), hoặc nhắn giờ. Ví dụ: 17h hôm nay, 05/12 20:00.
poll-days = { $days } ngày
poll-time-unclear = Xin lỗi, chúng tôi chưa rõ giờ. Xin nhắn như: 17h hôm nay, mai 8h, 05/12 20:00.
poll-ends-before-start = Giờ kết thúc phải sau giờ mở. Xin nhắn lại.
poll-secrecy =
    Câu trả lời có ghi tên không?
    Khuyết danh: chỉ có kết quả chung, sau khi kết thúc. Có ghi tên: cán bộ phụ trách xem được câu trả lời của từng người.
poll-secret = Khuyết danh
poll-named = Có ghi tên
poll-preview-more = Còn { $count } câu nữa giống như lần trước.
poll-preview =
    Trên đây là đúng những gì người được hỏi sẽ đọc.
    { $audience }
    Nhận trả lời đến { $closes }.
poll-now = Mở và mời ngay
poll-later = Hẹn giờ mở
poll-keep = Lưu bản nháp
poll-mend = Sửa
poll-mend-what = Sửa mục nào?
poll-drop = Bỏ bản soạn
poll-dropped = Đã hủy bản soạn. Chưa có gì được lưu.
poll-start = Mở lúc nào? Ví dụ: mai 8h, 05/12 8:00.
poll-copied = Chép các câu hỏi của “{ $title }” để hỏi lại.
poll-part =
    { $step ->
        [asker] Tổ chức hỏi
        [question] Câu hỏi
        [choices] Lựa chọn
        [manner] Cách chọn
        [whom] Người được hỏi
        [until] Thời hạn
        [secrecy] Khuyết danh hay ghi tên
       *[other] Xem lại và mở
    }
poll-where = Đang soạn thăm dò, bước { $place }/{ $all }: { $what }.
poll-stored =
    { $state ->
        [open] “{ $title }” đang mở và lời mời đang được gửi. Nhận trả lời đến { $closes }.
        [awaits] “{ $title }” đã lưu, chờ người thứ hai duyệt tại /duyet; được duyệt thì tự mở.
        [draft] “{ $title }” đã lưu thành bản nháp; cần người có quyền mở khảo sát mở tại /khaosat.
       *[other] “{ $title }” sẽ tự mở lúc { $opens } và nhận trả lời đến { $closes }.
    } Theo dõi: /khaosat.
