"""Whoever owns database, write-ahead files and logs guesses no anonymous answer."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from httpx import AsyncClient
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.access import OPERATOR
from bot.channels.web import WebChannel
from bot.clock import StoppedClock, to_local
from bot.db import Database
from bot.messages import Incoming
from bot.models import Response, Survey, UnsealedAnswers
from bot.settings import Settings
from bot.surveys.closing import close_survey
from bot.surveys.keys import Keys
from bot.surveys.reading import read_form
from bot.turns import Taker
from handlers import OTHERWISE, SWITCHBOARD
from tests.channels.web_site import Site, StandIn, press, write
from tests.kit.attacker import (
    Snapshot,
    beats_chance,
    compare,
    line_up,
    read_files,
    take_snapshot,
)
from tests.kit.makers import City, make_city, make_crowd
from tests.kit.surveys import WHEN, Polling

PEOPLE = 14
FORM = """
code: kin
title: Nước sạch
purpose: Để biết.
anonymous: {anonymous}
opens: {opens}
closes: {closes}
questions:
  - {{code: dung, kind: yes_no, text: Dùng nước máy không}}
  - {{code: nguon, kind: one_choice, text: Ai dẫn, choices: [Xã, Tư], relevant: "{asked_if}"}}
  - {{code: vi-sao, kind: text, text: Vì sao, max: 200, relevant: "{asked_if}"}}
"""
ASKED_IF = "${dung} = 'yes'"
WORDS = "vì-nước-máy-trong-và-ngọt-hơn-nước-giếng-nhiều"


@dataclass
class Siege:
    """A survey whose every answer comes in through the web chat, under an attacker's eyes."""

    site: Site
    polling: Polling
    survey: Survey
    members: list[int]
    seen: list[dict[str, str]] = field(default_factory=list)
    before: Snapshot | None = None

    async def answer(self, place: int, *, yes: bool) -> None:
        """Answer as one person, who presses or types; look at everything around each turn."""
        typed = place % 2 == 0
        seen: dict[str, str] = {}
        async with self.site.enter(f"c{place}") as browser:
            await self.look(seen, "begin", write(browser, 1, "/traloi"))
            lines = await self.site.lines(f"c{place}")
            choices = lines[-1].body["choices"]
            chosen = {"press": choices[not yes][1], "ref": str(lines[-1].id)}
            said = write(browser, 2, "có" if yes else "không")
            one = said if typed else press(browser, 2, **chosen)
            if not typed:
                said.close()
            await self.look(seen, "choose", one)
            if yes or self.survey.anonymous:
                await self.pass_fork(seen, browser, f"c{place}", yes=yes, typed=typed)
            await self.look(seen, "send", write(browser, 5, "gửi"))
        self.seen.append(seen)

    async def pass_fork(
        self, seen: dict[str, str], browser: AsyncClient, chat: str, *, yes: bool, typed: bool
    ) -> None:
        """Answer what only those who said yes are meant to, or pass it, pressing or typing."""
        if typed:
            await self.look(seen, "source", write(browser, 3, "1" if yes else "3"))
        else:
            line = (await self.site.lines(chat))[-1]
            chosen = line.body["choices"][0 if yes else 2][1]
            pressed = press(browser, 3, press=chosen, ref=str(line.id))
            await self.look(seen, "source", pressed)
        await self.look(seen, "words", write(browser, 4, WORDS if yes else "bỏ qua"))

    async def look(self, seen: dict[str, str], step: str, turn: object) -> None:
        before = self.before or await take_snapshot(self.polling.database)
        assert (await turn).status_code < 300  # type: ignore[misc]
        self.before = await take_snapshot(self.polling.database)
        changed = compare(before, self.before)
        seen |= {f"{step}, {what}": shown for what, shown in changed.items()}


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        return await make_city(session)


