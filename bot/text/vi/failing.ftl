### Tin tự tạm dừng vì gửi không được; gửi lại những lượt không rõ đã tới chưa.

broadcast-failing =
    Tin “{ $title }” (số { $number }) đã tự tạm dừng: { $failed } trong { $last } lượt gửi gần nhất không tới, lý do: { $why }.
    Xem báo cáo: /baocao. Gửi tiếp hoặc hủy: /tin.
broadcast-failing-wrong =
    Tin “{ $title }” (số { $number }) đã tự tạm dừng: nền tảng không nhận nội dung tin ({ $why }).
    Xem báo cáo: /baocao. Gửi tiếp hoặc hủy: /tin.
broadcast-resend-amended = Tin này đã được đính chính hoặc thu hồi, hoặc sắp được, nên nội dung cũ không được gửi lại.
broadcast-cannot-resend = Chỉ gửi lại được tin đang gửi, đang tạm dừng hoặc đã gửi xong.
broadcast-resend-too-late = Đã quá hạn gửi của tin này.
broadcast-nothing-unknown = Tin này không có lượt gửi nào còn chưa rõ kết quả.
