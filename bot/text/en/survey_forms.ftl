# An Excel file sent in chat, and what to look at again in a survey.

organizing-form-ask = Import an Excel file
organizing-form-check = Check it
organizing-form-plan = Keep it, it opens by itself
organizing-form-draft = Keep a draft
organizing-form-draft-of = Keep a draft: { $name }
organizing-form-drop = Do not keep it
organizing-form-how = Please send the Excel file (.xlsx) here, written as an XLSForm with the sheets survey, choices and settings.
organizing-form-came = The file “{ $name }” has come. Press “Check it” to see whether it can be used.
organizing-form-not-yet = The file is still on its way. Please press again in a few seconds.
organizing-form-mend = Please mend this and send the file here again.
organizing-form-remark = - Sheet { $sheet }, row { $row }, column { $column }: { $told }
organizing-form-more = … and { $count } more.
organizing-form-look =
    This is “{ $title }” as people will see it; the file has { $count } questions.
    To answer all takes { $least } to { $most } presses or messages.
    Opens: { $opens }. Closes: { $closes }.
    Asked: the organisation's members within your scope. Keep it?
survey-finding-same-question = Question { $place } asks the same as question { $other }.
survey-finding-stop = Question { $place }: who types “{ $choice }” stops all messages instead of answering.
survey-finding-way = Question { $place }: who types “{ $choice }” skips it or goes back instead of answering.
survey-finding-same-reading = Question { $place }: “{ $choice }” and “{ $other }” read the same; typed, neither is taken.
survey-finding-mixed = Question { $place }: some choices begin with a digit and others do not; none can be typed by its place.
survey-finding-long-label = Question { $place }: “{ $choice }” is longer than { $most } characters; phones cut it off.
survey-finding-no-number = Question { $place }: no whole number lies between { $least } and { $most }.
survey-finding-short-text = Question { $place }: at most { $most } characters say nothing.
survey-finding-long-question = Question { $place } and its choices have { $length } characters, more than { $most } in a message.
survey-finding-long-banner = Title and purpose have { $length } characters, more than { $most } in a message.
survey-finding-no-english = Question { $place } has no English words, where others have (0: title, purpose).
survey-finding-put-to-all = Question { $place }: an anonymous survey asks it of everybody; say in its hint whom it is for.
survey-finding-never-asked = Question { $place }: nobody was asked it in { $tries } tries; its condition may never hold.
survey-finding-never-fits = Question { $place }: no answer fitted in { $tries } tries; perhaps nobody can answer it.
survey-finding-no-choice = Question { $place }: with some answers none of its choices is left.
survey-finding-closes-past = The survey closes in the past.
survey-finding-official = It says “{ $words }”: people take it for something official.
survey-finding-reminders = Only { $fit } of { $times } reminders come before it closes.
organizing-form-long = The file has { $count } questions, so its conditions were not tried out here; please have nhipcau survey check run.
