### People: how they are addressed, their data, who of a family speaks.

salutation =
    { $name ->
        [none] quý vị
       *[other]
            { $form ->
                [bac] bác { $name }
                [co] cô { $name }
                [chu] chú { $name }
                [anh] anh { $name }
                [chi] chị { $name }
                [ong] ông { $name }
                [ba] bà { $name }
                [ban] bạn { $name }
               *[other] ông/bà { $name }
            }
    }
nobody = quý vị

place-was = { $today } ({ $old } cũ)
place-old = { $old } (cũ)

form-bac = bác
form-co = cô
form-chu = chú
form-anh = anh
form-chi = chị
form-ong = ông
form-ba = bà
form-ban = bạn

sex-male = nam
sex-female = nữ
sex-other = khác
sex-unsaid = không muốn nói

field-name = Họ và tên
field-phone = Số điện thoại
field-ward = Phường, xã
field-group = Tổ dân phố, thôn
field-organisations = Tổ chức
field-birth = Năm sinh
field-form = Cách xưng hô
field-sex = Giới tính
field-none = chưa ghi

purpose-notices = thông báo
purpose-surveys = khảo sát
purpose-reminders = nhắc việc
purpose-none = không loại nào
purpose-give-notices = Nhận thông báo
purpose-give-surveys = Nhận khảo sát
purpose-give-reminders = Nhận nhắc việc
purpose-withdraw-notices = Thôi nhận thông báo
purpose-withdraw-surveys = Thôi nhận khảo sát
purpose-withdraw-reminders = Thôi nhận nhắc việc

profile-title = Hồ sơ của { $who }:
profile-stopped = Đang ngừng nhận tin. Muốn nhận lại, xin nhắn /start.
profile-ask = Quý vị muốn sửa mục nào?
profile-self = Sửa thông tin cá nhân
profile-place = Sửa nơi ở, tổ chức
profile-gone = Không còn ở đây
profile-gone-ask = Xin cho biết vì sao { $who } không còn ở đây.
profile-name = Sửa họ tên
profile-phone = Sửa số điện thoại
profile-ward = Sửa phường, xã
profile-group = Sửa tổ, thôn
profile-organisations = Sửa tổ chức
profile-birth = Sửa năm sinh
profile-form = Sửa cách xưng hô
profile-sex = Sửa giới tính
profile-sex-ask = Quý vị muốn ghi giới tính thế nào? Dùng khi tính kết quả khảo sát và chọn người nhận tin; không bắt buộc.
profile-locale = Đổi ngôn ngữ
profile-consents = Các loại tin nhận
profile-moved = Đã chuyển đi nơi khác
profile-died = Đã mất
profile-close = Không sửa gì
profile-saved = Đã sửa.
profile-closed = Vâng, hồ sơ giữ nguyên.
profile-consents-now = Đang nhận: { $purposes }. Quý vị muốn đổi mục nào?

locale-ask = Quý vị muốn dùng ngôn ngữ nào?
locale-vi = Tiếng Việt
locale-en = English
locale-changed = Từ nay chúng tôi nhắn bằng tiếng Việt.

state-moved-sure = { $name } đã chuyển đi nơi khác, phải không ạ?
state-died-sure = Xin phép hỏi lại cho chắc: { $name } đã mất, phải không ạ?
state-yes = Phải
state-no = Không phải
state-kept = Vâng, hồ sơ giữ nguyên.
state-moved-stored = Đã ghi { $name } chuyển đi nơi khác. Khi về lại, xin nhắn /hoso để sửa nơi ở.
state-died-stored = Chúng tôi xin chia buồn cùng gia đình. Từ nay không gửi tin cho { $name } nữa.

data-title = Dữ liệu đang lưu về { $who }:
data-consent = Đồng ý nhận { $purpose } từ { $since }
data-no-consent = Chưa đồng ý nhận loại tin nào
data-counts = Tin đã gửi: { $messages }. Câu trả lời có ghi tên: { $answers }. Cuộc trò chuyện đã nối: { $chats }.
data-end = Sửa: /hoso. Xóa tất cả: /xoa. Ngừng nhận tin: /dung.
data-nothing = Chúng tôi chưa lưu thông tin cá nhân nào của quý vị. Muốn xóa cuộc trò chuyện này, xin nhắn /xoa.

erase-sure = Xóa hết dữ liệu của { $who }: họ tên, số điện thoại, nơi ở, tổ chức và cuộc trò chuyện này? Việc này không lấy lại được. Câu trả lời của khảo sát đã đóng chỉ còn là con số, không còn gắn với ai.
erase-sure-talk = Muốn xóa mọi tin trong cuộc trò chuyện này khỏi máy chủ của chúng tôi, phải không ạ?
erase-yes = Xóa hết
erase-no = Giữ lại
erase-kept = Vâng, dữ liệu giữ nguyên.
erase-done = Đã xóa. Từ nay chúng tôi không gửi tin nữa. Khi nào muốn đăng ký lại, xin nhắn /start.

person-unknown = Quý vị chưa đăng ký. Xin nhắn /start để đăng ký.
person-who = Máy này có nhiều người dùng. Xin cho biết ai đang trả lời?
person-who-now = Người đang trả lời: { $who }. Muốn đổi, xin chọn:
person-chosen = Vâng, chúng tôi đang trò chuyện với { $who }.

code-ask = Xin nhập mã gồm 10 chữ và số mà cán bộ đã trao.
code-used = Mã đúng. Kính chào { $who }.
member-code-wrong = Mã này không dùng được: có thể gõ nhầm, đã dùng rồi hoặc đã quá 30 ngày. Xin hỏi lại cán bộ đã trao mã, rồi nhắn /ma để nhập lại.
member-claims-nobody = Người này không chờ xác nhận với ai trong danh sách.
member-gone = Hồ sơ này đã đóng.
member-not-here = Cuộc trò chuyện này không gắn với hồ sơ đó.
