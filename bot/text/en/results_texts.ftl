results-texts-words = Words that many used (5 people or more)
results-texts-text = Texts, those nearly alike once
results-texts-times = People who wrote it
results-texts-wordings = Wordings
survey-sheet-name-texts = Texts
results-texts-search = Texts with “{ $words }”, with or without marks, where 5 or more wrote:
results-texts-found = ({ $people } people)
results-texts-none = None, or fewer than 5 people wrote, or the survey is still open.
