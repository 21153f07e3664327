### Messages that are sent again and again, or relative to a date of each person.

broadcast-day-sample = …/…/…
broadcast-day-needs-series = {"{"}ngay{"}"} is for repeated messages alone. Please take it out, or choose “Repeat”.

series-weekday =
    { $day ->
        [0] Monday
        [1] Tuesday
        [2] Wednesday
        [3] Thursday
        [4] Friday
        [5] Saturday
       *[6] Sunday
    }
series-weekly =
    every { $day ->
        [0] Monday
        [1] Tuesday
        [2] Wednesday
        [3] Thursday
        [4] Friday
        [5] Saturday
       *[6] Sunday
    } at { $at }
series-monthly =
    { $day ->
        [last] on the last day of each month
       *[other] on day { $day } of each month
    } at { $at }
series-relative =
    { $side ->
        [before] { $days } days before
        [after] { $days } days after
       *[on] on
    } { $kind ->
        [card_expiry] the day on which each person’s health insurance card ends
        [birthday] each person’s birthday
       *[joined] the day on which each person joined
    }, at { $at }
series-until = sent by { $at }
series-term =
    { $flag ->
        [urgent] urgent
       *[twice_ok] better twice than never
    }
series-state =
    { $state ->
        [awaiting_approval] waits for approval
        [running] running
       *[stopped] stopped
    }

series-bad-schedule = This is not how a schedule is written.
series-never = There is no day left on which this would be sent.
series-quiet = Messages leave from { $start } to { $end } only. Please choose an hour between them.
series-unknown = There is no series { $number }.
series-stopped-before = This series was stopped before.
series-missed = “{ $title }” was not sent on { $days }, because the server was down. It is not made up for.
series-failed = “{ $title }” could not be sent on { $days }. Please look: /nhac.

organizing-act-repeat = Repeat
organizing-repeat = How is it to be repeated?
organizing-repeat-week = Every week
organizing-repeat-month = Every month
organizing-repeat-date = By a date of each person
organizing-repeat-weekday = On which day of the week?
organizing-repeat-day = On which day of the month? Please write a number from 1 to 31. In a month without that day it leaves on the last one.
organizing-repeat-last = The last day
organizing-repeat-unclear = Sorry, we did not understand.
organizing-repeat-kind = By which date? It comes from the organisation’s roll, or people tell it themselves.
organizing-repeat-kind-of =
    { $kind ->
        [card_expiry] Health insurance card ends
        [birthday] Birthday
       *[joined] Day of joining
    }
organizing-repeat-days = How many days before or after? For example: 7 days before, on the day, 30 days after.
organizing-repeat-hour = At what hour? For example: 8:00, 19:30.
organizing-repeat-confirm =
    Send “{ $title }” { $when }?
    First: { $first }. To: { $rule }.
organizing-repeat-reminders = Only those who agreed to reminders and have that date will get it.
organizing-repeat-yes = Begin
organizing-repeat-done = Series { $number } begins: { $when }. First: { $first }. To see or stop it: /nhac.
organizing-repeat-awaits = Series { $number } waits for a second person. See: /nhac.

organizing-series-list = The series that go on. Choose one to see or stop it. For a new one: /tin, write a message, then choose “Repeat”.
organizing-series-none = There is no series yet. For one: /tin, write a message, then choose “Repeat”.
organizing-series =
    Series { $number }: { $title }
    Sent { $when }. State: { $state }.
    Next: { $next }. To: { $rule }.
organizing-series-runs = The latest runs:
organizing-series-run =
    { $fate ->
        [sent] { $day }: message { $broadcast }, { $state }, sent to { $sent }/{ $total }
        [missed] { $day }: missed, the server was down
        [nobody] { $day }: nobody in the audience
       *[failed] { $day }: could not be sent
    }
organizing-series-stop = Stop this series
organizing-series-stopping = Stop series { $number } “{ $title }” for good? What has been sent stays as it is.
organizing-series-end = Stop it
organizing-series-keep = Do not stop
organizing-offer-nhac = /nhac – see and stop repeated messages
approving-series = Sent { $when }. First: { $first }. One approval is for all runs of this series.
