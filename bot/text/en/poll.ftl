# Quick polls, written in chat.

poll-asker = Which organisation asks?
poll-question = What is the question? For example: Which evening suits a meeting of the residential group?
poll-question-too-long = A question has at most { $most } characters. Please shorten it.
poll-choices =
    Which choices? One a line, or one after another.
    Or take a ready-made way to answer:
poll-choices-yes-no = Yes or no
poll-choices-scale = A mark from 1 to 5
poll-choices-more =
    So far:
    { $choices }
    Please send the next choice.
poll-choices-enough = That is all
poll-choices-too-many = At most { $most } choices. Please send fewer.
poll-choice-too-long = The choice “{ $choice }” is too long, at most { $most } characters. Please send these choices again.
poll-choice-twice = The choice “{ $choice }” stands twice. Please send these choices again.
poll-choice-trap = “{ $choice }” already means something else to who answers (stop messages, skip, go back…). Please use other words.
poll-manner = May a person take one choice or several?
poll-manner-one = Only one
poll-manner-several = One or several
poll-until = Until when are answers taken? Choose days (until 20:00), or type a time. For example: 17:00 today, 05/12 20:00.
poll-days =
    { $days ->
        [one] 1 day
       *[other] { $days } days
    }
poll-time-unclear = Sorry, we did not understand the time. Please type it like: 17:00 today, tomorrow 8:00, 05/12 20:00.
poll-ends-before-start = It must end after it opens. Please send it again.
poll-secrecy =
    Do answers bear a name?
    Anonymous: only the overall result, once it has ended. Named: the responsible organizers can read each person's answer.
poll-secret = Anonymous
poll-named = Named
poll-preview-more =
    { $count ->
        [one] One more question, as it was before.
       *[other] { $count } more questions, as they were before.
    }
poll-preview =
    Above is exactly what those who are asked will read.
    { $audience }
    Answers are taken until { $closes }.
poll-now = Open and invite now
poll-later = Open later
poll-keep = Keep as a draft
poll-mend = Change
poll-mend-what = Change what?
poll-drop = Drop it
poll-dropped = Dropped. Nothing was stored.
poll-start = When does it open? For example: tomorrow 8:00, 05/12 8:00.
poll-copied = The questions of “{ $title }” are asked again.
poll-part =
    { $step ->
        [asker] Who asks
        [question] Question
        [choices] Choices
        [manner] One or several
        [whom] Whom it asks
        [until] Until when
        [secrecy] Anonymous or named
       *[other] Look and open
    }
poll-where = You are writing a poll, step { $place } of { $all }: { $what }.
poll-stored =
    { $state ->
        [open] “{ $title }” is open and invitations are leaving. Answers are taken until { $closes }.
        [awaits] “{ $title }” is kept and waits for a second person at /duyet; then it opens by itself.
        [draft] “{ $title }” is kept as a draft; somebody who may open surveys opens it at /khaosat.
       *[other] “{ $title }” opens by itself at { $opens } and takes answers until { $closes }.
    } Follow it: /khaosat.
