survey-hidden = hidden
survey-results-later = What was answered is told after the closing ({ $closes }); until then only turnout is.
