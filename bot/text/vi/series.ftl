### Tin gửi định kỳ, và tin nhắc theo ngày của từng người.

broadcast-day-sample = …/…/…
broadcast-day-needs-series = Chỗ điền {"{"}ngay{"}"} chỉ dùng cho tin gửi định kỳ. Xin bỏ chỗ đó, hoặc chọn “Gửi định kỳ”.

series-weekday =
    { $day ->
        [0] thứ Hai
        [1] thứ Ba
        [2] thứ Tư
        [3] thứ Năm
        [4] thứ Sáu
        [5] thứ Bảy
       *[6] Chủ nhật
    }
series-weekly =
    { $day ->
        [0] thứ Hai
        [1] thứ Ba
        [2] thứ Tư
        [3] thứ Năm
        [4] thứ Sáu
        [5] thứ Bảy
       *[6] Chủ nhật
    } hằng tuần, { $at }
series-monthly =
    { $day ->
        [last] ngày cuối tháng
       *[other] ngày { $day } hằng tháng
    }, { $at }
series-relative =
    { $side ->
        [before] trước { $days } ngày so với
        [after] sau { $days } ngày so với
       *[on] đúng
    } { $kind ->
        [card_expiry] ngày hết hạn thẻ BHYT
        [birthday] sinh nhật
       *[joined] ngày vào tổ chức
    } của từng người, { $at }
series-until = gửi xong trước { $at }
series-term =
    { $flag ->
        [urgent] tin khẩn
       *[twice_ok] thà gửi hai lần còn hơn sót
    }
series-state =
    { $state ->
        [awaiting_approval] chờ duyệt
        [running] đang chạy
       *[stopped] đã dừng
    }

series-bad-schedule = Lịch gửi chưa đúng cách viết.
series-never = Theo lịch này thì không còn ngày nào để gửi.
series-quiet = Tin chỉ đi từ { $start } đến { $end }. Xin chọn giờ trong khoảng đó.
series-unknown = Không tìm thấy lịch gửi số { $number }.
series-stopped-before = Lịch gửi này đã dừng từ trước.
series-missed = Lịch gửi “{ $title }” đã lỡ ngày { $days } vì máy chủ dừng. Tin của ngày đó không gửi bù.
series-failed = Lịch gửi “{ $title }” không gửi được ngày { $days }. Xin xem lại: /nhac.

organizing-act-repeat = Gửi định kỳ
organizing-repeat = Gửi lặp lại theo cách nào?
organizing-repeat-week = Hằng tuần
organizing-repeat-month = Hằng tháng
organizing-repeat-date = Theo ngày của từng người
organizing-repeat-weekday = Gửi vào thứ mấy?
organizing-repeat-day = Gửi ngày mấy hằng tháng? Xin nhắn một số từ 1 đến 31. Tháng không có ngày đó thì gửi ngày cuối tháng.
organizing-repeat-last = Ngày cuối tháng
organizing-repeat-unclear = Xin lỗi, chúng tôi chưa hiểu.
organizing-repeat-kind = Theo ngày nào? Ngày này lấy từ danh sách của tổ chức hoặc do người dân tự ghi.
organizing-repeat-kind-of =
    { $kind ->
        [card_expiry] Hạn thẻ BHYT
        [birthday] Sinh nhật
       *[joined] Ngày vào tổ chức
    }
organizing-repeat-days = Gửi trước hay sau bao nhiêu ngày? Ví dụ: trước 7 ngày, đúng ngày, sau 30 ngày.
organizing-repeat-hour = Gửi lúc mấy giờ? Ví dụ: 8h, 19:30.
organizing-repeat-confirm =
    Gửi “{ $title }” theo lịch: { $when }?
    Lần đầu: { $first }. Người nhận: { $rule }.
organizing-repeat-reminders = Chỉ người đồng ý nhận nhắc việc và có ngày đó mới nhận được.
organizing-repeat-yes = Đặt lịch
organizing-repeat-done = Đã đặt lịch số { $number }: { $when }. Lần đầu: { $first }. Xem hoặc dừng: /nhac.
organizing-repeat-awaits = Lịch số { $number } chờ người thứ hai duyệt. Xem: /nhac.

organizing-series-list = Các lịch gửi đang có. Chọn một lịch để xem hoặc dừng. Muốn đặt lịch mới: /tin, soạn tin rồi chọn “Gửi định kỳ”.
organizing-series-none = Chưa có lịch gửi nào. Muốn đặt lịch: /tin, soạn tin rồi chọn “Gửi định kỳ”.
organizing-series =
    Lịch số { $number }: { $title }
    Gửi: { $when }. Trạng thái: { $state }.
    Lần tới: { $next }. Người nhận: { $rule }.
organizing-series-runs = Các lần gần đây:
organizing-series-run =
    { $fate ->
        [sent] { $day }: tin số { $broadcast }, { $state }, gửi đến { $sent }/{ $total }
        [missed] { $day }: bị lỡ vì máy chủ dừng
        [nobody] { $day }: không có ai trong nhóm
       *[failed] { $day }: không gửi được
    }
organizing-series-stop = Dừng lịch này
organizing-series-stopping = Dừng hẳn lịch số { $number } “{ $title }”? Tin đã gửi đi thì vẫn giữ nguyên.
organizing-series-end = Dừng hẳn
organizing-series-keep = Không dừng
organizing-offer-nhac = /nhac – xem và dừng tin gửi định kỳ
approving-series = Lịch gửi: { $when }. Lần đầu: { $first }. Duyệt một lần cho mọi lần gửi theo lịch này.
