"""Room: one `name: value` block of a survey's file, read with its lines, faults gathered."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import yaml

from bot.clock import LOCAL
from bot.surveys.faults import Fault
from bot.surveys.forms import NOTHING, Wording
from bot.words import nfc

CODE = re.compile(r"[a-z0-9][a-z0-9-]*")
MOST_CODE = 30
MOMENTS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M")
FLAGS = {"true": True, "false": False}


@dataclass
class Block:
    """Read the entries of one mapping; what is wrong becomes a fault and a harmless value."""

    node: yaml.MappingNode
    known: Collection[str]
    faults: list[Fault]

    def __post_init__(self) -> None:
        self.entries: dict[str, yaml.Node] = {}
        for key, value in self.node.value:
            name = str(key.value)
            if name in self.entries:
                self.blame("repeat", key, name=name)
            elif name not in self.known:
                self.blame("unknown", key, name=name, known=", ".join(self.known))
            self.entries[name] = value

    def blame(self, code: str, node: yaml.Node | None = None, **values: str | int) -> None:
        """Note a fault at a node's line, or at the block's."""
        line = (node or self.node).start_mark.line + 1
        self.faults.append(Fault(line, code, values))

    def find(self, name: str) -> yaml.Node | None:
        """Return an entry's node, if it is there."""
        return self.entries.get(name)

    def get(self, name: str) -> yaml.Node | None:
        """Return an entry's node, blaming the block where it is missing."""
        if name not in self.entries:
            self.blame("missing", name=name)
        return self.entries.get(name)

    def code(self, name: str, *, otherwise: str = "") -> str:
        """Return a code of small letters, digits and dashes."""
        node = self.find(name) if otherwise else self.get(name)
        if node is None:
            return otherwise
        text = _plain(node)
        if text is None or len(text) > MOST_CODE or not CODE.fullmatch(text):
            self.blame("want-code", node, name=name, most=MOST_CODE)
            return otherwise or "?"
        return text

    def flag(self, name: str) -> bool:
        """Return true or false; false where it is not said."""
        node = self.find(name)
        if node is None:
            return False
        found = FLAGS.get((_plain(node) or "").lower())
        if found is None:
            self.blame("want-flag", node, name=name)
        return bool(found)

    def whole(self, name: str, *, least: int, most: int, otherwise: int) -> int:
        """Return a whole number within bounds."""
        node = self.find(name)
        if node is None:
            return otherwise
        text = _plain(node) or ""
        if not re.fullmatch(r"\d{1,6}", text) or not least <= int(text) <= most:
            self.blame("want-whole", node, name=name, least=least, most=most)
            return otherwise
        return int(text)

    def number(self, name: str) -> float | None:
        """Return a number, or None where none is given."""
        node = self.find(name)
        if node is None:
            return None
        text = _plain(node) or ""
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text):
            self.blame("want-number", node, name=name)
            return None
        return float(text)

    def one_of(self, name: str, known: Collection[str], *, otherwise: str = "") -> str:
        """Return one of a few words."""
        node = self.find(name) if otherwise else self.get(name)
        if node is None:
            return otherwise
        text = _plain(node) or ""
        if text not in known:
            self.blame("want-one-of", node, name=name, known=", ".join(known))
            return otherwise
        return text

    def moment(self, name: str) -> datetime | None:
        """Return a local day and time."""
        node = self.get(name)
        if node is None:
            return None
        for pattern in MOMENTS:
            try:
                return datetime.strptime(_plain(node) or "", pattern).replace(tzinfo=LOCAL)
            except ValueError:
                continue
        self.blame("want-moment", node, name=name)
        return None

    def wording(self, name: str, most: int) -> Wording:
        """Return a sentence: a plain text, or one for each language."""
        node = self.get(name)
        return self.read_wording(node, name, most) if node is not None else Wording("?")

    def words(self, name: str) -> str:
        """Return a plain text, or nothing where none is written."""
        node = self.find(name)
        text = _plain(node) if node is not None else ""
        if not text and node is not None:
            self.blame("want-text", node, name=name)
        return text or ""

    def maybe_wording(self, name: str, most: int) -> Wording:
        """Return a sentence, or nothing where none is written."""
        node = self.find(name)
        return self.read_wording(node, name, most) if node is not None else NOTHING

    def read_wording(self, node: yaml.Node, name: str, most: int) -> Wording:
        """Read a sentence from a node."""
        texts = {"vi": _plain(node)}
        if isinstance(node, yaml.MappingNode):
            said = Block(node, ("vi", "en"), self.faults)
            texts = {key: _plain(value) for key, value in said.entries.items()}
        vi, en = texts.get("vi"), texts.get("en") or ""
        if not vi:
            self.blame("want-words", node, name=name)
            return Wording("?")
        if max(len(vi), len(en)) > most:
            self.blame("too-long", node, name=name, most=most)
        return Wording(vi, en)

    def items(self, name: str, *, least: int, most: int) -> list[yaml.Node]:
        """Return a list's entries, not more than can be shown."""
        node = self.get(name)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.blame("want-list", node, name=name)
            return []
        if len(node.value) > most:
            self.blame("too-many", node, name=name, most=most)
        if len(node.value) < least:
            self.blame("too-few", node, name=name, least=least)
        return list(node.value[:most])


def _plain(node: yaml.Node) -> str | None:
    if not isinstance(node, yaml.ScalarNode) or node.tag.endswith(":null"):
        return None
    return " ".join(nfc(str(node.value)).split())
