### Người tổ chức với thành viên: /thanhvien; và tệp kết quả.

organizing-offer-thanhvien = /thanhvien – tìm thành viên, xác nhận, trao mã
organizing-offer-ghigiup = /ghigiup – ghi giúp câu trả lời trên giấy hay bằng lời
organizing-offer-phieu = /phieu – nhập phiếu giấy của hộ gia đình, theo tổ
organizing-offer-moinhom = /moinhom – lời mời khảo sát để chuyển vào nhóm của tổ
organizing-member-ask =
    { $claims ->
        [0] Tìm ai? Xin nhắn họ tên (không cần dấu) hoặc số điện thoại.
       *[other] Có { $claims } người tự đăng ký đang chờ xác nhận. Xin chọn, hoặc nhắn họ tên (không cần dấu) hay số điện thoại để tìm người khác.
    }
organizing-member-claim = Xác nhận: { $name }
organizing-member-none = Không tìm thấy ai trong phạm vi được giao. Xin nhắn họ tên khác, hoặc số điện thoại.
member-search-short = Xin nhắn ít nhất hai chữ cái của họ tên, hoặc số điện thoại.
organizing-member-found =
    { $more ->
        [yes] Có nhiều người, đây là { $count } người đầu. Nếu chưa thấy, xin nhắn họ tên đầy đủ hơn.
       *[no] Tìm thấy { $count } người. Là ai?
    }
organizing-member-phone = Điện thoại: { $phone }
organizing-member-place = Nơi ở: { $place }
organizing-member-group = tổ/thôn { $group }
organizing-member-standing =
    { $standing ->
        [joined] Có trong danh sách, đã đăng ký trò chuyện.
        [waiting] Có trong danh sách, chưa đăng ký trò chuyện.
       *[chat] Tự đăng ký qua trò chuyện.
    }
organizing-member-state =
    { $state ->
        [moved] Đã chuyển đi nơi khác.
        [died] Đã mất.
       *[other] Hồ sơ đã đóng.
    }
organizing-member-claim-ask =
    Người tự đăng ký:
    { $claimant }

    Trong danh sách:
    { $listed }

    Người đăng ký có đúng là người trong danh sách không?
organizing-member-confirmed = Đã xác nhận { $name }. Tin gửi theo danh sách từ nay đến được người này.
organizing-member-apart = Đã ghi: { $name } tự đăng ký không phải là người trong danh sách. Hai hồ sơ để riêng.
organizing-member-act-same = Đúng là một người
organizing-member-act-other = Không phải
organizing-member-act-find = Tìm người khác
organizing-member-act-later = Để sau
organizing-member-act-code = Cấp mã cá nhân
organizing-member-act-change = Đã chuyển đi hoặc đã mất
organizing-member-act-moved = Đã chuyển đi nơi khác
organizing-member-act-died = Đã mất
organizing-member-act-active = Ghi là vẫn ở đây
organizing-member-act-keep = Không đổi gì
organizing-member-code =
    Mã cá nhân của { $name }: { $code }
    Người này nhắn /ma { $code }, dùng được một lần, trong 30 ngày. Xin trao tận tay đúng người. Mã chỉ hiện một lần ở đây.
organizing-member-code-links = Hoặc mở liên kết, mã có sẵn trong đó:
organizing-member-change = { $name } thế nào rồi?
organizing-member-died-certain = Xin xác nhận lần cuối: ghi { $name } đã mất? Từ nay mọi tin đều ngừng, mọi đồng ý nhận tin đều được rút lại.
organizing-member-moved-stored = Đã ghi { $name } chuyển đi nơi khác.
organizing-member-died-stored = Đã ghi { $name } đã mất. Từ nay không gửi tin nữa.
organizing-member-active-stored = Đã ghi { $name } vẫn ở đây.

organizing-file = Gửi tệp Excel
organizing-file-broadcast = Báo cáo tin số { $number }: { $title }.
organizing-file-survey = Kết quả khảo sát { $title }.
