"""Room: keyed hashes, so that a person or a code is recognised without being kept."""

from __future__ import annotations

import hashlib
import hmac

from bot.words import fold


def person_digest(secret: str, *, phone: str, full_name: str) -> str:
    """Return what remains of a person who was erased or stopped: HMAC-SHA256 of phone and name.

    Without the site's secret nobody can try names and numbers against it.
    """
    return _digest(secret, "person", phone, fold(full_name))


def code_digest(secret: str, code: str) -> str:
    """Return how a personal code is stored; case and gaps of what was typed do not count."""
    return _digest(secret, "code", fold(code).replace(" ", ""))


def wording_version(wording: str) -> str:
    """Return the version of a consent's wording: it changes when a letter of it changes."""
    return hashlib.sha256(wording.encode()).hexdigest()[:12]


def _digest(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()
