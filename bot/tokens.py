"""Room: tokens of channel accounts: sealed at rest, renewed before they end, once at a time.

Law: a refresh token works once. It is stored before it is shown to the service, and what comes
back is stored before it is used; a kill in between leaves it to be shown again, which the service
takes unless it had taken it before. Until then the access token of before goes on working.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.account_rows import make_accounts
from bot.errors import Refused
from bot.models import ChannelAccount, ChannelTokens

log = structlog.get_logger(__name__)

PURPOSE = b"nhipcau.channel.tokens.1"
NONCE_BYTES = 12
ASK_AGAIN = timedelta(minutes=2)  # after an attempt of which nobody knows how it ended
MOST_FAULT = 200


@dataclass(frozen=True, slots=True, repr=False)
class Pair:
    """Hold what a service gave; no log and no repr shows it."""

    access: str
    refresh: str
    lasts: timedelta
    refresh_lasts: timedelta


@dataclass(frozen=True, slots=True, repr=False)
class Held:
    """Hold what an account signs in with, and how that stands."""

    access: str
    refresh: str
    issued_at: datetime
    expires_at: datetime
    refresh_until: datetime
    fault: str


Renew = Callable[[str], Awaitable[Pair]]
"""Show a refresh token to the service; raises RenewalRefused, RenewalUnclear or NotAsked."""


class RenewalRefused(Exception):
    """The service does not take this refresh token."""


class RenewalUnclear(Exception):
    """The service may have taken the refresh token, and its answer did not come."""


class NotAsked(Exception):
    """The service could not be reached: the refresh token is as good as before."""


class Vault:
    """Seal tokens under a key that is made of the site's own."""

    def __init__(self, secret_key: str) -> None:
        if not secret_key:
            raise Refused("tokens-no-key")
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
        self._cipher = AESGCM(derived.derive(secret_key.encode()))

    def seal(self, account_id: int, access: str, refresh: str) -> bytes:
        """Return tokens as they are kept; nobody else's row can hold them."""
        nonce = os.urandom(NONCE_BYTES)
        plain = orjson.dumps([access, refresh])
        return nonce + self._cipher.encrypt(nonce, plain, _binding(account_id))

    def open(self, account_id: int, sealed: bytes) -> tuple[str, str]:
        """Return the access and the refresh token; raises Refused under another key."""
        nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            plain = self._cipher.decrypt(nonce, secret, _binding(account_id))
        except InvalidTag as error:
            raise Refused("tokens-other-key") from error
        access, refresh = orjson.loads(plain)
        return access, refresh


async def keep(
    session: AsyncSession, vault: Vault, account: str, pair: Pair, *, now: datetime
) -> None:
    """Store what the service has just given, in the place of what was."""
    account_id = (await make_accounts(session, [account]))[account]
    row = await session.get(ChannelTokens, account_id) or ChannelTokens(account_id=account_id)
    session.add(row)
    _fill(row, vault, pair, now)
    await session.flush()


async def read(session: AsyncSession, vault: Vault, account: str) -> Held | None:
    """Return what an account signs in with, None before it was connected."""
    row = await session.scalar(_of(account))
    if row is None:
        return None
    access, refresh = vault.open(row.account_id, row.sealed)
    return Held(access, refresh, row.issued_at, row.expires_at, row.refresh_until, row.fault)


async def want(session: AsyncSession, account: str, *, now: datetime) -> None:
    """Have tokens renewed soon, because the service refuses the access token."""
    row = await session.scalar(_of(account).with_for_update(of=ChannelTokens))
    if row is not None and row.asked_at is None and row.renew_at is not None:
        row.renew_at = min(row.renew_at, now)


async def begin(session: AsyncSession, vault: Vault, account: str, *, now: datetime) -> str | None:
    """Return the refresh token to be shown, once this transaction is stored; None: not due.

    Who comes meanwhile finds that it is not due for a while: one shows it at a time.
    """
    row = await session.scalar(_of(account).with_for_update(of=ChannelTokens))
    if row is None or row.renew_at is None or row.renew_at > now:
        return None
    row.renew_at, row.asked_at = now + ASK_AGAIN, row.asked_at or now
    return vault.open(row.account_id, row.sealed)[1]


async def end(  # noqa: PLR0913 - of whom, what was shown, what came
    session: AsyncSession, vault: Vault, account: str, shown: str, pair: Pair, *, now: datetime
) -> None:
    """Store what came for a refresh token, unless somebody has signed in anew meanwhile."""
    row = await session.scalar(_of(account).with_for_update(of=ChannelTokens))
    if row is not None and _holds(row, vault, shown):
        _fill(row, vault, pair, now)


async def note_failure(  # noqa: PLR0913 - of whom, what was shown, how it failed
    session: AsyncSession, vault: Vault, account: str, shown: str, why: Exception, *, now: datetime
) -> None:
    """Note how an attempt failed, unless somebody has signed in anew meanwhile."""
    row = await session.scalar(_of(account).with_for_update(of=ChannelTokens))
    if row is None or not _holds(row, vault, shown):
        return
    match why:
        case RenewalRefused():
            was_cut = row.asked_at is not None and row.asked_at < now - ASK_AGAIN / 2
            lost = "an earlier answer was lost; " if was_cut else ""
            row.fault, row.renew_at = f"{lost}refused: {why}"[:MOST_FAULT], None
        case NotAsked():
            row.asked_at = None if row.asked_at == now else row.asked_at
            row.renew_at = now + ASK_AGAIN
        case _:
            pass  # it is shown again when it is due; until then nobody knows


def _fill(row: ChannelTokens, vault: Vault, pair: Pair, now: datetime) -> None:
    row.sealed = vault.seal(row.account_id, pair.access, pair.refresh)
    row.issued_at, row.expires_at = now, now + pair.lasts
    row.refresh_until, row.renew_at = now + pair.refresh_lasts, now + pair.lasts / 2
    row.asked_at, row.fault = None, ""


def _holds(row: ChannelTokens, vault: Vault, refresh: str) -> bool:
    return hmac.compare_digest(vault.open(row.account_id, row.sealed)[1], refresh)


def _of(account: str) -> Select[ChannelTokens]:
    query = select(ChannelTokens).join(
        ChannelAccount, ChannelAccount.id == ChannelTokens.account_id
    )
    return query.where(ChannelAccount.name == account).execution_options(populate_existing=True)


def _binding(account_id: int) -> bytes:
    return f"account:{account_id}".encode()
