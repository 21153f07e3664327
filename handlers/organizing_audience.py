"""Door: an audience as it grows: joined, held within the organizer's scope, counted and shown."""

from __future__ import annotations

from bot import segments
from bot.errors import NotPermitted
from bot.segments import Rule
from bot.text import number
from bot.turns import Turn
from handlers.organizing_asking import (
    LISTED,
    actor_of,
    answer,
    ask_step,
    attempt,
)
from handlers.organizing_scope import narrow

JOINERS = ("and", "or", "not")
KINDS = ("all", "wards", "groups", "organisations", "more")


async def ask_whom(turn: Turn) -> None:
    """Ask by what the audience is chosen; when something is chosen already, what to join to it."""
    joining = turn.noted("joiner")
    kinds = KINDS[1:] if joining else KINDS
    choices = [answer("whom", kind, turn.phrase(f"organizing-whom-{kind}")) for kind in kinds]
    text = turn.phrase(f"organizing-whom-{joining}" if joining else "organizing-whom")
    ask_step(turn, "whom", text, choices=choices)


async def take_rule(turn: Turn, rule: Rule) -> None:
    """Join a rule to what was chosen before, within the organizer's scope; count and show it."""
    actor = await actor_of(turn)
    wish = _joined(turn.noted("wish"), turn.noted("joiner"), rule)
    permission = turn.noted("permission", "broadcast:write")
    try:
        checked = segments.check_rule(wish)
        narrowed = narrow(actor, checked, turn.noted("organisation"), permission)
    except NotPermitted:
        turn.say("organizing-refused")
        turn.repeat_question()
        return
    if await attempt(turn, _check(turn, narrowed)) is None:
        await ask_whom(turn)
        return
    if not await segments.count(turn.session, narrowed):
        described = await segments.describe(turn.session, narrowed, turn.locale)
        turn.say("organizing-whom-nobody", rule=described)
        await ask_whom(turn)
        return
    turn.note(wish=dict(wish), rule=dict(narrowed), joiner=None)
    await ask_counted(turn)


async def ask_counted(turn: Turn) -> None:
    """Show whom the rule selects, how many and where, and go on from there."""
    choices = [answer("counted", "go", turn.phrase("organizing-counted-go"), "ok", "tiếp")]
    choices += [
        answer("counted", joiner, turn.phrase(f"organizing-counted-{joiner}"))
        for joiner in JOINERS
    ]
    choices.append(answer("counted", "save", turn.phrase("organizing-counted-save")))
    choices.append(answer("counted", "anew", turn.phrase("organizing-counted-anew")))
    ask_step(turn, "counted", await describe_audience(turn, turn.noted("rule")), choices=choices)


async def press_counted(turn: Turn, value: str) -> bool:
    """Go on with those chosen, join more conditions, or choose anew."""
    if value == "go":
        return True
    if value == "save":
        await ask_name(turn)
        return False
    if value in JOINERS:
        turn.note(joiner=value)
    else:
        turn.note(joiner=None, wish=None)
    await ask_whom(turn)
    return False


async def describe_audience(turn: Turn, rule: Rule) -> str:
    """Say whom a rule selects, how many they are, and how they are spread over the wards.

    Of whom a survey's answers are asked the spread stays untold: it would tell single ones apart.
    """
    if await segments.tells_answers(turn.session, rule):
        described = await segments.describe(turn.session, rule, turn.locale)
        count = await segments.count(turn.session, rule)
        return turn.phrase("organizing-audience-whole", rule=described, count=count)
    by_ward = await segments.count_by_ward(turn.session, rule)
    total = sum(count for _, count in by_ward)
    unknown = turn.phrase("broadcast-ward-unknown")
    lines = [f"- {name or unknown}: {number(turn.locale, n)}" for name, n in by_ward[:LISTED]]
    rest = by_ward[LISTED:]
    if rest:
        people = sum(count for _, count in rest)
        lines.append(turn.phrase("organizing-wards-more", wards=len(rest), people=people))
    described = await segments.describe(turn.session, rule, turn.locale)
    head = turn.phrase("organizing-audience", rule=described, count=total)
    return "\n".join([head, *lines])


async def _check(turn: Turn, rule: Rule) -> bool:
    """Look whether all that a rule names exists and is the organizer's to read of."""
    await segments.check_places(turn.session, rule)
    await segments.check_sources(turn.session, await actor_of(turn), rule)
    return True


async def read_name(turn: Turn, text: str) -> bool:
    """Keep the chosen people under a name, and go on as before."""
    actor, rule = await actor_of(turn), turn.noted("rule")
    verb = segments.save_segment(turn.session, actor, text, rule, now=turn.now)
    saved = await attempt(turn, verb)
    if saved is not None:
        turn.say("organizing-named", name=saved.name)
    await ask_counted(turn)
    return False


async def ask_name(turn: Turn) -> None:
    """Ask under which name the chosen people are kept."""
    ask_step(turn, "naming", turn.phrase("organizing-naming"), marks="none")


def _joined(before: Rule | None, joiner: str | None, rule: Rule) -> Rule:
    """Join a rule to the one before: narrowing, widening or leaving some out."""
    if not before or not joiner:
        return rule
    if joiner == "or":
        return {"or": [*before.get("or", [before]), *rule.get("or", [rule])]}
    parts = before.get("and", [before])
    return {"and": [*parts, {"not": dict(rule)} if joiner == "not" else rule]}
