### Sending again to those of whom nobody knows whether they got a message; who waits for the budget.

organizing-resend = Send again to { $count } unknown
organizing-resend-ask = Broadcast { $number } “{ $title }”: whether it reached { $count } of its people is not known, because sending was cut off.
organizing-resend-more = and { $count } more.
organizing-resend-sure = If it is sent again, some may get it twice. Send it again?
organizing-resend-yes = Send again
organizing-resend-no = Do not send
organizing-resend-done = Sending again to { $count }. Follow it: /report.
organizing-resend-dropped = Nothing is sent again. They stay unknown.
organizing-report-waiting = Of those waiting, { $count } have had as many messages as allowed and get it later.
