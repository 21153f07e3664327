"""Room: what becomes of each row of a roll, before any database is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from bot.phones import find_phones, phone_text, why_not_phone
from bot.rolls.cells import (
    find_group,
    first_of,
    is_ditto,
    read_birth_year,
    read_group,
    text_of,
    texts_of,
)
from bot.rolls.columns import Columns
from bot.rolls.dates import find_birthday, find_dates, find_tags
from bot.rolls.headings import ADDRESS, BIRTH, BRANCH, GROUP, NOTE, PHONE, WARD
from bot.rolls.nobody import Section, name_cell, why_nobody
from bot.rolls.people import holds_two_people, is_name, read_name
from bot.rolls.reading import SheetRow
from bot.rolls.sexes import find_sex
from bot.rolls.whys import MENDABLE, say_why
from bot.words import fold, looks_legacy, same_name


class Fate(StrEnum):
    """Name what becomes of a row."""

    NEW = "new"
    REPEAT = "repeat"
    SHARED_PHONE = "shared phone"
    NO_PHONE = "no phone"
    BAD_PHONE = "bad phone"
    TWO_PEOPLE = "two people"
    NOT_A_PERSON = "not a person"


class WardNames(Protocol):
    """Recognise a ward in an address; bot.areas.Places is one."""

    def recognise(self, address: str) -> str | None:
        """Give the ward's proper name, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRow:
    """Hold one row's fate, what was read of it, and why, for people (`why`) and code (`codes`)."""

    row: int
    fate: Fate
    full_name: str = ""
    phone: str | None = None
    birth_year: int | None = None
    sex: str | None = None  # male | female | other
    ward: str | None = None
    group: str | None = None
    branch: str | None = None
    note: str = ""
    dates: Mapping[str, date] = field(default_factory=dict)  # card_expiry | birthday | joined
    tags: tuple[str, ...] = ()
    why: str = ""
    codes: tuple[str, ...] = ()
    first_row: int | None = None
    cells: tuple[object, ...] = field(default=(), repr=False)

    @property
    def is_mendable(self) -> bool:
        """Say whether an organizer can mend this row and import it again."""
        mended_by_hand = {Fate.BAD_PHONE, Fate.TWO_PEOPLE}
        return self.fate in mended_by_hand or not MENDABLE.isdisjoint(self.codes)


def read_roll(
    rows: Iterable[SheetRow], *, columns: Columns, wards: WardNames, this_year: int
) -> Iterator[RollRow]:
    """Tell the fate of every row that is not blank, in order.

    What is remembered of the rows before is their names and phones only.
    """
    reader = _Reader(columns, wards, this_year)
    for row in rows:
        if any(cell is not None and str(cell).strip() for cell in row.cells):
            yield reader.read(row)


@dataclass(slots=True)
class _Draft:
    """Gather what one row says, and what is to be said of it."""

    row: SheetRow
    name: str = ""
    phone: str | None = None
    birth_year: int | None = None
    sex: str | None = None
    ward: str | None = None
    group: str | None = None
    branch: str | None = None
    note: str = ""
    dates: dict[str, date] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    whys: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    first_row: int | None = None

    def add(self, code: str, **values: object) -> None:
        self.codes.append(code)
        self.whys.append(say_why(code, **values))

    def ended(self, fate: Fate) -> RollRow:
        return RollRow(
            row=self.row.number,
            fate=fate,
            full_name=self.name,
            phone=self.phone,
            birth_year=self.birth_year,
            sex=self.sex,
            ward=self.ward,
            group=self.group,
            branch=self.branch,
            note=self.note,
            dates=dict(self.dates),
            tags=tuple(dict.fromkeys(self.tags)),
            why=" ".join(self.whys),
            codes=tuple(self.codes),
            first_row=self.first_row,
            cells=self.row.cells,
        )


class _Seen:
    """Remember who was on the rows above, by phone, or by name and place without one."""

    def __init__(self) -> None:
        self._by_phone: dict[int, tuple[str | int, ...]] = {}
        self._by_place: dict[int, int] = {}

    def by_phone(self, draft: _Draft) -> Fate:
        key = int(draft.phone or 0)
        known = self._by_phone.get(key, ())
        pairs = list(zip(known[::2], known[1::2], strict=True))
        for name, row in pairs:
            if same_name(str(name), draft.name):
                draft.first_row = int(row)
                draft.add("repeat", first=row)
                return Fate.REPEAT
        self._by_phone[key] = (*known, draft.name, draft.row.number)
        if pairs:
            draft.first_row = int(pairs[0][1])
            draft.add("shared_phone", first=pairs[0][1])
            return Fate.SHARED_PHONE
        return Fate.NEW

    def by_place(self, draft: _Draft) -> bool:
        if draft.birth_year is None or not (draft.ward or draft.group):
            return False
        who = (draft.name.lower(), draft.birth_year, fold(draft.ward or ""), draft.group)
        first = self._by_place.setdefault(hash(who), draft.row.number)
        if first == draft.row.number:
            return False
        draft.first_row = first
        draft.add("repeat_no_phone", first=first)
        return True


