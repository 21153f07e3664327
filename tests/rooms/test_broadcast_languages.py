"""A broadcast in two languages: each member reads their own, and nothing of it is half said."""

from __future__ import annotations

from typing import Any

import pytest

from bot import broadcasts
from bot.access import OPERATOR
from bot.broadcasts import Draft
from bot.broadcasts.checking import check
from bot.broadcasts.fields import Recipient
from bot.broadcasts.parting import count_messages
from bot.broadcasts.rendering import Wording, render
from bot.clock import StoppedClock
from bot.db import Database
from bot.errors import Refused
from tests.kit.broadcasting import YES_NO, launch, make_draft
from tests.kit.makers import City, make_city, make_member

SAID = {
    "text": "Please come, {xung_ho} {ten}, of {to}.",
    "labels": ["I am interested", "Later"],
    "answers": ["Thank you.", "All right."],
}


def english(**changes: Any) -> dict[str, Any]:
    return {"translations": {"en": {**SAID, **changes}}, "buttons": YES_NO}


@pytest.fixture
async def city(database: Database) -> City:
    async with database.transaction() as session:
        city = await make_city(session)
        await make_member(session, name="An", chat="web:an", group="")
    return city


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            Recipient(1, "Lê An", "chi", group="5"),
            "Dear chị An,\n\nPlease come, chị An, of group 5.",
        ),
        (Recipient(1, "Lê An"), "Dear Lê An,\n\nPlease come, An, of your residential group."),
    ],
)
def test_fields_are_filled_in_in_the_language_around_them(one: Recipient, said: str) -> None:
    wording = Wording(1, "Mời {xung_ho} {ten} ở {to}.", YES_NO, "Hội", translations={"en": SAID})

    read = render(wording, [one], "en")
    assert read.text.startswith(said)
    assert [choice.label for choice in read.choices] == SAID["labels"]
    assert [choice.press for choice in read.choices] == ["bp:1:1:A", "bp:1:1:B"]
    bare = Wording(1, "Mời {xung_ho} {ten}.", YES_NO, "Hội")
    assert "Mời ông/bà An." in render(bare, [Recipient(1, "Lê An")], "en").text, "no other text"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "broadcast-empty"),
        ({"text": "{who}"}, "broadcast-unknown-field"),
        ({"text": "<u>a</u>"}, "markup-unknown-tag"),
        ({"text": "a " * 1000}, "broadcast-too-long"),
        ({"labels": ["I am interested"]}, "broadcast-translation-buttons"),
        ({"labels": ["a", "b", "c"]}, "broadcast-translation-buttons"),
        ({"labels": ["a", ""]}, "broadcast-label-length"),
        ({"labels": ["a", "A"]}, "broadcast-labels-alike"),
        ({"answers": ["Thank you."]}, "broadcast-answer-length"),
    ],
)
def test_what_is_half_said_in_english_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        check(Draft(1, "Tin", "Họp.", **english(**changes)), sender="Hội")
    assert refused.value.code == code


async def test_what_only_the_english_text_asks_for_is_looked_at_too(
    database: Database, city: City, clock: StoppedClock
) -> None:
    for text, code in (
        ("{to}", "broadcast-field-lacking"),
        ("{ngay}", "broadcast-day-needs-series"),
    ):
        with pytest.raises(Refused) as refused:
            await launch(database, **english(text=text))
        assert refused.value.code == code
    async with database.transaction() as session:
        photo = {"kind": "photo", "file": 1, "name": "anh.png", "media_type": "image/png"}
        long = await make_draft(
            session, text="Họp.", attachments=[photo], **english(text="Do come. " * 190)
        )
        assert await count_messages(session, long, "zalo-oa") == 2, "words beside the picture"
        first, second = await broadcasts.preview(session, OPERATOR, long.id, locale="en")
        assert (first.text[:7], second.text[:8]) == ("Dear An", "Kính gửi")


async def test_whom_it_missed_is_told_in_their_language_too(
    database: Database, city: City, clock: StoppedClock
) -> None:
    number = await launch(database, **english(text="Come."))
    async with database.transaction() as session:
        await broadcasts.cancel(session, OPERATOR, number, now=clock.now())
        again = await broadcasts.follow_up(session, OPERATOR, number, "missed", now=clock.now())
        assert again.translations["en"]["text"] == "Come."
        other = await broadcasts.follow_up(
            session, OPERATOR, number, "missed", now=clock.now(), text="Khác."
        )
        assert other.translations == {}
