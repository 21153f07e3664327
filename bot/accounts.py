"""Ground: channel accounts: how they are called, and how the settings give them their tokens.

Law: an account is called as its platform is, alone or with a name behind it: `telegram`,
`telegram-ba-dinh`. The name is what ties its chats to it, so it never depends on an order.
"""

from __future__ import annotations

import re

PLATFORMS = {
    "telegram": "Telegram",
    "web": "Web",
    "zalo-bot": "Zalo bot",
    "zalo-oa": "Zalo OA",
}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
TOKEN = re.compile(r"[^\s:=]+:\S+")  # who it is, and what proves it
MOST_NAME = 40  # letters, as the table holds


def platform_of(account: str) -> str:
    """Return the platform of an account; empty for a name of none."""
    own = (one for one in PLATFORMS if account == one or account.startswith(f"{one}-"))
    return max(own, key=len, default="")


def title_of(account: str) -> str:
    """Return how people read an account: `Telegram`, `Telegram ba-dinh`."""
    platform = platform_of(account)
    name = account.removeprefix(platform).removeprefix("-")
    return " ".join(filter(None, (PLATFORMS.get(platform, ""), name)))


def read_tokens(platform: str, text: str) -> dict[str, str]:
    """Return the tokens of a platform's accounts by name, as a setting lists them.

    Raise ValueError with a sentence for what cannot be meant; it never quotes a token.
    """
    found: dict[str, str] = {}
    for place, part in enumerate(re.split(r"[\s,;]+", text.strip(" ,;\t\n")), 1):
        if not part:
            continue
        name, token = _read_part(platform, part, place)
        if name in found:
            raise ValueError(_say_same_name(platform, name))
        twin = next((one for one, other in found.items() if _id_of(other) == _id_of(token)), None)
        if twin is not None:
            raise ValueError(f"{twin} and {name} are one and the same bot: give it once")
        found[name] = token
    return found


def read_named(platform: str, text: str) -> dict[str, str]:
    """Return what a setting says of a platform's accounts: one value alone, or name=value each.

    Raise ValueError with a sentence for what cannot be meant; it never quotes a value.
    """
    found: dict[str, str] = {}
    for part in filter(None, re.split(r"[\s,;]+", text)):
        name, named, value = part.partition("=")
        short = name.removeprefix(platform).removeprefix("-")
        if not named or not value or not NAME.fullmatch(short):
            short, value = "", part  # a value may have an equals sign in it
        full = f"{platform}-{short}" if short else platform
        if len(full) > MOST_NAME:
            raise ValueError(f"{short!r} is too long for an account's name")
        if full in found:
            raise ValueError(_say_same_name(platform, full))
        found[full] = value
    return found


def _read_part(platform: str, part: str, place: int) -> tuple[str, str]:
    """Return the account's name and token of one part."""
    name, named, token = part.partition("=")
    if not named or ":" in name:  # a token may have an equals sign in its secret
        name, token = "", part
    if not TOKEN.fullmatch(token):
        raise ValueError(
            f"part {place} is no bot token; write one token, or several as name=token, with a "
            "comma between two and no space in a name"
        )
    short = name.removeprefix(platform).removeprefix("-")
    full = f"{platform}-{short}" if short else platform
    if (short and not NAME.fullmatch(short)) or len(full) > MOST_NAME:
        raise ValueError(
            f"{name!r} is no name for an account: small letters a-z, digits and hyphens, "
            f"at most {MOST_NAME - len(platform) - 1}"
        )
    return full, token


def _say_same_name(platform: str, name: str) -> str:
    if name == platform:
        return "only one token may go without a name; write the others as name=token"
    return f"two accounts are called {name}"


def _id_of(token: str) -> str:
    return token.partition(":")[0]
