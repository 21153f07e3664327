"""Room: what a broadcast carries beside its words: a photo, a document, a link, a place.

An entry is {kind: photo | document, file, name, media_type}, {kind: link, label, address} or
{kind: place, name, latitude, longitude}; of each kind at most one. Where there are both, the
document is a message of its own and the photo goes with the words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.errors import Refused
from bot.markup import is_address
from bot.messages import PICTURES, Attachment, Link, Place
from bot.words import nfc

Entry = Mapping[str, Any]
FILES = ("photo", "document")
MOST_FILE = 10 * 1024 * 1024  # bytes; a photo may have no more at the Bot API
MOST_LINK_LABEL = 60
MOST_PLACE = 120


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Hold what a message carries beside its words, ready to be sent."""

    file: Attachment | None = None  # goes with the words
    beside: Attachment | None = None  # the document, where the photo does
    links: tuple[Link, ...] = ()
    place: Place | None = None

    @property
    def files(self) -> list[Attachment]:
        """Return every file."""
        return [file for file in (self.file, self.beside) if file is not None]


NOTHING = Enclosed()


def read_attachments(entries: Sequence[Entry]) -> Enclosed:
    """Return what a broadcast's attachments are for a message."""
    if not entries:
        return NOTHING
    held: dict[str, Attachment] = {}
    links, place = [], None
    for entry in entries:
        match entry["kind"]:
            case "link":
                links.append(Link(entry["label"], entry["address"]))
            case "place":
                place = Place(entry["name"], entry["latitude"], entry["longitude"])
            case kind:
                held[kind] = Attachment(entry["file"], entry["name"], entry["media_type"])
    with_words, *rest = [*(held[kind] for kind in FILES if kind in held), None]
    return Enclosed(with_words, rest[0] if rest else None, tuple(links), place)


def attach_file(attachment: Attachment, kind: str) -> dict[str, Any]:
    """Return the entry of a kept file."""
    return {"kind": kind, **attachment.as_document()}


def attach_link(label: str, address: str) -> dict[str, Any]:
    """Return the entry of a link."""
    return {"kind": "link", "label": nfc(label).strip(), "address": address.strip()}


def attach_place(name: str, latitude: float, longitude: float) -> dict[str, Any]:
    """Return the entry of a place on the map."""
    return {
        "kind": "place",
        "name": nfc(name).strip(),
        "latitude": latitude,
        "longitude": longitude,
    }


def check_attachments(entries: Sequence[Entry]) -> None:
    """Raise Refused for what cannot be carried, or is too much for one message."""
    kinds = [entry["kind"] for entry in entries]
    if len(set(kinds)) < len(kinds):
        raise Refused("broadcast-one-of-each")
    for entry in entries:
        match entry["kind"]:
            case "photo" if entry["media_type"] not in PICTURES:
                raise Refused("broadcast-not-a-picture")
            case "link" if not 0 < len(entry["label"]) <= MOST_LINK_LABEL:
                raise Refused("broadcast-link-label", most=MOST_LINK_LABEL)
            case "link" if not is_address(entry["address"]):
                raise Refused("broadcast-bad-link")
            case "place":
                _check_place(entry)
            case "photo" | "document" | "link":
                pass
            case unknown:
                raise Refused("broadcast-bad-attachment", kind=str(unknown))


def _check_place(entry: Entry) -> None:
    if not 0 < len(entry["name"]) <= MOST_PLACE:
        raise Refused("broadcast-place-name", most=MOST_PLACE)
    if not (-90 <= entry["latitude"] <= 90 and -180 <= entry["longitude"] <= 180):  # noqa: PLR2004
        raise Refused("broadcast-bad-place")
