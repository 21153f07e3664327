"""Room: what is asked about the lines of a web chat, each statement built once.

A line is stored and looked for several times a turn; to build a statement costs a quarter of what
it takes to run it.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from bot.models import ChannelAccount, Chat, WebMessage
from bot.models.many import among

RECENT = 40  # lines among which buttons are still looked after
OF_CHAT = WebMessage.external_id == bindparam("chat")
STANDING = (
    select(Chat.locale, Chat.data)
    .join(ChannelAccount, ChannelAccount.id == Chat.account_id)
    .where(ChannelAccount.name == bindparam("account"), Chat.external_id == bindparam("chat"))
)
FIRST = select(func.min(WebMessage.id)).where(OF_CHAT)
MARKS = (
    select(
        WebMessage.id,
        func.coalesce(WebMessage.body["version"].as_integer(), 0),
        FIRST.scalar_subquery(),
    )
    .where(OF_CHAT, WebMessage.id > bindparam("after"))
    .order_by(WebMessage.id)
    .limit(bindparam("most"))
)
SOME = select(WebMessage).where(among(WebMessage.id, "ids")).order_by(WebMessage.id)
LATEST = (
    select(WebMessage)
    .where(OF_CHAT, WebMessage.id < bindparam("before"))
    .order_by(WebMessage.id.desc())
    .limit(bindparam("most"))
)
STORED = select(WebMessage.id).where(
    OF_CHAT, WebMessage.mine, WebMessage.body["update"].as_string() == bindparam("update")
)
OURS = select(WebMessage).where(WebMessage.id == bindparam("ref"), OF_CHAT, ~WebMessage.mine)
UNSPENT = select(WebMessage).where(  # a broadcast's, which letters mark, stay until pressed
    WebMessage.id.in_(
        select(WebMessage.id).where(OF_CHAT).order_by(WebMessage.id.desc()).limit(RECENT)
    ),
    WebMessage.body["marks"].as_string() != "letters",
    WebMessage.body["closed"].as_string().is_(None),
)
