# Đính chính và thu hồi tin đã gửi

broadcast-correction-mark = Đính chính:
broadcast-correction-title = Đính chính: { $title }
broadcast-recall-title = Thu hồi: { $title }
broadcast-correct-same = Nội dung mới giống hệt nội dung đã gửi.
broadcast-amend-not-over = Tin còn đang gửi hoặc chưa gửi. Muốn đính chính hay thu hồi, xin hủy hẳn tin trước.
broadcast-amend-in-hand = Những tin cuối cùng còn đang trên đường. Xin thử lại sau ít giây.
broadcast-amend-nobody = Chưa ai nhận được tin này.
broadcast-amend-waits = Tin này đã có một lần đính chính hoặc thu hồi chưa xong, tin số { $number }.
broadcast-amend-recalled = Tin này đã được thu hồi.
broadcast-amended =
    { $kind ->
        [correction] Đính chính
       *[recall] Thu hồi
    }: { $parts }.
broadcast-amended-part =
    { $what ->
        [in_place] { $count } người: đã sửa ngay trong tin cũ
        [back] { $count } người: đã thu hồi
        [anew] { $count } người: đã nhận tin đính chính
        [open] { $count } người: đang chờ
        [too_old] { $count } người: quá hạn thu hồi
       *[missed] { $count } người: không được
    }
broadcast-recall-mark = [Sẽ thu hồi]

organizing-correct = Đính chính
organizing-recall = Thu hồi
organizing-correct-text =
    Xin nhắn nội dung đúng của tin số { $number } “{ $title }”. Lời chào, nút bấm và đính kèm giữ nguyên.
    Nơi nào sửa được thì tin cũ được sửa; nơi khác nhận thêm một tin ghi “Đính chính”.
    Nội dung đã gửi:
    { $text }
organizing-correct-confirm = Đính chính tin số { $number } cho { $count } người đã nhận? Họ sẽ đọc:
organizing-correct-sure = Đính chính như trên?
organizing-recall-confirm = Thu hồi tin số { $number } “{ $title }” của { $count } người đã nhận? Telegram chỉ cho thu hồi trong 48 giờ sau khi gửi.
organizing-amend-yes = Có
organizing-amend-no = Thôi
organizing-amend-dropped = Đã thôi. Tin giữ nguyên.
organizing-amend-begun = Đang thực hiện, theo dõi bằng /baocao, tin số { $number }.
organizing-amend-waits = Tin số { $number } chờ người thứ hai duyệt; duyệt xong sẽ thực hiện ngay.
