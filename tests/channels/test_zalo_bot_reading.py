"""Zalo bot: tables: event -> Incoming, Reply -> request, answer -> error; nothing here waits."""

from __future__ import annotations

import pytest

from bot.channels.zalo_bot.asking import describe_account
from bot.channels.zalo_bot.calls import AnswerLost, NotSent, Refused, read_answer
from bot.channels.zalo_bot.errors import read_error
from bot.channels.zalo_bot.requests import CAPABILITIES, write
from bot.channels.zalo_bot.updates import key_of, read_event, unwrap
from bot.markup import Span
from bot.messages import (
    QUOTA,
    Attachment,
    Blocked,
    Choice,
    Halted,
    Kind,
    Rejected,
    Reply,
    SendError,
    Unknown,
    Unreachable,
)
from bot.rendering import parts, utf16
from bot.settings import Settings
from bot.showing import Showcase
from tests.kit.zalo.bot_methods import find_wrong

MESSAGE = {
    "from": {"id": "a1b2", "display_name": "Lan", "is_bot": False},
    "chat": {"id": "a1b2", "chat_type": "PRIVATE"},
    "message_id": "m-1",
    "date": 1_796_083_200_000,
}


def event(name: str, **content: object) -> dict[str, object]:
    return {"event_name": f"message.{name}.received", "message": {**MESSAGE, **content}}


@pytest.mark.parametrize(
    ("name", "content", "kind", "text"),
    [
        ("text", {"text": "Lan o\u0323\x00"}, Kind.TEXT, "Lan ọ"),
        ("image", {"photo": "https://z.vn/a.jpg", "caption": "đây"}, Kind.PHOTO, "đây"),
        ("sticker", {"sticker": "abc", "url": "https://z.vn/s"}, Kind.STICKER, ""),
        ("voice", {"voice_url": "https://z.vn/v.aac"}, Kind.VOICE, ""),
        ("unsupported", {}, Kind.WITHHELD, ""),
        ("text", {"text": "@Bot", "chat": {"id": "g", "chat_type": "GROUP"}}, Kind.GROUP, "@Bot"),
    ],
)
def test_an_event_is_read_in_both_shapes(
    name: str, content: dict[str, object], kind: Kind, text: str
) -> None:
    flat = event(name, **content)
    wrapped = {"ok": True, "result": flat}
    for body in (flat, wrapped):
        told = unwrap(body)
        assert told is not None
        read = read_event(told, "zalo-bot-a")
        assert read is not None
        assert (read.account, read.kind, read.text) == ("zalo-bot-a", kind, text)
        assert read.update_id == f"{name}:m-1"
        assert (read.file is not None) == (kind is Kind.PHOTO)


@pytest.mark.parametrize("body", [None, [], {}, {"ok": True}, {"result": "x"}, "x"])
def test_what_is_no_event_is_none(body: object) -> None:
    assert unwrap(body) is None


def test_an_unknown_event_and_a_bots_message_are_not_ours() -> None:
    assert read_event({"event_name": "message.poll.received", "message": {}}, "zalo-bot") is None
    by_bot = event("text", text="x") | {}
    by_bot["message"] = {**MESSAGE, "from": {"id": "b", "is_bot": True}}
    assert read_event(by_bot, "zalo-bot") is None
    with pytest.raises(LookupError):
        read_event({"event_name": "message.text.received", "message": {"from": {}}}, "zalo-bot")


def test_a_long_id_still_fits_where_ids_are_noted() -> None:
    long = key_of("message.text.received", "m" * 80)
    assert len(long) == 64
    assert long != key_of("message.image.received", "m" * 80)


@pytest.mark.parametrize(
    ("error", "meant"),
    [
        (Refused(400, "Bad Request: chat not found"), Blocked("chat_not_found")),
        (Refused(404, "user has blocked the bot"), Blocked("chat_not_found")),
        (Refused(400, "text is too long"), Rejected("text is too long")),
        (Refused(401, "Unauthorized"), Halted("bad token")),
        (Refused(403, "Internal server error"), Unknown("server_error")),
        (Refused(408, "Request timeout"), Unknown("timed_out")),
        (Refused(429, "Quota exceeded"), Halted(QUOTA)),
        (Refused(500), Unknown("server_error")),
        (Refused(777), Unknown("code_777")),
        (NotSent("ClientConnectorError"), Unreachable("ClientConnectorError")),
        (AnswerLost("ServerDisconnectedError"), Unknown("connection_lost")),
    ],
)
def test_an_answer_has_one_meaning(
    error: Refused | NotSent | AnswerLost, meant: SendError | Unknown
) -> None:
    assert repr(read_error(error)) == repr(meant)


