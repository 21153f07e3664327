### Writing again to some of those whom a message was for.

broadcast-follow-title =
    { $kind ->
        [missed] { $title } – again
        [not_pressed] { $title } – reminder
       *[other] { $title } – next
    }
broadcast-follow-survey = A survey's message is not sent again here: the survey reminds by itself.
broadcast-not-over = This message is still being sent, so it is not known yet whom it missed.
broadcast-follow-unknown = It is not clear to whom: { $whom }.
organizing-again =
    { $whom ->
        [missed] Send again to those who did not get it
       *[not_pressed] Remind those who pressed nothing
    }
organizing-again-pressed = Write to those who pressed { $letter }. { $label }
