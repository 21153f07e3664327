"""A key on paper: printed once, put back only where it opens what was sealed."""

from __future__ import annotations

import pytest

from bot.access import OPERATOR, Actor, Scope
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotPermitted, Refused
from bot.settings import Settings
from bot.surveys.keys import Keys
from bot.surveys.safekeeping import print_key, restore_key
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members


async def test_a_key_is_printed_once_and_put_back_only_where_it_opens(
    database: Database, settings: Settings, clock: StoppedClock
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    members = await make_members(database, 2)
    polling, now = Polling(database, Keys(settings.data_dir)), clock.now()
    keys = polling.keys
    one, other = [
        await polling.launch(make_form(now, anonymous=True, code=code), 1, now)
        for code in ("s1", "s2")
    ]
    named = await polling.launch(make_form(now, code="s3"), 1, now)
    for survey in (one, other):
        await polling.answer(survey.id, members[0], now)
    writer = Actor("organizer:1", scopes=(Scope("writer", None, None),))
    async with database.transaction() as session:
        with pytest.raises(NotPermitted):
            await print_key(session, writer, one.id, now, keys)
        printed = await print_key(session, OPERATOR, one.id, now, keys)
        wrong = await print_key(session, OPERATOR, other.id, now, keys)
        with pytest.raises(Refused, match="survey-key-none"):
            await print_key(session, OPERATOR, named.id, now, keys)
    before = keys.read(one.id)
    async with database.transaction() as session:
        with pytest.raises(Refused, match="survey-key-printed-before"):
            await print_key(session, OPERATOR, one.id, now, keys)
        given = {"now": now, "keys": keys}
        with pytest.raises(Refused, match="survey-key-stands"):
            await restore_key(session, OPERATOR, one.id, printed, **given)
        keys.path(one.id).unlink()
        with pytest.raises(Refused, match="survey-key-wrong"):
            await restore_key(session, OPERATOR, one.id, wrong, **given)
        with pytest.raises(Refused, match="survey-key-unreadable"):
            await restore_key(session, OPERATOR, one.id, "AAAA 1", **given)
        await restore_key(session, OPERATOR, one.id, printed.lower(), **given)
    assert keys.read(one.id) == before
