roll-suppressed = Người này đã yêu cầu xóa dữ liệu, không nhập lại.
roll-refused-damaged = Tệp bị hỏng, không mở được. Xin mở bằng Excel, lưu lại rồi nhập lại.
roll-refused-empty = Tệp không có dữ liệu.
roll-refused-encrypted = Tệp có đặt mật khẩu. Xin bỏ mật khẩu rồi nhập lại.
roll-refused-zip-bomb = Tệp nén bất thường, không mở để bảo đảm an toàn.
roll-refused-too-large = Tệp quá lớn. Xin tách thành nhiều tệp.
roll-refused-too-many-rows = Tệp có quá nhiều dòng (nhiều nhất { $most }). Xin tách thành nhiều tệp.
roll-refused-too-many-columns = Tệp có quá nhiều cột (nhiều nhất { $most }).
roll-refused-not-spreadsheet = Đây không phải tệp Excel (.xlsx, .xls) hoặc .csv.
roll-refused-no-header = Không tìm thấy dòng tiêu đề có cột họ tên. Xin chỉ rõ cột, ví dụ --column full_name=B --column phone=F, hoặc chọn trang tính khác bằng --sheet.
roll-refused-legacy-text = Chữ trong tệp bị lỗi (sai bảng mã hoặc phông lạ). Xin lưu lại bằng Unicode rồi nhập lại.
roll-refused-no-such-sheet = Tệp không có trang tính tên “{ $name }”. Các trang tính: { $known }.
roll-refused-no-such-column = Không có cột “{ $name }”. Xin ghi chữ cái (--column phone=F) hoặc tên cột (--column phone=SĐT).
roll-refused-unknown-field = Không có trường dữ liệu tên “{ $name }”. Các trường: { $known }.
