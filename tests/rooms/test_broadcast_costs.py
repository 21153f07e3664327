"""Messages that cost: free ones first, windows that close meanwhile, never over what was agreed.

What the ledger says is held against what the kit's Official Account has counted by itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import approvals, broadcasts, templates
from bot.access import OPERATOR
from bot.broadcasts import deciding, ledger
from bot.broadcasts.carrying import carry
from bot.broadcasts.costing import Estimate, estimate, say_estimate
from bot.broadcasts.fates import Fate
from bot.broadcasts.hold import Hold
from bot.broadcasts.paying import find_spent
from bot.broadcasts.recording import record
from bot.channels.zalo_oa import ZaloOaChannel, list_templates
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import NotFound, Refused
from bot.messages import Throttled
from bot.models import Approval, Broadcast, Chat, Delivery
from bot.pacing import Pacer
from bot.settings import Settings
from bot.site import Site
from tests.channels.zalo_oa_side import connect, oa_settings
from tests.kit.broadcasting import launch, make_draft, read_ledger
from tests.kit.makers import ACCOUNTS, City, make_chat, make_city, make_member, tie
from tests.kit.zalo.oa_server import OfficialAccountServer

HOUR = timedelta(hours=1)
TEMPLATE: dict[str, Any] = {"number": "101", "name": "Mẫu", "price": 200}
TEMPLATE["fields"] = {"ten": ["{xung_ho} {ten}", 30]}
# who, hours since they wrote to the Official Account, whether they have the web too
PEOPLE = (("An", 1, False), ("Bình", 60, False), ("Chi", 60, True), ("Dung", 200, False))


class Stage:
    """Hold a site with an Official Account, and its kit's server, on one clock."""

    def __init__(self, site: Site, server: OfficialAccountServer, city: City) -> None:
        self.site, self.server, self.city = site, server, city
        self.channel = ZaloOaChannel(site.database, site.clock, site.settings)

    @property
    def database(self) -> Database:
        return self.site.database

    async def send(self, *, limit: int = 100, account: str = "zalo-oa") -> list[Fate]:
        """Claim, send and record once."""
        given: dict[str, Any] = {"now": self.site.now, "limit": limit}
        number = self.city.accounts[account]
        async with self.database.transaction() as session:
            taken = await ledger.claim(session, number, self.site.settings, **given)
        hold = Hold(self.database, account)
        fates = [await carry(self.channel, Pacer(None), hold, bundle) for bundle in taken.bundles]
        async with self.database.transaction() as session:
            await record(session, fates, now=self.site.now)
        return fates

    async def spent(self, number: int) -> int:
        async with self.database.reading() as session:
            return await find_spent(session, number)

    def counted(self) -> int:
        """Return what the service has counted."""
        return sum(one["price"] for one in self.server.world.log)


@pytest.fixture
async def stage(
    database: Database, settings: Settings, clock: StoppedClock
) -> AsyncIterator[Stage]:
    async with OfficialAccountServer(now=lambda: clock.now().timestamp()) as server:
        server.add_template("101", "Kính gửi <ten>.", price_user=200)
        ours = oa_settings(settings, server)
        async with database.transaction() as session:
            city = await make_city(session, (*ACCOUNTS, "zalo-oa"))
            for place, (name, hours, has_web) in enumerate(PEOPLE):
                member = await make_member(session, name=name, chat=f"zalo-oa:{place}")
                chat = await make_chat(session, f"zalo-oa:{place}")
                chat.last_in_at = clock.now() - hours * HOUR
                server.world.person(str(place)).last_at = chat.last_in_at.timestamp()
                if has_web:
                    web = await make_chat(session, f"web:{place}")
                    web.last_in_at = clock.now() - 900 * HOUR
                    await tie(session, member, web)
        await connect(database, ours, server, clock)
        made = Stage(Site(ours, clock, database), server, city)
        yield made
        await made.channel.close()


async def estimated(stage: Stage, **options: Any) -> tuple[int, int, int, int, int]:
    async with stage.database.transaction() as session:
        draft = await make_draft(session, **options)
        found = await estimate(session, draft, now=stage.site.now)
        assert found.is_second_hand
    return found.paid, found.templates, found.cost, found.most, found.left_out


