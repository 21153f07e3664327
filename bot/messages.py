"""Ground: what comes in and what goes out, in our own words, whatever platform carries it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Literal, Protocol

from starlette.routing import BaseRoute

from bot.enclosures import PICTURES as PICTURES
from bot.enclosures import Attachment as Attachment
from bot.enclosures import Link as Link
from bot.enclosures import Place as Place
from bot.enclosures import Received as Received
from bot.enclosures import Template as Template
from bot.markup import Span


class Kind(StrEnum):
    """Tell what sort of thing a person sent."""

    TEXT = "text"
    PRESS = "press"
    CONTACT = "contact"
    PHOTO = "photo"
    VOICE = "voice"
    STICKER = "sticker"
    LOCATION = "location"
    DOCUMENT = "document"
    OTHER = "other"
    WITHHELD = "withheld"  # the platform does not show us what a protected person wrote
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP = "group"  # written in a group, where we do not converse


@dataclass(frozen=True, slots=True)
class Contact:
    """Hold a phone that was shared; `own` when the platform says that it is the sender's."""

    phone: str
    name: str
    own: bool


Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Incoming:
    """Hold one update in our words."""

    account: str  # the channel account's name
    update_id: str
    chat: str  # the platform's id of the chat
    kind: Kind
    text: str = ""  # NFC; the command and payload of a deep link too
    press: str = ""  # a packed press
    pressed_ref: str = ""  # platform's id of the message whose choice was pressed
    pressed_text: str = ""  # what that message said, where it is to be rewritten with the choice
    pressed_label: str = ""  # the pressed button's own words, where the platform tells
    pressed_spans: tuple[Span, ...] = ()  # how that message looked
    pressed_links: tuple[Link, ...] = ()  # its buttons that lead somewhere: they stay
    contact: Contact | None = None
    file: Received | None = None
    locale: str = ""  # the platform's guess, may be empty
    query_ref: str = ""  # what the platform wants acknowledged (a callback query)

    @property
    def key(self) -> Key:
        """Return what the same update carries each time that it comes."""
        return self.account, self.update_id

    def as_document(self) -> dict[str, Any]:
        """Return what can be kept for replay: nothing that a file holds."""
        return asdict(replace(self, file=None)) | {"file": self.file and self.file.as_document()}


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold what may be pressed; `also` are words that mean the same when typed."""

    label: str
    press: str
    also: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """Return what a row keeps."""
        return {"label": self.label, "press": self.press, "also": list(self.also)}


Marks = Literal["numbers", "letters", "none"]


@dataclass(frozen=True, slots=True)
class Reply:
    """Hold one message of ours to one chat.

    `marks` is how choices are shown where there are no buttons: numbers (a question), letters
    (a broadcast) or none (the choices are numbers themselves, or the answer is one).
    `edits` is the platform's id of a message to rewrite instead of sending another; with a file,
    the words below that file are rewritten. `recalls` are ids of messages to take back.
    Where nothing can be rewritten nothing is sent, unless it is then wanted `anew`.
    `spans` say how pieces of the text look: no text is ever read for tags on its way out.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    columns: int = 1
    marks: Marks = "numbers"
    ask_contact: str = ""  # label of a button that shares the own phone, where there is one
    edits: str = ""
    query_ref: str = ""
    attachment: Attachment | None = None
    spans: tuple[Span, ...] = ()
    links: tuple[Link, ...] = ()
    place: Place | None = None
    recalls: tuple[str, ...] = ()
    anew: bool = False
    beside: Attachment | None = None  # a second file: a message of its own, before this one
    fleeting: bool = False  # a secret: its words are not kept once it has left
    template: Template | None = None  # of a broadcast; then the words are the template's
    wants_photo: bool = False  # a page of ours offers to send one

    def as_document(self) -> dict[str, Any]:
        """Return what a row of the outbox keeps."""
        body = {name: getattr(self, name) for name in KEPT_OF_REPLY}  # asdict would copy it all
        body["choices"] = [choice.as_document() for choice in self.choices]
        body["attachment"] = self.attachment and self.attachment.as_document()
        if self.spans:
            body["spans"] = [span.as_document() for span in self.spans]
        if self.links:
            body["links"] = [[link.label, link.address] for link in self.links]
        body |= {name: True for name in ("fleeting", "wants_photo") if getattr(self, name)}
        if self.beside:
            body["beside"] = self.beside.as_document()
        if self.place:
            body["place"] = [self.place.name, self.place.latitude, self.place.longitude]
        return body

    @classmethod
    def from_document(cls, body: dict[str, Any]) -> Reply:
        """Read what a row of the outbox kept."""
        choices = tuple(
            Choice(c["label"], c["press"], tuple(c.get("also", ()))) for c in body["choices"]
        )
        rare: dict[str, Any] = {
            "spans": tuple(Span(*span) for span in body.get("spans", ())),
            "links": tuple(Link(*link) for link in body.get("links", ())),
            "place": Place(*body["place"]) if body.get("place") else None,
            "attachment": Attachment(**body["attachment"]) if body.get("attachment") else None,
            "beside": Attachment(**body["beside"]) if body.get("beside") else None,
        }
        return cls(**{**body, "choices": choices, **rare})


