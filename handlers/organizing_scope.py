"""Door: what lies within an organizer's scope: whose name they may use, whom they may reach."""

from __future__ import annotations

from collections.abc import Iterator

from bot import access, campaigns, organisations, segments
from bot.access import Actor, get_actor
from bot.areas import TODAY
from bot.clock import to_local
from bot.errors import NotFound, NotPermitted
from bot.models import Campaign, Organisation, Survey
from bot.segments import Rule
from bot.surveys.finding import find_surveys
from bot.turns import Turn


async def find_senders(
    turn: Turn, actor: Actor, permission: str = "broadcast:write"
) -> list[Organisation]:
    """Return the organisations in whose name an organizer may write."""
    return [
        one
        for one in await organisations.list_all(turn.session)
        if any(
            access.allows(actor, permission, organisation_id=one.id, area_keys=scope.area_keys)
            for scope in actor.scopes
        )
    ]


async def find_campaigns(turn: Turn, organisation_id: int) -> list[Campaign]:
    """Return the campaigns that an organisation runs and that are not over."""
    today = to_local(turn.now).date()
    found: list[Campaign] = []
    for campaign in await campaigns.list_all(turn.session):
        if campaign.ends_on is None or campaign.ends_on >= today:
            owners = await campaigns.list_owners(turn.session, campaign.id)
            if organisation_id in {owner.id for owner in owners}:
                found.append(campaign)
    return found


def narrow(
    actor: Actor, rule: Rule, organisation_id: int, permission: str = "broadcast:write"
) -> Rule:
    """Return a rule narrowed, as little as need be, to whom an organizer may reach.

    Raises NotPermitted when no narrowing helps.
    """
    for narrowed in _narrowings(actor, rule, organisation_id):
        if permits(actor, permission, organisation_id=organisation_id, rule=narrowed):
            return narrowed
    raise NotPermitted(permission)


def permits(actor: Actor, permission: str, *, organisation_id: int, rule: Rule) -> bool:
    """Tell whether an organizer speaks for an organisation and reaches those of a rule."""
    scope = segments.scope_of(rule)
    sends = access.allows(
        actor, permission, organisation_id=organisation_id, area_keys=scope["area_keys"]
    )
    return sends and access.allows(actor, permission, **scope)


def permits_survey(actor: Actor, permission: str, survey: Survey) -> bool:
    """Tell whether an organizer has a permission for a survey and all whom it asks."""
    return permits(actor, permission, organisation_id=survey.organisation_id, rule=survey.rule)


async def get_survey(turn: Turn, survey_id: int, *permissions: str) -> Survey:
    """Return a survey for which an organizer has one of the permissions, or raise."""
    found = next((s for s in await find_surveys(turn.session) if s.id == survey_id), None)
    if found is None:
        raise NotFound("survey-unknown")
    actor = await get_actor(turn.session, turn.chat.organizer_id)
    if not any(permits_survey(actor, permission, found) for permission in permissions):
        raise NotPermitted(permissions[0])
    return found


def _narrowings(actor: Actor, rule: Rule, organisation_id: int) -> Iterator[Rule]:
    """Yield a rule as it is, then within the organisation, within the areas, within both."""
    own: Rule = {"organisation": organisation_id}
    yield rule
    yield _both(own, rule)
    for scope in actor.scopes:
        areas = _wards_of(scope.area_keys)
        if areas is not None:
            yield _both(areas, rule)
            yield _both(own, _both(areas, rule))


def _both(bound: Rule, rule: Rule) -> Rule:
    """Return those of a rule who also lie within a bound."""
    if rule in (segments.EVERYBODY, bound):
        return bound
    parts = rule.get("and", [rule])
    return rule if bound in parts else {"and": [bound, *parts]}


def _wards_of(keys: frozenset[str] | None) -> Rule | None:
    """Return those who live in a scope's wards; today's hold the old ones that lie in them."""
    if not keys:
        return None
    today = [key for key in sorted(keys) if key.endswith(f".{TODAY}")]
    wards: list[Rule] = [{"ward": key} for key in today or sorted(keys)]
    return wards[0] if len(wards) == 1 else {"or": wards}
