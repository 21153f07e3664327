"""The city: people, groups and everything said in their chats, as one bot account sees it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.kit.bot_api.refusals import Json, bad_request, forbidden
from tests.kit.bot_api.updates import Updates
from tests.kit.journal import Journal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.bot_api.checking import Upload

PERSON_FIELDS = ("id", "first_name", "last_name", "username", "language_code")


@dataclass(slots=True)
class Person:
    """Hold one person on the platform."""

    id: int
    first_name: str = "Người"
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "vi"
    phone_number: str | None = None
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    def view(self) -> Json:
        """Tell the person as a User object."""
        told = {name: getattr(self, name) for name in PERSON_FIELDS}
        return {"is_bot": False} | {k: v for k, v in told.items() if v is not None}


@dataclass(slots=True)
class Chat:
    """Hold one chat: its messages by id, and for a group who is in it."""

    id: int
    view: Json
    members: set[int]
    kicked: bool = False
    last_id: int = 0
    messages: dict[int, Json] = field(default_factory=dict)

    def next_id(self) -> int:
        """Number the next message of this chat."""
        self.last_id += 1
        return self.last_id


@dataclass(slots=True)
class StoredFile:
    """Hold a file's bytes under the path at which they can be fetched."""

    id: str
    path: str
    data: bytes

    def view(self) -> Json:
        """Tell the file as a File object."""
        told = {"file_id": self.id, "file_unique_id": f"u{self.id}", "file_path": self.path}
        return told | {"file_size": len(self.data)}


class World:
    """Keep the whole state of one bot account and of everybody who can talk to it."""

    def __init__(self, *, bot: Json, now: Callable[[], float]) -> None:
        self.bot = bot
        self.now = now
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, Json] = {}
        self.polls: dict[str, tuple[int, int]] = {}
        self.votes: dict[str, dict[int, list[int]]] = {}
        self.files: dict[str, StoredFile] = {}
        self.texts: dict[tuple[str, ...], Any] = {}
        self.journal = Journal()
        self.updates = Updates()
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """Make a number that nothing else here has."""
        return next(self._numbers)

    def date(self) -> int:
        """Tell the time as Telegram's dates do: whole unix seconds."""
        return int(self.now())

    def person(self, person_id: int) -> Person:
        """Get a person, who exists from the first mention."""
        if person_id not in self.people:
            self.add_person(Person(person_id, f"Người {person_id}"))
        return self.people[person_id]

    def add_person(self, person: Person) -> Person:
        """Let a person, or what changed about one, be known with their private chat."""
        self.people[person.id] = person
        named = ("id", "first_name", "last_name", "username")
        view = {"type": "private"} | {k: v for k, v in person.view().items() if k in named}
        if person.id in self.chats:
            self.chats[person.id].view = view
        else:
            self.chats[person.id] = Chat(person.id, view, {person.id})
        return person

    def add_group(self, title: str, members: set[int]) -> Chat:
        """Open a group in which the bot is."""
        group_id = -self.number() - 1_000_000
        view = {"id": group_id, "type": "group", "title": title}
        self.chats[group_id] = Chat(group_id, view, set(members))
        return self.chats[group_id]

    def chat(self, chat_id: int | str) -> Chat:
        """Get a chat by its id or @username; raises the real server's 400."""
        if isinstance(chat_id, str):
            name = chat_id.removeprefix("@")
            chat_id = next((p.id for p in self.people.values() if p.username == name), 0)
        if chat_id not in self.chats:
            raise bad_request("chat not found")
        return self.chats[chat_id]

    def open_chat(self, chat_id: int | str) -> Chat:
        """Get a chat that the bot may write in now; raises the real server's 403 and 400."""
        chat = self.chat(chat_id)
        if chat.kicked:
            raise forbidden("bot was kicked from the group chat")
        if chat.id > 0:
            person = self.people[chat.id]
            if person.deactivated:
                raise forbidden("user is deactivated")
            if not person.started:
                raise forbidden("bot can't initiate conversation with a user")
            if person.blocked:
                raise forbidden("bot was blocked by the user")
        return chat

    def store(self, upload: Upload, *, kind: str) -> StoredFile:
        """Keep a file and give it an id."""
        number = self.number()
        stored = StoredFile(f"kit-file-{number}", f"{kind}/{number}-{upload.name}", upload.data)
        self.files[stored.id] = stored
        return stored

    def post(self, chat: Chat, content: Json, *, sender: Json) -> Json:
        """Put a new message into a chat."""
        message: Json = {
            "message_id": chat.next_id(),
            "from": sender,
            "chat": chat.view,
            "date": self.date(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        return message

    def post_as_bot(self, chat: Chat, content: Json) -> Json:
        """Put a message of the bot into a chat and into the inboxes of who is there."""
        message = self.post(chat, content, sender=self.bot)
        self.journal.note("message", to=chat.members, chat_id=chat.id, message=message)
        return message

    def change(self, chat: Chat, message: Json, changes: Json) -> Json:
        """Replace a message by an edited one; a change to None takes the field away."""
        edited = {k: v for k, v in (message | changes).items() if v is not None}
        edited["edit_date"] = self.date()
        chat.messages[message["message_id"]] = edited
        self.journal.note("edited", to=chat.members, chat_id=chat.id, message=edited)
        return edited
