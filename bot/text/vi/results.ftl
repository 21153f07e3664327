survey-hidden = ẩn
survey-results-later = Kết quả từng câu có sau khi kết thúc ({ $closes }); trước đó chỉ có tỷ lệ tham gia.
results-picture = Gửi hình
results-picture-turnout = { $title }: tham gia theo phường, xã
results-picture-people = n = { $finished } người đã gửi trên { $entitled } người được hỏi ({ $share }).
results-picture-hidden = Ô gạch chéo: ẩn, vì có dưới 5 người hoặc từ đó tính ra được một ô như thế.
results-picture-more = Còn { $count } dòng nữa trong tệp Excel.
results-picture-none = Chưa có gì để vẽ: có dưới 5 người được hỏi.
results-unasked = Không được hỏi câu này
results-answered = Đã trả lời câu này
results-finished = Đã gửi
results-share-finished = Tỷ lệ trên số người đã gửi
results-share-answered = Tỷ lệ trên số người trả lời câu này
results-share-entitled = Tỷ lệ trên số người được hỏi
results-lower = Một phần tư số người từ mức này trở xuống
results-median = Trung vị (một nửa số người từ mức này trở xuống)
results-upper = Ba phần tư số người từ mức này trở xuống
results-quartiles = Trung vị: { $middle } (một phần tư từ { $low } trở xuống, ba phần tư từ { $high } trở xuống)
