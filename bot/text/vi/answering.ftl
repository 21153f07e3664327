# Trả lời khảo sát: nghỉ giữa chừng, trả lời chưa đúng, ba lần chưa được.

survey-want-choice-like = Xin chọn một trong các câu trả lời, ví dụ nhắn “{ $example }”.
survey-date-not-yet = Ngày này chưa tới. Xin nhắn ngày sinh, ví dụ 15/8/1960.
survey-date-only-year = Xin nhắn cả ngày và tháng, ví dụ 15/8/1960.
survey-date-no-year = Xin nhắn thêm năm, ví dụ 15/8/1960.
survey-date-lunar = Xin nhắn ngày dương lịch, ví dụ 15/8/1960.
survey-date-near = Xin nhắn ngày bằng số, ví dụ { $example }.

survey-stuck =
    { $required ->
        [yes] Chưa trả lời được thì nhắn “để sau”, lúc khác làm tiếp.
       *[no] Khó trả lời thì nhắn “bỏ qua” để sang câu sau.
    }
survey-paused =
    Vâng, những câu đã trả lời được giữ lại, còn { $left } câu. Lúc nào tiện, nhắn /traloi để trả lời tiếp, trước { $closes }.
survey-paused-review =
    Vâng, các câu trả lời được giữ lại nhưng chưa gửi. Lúc nào tiện, nhắn /traloi rồi bấm “Gửi”, trước { $closes }.
survey-go-on = Trả lời tiếp
