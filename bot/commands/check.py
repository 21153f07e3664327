"""The command line: `nhipcau check`: what is wrong with the configuration, part by part."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import click

from bot import health, quotas, schema, tariffs
from bot.accounts import platform_of
from bot.app import ask_telegram, ask_zalo_bot, ask_zalo_oa
from bot.clock import to_local
from bot.commands.fitness import find_setting_faults
from bot.commands.running import epilog, read_settings, sentence_of
from bot.errors import NhipCauError
from bot.official_accounts import find_official_accounts
from bot.settings import Settings
from bot.site import Site, open_site

Ask = Callable[[Settings, str], Awaitable[tuple[bool, str]]]


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold how one part is: `fault` empty means well."""

    part: str
    note: str
    fault: str = ""


@click.command(epilog=epilog("check"))
def check() -> None:
    """Look at settings, database, schema, clock, token, webhook and jobs; exit 1 on a fault."""
    settings = read_settings()
    findings = asyncio.run(_look(settings))
    for one in findings:
        click.echo(f"{'FAULT' if one.fault else 'ok':5}  {one.part:10} {one.fault or one.note}")
    sys.exit(1 if any(one.fault for one in findings) else 0)


async def _look(settings: Settings) -> list[Finding]:
    if settings.clock_file is not None and not settings.clock_file.is_file():
        return await _settings(settings)  # the other parts need a clock
    parts: tuple[Callable[[Settings], Awaitable[list[Finding]]], ...] = (
        _settings,
        _schema,
        _clock,
        _telegram,
        _zalo_bot,
        _zalo_oa,
        _jobs,
    )
    return [finding for part in parts for finding in await part(settings)]


async def _settings(settings: Settings) -> list[Finding]:
    faults = find_setting_faults(settings)
    found = [Finding("settings", "", f"NHIPCAU_{name}: {why}") for name, why in faults.items()]
    if "SECRET_KEY" in faults:
        found.append(Finding("secret key", f"a fresh one: {secrets.token_urlsafe(48)}"))
    return found or [Finding("settings", "read, and fit")]


async def _schema(settings: Settings) -> list[Finding]:
    try:
        await asyncio.to_thread(schema.check, settings.database_url)
    except NhipCauError as error:
        return [Finding("database", "", sentence_of(error))]
    return [Finding("database", f"reached, at schema {schema.get_head()}")]


async def _clock(settings: Settings) -> list[Finding]:
    async with open_site(settings) as site:
        now = to_local(site.now)
    note = f"{now:%d/%m/%Y %H:%M} in Viet Nam; broadcasts leave "
    note += f"{settings.quiet_until:%H:%M}-{settings.quiet_from:%H:%M}"
    return [Finding("clock", note + (" (driven by a file)" if settings.clock_file else ""))]


async def _telegram(settings: Settings) -> list[Finding]:
    return await _ask_each("telegram", ask_telegram, settings)


async def _zalo_bot(settings: Settings) -> list[Finding]:
    return await _ask_each("zalo-bot", ask_zalo_bot, settings)


async def _ask_each(platform: str, ask: Ask, settings: Settings) -> list[Finding]:
    """Ask a platform about each of our accounts there."""
    tokens = settings.tokens_of(platform)
    if not tokens:
        name = f"NHIPCAU_{platform.replace('-', '_').upper()}_TOKEN"
        return [Finding(platform, f"switched off: {name} is empty")]
    asked = {name: await ask(settings, name) for name in tokens}
    return [Finding(name, said, "" if well else said) for name, (well, said) in asked.items()]


async def _zalo_oa(settings: Settings) -> list[Finding]:
    if not settings.zalo_oa_app_id:
        return [Finding("zalo-oa", "switched off: NHIPCAU_ZALO_OA_APP_ID is empty")]
    if not await _has_schema(settings):
        return []
    found = []
    async with open_site(settings) as site:
        for account in find_official_accounts(settings):
            try:
                well, said = await ask_zalo_oa(site, account)
            except NhipCauError as error:
                found.append(Finding(account, "", sentence_of(error)))
            else:
                found += [Finding(account, one, "" if well else one) for one in said]
    return found


async def _has_schema(settings: Settings) -> bool:
    if not schema.exists(settings.database_url):
        return False
    try:
        await asyncio.to_thread(schema.check, settings.database_url)
    except NhipCauError:
        return False
    return True


async def _jobs(settings: Settings) -> list[Finding]:
    if not await _has_schema(settings):
        return []
    async with open_site(settings) as site:
        seen = await health.get_health(site, {})
        failed = await health.count_failed_updates(site)
        chats = await health.count_open_chats(site)
        used = await find_used(site)
    found = [Finding("jobs", "", f"{part}: {why}") for part, why in seen.faults.items()]
    if failed:
        found.append(Finding("updates", "", f"{failed} updates failed and wait for replay"))
    found = found or [Finding("jobs", f"none has failed; {_last('ran', seen.last_tick)}")]
    found += [Finding(name, _last("well", at)) for name, at in sorted(seen.channels.items())]
    found += find_orphans(settings, chats) + used
    held = sorted(seen.holders.items())
    return found + [
        Finding("account", f"{name}: {holder or 'nobody'} sends for it") for name, holder in held
    ]


async def find_used(site: Site) -> list[Finding]:
    """Return what each account whose platform sets limits has used of them."""
    async with site.database.reading() as session:
        allowances = await quotas.find_allowances(session, now=site.now)
    today = to_local(site.now).date()
    found = []
    for one in allowances.values():
        source = quotas.limits_of(site.settings, one.account, today).source
        said = f"{one.people} of {one.most_people} people; " if one.most_people else ""
        late = tariffs.terms_of(platform_of(one.account), site.now) is not None
        what = "messages after the free hours" if late else "messages"
        said += f"{one.spent:,} of {one.most_messages:,} {what} until {one.until:%d/%m/%Y} "
        said += f"({source})"
        fault = "full, nobody new can write: " if one.is_full else ""
        fault = "no message is left this month: " if one.left == 0 else fault
        found.append(Finding(one.account, said, fault + said if fault else ""))
    return found


def find_orphans(settings: Settings, chats: Mapping[str, int]) -> list[Finding]:
    """Return a fault for each account that has people, and no token any more."""
    known = {"web", *settings.tokens_of("telegram"), *settings.tokens_of("zalo-bot")}
    known |= set(find_official_accounts(settings))
    return [
        Finding(name, "", f"{count} people are reached here, and no setting has its token")
        for name, count in chats.items()
        if count and name not in known
    ]


def _last(what: str, at: datetime | None) -> str:
    return f"last {what} {to_local(at):%H:%M:%S on %d/%m/%Y}" if at else f"never {what} so far"
