"""Ground: what a button carries, typed: written and read by the same frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

MOST_BYTES = 64  # callback_data, Bot API


class OldPress(ValueError):
    """A press that cannot be read any more: its button is from an earlier version."""


@dataclass(frozen=True)
class Press:
    """Carry a few short values behind a button; subclasses name their TAG and fields."""

    TAG: ClassVar[str] = ""
    SEALED: ClassVar[bool] = False  # may carry an anonymous answer: kept nowhere but in its room

    def pack(self) -> str:
        """Write the press, or raise ValueError when a platform could not carry it."""
        values = vars(self).values()  # in the order of the fields
        packed = ":".join([self.TAG, *map(str, values)])
        if packed.count(":") != len(values):
            raise ValueError(f"a press holds no colon: {packed}")
        if len(packed.encode()) > MOST_BYTES:
            raise ValueError(f"a press is at most {MOST_BYTES} bytes: {packed}")
        return packed

    @classmethod
    def unpack(cls, packed: str) -> Self:
        """Read a packed press, or raise OldPress."""
        tag, *parts = packed.split(":")
        slots = fields(cls)
        if tag != cls.TAG or len(parts) != len(slots):
            raise OldPress(packed)
        try:
            values: list[Any] = [
                int(part) if slot.type in (int, "int") else part
                for part, slot in zip(parts, slots, strict=True)
            ]
        except ValueError as error:
            raise OldPress(packed) from error
        return cls(*values)


def tag_of(packed: str) -> str:
    """Return which press a packed one is."""
    return packed.split(":", 1)[0]
