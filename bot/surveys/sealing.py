"""Room: the answers to an anonymous survey, sealed: one padded, encrypted row a member.

Whoever holds the database, its write-ahead files, backups and logs learns who took part, never
what was said nor how far anybody came: all rows of a survey have one size.
"""

from __future__ import annotations

import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.surveys.forms import Form, Question, QuestionKind
from bot.surveys.logic import has_logic
from bot.surveys.values import DECLINED, Value

NONCE_BYTES = 12  # NIST SP 800-38D; one key seals far fewer than 2^32 rows
BLOCK = 256  # sizes are rounded up to it, so that near-equal forms look equal
WIDEST = "\U0010ffff"  # four bytes in UTF-8, as many as a character can take
LONGEST_NUMBER = 32


class Unreadable(Exception):
    """A sealed row does not open: it was altered, moved to another member, or its key replaced."""


def seal(key: bytes, form: Form, answers: dict[str, Value], *, whose: tuple[int, int]) -> bytes:
    """Seal a member's answers; `whose` is (survey, member), which the row is bound to."""
    plain = _write(answers).ljust(size_of(form))
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, _binding(whose))


def unseal(key: bytes, sealed: bytes, *, whose: tuple[int, int]) -> dict[str, Value]:
    """Open a member's row, or raise Unreadable."""
    nonce, secret = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, secret, _binding(whose))
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error
    answers: dict[str, Value] = json.loads(plain)
    return answers


def size_of(form: Form) -> int:
    """Return the bytes that the longest possible answers to a form need, rounded up."""
    is_marked = has_logic(form)  # answers may be marked as not counting
    longest = _write({one.code: _longest(one, is_marked=is_marked) for one in form.counted})
    return -(-len(longest) // BLOCK) * BLOCK


def _longest(question: Question, *, is_marked: bool) -> Value:
    codes = [choice.code for choice in question.choices]
    longest: dict[QuestionKind, dict[str, Any]] = {
        QuestionKind.ONE_CHOICE: {"choice": max(codes, key=len, default="")},
        QuestionKind.SEVERAL_CHOICES: {"choices": codes, "open": True},
        QuestionKind.NUMBER: {"number": "9" * LONGEST_NUMBER},
        QuestionKind.TEXT: {"text": WIDEST * question.longest},
        QuestionKind.YES_NO: {"yes": False},
        QuestionKind.DATE: {"date": "2026-12-31"},
        QuestionKind.RANK: {"rank": codes, "open": True},
        QuestionKind.PLACE: {"text": WIDEST * question.longest},
        QuestionKind.IMAGE: {"text": WIDEST * question.longest},
        QuestionKind.ACKNOWLEDGE: {"yes": False},
        QuestionKind.CALCULATE: {"text": WIDEST * question.longest},
    }
    widest = max(longest[question.kind], DECLINED, key=lambda v: len(_write({"": v})))
    return widest | {"void": True} if is_marked else widest


def _write(answers: dict[str, Value]) -> bytes:
    return json.dumps(answers, ensure_ascii=False, separators=(",", ":")).encode()


def _binding(whose: tuple[int, int]) -> bytes:
    return f"survey:{whose[0]} member:{whose[1]}".encode()
