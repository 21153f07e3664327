# Tin gửi, nhóm người nhận, cuộc vận động

broadcast-greeting = Kính gửi { $names },
broadcast-footer =
    — { $sender }
    Nhắn DỪNG để thôi nhận tin.
broadcast-names = { $first } và { $last }
broadcast-form =
    { $form ->
        [bac] bác
        [co] cô
        [chu] chú
        [anh] anh
        [chi] chị
        [ong] ông
        [ba] bà
        [ban] bạn
       *[other] ông/bà
    }
broadcast-ward-yours = phường, xã mình
broadcast-ward-unknown = Chưa rõ phường, xã
broadcast-sample = Nguyễn Thị Hoa
broadcast-test-mark = [Thử]

broadcast-press-first = { $answer }
broadcast-press-changed = Đã đổi câu trả lời thành “{ $label }”. { $answer }
broadcast-press-same = Câu trả lời “{ $label }” đã được ghi từ trước. { $answer }
broadcast-press-test = { broadcast-test-mark } { $answer }
broadcast-press-who = Câu trả lời “{ $label }” là của ai ạ?
broadcast-press-gone = Tin này không còn nhận câu trả lời. Cần gì thêm, xin nhắn /giup.

broadcast-state =
    { $state ->
        [draft] đang soạn
        [awaiting_approval] chờ duyệt
        [scheduled] đã hẹn giờ
        [running] đang gửi
        [paused] tạm dừng
        [finished] đã gửi xong
       *[cancelled] đã hủy
    }
broadcast-line-state =
    { $state ->
        [queued] đang chờ
        [waiting] chờ hạn mức tin
        [sending] đang gửi
        [sent] đã gửi
        [failed] không gửi được
        [unknown] không rõ đã đến chưa
       *[skipped] không gửi
    }

broadcast-unknown = Không tìm thấy tin số { $broadcast }.
broadcast-bad-purpose = Mục đích của tin không hợp lệ.
broadcast-title-length = Tên tin cần từ 1 đến { $most } ký tự.
broadcast-empty = Tin chưa có nội dung.
broadcast-unknown-field = Không có chỗ điền {"{"}{ $field }{"}"}. Dùng được: {"{"}ten{"}"}, {"{"}ho_ten{"}"}, {"{"}xung_ho{"}"}, {"{"}phuong{"}"}, {"{"}to{"}"}, {"{"}han_the{"}"}.
broadcast-too-long = Tin dài quá { $over } ký tự, tính cả lời chào và lời cuối. Xin rút gọn.
broadcast-too-many-buttons = Mỗi tin có nhiều nhất { $most } nút.
broadcast-label-length = Chữ trên nút cần từ 1 đến { $most } ký tự.
broadcast-answer-length = Nút “{ $label }” cần câu đáp từ 1 đến { $most } ký tự.
broadcast-labels-alike = Hai nút giống chữ nhau. Xin đặt khác đi.
broadcast-not-draft = Tin này đã gửi hoặc đã hẹn giờ, không sửa được nữa.
broadcast-already-launched = Tin này đã được gửi hoặc hẹn giờ từ trước.
broadcast-nobody = Không có ai trong nhóm người nhận.
broadcast-cannot-pause = Chỉ tạm dừng được tin đang gửi.
broadcast-cannot-resume = Chỉ gửi tiếp được tin đang tạm dừng.
broadcast-cannot-cancel = Tin này đã kết thúc, không hủy được nữa.

segment-all = tất cả thành viên
segment-organisation = thành viên { $name }
segment-ward = người ở { $name }
segment-group = tổ dân phố { $name }
segment-and = {" "}và{" "}
segment-or = {" "}hoặc{" "}
segment-not = không phải { $rule }
segment-not-a-rule = Nhóm người nhận chưa đúng cách viết.
segment-too-large = Nhóm người nhận có nhiều nhất { $most } điều kiện.
segment-ward-unknown = Có phường, xã không có trong danh mục.
segment-organisation-unknown = Có tổ chức không có trong danh sách.
segment-name-length = Tên nhóm cần từ 1 đến { $most } ký tự.
segment-unknown = Không tìm thấy nhóm “{ $name }”.

campaign-code-taken = Đã có cuộc vận động mang mã “{ $campaign }”.
campaign-unknown = Không tìm thấy cuộc vận động “{ $campaign }”.
campaign-bad-code = Mã cuộc vận động chỉ gồm chữ thường không dấu, số và gạch nối.
campaign-name-length = Tên cuộc vận động cần từ 1 đến { $most } ký tự.
campaign-ends-before-start = Ngày kết thúc đứng trước ngày bắt đầu.
campaign-not-yours = Tổ chức này không phụ trách cuộc vận động đó.
