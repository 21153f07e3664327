"""Room: open comment periods: a document, comments with numbers, and what was done about them."""
