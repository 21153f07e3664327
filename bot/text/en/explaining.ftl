### Why somebody did or did not get a message: a sentence for each case.

broadcast-channel =
    { $channel ->
        [gone] a channel that is gone
        [web] web chat
       *[other] { $title }
    }
broadcast-why-detour =
    { $why ->
        [expired] { $channel }, instead of where they wrote last, too long ago to be written to there
       *[blocked] { $channel }, instead of where they wrote last, which is blocked or closed now
    }
broadcast-why-nobody = This person
broadcast-why-asked = those asked by the survey “{ $survey }”
broadcast-why-chosen = those chosen when it was written

broadcast-why-sent = { $name } got broadcast { $number } at { $at } through { $channel }, being of its audience: { $whom }.
broadcast-why-sending = Broadcast { $number } is on its way to { $name } through { $channel }, since { $at }.
broadcast-why-unknown = Nobody knows whether broadcast { $number } reached { $name }: it was sent at { $at } through { $channel }, but { report-reason }; it is not sent again by itself.
broadcast-why-failed = { $name } did not get broadcast { $number }: it was sent at { $at } through { $channel }, but { report-reason }.

broadcast-why-queued = { $name } has not got broadcast { $number } yet: it waits for its turn, through { $channel }.
broadcast-why-scheduled = { $name } has not got broadcast { $number } yet: it will be sent at { $until }, through { $channel }.
broadcast-why-paused = { $name } has not got broadcast { $number } yet: it is paused, and will go through { $channel } once it goes on.
broadcast-why-closed = { $name } has not got broadcast { $number } yet: messages rest now, until { $until }.
broadcast-why-busy = { $name } has not got broadcast { $number } yet: they are in the middle of a conversation, until { $until } at the latest.
broadcast-why-hushed = { $name } has not got broadcast { $number } yet: a word of theirs may have meant to stop; it waits until { $until }.
broadcast-why-waiting = { $name } has not got broadcast { $number } yet: they have had as many messages as they may, until { $until }.

broadcast-why-not-launched = Nobody has got broadcast { $number } yet: it was not sent.
broadcast-why-not-listed = { $name } has not got broadcast { $number } yet: they are of its audience, which is still being listed.
broadcast-why-later = { $name } does not get broadcast { $number }: they joined after it was sent at { $at }.
broadcast-why-outside = { $name } does not get broadcast { $number }: when it was sent, { $at }, they were not of its audience: { $whom }.

broadcast-why-skipped = { $name } did not get broadcast { $number }: { report-reason }.
broadcast-why-over-budget = { $name } did not get broadcast { $number }: they had as many messages as they may, and waiting would have been too late.
broadcast-why-too-late = { $name } did not get broadcast { $number }: its time was over, { $until }.
broadcast-why-not-registered = { $name } did not get broadcast { $number }: they are on a roll, but have not registered in a chat.
broadcast-why-no-chat = { $name } did not get broadcast { $number }: there is no chat left to send it to.
broadcast-why-claimed = { $name } did not get broadcast { $number } by the roll: somebody has registered under this name and waits for confirmation, and gets it there.
broadcast-why-opted-out = { $name } did not get broadcast { $number }: they asked for no more messages.
broadcast-why-no-consent = { $name } did not get broadcast { $number }: they have not agreed to this kind of message.
broadcast-why-blocked = { $name } did not get broadcast { $number }: they have blocked or closed { $channel }.
broadcast-why-window = { $name } does not get message { $number }: they last wrote too long ago for { $channel } to let us write.
broadcast-why-costs = { $name } does not get message { $number }: by { $channel } it would cost money now, and it may cost no more.
broadcast-why-answered = { $name } did not get broadcast { $number }: they have answered the survey.
broadcast-why-survey-closed = { $name } did not get broadcast { $number }: the survey was closed before their turn.
broadcast-why-cancelled = { $name } did not get broadcast { $number }: it was cancelled before their turn.
broadcast-why-merged = { $name } did not get broadcast { $number } under this record: it became one with another record of the same person, which counts.
broadcast-why-moved = { $name } did not get broadcast { $number }: they have moved away.
broadcast-why-died = { $name } did not get broadcast { $number }: they have died.
broadcast-why-erased = { $name } did not get broadcast { $number }: they asked for their data to be erased.

organizing-why = Why did somebody not get it?
organizing-why-ask = About whom in broadcast { $number }? Please write a name (marks may lack) or a phone number.
organizing-why-another = Ask about somebody else
broadcast-explain-private = This message went by survey answers, so who got it is not told person by person.
