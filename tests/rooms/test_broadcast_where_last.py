"""A broadcast that goes where people wrote last, for money, although another place is free."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.errors import Refused
from bot.models import Delivery
from tests.kit.broadcasting import launch, make_draft, read_ledger
from tests.rooms.test_broadcast_costs import TEMPLATE, Stage, estimated, stage

__all__ = ["stage"]


async def test_it_goes_where_people_wrote_last_for_what_was_agreed(stage: Stage) -> None:
    asked = {"may_cost": True, "where_last": True, "template": TEMPLATE}
    assert await estimated(stage, **asked) == (2, 1, 310, 800, 0), "Chi too, who has the web"
    number = await launch(stage.database, **asked)
    await stage.send()
    assert set((await read_ledger(stage.database, number)).values()) == {("sent", "")}
    assert await stage.spent(number) == stage.counted() == 310
    async with stage.database.reading() as session:
        assert set(await session.scalars(select(Delivery.detour))) == {""}


async def test_it_needs_the_right_to_cost(stage: Stage) -> None:
    async with stage.database.transaction() as session:
        with pytest.raises(Refused, match="where-last-needs-money"):
            await make_draft(session, where_last=True)
