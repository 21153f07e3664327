# Loại khảo sát, căn cứ pháp lý, nơi được trả lời.

survey-worth =
    { $type ->
        [opinion] Lấy ý kiến Nhân dân theo { $basis }; thực hiện theo { $order }. Ý kiến được tổng hợp, tiếp thu, giải trình và công bố; không phải là biểu quyết.
        [household] Lấy ý kiến hộ gia đình theo { $basis }; thực hiện theo { $order }. Mỗi hộ một phiếu, kết quả tính trên tổng số hộ.
       *[informal] { survey-banner-worth }
    }
survey-document = Tài liệu: { $link }
survey-on-paper-call =
    { $kind ->
        [reminder] Xin nhắc: việc lấy ý kiến “{ $title }” kết thúc lúc { $closes }.
       *[invitation] Thông báo lấy ý kiến: { $title }. Kết thúc lúc { $closes }.
    }
    { $purpose }
    Xin ghi ý kiến vào phiếu giấy do Ủy ban nhân dân xã, phường phát; ứng dụng này không nhận phiếu. Hộ nào đã nộp phiếu xin bỏ qua tin này.
    { $worth }
survey-on-paper = Lần lấy ý kiến này chỉ nhận phiếu giấy do Ủy ban nhân dân xã, phường phát. Xin ghi ý kiến vào phiếu đó; ứng dụng này không nhận phiếu.
survey-channel-not-lawful = Theo quy định, lần lấy ý kiến này không nhận câu trả lời qua ứng dụng đang dùng. Xin trả lời trên trang trò chuyện của đơn vị, hoặc hỏi cán bộ tổ dân phố.

survey-type-unknown = Không có loại “{ $type }”. Các loại: { $known }.
survey-type-not-in-force = Loại “{ $type }” có hiệu lực từ { $since }; khảo sát này mở trước ngày đó.
survey-order-missing = Loại “{ $type }” cần nêu văn bản của cơ quan tổ chức (số, ngày, cơ quan ban hành).
survey-order-too-long = Tên văn bản dài quá { $most } chữ cái.
survey-order-not-here = Loại “{ $type }” không có căn cứ pháp lý nên không nêu văn bản hay xác nhận nào. Xin chọn loại khác, hoặc bỏ phần này.
survey-document-not-an-address = Tài liệu cần là một địa chỉ bắt đầu bằng http:// hoặc https://.
survey-claims-official = Tiêu đề có chữ “{ $words }” nên dễ bị hiểu là việc chính thức mà khảo sát này không phải. Xin đổi tiêu đề, hoặc chọn đúng loại nếu có văn bản của cơ quan có thẩm quyền.

survey-results-withheld = Dưới 5 người trả lời khuyết danh, nên các câu trả lời đã được hủy mà không mở ra.
survey-key-printed-before = Khóa của khảo sát { $name } đã được in một lần và không hiện lại.
survey-key-none = Khảo sát { $name } không khuyết danh nên không có khóa.
survey-key-not-open = Khảo sát { $name } chưa mở hoặc đã kết thúc: khóa chỉ có trong lúc mở.
survey-key-stands = Khóa của khảo sát { $name } vẫn còn, không cần khôi phục.
survey-key-wrong = Đây không phải khóa của khảo sát { $name }.
survey-key-unreadable = Không đọc được khóa này. Xin nhập lại đúng như bản in.
survey-key-keep = Đây là thăm dò khuyết danh: mất tệp khóa trên máy chủ là mất hết câu trả lời. Người quản trị máy chủ in khóa một lần bằng lệnh: nhipcau survey key { $code } --print

