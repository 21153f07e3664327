"""Room: the addresses under which people find us: the bot's page on Telegram, the web chat."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.accounts import platform_of
from bot.models import ChannelAccount
from bot.settings import Settings

CODE_PREFIX = "ma-"  # a deep link that carries a code
ANYWHERE = ("0.0.0.0", "::")  # where a server listens, which is no address to go to
BOT_PAGES = {
    "telegram": "https://t.me/{name}?start={payload}",  # core.telegram.org/api/links#bot-links
}


async def find_code_links(session: AsyncSession, settings: Settings, code: str) -> Sequence[str]:
    """Return the addresses that open a chat with a code already entered, Telegram's first."""
    return list((await find_links(session, settings, f"{CODE_PREFIX}{code}")).values())


async def find_links(session: AsyncSession, settings: Settings, payload: str) -> dict[str, str]:
    """Return each account's address that opens a chat with a payload, Telegram's first."""
    query = (
        select(ChannelAccount.name, ChannelAccount.public_name)
        .where(ChannelAccount.public_name != "")
        .order_by(ChannelAccount.name)
    )
    links = {
        account: BOT_PAGES[platform_of(account)].format(name=name, payload=payload)
        for account, name in await session.execute(query)
        if platform_of(account) in BOT_PAGES
    }
    address = find_web_address(settings)
    return links | ({"web": f"{address}/chat?start={payload}"} if address else {})


def find_web_address(settings: Settings) -> str:
    """Return where the web chat is reached: by the world, or else on its own network."""
    if settings.public_url or settings.web_host in ANYWHERE or not settings.web_port:
        return settings.public_url
    return f"http://{settings.web_host}:{settings.web_port}"


async def note_name(session: AsyncSession, account: str, public_name: str) -> None:
    """Note under which name people find an account."""
    await session.execute(
        update(ChannelAccount)
        .where(ChannelAccount.name == account, ChannelAccount.public_name != public_name)
        .values(public_name=public_name)
    )
