"""Door, web: the private link that opens a chat elsewhere, and its end.

A link names its chat and nothing else. It ends, with every one before it and every other machine's
cookie, when the chat is given another id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web.bodies import read_fields
from bot.channels.web.sessions import find_chat_of, new_chat_id, open_chat, seal_chat
from bot.errors import Refused
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.web.pages import Pages

BETWEEN = " "  # no id of ours has one


async def show_recovery(pages: Pages, request: Request) -> Response:
    """Ask before a recovery link opens its chat here."""
    chat = await _chat_of_link(pages, request)
    here = find_chat_of(pages.settings, request)
    standing = await pages.history.find_standing(chat)
    replaces = here is not None and here != chat
    return pages.views.page("recovery.html", standing.locale, replaces=replaces)


async def recover(pages: Pages, request: Request) -> Response:
    """Open a recovery link's chat on this machine."""
    pages.check_pace(request)
    return pages.back_to_chat(request, await _chat_of_link(pages, request))


async def renew(pages: Pages, request: Request) -> Response:
    """End every link and every other machine's way in; a double press does it once."""
    pages.check_pace(request)
    ticket = str((await read_fields(request)).get("ticket", ""))
    chat = find_chat_of(pages.settings, request)
    old, _, fresh = (open_chat(pages.settings, "renewal", ticket) or "").partition(BETWEEN)
    if not fresh or chat not in (old, fresh):
        raise Refused("web-not-understood")
    done = await pages.history.is_known(fresh) or await pages.history.move(old, fresh)
    if not done and not await pages.history.is_known(fresh):  # another machine has done it before
        raise Refused("web-no-chat")
    return pages.back_to_chat(request, fresh)


def make_ticket(settings: Settings, chat: str) -> str:
    """Return what a page posts to give its chat another id: the id is fixed beforehand."""
    return seal_chat(settings, "renewal", f"{chat}{BETWEEN}{new_chat_id()}")


async def _chat_of_link(pages: Pages, request: Request) -> str:
    chat = open_chat(pages.settings, "recovery", request.path_params["token"])
    if chat is None or not await pages.history.is_known(chat):
        raise Refused("web-link-unknown")
    return chat
