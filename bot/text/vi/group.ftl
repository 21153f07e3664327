# Mời trả lời khảo sát từ nhóm của tổ dân phố.

group-none = Không có khảo sát nào đang mở trong phạm vi được giao.
group-no-address = Chưa biết địa chỉ của bot hoặc trang trò chuyện, nên chưa có đường dẫn để đăng vào nhóm.
group-forward = Xin chuyển tiếp tin dưới đây vào nhóm. Ai bấm sẽ trả lời riêng; trong nhóm không ai thấy câu trả lời.
group-message = Mời bà con trả lời khảo sát “{ $title }” đến { $closes }. Bấm vào đường dẫn để trả lời riêng:
group-answer = Trả lời riêng
