"""Room: what an organizer needs, to write or send a broadcast in an organisation's name."""

from __future__ import annotations

from bot import access, segments
from bot.access import Actor
from bot.segments import Rule


def require(actor: Actor, permission: str, *, organisation_id: int, rule: Rule) -> None:
    """Raise NotPermitted unless the actor speaks for the sender and reaches the audience.

    Who acts for one organisation reaches its members only: `segments.within` narrows a rule.
    """
    scope = segments.scope_of(segments.check_rule(rule))
    access.require(
        actor, permission, organisation_id=organisation_id, area_keys=scope["area_keys"]
    )
    access.require(actor, permission, **scope)