@pytest.fixture
async def web(
    database: Database, city: City, clock: StoppedClock, settings: Settings
) -> AsyncIterator[Site]:
    channel = WebChannel(database, clock, settings, reply_wait=0.0)
    taker = Taker(database, clock, settings, city.accounts, SWITCHBOARD, OTHERWISE)

    @dataclass
    class Hallway(StandIn):
        async def take(self, incoming: Incoming) -> None:
            for one in await taker.take(incoming):
                await self.channel.send(one.external_id, one.reply)

    yield Site(channel, Hallway(channel), database, settings, lambda: 0.0)  # type: ignore[arg-type]
    await channel.close()


async def besiege(web: Site, clock: StoppedClock, *, anonymous: bool) -> Siege:
    """Open the survey and let everybody be known."""
    opens = to_local(clock.now())
    form = FORM.format(
        anonymous=str(anonymous).lower(),
        opens=opens.strftime(WHEN),
        closes=(opens + timedelta(days=3)).strftime(WHEN),
        asked_if=ASKED_IF,
    )
    async with web.database.transaction() as session:
        people = [(f"Người {n:02}", f"web:c{n}", "Ba Đình") for n in range(PEOPLE)]
        members = [one.id for one in await make_crowd(session, people)]
    polling = Polling(web.database, Keys(web.settings.data_dir))
    survey = await polling.launch(read_form(form), 1, clock.now())
    return Siege(web, polling, survey, members)


def deal(seed: int) -> list[bool]:
    """Deal each person an answer, as many yes as no."""
    truth = [place % 2 == 0 for place in range(PEOPLE)]
    random.Random(seed).shuffle(truth)
    return truth


async def test_no_anonymous_answer_is_guessed_better_than_by_chance(
    web: Site, clock: StoppedClock
) -> None:
    siege, truth = await besiege(web, clock, anonymous=True), deal(7)
    with capture_logs() as logs:
        for place, yes in enumerate(truth):
            await siege.answer(place, yes=yes)
    assert beats_chance(line_up(siege.seen), truth, seed=1) > 0.02
    everything = [str(await take_snapshot(web.database)), str(logs)]
    if web.database.is_sqlite:
        everything.append(read_files(web.database).decode("utf-8", "replace"))
    assert not [held for held in everything if WORDS in held]
    await close_and_match(siege, clock, truth)


async def test_the_same_attacker_reads_a_named_survey(web: Site, clock: StoppedClock) -> None:
    if not web.database.is_sqlite:
        pytest.skip("that the attacker is good is shown once")
    siege, truth = await besiege(web, clock, anonymous=False), deal(7)
    for place, yes in enumerate(truth):
        await siege.answer(place, yes=yes)
    assert beats_chance(line_up(siege.seen), truth, seed=1) < 0.02


async def close_and_match(siege: Siege, clock: StoppedClock, truth: Sequence[bool]) -> None:
    """Close again and again: the order of what is unsealed says nothing of who answered first."""
    matched, tries = 0, 12
    for _ in range(tries):
        async with siege.polling.database.transaction() as session:
            await close_survey(session, OPERATOR, siege.survey.id, clock.now(), siege.polling.keys)
            order = select(UnsealedAnswers.answers).order_by(UnsealedAnswers.id)
            opened = list(await session.scalars(order))
            told = [answers["dung"]["yes"] for answers in opened]
            assert [{"nguon", "vi-sao"} <= set(answers) for answers in opened] == told
            assert not any("nguon" in answers for answers in opened if not answers["dung"]["yes"])
            first = select(Response.member_id).order_by(Response.id)
            assert list(await session.scalars(first)) == siege.members
            assert sorted(told) == sorted(truth)
            matched += sum(a == b for a, b in zip(told, truth, strict=True))
            await session.rollback()
    share = sum(truth) / PEOPLE
    by_chance = share**2 + (1 - share) ** 2
    assert abs(matched / (tries * PEOPLE) - by_chance) < 0.2  # six times what luck strays
