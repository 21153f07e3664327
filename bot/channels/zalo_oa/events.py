"""Door, Zalo OA: an event of the webhook -> an Incoming.

Buttons come back as texts that hold what we gave them, so ours begin with a mark.
"""

from __future__ import annotations

import unicodedata

from bot.channels.zalo_oa.calls import Json
from bot.messages import Incoming, Kind

PRESS = "#nc:"  # begins what a button of ours sends
KINDS = {
    "image": Kind.PHOTO,
    "gif": Kind.STICKER,
    "sticker": Kind.STICKER,
    "audio": Kind.VOICE,
    "location": Kind.LOCATION,
    "file": Kind.DOCUMENT,
}
STANDINGS = {"follow": Kind.UNBLOCKED, "unfollow": Kind.BLOCKED}
SENT = "user_send_"


def read_event(event: Json, account: str) -> Incoming | None:
    """Return what a person did, or None for what is no person's deed (seen, received)."""
    name = str(event["event_name"])
    if name in STANDINGS:
        who = str(event["follower"]["id"])
        update = f"{name}:{who}:{event['timestamp']}"[:64]
        return Incoming(account, update, who, STANDINGS[name])
    if not name.startswith(SENT):
        return None
    message, who = event["message"], str(event["sender"]["id"])
    update, kind = str(message["msg_id"])[:64], name.removeprefix(SENT)
    if kind != "text":
        return Incoming(account, update, who, KINDS.get(kind, Kind.OTHER))
    text = unicodedata.normalize("NFC", str(message.get("text", "")))
    if text.startswith(PRESS):
        return Incoming(account, update, who, Kind.PRESS, press=text.removeprefix(PRESS))
    return Incoming(account, update, who, Kind.TEXT, text=text)