async def test_a_draft_says_what_it_costs_and_whom_it_leaves_out(stage: Stage) -> None:
    assert await estimated(stage) == (0, 0, 0, 0, 2)
    assert await estimated(stage, may_cost=True) == (1, 0, 55, 110, 1)
    with_template = await estimated(stage, may_cost=True, template=TEMPLATE)
    assert with_template == (1, 1, 255, 600, 0)


async def test_nobody_costs_anything_unless_it_is_asked(stage: Stage) -> None:
    number = await launch(stage.database)
    await stage.send()
    assert await read_ledger(stage.database, number) == {
        "An": ("sent", ""),
        "Bình": ("skipped", "costs"),
        "Chi": ("queued", ""),  # on the web, though they wrote to the account last
        "Dung": ("skipped", "window"),
    }
    assert (stage.counted(), await stage.spent(number)) == (0, 0)
    async with stage.database.reading() as session:
        line = (await session.scalars(select(Delivery).where(Delivery.state == "queued"))).one()
    assert (line.account_id, line.detour) == (stage.city.accounts["web"], "expired")


async def test_what_costs_is_what_zalo_counted(stage: Stage) -> None:
    number = await launch(stage.database, may_cost=True, template=TEMPLATE)
    await stage.send()
    assert await stage.spent(number) == stage.counted() == 255
    sent = {one["user_id"]: (one["price"], one["text"]) for one in stage.server.world.log}
    assert {who: price for who, (price, _) in sent.items()} == {"0": 0, "1": 55, "3": 200}
    assert sent["3"][1] == "Kính gửi ông/bà Dung."
    ledgered = await read_ledger(stage.database, number)
    assert ledgered["Chi"] == ("queued", ""), "free on the web"


@pytest.mark.parametrize("may_cost", [False, True])
async def test_a_window_that_closes_in_mid_broadcast_is_seen_in_the_claim(
    stage: Stage,
    may_cost: bool,  # noqa: FBT001
) -> None:
    given: dict[str, Any] = {"may_cost": True, "template": TEMPLATE} if may_cost else {}
    number = await launch(stage.database, **given)
    await stage.send(limit=0)
    assert isinstance(stage.site.clock, StoppedClock)
    stage.site.clock.advance(days=8)
    await connect(stage.database, stage.site.settings, stage.server, stage.site.clock)
    await stage.send()
    ledgered = await read_ledger(stage.database, number)
    if may_cost:
        assert {ledgered[name] for name in ("An", "Bình", "Dung")} == {("sent", "")}
        assert await stage.spent(number) == stage.counted() == 600
    else:
        assert ledgered["An"] == ("skipped", "window")
        assert stage.counted() == 0


async def test_it_never_passes_what_was_agreed(stage: Stage) -> None:
    number = await launch(stage.database, may_cost=True, template=TEMPLATE)
    async with stage.database.transaction() as session:
        await session.execute(update(Broadcast).values(most_cost=100))
    await stage.send()
    assert await stage.spent(number) == stage.counted() == 55
    assert (await read_ledger(stage.database, number))["Dung"] == ("skipped", "costs")


async def test_what_did_not_arrive_costs_nothing_and_what_may_have_does(stage: Stage) -> None:
    number = await launch(stage.database, may_cost=True)
    path = "/v3.0/oa/message/cs"
    stage.server.break_next(path)  # An's passes
    stage.server.world.faults[-1]["times"] = 0
    async with stage.database.transaction() as session:
        await session.execute(update(Chat).where(Chat.external_id == "0").values(state="blocked"))
    stage.server.break_next(path, error=-32)
    (fate,) = await stage.send()
    assert isinstance(fate.error, Throttled)
    assert await stage.spent(number) == 0
    stage.server.break_next(path, cut="after")
    (fate,) = await stage.send()
    assert fate.state == "unknown"
    assert await stage.spent(number) == stage.counted() == 55


async def test_zalo_may_know_better_how_long_ago_somebody_wrote(stage: Stage) -> None:
    stage.server.world.person("0").last_at = None
    number = await launch(stage.database)
    await stage.send()
    assert (await read_ledger(stage.database, number))["An"] == ("failed", "window")
    async with stage.database.reading() as session:
        chat = await session.scalar(select(Chat).where(Chat.external_id == "0"))
        assert chat is not None
        assert chat.state == "open", "it opens again by itself"


