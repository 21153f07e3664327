results-compared = Two waves compared: { $before } ({ $peoplebefore } handed in) and { $after } ({ $peopleafter } handed in).
results-compared-within = { $before } → { $after } ({ $points } points, margin ±{ $margin }: chance alone may do this)
results-compared-beyond = { $before } → { $after } ({ $points } points, margin ±{ $margin }: more than chance)
results-compared-few = { $before } → { $after } ({ $points } points; fewer than { $fewest } handed in in one wave, so no margin)
results-compared-reworded = The earlier wave asked: { $words }
results-compared-apart = Not compared, as only one wave asked them or their choices differ: { $questions }.
results-compared-later = Not compared yet: the answers of one wave may not be told yet.
results-compared-worth = The margin takes both waves for people drawn at random. Even if no opinion changed, about one difference in 20 exceeds it; and it may come from who answered rather than from what they think.
