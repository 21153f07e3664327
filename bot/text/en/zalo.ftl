### Zalo: what a Zalo bot cannot carry.

zalo-file = Attached file: { $name }
    { $address }
zalo-file-elsewhere = A file “{ $name }” comes with this message, and Zalo could not take it. Please ask the person in charge: { $contact }.
shape-file-address = the file is replaced by an address to fetch it from
help-withheld = Zalo does not show us what you have just written (a protected account), so we cannot answer on Zalo yet. Please let a relative write for you, or contact the person in charge.

### The month's messages, where a platform sets a limit.

broadcast-quota =
    { $fits ->
        [yes] This broadcast needs { $needed } messages through { $account }; { $left } are left until { $until }, and { $after } after it, for answering.
       *[no] This broadcast needs { $needed } messages through { $account }, which has only { $left } until { $until }: it cannot be sent.
    }
survey-quota =
    { $fits ->
        [yes] Its invitation needs { $needed } messages through { $account }; { $left } are left until { $until }, and { $after } after it, for answering.
       *[no] Its invitation needs { $needed } messages through { $account }, which has only { $left } until { $until }: it cannot be sent.
    }
broadcast-over-quota = This broadcast needs { $needed } messages through { $account }, which has only { $left } until { $until }. Please choose fewer people, or a time from { $until } on.
broadcast-failing-quota =
    Broadcast “{ $title }” (number { $number }) has paused: { $account } has no message left this month. { $failed } people have not got it yet.
    From { $until } on there are new ones; let it go on then: /tin.
