"""Door, Zalo OA: signing in by OAuth v4 with PKCE, and renewing what that gave."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.channels.zalo_oa.calls import AnswerLost, Call, Caller, Json, NotSent
from bot.channels.zalo_oa.webhook import return_path
from bot.errors import Refused
from bot.settings import Settings
from bot.tokens import NotAsked, Pair, RenewalRefused, RenewalUnclear

PERMISSION, TOKEN = "/v4/oa/permission", "/v4/oa/access_token"
ACCESS_LASTS, REFRESH_LASTS = timedelta(hours=25), timedelta(days=90)  # where no answer says
CODE = re.compile(r"[\w.~-]{10,}")


@dataclass(frozen=True)
class SignIn:
    """Hold one sign-in from its address to its tokens; another one has other secrets."""

    settings: Settings
    account: str = "zalo-oa"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    state: str = field(default_factory=lambda: secrets.token_urlsafe(16))

    @property
    def callback(self) -> str:
        """Return where the service leads back to; the app must name it too."""
        return self.settings.public_url + return_path(self.account)

    @property
    def address(self) -> str:
        """Return the address that the account's owner opens."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "app_id": self.settings.zalo_oa_app_id,
            "redirect_uri": self.callback,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
            "state": self.state,
        }
        return f"{self.settings.zalo_oa_sign_in_url}{PERMISSION}?{urlencode(asked)}"

    def read_code(self, text: str) -> str:
        """Return the code from what was pasted: the whole address, or the code itself."""
        text = text.strip()
        if "?" not in text:
            if not CODE.fullmatch(text):
                raise Refused("zalo-oa-no-code")
            return text
        query = {name: values[0] for name, values in parse_qs(urlsplit(text).query).items()}
        if "code" not in query:
            raise Refused("zalo-oa-not-allowed", why=query.get("error", "—"))
        if query.get("state") != self.state:
            raise Refused("zalo-oa-other-state")
        return query["code"]

    async def finish(self, code: str) -> Pair:
        """Exchange the code for tokens, or raise Refused with what to do."""
        form = {"code": code, "grant_type": "authorization_code", "code_verifier": self.verifier}
        try:
            return _read_pair(await _ask(self.settings, form))
        except NotSent as error:
            raise Refused("zalo-oa-unreachable", why=str(error)) from error
        except AnswerLost as error:
            raise Refused("zalo-oa-answer-lost", why=str(error)) from error
        except RenewalRefused as error:
            raise Refused("zalo-oa-code-refused", why=str(error)) from error


async def renew(settings: Settings, refresh: str) -> Pair:
    """Show a refresh token, which works once, and return the new pair."""
    form = {"refresh_token": refresh, "grant_type": "refresh_token"}
    try:
        return _read_pair(await _ask(settings, form))
    except NotSent as error:
        raise NotAsked(str(error)) from error
    except AnswerLost as error:
        raise RenewalUnclear(str(error)) from error


async def _ask(settings: Settings, form: Mapping[str, str]) -> Json:
    caller = Caller()
    try:
        return await caller.make(
            Call(
                method="POST",
                address=settings.zalo_oa_sign_in_url + TOKEN,
                secret_key=settings.zalo_oa_app_secret.get_secret_value(),
                form={"app_id": settings.zalo_oa_app_id, **form},
            )
        )
    finally:
        await caller.close()


def _read_pair(answer: Json) -> Pair:
    """Return the tokens of an answer; what has none says why, in `error`."""
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if not access or not refresh:
        words = answer.get("error_description") or answer.get("error_name") or "no tokens"
        raise RenewalRefused(f"{answer.get('error', '')} {words}".strip()[:120])
    return Pair(
        str(access),
        str(refresh),
        _seconds(answer.get("expires_in"), ACCESS_LASTS),
        _seconds(answer.get("refresh_token_expires_in"), REFRESH_LASTS),
    )


def _seconds(given: object, otherwise: timedelta) -> timedelta:
    text = str(given or "")
    return timedelta(seconds=int(text)) if text.isdecimal() and int(text) else otherwise
