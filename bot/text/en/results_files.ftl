survey-sheet-name-crossed = By age, sex, channel
survey-sheet-name-groups = Turnout by group
survey-sheet-name-codebook = Codebook
survey-sheet-group = Residential group
survey-sheet-no-group = Group not known
survey-sheet-method-11 = Age: as of the year in which the survey opened. Age, sex and residential group are those of the opening; the channel is where it was handed in. Answers are not told by residential group: one group taken from its ward would give the other away. Anonymous surveys are not told by age, sex or channel.
results-by-age = Age
results-by-sex = Sex
results-by-channel = { $channel ->
        [telegram] Telegram
        [web] Web
        [zalo-bot] Zalo (bot)
        [zalo-oa] Zalo (Official Account)
        [recorded] Recorded at the door or from paper
       *[other] Channel
    }
results-by-unknown = Not known
results-by-age-youth = Up to { $most }
results-by-age-span = { $least } to { $most }
results-by-age-elders = { $least } and over
results-codebook-code = Question code
results-codebook-question = Question
results-codebook-kind = Kind
results-codebook-required = Required
results-codebook-answer-code = Answer code
results-codebook-answer = Answer
results-codebook-note = Note
results-codebook-bounds = From { $least } to { $most }.
results-codebook-relevant = Asked of those only who meet a condition.
results-codebook-kinds = { $kind ->
        [one_choice] One choice
        [several_choices] Several choices
        [number] Number
        [text] Text
        [yes_no] Yes or no
        [date] Date
        [calculate] Worked out
        [rank] Rank
        [place] Name of a place
        [image] Picture or words
       *[acknowledge] Acknowledged
    }
results-csv = Send the CSV file
results-csv-file = Results of “{ $title }” for statistics programs: the archive holds a table of answers, one of turnout and a description of the columns (Table Schema).
results-find = Search what people wrote
results-find-ask = Which words shall be looked for? With or without marks. Example: đèn đường.
results-find-again = Search other words
results-compare = Compare with another survey
results-compare-ask = With which survey shall “{ $title }” be compared?