survey-disposition-finished = đã gửi
survey-disposition-refused = từ chối
survey-disposition-partial = trả lời dở
survey-disposition-opened = đã mở
survey-disposition-not-entitled = không còn thuộc diện hỏi
survey-disposition-opted-out = đã ngừng nhận tin
survey-disposition-unreachable = không liên lạc được
survey-disposition-reached = đã nhận tin
survey-disposition-invited = đã mời, chưa nhận tin
survey-dispositions = Còn lại: { $told }.
survey-sheet-dispositions = Tình trạng từng người được hỏi
survey-refuse-which = Không tham gia khảo sát nào?
survey-refuse-too-late = Câu trả lời đã được gửi. Muốn sửa, nhắn /traloi.
survey-refused = Đã ghi nhận: không tham gia khảo sát này, sẽ không nhắc nữa. Đổi ý thì nhắn /traloi trước khi khảo sát kết thúc.
survey-no-single-answers = Khảo sát { $name } khuyết danh: không có câu trả lời của từng người để xem.

survey-household-needs-yes-no = Lấy ý kiến hộ gia đình cần câu đầu tiên là câu có / không: đó là câu được tính trên tổng số hộ.
survey-no-households = Chưa có danh sách hộ gia đình của địa bàn này, nên chưa tính được tổng số hộ. Xin nhập danh sách hộ trước.
survey-household-done = Hộ mình đã gửi phiếu rồi; mỗi hộ một phiếu. Xin cảm ơn. Muốn thay, người đã gửi có thể sửa trước khi kết thúc.
survey-not-of-households = Khảo sát { $name } không phải là lấy ý kiến hộ gia đình.
survey-household-turnout = Đã tham gia: { $part } trên { $whole } hộ. Kết quả có sau khi kết thúc.
survey-household-result =
    Đồng ý: { $agree } trên { $whole } hộ, { $share }%: { $reached ->
        [yes] đạt ngưỡng { $threshold }% tổng số hộ.
       *[no] chưa đạt { $threshold }% tổng số hộ.
    } Không đồng ý: { $disagree }; không hợp lệ: { $invalid }; tham gia: { $part } hộ.
survey-group-unknown = Không có tổ “{ $group }”, hoặc có ở nhiều phường. Các tổ: { $known }.
survey-paper-not-open = “{ $name }” không mở nên không nhập phiếu được.
survey-paper-negative = Số phiếu không được âm.
survey-paper-too-many = Tổ { $group } chỉ còn { $free } hộ chưa gửi qua ứng dụng ({ $chat } hộ đã gửi). Mỗi hộ một phiếu, xin kiểm lại.
survey-paper-how = Nhắn một dòng: /phieu mã tổ: đồng ý, không đồng ý, không hợp lệ. Ví dụ: /phieu ten-phuong 5: 31, 2, 1. Chỉ nhắn /phieu mã để xem kết quả.
survey-paper-typed = Đã ghi tổ { $group }: { $part } trên { $whole } hộ đã tham gia.

household-report-sheet = Báo cáo
household-report-state = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
household-report-motto = Độc lập - Tự do - Hạnh phúc
household-report-number = Số:       /BC-UBND
household-report-place = ……………, ngày { $day } tháng { $month } năm { $year }
household-report-title = BÁO CÁO
household-report-about = Kết quả lấy ý kiến hộ gia đình về “{ $title }”
household-report-time = Thời gian lấy ý kiến: từ { $opens } đến { $closes }.
household-report-results = I. Kết quả
household-report-households = 1. Tổng số hộ: { $value }
household-report-participating = 2. Số hộ tham gia: { $value }
household-report-agree = 3. Số hộ đồng ý: { $value }
household-report-disagree = 4. Số hộ không đồng ý: { $value }
household-report-invalid = 5. Số phiếu không hợp lệ: { $value }
household-report-sealed = niêm phong đến khi kết thúc
household-report-limits = II. Hạn chế, nguyên nhân
household-report-proposals = III. Phương hướng, kiến nghị
household-report-appendix = PHỤ LỤC: SỐ HỘ THAM GIA THEO TỔ DÂN PHỐ
household-report-column-no = STT
household-report-column-group = Tổ dân phố
household-report-column-all = Tổng số hộ
household-report-column-paper = Phiếu giấy
household-report-column-chat = Qua ứng dụng
household-report-column-part = Số hộ tham gia
household-report-sum = Cộng
household-report-recipients = Nơi nhận: …
household-report-signer = TM. ỦY BAN NHÂN DÂN

