"""Kit: what a transcript of those who are asked may set up: surveys, broadcasts that arrive."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, organisations
from bot.access import OPERATOR
from bot.broadcasts import Draft, ledger, recording
from bot.broadcasts.carrying import carry
from bot.broadcasts.hold import Hold
from bot.clock import to_local
from bot.inviting import launch_invitation
from bot.models import Answer, Chat, Delivery, Response, SealedRow, Survey
from bot.pacing import Pacer
from bot.site import Site
from bot.surveys.closing import close_survey
from bot.surveys.finding import get_survey
from bot.surveys.forms import form_of
from bot.surveys.keys import Keys
from bot.surveys.opening import Means, import_form, open_survey
from bot.surveys.picturing import keep_pictures, names_in
from bot.surveys.reading import read_form
from bot.surveys.values import shown
from bot.turns.reading import find_members
from jobs import dated_surveys, remind
from tests.kit.channels import EDITING, PLAIN, MemoryChannel
from tests.kit.organizing_stage import read_pairs

if TYPE_CHECKING:
    from tests.kit.transcripts import Player

POLL = """
code: {code}
title: {{vi: "{title}", en: "{english}"}}
purpose: {{vi: Để biết nhà mình cần gì., en: To learn what homes need.}}
anonymous: {anonymous}
late: {late}
opens: {opens}
closes: {closes}
{asks}
questions:
"""
QUESTIONS = """
  - code: nuoc
    kind: one_choice
    text: {vi: "Nhà dùng nước gì?", en: "Which water do you use?"}
    choices: [{vi: Nước máy, en: Tap}, {vi: Nước giếng, en: Well}, {vi: Nước mưa, en: Rain}]
  - code: can
    kind: several_choices
    text: {vi: "Ngõ cần gì?", en: "What does the lane need?"}
    choices: [{vi: Đèn, en: Lamps}, {vi: Cống, en: Drains}, {vi: Cây, en: Trees}]
  - code: nguoi
    kind: number
    text: {vi: "Nhà có mấy người?", en: "How many people live with you?"}
    min: 1
    max: 20
    required: true
  - code: gop-y
    kind: text
    text: {vi: "Xin góp ý thêm.", en: "What else would you say?"}
    max: 40
  - code: hop
    kind: yes_no
    text: {vi: "Có đi họp tổ không?", en: "Will you come to the meeting?"}
    required: true
  - code: ngay
    kind: date
    text: {vi: "Vào ở từ ngày nào?", en: "Since when do you live here?"}
    year_only: true
