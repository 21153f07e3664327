"""Room: why a file is no roll that we can read, as codes."""

from typing import Final

from bot.errors import Refused

# Code -> the Fluent phrase that says it to an organizer.
REFUSALS: Final[dict[str, str]] = {
    "damaged": "roll-refused-damaged",
    "empty": "roll-refused-empty",
    "encrypted": "roll-refused-encrypted",
    "zip_bomb": "roll-refused-zip-bomb",
    "too_large": "roll-refused-too-large",
    "too_many_rows": "roll-refused-too-many-rows",
    "too_many_columns": "roll-refused-too-many-columns",
    "not_spreadsheet": "roll-refused-not-spreadsheet",
    "no_header": "roll-refused-no-header",
    "legacy_text": "roll-refused-legacy-text",
    "no_such_sheet": "roll-refused-no-such-sheet",
    "no_such_column": "roll-refused-no-such-column",
    "unknown_field": "roll-refused-unknown-field",
}


class RollRefused(Refused):
    """A file cannot be read as a roll."""

    @property
    def phrase(self) -> str:
        """Give the id of the phrase that says this."""
        return REFUSALS[self.code]
