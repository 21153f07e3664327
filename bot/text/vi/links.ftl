### Liên kết và mã QR của cuộc vận động: /lienket, và người đến qua liên kết.

organizing-offer-lienket = /lienket – làm liên kết, mã QR cho cuộc vận động
link-arrived = Quý vị đến với cuộc vận động “{ $campaign }”.
link-unknown = Không tìm thấy liên kết { $link }.
link-recruiter-length = Tên người vận động dài nhất { $most } ký tự.
link-no-address = Chưa có địa chỉ nào để làm liên kết: bot Telegram chưa chạy, và trò chuyện web chưa có địa chỉ.
organizing-link-campaigns = Làm liên kết cho cuộc vận động nào?
organizing-link-campaigns-none = Chưa có cuộc vận động nào đang diễn ra trong phạm vi được giao.
organizing-link-ask =
    { $count ->
        [0] “{ $campaign }” chưa có liên kết nào. Làm liên kết cho ai?
       *[other] “{ $campaign }”, số người đến qua mỗi liên kết:
    }
organizing-link-counted = - { $whose }: { $arrived } người đến, { $registered } người đăng ký
organizing-link-more = - và { $count } liên kết khác
organizing-link-whose =
    { $kind ->
        [all] cả cuộc vận động
        [ward] { $ward }
        [person] { $person }
       *[both] { $person }, { $ward }
    }
organizing-link-all = Cho cả cuộc vận động
organizing-link-by-ward = Cho một phường, xã
organizing-link-person = Cho một người vận động
organizing-link-ward = Phường, xã nào? Tên cũ hay mới đều được. Ví dụ: Ba Đình.
organizing-link-ward-unknown = Không tìm thấy phường, xã { $name }. Xin nhắn lại tên.
organizing-link-name = Người vận động tên gì? Ví dụ: Nguyễn Thị Hoa, tổ 5.
organizing-link-made =
    “{ $campaign }” – liên kết cho { $whose }.
    Đã có { $arrived } người đến, { $registered } người đăng ký.
organizing-link-png = Mã QR để chiếu hoặc gửi trong nhóm.
organizing-link-svg = Tệp để in, có tên cuộc vận động dưới mã.
