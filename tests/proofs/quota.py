"""Proof: kill -9 while a Zalo bot's month runs out: nobody twice, it stays stopped, and says so.

A broadcast goes to more people than the platform takes messages. The program is killed about when
the last one is taken, so that the refusal, the pause and what is told are cut off in any place. It
starts again, stops again for the same reason, and goes on to the others once there is a new month.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot import broadcasts
from bot.access import OPERATOR
from bot.db import Database
from bot.models import AccountMonth, Broadcast, Chat, Delivery, StoredReply
from tests.kit.broadcasting import launch, read_state
from tests.kit.gates import Failed
from tests.kit.makers import BEGINNING, make_city, make_member, make_organizer
from tests.kit.zalo.bot_world import TOKEN
from tests.proofs.kills import MORNING
from tests.proofs.running import Bot, eventually, zalo_bots

NUMBER = TOKEN.partition(":")[0]
SPENT = "đã hết số tin nhắn"
MUCH = "1000000"
UNKNOWN_SECONDS, IN_FLIGHT = 0.3, 6


@dataclass(frozen=True)
class Plan:
    """Say how many kills there are, how many read each letter, and how fast it goes."""

    kills: int
    readers: int
    rate: float


@dataclass
class Scene:
    """Hold the program, its database, and the platform's control."""

    bot: Bot
    database: Database
    session: aiohttp.ClientSession

    async def ask(self, noun: str, told: object = None) -> Any:
        """Ask the platform's control."""
        verb = "GET" if told is None else "POST"
        async with self.session.request(verb, f"/kit/{NUMBER}/{noun}", json=told) as answer:
            if answer.status != 200:
                raise Failed(f"{noun}: {await answer.text()}")
            return await answer.json()

    async def count_left(self) -> int:
        """Return how many messages the platform still takes."""
        return int((await self.ask("month"))["left"])


async def prove(folder: Path, database_url: str, plan: Plan, seed: int) -> str:
    """Kill it at each letter's quota and return the line of counts; raise Failed."""
    dice = random.Random(seed)
    with zalo_bots(folder) as api:
        more = {
            "TELEGRAM_TOKEN": "",
            "ZALO_BOT_TOKEN": TOKEN,
            "ZALO_BOT_API_URL": api,
            "ZALO_BOT_RATE": str(plan.rate),
            "ZALO_BOT_MESSAGES": MUCH,
            "ZALO_BOT_PEOPLE": MUCH,
        }
        bot = Bot(folder, database_url, api, plan.rate, more=more)
        database = Database(database_url)
        async with aiohttp.ClientSession(api) as session:
            scene = Scene(bot, database, session)
            try:
                return await kill_all(scene, plan, dice)
            finally:
                await bot.kill()
                await database.close()


async def kill_all(scene: Scene, plan: Plan, dice: random.Random) -> str:
    """Send one letter after another, each killed about when its quota ends."""
    scene.bot.clock.set(MORNING)
    await scene.bot.command(("migrate",))
    await settle(scene, plan.readers)
    await scene.bot.start()
    fates: Counter[str] = Counter()
    for number in range(plan.kills):
        fates += await kill_one(scene, plan, dice, f"Thư số {number}. Mời {{ten}} họp.")
    await scene.bot.stop()
    counted = await check_counts(scene, plan)
    allowed = plan.kills * (plan.rate * UNKNOWN_SECONDS + IN_FLIGHT)
    line = (
        f"{plan.kills} kills at a spent month, {sum(fates.values())} letters: {fates['sent']} "
        f"sent, {fates['unknown']} unknown (at most {allowed:.0f}), 0 twice; {counted}"
    )
    if fates["unknown"] > allowed or set(fates) - {"sent", "unknown"}:
        raise Failed(f"too many are unknown, or some are open: {dict(fates)}: {line}")
    return line


async def kill_one(scene: Scene, plan: Plan, dice: random.Random, text: str) -> Counter[str]:
    """Let one letter run out of messages and be killed; let it end when there are new ones."""
    await scene.ask("limits", {"quota": 10**6 - await scene.count_left() + plan.readers // 2})
    now = scene.bot.clock.now()
    letter = await launch(scene.database, now=now, rule={"all": True}, text=text, buttons=[])
    async with scene.database.transaction() as session:
        hoa = await session.scalar(select(Chat.organizer_id).where(Chat.organizer_id > 0))
        (await session.get_one(Broadcast, letter)).created_by = f"organizer:{hoa}"
    spared = dice.randrange(3)  # the last ones may still be on their way
    await eventually(lambda: has_left(scene, spared), "the month is spent", every=0.01)
    await asyncio.sleep(dice.uniform(0.0, 0.15))
    await scene.bot.kill()
    await scene.bot.start()
    await eventually(lambda: is_in(scene, letter, "paused"), "it has paused itself")
    async with scene.database.reading() as session:
        told = list(await session.scalars(select(StoredReply.body)))
    if not [body for body in told if SPENT in body["text"] and f"(số {letter})" in body["text"]]:
        raise Failed("its organizer was not told")
    await scene.bot.kill()  # while it stands still; else it would look in five minutes
    await scene.ask("limits", {"quota": 10**6})
    await scene.bot.start()
    async with scene.database.transaction() as session:
        await broadcasts.resume(session, OPERATOR, letter, now=scene.bot.clock.now())
    await eventually(lambda: is_in(scene, letter, "finished"), "everybody has got it")
    return await reckon(scene, letter, text.partition(".")[0])


async def has_left(scene: Scene, most: int) -> bool:
    """Tell whether no more than so many messages are left."""
    return await scene.count_left() <= most


async def is_in(scene: Scene, letter: int, state: str) -> bool:
    """Tell whether a broadcast is in a state."""
    return await read_state(scene.database, letter) == state


async def reckon(scene: Scene, letter: int, begins: str) -> Counter[str]:
    """Hold each line of a letter against what arrived; return how many ended how."""
    inboxes = await scene.ask("inboxes")
    query = (
        select(Delivery.state, Chat.external_id)
        .join(Chat, Chat.id == Delivery.chat_id)
        .where(Delivery.broadcast_id == letter)
    )
    fates: Counter[str] = Counter()
    async with scene.database.reading() as session:
        for state, chat in (await session.execute(query)).all():
            times = sum(begins + "." in one["text"] for one in inboxes[chat])
            if times > 1 or (state == "sent") > times:
                raise Failed(f"letter {letter} to {chat}: {state}, arrived {times} times")
            fates[state] += 1
    return fates


async def check_counts(scene: Scene, plan: Plan) -> str:
    """Hold our count of the month against the platform's: never less, one a kill more at most."""
    theirs = sum((await scene.ask("month"))["spent"].values())
    async with scene.database.reading() as session:
        ours = await session.scalar(select(func.sum(AccountMonth.messages))) or 0
    if not theirs <= ours <= theirs + plan.kills * IN_FLIGHT:
        raise Failed(f"counted {ours}, taken {theirs}")
    return f"counted {ours}, taken {theirs}"


async def settle(scene: Scene, readers: int) -> None:
    """Let readers exist on the platform and be members, and one organizer be told in the web."""
    people = [await scene.ask("people", {"who": number}) for number in range(readers)]
    async with scene.database.transaction() as session:
        city = await make_city(session, ("web", "zalo-bot"))
        for number, one in enumerate(people):
            await make_member(session, name=f"Dân {number}", chat=f"zalo-bot:{one['id']}")
        hoa = await make_organizer(session)
        desk = {"account_id": city.accounts["web"], "created_at": BEGINNING}
        session.add(Chat(external_id="hoa", organizer_id=hoa.id, **desk))
