### Người tổ chức trong trò chuyện: /tin, /khaosat, /baocao; báo cáo và tệp xuất.

organizing-stranger = Xin lỗi, việc này dành cho cán bộ tổ chức. Nếu đã được trao mã một lần, xin nhắn /ma rồi đến mã đó.
organizing-refused = Xin lỗi, việc này nằm ngoài quyền hoặc địa bàn đã được giao.
organizing-welcome = Kính chào { $name }. Từ nay có thể làm việc tổ chức tại đây:
organizing-offer-tin = /tin – soạn, gửi và theo dõi tin
organizing-offer-khaosat = /khaosat – soạn, mở, đóng và xem khảo sát
organizing-offer-baocao = /baocao – xem báo cáo
organizing-back = Quay lại
organizing-step =
    { $step ->
        [sender] tổ chức gửi
        [campaign] cuộc vận động
        [purpose] mục đích
        [whom] người nhận
        [title] tên tin
        [text] nội dung
        [buttons] nút trả lời
        [english] bản tiếng Anh
        [attachments] đính kèm
       *[other] xem lại và gửi
    }
organizing-where = Đang soạn tin, bước { $place }/{ $all }: { $what }.

organizing-broadcasts = Các tin đang soạn và đang gửi. Chọn một tin, hoặc soạn tin mới.
organizing-status =
    Tin số { $number }: { $title }
    Trạng thái: { $state }. Giờ gửi: { $at }.
organizing-cancel = Hủy hẳn tin số { $number } “{ $title }”? Người chưa nhận sẽ không nhận nữa, không lấy lại được.

organizing-act-new = Soạn tin mới
organizing-act-test = Gửi thử cho tôi
organizing-act-now = Gửi ngay
organizing-act-later = Hẹn giờ
organizing-act-edit = Sửa
organizing-act-drop = Hủy
organizing-act-keep = Để đó
organizing-act-send = Xác nhận gửi
organizing-act-pause = Tạm dừng
organizing-act-resume = Gửi tiếp
organizing-act-cancel = Hủy tin này
organizing-act-end = Hủy hẳn
organizing-act-open = Không hủy
organizing-act-report = Báo cáo

organizing-sender = Gửi tin với tên tổ chức nào?
organizing-campaign = Tin này thuộc cuộc vận động nào?
organizing-campaign-none = Không thuộc cuộc nào
organizing-purpose = Mục đích của tin? Chỉ người đồng ý với mục đích đó mới nhận được.
organizing-purpose-of =
    { $purpose ->
        [notices] Thông báo
        [surveys] Khảo sát
       *[reminders] Nhắc việc
    }
organizing-whom = Gửi cho ai?
organizing-whom-and = Chỉ giữ lại những ai trong số đã chọn?
organizing-whom-or = Thêm những ai?
organizing-whom-not = Bỏ ra những ai?
organizing-whom-all = Tất cả trong phạm vi được giao
organizing-whom-wards = Theo phường, xã
organizing-whom-groups = Theo tổ dân phố, thôn
organizing-whom-organisations = Theo tổ chức
organizing-whom-nobody = Không có ai: { $rule }. Xin chọn lại.
organizing-wards = Những phường, xã nào? Tên cũ hay mới đều được, cách nhau bằng dấu phẩy. Ví dụ: Ba Đình, Lam Sơn, Đông Vệ.
organizing-ward-unknown = Không tìm thấy phường, xã: { $name }. Xin nhắn lại cả danh sách.
organizing-ward-which = Có nhiều nơi tên { $name }. Ý quý vị là nơi nào?
organizing-groups = Những tổ dân phố, thôn nào? Cách nhau bằng dấu phẩy. Ví dụ: 5, 7.
organizing-organisations = Thành viên của tổ chức nào?
organizing-audience =
    Người nhận: { $rule }.
    { $count } người:
organizing-wards-more = - và { $wards } phường, xã khác: { $people }
organizing-counted-go = Tiếp tục
organizing-counted-and = Thu hẹp thêm
organizing-counted-or = Thêm người
organizing-counted-not = Bỏ bớt
organizing-counted-anew = Chọn lại từ đầu

