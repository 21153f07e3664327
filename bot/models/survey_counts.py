"""Ground: how many people said what, and how many of a roll handed in: counted by triggers.

No writer can go round a trigger, so what is read here never drifts from the rows. Only what was
handed in counts, so a turn that stores an answer on the way finds nothing to do. Words that people
wrote are counted as given, never kept here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from sqlalchemy import DDL, Index, String, Text, event
from sqlalchemy import Table as SqlTable
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.surveys import Answer, Entitlement, Response, UnsealedAnswers
from bot.models.tables import Large, Table

ANSWER_KEY = ("survey_id", "question", "value", "ward_key", "organisation_ids")
ROLL_KEY = (
    *("survey_id", "ward_key", "organisation_ids", "residential_group", "confirmed"),
    "handed_in",
)
EVERYBODY = ""  # the question under which whole unsealed responses are counted
BY_THEMSELVES, RECORDED = "self", "recorded"  # how it was handed in; empty: not


class AnswerCount(Table):
    """Hold a change of how many handed in one answer to one question, of those who are alike.

    As of deliveries: SQLite adds up at once, PostgreSQL notes changes, which a job folds.
    """

    __tablename__ = "answer_counts"
    __table_args__ = (
        Index("ix_answer_counts_survey", "survey_id"),
        Index("uq_answer_counts", *ANSWER_KEY, unique=True).ddl_if(dialect="sqlite"),
    )

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    survey_id: Mapped[int]
    question: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(Text)  # a document as text
    ward_key: Mapped[str] = mapped_column(String(20))  # empty: unknown
    organisation_ids: Mapped[str] = mapped_column(Text)  # a list as text
    lines: Mapped[int]


class RollCount(Table):
    """Hold a change of how many lines of a survey's roll are alike, and whether they handed in."""

    __tablename__ = "roll_counts"
    __table_args__ = (
        Index("ix_roll_counts_survey", "survey_id"),
        Index("uq_roll_counts", *ROLL_KEY, unique=True).ddl_if(dialect="sqlite"),
    )

    id: Mapped[int] = mapped_column(Large, primary_key=True)
    survey_id: Mapped[int]
    ward_key: Mapped[str] = mapped_column(String(20))  # empty: unknown
    organisation_ids: Mapped[str] = mapped_column(Text)  # a list as text
    residential_group: Mapped[str] = mapped_column(String(80))
    confirmed: Mapped[bool]
    handed_in: Mapped[str] = mapped_column(String(10))  # empty | self | recorded
    lines: Mapped[int]


KEYS = {"answer_counts": ANSWER_KEY, "roll_counts": ROLL_KEY}
SIDES = {"INSERT": (("NEW", 1),), "DELETE": (("OLD", -1),), "UPDATE": (("OLD", -1), ("NEW", 1))}
ROWS = {"NEW": "new_rows", "OLD": "old_rows"}  # of one statement, on PostgreSQL
TABLES = {"e": "entitlements", "r": "responses", "a": "answers", "u": "unsealed_answers"}
WORDLESS = {  # the words and the photo are the row's alone: what counts is that they were given
    "sqlite": "json_replace({0}, '$.text', '', '$.photo', 0)",
    "postgresql": "CAST(jsonb_set(jsonb_set({0}, '{{text}}', '\"\"', false), "
    "'{{photo}}', '0', false) AS text)",
}
# which table's rows change, on which event, what must be true of a row for anything to count
CHANGES = {
    "e": {"INSERT": "", "DELETE": "", "UPDATE": ""},
    "a": {"INSERT": "", "DELETE": "", "UPDATE": ""},
    "u": {"INSERT": "", "DELETE": "", "UPDATE": ""},
    "r": {
        "INSERT": "NEW.state = 'finished'",
        "DELETE": "OLD.state = 'finished'",
        "UPDATE": "(OLD.state = 'finished' OR NEW.state = 'finished') AND "
        "(OLD.state <> NEW.state OR OLD.survey_id <> NEW.survey_id "
        "OR OLD.member_id <> NEW.member_id OR OLD.recorded_by <> NEW.recorded_by)",
    },
}
IS_FINISHED = "EXISTS (SELECT 1 FROM responses WHERE id = {0}.response_id AND state = 'finished')"
COUNTED = {  # what each table's rows count in
    "e": ("roll_counts", "answer_counts"),
    "r": ("roll_counts", "answer_counts"),
    "a": ("answer_counts",),
    "u": ("answer_counts",),
}


