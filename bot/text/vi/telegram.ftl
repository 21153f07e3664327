# Telegram shows these beside the commands; at most 256 letters each.
telegram-command-start = Bắt đầu, hoặc nhận tin trở lại
telegram-command-giup = Hướng dẫn sử dụng
telegram-command-hoso = Xem và sửa thông tin của mình
telegram-command-traloi = Trả lời khảo sát đang mở
telegram-command-dulieu = Xem dữ liệu đang được lưu về mình
telegram-command-dung = Ngừng nhận tin
telegram-command-xoa = Xóa dữ liệu của mình