@pytest.mark.parametrize(
    ("status", "body", "raised"),
    [
        (200, b'{"ok":false,"error_code":429,"description":"Quota exceeded"}', Refused),
        (429, b'{"ok":false,"error_code":429}', Refused),
        (403, b"<html>blocked</html>", NotSent),
        (502, b"<html>bad gateway</html>", AnswerLost),
        (200, b"", AnswerLost),
        (200, b'{"error":"x"}', AnswerLost),
    ],
)
def test_the_body_is_looked_at_and_not_the_status(
    status: int, body: bytes, raised: type[Exception]
) -> None:
    with pytest.raises(raised):
        read_answer(status, body)
    assert read_answer(200, b'{"ok":true}') is None
    assert read_answer(200, b'{"ok":true,"result":{"message_id":"1"}}') == {"message_id": "1"}


def show(public_url: str) -> Showcase:
    """Return a showcase whose files nobody asks for here."""
    return Showcase("zalo-bot", public_url, "key", None, None)  # type: ignore[arg-type]


HERE, NOWHERE = show("https://phuong.vn"), show("")


def test_words_keep_their_looks_in_styles_and_not_in_tags() -> None:
    spans = (Span(0, 2, "bold"), Span(3, 6, "link", "https://a.vn"), Span(7, 9, "italic"))
    (part,) = parts(Reply("👋 <xem> ở", spans=spans), CAPABILITIES)
    method, fields = write(part, NOWHERE, "")
    assert part.text == "👋 <xem (https://a.vn)> ở"
    assert fields["text_styles"][0] == {"start": 0, "len": 3, "st": ["b"]}
    assert fields["text_styles"][1]["st"] == ["i"]
    assert find_wrong(method, {"chat_id": "a", **fields}) == []


@pytest.mark.parametrize(
    ("name", "media_type", "place", "method", "said"),
    [
        ("anh.jpg", "image/jpeg", HERE, "sendPhoto", "Lời"),
        (
            "bang.xlsx",
            "application/x",
            HERE,
            "sendMessage",
            "https://phuong.vn/zalo/zalo-bot/files/1/",
        ),
        ("anh.jpg", "image/jpeg", NOWHERE, "sendMessage", "chị Hoa"),
    ],
)
def test_a_file_goes_as_a_photo_as_an_address_or_is_named(
    name: str, media_type: str, place: Showcase, method: str, said: str
) -> None:
    reply = Reply("Lời", attachment=Attachment(1, name, media_type))
    made, fields = write(reply, place, "chị Hoa, 0912")
    assert made == method
    assert said in str(fields)
    assert find_wrong(made, {"chat_id": "a", **fields}) == []


def test_every_part_of_a_long_reply_fits_with_its_file() -> None:
    words = " ".join(f"Câu {n} nói về bảo hiểm." for n in range(150))
    reply = Reply(words, attachment=Attachment(1, "b" * 120 + ".pdf", "application/pdf"))
    asked = [write(part, NOWHERE, "chị Hoa") for part in parts(reply, CAPABILITIES)]
    assert len(asked) > 1
    for method, fields in asked:
        assert utf16(fields["text"]) <= 2000
        assert find_wrong(method, {"chat_id": "a", **fields}) == []


def test_choices_are_lines() -> None:
    (part,) = parts(Reply("Chọn", choices=(Choice("Có", "x"), Choice("Không", "y"))), CAPABILITIES)
    assert write(part, NOWHERE, "")[1]["text"].splitlines() == ["Chọn", "1. Có", "2. Không"]
    with pytest.raises(Rejected):
        write(Reply(" "), NOWHERE, "")


def test_check_says_what_is_other_than_was_assumed(settings: Settings) -> None:
    me = {"id": "1", "account_name": "Bot A", "account_type": "BASIC", "can_join_groups": False}
    plain = describe_account(settings, me, {"url": ""})
    assert plain == "Bot A (BASIC), polling, for trying only: a kill loses messages"
    public = settings.model_copy(update={"public_url": "https://phuong.vn"})
    assert "webhook" in describe_account(public, me, {"url": "https://phuong.vn/zalo-bot/x"})
    assert "will be set" in describe_account(public, me, {"url": "https://other.vn"})
    assert "other than assumed: plan" in describe_account(settings, {**me, "plan": 1}, {"url": ""})
    assert "otherwise" in describe_account(settings, None, {})