organizing-title = Tên tin là gì? Tên này chỉ để cán bộ theo dõi, người nhận không thấy.
organizing-text =
    Xin nhắn nội dung tin. Lời chào, tên tổ chức và cách ngừng nhận tin được thêm sẵn.
    Chỗ tự điền: {"{"}ten{"}"}, {"{"}ho_ten{"}"}, {"{"}xung_ho{"}"}, {"{"}phuong{"}"}, {"{"}to{"}"} (tổ dân phố), {"{"}han_the{"}"} (hạn thẻ); riêng tin định kỳ có thêm {"{"}ngay{"}"}.
    Viết <b>đậm</b>, <i>nghiêng</i>, <a href="https://…">liên kết</a>; chỗ trống có lời thay: {"{"}to|khu phố mình{"}"}. Ảnh hoặc tệp: gửi vào đây lúc nào cũng được.
organizing-buttons = Chữ trên nút { $letter } là gì? Người nhận bấm nút để trả lời. Ví dụ: Tôi tham gia.
organizing-buttons-none = Không cần nút
organizing-buttons-enough = Đủ nút rồi
organizing-answer = Khi có người bấm “{ $label }”, đáp lại thế nào?

organizing-preview =
    Trên đây là tin số { $number }, đúng như người nhận sẽ đọc.
    { $audience }
organizing-preview-kept =
    Trên đây là tin số { $number }, đúng như người nhận sẽ đọc. Tin đã lưu; cần người có quyền gửi mở /tin để gửi.
    { $audience }
organizing-reached = Lúc này gửi đến được { $count } người; số còn lại chưa đăng ký, đã ngừng hoặc không đồng ý nhận.
organizing-edit = Sửa mục nào?
organizing-time =
    Gửi lúc nào? Ví dụ: 19:30, 7h tối, mai 8h, 05/12 8:00.
    Có hạn chót thì nhắn thêm, ví dụ: mai 8h, trước 17h; hoặc chỉ: trước 17h hôm nay.
broadcast-time-unclear = Xin lỗi, chúng tôi chưa rõ giờ gửi. Xin nhắn như: 19:30, 7h tối, mai 8h, 05/12 8:00.
broadcast-time-past = Giờ này đã qua. Xin nhắn một giờ sắp tới.
organizing-confirm =
    Gửi “{ $title }” cho { $count } người { $at ->
        [now] ngay bây giờ
       *[other] lúc { $at }
    }?
organizing-quiet = Tin chỉ đi từ { $start } đến { $end }, nên sẽ bắt đầu lúc { $leaves }.
organizing-launched =
    { $at ->
        [now] Tin số { $number } đang được gửi cho { $count } người.
       *[other] Tin số { $number } sẽ gửi cho { $count } người lúc { $at }.
    } Theo dõi: /baocao. Tạm dừng hoặc hủy: /tin.
organizing-dropped = Đã hủy tin số { $number }.
organizing-kept = Tin số { $number } được giữ ở dạng nháp. Xem lại: /tin.
organizing-changed = Tin số { $number } vừa được người khác sửa. Xin xem lại trước khi gửi.

organizing-surveys = Chọn một khảo sát.
organizing-surveys-none = Chưa có khảo sát nào trong phạm vi được giao.
organizing-survey-state =
    { $state ->
        [draft] bản nháp
        [scheduled] chưa mở
        [open] đang mở
        [closed] đã kết thúc
       *[other] đã hủy
    }
organizing-survey =
    Khảo sát: { $title }
    Trạng thái: { $state }
    Mở: { $opens }
    Kết thúc: { $closes }
organizing-survey-show = Không, để nguyên
organizing-survey-open = Mở ngay
organizing-survey-opened = Mở và mời
organizing-survey-close = Đóng ngay
organizing-survey-closed = Đóng hẳn
organizing-survey-results = Kết quả
organizing-survey-new = Soạn thăm dò nhanh
organizing-survey-rehearse = Làm thử
organizing-survey-copy = Chép lại
organizing-survey-ask-open =
    Mở “{ $title }” và gửi lời mời ngay bây giờ?
    Người được hỏi: { $rule }, { $count } người. Kết thúc: { $closes }.
