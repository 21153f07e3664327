survey-hidden = hidden
survey-results-later = What was answered is told after the closing ({ $closes }); until then only turnout is.
results-picture = Send pictures
results-picture-turnout = { $title }: turnout by ward
results-picture-people = n = { $finished } handed in of { $entitled } asked ({ $share }).
results-picture-hidden = Hatched: hidden, as under 5 people are in it or such a cell could be reckoned from it.
results-picture-more = { $count } more lines are in the Excel file.
results-picture-none = There is nothing to draw: fewer than 5 people may answer.
results-unasked = Not asked this question
results-answered = Answered this question
results-finished = Handed in
