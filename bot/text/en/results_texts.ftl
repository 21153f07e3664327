results-texts-words = Words that many used (5 people or more)
results-texts-text = Texts, those nearly alike once
results-texts-times = People who wrote it
results-texts-wordings = Wordings
survey-sheet-name-texts = Texts
