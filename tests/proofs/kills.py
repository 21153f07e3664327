"""Proof: kill -9 in a broadcast and in registrations loses nothing and repeats nothing.

What the program had in its hands when it died is `unknown`, is no more than a claim and what was
in flight, and is never sent again; everything else arrives once.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import count, islice
from pathlib import Path

from sqlalchemy import func, select

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Draft
from bot.clock import LOCAL
from bot.db import Database
from bot.models import (
    Chat,
    Delivery,
    FailedUpdate,
    Link,
    Organisation,
    StoredReply,
    Update,
)
from tests.kit.deeds import Act, Heard, Push
from tests.kit.gates import Failed
from tests.kit.makers import make_member
from tests.kit.phrasebook import Phrasebook
from tests.kit.residents import Person, Resident
from tests.kit.towns import TelegramTown, settle
from tests.proofs.casting import FIRST_CHAT, ORGANISATIONS, Cast
from tests.proofs.moments import LETTER, MOMENTS, Moment, Watch
from tests.proofs.running import Bot, bot_api, eventually

RATE = 100.0
TRIES = 3  # a missed moment is counted, and tried again this often
GROUP = "tổ 99"  # where the readers of the broadcasts live
BUTTONS = ({"label": "Đã đọc", "answer": "Cảm ơn đã báo."},)
EVERYBODY = 10**9  # nobody is asked to approve
MORNING = datetime(2026, 12, 1, 8, tzinfo=LOCAL)  # no quiet hours while it lasts
FIRST_READER = 500_001  # below the first chat of who registers


@dataclass(frozen=True)
class Plan:
    """Say how many kills, how many readers a broadcast has and how many register between kills."""

    kills: int
    readers: int
    comers: int
    hurried: bool
    within: float


@dataclass(eq=False)
class Reader(Resident):
    """Read broadcasts and press the button below each."""

    def hear(self, heard: Heard) -> list[Act]:
        """Press what may be pressed; any other message is the answer."""
        self.heard.append(heard)
        if heard.again:
            return []
        self.busy = bool(heard.labels)
        acts: list[Act] = [Push(heard.ref, label) for label in heard.labels[:1]]
        self.done += acts
        return acts


@dataclass
class Scene:
    """Hold the stage between the kills."""

    plan: Plan
    watch: Watch
    cast: Cast
    readers: list[Reader] = field(default_factory=list)
    comers: list[Resident] = field(default_factory=list)
    hits: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    @property
    def town(self) -> TelegramTown:
        """Return where everybody lives."""
        assert isinstance(self.watch.town, TelegramTown)
        return self.watch.town

    @property
    def database(self) -> Database:
        """Return the program's database."""
        return self.watch.database

    @property
    def dice(self) -> random.Random:
        """Return the dice that the seed made."""
        return self.cast.dice


async def prove(folder: Path, database_url: str, plan: Plan, seed: int) -> str:
    """Kill the program so often and return the line of counts; raise Failed."""
    async with open_scene(folder, database_url, plan, seed) as scene:
        await gather_readers(scene)
        for moment in deal_moments(plan.kills, scene.dice):
            await kill_once(scene, moment)
        await settle(scene.town, within=plan.within, nudges=True)
        await eventually(lambda: is_all_over(scene), "nothing is open", within=plan.within)
        told = await reckon(scene)
        await scene.watch.bot.stop()
    return told


@asynccontextmanager
async def open_scene(
    folder: Path, database_url: str, plan: Plan, seed: int
) -> AsyncIterator[Scene]:
    """Build the stage and start the program; all is stopped in the end."""
    with bot_api(folder) as api:
        bot = Bot(folder, database_url, api, RATE, hurried=plan.hurried)
        town, database = TelegramTown(api), Database(database_url)
        scene = Scene(plan, Watch(bot, database, town), Cast(Phrasebook(), random.Random(seed)))
        try:
            await town.open()
            bot.clock.set(MORNING)
            await bot.command(("migrate",), *organisations())
            await scene.watch.start()
            yield scene
        finally:
            await town.close()
            await bot.kill()
            await database.close()


def organisations() -> list[tuple[str, ...]]:
    """Return the commands that add the organisations."""
    return [("organisation", "add", code, name) for code, name in ORGANISATIONS.items()]


def deal_moments(kills: int, dice: random.Random) -> list[Moment]:
    """Return so many moments in a random order, none again before all have had their turn."""
    dealt: list[Moment] = []
    while len(dealt) < kills:
        dealt += dice.sample(MOMENTS, len(MOMENTS))
    return dealt[:kills]


async def gather_readers(scene: Scene) -> None:
    """Make members who are reached on Telegram, for the broadcasts to be sent to."""
    chats = list(islice(count(FIRST_READER), scene.plan.readers))
    person = Person("Người đọc", "Ba Đình", 1, 1970)
    book, dice = scene.cast.book, scene.dice
    scene.readers = [Reader(chat, [person], book, dice) for chat in chats]
    scene.town.residents |= {one.chat: one for one in scene.readers}
    acts = [{"user_id": chat, "act": "add", "started": True} for chat in chats]
    await scene.town.ask("acts", acts, verb="POST")
    async with scene.database.transaction() as session:
        for chat in chats:
            name = f"{person.name} {chat}"
            await make_member(session, name=name, group=GROUP, chat=f"telegram:{chat}")


