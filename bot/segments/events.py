"""Room: conditions on what members were sent and what they said, for rules of segments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, extract, or_, select

from bot.models import (
    OPEN,
    Answer,
    Broadcast,
    Delivery,
    Entitlement,
    Member,
    MemberDate,
    Response,
)
from bot.segments.kinds import ANY

REACHING = (*OPEN, "sending", "sent", "unknown")
FEBRUARY, LAST, LEAP = 2, 28, 29


def has_got(broadcast_id: int) -> ColumnElement[bool]:
    """Select whom a broadcast was sent to."""
    return _has_line(broadcast_id, Delivery.state == "sent")


def has_missed(broadcast_id: int) -> ColumnElement[bool]:
    """Select whom a broadcast did not reach, nor any earlier sending again to the missed."""
    missed = _has_line(broadcast_id, Delivery.state.in_(("failed", "skipped")))
    return and_(missed, ~_was_followed(broadcast_id))


def has_pressed(value: list[Any]) -> ColumnElement[bool]:
    """Select who pressed a broadcast's button, or any of them."""
    broadcast_id, letter = value
    pressed = Delivery.pressed != "" if letter == ANY else Delivery.pressed == letter
    return _has_line(broadcast_id, pressed)


def has_answered(survey_id: int) -> ColumnElement[bool]:
    """Select who has handed a survey in."""
    return exists().where(
        Response.member_id == Member.id,
        Response.survey_id == survey_id,
        Response.state == "finished",
    )


def is_unanswered(survey_id: int) -> ColumnElement[bool]:
    """Select who is entitled to answer a survey and has not handed it in."""
    entitled = exists().where(
        Entitlement.survey_id == survey_id, Entitlement.member_id == Member.id
    )
    return and_(entitled, ~has_answered(survey_id))


def has_said(value: list[Any]) -> ColumnElement[bool]:
    """Select who chose an answer of a named survey and handed it in."""
    survey_id, question, choice = value
    # an answer is {"choice": code}, {"choices": [codes]} or {"yes": true}
    codes = Answer.value["choices"].as_string()
    fits = or_(
        Answer.value["choice"].as_string() == choice,
        codes.contains(f'"{choice}"', autoescape=True),
        *([Answer.value["yes"].as_boolean() == (choice == "yes")] if choice in YES_NO else []),
    )
    return exists().where(
        Response.member_id == Member.id,
        Response.survey_id == survey_id,
        Response.state == "finished",
        Answer.response_id == Response.id,
        Answer.question == question,
        Answer.value["void"].as_boolean().is_not(True),  # its question was not asked in the end
        fits,
    )


def has_date(value: list[str]) -> ColumnElement[bool]:
    """Select who has a date on a day; a birthday comes back every year."""
    kind, day = value[0], date.fromisoformat(value[1])
    own = and_(MemberDate.member_id == Member.id, MemberDate.kind == kind)
    return exists().where(own, _recurs(day) if kind == "birthday" else MemberDate.day == day)


def _recurs(day: date) -> ColumnElement[bool]:
    """Compare day and month; who was born on a leap day has it on the 28th in other years."""
    days = [day.day]
    if (day.month, day.day) == (FEBRUARY, LAST) and day.year % 4:  # true from 1901 to 2099
        days.append(LEAP)
    return and_(
        extract("month", MemberDate.day) == day.month, extract("day", MemberDate.day).in_(days)
    )


def _was_followed(broadcast_id: int) -> ColumnElement[bool]:
    """Tell whether a broadcast was sent again to Member whom it had missed, or is about to be."""
    again = select(Broadcast.id).where(
        Broadcast.parent_id == broadcast_id, Broadcast.follows == "missed"
    )
    return exists().where(
        Delivery.member_id == Member.id,
        Delivery.broadcast_id.in_(again),
        Delivery.state.in_(REACHING),
    )


def _has_line(broadcast_id: int, state: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Delivery.broadcast_id == broadcast_id, Delivery.member_id == Member.id, state
    )


YES_NO = ("yes", "no")
EVENTS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "got": has_got,
    "missed": has_missed,
    "pressed": has_pressed,
    "answered": has_answered,
    "unanswered": is_unanswered,
    "said": has_said,
    "date": has_date,
}
