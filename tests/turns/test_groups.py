"""Turns that arrive together: a few statements however many they are, and each on its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, ClassVar

import pytest
from sqlalchemy import event, func, select

from bot.clock import StoppedClock
from bot.db import Database
from bot.messages import Incoming, Kind
from bot.models import Answer, Chat, FailedUpdate, Response, SealedRow, StoredReply
from bot.presses import Press
from bot.settings import Settings
from bot.surveys.keys import Keys
from bot.surveys.presses import AnswerPress, BackPress, SkipPress
from bot.turns import Asking, Router, Taker, Turn
from handlers import OTHERWISE, SWITCHBOARD
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members

pytestmark = pytest.mark.threaded
NUMBERS = count(1)
MOST_STATEMENTS = 12  # of a group of answers, whatever its size: a new one needs a good reason


@dataclass(frozen=True)
class BoomPress(Press):
    """Answer well, or fail after something was said and changed."""

    TAG: ClassVar[str] = "bx"
    fails: int


BOOM = Router("boom")


@BOOM.ahead(BoomPress)
@asynccontextmanager
async def read_nothing(asking: Asking) -> AsyncIterator[None]:
    for turn, _ in asking:
        turn.ahead["together"] = len(asking)
    yield


@BOOM.on(BoomPress)
async def boom(turn: Turn, press: BoomPress) -> None:
    turn.note(touched=True)
    turn.chat.stopped_at = turn.now  # what no answer changes is written all the same
    turn.quote(f"{turn.ahead['together']} cùng lúc")
    if press.fails:
        raise RuntimeError("planted")


@dataclass
class Crowd:
    """Some members with a chat each, and a survey that asks them."""

    taker: Taker
    survey_id: int
    members: list[int]

    async def push(self, *acts: tuple[int, Press | str]) -> list[list[str]]:
        """Let chats press or type at one moment, and return what each is told."""
        takes = [self.taker.take(_incoming(chat, act)) for chat, act in acts]
        taken = await asyncio.gather(*takes)
        return [[leaving.reply.text for leaving in one] for one in taken]

    def answer(self, chat: int, *, question: int = 0, choice: int = 0) -> tuple[int, Press]:
        return chat, AnswerPress(self.survey_id, self.members[chat], question, choice)

    async def rows(self, query: Any) -> list[Any]:
        async with self.taker.database.reading() as session:
            return list(await session.execute(query))


def _incoming(chat: int, act: Press | str) -> Incoming:
    number = str(next(NUMBERS))
    if isinstance(act, str):
        return Incoming("web", number, str(chat), Kind.TEXT, text=act)
    told = {"pressed_ref": "9", "pressed_text": "?", "pressed_label": "x", "query_ref": number}
    return Incoming("web", number, str(chat), Kind.PRESS, press=act.pack(), **told)


@pytest.fixture
async def crowd(
    database: Database, settings: Settings, clock: StoppedClock, request: pytest.FixtureRequest
) -> Crowd:
    async with database.transaction() as session:
        city = await make_city(session)
    members = await make_members(database, 12)
    polling = Polling(database, Keys(settings.data_dir))
    form = make_form(clock.now(), anonymous=getattr(request, "param", "named") == "anonymous")
    survey = await polling.launch(form, 1, clock.now())
    taker = Taker(database, clock, settings, city.accounts, (BOOM, *SWITCHBOARD), OTHERWISE)
    return Crowd(taker, survey.id, members)


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    """List the statements that are sent meanwhile; one with many rows is one."""
    sent: list[str] = []

    def note(*told: Any) -> None:
        sent.append(told[2])

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@pytest.mark.parametrize("crowd", ["named", "anonymous"], indirect=True)
async def test_a_group_of_answers_takes_a_few_statements_however_many_they_are(
    crowd: Crowd,
) -> None:
    rounds = [
        [crowd.answer(chat) for chat in range(12)],  # begins every response
        [(chat, "bỏ qua") if chat % 2 else crowd.answer(chat, choice=1) for chat in range(12)],
        [
            (chat, SkipPress(crowd.survey_id, crowd.members[chat], 1))
            if chat % 3
            else (chat, BackPress(crowd.survey_id, crowd.members[chat], 0))
            for chat in range(12)
        ],
    ]
    for acts in rounds:
        with counting(crowd.taker.database) as sent:
            told = await crowd.push(*acts)
        assert all(told)
        groups = sum(statement.startswith("INSERT INTO updates") for statement in sent)
        assert 1 <= groups <= 2, "whoever comes first goes alone"
        assert len(sent) <= groups * MOST_STATEMENTS, "\n\n".join(sent)
    [(begun,)] = await crowd.rows(select(func.count(Response.id)))
    assert begun == 12


async def test_who_fails_among_many_keeps_no_other_from_being_stored(crowd: Crowd) -> None:
    acts = [(chat, BoomPress(int(chat == 3))) for chat in range(6)]
    told = await crowd.push(*acts, *(crowd.answer(chat) for chat in range(6, 12)))
    assert ["cùng lúc" in words[-1] for words in told[:6]] == [place != 3 for place in range(6)]
    query = select(Chat.external_id, Chat.data).where(Chat.stopped_at.is_not(None))
    touched = {chat for chat, data in await crowd.rows(query) if data.get("touched")}
    assert touched == {"0", "1", "2", "4", "5"}
    assert len(await crowd.rows(select(Answer.id))) == 6
    assert len(await crowd.rows(select(FailedUpdate.id))) == 1
    again = await crowd.push(*((chat, BoomPress(0)) for chat in range(6)))
    assert len({words[-1] for words in again}) <= 2, "the next group is one again"


@pytest.mark.parametrize("crowd", ["named", "anonymous"], indirect=True)
async def test_one_chats_answers_in_a_group_keep_their_order(crowd: Crowd) -> None:
    told = await crowd.push(
        (1, "/giup"),
        crowd.answer(0, choice=0),
        crowd.answer(0, choice=2),
        (0, "câu 2"),
        crowd.answer(1),
        crowd.answer(0, choice=1),
    )
    assert all(told)
    said = select(StoredReply.body).where(StoredReply.chat_id == 1).order_by(StoredReply.id)
    replies = await crowd.rows(said)
    kept = [body["text"] for (body,) in replies]
    assert kept == [text for place in (1, 2, 3, 5) for text in told[place]]
    query = select(Answer.value).join(Response).where(Response.member_id == crowd.members[0])
    sealed = await crowd.rows(select(SealedRow.member_id))
    if sealed:  # where nothing is under way, the first press only asks
        assert sealed == [(crowd.members[0],)]
    else:
        assert ({"choice": "2"},) in await crowd.rows(query)


async def test_a_repeat_in_one_group_is_answered_once(crowd: Crowd) -> None:
    incoming = _incoming(*crowd.answer(0))
    told = await asyncio.gather(*(crowd.taker.take(incoming) for _ in range(3)))
    assert sorted(map(bool, told)) == [False, False, True]
    assert len(await crowd.rows(select(Answer.id))) == 1


async def test_who_may_not_answer_is_refused_beside_those_who_may(crowd: Crowd) -> None:
    stranger = AnswerPress(crowd.survey_id, crowd.members[1], 0, 0)  # another one's button
    unknown = AnswerPress(crowd.survey_id + 7, crowd.members[2], 0, 0)
    told = await crowd.push(crowd.answer(0), (3, stranger), (2, unknown), (99, stranger))
    assert len({tuple(words) for words in told}) == 4
    assert len(await crowd.rows(select(Answer.id))) == 1
    assert len(await crowd.rows(select(Response.id))) == 1


async def test_those_who_register_at_once_share_statements_until_they_are_stored(
    crowd: Crowd,
) -> None:
    comers = range(20, 32)
    await crowd.push(*((chat, "/start") for chat in comers))
    for word in ("có", "có", "có", "Trần Thị Hoa"):
        with counting(crowd.taker.database) as sent:
            told = await crowd.push(*((chat, word) for chat in comers))
        assert all(told)
        groups = sum(statement.startswith("INSERT INTO updates") for statement in sent)
        assert len(sent) <= groups * MOST_STATEMENTS, "\n\n".join(sent)
    [(step,)] = await crowd.rows(select(Chat.step).distinct().where(Chat.external_id == "25"))
    assert step == "register.phone"
