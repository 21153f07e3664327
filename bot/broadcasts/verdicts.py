"""Room: why a member does not get a broadcast; asked at launch and again in the claim.

Law: one table of reasons for both, so that what is shown and what is done cannot differ.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, literal, select
from sqlalchemy.orm import aliased

from bot import segments
from bot.broadcasts.fares import Fares
from bot.models import Broadcast, Chat, Consent, Entitlement, Member, Response, Survey

Reason = tuple[ColumnElement[bool], ColumnElement[str]]


def skip_reason(broadcast: Broadcast, fares: Fares) -> ColumnElement[str]:
    """Return the first reason against sending to Member in Chat, or an empty text."""
    if broadcast.kind == "recall":  # to take a message back needs nobody's consent
        return case((Chat.id.is_(None), literal("no_chat")), else_=literal(""))
    reasons: list[Reason] = [
        (Member.state != "active", Member.state.expression),
        (Member.stopped_at.is_not(None), literal("opted_out")),
        (Chat.stopped_at.is_not(None), literal("opted_out")),
        (Chat.id.is_(None) & _is_claimed(), literal("claimed")),
        (Chat.id.is_(None) & Member.registered_at.is_(None), literal("not_registered")),
        (Chat.id.is_(None), literal("no_chat")),
        (_find_consent(broadcast.purpose).is_(None), literal("no_consent")),
        (Chat.state != "open", literal("blocked")),
        *((holds, literal(why)) for holds, why in fares.obstacles(broadcast)),
    ]
    if broadcast.survey_id is not None:
        reasons += [
            (_has_answered(broadcast.survey_id), literal("answered")),
            (_is_over(broadcast.survey_id), literal("survey_closed")),
        ]
    return case(*reasons, else_=literal(""))


def is_meant(broadcast: Broadcast) -> ColumnElement[bool]:
    """Tell whether a broadcast is meant for Member: by a survey's roll, or by its own rule."""
    if broadcast.survey_id is None:
        return segments.members_where(broadcast.rule)
    asked = is_asked(broadcast.survey_id, broadcast.kind)
    if segments.values_of(broadcast.rule, "date"):  # those whose day it is, of a longer roll
        return asked & segments.members_where(broadcast.rule)
    return asked


def is_asked(survey_id: int, kind: str) -> ColumnElement[bool]:
    """Tell whether Member is asked to answer: entitled, and has not; reminded only who agreed."""
    entitled = exists().where(
        Entitlement.survey_id == survey_id, Entitlement.member_id == Member.id
    )
    asked = (Member.state == "active") & entitled & ~_has_answered(survey_id)
    return asked & _agrees("surveys") if kind == "reminder" else asked


@cache
def _find_consent(purpose: str) -> ScalarSelect[int]:
    """Return Member when they agree, else nothing: there is one such row at most.

    No EXISTS: for that PostgreSQL may read the consents of the whole town, for each slice anew.
    """
    return (
        select(Consent.member_id)
        .where(
            Consent.member_id == Member.id,
            Consent.purpose == purpose,
            Consent.withdrawn_at.is_(None),
        )
        .correlate(Member)
        .scalar_subquery()
    )


@cache
def _agrees(purpose: str) -> ColumnElement[bool]:
    return exists().where(
        Consent.member_id == Member.id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None)
    )


@cache
def _is_claimed() -> ColumnElement[bool]:
    """Tell whether a chat says, unproven, to be this member: it has a line of its own."""
    claimant = aliased(Member)
    return exists().where(claimant.claims_id == Member.id, claimant.state == "active")


def _has_answered(survey_id: int) -> ColumnElement[bool]:
    return exists().where(
        Response.survey_id == survey_id,
        Response.member_id == Member.id,
        Response.state.in_(("finished", "refused")),
    )


def _is_over(survey_id: int) -> ColumnElement[bool]:
    return exists().where(Survey.id == survey_id, Survey.state.in_(("closed", "cancelled")))
