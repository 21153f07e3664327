"""Ground: every setting, from the environment (prefix NHIPCAU_) or .env, checked at start."""

from __future__ import annotations

import difflib
import os
import re
from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.accounts import platform_of, read_tokens
from bot.errors import BadSettings

PREFIX = "NHIPCAU_"
ENV_FILE = Path(".env")
APPROVE_OVER = 500  # people: writing to more of them needs a second person
SHORT_KEY = 32  # characters below which a secret key can be guessed
NAMED = re.compile(rf"^\s*(?:export\s+)?({PREFIX}\w+)\s*=", re.MULTILINE | re.IGNORECASE)


class Settings(BaseSettings):
    """Hold what the operator has chosen."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, extra="ignore", env_ignore_empty=True
    )

    database_url: str = Field(
        "sqlite:///var/nhipcau.db",
        description="Where the data is: sqlite:///path/to/file.db or "
        "postgresql://name:password@host/database.",
    )
    data_dir: Path = Field(
        Path("var"),
        description="Folder for what must not be in the database: survey keys, imported files.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="A long random text that signs web chat cookies and keys the hashes of erased "
        "people; `nhipcau check` prints a fresh one when it is missing.",
    )
    site_name: str = Field(
        "Nhịp Cầu", description="Who speaks: the name that residents see, e.g. the ward's Front."
    )
    site_contact: str = Field(
        "", description="A person's name and phone, offered when the bot does not understand."
    )
    province_code: str = Field(
        "38", description="Today's code of the province that this site serves (38: Thanh Hóa)."
    )
    district: str = Field(
        "Thành phố Thanh Hóa",
        description="Former district preferred when an old ward's name occurs several times; "
        "may be empty.",
    )
    web_host: str = Field("127.0.0.1", description="Address that the web chat listens on.")
    web_port: int = Field(8080, ge=0, le=65535, description="Port that the web chat listens on.")
    web_buttons: bool = Field(
        True,  # noqa: FBT003 - a pydantic default, not a call's argument
        description="Whether the web chat shows buttons; false numbers the choices instead.",
    )
    public_url: str = Field(
        "",
        description="https address under which the world reaches this server; when set, Telegram "
        "and Zalo are served by webhook instead of polling.",
    )
    telegram_token: SecretStr = Field(
        SecretStr(""),
        description="Bot token from @BotFather; empty switches Telegram off. Several bots: "
        "name=token, with a comma between two; the account is then called telegram-name.",
    )
    telegram_api_url: str = Field(
        "https://api.telegram.org", description="Bot API server, to use a local one."
    )
    telegram_rate: float = Field(
        25.0,
        gt=0,
        le=1000,
        description="Messages a second that each Telegram account may send; "
        "`nhipcau account rate` gives one of them a rate of its own.",
    )
    zalo_bot_token: SecretStr = Field(
        SecretStr(""),
        description="Token of a Zalo bot (Zalo Bot Platform); empty switches Zalo bots off. "
        "Several bots: name=token, with a comma between two; then an account is called "
        "zalo-bot-name. docs/zalo.md tells how to get one.",
    )
    zalo_bot_api_url: str = Field(
        "https://bot-api.zaloplatforms.com", description="Server of the Zalo Bot Platform."
    )
    zalo_bot_rate: float = Field(
        1.0,
        gt=0,
        le=1000,
        description="Messages a second that each Zalo bot may send; Zalo does not say how many.",
    )
    zalo_bot_people: int | None = Field(
        None,
        ge=1,
        description="People that each Zalo bot may have, where it is not the plan Basic (50).",
    )
    zalo_bot_messages: int | None = Field(
        None,
        ge=1,
        description="Messages a month that each Zalo bot may send, where it is not the plan "
        "Basic (3,000); replies count too.",
    )
    web_rate: float = Field(
        200.0, gt=0, le=10000, description="Messages a second that the web chat may send."
    )
    zalo_oa_app_id: str = Field(
        "",
        description="App id at developers.zalo.me; empty switches the Official Account off. "
        "Several accounts, each with an app of its own: name=id, with a comma between two, and "
        "the same names in the two settings below; an account is then called zalo-oa-name.",
    )
    zalo_oa_app_secret: SecretStr = Field(
        SecretStr(""), description="That app's secret key, to sign in with."
    )
    zalo_oa_secret: SecretStr = Field(
        SecretStr(""), description="The OA secret key of the app's webhook, not the app's secret."
    )
    zalo_oa_timestamp: Literal["header", "body"] = Field(
        "header",
        description="Which timestamp the webhook's signature holds: X-ZEvent-Timestamp's or the "
        "body's; `nhipcau check` says which of the two the service uses.",
    )
    zalo_oa_api_url: str = Field("https://openapi.zalo.me", description="OpenAPI of Zalo OA.")
    zalo_oa_sign_in_url: str = Field(
        "https://oauth.zaloapp.com", description="Where the Official Account signs in."
    )
    zalo_oa_template_url: str = Field(
        "https://business.openapi.zalo.me", description="Where templates are sent and listed."
    )
    zalo_oa_rate: float = Field(
        1.0, gt=0, le=100, description="Messages a second that the Official Account may send."
    )
    zalo_oa_messages: int | None = Field(
        None,
        ge=1,
        description="Messages a month that the Official Account may send after the free 48 hours, "
        "where it is not the plan Growth (500).",
    )
    quiet_from: time = Field(
        time(21, 0), description="Broadcasts stop at this local time (Asia/Ho_Chi_Minh)."
    )
    quiet_until: time = Field(time(7, 0), description="Broadcasts start again at this local time.")
    closed_at_tet: bool = Field(
        True,  # noqa: FBT003 - a pydantic default, not a call's argument
        description="Whether broadcasts that are not urgent rest in the nine days around Tết.",
    )
    approve_over: int = Field(
        APPROVE_OVER,
        ge=0,
        description="A broadcast or survey to more people than this waits for a second person's "
        "approval. 0: each one; a very large number: none but what is urgent or goes beyond the "
        "sender's own organisation.",
    )
    contact_soft_day: int = Field(
        1,
        ge=0,
        description="Messages that a resident gets in a day, of all organisations together; more "
        "waits for the next day. Urgent broadcasts pass it. 0: no limit.",
    )
    contact_soft_week: int = Field(
        3,
        ge=0,
        description="Messages that a resident gets in seven days; urgent broadcasts pass it. "
        "0: no limit.",
    )
    contact_hard_day: int = Field(
        3,
        ge=0,
        description="Messages that a resident gets in 24 hours, whatever they are. 0: no limit.",
    )
    contact_patience_days: int = Field(
        3,
        ge=0,
        description="Days that a message waits for a resident's budget before it is given up.",
    )
    digest_at: time = Field(
        time(17, 0),
        description="Organizers are told in chat, at this local time, what moved in their scope "
        "that day; when nothing did, nothing.",
    )
    backups_kept: int = Field(
        7,
        ge=0,
        description="Daily copies of the SQLite file that are kept in DATA_DIR/backups; 0 makes "
        "none. PostgreSQL is backed up by its own tools.",
    )
    failure_percent: int = Field(
        40,
        ge=1,
        le=100,
        description="A broadcast pauses by itself when more than this share of its last messages "
        "failed for one and the same reason.",
    )
    failure_last: int = Field(
        50, ge=5, le=1000, description="How many last messages that share is taken of."
    )
    clock_file: Path | None = Field(
        None,
        description="File with seconds to add to the machine's time, for demo and proofs only.",
    )
    log_format: Literal["json", "console"] = Field(
        "console", description="How logs are written: json for machines, console for people."
    )

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("must start with sqlite:/// or postgresql://")
        return url

    @field_validator("telegram_token", "zalo_bot_token")
    @classmethod
    def _readable_tokens(cls, tokens: SecretStr, info: ValidationInfo) -> SecretStr:
        read_tokens(_platform_of_setting(info.field_name or ""), tokens.get_secret_value())
        return tokens

    @field_validator(
        "public_url",
        "telegram_api_url",
        "zalo_bot_api_url",
        "zalo_oa_api_url",
        "zalo_oa_sign_in_url",
        "zalo_oa_template_url",
    )
    @classmethod
    def _no_trailing_slash(cls, url: str) -> str:
        if url and not url.startswith(("https://", "http://")):
            raise ValueError("must start with https:// or http://")
        return url.rstrip("/")

    def tokens_of(self, platform: str) -> dict[str, str]:
        """Return the tokens of a platform's accounts, by account; raise BadSettings."""
        field = f"{platform.replace('-', '_')}_token"
        try:
            return read_tokens(platform, getattr(self, field).get_secret_value())
        except ValueError as error:
            raise BadSettings(f"{PREFIX}{field.upper()}: {error}") from error

    def limits_of(self, account: str) -> tuple[int | None, int | None]:
        """Return what an account may, people and messages a month, where a setting says so."""
        platform = platform_of(account).replace("-", "_")
        people: int | None = getattr(self, f"{platform}_people", None)
        messages: int | None = getattr(self, f"{platform}_messages", None)
        return people, messages

    def rate_of(self, account: str) -> float:
        """Return how many messages a second an account may send; 0 for one of no platform."""
        rate: float = getattr(self, f"{platform_of(account).replace('-', '_')}_rate", 0.0)
        return rate


