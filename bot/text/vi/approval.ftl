### Duyệt: người thứ hai xem và quyết định.

approval-kind =
    { $kind ->
        [broadcast] tin số { $number }
        [series] tin định kỳ số { $number }
       *[survey] khảo sát
    }
approval-operator = người quản trị hệ thống
approval-asked = { $by } nhờ duyệt { approval-kind }: “{ $title }”. Xem và quyết định: /duyet
approval-approved = { $by } đã duyệt { approval-kind }: “{ $title }”.
approval-refused =
    { $by } trả lại { approval-kind }: “{ $title }”.
    Lý do: { $note }
approval-why =
    { $why ->
        [many] gửi cho nhiều người
        [each] việc nào cũng cần người thứ hai
        [beyond] gửi ra ngoài tổ chức của người soạn
        [urgent] tin khẩn
        [costs] có thể tốn tiền
        [twice] chấp nhận có người nhận hai lần
        [correction] đính chính tin đã gửi
       *[recall] thu hồi tin đã gửi
    }
approval-unknown = Không tìm thấy yêu cầu duyệt này.
approval-decided =
    { $verdict ->
        [approved] Yêu cầu này đã được duyệt.
        [refused] Yêu cầu này đã bị trả lại.
       *[void] Yêu cầu này không còn: nội dung đã đổi hoặc đã rút lại.
    }
approval-own = Không ai tự duyệt việc của mình. Xin nhờ người thứ hai.
approval-changed = Nội dung đã đổi sau khi nhờ duyệt. Xin người soạn gửi lại yêu cầu.
approval-too-late = Đã quá hạn gửi của tin này. Xin trả lại để người soạn đặt hạn khác.
approval-needs-note = Xin cho biết lý do trả lại.
approval-note-length = Lý do dài nhất { $most } ký tự.

broadcast-awaits = Tin này đang chờ người thứ hai duyệt.
broadcast-not-awaiting = Tin này không còn chờ duyệt.

organizing-offer-duyet = /duyet – duyệt hoặc trả lại tin của người khác
approving-none = Không có việc nào đang chờ duyệt.
approving-list = Những việc đang chờ duyệt. Chọn một việc để xem.
approving-choice =
    { $kind ->
        [broadcast] Tin { $number }: { $title }
        [series] Tin định kỳ { $number }: { $title }
       *[survey] Khảo sát: { $title }
    }
approving-matter =
    Trên đây là { approval-kind } “{ $title }”, đúng như người nhận sẽ đọc.
    { $by } nhờ duyệt lúc { $asked }. Lý do cần duyệt: { $why }.
    Bắt đầu: { $starts ->
        [now] ngay khi được duyệt.
       *[other] { $starts }.
    }
approving-until = Hạn gửi: { $by }. Ai chưa nhận được trước hạn thì thôi.
approving-closes =
    Khảo sát kết thúc lúc { $closes }, { $times ->
        [0] không nhắc lại.
       *[other] nhắc nhiều nhất { $times } lần.
    }
approving-approve = Duyệt
approving-refuse = Trả lại
approving-reason = Vì sao trả lại? Người soạn sẽ đọc lý do này.
approving-done =
    Đã duyệt { approval-kind } “{ $title }”. { $state ->
        [scheduled] Sẽ bắt đầu lúc { $at }.
       *[other] Việc này bắt đầu ngay.
    }
approving-returned = Đã trả lại { approval-kind } “{ $title }” cho người soạn.

organizing-act-withdraw = Rút lại để sửa
organizing-awaits =
    Tin số { $number } đợi người thứ hai duyệt: { $why }. { $approvers ->
        [0] Chưa có ai khác có quyền duyệt; xin báo người quản trị hệ thống.
       *[other] Đã báo cho { $approvers } người có quyền duyệt.
    } Xem hoặc rút lại: /tin.
organizing-survey-awaits =
    Đang đợi người thứ hai duyệt: { $why }. { $approvers ->
        [0] Chưa có ai khác có quyền duyệt; xin báo người quản trị hệ thống.
       *[other] Đã báo cho { $approvers } người có quyền duyệt.
    }
