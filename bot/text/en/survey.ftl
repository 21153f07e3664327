# Surveys: answering, inviting, reminding, results.

survey-yes = Yes
survey-no = No
survey-declined = Prefer not to answer
survey-given = Gave an opinion
survey-begin = Answer
survey-back = Back
survey-keep = Leave as it is
survey-send = Send
survey-all-chosen = Done
survey-choose-anew = Choose again
survey-change = Change my answers
survey-question-number = Question { $place }

survey-banner-worth = An informal poll for reference; it does not replace the official ballot.
survey-banner =
    { $title }
    { $purpose }
    { $count ->
        [one] 1 question
       *[other] { $count } questions
    }, open until { $closes }. { $worth }
    { $anonymous ->
        [yes] Anonymous: answers are sealed, and opened without names once the survey has ended. The messaging app and the running server still see messages as they are sent.
       *[no] Named: the responsible organizers can read each person's answers.
    }
    You may type “back”, “skip” or “how many left” at any time.
survey-invitation =
    You are invited to a survey: { $title }
    { $purpose }
    { $count ->
        [one] 1 question
       *[other] { $count } questions
    }, open until { $closes }. { $anonymous ->
        [yes] Anonymous.
       *[no] Named.
    }
    { $worth }
survey-reminder =
    A reminder: the survey “{ $title }” is open until { $closes }. { $anonymous ->
        [yes] Questions: { $count }, anonymous.
       *[no] Questions left: { $left }, about { $minutes } min.
    } If you have begun, press to go on; if you do not wish to take part, send /decline.
    { $purpose }
    { $worth }

survey-none = No survey is waiting for your answers now.
survey-which = Please choose the survey to answer.
survey-who = Who is answering?
survey-register-first = Please register before answering a survey: send /start.
survey-resumed =
    { $left ->
        [0] Please look at your answers, then press “Send”.
        [one] Please go on. One question is left.
       *[other] Please go on. { $left } questions are left.
    }
survey-already = Your answers are in. You can change them until the survey ends.
survey-progress = Question { $place }/{ $count }
survey-left =
    { $left ->
        [0] All questions are done, only “Send” is left.
        [one] One question is left.
       *[other] { $left } questions are left.
    }
survey-stands = Your answer: { $answer }
survey-tapped = Noted (press { $count }). Press one again to take it back; then press “Done”.
survey-noted = Your answer is noted.
survey-not-noted = This answer was not noted.
survey-hint-several-choices = Choose one or more, then press “Done”.
survey-hint-number = Please send a number.
survey-hint-date = Please send a date, such as 15/8/1960.
survey-hint-date-or-year = Please send a date, such as 15/8/1960, or a year alone.
survey-hint-text = Please write your answer, { $most } characters at most.
survey-review = Your answers:
survey-review-sealed =
    { $count ->
        [1] The question is done.
       *[other] All { $count } questions are done.
    } Press “Send” to finish, or choose a question to see it again.
survey-thanks = Thank you. Your answers to “{ $title }” are in. To change them, send /traloi before the survey ends.

survey-rehearsal = A trial: answers are not stored, not counted, and gone when it is over.
survey-rehearsal-mark = (A trial, not stored)
survey-rehearsal-over = The trial of “{ $title }” is over. No answer was stored.
survey-rehearsal-preview = This is a preview; no answer is noted.

survey-unknown = There is no such survey.
survey-not-yet = The survey is not open yet, please come back later.
survey-closed = The survey has ended, answers are no longer taken. Thank you for your interest.
survey-not-entitled = This survey is not for the person writing. If this is a mistake, please tell an organizer.
survey-key-missing = The survey cannot take answers at the moment. Please try again later.
survey-required = This question needs an answer.
survey-want-choice = Please choose one of the answers.
survey-want-several = Please choose at least one, for instance send 1, 3.
survey-want-yes-no = Please answer “yes” or “no”.
survey-want-text = Please write your answer in words.
survey-text-too-long = Your answer has { $length } characters, { $most } at most. Please shorten it.
survey-want-number = Please send a number, such as { $example }.
survey-want-whole = Please send a whole number, such as { $example }.
survey-number-least = Please send a number of { $least } or more, such as { $example }.
survey-number-most = Please send a number of { $most } or less, such as { $example }.
survey-number-between = Please send a number from { $least } to { $most }, such as { $example }.
survey-want-date = Please send day, month and year, such as 15/8/1960.
survey-want-date-or-year = Please send a date (15/8/1960) or a year alone (1960).
survey-want-review = Please press “Send”, or send the number of the question to change.

survey-code-taken = There is a survey with the code { $name } already.
survey-closes-in-the-past = The closing of survey { $name } has passed.
survey-cannot-open = Survey { $name } can no longer be opened.
survey-cannot-close = Survey { $name } is not open, so it cannot be closed.

survey-no-ward = Ward not known
survey-results-head =
    { $title } ({ $state ->
        [draft] draft
        [scheduled] not open yet
        [open] open
        [closed] closed
       *[other] cancelled
    })
    As of { $at }
