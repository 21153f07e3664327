survey-sheet-name-crossed = Theo tuổi, giới, kênh
survey-sheet-name-groups = Tham gia theo tổ
survey-sheet-name-codebook = Bảng mã
survey-sheet-group = Tổ dân phố, thôn
survey-sheet-no-group = Chưa rõ tổ
survey-sheet-method-11 = Tuổi: tính đến năm mở khảo sát. Tuổi, giới tính và tổ dân phố ghi nhận lúc mở khảo sát; kênh là nơi bấm “Gửi”. Câu trả lời không chia theo tổ dân phố: trừ tổ này khỏi phường sẽ lộ tổ kia. Khảo sát khuyết danh không chia theo tuổi, giới tính, kênh.
results-by-age = Độ tuổi
results-by-sex = Giới tính
results-by-channel = { $channel ->
        [telegram] Telegram
        [web] Trang web
        [zalo-bot] Zalo (bot)
        [zalo-oa] Zalo (tài khoản chính thức)
        [recorded] Ghi giúp trực tiếp hoặc trên giấy
       *[other] Kênh trả lời
    }
results-by-unknown = Chưa rõ
results-by-age-youth = Đến { $most } tuổi
results-by-age-span = { $least } đến { $most } tuổi
results-by-age-elders = Từ { $least } tuổi
results-codebook-code = Mã câu hỏi
results-codebook-question = Câu hỏi
results-codebook-kind = Loại
results-codebook-required = Bắt buộc
results-codebook-answer-code = Mã trả lời
results-codebook-answer = Câu trả lời
results-codebook-note = Ghi chú
results-codebook-bounds = Từ { $least } đến { $most }.
results-codebook-relevant = Chỉ hỏi người thỏa điều kiện.
results-codebook-kinds = { $kind ->
        [one_choice] Chọn một
        [several_choices] Chọn nhiều
        [number] Số
        [text] Viết
        [yes_no] Có hoặc không
        [date] Ngày
        [calculate] Tính từ câu khác
        [rank] Xếp hạng
        [place] Tên địa điểm
        [image] Ảnh hoặc lời tả
       *[acknowledge] Xác nhận đã đọc
    }
results-csv = Gửi tệp CSV
results-csv-file = Kết quả “{ $title }” cho phần mềm thống kê: mở tệp nén, có bảng câu trả lời, bảng tham gia và bản mô tả các cột (Table Schema).
results-find = Tìm trong ý kiến
results-find-ask = Tìm từ nào trong các ý kiến? Có dấu hay không đều được. Ví dụ: đèn đường.
results-find-again = Tìm từ khác
results-compare = So với đợt khác
results-compare-ask = So “{ $title }” với khảo sát nào?