"""
FORMS = Path(__file__).parents[1] / "data" / "forms"
WHEN = "%d/%m/%Y %H:%M"
BUTTONS = ({"label": "Tôi tham gia", "answer": "Cảm ơn, hẹn gặp tại nhà văn hóa."},)
BUTTONS += ({"label": "Tôi bận", "answer": "Vâng, xin hẹn dịp khác."},)


async def open_poll(player: Player, value: str) -> None:
    """`code=…, title=…, organisation=cdtp, anonymous=yes, late=refuse, form=kinds`: it opens.

    `remind=2` lets it remind twice, `by=joined 7` asks by a date of each; `form` names a file of
    tests/data/forms with other questions.
    """
    given = {"code": "nuoc", "title": "Nước sạch", "english": "Clean water", **read_pairs(value)}
    now = player.clock.now()
    opens = to_local(now)
    form = POLL.format(
        code=given["code"],
        title=given["title"],
        english=given["english"],
        anonymous="true" if given.get("anonymous") == "yes" else "false",
        late=given.get("late", "join"),
        asks=f"by_date: {given['by']}"
        if "by" in given
        else f"remind: {{times: {given.get('remind', '0')}, every_days: 3}}",
        opens=opens.strftime(WHEN),
        closes=(opens + timedelta(days=10)).strftime(WHEN),
    )
    read = read_form(form + _questions(given.get("form", "")))
    async with player.database.transaction() as session:
        asks = await organisations.get(session, given.get("organisation", "cdtp"))
        found = {name: (FORMS / name).read_bytes() for name in names_in(read)}
        survey = await import_form(
            session,
            OPERATOR,
            read,
            organisation_id=asks.id,
            rule={"organisation": asks.id},
            campaign_id=None,
            now=now,
            pictures=await keep_pictures(session, read, found, now=now),
        )
        means = Means(Keys(player.settings.data_dir), launch_invitation)
        await open_survey(session, OPERATOR, survey.id, now, means)


def _questions(name: str) -> str:
    return (FORMS / f"{name}.yaml").read_text("utf-8").split(":", 1)[1] if name else QUESTIONS


async def close_poll(player: Player, value: str) -> None:
    """Close the survey of this code."""
    async with player.database.transaction() as session:
        survey = await get_survey(session, value)
        keys = Keys(player.settings.data_dir)
        await close_survey(session, OPERATOR, survey.id, player.clock.now(), keys)


async def remind_all(player: Player, value: str) -> None:
    """Send the reminders that are due, and ask those whose day it is."""
    site = Site(player.settings, player.clock, player.database)
    await remind.tick(site, launch_invitation)
    await dated_surveys.tick(site, launch_invitation)


async def send_notice(player: Player, value: str) -> None:
    """`text=…, organisation=cdtp`: a broadcast with two answers leaves."""
    given = {"text": "Mời {ten} dự họp tổ.", **read_pairs(value)}
    now = player.clock.now()
    async with player.database.transaction() as session:
        sender = await organisations.get(session, given.get("organisation", "cdtp"))
        rule = {"organisation": sender.id}
        draft = Draft(sender.id, "Họp tổ", given["text"], rule, buttons=BUTTONS)
        made = await broadcasts.write(session, OPERATOR, draft, now=now)
        await broadcasts.launch(session, OPERATOR, made.id, now=now)


async def deliver(player: Player, value: str) -> Sequence[str]:
    """Let what is due reach its chats; the chat that speaks shows its own at once."""
    able = EDITING if player.mode == "buttons" else PLAIN
    channel, pacer = MemoryChannel(player.account, able), Pacer(None)
    hold = Hold(player.database, player.account)
    async with player.database.transaction() as session:
        now, account_id = player.clock.now(), player.account_id
        claimed = await ledger.claim(session, account_id, player.settings, now=now, limit=50)
        fates = [await carry(channel, pacer, hold, bundle) for bundle in claimed.bundles]
        await recording.record(session, fates, now=now)
    for fate in fates:
        if fate.reply is not None:
            shown = "(rewritten) " * (fate.reason == "edited") + fate.reply.text
            player.receive(fate.bundle.chat, replace(fate.reply, text=shown))
        elif fate.reason == "recalled":
            player.arrived.setdefault(fate.bundle.chat, []).append("(taken back)")
    return player.arrived.pop(player.chat, [])


async def forward(player: Player, value: str) -> None:
    """Hand the latest message of that chat, with its buttons, to the chat that speaks."""
    player.offered.setdefault(player.chat, []).append(player.offered[value][-1])


async def show_answers(session: AsyncSession, chat: Chat) -> str:
    """Show how far the chat's members are with each survey, and what is stored in the open."""
    ids = [member.id for member in await find_members(session, chat.id)]
    query = (
        select(Response, Survey)
        .join(Survey, Survey.id == Response.survey_id)
        .where(Response.member_id.in_(ids))
        .order_by(Response.id)
    )
    passages = [
        f"{response.state}: {await _said(session, response, survey)}"
        for response, survey in (await session.execute(query)).all()
    ]
    return " | ".join(passages) or "none"


async def _said(session: AsyncSession, response: Response, survey: Survey) -> str:
    if survey.anonymous:
        sealed = select(func.count(SealedRow.survey_id)).where(SealedRow.survey_id == survey.id)
        return f"{await session.scalar(sealed)} sealed"
    query = select(Answer.question, Answer.value).where(Answer.response_id == response.id)
    held = dict((await session.execute(query)).all())
    asked = [question for question in form_of(survey).questions if question.code in held]
    return ", ".join(shown(question, held[question.code], "vi") for question in asked) or "nothing"


async def show_pressed(session: AsyncSession, chat: Chat) -> str:
    """Show what stands as the answer to each message that this chat got."""
    query = (
        select(Delivery.state, Delivery.pressed)
        .where(Delivery.chat_id == chat.id)
        .order_by(Delivery.id)
    )
    lines = (await session.execute(query)).all()
    return " | ".join(f"{state} {pressed or '-'}" for state, pressed in lines) or "none"


ANSWERING_STAGE: dict[str, Callable[[Player, str], Awaitable[Sequence[str] | None]]] = {
    "poll": open_poll,
    "close": close_poll,
    "remind": remind_all,
    "notice": send_notice,
    "deliver": deliver,
    "forward": forward,
}
ANSWERING_FACTS: dict[str, Callable[[AsyncSession, Chat], Awaitable[str]]] = {
    "answers": show_answers,
    "pressed": show_pressed,
}
