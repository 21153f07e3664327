# Khảo sát: trả lời, mời, nhắc, kết quả.

survey-yes = Có
survey-no = Không
survey-declined = Không muốn trả lời
survey-given = Có góp ý
survey-begin = Trả lời
survey-back = Quay lại
survey-keep = Giữ nguyên
survey-send = Gửi
survey-all-chosen = Xong
survey-choose-anew = Chọn lại
survey-change = Sửa câu trả lời
survey-question-number = Câu { $place }

survey-banner-worth = Thăm dò tham khảo, không thay cho phiếu lấy ý kiến chính thức.
survey-banner =
    { $title }
    { $purpose }
    { $count } câu, nhận trả lời đến { $closes }. { $worth }
    { $anonymous ->
        [yes] Khuyết danh: câu trả lời được niêm phong; khi khảo sát kết thúc mới mở, không kèm tên người trả lời. Ứng dụng nhắn tin và máy chủ đang chạy vẫn thấy tin nhắn lúc gửi.
       *[no] Có ghi tên: cán bộ phụ trách xem được câu trả lời của từng người.
    }
    Nhắn “quay lại”, “bỏ qua” hoặc “còn mấy câu” lúc nào cũng được.
survey-invitation =
    Mời tham gia khảo sát: { $title }
    { $purpose }
    { $count } câu, nhận trả lời đến { $closes }. { $anonymous ->
        [yes] Khuyết danh.
       *[no] Có ghi tên.
    }
    { $worth }
survey-reminder =
    Xin nhắc: khảo sát “{ $title }” còn nhận trả lời đến { $closes }. { $anonymous ->
        [yes] Có { $count } câu, khuyết danh.
       *[no] Còn { $left } câu, khoảng { $minutes } phút.
    } Nếu đang trả lời dở thì bấm để trả lời tiếp; không muốn tham gia thì nhắn /tuchoi.
    { $purpose }
    { $worth }

survey-none = Hiện không có khảo sát nào đang chờ trả lời.
survey-which = Xin chọn khảo sát muốn trả lời.
survey-who = Ai đang trả lời?
survey-register-first = Xin đăng ký trước khi trả lời khảo sát: nhắn /start.
survey-resumed =
    { $left ->
        [0] Mời xem lại các câu trả lời rồi bấm “Gửi”.
       *[other] Mời trả lời tiếp, còn { $left } câu.
    }
survey-already = Câu trả lời đã được gửi. Từ nay đến khi khảo sát kết thúc vẫn sửa được.
survey-progress = Câu { $place }/{ $count }
survey-left =
    { $left ->
        [0] Đã qua hết các câu, chỉ còn bấm “Gửi”.
       *[other] Còn { $left } câu.
    }
survey-stands = Đang ghi: { $answer }
survey-tapped = Đã ghi nhận (lần bấm { $count }). Bấm lại một mục để bỏ mục đó; đủ rồi thì bấm “Xong”.
survey-noted = Đã ghi nhận câu trả lời.
survey-not-noted = Câu trả lời này chưa được ghi.
survey-hint-several-choices = Chọn một hoặc nhiều mục rồi bấm “Xong”.
survey-hint-number = Xin nhắn một số.
survey-hint-date = Xin nhắn ngày, ví dụ 15/8/1960.
survey-hint-date-or-year = Xin nhắn ngày, ví dụ 15/8/1960, hoặc chỉ năm.
survey-hint-text = Xin nhắn câu trả lời, nhiều nhất { $most } chữ cái.
survey-review = Các câu trả lời:
survey-review-sealed =
    { $count ->
        [1] Đã trả lời xong.
       *[other] Đã qua cả { $count } câu.
    } Bấm “Gửi” để hoàn thành, hoặc chọn một câu để xem lại.
survey-thanks = Xin cảm ơn. Câu trả lời cho “{ $title }” đã được gửi. Muốn sửa, nhắn /traloi trước khi khảo sát kết thúc.

survey-rehearsal = Làm thử: câu trả lời không được lưu, không được tính, và mất đi khi làm xong.
survey-rehearsal-mark = (Làm thử, không lưu)
survey-rehearsal-over = Đã làm thử xong “{ $title }”. Không có câu trả lời nào được lưu.
survey-rehearsal-preview = Đây là bản xem trước, chưa ghi câu trả lời nào.

