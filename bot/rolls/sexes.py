"""Room: what a row says of a person's sex; a word that is none is told, never guessed."""

from collections.abc import Sequence
from typing import Final

from bot.members import read_sex
from bot.rolls.cells import text_of
from bot.rolls.columns import Columns
from bot.rolls.headings import BIRTH, SEX, is_sex
from bot.words import fold

_TICKS: Final = frozenset({"x", "v", "1", "co"})
_NOTHING: Final = frozenset({"", "0", "k", "ko", "khong", "khong ro", "k ro"})


def find_sex(cells: Sequence[object], columns: Columns) -> tuple[str | None, list[object]]:
    """Give a person's sex and the cells that hold none.

    It is a word, a tick under "Nữ", or a year of birth in one of two columns, "Nam" and "Nữ". That
    nothing is ticked says nothing.
    """
    refused: list[object] = []
    for column in columns.of(SEX):
        text = text_of(cells[column]) if column < len(cells) else ""
        sex = read_sex(columns.headings[column] if fold(text) in _TICKS else text)
        if sex:
            return sex, refused
        if fold(text) not in _NOTHING | _TICKS:
            refused.append(text)
    halves = [(column, columns.headings[column].split()[-1:]) for column in columns.of(BIRTH)]
    split = [(column, read_sex(word[0])) for column, word in halves if word and is_sex(word[0])]
    filled = [sex for column, sex in split if column < len(cells) and text_of(cells[column])]
    return (filled[0] if len(split) > 1 and len(filled) == 1 else None), refused
