"""The demo: the city that is set up once: organisations, a roll, an organizer, a campaign."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot import broadcasts, campaigns, organisations, organizers
from bot.access import OPERATOR
from bot.broadcasts import Draft
from bot.clock import to_local
from bot.demo.people import ORGANISATIONS, Person, make_people, write_roll
from bot.health import find_account_ids
from bot.models import Broadcast, Campaign, Chat
from bot.organizers import Role
from bot.rolls.importing import Request, import_roll
from bot.segments import Rule
from bot.site import Site
from bot.surveys.opening import import_form
from bot.surveys.reading import read_form

SEED = 20200212
ON_THE_ROLL = 240
SURVEY_AFTER = timedelta(minutes=3)  # the survey opens by the clock while you look
SURVEY_FOR = timedelta(days=7)
CAMPAIGN = "bhxh-tu-nguyen"
NOTICE = """[Vận động – Bảo hiểm xã hội tự nguyện]
Đến hết ngày 31/12/2026, mức đóng thấp nhất là 330.000 đ một tháng, Nhà nước hỗ trợ một phần. \
Bảo hiểm y tế hộ gia đình: từ người thứ hai được giảm dần.
Tham gia hoàn toàn tự nguyện. Số liệu để tham khảo, cơ quan bảo hiểm báo số chính thức."""
BUTTONS = (
    {
        "label": "Muốn biết thêm",
        "answer": "Vâng, đã ghi. Cán bộ liên hệ theo số điện thoại trong hồ sơ của quý vị; "
        "xin nhắn /hoso để xem đã có số chưa.",
    },
    {"label": "Đã tham gia", "answer": "Xin cảm ơn đã cho biết."},
    {"label": "Chưa quan tâm", "answer": "Vâng, đã ghi."},
)

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class City:
    """Hold what the demo needs to know of its city."""

    organizer_chat: str  # the web chat's id


async def build(site: Site, tell: Tell) -> City:
    """Set the city up in an empty database, telling each thing that is done."""
    async with site.database.transaction() as session:
        for code, name in ORGANISATIONS.items():
            await organisations.add(session, OPERATOR, code, name, now=site.now)
    tell("organisations")
    people = make_people(ON_THE_ROLL, seed=SEED)
    for code in ORGANISATIONS:
        await _bring_roll(site, people, code)
        tell(f"roll of {code}")
    accounts = await find_account_ids(site, ("web",))
    async with site.database.transaction() as session:
        campaign = await _make_campaign(session, site.now)
        await _schedule_survey(session, campaign, site.now)
        chat = await _make_organizer_chat(session, accounts["web"], site.now)
    tell("campaign, survey, organizer")
    return City(chat)


async def write_notice(session: AsyncSession, rule: Rule, *, now: datetime) -> Broadcast:
    """Write the campaign's announcement to a segment as a draft."""
    campaign = await campaigns.get(session, CAMPAIGN)
    draft = Draft(
        organisation_id=campaign.owner_id,
        campaign_id=campaign.id,
        title="[Vận động] Bảo hiểm xã hội tự nguyện",
        text=NOTICE,
        buttons=BUTTONS,
        rule=rule,
    )
    return await broadcasts.write(session, OPERATOR, draft, now=now)


async def _bring_roll(site: Site, people: list[Person], code: str) -> None:
    path = Path(site.settings.data_dir) / f"danh-sach-{code}.xlsx"
    write_roll(path, [one for one in people if one.organisation == code], organisation=code)
    request = Request(path=path, organisation=code)
    await import_roll(site, OPERATOR, request, lambda plan: None)


async def _make_campaign(session: AsyncSession, now: datetime) -> Campaign:
    owner = await organisations.get(session, "cdtp")
    co_owners = [(await organisations.get(session, code)).id for code in ("hlhpn", "hnd")]
    plan = campaigns.Plan(
        code=CAMPAIGN,
        name="Vận động tham gia BHXH tự nguyện, BHYT hộ gia đình",
        owner_id=owner.id,
        aim="Mỗi hộ biết mức đóng, mức hỗ trợ và nơi đăng ký.",
        starts_on=to_local(now).date(),
        ends_on=to_local(now + timedelta(days=30)).date(),
        co_owner_ids=tuple(co_owners),
    )
    return await campaigns.create(session, OPERATOR, plan, now=now)


async def _schedule_survey(session: AsyncSession, campaign: Campaign, now: datetime) -> None:
    opens, closes = now + SURVEY_AFTER, now + SURVEY_AFTER + SURVEY_FOR
    text = (Path(__file__).parent / "khao-sat.yaml").read_text("utf-8")
    form = read_form(
        text.format(
            opens=f"{to_local(opens):%d/%m/%Y %H:%M}", closes=f"{to_local(closes):%d/%m/%Y %H:%M}"
        )
    )
    await import_form(
        session,
        OPERATOR,
        form,
        organisation_id=campaign.owner_id,
        rule={"all": True},
        campaign_id=campaign.id,
        now=now,
    )


async def _make_organizer_chat(session: AsyncSession, account_id: int, now: datetime) -> str:
    _, code = await organizers.add(session, OPERATOR, "Trần Thị Hoa", [Role("lead")], now=now)
    chat = Chat(account_id=account_id, external_id=secrets.token_urlsafe(16), created_at=now)
    session.add(chat)
    await session.flush()
    await organizers.redeem(session, chat, code, now=now)
    return chat.external_id
