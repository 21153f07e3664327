### Zalo: những gì bot Zalo không mang theo được.

zalo-file = Tệp kèm theo: { $name }
    { $address }
zalo-file-elsewhere = Tin này có kèm tệp “{ $name }” mà Zalo không nhận được. Xin hỏi người phụ trách: { $contact }.
shape-file-address = tệp được thay bằng địa chỉ để tải về
help-withheld = Zalo không cho chúng tôi xem nội dung quý vị vừa nhắn (tài khoản được bảo vệ), nên chưa thể trả lời trên Zalo. Xin nhờ người thân nhắn giúp hoặc liên hệ người phụ trách.

### Số tin nhắn của tháng, nơi nền tảng có giới hạn.

broadcast-quota =
    { $fits ->
        [yes] Tin này cần { $needed } tin nhắn qua { $account }; trước ngày { $until } còn { $left }, gửi xong còn { $after } để trả lời.
       *[no] Tin này cần { $needed } tin nhắn qua { $account }, mà trước ngày { $until } chỉ còn { $left }: không gửi được.
    }
survey-quota =
    { $fits ->
        [yes] Lời mời này cần { $needed } tin nhắn qua { $account }; trước ngày { $until } còn { $left }, gửi xong còn { $after } để trả lời.
       *[no] Lời mời này cần { $needed } tin nhắn qua { $account }, mà trước ngày { $until } chỉ còn { $left }: không gửi được.
    }
broadcast-over-quota = Tin này cần { $needed } tin nhắn qua { $account }, mà trước ngày { $until } chỉ còn { $left }. Xin chọn ít người hơn, hoặc hẹn gửi từ ngày { $until }.
broadcast-failing-quota =
    Tin “{ $title }” (số { $number }) đã tạm dừng: { $account } đã hết số tin nhắn của tháng. Còn { $failed } người chưa nhận.
    Từ ngày { $until } có số tin mới, khi đó gửi tiếp: /tin.
