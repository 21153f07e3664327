survey-hidden = ẩn
survey-results-later = Kết quả từng câu có sau khi kết thúc ({ $closes }); trước đó chỉ có tỷ lệ tham gia.
