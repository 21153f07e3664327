### Nhóm người nhận: điều kiện nói thành lời, và vì sao không nhận một điều kiện.

segment-age =
    { $span ->
        [up] người từ { $least } tuổi trở lên
        [down] người đến { $most } tuổi
       *[both] người từ { $least } đến { $most } tuổi
    }
segment-sex = người giới tính { $name }
segment-tag = người có nhãn “{ $name }”
segment-channel = người dùng kênh { $name }
segment-registered-since = người đăng ký từ ngày { $day }
segment-date =
    { $kind ->
        [card_expiry] người có thẻ BHYT hết hạn ngày { $day }
        [birthday] người có sinh nhật vào ngày { $day }
       *[joined] người vào tổ chức ngày { $day }
    }
segment-got = người đã nhận tin số { $number } “{ $name }”
segment-missed = người chưa nhận được tin số { $number } “{ $name }”
segment-pressed =
    { $label ->
        [any] người đã bấm trả lời tin số { $number } “{ $name }”
       *[other] người đã bấm “{ $label }” ở tin số { $number } “{ $name }”
    }
segment-answered = người đã trả lời khảo sát “{ $name }”
segment-unanswered = người được hỏi mà chưa trả lời khảo sát “{ $name }”
segment-said = người trả lời “{ $answer }” cho câu “{ $question }” của khảo sát “{ $name }”

segment-channel-unknown = Có kênh trò chuyện không có trong hệ thống.
segment-survey-unknown = Có khảo sát không tìm thấy.
segment-broadcast-unknown = Có tin không tìm thấy.
segment-anonymous = “{ $name }” là khảo sát khuyết danh: không ai chọn được người theo câu trả lời.
segment-answer-unknown = Khảo sát “{ $name }” không có câu hỏi hoặc câu trả lời đó.
segment-button-unknown = Tin số { $number } không có nút { $letter }.
segment-tells-few = Nhóm này dưới { $fewest } người. Để không lộ câu trả lời của từng người, xin chọn nhóm rộng hơn.
