"""Door, Zalo OA: what the service says of our account, for the operator's `check`."""

from __future__ import annotations

from datetime import date

from bot import tariffs
from bot.channels.zalo_oa.calls import AnswerLost, Call, Caller, Json, NotSent
from bot.channels.zalo_oa.wallet import READY, Wallet
from bot.clock import to_local
from bot.site import Site
from bot.tokens import Vault

ACCOUNT_INFO, QUOTA = "/v2.0/oa/getoa", "/message/quota"


async def ask_account(site: Site, account: str) -> tuple[bool, list[str]]:
    """Ask whose the tokens are and what is left of the quota; return (well, sentences)."""
    settings = site.settings
    vault = Vault(settings.secret_key.get_secret_value())
    wallet = Wallet(site.database, site.clock, account, vault)
    held = await wallet.look()
    state = wallet.describe(held)
    if held is None or state != READY:
        return False, [state]
    until = f"signed in until {to_local(held.expires_at):%H:%M %d/%m/%Y}"
    info = await _ask(settings.zalo_oa_api_url + ACCOUNT_INFO, held.access)
    quota = await _ask(settings.zalo_oa_template_url + QUOTA, held.access)
    said = [
        f"{until}; account: {_show(info, 'name', 'is_verified')}",
        f"templates: {_show(quota, 'remainingQuota', 'dailyQuota')}",
        f"webhook {settings.public_url or '(NHIPCAU_PUBLIC_URL is empty: no events come)'}, "
        f"its signature's timestamp from the {settings.zalo_oa_timestamp}",
        _say_assumed(to_local(site.now).date()),
    ]
    return not info.get("error") and bool(settings.public_url), said


def _say_assumed(day: date) -> str:
    """Say what is reckoned with today, and how surely it is known."""
    held = tariffs.find_tariffs("zalo-oa", day)
    told = ", ".join(f"{name} {one.value}" for name, one in held.items())
    surely = ", ".join(sorted({one.surely for one in held.values()}))
    return f"assumed ({surely}, bot/tariffs/tariffs.csv): {told}"


async def _ask(address: str, token: str) -> Json:
    caller = Caller()
    try:
        return await caller.make(Call(method="GET", address=address, token=token))
    except (NotSent, AnswerLost) as error:
        return {"error": 1, "message": f"no answer ({error})"}
    finally:
        await caller.close()


def _show(answer: Json, *names: str) -> str:
    """Say what the service answered, in its own words."""
    if answer.get("error"):
        return f"{answer['error']} {answer.get('message', '')}"
    data = answer.get("data") or {}
    return ", ".join(f"{name} {data.get(name)}" for name in names)
