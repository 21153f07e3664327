"""Ground: the errors that rooms raise and doors answer, each with the code of a phrase."""

from __future__ import annotations


class NhipCauError(Exception):
    """Carry a code and values, so that a door can say it in the reader's language."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(f"{code} {values}" if values else code)
        self.code = code
        self.values = values


class Refused(NhipCauError):
    """Say that what was asked cannot be done as asked; nothing was changed."""


class NotPermitted(NhipCauError):
    """Say that this organizer has no right to this, in this scope."""

    def __init__(self, permission: str, **values: str | int) -> None:
        super().__init__("not-permitted", permission=permission, **values)


class NotFound(NhipCauError):
    """Say that what was named does not exist, or is not visible to the asker."""


class BadSettings(NhipCauError):
    """Say which setting is missing or wrong; the program ends with exit code 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__("bad-settings", sentence=sentence)
        self.sentence = sentence


class SchemaMismatch(NhipCauError):
    """Say that the database is at another schema than the program."""
