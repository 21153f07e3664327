"""Proofs: what ought to have happened, by the residents' own log, beside what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from bot.db import Database
from bot.models import (
    Broadcast,
    ChannelAccount,
    Chat,
    Delivery,
    Member,
    Organisation,
    StoredReply,
    Survey,
)
from bot.surveys.places import (
    ALL_ORGANISATIONS,
    ALL_WARDS,
    NO_ORGANISATION,
    Cell,
    Place,
    places_of,
)
from bot.surveys.strata import Stratum, coarsen
from bot.words import fold, given_name
from tests.kit.gates import Failed
from tests.kit.makers import OLD_WARDS
from tests.kit.opinions import Plan
from tests.kit.residents import Person, Resident
from tests.proofs.casting import ORGANISATIONS, Row

CODES = {name: code for code, name in ORGANISATIONS.items()}
ROLL_OF = "cdtp"
SENDERS = ("finished", "answered", "unasked")


@dataclass
class Expected:
    """Hold who ought to get one letter, and why each other one in its audience does not."""

    name: str
    whom: dict[int, list[Person]] = field(default_factory=dict)  # by chat
    before: dict[int, int] = field(default_factory=dict)  # letters that each chat has had
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)  # (state, reason)


@dataclass
class Ledger:
    """Hold what the program wrote of its newest broadcast of a kind."""

    number: int = 0
    fates: Counter[tuple[str, str]] = field(default_factory=Counter)
    state: str = ""


def expect(
    name: str, residents: Iterable[Resident], *, purpose: str, wards: Sequence[str]
) -> Expected:
    """Say who of the chats ought to get a letter to these wards."""
    expected = Expected(name)
    for one in residents:
        expected.before[one.chat] = len(one.letters)
        for person in one.members:
            if person.ward not in wards or (name == "reminder" and not is_reminded(one, person)):
                continue
            why = reason_against(one, person, purpose)
            expected.fates["skipped" if why else "sent", why] += 1
            if not why:
                expected.whom.setdefault(one.chat, []).append(person)
    return expected


def is_reminded(one: Resident, person: Person) -> bool:
    """Tell whether a reminder is about somebody: may be asked, and has not handed in."""
    return not person.handed_in and not one.stopped and "surveys" in person.consents


def reason_against(one: Resident, person: Person, purpose: str) -> str:
    """Return why somebody ought not to get a letter, or nothing."""
    reasons = (
        (one.stopped, "opted_out"),
        (purpose not in person.consents, "no_consent"),
        (one.blocked, "blocked"),
    )
    return next((why for holds, why in reasons if holds), "")


def expect_roll(
    expected: Expected, rolled: Iterable[Row], residents: Sequence[Resident], wards: Sequence[str]
) -> None:
    """Add the roll's people who have no chat: claimed by somebody's, or not registered."""
    people = [person for one in residents for person in one.members]
    proven = {(person.name, person.phone) for person in people if person.on_roll}
    typed = [person for person in people if person.phone and not person.on_roll]
    claimed = {(person.name, person.phone) for person in typed}
    for row in rolled:
        if row.ward in wards and (row.name, row.phone) not in proven:
            why = "claimed" if (row.name, row.phone) in claimed else "not_registered"
            expected.fates["skipped", why] += 1


async def read_ledger(database: Database, *, kind: str) -> Ledger:
    """Read the newest broadcast of a kind; 0 is the number of none."""
    async with database.reading() as session:
        newest = select(Broadcast).where(Broadcast.kind == kind).order_by(Broadcast.id.desc())
        broadcast = (await session.scalars(newest.limit(1))).first()
        if broadcast is None:
            return Ledger()
        query = select(Delivery.state, Delivery.reason, func.count())
        query = query.where(Delivery.broadcast_id == broadcast.id)
        rows = await session.execute(query.group_by(Delivery.state, Delivery.reason))
        fates = Counter({(state, reason): n for state, reason, n in rows})
    return Ledger(broadcast.id, fates, broadcast.state)


def compare_letters(expected: Expected, residents: Iterable[Resident], ledger: Ledger) -> int:
    """Hold what arrived against what ought to; return how many are unknown. Raise Failed."""
    missing = 0
    nth = expected.name
    for one in residents:
        got = [names for name, names in one.letters[expected.before[one.chat] :] if name == nth]
        wanted = expected.whom.get(one.chat, [])
        if len(got) > 1:
            raise Failed(f"{one.chat} received {nth} {len(got)} times")
        if got and not wanted:
            raise Failed(f"{one.chat} received {nth}, but ought not to: {one.people}")
        missing += len(wanted) if wanted and not got else 0
        for person in wanted if got else ():
            if fold(given_name(person.name)) not in fold(got[0]):
                raise Failed(f"{nth} to {one.chat} does not name {person.name}: {got[0]}")
    compare_fates(expected, ledger, missing)
    return missing


def compare_fates(expected: Expected, ledger: Ledger, missing: int) -> None:
    """Hold the ledger's rows against what ought to be; only a kill leaves `unknown`."""
    unknown = sum(n for (state, _), n in ledger.fates.items() if state == "unknown")
    seen = Counter(ledger.fates)
    for key in [key for key in seen if key[0] == "unknown"]:
        seen["sent", ""] += seen.pop(key)
    if seen != expected.fates:
        raise Failed(f"{expected.name}: the ledger has {seen}, ought to have {expected.fates}")
    if missing > unknown:
        raise Failed(f"{expected.name}: {missing} did not arrive, {unknown} are unknown")
    silent = [key for key in ledger.fates if key[0] != "sent" and not key[1]]
    if silent or ledger.state != "finished":
        raise Failed(f"{expected.name} is {ledger.state}; without a reason: {silent}")


