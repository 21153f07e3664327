### Audiences: conditions in words, and why one is not taken.

segment-age =
    { $span ->
        [up] people aged { $least } or more
        [down] people aged up to { $most }
       *[both] people aged { $least } to { $most }
    }
segment-sex = people of the sex { $name }
segment-tag = people tagged “{ $name }”
segment-channel = people on { $name }
segment-registered-since = people registered since { $day }
segment-date =
    { $kind ->
        [card_expiry] people whose health insurance card ends on { $day }
        [birthday] people whose birthday is on { $day }
       *[joined] people who joined on { $day }
    }
segment-got = people who got message { $number } “{ $name }”
segment-missed = people whom message { $number } “{ $name }” did not reach
segment-pressed =
    { $label ->
        [any] people who answered message { $number } “{ $name }” by a button
       *[other] people who pressed “{ $label }” under message { $number } “{ $name }”
    }
segment-answered = people who answered the survey “{ $name }”
segment-unanswered = people who were asked and have not answered the survey “{ $name }”
segment-said = people who answered “{ $answer }” to “{ $question }” of the survey “{ $name }”

segment-channel-unknown = A channel is not known here.
segment-survey-unknown = A survey was not found.
segment-broadcast-unknown = A message was not found.
segment-anonymous = “{ $name }” is anonymous: nobody can be selected by what they answered.
segment-answer-unknown = The survey “{ $name }” has no such question or answer.
segment-button-unknown = Message { $number } has no button { $letter }.
segment-tells-few = These are under { $fewest } people. So that nobody’s answer is given away, please choose more.
