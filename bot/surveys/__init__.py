"""Room: surveys: what we ask, whom, one answer after another, and what came of it."""
