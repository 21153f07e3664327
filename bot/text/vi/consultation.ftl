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
