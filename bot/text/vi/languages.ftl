# Bản tiếng Anh của một tin

organizing-english =
    Xin nhắn bản tiếng Anh của nội dung, cho người nhận chọn ngôn ngữ tiếng Anh. Lời chào và cách ngừng nhận tin được thêm sẵn.
    Chỗ tự điền và chữ đậm, nghiêng viết như trong bản tiếng Việt.
organizing-english-held =
    Bản đang có:
    { $text }
organizing-english-as-it-is = Giữ bản đang có
organizing-english-none = Bỏ bản tiếng Anh
organizing-english-label = Nút { $letter } “{ $label }”: chữ tiếng Anh trên nút là gì?
organizing-english-answer =
    Ai bấm “{ $label }” thì bot trả lời gì bằng tiếng Anh? Bản tiếng Việt:
    { $answer }
organizing-in-english = Có hai bản: người nhận chọn tiếng Anh thì đọc bản tiếng Anh, những người khác đọc bản tiếng Việt.
organizing-correct-english =
    Tin này có bản tiếng Anh. Xin nhắn nội dung đúng bằng tiếng Anh.
    Nội dung đã gửi:
    { $text }
broadcast-translation-buttons =
    { $count ->
        [0] Tin không có nút trả lời, nên bản tiếng Anh cũng không có.
       *[other] Bản tiếng Anh cũng phải có { $count } nút trả lời.
    }
broadcast-correct-languages =
    { $count ->
        [0] Tin này không có bản tiếng Anh, nên đính chính cũng không có.
       *[other] Tin này có bản tiếng Anh: xin đính chính cả bản ấy.
    }
