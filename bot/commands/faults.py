"""The command line: what is wrong with a file or an option that an operator gave."""

from __future__ import annotations

from bot.errors import Refused


class Unreadable(Refused):
    """Say in one sentence what a file or an option should have said."""

    def __init__(self, sentence: str) -> None:
        super().__init__("unreadable", why=sentence)
        self.sentence = sentence
