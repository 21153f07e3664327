"""Kit, Zalo OA: what people do on their phones, carried to our webhook as the service signs it."""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import aiohttp
import orjson

from tests.kit.zalo.oa_tokens import Json
from tests.kit.zalo.oa_world import World

Stamp = Literal["header", "body"]
ATTACHED = {
    "photo": ("image", {"url": "https://photo.example/1.jpg", "thumbnail": ""}),
    "voice": ("audio", {"url": "https://voice.example/1.amr"}),
    "sticker": ("sticker", {"id": "42", "url": "https://sticker.example/1.png"}),
    "location": ("location", {"coordinates": {"latitude": "19.8", "longitude": "105.8"}}),
    "document": ("file", {"url": "https://file.example/1.pdf", "name": "1.pdf", "size": "9"}),
}


class People:
    """Let people write, press, follow and leave.

    `stamp` says where the timestamp is that the signature holds: implementers differ.
    """

    def __init__(self, world: World, webhook: str = "", *, stamp: Stamp = "header") -> None:
        self.world, self.webhook, self.stamp = world, webhook, stamp
        self.answers: list[int] = []  # the status that each delivery got
        self.last: tuple[bytes, dict[str, str]] = (b"", {})
        self._count = 0

    async def say(self, who: str, text: str) -> int:
        """Write to the account; what a person does opens the window anew."""
        return await self._send(who, "user_send_text", {"text": text})

    async def press(self, who: str, title: str) -> int:
        """Press a button of the latest message that has one of this title."""
        person = self.world.person(who)
        found = [
            button
            for message in reversed(person.got)
            for button in message.get("buttons", ())
            if button["title"] == title
        ]
        return await self.say(who, found[0]["payload"])

    async def send(self, who: str, kind: str) -> int:
        """Send something that is no text."""
        name, payload = ATTACHED[kind]
        attached = {"attachments": [{"type": name, "payload": payload}]}
        return await self._send(who, f"user_send_{name}", attached)

    async def follow(self, who: str) -> int:
        """Follow the account, or come back to it."""
        self.world.person(who).blocked = False
        return await self._stand(who, "follow")

    async def unfollow(self, who: str) -> int:
        """Leave: nothing may be sent any more."""
        self.world.person(who).blocked = True
        return await self._stand(who, "unfollow")

    async def repeat(self) -> int:
        """Deliver the last event once more, as after a lost answer."""
        return await self._post(*self.last)

    def sign(self, body: bytes, timestamp: str) -> str:
        """Return the header that proves an event."""
        secret = self.world.oa_secret
        signed = self.world.tokens.app_id.encode() + body + f"{timestamp}{secret}".encode()
        return f"mac={hashlib.sha256(signed).hexdigest()}"

    async def _send(self, who: str, event: str, message: Json) -> int:
        person = self.world.person(who)
        person.last_at = self.world.now()
        self._count += 1
        message = {**message, "msg_id": f"u{self._count:06d}"}
        oa = {"id": self.world.tokens.oa_id}
        return await self._tell(event, sender={"id": who}, recipient=oa, message=message)

    async def _stand(self, who: str, event: str) -> int:
        person = self.world.person(who)
        if event == "follow":
            person.last_at = self.world.now()
        return await self._tell(
            event, oa_id=self.world.tokens.oa_id, follower={"id": who}, source="chat"
        )

    async def _tell(self, event: str, **more: Any) -> int:
        timestamp = str(int(self.world.now() * 1000))
        told = {"app_id": self.world.tokens.app_id, "event_name": event, **more}
        body = orjson.dumps({**told, "timestamp": timestamp}, option=orjson.OPT_INDENT_2)
        headers = {"Content-Type": "application/json"}
        if self.stamp == "header":  # then the two differ, so that the wrong one is noticed
            headers["X-ZEvent-Timestamp"] = timestamp = str(int(timestamp) + 7)
        headers["X-ZEvent-Signature"] = self.sign(body, timestamp)
        self.last = body, headers
        return await self._post(body, headers)

    async def _post(self, body: bytes, headers: dict[str, str]) -> int:
        """Post it as the service does: what is not answered 200 in time comes again, later."""
        if not self.webhook:
            return 0
        limit = aiohttp.ClientTimeout(total=10)
        async with (
            aiohttp.ClientSession(timeout=limit) as client,
            client.post(self.webhook, data=body, headers=headers) as answer,
        ):
            await answer.read()
            self.answers.append(answer.status)
            return answer.status
