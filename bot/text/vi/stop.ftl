### The opt-out.

stop-done = Đã ngừng gửi tin. Khi nào muốn nhận lại, xin nhắn /start.
stop-one = Đã ngừng gửi { $purpose }. Các tin khác vẫn gửi như trước.
stop-only-notices = Chỉ nhận thông báo
stop-only-surveys = Chỉ nhận khảo sát
stop-only-reminders = Chỉ nhận nhắc việc
stop-only-done = Vâng, từ nay chúng tôi chỉ gửi { $purpose }. Muốn ngừng hẳn, xin nhắn DỪNG.
stop-which = Chúng tôi chưa rõ ý "{ $word }": là câu trả lời, hay là dừng nhận tin? Trong lúc chờ, chúng tôi tạm không gửi tin.
stop-now = Dừng nhận tin
stop-go-on = Tôi đang trả lời tiếp
stop-cancelled = Đã hủy việc đang làm, những gì vừa nhập không được lưu. Quý vị có muốn ngừng nhận mọi tin không?
stop-cancelled-survey = Đã tạm dừng khảo sát; những câu đã trả lời được giữ lại. Muốn trả lời tiếp, xin nhắn /traloi. Quý vị có muốn ngừng nhận mọi tin không?
stop-keep = Không, vẫn nhận tin
stop-kept = Vâng, mọi việc vẫn như trước.