survey-unknown = Không có khảo sát này.
survey-not-yet = Khảo sát chưa mở, xin quay lại sau.
survey-closed = Khảo sát đã kết thúc, câu trả lời không được ghi nữa. Xin cảm ơn đã quan tâm.
survey-not-entitled = Khảo sát này không dành cho người đang nhắn. Nếu có nhầm lẫn, xin báo cán bộ phụ trách.
survey-key-missing = Khảo sát tạm thời chưa nhận được câu trả lời. Xin thử lại sau.
survey-required = Câu này cần được trả lời.
survey-want-choice = Xin chọn một trong các câu trả lời.
survey-want-several = Xin chọn ít nhất một mục, ví dụ nhắn 1, 3.
survey-want-yes-no = Xin trả lời “có” hoặc “không”.
survey-want-text = Xin nhắn câu trả lời bằng chữ.
survey-text-too-long = Câu trả lời dài { $length } chữ cái, nhiều nhất là { $most }. Xin viết gọn hơn.
survey-want-number = Xin nhắn một số, ví dụ { $example }.
survey-want-whole = Xin nhắn một số nguyên, ví dụ { $example }.
survey-number-least = Xin nhắn một số từ { $least } trở lên, ví dụ { $example }.
survey-number-most = Xin nhắn một số không quá { $most }, ví dụ { $example }.
survey-number-between = Xin nhắn một số từ { $least } đến { $most }, ví dụ { $example }.
survey-want-date = Xin nhắn ngày, tháng, năm, ví dụ 15/8/1960.
survey-want-date-or-year = Xin nhắn ngày (15/8/1960) hoặc chỉ năm (1960).
survey-want-review = Xin bấm “Gửi”, hoặc nhắn số của câu muốn sửa.

survey-code-taken = Đã có khảo sát mang mã { $name }.
survey-closes-in-the-past = Khảo sát { $name } có ngày kết thúc đã qua.
survey-cannot-open = Khảo sát { $name } không còn mở được.
survey-cannot-close = Khảo sát { $name } chưa mở nên chưa đóng được.

survey-no-ward = Chưa rõ phường
survey-results-head =
    { $title } ({ $state ->
        [draft] bản nháp
        [scheduled] chưa mở
        [open] đang mở
        [closed] đã kết thúc
       *[other] đã hủy
    })
    Tính đến { $at }
survey-results-turnout = Tham gia: { $finished }/{ $entitled } ({ $share }). Trong đó chưa xác nhận: { $finishedtyped }/{ $typed }.
survey-results-sealed = Khảo sát khuyết danh: kết quả có sau khi kết thúc ({ $closes }).
survey-results-mean = Trung bình: { $mean }

survey-minute = Biên bản số { $number }, mã { $digest }.
survey-minute-corrects = Biên bản số { $number } (thay biên bản số { $corrects }), mã { $digest }.
minute-none = Khảo sát { $name } chưa có biên bản: biên bản được lập lúc kết thúc.
minute-needs-reason = Cần lý do sửa biên bản, nhiều nhất { $most } chữ cái.
survey-sheet-minute = Biên bản số
survey-sheet-minute-at = Lập lúc
survey-sheet-minute-digest = Mã biên bản (SHA-256)
survey-sheet-minute-previous = Mã biên bản liền trước
survey-sheet-minute-form = Mã phiếu hỏi (SHA-256)
survey-sheet-minute-program = Phiên bản chương trình
survey-sheet-minute-corrects = Thay biên bản số
survey-sheet-minute-note = Lý do

