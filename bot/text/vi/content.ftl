# Nội dung tin: chữ đậm, nghiêng, liên kết; chỗ tự điền; ảnh, tệp, địa điểm

markup-unknown-tag = Chỉ dùng được <b>chữ đậm</b>, <i>chữ nghiêng</i> và <a href="https://…">liên kết</a>; không dùng được { $tag }.
markup-unclosed = Thẻ { $tag } chưa đóng.
markup-unopened = Thẻ { $tag } đóng mà chưa mở, hoặc đóng sai thứ tự.
markup-too-many = Một tin có nhiều nhất { $most } chỗ đậm, nghiêng hoặc liên kết.
markup-bad-link = Liên kết cần viết: <a href="https://…">chữ hiện ra</a>, địa chỉ bắt đầu bằng https://, không lồng nhau.

broadcast-group = tổ { $group }
broadcast-group-yours = tổ mình
broadcast-card-end-unknown = (chưa rõ ngày)
broadcast-field-default = Lời thay thế của {"{"}{ $field }{"}"} cần từ 1 đến { $most } ký tự.
broadcast-field-lacking = { $count } người chưa có {"{"}{ $field }{"}"}. Xin viết lời thay thế, ví dụ {"{"}{ $field }|chưa rõ{"}"}, hoặc chọn lại người nhận.

broadcast-one-of-each = Mỗi tin mang nhiều nhất một ảnh, một tệp, một liên kết và một địa điểm.
broadcast-not-a-picture = Ảnh cần là tệp JPEG hoặc PNG.
broadcast-link-label = Chữ của liên kết cần từ 1 đến { $most } ký tự.
broadcast-bad-link = Liên kết cần bắt đầu bằng https:// và có tên miền đầy đủ.
broadcast-place-name = Tên địa điểm cần từ 1 đến { $most } ký tự.
broadcast-bad-place = Tọa độ địa điểm không đúng.
broadcast-bad-attachment = Tin không mang được loại đính kèm “{ $kind }”.
file-not-here-yet = Tệp đang được tải về, xin thử lại sau ít giây.

shape-heading = Trên mỗi kênh:
shape-file =
    { $alone ->
        [yes] { $kind ->
            [photo] ảnh đi trước, lời ở tin sau
           *[document] tệp đi trước, lời ở tin sau
        }
       *[no] { $kind ->
            [photo] ảnh kèm lời
           *[document] tệp kèm lời
        }
    }
shape-beside = tệp đi trước, ở một tin riêng
shape-marked =
    { $able ->
        [yes] chữ đậm, nghiêng và liên kết hiện đúng
       *[no] chữ thường, địa chỉ liên kết trong ngoặc
    }
shape-link =
    { $able ->
        [yes] nút mở “{ $label }”
       *[no] liên kết “{ $label }” ở cuối lời
    }
shape-place =
    { $able ->
        [yes] bản đồ “{ $name }” ở tin sau
       *[no] liên kết bản đồ “{ $name }” ở cuối lời
    }

organizing-attachments =
    Gửi ảnh, tệp hoặc cả hai vào đây (mỗi thứ tối đa 10 MB), hoặc nhắn:
    – liên kết, ví dụ: Chương trình họp: https://…
    – địa điểm, ví dụ: Nhà văn hóa phường, 19.8075, 105.7764
organizing-attachments-none = Bỏ hết đính kèm
organizing-attachments-unread = Xin gửi ảnh, tệp, hoặc nhắn một liên kết https:// hay một địa điểm kèm tọa độ.
organizing-attachment =
    { $kind ->
        [photo] Đang có: ảnh
        [document] Đang có: tệp { $name }
        [link] Đang có: liên kết “{ $name }”
       *[place] Đang có: địa điểm “{ $name }”
    }
organizing-link-label = Xem thêm
organizing-attached =
    { $kind ->
        [photo] Đã đính kèm ảnh.
       *[document] Đã đính kèm tệp { $name }.
    }