def select_answers(dialect: str, changed: str = "", row: str = "", step: int = 1) -> str:
    """Return the answers that count, with their step; of one changed row where one is named.

    `changed` is the letter of its table, `row` what stands for it: OLD, NEW, or a table of rows.
    """
    if changed == "u":
        return _select_unsealed(dialect, row, step)
    e, r, a, tables = _stand_for(dialect, changed, row, "era")
    return (
        f"SELECT {e}.survey_id, {a}.question, {WORDLESS[dialect].format(a + '.value')}, "
        f"COALESCE({e}.ward_key, ''), CAST({e}.organisation_ids AS text), {step} "
        f"FROM {tables} WHERE {e}.survey_id = {r}.survey_id AND {e}.member_id = {r}.member_id "
        f"AND {a}.response_id = {r}.id AND {r}.state = 'finished'"
    )


def select_roll(dialect: str, changed: str = "e", row: str = "", step: int = 1) -> str:
    """Return the lines of a roll, with their step; of one changed row where one is named.

    A response that was handed in takes its line from those who have not.
    """
    e, r, tables = _stand_for(dialect, changed, row, "er")
    line = (
        f"SELECT {e}.survey_id, COALESCE({e}.ward_key, ''), CAST({e}.organisation_ids AS text), "
        f"{e}.residential_group, {e}.confirmed, "
    )
    how = f"CASE WHEN {r}.recorded_by = '' THEN '{BY_THEMSELVES}' ELSE '{RECORDED}' END"
    theirs = (
        f"{r}.survey_id = {e}.survey_id AND {r}.member_id = {e}.member_id "
        f"AND {r}.state = 'finished'"
    )
    if changed == "r":
        given = f"FROM {tables} WHERE {theirs}"
        return f"{line}{how}, {step} {given} UNION ALL {line}'', {-step} {given}"
    found = f"COALESCE((SELECT {how} FROM responses AS r WHERE {theirs}), '')"
    lines = "" if row in ("OLD", "NEW") else f" FROM {row or 'entitlements'} AS e"
    return f"{line}{found}, {step}{lines}"


def _stand_for(dialect: str, changed: str, row: str, letters: str) -> list[str]:
    """Return what each letter is called, then all tables to be read."""
    is_row = row in ("OLD", "NEW")
    names = [row if one == changed and is_row else one for one in letters]
    read = {one: TABLES[one] for one in letters} | ({changed: row} if changed and row else {})
    tables = (f"{name} AS {one}" for one, name in read.items() if not (one == changed and is_row))
    return [*names, ", ".join(tables)]


def _select_unsealed(dialect: str, row: str, step: int) -> str:
    """Return the answers of unsealed responses, and each response once beside them."""
    is_row = row in ("OLD", "NEW")
    u, given = (row, "") if is_row else ("u", f"{row or 'unsealed_answers'} AS u")
    where = f"COALESCE({u}.ward_key, ''), CAST({u}.organisation_ids AS text), {step}"
    each = "json_each" if dialect == "sqlite" else "jsonb_each"
    tables = ", ".join(filter(None, (given, f"{each}({u}.answers) AS a")))
    alone = f" FROM {given}" if given else ""
    return (
        f"SELECT {u}.survey_id, a.key, {WORDLESS[dialect].format('a.value')}, {where} "
        f"FROM {tables} UNION ALL "
        f"SELECT {u}.survey_id, '{EVERYBODY}', '{{}}', {where}{alone}"
    )


