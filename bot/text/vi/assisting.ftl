# Ghi giúp câu trả lời trên giấy hoặc tại nhà.

assisted = Ghi giúp tại nhà
assisted-after-list = Đến nhà ai, có thể ghi giúp câu trả lời ngay tại đó: bấm nút, hoặc nhắn /ghigiup.
assisted-none = Không có khảo sát nào đang mở cần ghi giúp trong phạm vi được giao.
assisted-who = Ghi giúp ai? Xin nhắn họ tên hoặc số điện thoại.
assisted-which = Chọn người trả lời, hoặc nhắn tên khác.
assisted-nobody = Không có ai như vậy được hỏi trong phạm vi được giao. Xin nhắn họ tên hoặc số điện thoại khác.
assisted-begun =
    Ghi giúp { $who }: “{ $title }”. Xin ghi đúng như người trả lời nói hoặc viết. { $anonymous ->
        [yes] Khảo sát khuyết danh: câu trả lời được niêm phong như của mọi người, gửi rồi không xem lại được; phiếu giấy xong xin hủy.
       *[no] Tên người ghi được lưu lại.
    }
assisted-mark = (Ghi giúp { $who })
assisted-done = Đã ghi câu trả lời của { $who } cho “{ $title }”.
assisted-another = Ghi người khác
assisted-paused = Vâng, phần đã ghi được giữ lại, còn { $left } câu. Ghi tiếp: nhắn /ghigiup.
assisted-yourself = Không ghi giúp chính mình; xin nhắn /traloi để trả lời.
assisted-answered = Người này đã trả lời.
assisted-refused = Người này đã cho biết không tham gia khảo sát. Nếu đổi ý, xin mời tự nhắn /traloi.
assisted-recorded = Câu trả lời của người này đã được ghi giúp.
assisted-taken-over = Người này đang tự trả lời, nên phần ghi giúp dừng ở đây.
assisted-recorded-for = Cán bộ đã ghi giúp câu trả lời lúc { $at }. Tự trả lời thì câu trả lời đó được thay, và chỉ tính một lần.
assisted-own = Tự trả lời

survey-results-assisted = Trong đó ghi giúp trực tiếp: { $assisted }.
survey-sheet-assisted = Trong đó ghi giúp trực tiếp

paper-sheet = Phiếu
paper-ma-so = Mã số
paper-ho-ten = Họ tên
paper-nam-sinh = Năm sinh
paper-dia-ban = Địa bàn
paper-to = Tổ dân phố, thôn
paper-how-several = Chọn nhiều: 1, 3
paper-how-rank = Xếp thứ tự: 2, 1, 3
paper-how-yes-no = có / không
paper-how-required = (bắt buộc)
paper-anonymous = Khảo sát khuyết danh không nhập theo bảng: tên đứng cạnh câu trả lời. Xin ghi từng người bằng /ghigiup.
paper-not-open = Khảo sát { $name } không mở nên không nhập phiếu được.
paper-unreadable = Tệp không phải bảng phiếu đã xuất từ đây (.xlsx), hoặc đã mất dòng tên cột.
paper-no-number = thiếu mã số của người trả lời.
paper-other-name = mã số và họ tên không khớp.
paper-not-here = người này không thuộc phạm vi được giao.
paper-fault = Dòng { $row }, { $name }: { $why }
paper-fault-question = Dòng { $row }, { $name }, câu { $place }: { $why }
