"""Kit: a Zalo server for tests: the Official Account with its sign-in, messages and templates."""
