### The digest in chat, for organizers.

digest-head =
    { $kind ->
        [week] The week up to { $day }:
       *[day] The day, { $day }:
    }
digest-members = - Newly registered: { $registered }. Opted out: { $stopped }.
digest-broadcast = - Broadcast { $number } “{ $title }”: { $state }, reached { $sent }/{ $total }.
digest-others = - and { $count } more broadcasts: /baocao
digest-survey = - Survey “{ $title }”: { $state }, answered { $finished }/{ $entitled } ({ $share }).
digest-claims = - Waiting for their identity to be confirmed: { $count }. See: /thanhvien
digest-approvals = - Waiting for approval: { $count }. See: /duyet
digest-off = If you do not need this, write: digest off
digest-switched =
    { $on ->
        [yes] From now on what is new is told each day at { $at }.
       *[no] No more digests. To get them again, write: digest on
    }
