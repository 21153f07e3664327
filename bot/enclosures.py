"""Ground: what a message carries beside its words: a file, a way to a page, a place on the map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PICTURES = ("image/jpeg", "image/png")


@dataclass(frozen=True, slots=True)
class Attachment:
    """Name a kept file that a message carries.

    What a channel needs is filled in just before sending, so that no row of the outbox holds a
    file's content: the bytes, and the id under which this account has sent the same file before.
    """

    file: int  # its number among the kept files
    name: str
    media_type: str
    content: bytes = field(default=b"", repr=False)
    known_as: str = ""

    @property
    def is_picture(self) -> bool:
        """Tell whether people look at it in the chat itself instead of opening it elsewhere."""
        return self.media_type in PICTURES

    def as_document(self) -> dict[str, Any]:
        """Return what a row of the outbox keeps."""
        return {"file": self.file, "name": self.name, "media_type": self.media_type}


@dataclass(frozen=True, slots=True)
class Received:
    """Name a file that a person sent, which its channel can fetch; most are never looked at.

    `content` is there at once where the channel has no place to fetch it from: a page of ours.
    """

    ref: str
    name: str
    media_type: str
    size: int
    content: bytes = field(default=b"", repr=False)

    def as_document(self) -> dict[str, Any]:
        """Return what a row keeps: never the content."""
        return {
            "ref": self.ref,
            "name": self.name,
            "media_type": self.media_type,
            "size": self.size,
        }


@dataclass(frozen=True, slots=True)
class Link:
    """Hold a button that leads to an address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Place:
    """Hold a place on the map that a message points to."""

    name: str
    latitude: float
    longitude: float

    @property
    def address(self) -> str:
        """Return where a map shows it, for whoever gets it as a link (Google's Maps URLs)."""
        return f"https://www.google.com/maps/search/?api=1&query={self.latitude},{self.longitude}"


@dataclass(frozen=True, slots=True)
class Template:
    """Hold a message of approved words: the platform's number of them, and what fills them."""

    number: str
    fields: tuple[tuple[str, str], ...]
    tracking: str = ""  # comes back in what the platform tells of it
