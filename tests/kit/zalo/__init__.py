"""Kit: Zalo's servers for tests: the Bot Platform (bot_…) and the Official Account (oa_…)."""
