### Ngày của từng người, và nhãn.

date-kind =
    { $kind ->
        [card_expiry] Hạn thẻ BHYT
        [birthday] Ngày sinh
       *[joined] Ngày vào tổ chức
    }
date-ask =
    { $kind ->
        [card_expiry] Thẻ BHYT hết hạn ngày nào? Xin nhắn ngày/tháng/năm, ví dụ 31/12/2026.
        [birthday] Sinh nhật ngày nào? Xin nhắn ngày/tháng/năm, ví dụ 05/03/1960.
       *[joined] Vào tổ chức ngày nào? Xin nhắn ngày/tháng/năm, ví dụ 20/10/2015.
    }
date-list = Chúng tôi có thể nhắc đúng ngày. Quý vị muốn ghi hoặc sửa ngày nào?
profile-dates = Ngày cần nhắc
date-consent = Để nhắc đúng ngày, chúng tôi cần lưu ngày này, và chỉ nhắc người đồng ý.
date-declined = Vâng, chúng tôi không ghi thêm ngày nào.
date-forget = Xóa ngày này
date-saved = Đã ghi. Chúng tôi sẽ nhắc khi có lịch nhắc.
date-forgotten = Đã xóa ngày này.
date-unclear = Xin lỗi, chúng tôi chưa rõ ngày. Xin nhắn ngày/tháng/năm, ví dụ 31/12/2026.
member-date-unlikely = Ngày này có lẽ chưa đúng. Xin xem lại rồi nhắn ngày/tháng/năm.
member-date-no-consent = Người này chưa đồng ý nhận nhắc việc, nên không lưu ngày.

member-tag-length = Nhãn cần từ 1 đến { $most } ký tự.
member-tag-sensitive = “{ $tag }” là điều riêng tư mà luật không cho lưu thành nhãn.

organizing-member-act-tags = Nhãn
organizing-tag-ask = Nhãn của { $name }: { $tags }. Xin nhắn một nhãn để thêm, hoặc chọn. Không ghi điều riêng tư như đảng phái, tôn giáo, bệnh tật.
organizing-tag-none = chưa có
organizing-tag-add = Thêm “{ $tag }”
organizing-tag-remove = Bỏ “{ $tag }”
organizing-tag-added = Đã gắn nhãn “{ $tag }” cho { $name }.
organizing-tag-removed = Đã bỏ nhãn “{ $tag }” của { $name }.
data-tags = Nhãn do cán bộ gắn: { $tags }
