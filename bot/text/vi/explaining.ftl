### Vì sao một người nhận hay không nhận được một tin: một câu cho mỗi trường hợp.

broadcast-channel =
    { $channel ->
        [gone] một kênh đã xóa
        [web] trò chuyện web
       *[other] { $title }
    }
broadcast-why-detour =
    { $why ->
        [expired] { $channel }, thay cho nơi nhắn gần đây nhất nay đã quá hạn được nhắn
       *[blocked] { $channel }, thay cho nơi nhắn gần đây nhất nay đã chặn hoặc đóng
    }
broadcast-why-nobody = Người này
broadcast-why-asked = người được hỏi trong khảo sát “{ $survey }”
broadcast-why-chosen = người được chọn khi soạn tin

broadcast-why-sent = { $name } đã nhận tin số { $number } lúc { $at } qua { $channel }, vì thuộc nhóm người nhận: { $whom }.
broadcast-why-sending = Tin số { $number } đang trên đường đến { $name } qua { $channel }, từ { $at }.
broadcast-why-unknown = Không rõ tin số { $number } đã đến { $name } chưa: gửi lúc { $at } qua { $channel } nhưng { report-reason }; tin không tự gửi lại.
broadcast-why-failed = { $name } không nhận được tin số { $number }: gửi lúc { $at } qua { $channel } nhưng { report-reason }.

broadcast-why-queued = { $name } chưa nhận tin số { $number }: đang chờ đến lượt, sẽ gửi qua { $channel }.
broadcast-why-scheduled = { $name } chưa nhận tin số { $number }: tin hẹn gửi lúc { $until }, qua { $channel }.
broadcast-why-paused = { $name } chưa nhận tin số { $number }: tin đang tạm dừng, sẽ gửi qua { $channel } khi được gửi tiếp.
broadcast-why-closed = { $name } chưa nhận tin số { $number }: đang ngoài giờ gửi tin, chờ đến { $until }.
broadcast-why-busy = { $name } chưa nhận tin số { $number }: đang trò chuyện dở, chờ chậm nhất đến { $until }.
broadcast-why-hushed = { $name } chưa nhận tin số { $number }: vừa nhắn một chữ chưa rõ có phải muốn ngừng nhận tin, chờ đến { $until }.
broadcast-why-waiting = { $name } chưa nhận tin số { $number }: đã nhận đủ số tin cho phép, chờ đến { $until }.

broadcast-why-not-launched = Chưa ai nhận tin số { $number }: tin chưa được gửi đi.
broadcast-why-not-listed = { $name } chưa nhận tin số { $number }: thuộc nhóm người nhận, nhưng danh sách còn đang lập.
broadcast-why-later = { $name } không nhận tin số { $number } vì vào hệ thống sau khi tin được gửi lúc { $at }.
broadcast-why-outside = { $name } không nhận tin số { $number } vì lúc gửi, { $at }, không thuộc nhóm người nhận: { $whom }.

broadcast-why-skipped = { $name } không nhận tin số { $number }: { report-reason }.
broadcast-why-over-budget = { $name } không nhận tin số { $number } vì đã nhận đủ số tin cho phép, mà chờ thêm thì tin quá hạn.
broadcast-why-too-late = { $name } không nhận tin số { $number } vì đã quá hạn gửi, { $until }.
broadcast-why-not-registered = { $name } không nhận tin số { $number } vì có tên trong danh sách nhưng chưa đăng ký trò chuyện.
broadcast-why-no-chat = { $name } không nhận tin số { $number } vì không còn cuộc trò chuyện nào để gửi.
broadcast-why-claimed = { $name } không nhận tin số { $number } theo danh sách: có người đã đăng ký bằng tên này, đang chờ xác nhận, và tin gửi theo đăng ký đó.
broadcast-why-opted-out = { $name } không nhận tin số { $number } vì đã xin thôi nhận tin.
broadcast-why-no-consent = { $name } không nhận tin số { $number } vì không đồng ý nhận loại tin này.
broadcast-why-blocked = { $name } không nhận tin số { $number } vì đã chặn hoặc đóng { $channel }.
broadcast-why-window = { $name } không nhận tin số { $number } vì đã lâu không nhắn gì, nên { $channel } không cho gửi nữa.
broadcast-why-costs = { $name } không nhận tin số { $number } vì gửi qua { $channel } lúc này thì mất tiền, mà tin không được phép tốn thêm.
broadcast-why-answered = { $name } không nhận tin số { $number } vì đã trả lời khảo sát.
broadcast-why-survey-closed = { $name } không nhận tin số { $number } vì khảo sát đóng trước khi đến lượt.
broadcast-why-cancelled = { $name } không nhận tin số { $number } vì tin bị hủy trước khi đến lượt.
broadcast-why-merged = { $name } không nhận tin số { $number } theo hồ sơ này: hồ sơ đã gộp với một hồ sơ khác của cùng người, và tin tính theo hồ sơ đó.
broadcast-why-moved = { $name } không nhận tin số { $number } vì đã chuyển đi nơi khác.
broadcast-why-died = { $name } không nhận tin số { $number } vì đã mất.
broadcast-why-erased = { $name } không nhận tin số { $number } vì đã yêu cầu xóa dữ liệu.

organizing-why = Vì sao một người chưa nhận?
organizing-why-ask = Hỏi về ai trong tin số { $number }? Xin nhắn họ tên (không cần dấu) hoặc số điện thoại.
organizing-why-another = Hỏi người khác
broadcast-explain-private = Tin này gửi theo câu trả lời khảo sát, nên không cho biết riêng từng người đã nhận hay chưa.