async def kill_once(scene: Scene, moment: Moment) -> None:
    """Bring about a moment, kill, and start again; a missed one is tried again and counted."""
    title = f"{moment.name} in {moment.scene}"
    for _ in range(TRIES):
        stir = partial(launch if moment.scene == "broadcast" else let_come, scene)
        await stir()
        hit = await scene.watch.kill_at(moment, scene.dice, stir)
        await scene.watch.start()
        if hit:
            scene.hits[title] += 1
            return
        scene.missed.append(title)
    raise Failed(f"{TRIES} times missed: {title}")


async def launch(scene: Scene) -> None:
    """Let a broadcast to the readers begin; its lines are committed when this returns."""
    body = f"Thư số {len(scene.watch.letters) + 1} gửi bà con."
    async with scene.database.transaction() as session:
        now = scene.watch.bot.clock.now()
        sender = (await session.scalars(select(Organisation.id).limit(1))).one()
        draft = Draft(sender, body, body, {"group": GROUP}, buttons=BUTTONS)
        written = await broadcasts.write(session, OPERATOR, draft, now=now)
        scene.watch.letters[body] = written.id
        await broadcasts.launch(session, OPERATOR, written.id, now=now, approve_over=EVERYBODY)


async def let_come(scene: Scene) -> None:
    """Let some more people begin to register."""
    comers = scene.cast.make(scene.plan.comers, contact=True)
    scene.comers += comers
    await scene.town.settle_in(comers)
    for one in comers:
        scene.town.do(one, one.begin())


async def is_all_over(scene: Scene) -> bool:
    """Tell whether no line and no reply is open any more."""
    async with scene.database.reading() as session:
        for table in (Delivery, StoredReply):
            query = select(func.count()).where(table.state.in_(("queued", "sending")))
            if await session.scalar(query):
                return False
    return True


async def reckon(scene: Scene) -> str:
    """Hold what is stored against what the server took; return the line of counts."""
    watch = scene.watch
    await watch.catch_up()
    letters = await hold_letters(scene)
    replies = await hold_replies(scene)
    registered = await hold_registrations(scene)
    unknown = letters["unknown"] + replies["unknown"]
    if unknown != watch.unknown:
        raise Failed(f"{unknown} are unknown, {watch.unknown} were in hand at the kills")
    return (
        f"{sum(scene.hits.values())} kills in {len(scene.hits)} moments, "
        f"{len(scene.missed)} missed, {letters['sent']:,} letters, {replies['sent']:,} replies, "
        f"{registered} registered, {unknown} unknown of at most {watch.allowed:.0f}, "
        "0 lost, 0 twice; "
        f"the machine late by {watch.bystander.worst:.3f} s"
    )


async def hold_letters(scene: Scene) -> Counter[str]:
    """Hold each line of the ledger against what arrived."""
    wanted = len(scene.watch.letters) * len(scene.readers)
    async with scene.database.reading() as session:
        query = select(Delivery.state, Delivery.broadcast_id, Chat.external_id)
        query = query.join(Chat, Chat.id == Delivery.chat_id)
        rows = (await session.execute(query)).all()
    for state, broadcast, chat in rows:
        arrived = scene.watch.arrived[int(chat), LETTER.format(broadcast)]
        check_line(f"letter {broadcast} to {chat}", Counter({state: 1}), arrived)
    if len(rows) != wanted:
        raise Failed(f"{len(rows)} lines of {wanted} letters")
    return Counter(state for state, _, _ in rows)


async def hold_replies(scene: Scene) -> Counter[str]:
    """Hold the replies of each chat, by their words, against what arrived there."""
    async with scene.database.reading() as session:
        query = select(StoredReply.state, StoredReply.body, Chat.external_id)
        rows = await session.execute(query.join(Chat, Chat.id == StoredReply.chat_id))
        states: dict[tuple[int, str], Counter[str]] = {}
        for state, body, chat in rows:
            states.setdefault((int(chat), body["text"]), Counter())[state] += 1
    for (chat, text), lines in states.items():
        check_line(f"{text[:50]!r} to {chat}", lines, scene.watch.arrived[chat, text])
    unasked = {
        key
        for key in scene.watch.arrived
        if key not in states and not key[1].startswith(LETTER.format(""))
    }
    if unasked:
        raise Failed(f"sent without a reply that is stored: {list(unasked)[:3]}")
    return sum(states.values(), Counter())


def check_line(what: str, lines: Counter[str], arrived: int) -> None:
    """Raise Failed unless all that is sent arrived, and nothing more than may have been sent."""
    if set(lines) - {"sent", "unknown"}:
        raise Failed(f"{what} is {dict(lines)}")
    if not lines["sent"] <= arrived <= lines["sent"] + lines["unknown"]:
        raise Failed(f"{what} arrived {arrived} times, and is {dict(lines)}")


async def hold_registrations(scene: Scene) -> int:
    """Hold who is registered, and how many updates were taken, against the residents' log."""
    everybody: list[Resident] = [*scene.readers, *scene.comers]
    told = {one.chat: len(one.members) for one in scene.comers if one.members}
    async with scene.database.reading() as session:
        query = select(Chat.external_id, func.count()).join(Link, Link.chat_id == Chat.id)
        rows = await session.execute(query.group_by(Chat.external_id))
        stored = {int(chat): n for chat, n in rows if int(chat) >= FIRST_CHAT}
        taken = await session.scalar(select(func.count()).select_from(Update)) or 0
        failed = await session.scalar(select(func.count()).select_from(FailedUpdate)) or 0
    done = sum(len(one.done) for one in everybody)
    if stored != told:
        raise Failed(f"registered {stored}, by their own word {told}")
    if taken != done or failed:
        raise Failed(f"{taken} updates taken of {done}, {failed} failed")
    return sum(told.values())
