"""Tokens of channel accounts: sealed, renewed once at a time, and what a kill may cost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot import renewing, tokens
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import ChannelTokens
from bot.settings import Settings
from bot.site import Site
from bot.tokens import ASK_AGAIN, Held, NotAsked, Pair, RenewalRefused, RenewalUnclear, Vault

ACCOUNT = "zalo-oa"
LASTS, REFRESH_LASTS = timedelta(hours=25), timedelta(days=90)
HALF = LASTS / 2


class KilledError(BaseException):
    """Stand for a kill: nothing of ours catches it."""


class Zalo:
    """Take each refresh token once, as the real one does."""

    def __init__(self) -> None:
        self.good, self.count, self.asked = "r0", 0, 0
        self.before: Callable[[], None] | None = None  # it reached nobody
        self.after: Callable[[], None] | None = None  # it was taken, and the answer is lost

    async def renew(self, refresh: str) -> Pair:
        self.asked += 1
        await asyncio.sleep(0)
        if self.before:
            self.before()
        if refresh != self.good:
            raise RenewalRefused("-14014 Invalid refresh token")
        self.count += 1
        self.good = f"r{self.count}"
        if self.after:
            self.after()
        return Pair(f"a{self.count}", self.good, LASTS, REFRESH_LASTS)


def stop(error: BaseException) -> Callable[[], None]:
    def raise_it() -> None:
        raise error

    return raise_it


@pytest.fixture
async def site(database: Database, settings: Settings, clock: StoppedClock) -> Site:
    """Give a site that has signed in just now."""
    made = Site(settings, clock, database)
    async with database.transaction() as session:
        pair = Pair("a0", "r0", LASTS, REFRESH_LASTS)
        await tokens.keep(session, vault(made), ACCOUNT, pair, now=made.now)
    return made


@pytest.fixture
def zalo(site: Site) -> Zalo:
    made = Zalo()
    site.renewers[ACCOUNT] = made.renew
    return made


def vault(site: Site) -> Vault:
    return Vault(site.settings.secret_key.get_secret_value())


async def held(site: Site) -> Held:
    async with site.database.reading() as session:
        found = await tokens.read(session, vault(site), ACCOUNT)
    assert found is not None
    return found


async def pass_time(site: Site, length: timedelta) -> None:
    assert isinstance(site.clock, StoppedClock)
    site.clock.advance(seconds=length.total_seconds())


async def test_what_is_kept_shows_no_token_and_opens_under_its_own_key_alone(
    site: Site, settings: Settings
) -> None:
    async with site.database.transaction() as session:
        row = (await session.scalars(select(ChannelTokens))).one()
        assert b"a0" not in row.sealed
        assert b"r0" not in row.sealed
        other = SecretStr("another key of the site, long enough to be one")
        with pytest.raises(Refused, match="tokens-other-key"):
            await tokens.read(session, Vault(other.get_secret_value()), ACCOUNT)
    with pytest.raises(Refused, match="tokens-no-key"):
        Vault("")
    shown = repr(await held(site))
    assert shown.startswith("<bot.tokens.Held object at "), "nothing of it but where it is"


async def test_they_are_renewed_at_half_their_life_and_not_before(site: Site, zalo: Zalo) -> None:
    assert await renewing.renew_due(site) == 0
    await pass_time(site, HALF)
    assert await renewing.renew_due(site) == 1
    now = await held(site)
    assert (now.access, now.refresh) == ("a1", "r1")
    assert now.expires_at == site.now + LASTS
    assert await renewing.renew_due(site) == 0


async def test_of_programs_that_try_at_once_one_shows_the_token(site: Site, zalo: Zalo) -> None:
    await pass_time(site, HALF)
    assert sorted(await asyncio.gather(*(renewing.renew_due(site) for _ in range(5)))) == [
        *(0, 0, 0, 0),
        1,
    ]
    assert (zalo.asked, zalo.count, (await held(site)).access) == (1, 1, "a1")


# where it is killed -> access token afterwards, once it was tried again; what is said
KILLS: list[tuple[str, str, str]] = [
    ("before", "a1", ""),
    ("after", "a0", "an earlier answer was lost; refused: -14014 Invalid refresh token"),
]


@pytest.mark.parametrize(("place", "access", "fault"), KILLS)
async def test_a_kill_loses_nothing_that_can_be_saved(
    site: Site, zalo: Zalo, place: str, access: str, fault: str
) -> None:
    await pass_time(site, HALF)
    setattr(zalo, place, stop(KilledError()))
    with pytest.raises(KilledError):
        await renewing.renew_due(site)
    setattr(zalo, place, None)
    assert (await held(site)).access == "a0", "which goes on working"
    assert await renewing.renew_due(site) == 0, "not at once: the other may be alive"
    await pass_time(site, ASK_AGAIN)
    await renewing.renew_due(site)
    now = await held(site)
    assert (now.access, now.fault) == (access, fault)
    assert now.expires_at > site.now, "there is time to sign in anew"


async def test_a_kill_between_the_answer_and_its_storing_is_as_a_lost_answer(
    site: Site, zalo: Zalo, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pass_time(site, HALF)

    async def end(*_: Any, **__: Any) -> None:
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(tokens, "end", end)
        with pytest.raises(KilledError):
            await renewing.renew_due(site)
    await pass_time(site, ASK_AGAIN)
    await renewing.renew_due(site)
    assert (await held(site)).fault.startswith("an earlier answer was lost")


FAILURES: list[tuple[Exception, timedelta, str]] = [
    (NotAsked("ClientConnectorError"), ASK_AGAIN, "a1"),
    (RenewalUnclear("http_502"), ASK_AGAIN, "a1"),  # it was not taken after all
]


@pytest.mark.parametrize(("error", "wait", "access"), FAILURES)
async def test_a_failure_is_tried_again(
    site: Site, zalo: Zalo, error: Exception, wait: timedelta, access: str
) -> None:
    await pass_time(site, HALF)
    zalo.before = stop(error)
    assert await renewing.renew_due(site) == 0
    zalo.before = None
    await pass_time(site, wait)
    await renewing.renew_due(site)
    now = await held(site)
    assert (now.access, now.fault) == (access, "")


async def test_a_new_sign_in_is_not_written_over_by_what_was_under_way(
    site: Site, zalo: Zalo
) -> None:
    await pass_time(site, HALF)
    async with site.database.transaction() as session:
        shown = await tokens.begin(session, vault(site), ACCOUNT, now=site.now)
    assert shown == "r0"
    async with site.database.transaction() as session:
        fresh = Pair("b0", "s0", LASTS, REFRESH_LASTS)
        await tokens.keep(session, vault(site), ACCOUNT, fresh, now=site.now)
        late = Pair("a1", "r1", LASTS, REFRESH_LASTS)
        await tokens.end(session, vault(site), ACCOUNT, shown, late, now=site.now)
        refused = RenewalRefused("no")
        await tokens.note_failure(session, vault(site), ACCOUNT, shown, refused, now=site.now)
    now = await held(site)
    assert (now.access, now.fault) == ("b0", "")


async def test_a_refused_access_token_is_renewed_soon(site: Site, zalo: Zalo) -> None:
    async with site.database.transaction() as session:
        await tokens.want(session, ACCOUNT, now=site.now)
    assert await renewing.renew_due(site) == 1
