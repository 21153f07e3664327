# Danh sách cần đến tận nhà: ai chưa trả lời khảo sát mà không liên lạc được qua trò chuyện.

worklist = Danh sách cần đến tận nhà
worklist-file =
    { $count } người thuộc { $groups } tổ dân phố, thôn chưa trả lời “{ $title }” và không liên lạc được qua trò chuyện. { $out ->
        [0] { "" }
       *[other] { $out } người đã xin thôi nhận tin không có trong danh sách.{ " " }
    }Tệp có dữ liệu cá nhân: xin giữ cẩn thận, xong việc thì xóa.
worklist-nobody = “{ $title }”: không còn ai cần đến tận nhà.
worklist-not-open = Khảo sát { $name } không đang mở nên không có danh sách cần đến.
worklist-sheet-list = Danh sách
worklist-sheet-groups = Theo tổ dân phố
worklist-sheet-about = Về tệp này
worklist-column-place = TT
worklist-column-name = Họ và tên
worklist-column-birth = Năm sinh
worklist-column-phone = Điện thoại
worklist-column-ward = Phường, xã
worklist-column-group = Tổ dân phố, thôn
worklist-column-branch = Chi hội
worklist-column-reason = Vì sao cần đến
worklist-column-visited = Đã đến
worklist-column-remark = Ghi chú
worklist-column-people = Số người
worklist-reason =
    { $reason ->
        [blocked] đã chặn hoặc xóa cuộc trò chuyện
        [no_chat] không còn cuộc trò chuyện
       *[other] chưa đăng ký trò chuyện
    }
worklist-made = Lập lúc { $at }
worklist-note-1 = Người được hỏi, chưa gửi câu trả lời, và không liên lạc được qua trò chuyện.
worklist-note-2 = Danh sách không nói ai trả lời thế nào, và không ai phải trả lời.
worklist-note-3 = Đến để mời, không hỏi thay: ai đồng ý thì hướng dẫn đăng ký bằng mã do cán bộ cấp (/thanhvien).
worklist-note-4 = Tệp có dữ liệu cá nhân: chỉ dùng cho việc này, xong thì xóa.
worklist-left-out = Người đã xin thôi nhận tin, không có trong danh sách: { $count }
