### When messages may leave: closed days, quiet hours, deadlines.

calendar-name-length = What the closed days are called needs 1 to { $most } characters.
calendar-bad-span = The last day may not stand before the first, and a closure is shorter than { $most } days.
calendar-unknown = There are no closed days with number { $number }.

broadcast-send-by-before-start = The deadline has to be after the start.
broadcast-send-by-closed = The deadline has to lie in the hours when messages leave, with some of them before it.
organizing-closed = Nothing is sent on closed days ({ $name }), so it begins at { $leaves }.
organizing-late = At the present rate, { $late } of { $reached } people would not get it before the deadline.
organizing-is-urgent = Urgent: it also goes to people who had enough messages, and on closed days; a second person approves it.
organizing-is-twice_ok = Better twice than never: what may not have arrived is sent again; a second person approves it.
organizing-turn-urgent =
    { $on ->
        [yes] Not urgent any more
       *[no] Make it urgent
    }
organizing-turn-twice_ok =
    { $on ->
        [yes] Nobody gets it twice
       *[no] Better twice than never
    }