@dataclass
class Truth:
    """Count a survey as the residents' own log has it."""

    turnout: Counter[Cell] = field(default_factory=Counter)
    rows: list[Counter[Cell]] = field(default_factory=list)

    def add_turnout(self, stratum: Stratum, *, handed_in: bool) -> None:
        """Count one who may answer."""
        for place in places_of(*stratum):
            self.turnout["entitled", place] += 1
            self.turnout["finished", place] += handed_in

    def add_answers(self, person: Person, stratum: Stratum) -> None:
        """Count what one who handed in said."""
        for place in filter(is_told, places_of(*stratum)):
            for number, answer in person.answers.items():
                self.rows[number].update((row, place) for row in answer.rows)


def is_told(place: Place) -> bool:
    """Tell whether answers are told of a place: by ward, or by organisation, never by both."""
    ward, organisation = place
    return organisation == ALL_ORGANISATIONS or (
        ward == ALL_WARDS and organisation != NO_ORGANISATION
    )


def count_truth(
    plan: Plan, people: Sequence[Person], rolled: Iterable[Row], ids: dict[str, int]
) -> Truth:
    """Count who may answer, who handed in, and what they said, by ward and organisation."""
    truth = Truth(rows=[Counter() for _ in plan.questions])
    listed = list(rolled)
    spare, answered = find_spare(people, {(row.name, row.phone) for row in listed if row.phone})
    lines = [person for person in people if person not in spare]
    standing = {(person.name, person.phone) for person in lines if person.on_roll}
    for row in listed:
        if (row.name, row.phone) not in standing | answered:
            truth.add_turnout((OLD_WARDS[row.ward], (ids[ROLL_OF],)), handed_in=False)
    for person in lines:
        truth.add_turnout(stratum_of(person, ids), handed_in=person.handed_in)
    finished = [person for person in lines if person.handed_in]
    strata = [stratum_of(person, ids) for person in finished]
    for person, stratum in zip(
        finished, coarsen(strata) if plan.anonymous else strata, strict=True
    ):
        truth.add_answers(person, stratum)
    return truth


def find_spare(
    people: Sequence[Person], rows: Collection[tuple[str, str]]
) -> tuple[set[Person], set[tuple[str, str]]]:
    """Return whom another stands for, and the roll's rows that a claimant's answer stands for.

    Who typed a row's name and phone is the same person as the row, and as whoever proved it.
    """
    proven = {(person.name, person.phone): person for person in people if person.on_roll}
    spare: set[Person] = set()
    answered: set[tuple[str, str]] = set()
    for person in people:
        key = person.name, person.phone
        if person.on_roll or key not in rows:
            continue
        rival = proven.get(key)
        if not person.handed_in or (rival and rival.handed_in):
            spare.add(person)
        else:
            answered.add(key)
            spare |= {rival} if rival else set()
    return spare, answered


def stratum_of(person: Person, ids: dict[str, int]) -> Stratum:
    """Return where somebody counts."""
    return OLD_WARDS[person.ward], organisations_of(person, ids)


def organisations_of(person: Person, ids: dict[str, int]) -> tuple[int, ...]:
    """Return the organisations that somebody counts in."""
    declared = {ids[CODES[name]] for name in person.organisations}
    return tuple(sorted(declared | ({ids[ROLL_OF]} if person.on_roll else set())))


async def is_closed(database: Database, code: str) -> bool:
    """Tell whether the clock has closed a survey."""
    async with database.reading() as session:
        return await session.scalar(select(Survey.state).where(Survey.code == code)) == "closed"


async def find_ids(database: Database) -> dict[str, int]:
    """Return the organisations' ids by their codes."""
    async with database.reading() as session:
        listed = await session.scalars(select(Organisation))
        return {one.code: one.id for one in listed}


async def count_members(database: Database, source: str) -> int:
    """Count the living members of one source."""
    async with database.reading() as session:
        query = select(Member.id).where(Member.source == source, Member.state == "active")
        return len((await session.scalars(query)).all())


async def count_blocked(database: Database) -> int:
    """Count the chats that their people closed."""
    async with database.reading() as session:
        query = select(Chat.id).join(ChannelAccount, ChannelAccount.id == Chat.account_id)
        return len((await session.scalars(query.where(Chat.state == "blocked"))).all())


async def tell_replies(database: Database, chats: Sequence[str]) -> str:
    """Say what the last replies to these chats were, and what became of them."""
    query = (
        select(Chat.external_id, StoredReply)
        .join(StoredReply, StoredReply.chat_id == Chat.id)
        .where(Chat.external_id.in_(chats))
        .order_by(StoredReply.id.desc())
        .limit(5 * len(chats))
    )
    async with database.reading() as session:
        return "; ".join(
            f"{chat}: {reply.id} {reply.state} {reply.reason} {reply.created_at:%H:%M:%S} "
            f"{str(reply.body)[:60]}"
            for chat, reply in await session.execute(query)
        )
