"""The window: a plain page on which a person sees the chats and speaks as anybody in them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from aiohttp import web

from tests.kit.bot_api.people import Impossible

if TYPE_CHECKING:
    from tests.kit.bot_api.account import Account
    from tests.kit.bot_api.refusals import Json
    from tests.kit.bot_api.world import Chat

SHOWN = 20
FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Bot API for tests</title>
<meta name="viewport" content="width=device-width">
<style>body{{font:16px/1.4 sans-serif;max-width:48rem;margin:1rem auto;padding:0 1rem}}
form{{display:inline}}</style>
<h1>Bot API for tests</h1>
<p>Base URL <code>{url}</code>, token <code>{token}</code>. Violations: {violations}.</p>
<form method="post"><label>As user <input name="user_id" value="1001" size="8"></label>
<label>say <input name="text" autofocus></label> <button>Send</button></form>
{chats}</html>"""
PRESS = """<form method="post"><input type="hidden" name="user_id" value="{user}">
<input type="hidden" name="message_id" value="{message}">
<button name="button" value="{data}">{label}</button></form>"""


class Page:
    """Show the chats with their last messages, and take a text or a press."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def answer(self, request: web.BaseRequest) -> web.Response:
        """Answer GET / and the form that it shows."""
        if request.path != "/":
            return web.Response(status=404, text="Not Found")
        if request.method != "POST":
            return web.Response(text=self._page(request.host), content_type="text/html")
        told = dict(parse_qsl((await request.read()).decode()))
        try:
            self._act(told)
        except (Impossible, KeyError, ValueError) as error:
            return web.Response(status=400, text=str(error))
        return web.Response(status=303, headers={"Location": "/"})

    def _act(self, told: dict[str, str]) -> None:
        who = int(told["user_id"])
        if "button" in told:
            self._account.people.press(who, int(told["message_id"]), told["button"])
        else:
            self._account.people.say(who, told["text"])

    def _page(self, host: str) -> str:
        chats = [self._chat(each) for each in self._account.world.chats.values() if each.messages]
        return FRAME.format(
            url=escape(f"http://{host}/bot"),
            token=escape(self._account.settings.token),
            violations=len(self._account.violations),
            chats="".join(chats[-SHOWN:]),
        )

    def _chat(self, chat: Chat) -> str:
        name = chat.view.get("title") or chat.view.get("first_name", "")
        lines = [_message(each, chat.id) for each in list(chat.messages.values())[-SHOWN:]]
        return f"<h2>{escape(str(name))} ({chat.id})</h2>{''.join(lines)}"


def _message(message: Json, chat_id: int) -> str:
    kind = next((k for k in ("text", "caption", "poll", "contact") if k in message), "file")
    told = message.get(kind, "(a file)")
    text = told if isinstance(told, str) else str(told.get("question") or told)
    arrow = "←" if message["from"]["is_bot"] else "→"
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [
        PRESS.format(
            user=chat_id,
            message=message["message_id"],
            data=escape(each["callback_data"]),
            label=escape(each["text"]),
        )
        for row in rows
        for each in row
        if "callback_data" in each
    ]
    shown = escape(text).replace("\n", "<br>")
    return f"<p>{arrow} #{message['message_id']} {shown}<br>{' '.join(buttons)}</p>"
