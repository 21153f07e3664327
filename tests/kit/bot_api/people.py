"""The street: what synthetic people do. Each deed becomes the update that Telegram would send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.kit.bot_api.checking import Upload
from tests.kit.bot_api.formatting import find_commands
from tests.kit.bot_api.polls import vote
from tests.kit.bot_api.world import Person

if TYPE_CHECKING:
    from tests.kit.bot_api.refusals import Json
    from tests.kit.bot_api.world import Chat, World

STATUSES: dict[str, Json] = {
    "member": {"status": "member"},
    "kicked": {"status": "kicked", "until_date": 0},
}
FILE_FIELDS: dict[str, Json] = {
    "voice": {"duration": 3, "mime_type": "audio/ogg"},
    "photo": {"width": 1280, "height": 960},
    "sticker": {
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
    },
    "document": {"mime_type": "application/octet-stream", "file_name": "tep.bin"},
}
LOCATION = {"latitude": 19.8067, "longitude": 105.7852}  # Thanh Hóa


class Impossible(Exception):
    """A person cannot do this: there is no such message, button, poll or open chat."""


class People:
    """Let people speak, press, block and read, as their phones would."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add(self, person_id: int, **known: Any) -> Person:
        """Let a person exist who has not written yet, or change what is known of one."""
        before = self._world.people.get(person_id)
        kept = {name: getattr(before, name) for name in Person.__slots__} if before else {}
        kept.setdefault("first_name", f"Người {person_id}")
        return self._world.add_person(Person(**(kept | known | {"id": person_id})))

    def say(self, person_id: int, text: str, *, chat_id: int | None = None) -> Json:
        """Write a text to the bot, or into a group."""
        commands = find_commands(text)
        entities = {"entities": commands} if commands else {}
        return self._write(person_id, {"text": text} | entities, chat_id)

    def start(self, person_id: int, payload: str = "") -> Json:
        """Press START, or follow a deep link with a payload; a block ends by it."""
        if self._world.person(person_id).blocked:
            self.unblock(person_id)
        return self.say(person_id, f"/start {payload}".rstrip())

    def share_contact(
        self, person_id: int, *, phone_number: str | None = None, owner_id: int | None = None
    ) -> Json:
        """Send a contact card: one's own, or that of ``owner_id`` (0: of nobody here)."""
        owner = person_id if owner_id is None else owner_id
        known = self._world.person(owner) if owner else Person(0, "Người lạ")
        phone = phone_number or known.phone_number or f"+8490{owner % 10_000_000:07}"
        contact: Json = {"phone_number": phone, "first_name": known.first_name}
        if owner:
            contact["user_id"] = owner
        return self._write(person_id, {"contact": contact}, None)

    def send(
        self, person_id: int, kind: str, *, data: bytes = b"kit", chat_id: int | None = None
    ) -> Json:
        """Send a voice, photo, sticker, document or location."""
        if kind == "location":
            return self._write(person_id, {"location": LOCATION}, chat_id)
        if kind not in FILE_FIELDS:
            raise Impossible(f"nobody here can send a {kind!r}")
        stored = self._world.store(Upload(f"{kind}.bin", "", data), kind=kind).view()
        del stored["file_path"]
        content = stored | FILE_FIELDS[kind]
        return self._write(person_id, {kind: [content] if kind == "photo" else content}, chat_id)

    def press(
        self,
        person_id: int,
        message_id: int,
        button: str,
        *,
        chat_id: int | None = None,
    ) -> Json:
        """Press the button with this data or label; it must be on the message now."""
        chat = self._present(person_id, chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise Impossible(f"chat {chat.id} has no message {message_id}")
        query: Json = {
            "id": str(self._world.number()),
            "from": self._world.person(person_id).view(),
            "message": message,
            "chat_instance": str(chat.id),
            "data": _find_data(message, button),
        }
        self._world.callbacks[query["id"]] = query
        return self._told(self._world.updates.push("callback_query", query), str(query["id"]))

    def vote(self, person_id: int, poll_id: str, option_ids: list[int]) -> Json:
        """Vote in a native poll; no option retracts the vote."""
        if poll_id not in self._world.polls:
            raise Impossible(f"there is no poll {poll_id}")
        chat_id, message_id = self._world.polls[poll_id]
        poll = self._world.chats[chat_id].messages[message_id]["poll"]
        if poll["is_closed"] or not set(option_ids) <= set(range(len(poll["options"]))):
            raise Impossible("the poll is closed or has no such option")
        return vote(self._world, person_id, poll_id, option_ids)

    def block(self, person_id: int) -> Json:
        """Block the bot."""
        return self._turn(person_id, blocked=True)

    def unblock(self, person_id: int) -> Json:
        """Let the bot write again."""
        return self._turn(person_id, blocked=False)

    def deactivate(self, person_id: int) -> None:
        """Delete the person's account."""
        self._world.person(person_id).deactivated = True

    def open_group(self, title: str, members: list[int]) -> Chat:
        """Open a group of people and put the bot into it."""
        for member in members:
            self._world.person(member)
        chat = self._world.add_group(title, set(members))
        self._membership(members[0], chat, before="kicked", after="member")
        return chat

    def kick(self, person_id: int, group_id: int) -> Json:
        """Throw the bot out of a group."""
        chat = self._world.chats[group_id]
        chat.kicked = True
        return self._membership(person_id, chat, before="member", after="kicked")

    def inbox(self, person_id: int, *, after: int = 0) -> list[Json]:
        """Read what a person received after event number ``after``."""
        return self._world.journal.read(person=person_id, after=after)

    async def wait_inbox(
        self, person_id: int | None, *, after: int = 0, within: float = 5.0
    ) -> list[Json]:
        """Read what a person (None: anybody) received, waiting for the first event of it."""
        return await self._world.journal.wait(person=person_id, after=after, within=within)

    def _present(self, person_id: int, chat_id: int | None) -> Chat:
        """Find the chat in which a person may act now."""
        person = self._world.person(person_id)
        chat = self._world.chats.get(person_id if chat_id is None else chat_id)
        if chat is None or person_id not in chat.members or chat.kicked:
            raise Impossible(f"person {person_id} has no open chat {chat_id}")
        if person.deactivated or (person.blocked and chat.id > 0):
            raise Impossible(f"person {person_id} has blocked the bot or left the platform")
        return chat

    def _write(self, person_id: int, content: Json, chat_id: int | None) -> Json:
        chat = self._present(person_id, chat_id)
        person = self._world.people[person_id]
        person.started = person.started or chat.id > 0
        message = self._world.post(chat, content, sender=person.view())
        return self._told(self._world.updates.push("message", message), message["message_id"])

    def _turn(self, person_id: int, *, blocked: bool) -> Json:
        person = self._world.person(person_id)
        if person.blocked == blocked:
            raise Impossible(f"person {person_id} has done so already")
        person.blocked = blocked
        chat = self._world.chats[person_id]
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        return self._membership(person_id, chat, before=before, after=after)

    def _membership(self, person_id: int, chat: Chat, *, before: str, after: str) -> Json:
        bot = {"user": self._world.bot}
        change = {
            "chat": chat.view,
            "from": self._world.person(person_id).view(),
            "date": self._world.date(),
            "old_chat_member": STATUSES[before] | bot,
            "new_chat_member": STATUSES[after] | bot,
        }
        return self._told(self._world.updates.push("my_chat_member", change), chat.id)

    def _told(self, update: Json | None, made: int | str) -> Json:
        """Tell the number of the update (None: nobody asked for it) and what was made."""
        return {"update_id": update["update_id"] if update else None, "id": made}


def _find_data(message: Json, button: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [each for row in rows for each in row if "callback_data" in each]
    for name in ("callback_data", "text"):
        for each in buttons:
            if each[name] == button:
                return str(each["callback_data"])
    shown = [each["text"] for each in buttons]
    raise Impossible(f"no button {button!r} on message {message['message_id']}: {shown}")
