survey-hidden = hidden
survey-results-later = What was answered is told after the closing ({ $closes }); until then only turnout is.
results-picture = Send pictures
results-picture-turnout = { $title }: turnout by ward
results-picture-people = n = { $finished } handed in of { $entitled } asked ({ $share }).
results-picture-hidden = Hatched: hidden, as under 5 people are in it or such a cell could be reckoned from it.
results-picture-more = { $count } more lines are in the Excel file.
results-picture-coming = { $count ->
    [one] One picture is being drawn and comes in a few seconds.
   *[other] { $count } pictures are being drawn and come one by one within seconds.
}
results-picture-none = There is nothing to draw: fewer than 5 people may answer.
results-unasked = Not asked this question
results-answered = Answered this question
results-finished = Handed in
results-share-finished = Share of those who handed in
results-share-answered = Share of those who answered this
results-share-entitled = Share of those asked
results-lower = A quarter of the people are at or below
results-median = Median (half of the people are at or below)
results-upper = Three quarters of the people are at or below
results-quartiles = Median: { $middle } (a quarter at or below { $low }, three quarters at or below { $high })
