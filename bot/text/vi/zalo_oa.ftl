### Đăng nhập tài khoản Zalo OA.

tokens-no-key = Thiếu NHIPCAU_SECRET_KEY, nên không niêm phong được mã đăng nhập.
tokens-other-key = Mã đăng nhập được niêm phong bằng một NHIPCAU_SECRET_KEY khác. Trả lại khóa cũ, hoặc chạy: nhipcau zalo-oa connect
zalo-oa-no-code = Đây không phải địa chỉ hay mã mà Zalo trả về. Chép cả địa chỉ trên thanh địa chỉ rồi dán vào.
zalo-oa-not-allowed = Zalo không cấp quyền ({ $why }). Mở lại địa chỉ bằng tài khoản quản trị OA rồi bấm đồng ý.
zalo-oa-other-state = Địa chỉ này thuộc về một lần đăng nhập khác. Chạy lại lệnh và dùng địa chỉ mới in ra.
zalo-oa-unreachable = Không tới được máy chủ đăng nhập của Zalo ({ $why }). Chưa có gì thay đổi; thử lại sau.
zalo-oa-answer-lost = Zalo không trả lời trọn vẹn ({ $why }). Mã chỉ dùng được một lần: chạy lại lệnh từ đầu.
zalo-oa-code-refused = Zalo không nhận mã này ({ $why }). Mã sống mười phút và dùng một lần; hãy xem lại App ID và khóa bí mật của ứng dụng rồi chạy lại.
zalo-oa-not-connected = Tài khoản OA chưa đăng nhập. Chạy: nhipcau zalo-oa connect
zalo-oa-templates-refused = Zalo không đưa danh sách mẫu tin ({ $why }).
zalo-oa-templates-unreadable = Danh sách mẫu tin của Zalo không đúng dạng đã biết ({ $why }).
