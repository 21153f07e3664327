"""The command line: what waits for a second person: looked at, approved, returned."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import click
from sqlalchemy.ext.asyncio import AsyncSession

from bot import approvals, deciding, segments, series
from bot.access import OPERATOR
from bot.approvals import Kind, Matter
from bot.commands.audience import tell_audience
from bot.commands.running import fail, on_site
from bot.models import Approval, Series
from bot.site import Site
from bot.text import moment, say


def approve_it(kind: Kind, find: Callable[[AsyncSession], Awaitable[int]], *, yes: bool) -> None:
    """Show what waits, ask, and say the operator's yes to it; `find` returns its number."""

    async def look(site: Site) -> tuple[int, list[str]]:
        async with site.database.reading() as session:
            approval, matter = await approvals.find_waiting(session, kind, await find(session))
            return approval.id, await _describe(session, approval, matter)

    approval_id, shown = on_site(look)
    click.echo("\n".join(shown))
    if not yes and not click.confirm("Approve it?"):
        fail("not approved")

    async def work(site: Site) -> str:
        async with site.database.transaction() as session:
            decided = await deciding.approve(session, OPERATOR, approval_id, now=site.now)
            return str(decided.state)

    click.echo(f"Approved: it is {on_site(work)}.")


def refuse_it(kind: Kind, find: Callable[[AsyncSession], Awaitable[int]], reason: str) -> None:
    """Say the operator's no, with its reason, to what waits; `find` returns its number."""

    async def work(site: Site) -> None:
        async with site.database.transaction() as session:
            approval, _ = await approvals.find_waiting(session, kind, await find(session))
            await deciding.refuse(session, OPERATOR, approval.id, note=reason, now=site.now)

    on_site(work)
    click.echo("Returned, with your reason, to who asked.")


async def tell_waits(session: AsyncSession, kind: Kind, number: int) -> list[str]:
    """Say that something waits for a second person, why, and who may decide; else nothing."""
    approval = await approvals.find_pending(session, kind, number)
    if approval is None:
        return []
    matter = await approvals.get_matter(session, approval)
    count = len(await approvals.find_approvers(session, approval, matter))
    who = f"{count} organizers may decide, by /duyet in chat."
    if not count:
        who = "Nobody may decide yet: nhipcau organizer add NAME --role approver"
    return [f"It waits for a second person: {_reasons(approval)}. {who}"]


async def list_waiting(site: Site) -> list[str]:
    """Return a line for each thing that waits for a second person."""
    async with site.database.reading() as session:
        return [
            f"{matter.kind}\t{matter.number}\t{matter.title}\tasked by {approval.asked_by} at "
            f"{moment('en', approval.asked_at)}: {_reasons(approval)}"
            for approval, matter in await approvals.list_pending(session)
        ]


async def _describe(session: AsyncSession, approval: Approval, matter: Matter) -> list[str]:
    lines = [matter.title, "-" * 40]
    for reply in await deciding.show(session, matter, locale="vi"):
        lines += [reply.text, *(f"[{choice.label}]" for choice in reply.choices), "-" * 40]
    lines += await tell_audience(session, segments.check_rule(matter.rule))
    row = await approvals.get_row(session, matter.kind, matter.number)
    if isinstance(row, Series):
        lines.append(f"Sent {series.describe(row.schedule, 'en')}: one approval for all runs.")
    begins = f"at {moment('en', approval.starts_at)}" if approval.starts_at else "at once"
    return [*lines, f"Begins {begins}. Asked by {approval.asked_by}: {_reasons(approval)}."]


def _reasons(approval: Approval) -> str:
    return ", ".join(say("en", "approval-why", why=why) for why in approval.why.split())
