"""Segments by what was sent and said, by age, tag, channel and dates; and what stays closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, segments
from bot.access import OPERATOR, Actor, Scope
from bot.broadcasts import Draft
from bot.broadcasts.describing import describe
from bot.broadcasts.writing import find_sample
from bot.clock import StoppedClock
from bot.commands.audience import tell_audience
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.models import Answer, Broadcast, Chat, Delivery, Member, MemberDate, MemberTag, Response
from bot.series import keeping
from bot.series.keeping import Plan
from bot.settings import Settings
from bot.surveys.keys import Keys
from tests.kit.broadcasting import YES_NO, launch
from tests.kit.makers import BEGINNING, make_city, make_member
from tests.kit.surveys import Polling, make_answering, make_form

NAMES = ("An", "Bình", "Chi", "Dung")


@dataclass
class Town:
    """Four members in as many chats, a broadcast, a named survey and an anonymous one."""

    database: Database
    organisations: dict[str, int]
    ids: dict[str, int]
    broadcast: int
    survey: int
    secret: int

    async def select(self, rule: dict[str, Any]) -> set[str]:
        async with self.database.reading() as session:
            where = segments.members_where(segments.check_rule(rule))
            return set(await session.scalars(select(Member.full_name).where(where)))

    async def say(self, rule: dict[str, Any], locale: str = "vi") -> str:
        async with self.database.reading() as session:
            return await segments.describe(session, rule, locale)


@pytest.fixture
async def town(database: Database, clock: StoppedClock, tmp_path: Path) -> Town:
    async with database.transaction() as session:
        city = await make_city(session)
        ids = {}
        for place, name in enumerate(NAMES):
            account = "telegram" if name == "An" else "web"
            made = await make_member(session, name=name, chat=f"{account}:{place}")
            made.birth_year = 1960 + 10 * place
            made.registered_at = BEGINNING - timedelta(days=place)
            ids[name] = made.id
    sent = await launch(database, buttons=YES_NO)
    polling = Polling(database, Keys(tmp_path))
    owner, now = city.organisations["cdtp"], clock.now()
    named = await polling.launch(make_form(now), owner, now)
    await polling.answer(named.id, ids["An"], now, one="1", some="1, 3", yes="có")
    await polling.answer(named.id, ids["Bình"], now, one="0", some="2", yes="không")
    secret = await polling.launch(make_form(now, anonymous=True, code="s2"), owner, now)
    return Town(database, city.organisations, ids, sent, named.id, secret.id)


async def mark(town: Town, name: str, broadcast: int, **values: str) -> None:
    async with town.database.transaction() as session:
        await session.execute(
            update(Delivery)
            .where(Delivery.broadcast_id == broadcast, Delivery.member_id == town.ids[name])
            .values(**values)
        )


async def test_what_was_sent_and_pressed_selects(town: Town) -> None:
    number = town.broadcast
    await mark(town, "An", number, state="sent", pressed="A")
    await mark(town, "Bình", number, state="sent")
    await mark(town, "Chi", number, state="skipped", reason="blocked")
    await mark(town, "Dung", number, state="unknown", reason="killed")
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"got": number}, {"An", "Bình"}),
        ({"missed": number}, {"Chi"}),
        ({"pressed": [number, "A"]}, {"An"}),
        ({"pressed": [number, "B"]}, set()),
        ({"pressed": [number, "any"]}, {"An"}),
        (dict(segments.silent_on(number)), {"Bình"}),
        ({"not": {"got": number}}, {"Chi", "Dung"}),
    ]
    assert [await town.select(rule) for rule, _ in cases] == [names for _, names in cases]
    assert await town.say({"pressed": [number, "A"]}) == (
        f"người đã bấm “Tôi quan tâm” ở tin số {number} “BHYT”"
    )


async def test_who_was_written_to_again_has_not_missed_it_any_more(town: Town) -> None:
    number = town.broadcast
    await mark(town, "Chi", number, state="skipped", reason="blocked")
    await mark(town, "Dung", number, state="failed", reason="rejected")
    again = await launch(town.database, rule={"missed": number})
    async with town.database.transaction() as session:
        made = await session.get_one(Broadcast, again)
        made.parent_id, made.follows = number, "missed"
    await mark(town, "Dung", again, state="failed", reason="rejected")
    assert await town.select({"missed": number}) == {"Dung"}, "Chi's line waits already"


async def test_what_was_said_by_name_selects(town: Town) -> None:
    survey = town.survey
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"answered": survey}, {"An", "Bình"}),
        ({"unanswered": survey}, {"Chi", "Dung"}),
        ({"answered": town.secret}, set()),
        ({"said": [survey, "yes", "yes"]}, {"An"}),
        ({"said": [survey, "yes", "no"]}, {"Bình"}),
        ({"said": [survey, "one", "2"]}, {"An"}),
        ({"said": [survey, "one", "1"]}, {"Bình"}),
        ({"said": [survey, "some", "3"]}, {"An"}),
        ({"said": [survey, "some", "2"]}, {"Bình"}),
    ]
    assert [await town.select(rule) for rule, _ in cases] == [names for _, names in cases]
    assert all(segments.is_private({"and": [rule]}) for rule, _ in cases)
    assert await town.say({"said": [survey, "one", "1"]}) == (
        "người trả lời “Cam” cho câu “Chọn một” của khảo sát “Khảo sát thử”"
    )


async def test_nothing_that_follows_from_an_answer_tells_who_gave_it(town: Town) -> None:
    await make_answering(town.database, town.survey, "yes", {"yes": True}, count=4)
    told = await launch(town.database, rule={"said": [town.survey, "yes", "yes"]})
    again = await launch(town.database, rule={"not": {"got": told}})
    rule: dict[str, Any] = {"and": [{"missed": again}, {"all": True}]}
    async with town.database.transaction() as session:
        assert [await segments.tells_answers(session, one) for one in (rule, {"all": True})] == [
            True,
            False,
        ]
        assert not await segments.tells_answers(session, {"got": town.broadcast})
        report = await broadcasts.report(session, OPERATOR, told)
        assert (report.total, report.by_ward) == (5, [])
        assert "Theo phường, xã" not in describe(report, None, "vi")
        assert "(ward" not in "".join(await tell_audience(session, {"got": told}))
        preview = await find_sample(session, {"got": told}, "vi")
        assert preview.member_id == 0, "a correction would be shown with the name of An"
        open_ = await broadcasts.report(session, OPERATOR, town.broadcast)
        assert open_.by_ward


async def test_who_people_are_selects(town: Town) -> None:
    async with town.database.transaction() as session:
        session.add(MemberTag(member_id=town.ids["Chi"], tag="hộ mới"))
        days = {"An": date(2028, 2, 29), "Bình": date(1970, 12, 5), "Chi": date(1980, 12, 5)}
        session.add_all(
            MemberDate(
                member_id=town.ids[name],
                kind="birthday" if name != "Chi" else "joined",
                day=day,
                source="roll",
                created_at=BEGINNING,
            )
            for name, day in days.items()
        )
        await session.execute(
            update(Member).where(Member.full_name.endswith("Chi")).values(sex="female")
        )
        chat = await session.scalar(select(Chat).where(Chat.external_id == "3"))
        assert chat is not None
        chat.state = "blocked"
    cases: list[tuple[dict[str, Any], set[str]]] = [
        ({"age": [56, 66, 2026]}, {"An", "Bình"}),
        ({"age": [57, 65, 2026]}, set()),
        ({"tag": "hộ mới"}, {"Chi"}),
        ({"sex": "female"}, {"Chi"}),
        ({"channel": "telegram"}, {"An"}),
        ({"channel": "web"}, {"Bình", "Chi"}),
        ({"registered_since": "2026-11-30"}, {"An", "Bình"}),
        ({"date": ["birthday", "2027-02-28"]}, {"An"}),
        ({"date": ["birthday", "2028-02-28"]}, set()),
        ({"date": ["birthday", "2026-12-05"]}, {"Bình"}),
        ({"date": ["joined", "2026-12-05"]}, set()),
        ({"date": ["joined", "1980-12-05"]}, {"Chi"}),
    ]
    assert [await town.select(rule) for rule, _ in cases] == [names for _, names in cases]
    said = [await town.say(rule) for rule, _ in cases[:4:2]]
    assert said == ["người từ 56 đến 66 tuổi", "người có nhãn “hộ mới”"]
    assert await town.say({"age": [60, segments.MOST_AGE, 2026]}, "en") == "people aged 60 or more"


def test_a_kept_age_grows_with_the_years(clock: StoppedClock) -> None:
    kept = {"and": [{"not": {"age": [18, 35, 2020]}}, {"group": "5"}]}
    today = segments.kept_up(kept, now=clock.now())
    assert today == {"and": [{"not": {"age": [18, 35, 2026]}}, {"group": "5"}]}


NOT_RULES: list[dict[str, Any]] = [
    {"age": [30, 20, 2026]},
    {"age": [20, 30]},
    {"pressed": [1, "AB"]},
    {"said": [1, "yes"]},
    {"sex": "unsaid"},
    {"got": True},
    {"registered_since": "2026-2-1"},
    {"date": ["death", "2026-12-05"]},
]


@pytest.mark.parametrize("document", NOT_RULES)
def test_a_condition_that_cannot_be_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="segment-not-a-rule"):
        segments.check_rule(document)


async def test_a_rule_asks_only_what_exists_and_what_its_writer_may_read(town: Town) -> None:
    reader = Actor("organizer:1", scopes=(Scope("lead", None, None),))
    other = Actor("organizer:2", scopes=(Scope("lead", town.organisations["hnd"], None),))
    number, survey = town.broadcast, town.survey
    await make_answering(town.database, town.survey, "yes", {"yes": True}, count=4)
    refused = [
        ({"said": [town.secret, "yes", "yes"]}, "segment-anonymous"),
        ({"said": [survey, "words", "x"]}, "segment-answer-unknown"),
        ({"said": [survey, "one", "Chuối"]}, "segment-answer-unknown"),
        ({"answered": 999}, "segment-survey-unknown"),
        ({"missed": 999}, "segment-broadcast-unknown"),
        ({"pressed": [number, "C"]}, "segment-button-unknown"),
    ]
    async with town.database.transaction() as session:
        for rule, code in refused:
            with pytest.raises(Refused, match=code):
                await segments.check_sources(session, reader, rule)
        for rule in ({"got": number}, {"answered": survey}, {"said": [survey, "yes", "yes"]}):
            await segments.check_sources(session, reader, rule)
            with pytest.raises(NotPermitted):
                await segments.check_sources(session, other, {"not": rule})
        with pytest.raises(Refused, match="segment-channel-unknown"):
            await segments.check_places(session, {"channel": "zalo"})


async def test_under_five_are_never_chosen_by_what_they_answered(
    town: Town, clock: StoppedClock
) -> None:
    said = {"said": [town.survey, "yes", "yes"]}
    draft = Draft(town.organisations["cdtp"], "Tin", "Xin chào.", said, "notices")
    plan = Plan(draft, {"every": "week", "day": 2, "at": "08:00"})

    async def write(session: AsyncSession) -> object:
        return await broadcasts.write(session, OPERATOR, draft, now=clock.now())

    async def add(session: AsyncSession) -> object:
        given = {"settings": Settings(_env_file=None), "now": clock.now()}
        return await keeping.add(session, OPERATOR, plan, **given)

    async def follow(session: AsyncSession) -> object:
        whom = "said:s1:yes:yes"
        return await broadcasts.follow_up(session, OPERATOR, town.broadcast, whom, now=clock.now())

    await make_answering(town.database, town.survey, "yes", {"yes": True}, count=3)
    async with town.database.transaction() as session:
        await session.execute(update(Delivery).values(state="sent"))
        await session.execute(update(Broadcast).values(state="finished", ended_at=clock.now()))
    for verb in (write, add, follow):
        with pytest.raises(Refused, match="segment-tells-few"):
            async with town.database.transaction() as session:
                await verb(session)
    async with town.database.transaction() as session:
        await session.execute(update(Response).values(state="finished"))
        draft = replace(draft, rule={"answered": town.survey})
        made = await broadcasts.write(session, OPERATOR, draft, now=clock.now())
    async with town.database.transaction() as session:  # one takes the answer back
        await session.execute(delete(Answer))
        await session.execute(delete(Response).where(Response.member_id == town.ids["An"]))
        with pytest.raises(Refused, match="segment-tells-few"):
            await broadcasts.launch(session, OPERATOR, made.id, now=clock.now())


async def test_a_segment_is_found_by_those_who_may_write_to_it(
    town: Town, clock: StoppedClock
) -> None:
    lead = Actor("organizer:1", scopes=(Scope("lead", None, None),))
    other = Actor("organizer:2", scopes=(Scope("lead", town.organisations["hnd"], None),))
    now = clock.now()
    async with town.database.transaction() as session:
        await segments.save_segment(session, lead, "Cao tuổi", {"age": [60, 130, 2001]}, now=now)
        assert [one.name for one in await segments.list_segments(session, lead)] == ["Cao tuổi"]
        assert await segments.list_segments(session, other) == []
        assert await segments.get_rule(session, "Cao tuổi", now=now) == {"age": [60, 130, 2026]}
        with pytest.raises(NotPermitted):
            await segments.drop_segment(session, other, "Cao tuổi", now=now)
        await segments.drop_segment(session, lead, "Cao tuổi", now=now)
        assert await segments.list_segments(session, lead) == []
