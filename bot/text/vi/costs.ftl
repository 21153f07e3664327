### Tin mất tiền và mẫu tin đã duyệt.

broadcast-cost = Chi phí: { $cost } đ nếu đi đúng giờ ({ $paid } tin ngoài giờ miễn phí, { $templates } tin theo mẫu), nhiều nhất { $most } đ.
broadcast-cost-second-hand = Giá lấy từ ghi chép của người khác, chưa đối chiếu với Zalo; xem docs/zalo-oa.md.
broadcast-left-out =
    { $count ->
       *[other] { $count } người chỉ nhận được nếu trả tiền, nên không có trong đợt này.
    }
broadcast-cost-agreed = Tin này tốn nhiều nhất { $most } đ. Duyệt là đồng ý cả số tiền này.
broadcast-cost-spent = Đã tốn { $spent } đ trong { $most } đ được duyệt.
template-unknown = Không có mẫu tin số { $template }. Xem: nhipcau zalo-oa templates
template-not-approved = Mẫu tin số { $template } chưa dùng được ({ $status }).
template-field-empty = Mẫu tin cần chữ cho tham số { $field }.
template-field-unknown = Mẫu tin không có tham số { $field }; các tham số: { $fields }.
template-needs-money = Gửi theo mẫu thì mất tiền: cần ghi rõ tin này được phép tốn tiền.
broadcast-by-template = Ai đã quá hạn nhắn thường thì nhận theo mẫu số { $number } ({ $price } đ một tin): { $filled }
