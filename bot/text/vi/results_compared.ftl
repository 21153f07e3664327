results-compared = So sánh hai đợt: { $before } ({ $peoplebefore } người đã gửi) và { $after } ({ $peopleafter } người đã gửi).
results-compared-within = { $before } → { $after } ({ $points } điểm, sai số ±{ $margin }: có thể chỉ do ngẫu nhiên)
results-compared-beyond = { $before } → { $after } ({ $points } điểm, sai số ±{ $margin }: hơn mức ngẫu nhiên)
results-compared-few = { $before } → { $after } ({ $points } điểm; có đợt dưới { $fewest } người gửi nên không tính sai số)
results-compared-reworded = Đợt trước hỏi: { $words }
results-compared-apart = Không so sánh được, vì chỉ hỏi một đợt hoặc các lựa chọn khác nhau: { $questions }.
results-compared-later = Chưa so sánh được: có đợt chưa công bố kết quả từng câu.
results-compared-worth = Sai số tính như hai đợt hỏi hai nhóm người chọn ngẫu nhiên. Dù ý kiến không đổi, cứ 20 chênh lệch thì khoảng một vượt sai số; chênh lệch cũng có thể do người trả lời hai đợt khác nhau.
