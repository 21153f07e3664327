### Further ways to choose people, and audiences kept under a name.

organizing-whom-more = Another way
organizing-audience-whole =
    To: { $rule }.
    { $count } people.
organizing-counted-save = Keep under a name
organizing-naming = Under which name? Next time choose “Kept under a name”.
organizing-named = Kept as “{ $name }”.
organizing-more = In which way?
organizing-more-ages = By age
organizing-more-tags = By tag
organizing-more-channels = By channel
organizing-more-since = Registered since
organizing-more-surveys = By a survey
organizing-more-messages = By a message
organizing-more-saved = Kept under a name
organizing-ages = Which ages? For example: 18-35, from 60, under 16.
organizing-ages-unclear = Sorry, we did not understand the ages. Please write like: 18-35, from 60, under 16.
organizing-tags = Which tag?
organizing-tags-none = Nobody has a tag yet. Tags come from a roll’s column “Nhãn”, or are given at /thanhvien.
organizing-channels = People on which channel?
organizing-since = Registered since which day? Please write day/month/year, for example 01/12/2026.
organizing-saved = Which one?
organizing-saved-none = Nothing is kept yet. Choose people first, then press “Keep under a name”.
organizing-more-survey = By which survey?
organizing-more-message = By which message?
organizing-answered = Have answered
organizing-unanswered = Were asked and have not answered
organizing-answered-how = Whom? Or choose a question, to select people by their answer.
organizing-got = Whom?
organizing-got-got = Got the message
organizing-got-missed = Did not get it
organizing-got-silent = Got it and pressed nothing
organizing-got-button = Pressed “{ $label }”
