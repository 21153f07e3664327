### Báo cáo theo dõi trực tiếp.

organizing-report-progress = Tiến độ: { $done }/{ $total } ({ $share }%).
organizing-report-ends = Dự kiến xong lúc { $ends }.
organizing-report-listing = Đang lập danh sách người nhận: { $listed }/{ $total }.
organizing-report-paused = Hệ thống tự tạm dừng vì nhiều lượt gửi gặp lỗi: { $reason }.
organizing-follow =
    { $over ->
        [yes] Xem lại báo cáo
       *[no] Theo dõi tiếp
    }
