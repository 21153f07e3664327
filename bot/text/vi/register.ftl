### Registration.

register-intro =
    Kính chào quý vị. Đây là kênh nhắn tin tự động của { $site }, để gửi thông báo và lấy ý kiến người dân, hội viên.
    Chúng tôi lưu họ tên, số điện thoại, nơi ở, tổ chức, và năm sinh nếu quý vị cho biết; chỉ dùng cho những việc quý vị đồng ý.
    Đăng ký là tự nguyện, dành cho người từ 16 tuổi. Nhắn DỪNG để ngừng, /dulieu để xem, /xoa để xóa, lúc nào cũng được.
consent-notices = Quý vị có đồng ý nhận thông báo về các cuộc vận động ở địa phương không?
consent-surveys = Quý vị có đồng ý nhận câu hỏi khảo sát, lấy ý kiến không? Trả lời hay không là tùy quý vị.
consent-reminders = Quý vị có đồng ý để chúng tôi nhắc việc, ví dụ nhắc trả lời khảo sát hay nhắc hạn thẻ bảo hiểm y tế không?
consent-yes = Đồng ý
consent-no = Không

register-begin-new = Đăng ký
register-begin-another = Đăng ký thêm người
register-begin-later = Để lúc khác
register-later = Vâng. Khi nào cần, xin nhắn /start.
register-already = Kính chào { $who }. Quý vị đã đăng ký. Xem và sửa thông tin: /hoso. Cả nhà dùng chung máy thì có thể đăng ký thêm người.
register-declined = Vâng, không sao ạ. Quý vị chưa đồng ý mục nào nên chúng tôi không đăng ký và không lưu gì. Khi nào đổi ý, xin nhắn /start.
register-still-stopped = Vâng, chúng tôi vẫn không gửi tin nào. Khi nào muốn nhận, xin nhắn /start.

register-skip = Bỏ qua
register-back = Quay lại
register-share-phone = Gửi số điện thoại của tôi

register-phone = Xin cho biết số điện thoại di động, để đối chiếu với danh sách của tổ chức. Có thể bỏ qua.
register-phone-wrong = Xin lỗi, đây chưa phải số di động. Số di động gồm 10 chữ số, ví dụ 0912 345 678.
register-phone-of-another = Đây là danh thiếp của người khác nên chúng tôi không lưu. Xin gửi số của chính quý vị, hoặc gõ số.
register-name = Xin cho biết họ và tên đầy đủ.
register-name-wrong = Xin viết cả họ và tên, chỉ gồm chữ, ví dụ Nguyễn Thị Lan.
register-name-legacy = Chữ gửi đến bị lỗi phông. Xin viết lại họ và tên bằng bộ gõ Unicode, hoặc viết không dấu.
register-ward = Quý vị ở phường, xã nào? Tên cũ hay tên mới đều được, ví dụ Ba Đình hoặc Hạc Thành.
register-ward-unknown = Xin lỗi, chúng tôi không tìm thấy phường, xã này trong tỉnh. Xin viết lại tên phường, xã, cũ hoặc mới.
register-ward-which = Có nhiều nơi trùng tên. Quý vị ở nơi nào?
register-ward-divided = { $ward } nay đã chia về nhiều nơi. Nhà quý vị nay thuộc nơi nào?
register-ward-unsure = Tôi chưa rõ
register-group = Quý vị ở tổ dân phố, khu phố hay thôn nào? Ví dụ: Tổ 5.
register-group-wrong = Xin viết số hoặc tên tổ, thôn, ví dụ Tổ 5.
register-organisations = Quý vị sinh hoạt ở tổ chức nào? Chọn được nhiều; chọn lại lần nữa để bỏ.
register-organisations-none = Không tổ chức nào
register-organisations-done = Xong
register-organisations-wrong = Xin chọn tổ chức trong danh sách; gõ nhiều số một lúc cũng được, ví dụ 1, 3.
register-birth = Quý vị sinh năm nào? Ví dụ: 1958.
register-birth-wrong = Xin viết năm sinh đủ bốn chữ số, ví dụ 1958.
register-sixteen = Quý vị đã đủ 16 tuổi chưa?
register-of-age = Đã đủ 16 tuổi
register-under-age = Chưa đủ 16 tuổi
register-child = Cảm ơn bạn đã cho biết. Người dưới 16 tuổi cần cha, mẹ hoặc người giám hộ đăng ký thay, nên chúng tôi không lưu gì của bạn. Nhờ cha mẹ nhắn /start giúp nhé.
register-child-in-profile = Năm sinh này là của người chưa đủ 16 tuổi nên chưa sửa. Nếu đúng là vậy, xin nhắn /xoa để xóa hồ sơ; cha, mẹ hoặc người giám hộ có thể đăng ký thay.
register-form = Chúng tôi nên xưng hô với quý vị thế nào?

register-summary = Xin xem lại giúp:
register-right = Đúng
register-correct = Sửa
register-which = Quý vị muốn sửa mục nào?
register-done = Cảm ơn { $who }, đăng ký đã xong. Xem và sửa thông tin: /hoso. Ngừng nhận tin: nhắn DỪNG.
register-restored = Cảm ơn { $who }. Từ nay chúng tôi gửi những tin đã đồng ý. Ngừng nhận tin: nhắn DỪNG.
register-where = Đang ở bước { $place } trên { $all }: { $what }.

step-consent-notices = đồng ý nhận thông báo
step-consent-surveys = đồng ý nhận khảo sát
step-consent-reminders = đồng ý nhận nhắc việc
step-phone = số điện thoại
step-name = họ và tên
step-ward = phường, xã
step-group = tổ dân phố, thôn
step-organisations = tổ chức
step-birth = năm sinh
step-form = cách xưng hô
step-summary = xem lại
step-correction = chọn mục cần sửa
register-again = Kính chào { $who }. Xin cho biết từ nay muốn nhận những loại tin nào.
