### Gửi tiếp cho một phần người nhận của một tin đã gửi.

broadcast-follow-title =
    { $kind ->
        [missed] { $title } – gửi lại
        [not_pressed] { $title } – nhắc lại
       *[other] { $title } – nhắn tiếp
    }
broadcast-follow-survey = Tin của khảo sát không gửi lại ở đây: khảo sát tự nhắc người chưa trả lời.
broadcast-not-over = Tin này chưa gửi xong, nên chưa biết ai chưa nhận.
broadcast-follow-unknown = Không rõ gửi tiếp cho ai: { $whom }.
organizing-again =
    { $whom ->
        [missed] Gửi lại cho người chưa nhận
       *[not_pressed] Nhắc người chưa bấm nút
    }
organizing-again-pressed = Nhắn người đã bấm { $letter }. { $label }
