"""Door, web: who may open a chat: a signed cookie, a recovery link, a start button of our own.

Each kind of token is signed under a name of its own, so that none can stand in for another.
"""

from __future__ import annotations

import secrets
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from bot.settings import Settings

COOKIE = "nhipcau_chat"
COOKIE_SECONDS = 400 * 24 * 3600  # the longest that browsers keep one, RFC 6265bis
VERSION = 1
MOST_CHAT = 80  # chats.external_id


def new_chat_id() -> str:
    """Make a chat's id that nobody can guess."""
    return secrets.token_urlsafe(16)


def seal_chat(settings: Settings, purpose: str, chat: str) -> str:
    """Write a token that names a chat, for one purpose."""
    return _signer(settings, purpose).dumps([VERSION, chat])


def open_chat(settings: Settings, purpose: str, token: str) -> str | None:
    """Return the chat that a token of ours names, or None for any other token."""
    try:
        value: Any = _signer(settings, purpose).loads(token)
    except BadSignature:
        return None
    match value:
        case [int(version), str(chat)] if version == VERSION and 0 < len(chat) <= MOST_CHAT:
            return chat
        case _:
            return None


def file_path(settings: Settings, chat: str, number: int) -> str:
    """Return the path of a file that was sent to a chat; only that chat's browser may fetch it."""
    return f"/chat/files/{_signer(settings, 'file').dumps([VERSION, chat, number])}"


def open_file(settings: Settings, chat: str, token: str) -> int | None:
    """Return the number of the file that a path of ours names for this chat, or None."""
    try:
        value: Any = _signer(settings, "file").loads(token)
    except BadSignature:
        return None
    match value:
        case [int(version), str(whose), int(number)] if version == VERSION and whose == chat:
            return number
        case _:
            return None


def find_chat_of(settings: Settings, request: Request) -> str | None:
    """Return the chat that a browser's cookie opens."""
    return open_chat(settings, "cookie", request.cookies.get(COOKIE, ""))


def remember_chat(settings: Settings, request: Request, response: Response, chat: str) -> None:
    """Let a browser keep a chat; over https the cookie never leaves it."""
    secure = request.url.scheme == "https" or settings.public_url.startswith("https:")
    response.set_cookie(
        COOKIE,
        seal_chat(settings, "cookie", chat),
        max_age=COOKIE_SECONDS,
        path="/chat",
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def recovery_path(settings: Settings, chat_id: str) -> str:
    """Return the path that opens a chat on another machine; who has it can read the chat."""
    return f"/chat/r/{seal_chat(settings, 'recovery', chat_id)}"


def _signer(settings: Settings, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt=f"nhipcau.web.{purpose}")
