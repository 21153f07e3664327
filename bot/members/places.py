"""Room: the places that a site's members live in, read once for each site."""

from __future__ import annotations

from functools import cache

from bot.areas import Place, Places
from bot.models import Member
from bot.settings import Settings
from bot.text import say


def places_for(settings: Settings) -> Places:
    """Return the places of the site that these settings describe."""
    return _places(settings.province_code, settings.district)


def name_of_ward(settings: Settings, member: Member, locale: str) -> str:
    """Say where a member lives, with the old ward where it is known; nothing, where neither is."""
    return name_of_keys(settings, locale, (member.ward_key, member.old_ward_key))


def name_of_keys(settings: Settings, locale: str, keys: tuple[str | None, str | None]) -> str:
    """Say a ward of today and the old one that it was, as far as they are known."""
    today, old = (_find(settings, key) for key in keys)
    if today is None:
        return say(locale, "place-old", old=_name(old)) if old else ""
    if old is None or old.name == today.name:
        return _name(today)
    return say(locale, "place-was", today=_name(today), old=_name(old))


def _name(place: Place) -> str:
    return f"{place.kind.lower()} {place.name}"


def _find(settings: Settings, key: str | None) -> Place | None:
    if key is None:
        return None
    try:
        return places_for(settings).get(key)
    except KeyError:
        return None  # a place of a province that the site served before


@cache
def _places(province_code: str, district: str) -> Places:
    return Places(province_code, district or None)
