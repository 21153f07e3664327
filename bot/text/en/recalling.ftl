# Corrections and recalls of broadcasts that were sent

broadcast-correction-mark = Correction:
broadcast-correction-title = Correction: { $title }
broadcast-recall-title = Recall: { $title }
broadcast-correct-same = The new words are those that were sent.
broadcast-amend-not-over = This broadcast is still being sent, or was not sent yet. To correct or recall it, cancel it first.
broadcast-amend-in-hand = Its last messages are still on their way. Please try again in a few seconds.
broadcast-amend-nobody = Nobody has got this broadcast.
broadcast-amend-waits = A correction or recall of this broadcast is not done yet: broadcast { $number }.
broadcast-amend-recalled = This broadcast was recalled.
broadcast-amended =
    { $kind ->
        [correction] Correction
       *[recall] Recall
    }: { $parts }.
broadcast-amended-part =
    { $what ->
        [in_place] { $count } put right in the message itself
        [back] { $count } taken back
        [anew] { $count } sent a correction
        [open] { $count } waiting
        [too_old] { $count } too late
       *[missed] { $count } not possible
    }
broadcast-recall-mark = [To be taken back]

organizing-correct = Correct
organizing-recall = Recall
organizing-correct-text =
    Please write the right words of broadcast { $number } “{ $title }”. Greeting, buttons and attachments stay.
    Where messages can be edited, theirs is; elsewhere people get one more, marked “Correction”.
    What was sent:
    { $text }
organizing-correct-confirm =
    Correct broadcast { $number } for the { $count ->
        [one] one person who got it
       *[other] { $count } people who got it
    }? They will read:
organizing-correct-sure = Correct it like this?
organizing-recall-confirm =
    Take broadcast { $number } “{ $title }” back from the { $count ->
        [one] one person who got it
       *[other] { $count } people who got it
    }? Telegram allows this for 48 hours only.
organizing-amend-yes = Yes
organizing-amend-no = Leave it
organizing-amend-dropped = Nothing was done. The broadcast stays as it is.
organizing-amend-begun = It is being done; see /baocao, broadcast { $number }.
organizing-amend-waits = Broadcast { $number } waits for a second person; once approved it is done at once.