survey-results-turnout = Turnout: { $finished }/{ $entitled } ({ $share }). Of these unconfirmed: { $finishedtyped }/{ $typed }.
survey-results-sealed = Anonymous survey: results come when it has ended ({ $closes }).
survey-results-mean = Mean: { $mean }

survey-minute = Minute { $number }, code { $digest }.
survey-minute-corrects = Minute { $number } (in the place of minute { $corrects }), code { $digest }.
minute-none = Survey { $name } has no minute: it is written at the closing.
minute-needs-reason = A correction needs a reason, of at most { $most } characters.
survey-sheet-minute = Minute
survey-sheet-minute-at = Written at
survey-sheet-minute-digest = Hash of the minute (SHA-256)
survey-sheet-minute-previous = Hash of the minute before
survey-sheet-minute-form = Hash of the form (SHA-256)
survey-sheet-minute-program = Version of the program
survey-sheet-minute-corrects = In the place of minute
survey-sheet-minute-note = Reason

survey-sheet-name-summary = Summary
survey-sheet-name-questions = Questions
survey-sheet-name-places = Ward × organisation
survey-sheet-name-turnout = Turnout
survey-sheet-name-method = Method
survey-sheet-code = Code
survey-sheet-state = State
survey-sheet-state-draft = Draft
survey-sheet-state-scheduled = Not open yet
survey-sheet-state-open = Open
survey-sheet-state-closed = Closed
survey-sheet-state-cancelled = Cancelled
survey-sheet-opens = Opens
survey-sheet-closes = Closes
survey-sheet-anonymous = Anonymous
survey-sheet-made = Made at
survey-sheet-entitled = Entitled
survey-sheet-finished = Answered
survey-sheet-share = Share
survey-sheet-typed-entitled = Of these unconfirmed, entitled
survey-sheet-typed-finished = Of these unconfirmed, answered
survey-sheet-people = People
survey-sheet-mean = Mean
survey-sheet-ward = Ward
survey-sheet-organisation = Organisation
survey-sheet-all-wards = Everywhere
survey-sheet-all-organisations = All
survey-sheet-no-org = None or not known
survey-sheet-method-1 = An informal poll for reference; it does not replace the official ballot.
survey-sheet-method-2 = Entitled: a roll frozen at the opening; whether late comers are added is as the survey states.
survey-sheet-method-3 = Turnout: those who sent answers over those entitled, not over those who opened the message.
survey-sheet-method-4 = Only who pressed “Send” is counted; unfinished answers are not.
survey-sheet-method-5 = Shares of a question: over all who sent answers in the same cell, those who preferred not to answer it included.
survey-sheet-method-6 = Ward: the old ward where it is known, else today's, as at the opening.
survey-sheet-method-7 = A member of several organisations counts in each, and once in the column “All”, so that organisations may add up to more.
survey-sheet-method-8 = Answers: a cell that says “hidden” has under 5 people, or such a cell could be reckoned from it; which of the two is not told. Those asked: a place with under 5 people says “hidden”.
survey-sheet-method-9 = Anonymous surveys: the wards and organisations of answers are merged until each group has 5 or more, and may differ from the sheet Turnout.
survey-sheet-method-10 = Who typed the name and phone of somebody on the roll and is not confirmed counts once together with that line: a confirmed person's answer goes first, else the earliest one sent, which is told as unconfirmed.

survey-form-faults = The survey's file has { $count } faults.
survey-form-not-yaml = The file is no YAML: { $why }
survey-form-not-a-form = A survey's file is a list of “name: value” lines.
survey-form-too-big = The file is larger than { $most } bytes.
survey-form-repeat = “{ $name }” is written twice.
survey-form-unknown = There is no “{ $name }”; known are: { $known }
survey-form-missing = “{ $name }” is missing.
survey-form-want-text = “{ $name }” needs a text.
survey-form-want-flag = “{ $name }” is true or false.
survey-form-want-number = “{ $name }” is a number.
survey-form-want-whole = “{ $name }” is a whole number from { $least } to { $most }.
survey-form-want-moment = “{ $name }” is a day and a time, such as 01/12/2026 08:00.
survey-form-want-one-of = “{ $name }” is one of: { $known }
survey-form-want-list = “{ $name }” is a list, each line beginning with a dash.
survey-form-want-words = “{ $name }” needs a text, or vi: … and en: … below it.
survey-form-want-block = “{ $name }” needs “name: value” lines below it.
survey-form-want-code = “{ $name }” is 1 to { $most } small letters, digits or dashes.
survey-form-too-long = “{ $name }” is longer than { $most } characters.
survey-form-too-many = “{ $name }” has more than { $most } entries.
survey-form-too-few = “{ $name }” needs at least { $least } entries.
survey-form-same-code = The code “{ $name }” is used twice.
survey-form-same-choice = Two choices read the same: { $name }
survey-form-not-here = “{ $name }” is not for this kind of question.
survey-form-order = “{ $name }” must come after “{ $before }”.
survey-offer = The survey “{ $title }” is open. Answer when it suits you; you can also write /traloi.
survey-offers = { $count } surveys are open. Choose one when it suits you; you can also write /traloi.
