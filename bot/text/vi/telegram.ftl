# Telegram shows these beside the commands; at most 256 letters each.
telegram-command-start = Bắt đầu, hoặc nhận tin trở lại
telegram-command-giup = Hướng dẫn sử dụng
telegram-command-hoso = Xem và sửa thông tin của mình
telegram-command-traloi = Trả lời khảo sát đang mở
telegram-command-dulieu = Xem dữ liệu đang được lưu về mình
telegram-command-dung = Ngừng nhận tin
telegram-command-xoa = Xóa dữ liệu của mình
telegram-command-tin = Soạn, gửi và theo dõi tin
telegram-command-khaosat = Mở, đóng và xem khảo sát
telegram-command-duyet = Duyệt hoặc trả lại tin của người khác
telegram-command-baocao = Xem báo cáo
telegram-command-nhac = Xem và dừng tin gửi định kỳ
telegram-command-thanhvien = Tìm thành viên, xác nhận, trao mã
telegram-command-ghigiup = Ghi giúp câu trả lời trên giấy hay bằng lời
telegram-command-phieu = Nhập phiếu giấy của hộ gia đình, theo tổ
telegram-command-moinhom = Lời mời khảo sát để chuyển vào nhóm của tổ
telegram-command-lienket = Làm liên kết, mã QR cho cuộc vận động
