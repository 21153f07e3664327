### What every conversation needs.

old-button = Nút này của tin nhắn cũ, nay không dùng được nữa ạ.
turn-failed = Xin lỗi, vừa có trục trặc nên tin này chưa xử lý được. Người phụ trách đã được báo. Xin vui lòng thử lại sau ít phút.
expected-choice = Xin lỗi, chúng tôi chưa hiểu. Xin chọn một trong các câu trả lời dưới đây, hoặc gõ số của câu đó.
person-offer = Cần người giúp, xin liên hệ { $contact }.
not-permitted = Xin lỗi, việc này cần quyền mà tài khoản chưa được giao ({ $permission }).

help-commands =
    { $site } có thể giúp những việc sau:
    /dangky – đăng ký nhận tin
    /hoso – xem và sửa thông tin, đổi ngôn ngữ
    /traloi – trả lời khảo sát
    /gopy – góp ý cho văn bản đang lấy ý kiến
    /ai – chọn người đang trả lời, khi cả nhà dùng chung máy
    /ma – nhập mã cá nhân do cán bộ trao
    /dulieu – xem dữ liệu đang lưu
    /xoa – xóa dữ liệu
    /dung – ngừng nhận tin, hoặc nhắn DỪNG
help-organizing = Việc của cán bộ tổ chức:
help-greeting = Kính chào { $who }. Xem hồ sơ, xin nhắn /hoso. Cần trợ giúp, xin nhắn /giup.
help-welcome = Kính chào quý vị. Đây là kênh nhắn tin của { $site }. Quý vị chưa đăng ký. Quý vị có muốn đăng ký nhận tin không?
help-unknown = Xin lỗi, chúng tôi chưa hiểu tin này. Xin nhắn /hoso để xem hồ sơ, /giup để xem các việc làm được, hoặc DỪNG để ngừng nhận tin.
help-photo = Kênh này không nhận ảnh và tệp. Chúng tôi không lưu ảnh vừa gửi. Xin đừng gửi ảnh căn cước hay giấy tờ tùy thân qua tin nhắn, và nên xóa ảnh đó khỏi cuộc trò chuyện.
help-voice = Kênh này chưa nghe được tin thoại. Xin vui lòng nhắn bằng chữ.
help-sticker = Cảm ơn quý vị. Kênh này chỉ hiểu tin nhắn bằng chữ.
help-location = Kênh này không nhận vị trí và không lưu vị trí vừa gửi. Khi được hỏi nơi ở, xin nhắn tên phường, xã.
help-other = Kênh này chỉ hiểu tin nhắn bằng chữ và nút bấm.
help-contact = Lúc này chúng tôi không hỏi số điện thoại, nên không lưu danh thiếp vừa gửi.
help-group = Chúng tôi chỉ trò chuyện riêng với từng người. Xin mở cuộc trò chuyện riêng và nhắn /start.
