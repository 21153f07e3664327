"""What a survey is by law: dated, named, and never more than it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.access import OPERATOR
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from bot.models import Survey
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.closing import close_survey
from bot.surveys.composing import read_question
from bot.surveys.inviting import make_invitation
from bot.surveys.keys import Keys
from bot.surveys.minutes import get_minute
from bot.surveys.opening import import_form
from bot.surveys.results import get_results
from bot.surveys.summary import summarise
from bot.surveys.types import (
    Standing,
    check_channel,
    check_standing,
    find_pretence,
    find_type,
    is_on_paper,
    worth_of,
)
from tests.kit.makers import make_city
from tests.kit.surveys import Polling, make_form, make_members

DAY = date(2026, 12, 1)
ORDER = "Quyết định số 12/QĐ-UBND ngày 01/12/2026 của UBND phường Hạc Thành"


def test_the_law_of_the_day_of_the_opening_holds() -> None:
    assert find_type("household", date(2025, 12, 16)).threshold == 50
    assert find_type("opinion", date(2023, 7, 1)).over == "members"
    for code, day in (("household", date(2025, 12, 15)), ("opinion", date(2023, 6, 30))):
        with pytest.raises(Refused, match="survey-type-not-in-force"):
            find_type(code, day)


NOT_THAT = [
    (Standing("referendum"), "Nước sạch", "survey-type-unknown"),
    (Standing("opinion"), "Nước sạch", "survey-order-missing"),
    (Standing("opinion", order=" "), "Nước sạch", "survey-order-missing"),
    (Standing("informal", order=ORDER), "Nước sạch", "survey-order-not-here"),
    (Standing("informal", attested=True), "Nước sạch", "survey-order-not-here"),
    (Standing(), "TRƯNG CẦU ý dân về tên phường", "survey-claims-official"),
    (Standing(), "Bo phieu chon ten phuong", "survey-claims-official"),
    (Standing(), "Phiếu lấy ý kiến cử tri", "survey-claims-official"),
    (Standing("opinion", ORDER), "Biểu quyết quy ước tổ", "survey-claims-official"),
    (Standing("household", ORDER), "Trưng cầu: nhập phường", "survey-claims-official"),
    (Standing("opinion", ORDER, "tai-lieu.pdf"), "Dự thảo", "survey-document-not-an-address"),
]


@pytest.mark.parametrize(("standing", "title", "code"), NOT_THAT)
def test_a_survey_cannot_claim_to_be_what_it_is_not(
    standing: Standing, title: str, code: str
) -> None:
    with pytest.raises(Refused, match=code):
        check_standing(standing, title, DAY)


def test_words_are_read_whole_and_where_they_belong() -> None:
    assert not find_pretence("Ủng hộ phiếu mua hàng", "informal")
    assert not find_pretence("A devoted neighbour", "informal")
    assert find_pretence("Vote for a name", "informal") == "vote"
    assert not find_pretence("Phiếu lấy ý kiến hộ gia đình", "household")
    with pytest.raises(Refused, match="survey-claims-official"):
        read_question("Bỏ phiếu cho ai?")


def make_survey(standing: Standing) -> Survey:
    terms = check_standing(standing, "Nhập phường", DAY)
    return Survey(type=standing.type, terms=terms)


def test_channels_follow_from_type_and_attestation() -> None:
    poll, opinion = make_survey(Standing()), make_survey(Standing("opinion", ORDER))
    paper = make_survey(Standing("household", ORDER))
    attested = make_survey(Standing("household", ORDER, attested=True))
    check_channel(poll, "telegram")
    for survey in (opinion, attested):
        check_channel(survey, "web")
        for zalo in ("zalo-oa", "zalo-bot", "zalo-bot-to-5"):
            check_channel(survey, zalo)
        with pytest.raises(Refused, match="survey-channel-not-lawful"):
            check_channel(survey, "telegram")
    with pytest.raises(Refused, match="survey-on-paper"):
        check_channel(paper, "web")
    assert [is_on_paper(one) for one in (poll, opinion, paper, attested)] == [0, 0, 1, 0]


async def test_type_and_law_stand_in_banner_invitation_results_and_minute(
    database: Database, clock: StoppedClock, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await make_city(session)
    [member] = await make_members(database, 1)
    polling, now = Polling(database, Keys(tmp_path)), clock.now()
    standing = Standing("opinion", ORDER, "https://hacthanh.vn/du-thao.pdf")
    async with database.transaction() as session:
        survey = await import_form(
            session,
            OPERATOR,
            make_form(now),
            organisation_id=1,
            rule={"all": True},
            campaign_id=None,
            now=now,
            standing=standing,
        )
    polled = await polling.open(survey.id, now)
    for text in (worth_of(polled, "vi"), make_invitation(polled, "invitation").text):
        assert "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15" in text
        assert ORDER in text
        assert "https://hacthanh.vn/du-thao.pdf" in text
        assert "không phải là biểu quyết" in text
    async with database.transaction() as session:
        seat = Seat(survey.id, member)
        with pytest.raises(Refused, match="survey-channel-not-lawful"):
            await answering.begin(session, polling.keys, seat, now, channel="telegram")
        await answering.begin(session, polling.keys, seat, now, channel="web")
        await close_survey(session, OPERATOR, survey.id, now, polling.keys)
        results = await get_results(session, OPERATOR, polled, now)
        assert ORDER in summarise(results, "vi")
        rules = (await get_minute(session, polled)).body["rules"]
    assert (rules["kind"], rules["terms"]["order"]) == ("opinion", ORDER)


def test_a_consultation_on_paper_calls_and_has_no_button(clock: StoppedClock) -> None:
    form = make_form(clock.now())
    survey = Survey(id=1, code="s1", form=form.as_document(), anonymous=False, late="join")
    survey.closes_at = survey.opens_at = clock.now()
    survey.remind_times = survey.remind_every_days = 1
    survey.organisation_id, survey.campaign_id, survey.rule = 1, None, {"all": True}
    survey.type = "household"
    survey.terms = check_standing(Standing("household", ORDER), form.title.vi, DAY)
    called = make_invitation(survey, "reminder")
    assert called.buttons == ()
    assert "phiếu giấy do Ủy ban nhân dân" in called.text
    assert "Mỗi hộ một phiếu, kết quả tính trên tổng số hộ" in called.text
