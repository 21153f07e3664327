"""Room: what a rule names must exist, and tell an organizer nothing that is not theirs to read."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import access
from bot.access import Actor
from bot.errors import Refused
from bot.models import Broadcast, ChannelAccount, Organisation, Survey
from bot.segments.kinds import ANY, OF_BROADCASTS, OF_SURVEYS
from bot.segments.naming import (
    LETTERS,
    find_broadcasts,
    find_question,
    find_surveys,
    name_wards,
    numbers_of,
)
from bot.segments.rules import Rule, areas_of, is_private, scope_of, values_of
from bot.segments.selecting import count

YES_NO = {"yes", "no"}
FEWEST = 5  # people whose answers may be told together, in a result or by who is written to


async def check_places(session: AsyncSession, rule: Rule) -> None:
    """Raise Refused when a rule names an organisation, a ward or a channel that does not exist."""
    keys = {str(key) for key in values_of(rule, "ward")}
    if keys - set(await name_wards(session, sorted(keys))):
        raise Refused("segment-ward-unknown")
    ids = {int(value) for value in values_of(rule, "organisation")}
    query = select(Organisation.id).where(Organisation.id.in_(ids))
    if ids and ids - set(await session.scalars(query)):
        raise Refused("segment-organisation-unknown")
    accounts = {str(value) for value in values_of(rule, "channel")}
    known = select(ChannelAccount.name).where(ChannelAccount.name.in_(accounts))
    if accounts and accounts - set(await session.scalars(known)):
        raise Refused("segment-channel-unknown")


async def check_sources(session: AsyncSession, actor: Actor, rule: Rule) -> None:
    """Raise unless the actor may read of each survey and broadcast that a rule asks about.

    Raises Refused for one that does not exist, for a button or a choice that it does not have,
    for what was said in an anonymous survey and for so few that it tells how they answered;
    NotPermitted for one out of the actor's scope.
    """
    surveys, sent = await find_surveys(session, rule), await find_broadcasts(session, rule)
    if numbers_of(rule, OF_SURVEYS) - set(surveys):
        raise Refused("segment-survey-unknown")
    if numbers_of(rule, OF_BROADCASTS) - set(sent):
        raise Refused("segment-broadcast-unknown")
    for survey in surveys.values():
        require_reading(actor, survey)
    for broadcast in sent.values():
        require_reading(actor, broadcast)
    for survey_id, question, choice in values_of(rule, "said"):
        _check_said(surveys[survey_id], question, choice)
    for broadcast_id, letter in values_of(rule, "pressed"):
        _check_pressed(sent[broadcast_id], letter)
    await check_crowd(session, rule)


async def check_crowd(session: AsyncSession, rule: Rule) -> None:
    """Raise Refused when a rule goes by answers and selects so few that it gives them away."""
    if await tells_answers(session, rule) and 0 < await count(session, rule) < FEWEST:
        raise Refused("segment-tells-few", fewest=FEWEST)


async def tells_answers(session: AsyncSession, rule: Rule) -> bool:
    """Tell whether whom a rule selects would tell how single members answered a survey.

    So does who got, or missed, a broadcast to those who gave an answer, however far back.
    """
    rules, seen = [rule], set[int]()
    while rules and not any(is_private(one) for one in rules):
        named = set[int]().union(*(numbers_of(one, OF_BROADCASTS) for one in rules)) - seen
        seen |= named
        query = select(Broadcast.rule).where(Broadcast.id.in_(named))
        rules = list(await session.scalars(query)) if named else []
    return bool(rules)


async def list_channels(session: AsyncSession) -> list[str]:
    """Return the names of the channel accounts."""
    return list(await session.scalars(select(ChannelAccount.name).order_by(ChannelAccount.name)))


def require_reading(actor: Actor, source: Survey | Broadcast) -> None:
    """Raise NotPermitted unless the actor may read the report of a survey or broadcast."""
    areas = areas_of(source.rule)
    access.require(actor, "report:read", organisation_id=source.organisation_id, area_keys=areas)
    access.require(actor, "report:read", **scope_of(source.rule))


def choices_of(question: Any) -> set[str]:
    """Return the answers of a question by which members can be selected; none: it has no such."""
    if question["kind"] == "yes_no":
        return set(YES_NO)
    if question["kind"] not in ("one_choice", "several_choices"):
        return set()
    return {choice["code"] for choice in question["choices"]}


def _check_said(survey: Survey, code: str, choice: str) -> None:
    if survey.anonymous:
        raise Refused("segment-anonymous", name=survey.title)
    question = find_question(survey, code)
    if question is None or choice not in choices_of(question):
        raise Refused("segment-answer-unknown", name=survey.title)


def _check_pressed(broadcast: Broadcast, letter: str) -> None:
    if letter != ANY and letter not in LETTERS[: len(broadcast.buttons)]:
        raise Refused("segment-button-unknown", number=str(broadcast.id), letter=letter)
