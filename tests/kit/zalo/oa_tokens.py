"""Kit, Zalo OA: OAuth v4 with PKCE: a code for tokens, and a refresh token that works once."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
ACCESS_SECONDS = 25 * 3600
REFRESH_SECONDS = 90 * 24 * 3600
CODE_SECONDS = 600
BAD_APP, BAD_SECRET, BAD_CODE, BAD_VERIFIER, BAD_REFRESH = -14001, -14004, -14019, -14020, -14014


@dataclass
class Tokens:
    """Hand out tokens for one app and one account, as oauth.zaloapp.com does."""

    app_id: str
    app_secret: str
    oa_id: str
    now: Callable[[], float]
    codes: dict[str, tuple[str, float]] = field(default_factory=dict)  # code -> challenge, until
    access: dict[str, float] = field(default_factory=dict)  # token -> until
    refresh: dict[str, float] = field(default_factory=dict)  # those that have not been used
    spent: set[str] = field(default_factory=set)
    used_twice: int = 0  # how often a refresh token came a second time

    def permit(self, asked: Mapping[str, str]) -> Json:
        """Answer as the person who presses "allow": a code to carry back, or why there is none."""
        if asked.get("app_id") != self.app_id:
            return _refuse(BAD_APP, "Invalid app id")
        if not asked.get("code_challenge") or not asked.get("redirect_uri"):
            return _refuse(-14002, "Missing code_challenge or redirect_uri")
        code = secrets.token_urlsafe(40)
        self.codes[code] = (asked["code_challenge"], self.now() + CODE_SECONDS)
        return {"code": code, "oa_id": self.oa_id, "state": asked.get("state", "")}

    def exchange(self, secret_key: str, form: Mapping[str, str]) -> Json:
        """Give tokens for a code and its verifier, or for a refresh token not used before."""
        if secret_key != self.app_secret:
            return _refuse(BAD_SECRET, "Invalid secret key")
        if form.get("app_id") != self.app_id:
            return _refuse(BAD_APP, "Invalid app id")
        match form.get("grant_type"):
            case "authorization_code":
                return self._by_code(form.get("code", ""), form.get("code_verifier", ""))
            case "refresh_token":
                return self._by_refresh(form.get("refresh_token", ""))
        return _refuse(-14005, "Invalid grant type")

    def judge(self, token: str) -> Json | None:
        """Return the refusal of a bad access token, None for a good one."""
        if token not in self.access:
            return {"error": -216, "message": "Access token is invalid"}
        if self.now() >= self.access[token]:
            return {"error": -220, "message": "Access token has expired"}
        return None

    def give(self) -> Json:
        """Make a pair."""
        access, refresh = secrets.token_urlsafe(60), secrets.token_urlsafe(60)
        self.access[access] = self.now() + ACCESS_SECONDS
        self.refresh[refresh] = self.now() + REFRESH_SECONDS
        return {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": str(ACCESS_SECONDS),
            "refresh_token_expires_in": str(REFRESH_SECONDS),
        }

    def _by_code(self, code: str, verifier: str) -> Json:
        challenge, until = self.codes.pop(code, ("", 0.0))
        if self.now() >= until:
            return _refuse(BAD_CODE, "Authorized code is invalid or expired")
        digest = hashlib.sha256(verifier.encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
            return _refuse(BAD_VERIFIER, "Invalid code verifier")
        return self.give()

    def _by_refresh(self, token: str) -> Json:
        self.used_twice += token in self.spent
        until = self.refresh.pop(token, 0.0)
        if self.now() >= until:
            return _refuse(BAD_REFRESH, "Invalid refresh token")
        self.spent.add(token)
        return self.give()


def _refuse(code: int, reason: str) -> Json:
    return {"error": code, "error_name": reason, "error_description": reason}