SELECTS = {"answer_counts": select_answers, "roll_counts": select_roll}


def _on_sqlite() -> Iterator[tuple[str, str, str]]:
    """Yield each trigger's name, its table and how it is made: a row at a time, added up."""
    for letter, happens, where in _all_changes():
        if letter == "a":
            where = " OR ".join(IS_FINISHED.format(row) for row, _ in SIDES[happens])
        steps = []
        for table in COUNTED[letter]:
            key = ", ".join(KEYS[table])
            for row, step in SIDES[happens]:
                rows = SELECTS[table]("sqlite", letter, row, step)
                steps.append(
                    f"INSERT INTO {table} ({key}, lines) SELECT * FROM ({rows}) WHERE true "
                    f"ON CONFLICT ({key}) DO UPDATE SET lines = lines + excluded.lines;"
                )
        when = f"WHEN {where} " if where else ""
        name, table = name_of(letter, happens), TABLES[letter]
        made = (
            f"CREATE TRIGGER {name} AFTER {happens} ON {table} {when}BEGIN {' '.join(steps)} END"
        )
        yield name, table, made


def _on_postgresql() -> Iterator[tuple[str, str, str]]:
    """Yield each function and trigger: of responses a row at a time, of others a statement.

    They go by index: what is planned for a roll of a million is kept for the next single line.
    """
    for letter, happens, where in _all_changes():
        name, table = name_of(letter, happens), TABLES[letter]
        write = _note_row if letter == "r" else _note_rows
        steps = " ".join(write(letter, happens, counts) for counts in COUNTED[letter])
        yield (
            name,
            table,
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = off "
            f"SET enable_mergejoin = off AS $$ BEGIN {steps} RETURN NULL; END $$",
        )
        given = " ".join(f"{row} TABLE AS {ROWS[row]}" for row, _ in SIDES[happens])
        how = (
            f"FOR EACH ROW WHEN ({where})"
            if letter == "r"
            else f"REFERENCING {given} FOR EACH STATEMENT"
        )
        made = f"CREATE TRIGGER {name} AFTER {happens} ON {table} {how} EXECUTE FUNCTION {name}()"
        yield name, table, made


def _note_row(letter: str, happens: str, counts: str) -> str:
    """Note what one response takes away and brings, where it was handed in or is."""
    key = ", ".join(KEYS[counts])
    return " ".join(
        f"IF {row}.state = 'finished' THEN INSERT INTO {counts} ({key}, lines) "
        f"{SELECTS[counts]('postgresql', letter, row, step)}; END IF;"
        for row, step in SIDES[happens]
    )


def _note_rows(letter: str, happens: str, counts: str) -> str:
    """Note what a statement's rows come to, those that are alike together."""
    key = ", ".join(KEYS[counts])
    rows = " UNION ALL ".join(
        SELECTS[counts]("postgresql", letter, ROWS[row], step) for row, step in SIDES[happens]
    )
    return (
        f"INSERT INTO {counts} ({key}, lines) SELECT {key}, SUM(step) "
        f"FROM ({rows}) AS c ({key}, step) GROUP BY {key} HAVING SUM(step) <> 0;"
    )


def _all_changes() -> Iterator[tuple[str, str, str]]:
    for letter, events in CHANGES.items():
        for happens, where in events.items():
            yield letter, happens, where


def name_of(letter: str, happens: str) -> str:
    """Return what the trigger of a table and an event is called."""
    return f"count_{TABLES[letter]}_{happens.lower()}"


TRIGGERS = {"sqlite": tuple(_on_sqlite()), "postgresql": tuple(_on_postgresql())}
MODELS = (Entitlement, Response, Answer, UnsealedAnswers)

for dialect, made in TRIGGERS.items():
    for _, of, one in made:
        table = next(cast("SqlTable", m.__table__) for m in MODELS if m.__tablename__ == of)
        statement = DDL(one).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
        event.listen(table, "after_create", statement)