def load_settings(**overrides: object) -> Settings:
    """Read the settings, or raise BadSettings naming each wrong one."""
    if unknown := [name for name in _find_names() if name not in _known_names()]:
        raise BadSettings("; ".join(map(_unknown_sentence, unknown)))
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = [
            f"{PREFIX}{str(e['loc'][0]).upper() if e['loc'] else '?'}: "
            f"{e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        ]
        raise BadSettings("; ".join(lines)) from error


def _platform_of_setting(field: str) -> str:
    return field.removesuffix("_token").replace("_", "-")


def _known_names() -> list[str]:
    return [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]


def _find_names() -> list[str]:
    """Return the names of ours that the environment and .env set, right or wrong."""
    set_here = [name.upper() for name in os.environ if name.upper().startswith(PREFIX)]
    try:
        written = ENV_FILE.read_text("utf-8") if ENV_FILE.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"{ENV_FILE}: cannot be read as UTF-8 text ({error})") from error
    return list(dict.fromkeys([*set_here, *(name.upper() for name in NAMED.findall(written))]))


def _unknown_sentence(name: str) -> str:
    near = difflib.get_close_matches(name, _known_names(), n=1, cutoff=0.8)
    return f"{name}: there is no such setting" + (f"; is {near[0]} meant?" if near else "")
