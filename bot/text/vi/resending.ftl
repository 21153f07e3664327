### Gửi lại cho người chưa rõ đã nhận tin hay chưa; ai chờ vì đã nhận đủ số tin.

organizing-resend = Gửi lại cho { $count } người chưa rõ đã nhận
organizing-resend-ask = Tin số { $number } “{ $title }”: { $count } người chưa rõ đã nhận hay chưa, vì việc gửi bị ngắt giữa chừng.
organizing-resend-more = và { $count } người nữa.
organizing-resend-sure = Gửi lại thì có người có thể nhận hai lần. Vẫn gửi lại?
organizing-resend-yes = Gửi lại
organizing-resend-no = Không gửi lại
organizing-resend-done = Đang gửi lại cho { $count } người. Theo dõi: /baocao.
organizing-resend-dropped = Không gửi lại. Những người này vẫn ghi là chưa rõ.
organizing-report-waiting = Trong số đang chờ, { $count } người đã nhận đủ số tin cho phép nên nhận sau.
