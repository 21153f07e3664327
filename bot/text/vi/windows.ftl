### Giờ được gửi tin: ngày nghỉ, giờ yên tĩnh, hạn gửi.

calendar-name-length = Tên của ngày nghỉ cần từ 1 đến { $most } ký tự.
calendar-bad-span = Ngày cuối không được trước ngày đầu, và mỗi đợt nghỉ ngắn hơn { $most } ngày.
calendar-unknown = Không có đợt nghỉ số { $number }.

broadcast-send-by-before-start = Hạn gửi phải sau giờ bắt đầu gửi.
broadcast-send-by-closed = Hạn gửi phải nằm trong giờ được gửi tin, và trước hạn phải còn giờ để gửi.
organizing-closed = Những ngày nghỉ ({ $name }) không gửi tin, nên sẽ bắt đầu lúc { $leaves }.
organizing-late = Với tốc độ gửi hiện nay, { $late } trong { $reached } người sẽ không kịp nhận trước hạn.
organizing-is-urgent = Tin khẩn: gửi cả cho người đã nhận đủ số tin, cả ngày nghỉ; cần người thứ hai duyệt.
organizing-is-twice_ok = Thà gửi hai lần còn hơn sót: tin chưa rõ đã đến sẽ được gửi lại; cần người thứ hai duyệt.
organizing-turn-urgent =
    { $on ->
        [yes] Không gửi khẩn nữa
       *[no] Gửi khẩn
    }
organizing-turn-twice_ok =
    { $on ->
        [yes] Không gửi hai lần nữa
       *[no] Thà gửi hai lần
    }
