"""The demo: where a city lives on disk: its settings, its clock, what it remembers."""

from __future__ import annotations

import asyncio
import json
import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.clock import LOCAL, Clock, FileClock, SystemClock
from bot.settings import Settings

MORNING, EVENING = time(7, 30), time(19, 0)  # the demo's clock goes on only by day
BEGINS = time(9, 0)
KEEP_TIME_EVERY = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Place:
    """Hold where a demo city lives."""

    folder: Path

    @property
    def state(self) -> Path:
        """Name the file that remembers keys, links and the clock."""
        return self.folder / "demo.json"

    def read(self) -> dict[str, str]:
        """Return what an earlier start has left, or nothing."""
        if not self.state.exists():
            return {}
        kept: dict[str, str] = json.loads(self.state.read_text("utf-8"))
        return kept

    @property
    def is_ours(self) -> bool:
        """Tell whether the folder is a demo city's, or free to become one."""
        return self.state.exists() or not any(self.folder.iterdir())

    @property
    def is_built(self) -> bool:
        """Tell whether the city was set up to the end."""
        return "organizer" in self.read()

    def clear(self) -> None:
        """Remove everything but the lock that this run holds."""
        for path in self.folder.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
            elif path.suffix != ".lock":
                path.unlink()

    def write(self, **values: str) -> None:
        """Remember values beside those that stand."""
        fresh = self.state.with_suffix(".new")
        fresh.write_text(json.dumps({**self.read(), **values}, indent=1), "utf-8")
        fresh.replace(self.state)


def make_settings(place: Place, *, port: int, buttons: bool) -> Settings:
    """Return the demo's own settings; no .env and no environment count here."""
    kept = place.read()
    if "key" not in kept:
        place.write(key=secrets.token_urlsafe(48))
    return Settings(
        _env_file=None,  # type: ignore[call-arg]  # of pydantic-settings
        database_url=f"sqlite:///{place.folder}/nhipcau.db",
        data_dir=place.folder,
        secret_key=SecretStr(place.read()["key"]),
        site_name="UB MTTQ phường Hạc Thành (mẫu)",
        site_contact="chị Hoa, 0237 000 000",
        web_port=port,
        web_buttons=buttons,
        clock_file=place.folder / "clock",
        telegram_token=SecretStr(""),
        zalo_bot_token=SecretStr(""),
        public_url="",
        closed_at_tet=False,  # who looks at it then is to see it work
        contact_soft_day=0,  # a whole campaign is shown in one morning
        contact_soft_week=0,
        contact_hard_day=0,
    )


def set_clock(place: Place, settings: Settings) -> None:
    """Begin at 09:00 the first time; go on where it stopped, but never at night."""
    kept = place.read().get("now")
    if settings.clock_file is None:
        return
    now = datetime.fromisoformat(kept) if kept else None
    if now is None:
        now = datetime.combine(SystemClock().now().astimezone(LOCAL).date(), BEGINS, LOCAL)
    elif not MORNING <= now.astimezone(LOCAL).time() <= EVENING:
        tomorrow = now.astimezone(LOCAL).date() + timedelta(days=1)
        now = datetime.combine(tomorrow, BEGINS, LOCAL)
    settings.clock_file.touch()
    FileClock(settings.clock_file).set(now)


async def keep_time(place: Place, clock: Clock) -> None:
    """Remember how late it is in the city, so that the next start goes on from there."""
    while True:
        place.write(now=clock.now().isoformat())
        await asyncio.sleep(KEEP_TIME_EVERY)