survey-sheet-name-summary = Tóm tắt
survey-sheet-name-questions = Từng câu
survey-sheet-name-places = Phường × tổ chức
survey-sheet-name-turnout = Tham gia
survey-sheet-name-method = Phương pháp
survey-sheet-code = Mã
survey-sheet-state = Trạng thái
survey-sheet-state-draft = Bản nháp
survey-sheet-state-scheduled = Chưa mở
survey-sheet-state-open = Đang mở
survey-sheet-state-closed = Đã kết thúc
survey-sheet-state-cancelled = Đã hủy
survey-sheet-opens = Mở
survey-sheet-closes = Kết thúc
survey-sheet-anonymous = Khuyết danh
survey-sheet-made = Lập lúc
survey-sheet-entitled = Số người được hỏi
survey-sheet-finished = Số người trả lời
survey-sheet-share = Tỷ lệ
survey-sheet-typed-entitled = Trong đó chưa xác nhận, được hỏi
survey-sheet-typed-finished = Trong đó chưa xác nhận, trả lời
survey-sheet-people = Số người
survey-sheet-mean = Trung bình
survey-sheet-ward = Phường
survey-sheet-organisation = Tổ chức
survey-sheet-all-wards = Toàn địa bàn
survey-sheet-all-organisations = Tất cả
survey-sheet-no-org = Không hoặc chưa rõ tổ chức
survey-sheet-method-1 = Đây là thăm dò tham khảo, không thay cho phiếu lấy ý kiến chính thức.
survey-sheet-method-2 = Người được hỏi: danh sách cố định lúc mở khảo sát; người đăng ký sau được thêm hay không theo quy định ghi trong khảo sát.
survey-sheet-method-3 = Tỷ lệ tham gia: số người đã gửi câu trả lời trên số người được hỏi, không phải trên số người đã mở tin.
survey-sheet-method-4 = Chỉ tính người đã bấm “Gửi”; người trả lời dở không được tính.
survey-sheet-method-5 = Tỷ lệ từng câu: trên tổng số người đã gửi ở cùng ô, kể cả người không muốn trả lời câu đó.
survey-sheet-method-6 = Phường: theo phường cũ nếu biết, nếu không thì theo phường hiện nay, ghi nhận lúc mở khảo sát.
survey-sheet-method-7 = Người thuộc nhiều tổ chức được tính ở mỗi tổ chức và chỉ một lần ở cột “Tất cả”, nên các tổ chức cộng lại có thể lớn hơn.
survey-sheet-method-8 = Câu trả lời: ô ghi “ẩn” có dưới 5 người, hoặc từ nó tính ra được một ô như thế; không nói rõ là trường hợp nào. Danh sách được hỏi: nơi có dưới 5 người được ghi “ẩn”.
survey-sheet-method-9 = Khảo sát khuyết danh: phường và tổ chức của câu trả lời được gộp đến khi mỗi nhóm có từ 5 người, nên có thể khác bảng Tham gia.
survey-sheet-method-10 = Người tự khai tên và số điện thoại của một người trong danh sách, chưa được xác nhận, chỉ được tính một lần cùng với dòng đó: câu trả lời của người đã xác nhận được tính trước, nếu không có thì tính câu trả lời gửi sớm nhất và ghi là chưa xác nhận.

survey-form-faults = Tệp khảo sát có { $count } chỗ cần sửa.
survey-form-not-yaml = Tệp không phải YAML: { $why }
survey-form-not-a-form = Tệp khảo sát gồm các dòng “tên: giá trị”.
survey-form-too-big = Tệp lớn hơn { $most } byte.
survey-form-repeat = “{ $name }” được viết hai lần.
survey-form-unknown = Không có mục “{ $name }”; các mục là: { $known }
survey-form-missing = Thiếu “{ $name }”.
survey-form-want-text = “{ $name }” cần có chữ.
survey-form-want-flag = “{ $name }” là true hoặc false.
survey-form-want-number = “{ $name }” là một số.
survey-form-want-whole = “{ $name }” là số nguyên từ { $least } đến { $most }.
survey-form-want-moment = “{ $name }” là ngày và giờ, ví dụ 01/12/2026 08:00.
survey-form-want-one-of = “{ $name }” là một trong: { $known }
survey-form-want-list = “{ $name }” là danh sách, mỗi dòng bắt đầu bằng dấu gạch.
survey-form-want-words = “{ $name }” cần có chữ, hoặc vi: … và en: … ở dưới.
survey-form-want-block = “{ $name }” gồm các dòng “tên: giá trị” ở dưới.
survey-form-want-code = “{ $name }” gồm 1 đến { $most } chữ thường không dấu, chữ số hoặc gạch nối.
survey-form-too-long = “{ $name }” dài hơn { $most } ký tự.
survey-form-too-many = “{ $name }” có nhiều hơn { $most } mục.
survey-form-too-few = “{ $name }” cần ít nhất { $least } mục.
survey-form-same-code = Mã “{ $name }” bị dùng hai lần.
survey-form-same-choice = Hai lựa chọn giống nhau: { $name }
survey-form-not-here = “{ $name }” không dùng cho loại câu hỏi này.
survey-form-order = “{ $name }” phải sau “{ $before }”.
survey-offer = Đang có khảo sát “{ $title }”. Mời trả lời khi tiện; cũng có thể nhắn /traloi.
survey-offers = Đang có { $count } khảo sát. Mời chọn và trả lời khi tiện; cũng có thể nhắn /traloi.
