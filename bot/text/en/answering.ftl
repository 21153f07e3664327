# Answering a survey: pausing, answers that do not fit, three tries in vain.

survey-want-choice-like = Please choose one of the answers, for instance send “{ $example }”.
survey-date-not-yet = That day has not come yet. Please send a date of birth, such as 15/8/1960.
survey-date-only-year = Please send the day and the month too, such as 15/8/1960.
survey-date-no-year = Please send the year too, such as 15/8/1960.
survey-date-lunar = Please send the date of the solar calendar, such as 15/8/1960.
survey-date-near = Please send the date in figures, such as { $example }.

survey-stuck =
    { $required ->
        [yes] If you cannot answer now, send “later” and go on another time.
       *[no] If it is hard to answer, send “skip” to go on.
    }
survey-paused =
    Your answers are kept. { $left ->
        [one] One question is left.
       *[other] { $left } questions are left.
    } Send /traloi whenever it suits you to go on, before { $closes }.
survey-paused-review = Your answers are kept but not sent. Send /traloi whenever it suits you and press “Send”, before { $closes }.
survey-go-on = Go on
