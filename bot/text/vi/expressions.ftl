# Biểu thức trong khảo sát (điều kiện, ràng buộc, phép tính).

expression-empty = Biểu thức chưa ghi gì.
expression-too-long = Biểu thức dài hơn { $most } ký tự.
expression-too-deep = Biểu thức có hơn { $most } lớp lồng nhau.
expression-too-many = Biểu thức có hơn { $most } phần.
expression-syntax = Biểu thức viết chưa đúng: { $why }
expression-unknown-function = Không có hàm { $name }().
expression-refused-function = Không dùng được hàm { $name }(): cùng câu trả lời phải luôn cho cùng kết quả.
expression-arguments = Hàm { $name }() cần số giá trị khác.
expression-path = Câu trả lời chỉ được gọi bằng ${"{"}tên câu{"}"} hoặc dấu chấm, không bằng đường dẫn như { $name }.
expression-bare-name = Không rõ { $name } là gì; câu trả lời được gọi là ${"{"}{ $name }{"}"}.
expression-pattern = regex() cần mẫu đặt trong dấu nháy, không dùng nhìn trước và tham chiếu ngược.
expression-reference = { $name }() cần tên câu, viết là ${"{"}tên câu{"}"}.