async def test_the_sum_is_agreed_on_and_part_of_what_is_approved(stage: Stage) -> None:
    async with stage.database.transaction() as session:
        draft = await make_draft(session, may_cost=True, template=TEMPLATE)
        asked = await broadcasts.launch(session, OPERATOR, draft.id, now=stage.site.now)
        assert (asked.state, asked.most_cost) == ("awaiting_approval", 600)
        approval = (await session.scalars(select(Approval))).one()
        assert "costs" in approval.why
        _, matter = await approvals.find_waiting(session, "broadcast", draft.id)
        for name, other in (("most_cost", 601), ("template", {**TEMPLATE, "price": 1})):
            before = getattr(asked, name)
            setattr(asked, name, other)
            assert approvals.matter_of(asked).digest != matter.digest
            setattr(asked, name, before)
        (shown,) = await deciding.show(session, matter, locale="vi")
    assert "tốn nhiều nhất 600" in shown.text
    assert "mẫu số 101" in shown.text


async def test_templates_are_kept_as_zalo_tells_them_and_matched(stage: Stage) -> None:
    stage.server.add_template("102", "Mời <ten> họp lúc <gio>.", status="PENDING_REVIEW")
    found = await list_templates(stage.site, "zalo-oa")
    async with stage.database.transaction() as session:
        kept = await templates.keep(session, "zalo-oa", found, now=stage.site.now)
        assert [(one.number, one.price, one.parameters) for one in kept] == [
            ("101", 200, [["ten", 100]]),
            ("102", 200, [["ten", 100], ["gio", 100]]),
        ]
        matched = await templates.match(session, "101", {"ten": "{ten}"})
        assert (matched["price"], matched["fields"]) == (200, {"ten": ["{ten}", 100]})
        for number, texts, error, code in (
            ("103", {}, NotFound, "template-unknown"),
            ("102", {}, Refused, "template-not-approved"),
            ("101", {}, Refused, "template-field-empty"),
            ("101", {"ten": "x", "gio": "y"}, Refused, "template-field-unknown"),
        ):
            with pytest.raises(error, match=code):
                await templates.match(session, number, texts)
        with pytest.raises(Refused, match="template-needs-money"):
            await make_draft(session, template=TEMPLATE)
        await templates.keep(session, "zalo-oa", found[:1], now=stage.site.now)
        assert len(await templates.list_all(session)) == 1


def test_nothing_is_said_where_nothing_costs() -> None:
    assert say_estimate(Estimate(), "vi") == []
    said = say_estimate(Estimate(1, 1, 255, 600, 2, is_second_hand=True), "vi")
    assert "255 đ" in said[0]
    assert "600 đ" in said[0]
    assert "2 người" in said[2]


@pytest.mark.parametrize(("may_cost", "expected"), [(True, "queued"), (False, "skipped")])
async def test_where_the_free_chat_closes_it_goes_for_money_only_if_agreed(
    stage: Stage,
    may_cost: bool,  # noqa: FBT001
    expected: str,
) -> None:
    number = await launch(stage.database, may_cost=may_cost)
    web = stage.city.accounts["web"]
    async with stage.database.transaction() as session:
        await session.execute(update(Chat).where(Chat.account_id == web).values(state="blocked"))
    await stage.send(account="web")
    assert (await read_ledger(stage.database, number))["Chi"][0] == expected
    await stage.send()
    assert stage.counted() == (110 if may_cost else 0)  # Bình and Chi


async def test_a_window_that_zalo_says_is_closed_leads_to_a_free_chat(stage: Stage) -> None:
    async with stage.database.transaction() as session:
        recent = stage.site.now - HOUR  # as we know it
        await session.execute(
            update(Chat).where(Chat.external_id == "2").values(last_in_at=recent)
        )
        account_id = stage.city.accounts["zalo-oa"]
        later = update(Chat).where(Chat.external_id == "2", Chat.account_id == account_id)
        await session.execute(later.values(last_in_at=stage.site.now))
    stage.server.world.person("2").last_at = None  # as the service knows it
    number = await launch(stage.database)
    await stage.send()
    async with stage.database.reading() as session:
        query = select(Delivery).where(Delivery.broadcast_id == number, Delivery.member_id == 3)
        line = (await session.scalars(query)).one()
    assert (line.state, line.account_id) == ("queued", stage.city.accounts["web"])
    assert line.detour == "expired"
