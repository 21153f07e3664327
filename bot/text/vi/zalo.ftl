### Zalo: những gì bot Zalo không mang theo được.

zalo-file = Tệp kèm theo: { $name }
    { $address }
zalo-file-elsewhere = Tin này có kèm tệp “{ $name }” mà Zalo không nhận được. Xin hỏi người phụ trách: { $contact }.
shape-file-address = tệp được thay bằng địa chỉ để tải về
help-withheld = Zalo không cho chúng tôi xem nội dung quý vị vừa nhắn (tài khoản được bảo vệ), nên chưa thể trả lời trên Zalo. Xin nhờ người thân nhắn giúp hoặc liên hệ người phụ trách.
