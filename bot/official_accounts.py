"""Ground: the settings of each Official Account, as if it were the only one."""

from __future__ import annotations

from pydantic import SecretStr

from bot.accounts import read_named
from bot.errors import BadSettings
from bot.settings import PREFIX, Settings

PLATFORM = "zalo-oa"
APP_ID, *SECRETS = ("zalo_oa_app_id", "zalo_oa_app_secret", "zalo_oa_secret")


def find_official_accounts(settings: Settings) -> dict[str, Settings]:
    """Return the settings by account; what is missing stays empty. Raise BadSettings."""
    numbers = _read(settings, APP_ID)
    secrets = {field: _read(settings, field) for field in SECRETS}
    return {
        account: settings.model_copy(
            update={
                APP_ID: number,
                **{name: SecretStr(given.get(account, "")) for name, given in secrets.items()},
            }
        )
        for account, number in numbers.items()
    }


def _read(settings: Settings, field: str) -> dict[str, str]:
    value = getattr(settings, field)
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    try:
        return read_named(PLATFORM, text)
    except ValueError as error:
        raise BadSettings(f"{PREFIX}{field.upper()}: {error}") from error