# kept where there is any
RARE = ("spans", "links", "place", "recalls", "beside", "fleeting", "template", "wants_photo")
KEPT_OF_REPLY = tuple(slot.name for slot in fields(Reply) if slot.name not in RARE)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """Tell what a platform can carry."""

    most_text: int  # in UTF-16 units, after entities
    buttons: bool
    edits: bool
    contact_button: bool
    most_label: int = 60
    most_buttons: int = 100  # choices and links; more are written as lines
    most_caption: int = 1024  # of a text that goes with a file, as most_text
    formats: bool = False  # bold, italic, and links behind words
    hidden_links: bool = True  # of these, links behind words
    documents: bool = True  # files that are no pictures
    buttons_with_files: bool = True  # in one message
    links: bool = False  # buttons that lead to an address
    places: bool = False  # a place as a map
    recalls: timedelta | None = None  # how long a message can be taken back; None: never


@dataclass(frozen=True, slots=True)
class Sent:
    """Say that the platform took a message, and under which id; a file of it, under which.

    Of a message that was to be rewritten or taken back and is out of reach, the id is empty.
    """

    ref: str
    file_ref: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Say that a message may have arrived: a time-out, a reset after writing, a 5xx."""

    why: str


Outcome = Sent | Unknown


class SendError(Exception):
    """Root of the five ways in which a platform says that a message did not go."""


@dataclass(eq=False)
class Throttled(SendError):
    """Too fast: nothing may be begun on this account for a while."""

    wait: timedelta


class Unreachable(SendError):
    """Not sent, the platform could not be reached: try later."""


WINDOW = "window"  # the person has done nothing here for so long that nothing may be sent


@dataclass(eq=False)
class Blocked(SendError):
    """This chat is closed to us; the reason is a code such as `blocked` or `deactivated`."""

    reason: str = "blocked"


@dataclass(eq=False)
class Rejected(SendError):
    """This message is wrong and would be wrong again."""

    why: str = ""


QUOTA = "quota"  # the reason of a halt: the month's messages are spent


@dataclass(eq=False)
class Halted(SendError):
    """The account stops until an operator mends it (a bad token, a quota)."""

    reason: str = ""


Take = Callable[[Incoming], Awaitable[None]]
"""Take an incoming: returns once its turn is stored, so that the update may be acknowledged."""


class Channel(Protocol):
    """Carry messages of one account of one platform."""

    @property
    def account(self) -> str:
        """Name the channel account."""
        ...

    @property
    def public_name(self) -> str:
        """Name the account as people find it; empty where it has none, or none is known yet."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """Tell what this channel can carry."""
        ...

    @property
    def state(self) -> str:
        """Say how the channel is, for /readyz: `ready`, or what is wrong."""
        ...

    async def send(self, chat: str, reply: Reply) -> Outcome:
        """Send one message, already within the capabilities, or raise a SendError."""
        ...

    async def fetch(self, ref: str) -> bytes:
        """Return a file that a person sent, or raise a SendError."""
        ...

    async def show_commands(self, chat: str, commands: Sequence[str]) -> None:
        """List commands in one chat before everybody's; none: everybody's alone.

        It may be done again without harm; a failure is raised as `send` does.
        """
        ...

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        """Return the HTTP routes that this channel wants served."""
        ...

    async def run(self, take: Take) -> None:
        """Receive updates until cancelled; come back by itself after every failure."""
        ...

    async def close(self) -> None:
        """End what is open, once nothing is sent any more."""
        ...
