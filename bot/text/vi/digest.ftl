### Bản tin trong trò chuyện cho người tổ chức.

digest-head =
    { $kind ->
        [week] Bản tin tuần, đến { $day }:
       *[day] Bản tin ngày { $day }:
    }
digest-members = - Đăng ký mới: { $registered } người. Xin thôi nhận tin: { $stopped } người.
digest-broadcast = - Tin số { $number } “{ $title }”: { $state }, đã đến { $sent }/{ $total } người.
digest-others = - và { $count } tin khác: /baocao
digest-survey = - Khảo sát “{ $title }”: { $state }, tham gia { $finished }/{ $entitled } ({ $share }).
digest-claims = - Chờ xác nhận danh tính: { $count } người. Xem: /thanhvien
digest-approvals = - Chờ duyệt: { $count }. Xem: /duyet
digest-off = Không cần bản tin này thì nhắn: tắt bản tin
digest-switched =
    { $on ->
        [yes] Từ nay có việc mới sẽ gửi bản tin hằng ngày lúc { $at }.
       *[no] Đã tắt bản tin. Khi cần lại, xin nhắn: bật bản tin
    }
