# Surveys: kinds of questions beyond choices, numbers, words and dates.

survey-acknowledge = I have read this
survey-acknowledged = Has read it
survey-worked = A value in words
survey-ranked-first = Ranked first: { $choice }
survey-hint-rank = Press them in order, the first one first, then “Done”; or send the order, such as 2, 1, 3.
survey-hint-place = Please send the place's name, such as a hamlet, street or ward. No location is needed.
survey-hint-image = Pictures are not taken here yet: please describe it in words.
survey-want-rank = Please put all { $count } in order, each once, such as 2, 1, 3.
survey-want-acknowledge = Please press “I have read this”, or send “ok”.
survey-want-step = Please send a number in steps of { $step }, such as { $example }.
survey-form-want-step = “{ $name }” is a number above 0.
survey-another = Is there another one?
survey-another-of = { $what }: is there another one?
survey-not-asked = Was not asked this
survey-constraint = This answer does not fit, please look again.
survey-constraint-said = { $message }
survey-suggested = Suggested: { $answer }. Press “Leave as it is” if that is right.
survey-withheld = (as answered before)
survey-question-gone = This question needs no answer any more.
survey-form-expression = “{ $name }”: { $why }
survey-form-unknown-question = “{ $name }” names “{ $wanted }”, which is no question here.
survey-form-circle = These questions hang on each other in a circle: { $name }
survey-banner-branches = Which question comes next depends on earlier answers, and it is kept which questions were asked.
