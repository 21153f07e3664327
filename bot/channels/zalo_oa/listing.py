"""Door, Zalo OA: the templates that the service has approved for the account."""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.zalo_oa.calls import AnswerLost, Call, Caller, Json, NotSent
from bot.channels.zalo_oa.wallet import Wallet
from bot.errors import Refused
from bot.site import Site
from bot.templates import UNTOLD, Told
from bot.tokens import Vault

ALL, ONE = "/template/all", "/template/info/v2"
PAGE = 100
MOST_PARAMETER = 30  # letters, where the service does not tell


async def list_templates(site: Site, account: str) -> Sequence[Told]:
    """Ask for every template with its parameters and price; raise Refused with what was said."""
    vault = Vault(site.settings.secret_key.get_secret_value())
    held = await Wallet(site.database, site.clock, account, vault).look()
    if held is None:
        raise Refused("zalo-oa-not-connected")
    caller = Caller()
    try:
        return await _list(caller, site.settings.zalo_oa_template_url, held.access)
    except (NotSent, AnswerLost) as error:
        raise Refused("zalo-oa-unreachable", why=str(error)) from error
    except (LookupError, TypeError, ValueError) as error:
        raise Refused("zalo-oa-templates-unreadable", why=type(error).__name__) from error
    finally:
        await caller.close()


async def _list(caller: Caller, address: str, token: str) -> Sequence[Told]:
    found: list[Told] = []
    while True:
        query = {"offset": str(len(found)), "limit": str(PAGE)}
        rows = (await _ask(caller, address + ALL, token, query)).get("data") or []
        for row in rows:
            number = {"template_id": str(row["templateId"])}
            found.append(_read((await _ask(caller, address + ONE, token, number))["data"]))
        if len(rows) < PAGE:
            return found


async def _ask(caller: Caller, address: str, token: str, query: dict[str, str]) -> Json:
    answer = await caller.make(Call(method="GET", address=address, token=token, query=query))
    if answer.get("error"):
        why = f"{answer['error']} {answer.get('message', '')}"
        raise Refused("zalo-oa-templates-refused", why=why[:120])
    return answer


def _read(data: Json) -> Told:
    price = str(data.get("priceUid") or data.get("price") or "")
    digits = price.partition(".")[0]
    return Told(
        str(data["templateId"]),
        str(data.get("templateName", ""))[:200],
        str(data.get("status", ""))[:20],
        str(data.get("templateTag", ""))[:40],
        int(digits) if digits.isdecimal() else UNTOLD,
        [
            (str(one["name"]), int(one.get("maxLength") or MOST_PARAMETER))
            for one in data.get("listParams") or []
        ],
    )