organizing-survey-ask-close = Đóng “{ $title }” ngay bây giờ? Sẽ không nhận câu trả lời nữa và không mở lại được.
organizing-survey-file = Cần bảng Excel đầy đủ của khảo sát { $code }, xin nhờ người được giao quyền xuất dữ liệu.

organizing-reports = Xem báo cáo nào?
organizing-reports-none = Chưa có tin hay khảo sát nào trong phạm vi được giao.
organizing-report-kind =
    { $what ->
        [broadcast] Tin
       *[survey] Khảo sát
    }
organizing-report-broadcast =
    Tin số { $number }: { $title }
    Trạng thái: { $state }
    Người nhận: { $total }. Đã gửi: { $sent }. Đang chờ: { $waiting }. Không rõ đã đến chưa: { $unknown }. Không gửi: { $missed }.
organizing-report-wards = Theo phường, xã:
organizing-report-organisations = Theo tổ chức:
organizing-report-more = - và { $wards } phường, xã khác: { $sent }/{ $total }
organizing-report-others = - và { $count } nơi khác
organizing-report-presses = Đã trả lời bằng nút:
organizing-report-survey =
    Khảo sát: { $title }
    Trạng thái: { $state }. Kết thúc: { $closes }.
    Tham gia: { $finished }/{ $entitled } ({ $share }). Trong đó chưa xác nhận danh tính: { $answered }/{ $typed }.

report-reason =
    { $reason ->
        [not_registered] chưa đăng ký trò chuyện
        [quota] hết số tin nhắn của tháng
        [no_chat] không còn cuộc trò chuyện
        [claimed] chờ xác nhận danh tính
        [opted_out] đã xin thôi nhận tin
        [no_consent] không đồng ý loại tin này
        [blocked] đã chặn kênh
        [window] quá lâu không nhắn gì, nền tảng không cho gửi
        [costs] gửi thì mất tiền
        [deactivated] tài khoản không còn
        [answered] đã trả lời khảo sát
        [survey_closed] khảo sát đã đóng
        [cancelled] tin bị hủy
        [over_budget] đã nhận đủ số tin cho phép
        [too_late] quá hạn gửi
        [too_old] quá hạn thu hồi
        [cannot_recall] không thu hồi được
        [edited] đã sửa ngay trong tin cũ
        [recalled] đã thu hồi
        [merged] đã gộp hồ sơ
        [moved] đã chuyển đi
        [died] đã mất
        [erased] đã xóa dữ liệu
        [rejected] nền tảng từ chối tin
        [killed] máy chủ dừng giữa chừng
        [never_started] chưa mở trò chuyện với bot
        [chat_not_found] không tìm thấy cuộc trò chuyện
        [kicked] bot đã bị đưa ra khỏi nhóm
        [chat_deleted] nhóm đã bị xóa
        [forbidden] kênh không cho gửi
        [timed_out] nền tảng không trả lời kịp
        [connection_lost] mất kết nối giữa chừng
        [server_error] nền tảng đang lỗi
        [unreadable_answer] không đọc được trả lời của nền tảng
        [stopped] máy chủ dừng giữa chừng
        [half_sent] mới gửi được một phần
        [fault] lỗi chương trình
        [again] gửi lại lần hai
       *[other] lý do khác
    }
report-sheet-summary = Tóm tắt
report-sheet-wards = Theo phường
report-sheet-reasons = Lý do
report-sheet-presses = Trả lời
report-sheet-members = Thành viên
report-number = Tin số
report-title = Tên tin
report-state = Trạng thái
report-organisation = Tổ chức gửi
report-rule = Người nhận
report-launched = Phát lúc
report-ended = Xong lúc
report-made = Lập lúc
report-total = Tổng số người
report-ward = Phường, xã
report-outcome = Kết quả
report-why = Lý do
report-people = Số người
report-button = Nút
report-label = Chữ trên nút
report-name = Họ và tên
report-birth = Năm sinh
report-phone = Điện thoại
report-old-ward = Phường, xã cũ
report-group = Tổ dân phố, thôn
report-memberships = Tổ chức
report-source = Nguồn
report-source-of =
    { $source ->
        [roll] danh sách
       *[chat] trò chuyện
    }
report-registered = Đăng ký trò chuyện
report-stopped = Ngừng nhận tin
report-unproven = Chưa xác nhận danh tính

unreadable = { $why }
