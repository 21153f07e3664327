# Answers that an organizer records from paper or at the door.

assisted = Record at the door
assisted-after-list = At the door you can record the answers there and then: press below, or send /record.
assisted-none = No open survey asks anybody within your scope.
assisted-who = For whom? Please send a name or a phone number.
assisted-which = Choose who answers, or send another name.
assisted-nobody = Nobody of that name is asked within your scope. Please send another name or number.
assisted-begun =
    For { $who }: “{ $title }”. Please record just what they say or wrote. { $anonymous ->
        [yes] It is anonymous: the answers are sealed like everybody's and cannot be looked at once sent; please destroy the paper afterwards.
       *[no] Who recorded it is kept.
    }
assisted-mark = (For { $who })
assisted-done = The answers of { $who } to “{ $title }” are recorded.
assisted-another = Record for another
assisted-paused =
    What was recorded is kept. { $left ->
        [one] One question is left.
       *[other] { $left } questions are left.
    } To go on, send /record.
assisted-yourself = You cannot record for yourself; please send /traloi to answer.
assisted-answered = This person has answered already.
assisted-refused = This person said that they take no part. If they change their mind, they may send /traloi.
assisted-recorded = This person's answers were recorded already.
assisted-taken-over = This person is answering themselves, so recording ends here.
assisted-recorded-for = An organizer recorded your answers at { $at }. If you answer yourself, yours replace them, and you are counted once.
assisted-own = Answer myself

survey-results-assisted = Of these recorded at the door: { $assisted }.
survey-sheet-assisted = Of these recorded at the door

paper-sheet = Answers
paper-ma-so = Number
paper-ho-ten = Name
paper-nam-sinh = Born
paper-dia-ban = Ward
paper-to = Residential group
paper-how-several = Several: 1, 3
paper-how-rank = In order: 2, 1, 3
paper-how-yes-no = yes / no
paper-how-required = (required)
paper-anonymous = An anonymous survey takes no sheet: names would stand beside answers. Please record person by person with /record.
paper-not-open = Survey { $name } is not open, so it takes no sheet.
paper-unreadable = This is no sheet that was written here (.xlsx), or its row of column names is gone.
paper-no-number = the person's number is missing.
paper-other-name = number and name do not belong together.
paper-not-here = this person is not within your scope.
paper-fault = Row { $row }, { $name }: { $why }
paper-fault-question = Row { $row }, { $name }, question { $place }: { $why }
