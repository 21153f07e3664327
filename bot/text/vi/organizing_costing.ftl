### Tin tốn tiền, soạn trong trò chuyện.

organizing-is-may_cost = Được phép tốn tiền để đến với người không nhận được miễn phí; cần người thứ hai duyệt.
organizing-is-where_last = Gửi vào nơi người nhận nhắn gần nhất, dù nơi khác miễn phí.
organizing-turn-may_cost =
    { $on ->
        [yes] Không tốn tiền nữa
       *[no] Cho phép tốn tiền
    }
organizing-turn-where_last =
    { $on ->
        [yes] Ưu tiên nơi miễn phí
       *[no] Gửi nơi nhắn gần nhất
    }
organizing-by-template = Mẫu tin đã duyệt
organizing-template = Ai quá lâu không nhắn thì chỉ nhận được mẫu tin mà nền tảng đã duyệt. Chọn mẫu nào?
organizing-template-none = Không dùng mẫu
organizing-template-field = Trong mẫu, chỗ “{ $field }” viết gì? Tối đa { $most } chữ. Dùng được {"{"}xung_ho{"}"}, {"{"}ten{"}"} như trong nội dung tin.
broadcast-where-last = Gửi vào nơi người nhận nhắn gần nhất, dù nơi khác miễn phí.
broadcast-where-last-needs-money = Gửi vào nơi nhắn gần nhất dù tốn tiền thì tin phải được phép tốn tiền.