survey-quota-full = Nhóm người này đã đủ số lượng trả lời nên không hỏi thêm. Xin cảm ơn đã quan tâm.
survey-quota-too-late = Khảo sát { $name } đã mở nên không đặt chỉ tiêu được nữa.
survey-quota-none = Chỉ tiêu cần từ 1 người trở lên.
survey-quota-band = Nhóm tuổi “{ $band }” không đọc được. Ví dụ: 18-35, 60-.

comment-call =
    Mời góp ý: { $title }. Nhận góp ý đến { $closes }.
    { $worth }
    Nhắn /gopy để góp ý.
comment-ask =
    { $title }. Nhận góp ý đến { $closes }.
    { $worth }
    Xin viết góp ý trong một tin, nhiều nhất { $most } chữ cái, không ghi tên, số điện thoại, số căn cước. Góp ý được tổng hợp không kèm tên; máy chủ có lưu người gửi để mỗi người gửi có giới hạn.
comment-noted = Đã nhận góp ý số { $number }. Sau khi hết hạn, đơn vị tổng hợp và công bố phần tiếp thu, giải trình; nhắn /gopy để xem.
comment-none = Hiện không có tài liệu nào đang lấy góp ý.
comment-which = Xin chọn tài liệu.
comment-over = Tài liệu này không còn nhận góp ý. Xin cảm ơn.
comment-not-for-you = Tài liệu này không lấy góp ý của người đang nhắn.
comment-too-long = Góp ý dài { $length } chữ cái, cần từ 1 đến { $most }. Xin viết gọn hơn.
comment-enough = Mỗi người gửi nhiều nhất { $most } góp ý cho một tài liệu. Xin cảm ơn.
comment-unknown = Không có tài liệu này.
comment-title-length = Tên tài liệu cần từ 1 đến { $most } chữ cái.
comment-needs-document = Lấy góp ý cần địa chỉ của tài liệu (--document), và là loại informal hoặc opinion.
comment-bad-days = Ngày kết thúc phải sau ngày mở và chưa qua.
comment-published-before = Kết quả đã công bố nên không sửa được nữa.
comment-row-unknown = Dòng { $row }: không có góp ý số { $number }.
comment-row-no-answer = Dòng { $row }: nhóm { $group } chưa có trả lời ở trang thứ hai.
comment-row-not-a-number = Dòng { $row }: “{ $cell }” không phải là số.
comment-answer-empty = Trang thứ hai, dòng { $row }: cần tên nhóm và trả lời, nhiều nhất { $most } chữ cái.
comment-not-a-workbook = Không đọc được tệp: cần tệp .xlsx có hai trang, góp ý và trả lời.
comment-not-closed = Chỉ công bố được sau khi hết hạn góp ý, và một lần.
comment-summary-length = Phần tổng hợp cần từ 1 đến { $most } chữ cái.
comment-not-answered = Còn góp ý chưa xếp nhóm: số { $numbers }.
comment-published-call =
    Kết quả lấy góp ý “{ $title }”: { $summary }
    Nhắn /gopy để xem phần tiếp thu, giải trình từng nhóm ý kiến.
comment-published-head = Kết quả lấy góp ý: { $title }
comment-published-group = - { $title } ({ $count } ý kiến): { $answer }
comment-column-sheet-comments = Góp ý
comment-column-sheet-answers = Trả lời
comment-column-number = Số
comment-column-at = Nhận lúc
comment-column-text = Nội dung
comment-column-group = Nhóm
comment-column-title = Tên nhóm
comment-column-answer = Tiếp thu, giải trình

pulse-bad-size = Mỗi đợt cần từ { $fewest } người trở lên và mở từ 1 đến { $most } ngày.
pulse-long-code = Mã khảo sát định kỳ dài nhất { $most } chữ cái.
pulse-unknown = Không có khảo sát định kỳ này.
survey-published =
    Kết quả khảo sát. Xin cảm ơn mọi người đã tham gia.
    { $told }
