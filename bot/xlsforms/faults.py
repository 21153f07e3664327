"""Room: what is wrong with an XLSForm, or is taken otherwise than written, each with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.errors import Refused

FAULTS = {
    "unreadable": "the file cannot be read as an Excel workbook ({why})",
    "macros": "the file holds macros; save it as .xlsx without them",
    "formula": "this cell holds a formula; paste its value instead",
    "no-sheet": "there is no sheet “{name}”",
    "no-column": "the sheet has no column “{name}”",
    "too-many-rows": "more than {most} rows",
    "standard": "the XLSForm standard does not allow this: {why}",
    "type-unknown": "the type “{name}” is not known",
    "type-refused": "a question of type “{name}” cannot be asked in chat",
    "name-missing": "the question has no name",
    "name-twice": "the name “{name}” is used twice",
    "name-too-long": "the name “{name}” is longer than {most} characters",
    "label-missing": "the question has no label",
    "label-too-long": "{length} characters are more than a message holds ({most})",
    "list-missing": "the choice list “{name}” is not on the sheet “choices”",
    "list-too-long": "{count} choices are more than a message holds ({most}); add a choice_filter",
    "choice-missing": "the choice has no name",
    "choice-blank": "the choice's name holds a blank, which tells choices apart",
    "choice-label-missing": "the choice has no label",
    "choices-twice": "the list has the choice “{name}” twice",
    "group-open": "this group is not closed",
    "group-close": "nothing is open that could be closed here",
    "repeat-nested": "a repeat within a repeat cannot be asked in chat",
    "external": "choices from a file of its own are not read",
    "expression": "{why}",
    "unknown-question": "“{wanted}” is no question of this form",
    "circle": "these questions hang on each other in a circle: {name}",
    "parameters": "a range needs start, end and step as numbers, end above start",
    "setting-missing": "the setting “{name}” is missing: add the column, or say {option}",
    "setting-wrong": "the setting “{name}” is not understood: {value}",
    "order": "it closes before it opens",
    "reveals": "an anonymous survey puts the same questions and choices to everybody, for what is "
    "put is stored. Write repeats out, offer all choices, say yes or no of required; or let it "
    "not be anonymous",
    "photo-anonymous": "an anonymous survey asks for no photos: a photo can tell whose it is, and "
    "cannot be sealed",
    "photo-papers": "photos of identity papers are never asked for",
    "encrypted": "encrypted submissions (public_key) are not taken",
}
WARNINGS = {
    "code-changed": "the survey's code becomes “{name}”",
    "no-vietnamese": "there are no Vietnamese labels: everybody reads the others",
    "type-metadata": "“{name}” is not recorded: the program keeps its own record of who and when",
    "name-shortened": "the name is kept as “{name}”, in expressions too",
    "type-hidden": "“{name}” is hidden and has nothing to work out: left out",
    "image-in-words": "a photo is taken where the channel brings one, else words",
    "place-in-words": "the place is asked for by its name, never by a location",
    "column-dropped": "the column “{name}” means nothing in chat: left out",
    "setting-dropped": "the setting “{name}” means nothing here: left out",
    "appearance-dropped": "the appearance “{name}” means nothing in chat",
    "media-dropped": "sound and video are not played: left out",
    "media-named": "the picture “{name}” goes with the question if it lies beside the file",
    "choice-picture": "the picture “{name}” of a choice is kept by its name, not shown",
    "label-long": "{length} characters are more than one reads in a chat ({most})",
    "choice-long": "phones cut off a choice of {length} characters ({most})",
    "choices-many": "{count} choices are many for a phone ({most})",
    "repeat-bounded": "it is asked at most {most} times",
    "put-to-all": "an anonymous survey asks this of everybody, who may pass it; the condition "
    "decides under seal what counts. Say in the label or the hint whom it is for",
    "styles-dropped": "bold, colours and headings are left out; a link stands with its address",
    "setting-awaited": "the setting “{name}” is missing: the import needs the column, or {option}",
    "readonly": "a question that may not be changed is shown as a note",
    "standard": "{why}",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Hold a fault or a warning, where it stands and what it says."""

    sheet: str
    row: int  # from 1, 0 for the whole sheet
    column: str  # its letter, empty for the whole row
    code: str
    values: dict[str, str | int] = field(default_factory=dict)
    is_warning: bool = False

    @property
    def phrase(self) -> str:
        """Name the phrase that tells it to people."""
        return f"xlsform-{'warning' if self.is_warning else 'fault'}-{self.code}"

    def __str__(self) -> str:
        place = [f"sheet {self.sheet}"] if self.sheet else []
        place += [f"row {self.row}"] if self.row else []
        place += [f"column {self.column}"] if self.column else []
        told = (WARNINGS if self.is_warning else FAULTS)[self.code].format(**self.values)
        return f"{', '.join(place)}: {told}" if place else told


class XlsFormError(Refused):
    """Say everything that keeps an XLSForm from being a survey, at once."""

    def __init__(self, faults: Sequence[Remark]) -> None:
        super().__init__("xlsform-faults", count=len(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)