class _Reader:
    def __init__(self, columns: Columns, wards: WardNames, this_year: int) -> None:
        self._columns = columns
        self._wards = wards
        self._this_year = this_year
        self._section = Section()
        self._seen = _Seen()
        self._above: dict[str, str] = {}

    def read(self, row: SheetRow) -> RollRow:
        draft = _Draft(row)
        nobody = why_nobody(row.cells, self._columns, self._section)
        if nobody is not None:
            draft.add(nobody)
            return draft.ended(Fate.NOT_A_PERSON)
        raw = name_cell(row.cells, self._columns)
        if looks_legacy(raw):
            draft.add("legacy_text")
            return draft.ended(Fate.NOT_A_PERSON)
        return self._read_person(draft, raw)

    def _read_person(self, draft: _Draft, raw: str) -> RollRow:
        phone_cell = self._phone_cell(draft)
        phones = find_phones(phone_cell)
        if holds_two_people(raw, phones=len(phones)):
            self._read_particulars(draft)
            draft.add("two_people")
            return draft.ended(Fate.TWO_PEOPLE)
        draft.name = read_name(raw)
        if not is_name(draft.name):
            draft.name = ""
            draft.add("not_a_name", cell=raw)
            return draft.ended(Fate.NOT_A_PERSON)
        self._read_particulars(draft)
        if phones:
            draft.phone = phones[0]
            if len(phones) > 1:
                draft.add("several_phones")
            return draft.ended(self._seen.by_phone(draft))
        return self._without_phone(draft, phone_cell)

    def _phone_cell(self, draft: _Draft) -> object:
        """Give the phone cell: of several columns the first that holds a number."""
        columns, cells = self._columns.of(PHONE), draft.row.cells
        filled = [cells[c] for c in columns if c < len(cells) and phone_text(cells[c])]
        return next((cell for cell in filled if find_phones(cell)), first_of(filled, range(1)))

    def _without_phone(self, draft: _Draft, cell: object) -> RollRow:
        if self._seen.by_place(draft):
            return draft.ended(Fate.REPEAT)
        why = why_not_phone(cell) or "no_phone"
        draft.add(why, cell=phone_text(cell))
        return draft.ended(Fate.NO_PHONE if why == "no_phone" else Fate.BAD_PHONE)

    def _read_particulars(self, draft: _Draft) -> None:
        self._read_birth_year(draft)
        draft.sex, bad_sexes = find_sex(draft.row.cells, self._columns)
        for cell in bad_sexes:
            draft.add("bad_sex", cell=cell)
        self._read_place(draft)
        draft.branch = self._text(draft, BRANCH) or self._section.branch
        draft.note = texts_of(draft.row.cells, self._columns.of(NOTE))
        self._read_dates_and_tags(draft)

    def _read_birth_year(self, draft: _Draft) -> None:
        for column in self._columns.of(BIRTH):
            cell = draft.row.cells[column] if column < len(draft.row.cells) else ""
            year, refused = read_birth_year(cell, this_year=self._this_year)
            if refused:
                draft.add("bad_birth_year", cell=text_of(cell))
            if year is not None:
                draft.birth_year = year
                draft.dates |= find_birthday(cell, year, this_year=self._this_year)
                return

    def _read_dates_and_tags(self, draft: _Draft) -> None:
        cells, columns = draft.row.cells, self._columns
        days, bad_days = find_dates(cells, columns, this_year=self._this_year)
        tags, bad_tags = find_tags(cells, columns)
        draft.dates |= days
        draft.tags += tags
        for code, refused in (("bad_date", bad_days), ("bad_tag", bad_tags)):
            for cell in refused:
                draft.add(code, cell=cell)

    def _read_place(self, draft: _Draft) -> None:
        ward, address = self._text(draft, WARD), self._text(draft, ADDRESS)
        ward = f"Phường {ward}" if ward.isdigit() else ward
        group = self._text(draft, GROUP)
        texts = [text for text in (ward, address, group, self._section.ward_text) if text]
        draft.ward = next(filter(None, map(self._wards.recognise, texts)), None)
        if draft.ward is None and (ward or address):
            draft.add("unknown_ward", cell=ward or address)
        cell = first_of(draft.row.cells, self._columns.of(GROUP))
        own = read_group(group if is_ditto(text_of(cell)) else cell)
        draft.group = own or self._section.group or find_group(address)

    def _text(self, draft: _Draft, name: str) -> str:
        """Give a field's text; a ditto mark repeats the row above."""
        text = texts_of(draft.row.cells, self._columns.of(name))
        if is_ditto(text):
            return self._above.get(name, "")
        self._above[name] = text
        return text
