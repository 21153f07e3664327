"""The Bot API server for tests refuses every request that breaks the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.kit.bot_api import BotApiServer
from tests.kit.bot_api.checking import Checker
from tests.kit.bot_api.formatting import read_html, units
from tests.kit.bot_api.refusals import Refusal
from tests.kit.bot_api.specification import read_specification

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WHO = {"chat_id": "1"}
TEXT = WHO | {"text": "Chào bác"}
EDIT = {"chat_id": "1", "message_id": "2"}


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(rate=None) as started:
        yield started


async def ask(server: BotApiServer, method: str, **told: Any) -> tuple[int, dict[str, Any]]:
    url = f"{server.base_url}{server.token}/{method}"
    async with aiohttp.ClientSession() as client, client.post(url, **told) as answer:
        return answer.status, await answer.json()


def test_the_whole_specification_can_be_read_and_compiled() -> None:
    specification = read_specification()
    checker = Checker(specification)
    shapes = [specification.method(name) for name in specification.methods]

    assert len(shapes) == 176
    assert sum(len(shape.fields) for shape in shapes if shape) == 863
    assert all(checker.method(name) for name in specification.methods)


async def test_an_unknown_method_is_not_found_and_noted(server: BotApiServer) -> None:
    status, told = await ask(server, "sendMesage", data=TEXT)

    assert (status, told["description"]) == (404, "Not Found: method not found")
    assert server.violations[0]["field"] == "sendMesage"


async def test_a_method_that_is_not_carried_says_so(server: BotApiServer) -> None:
    status, told = await ask(server, "sendDice", data=WHO)

    assert (status, told["description"][:26]) == (400, "Bad Request: kit: sendDice")


async def test_another_token_is_unauthorized(server: BotApiServer) -> None:
    async with aiohttp.ClientSession() as client:
        answer = await client.get(f"{server.url}/bot1:no/getMe")

    assert answer.status == 401


async def test_the_longest_text_is_counted_after_entities_parsing(server: BotApiServer) -> None:
    server.people.start(1)

    status, told = await ask(
        server, "sendMessage", json=WHO | {"text": f"<b>{'a' * 4096}</b>", "parse_mode": "HTML"}
    )

    assert (status, len(told["result"]["text"])) == (200, 4096)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("ế<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("3 < 5", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>a</span>", 'Unsupported start tag "span" at byte offset 0'),
    ],
)
async def test_html_that_cannot_be_read_is_refused(
    server: BotApiServer, source: str, told: str
) -> None:
    server.people.start(1)

    status, answer = await ask(
        server, "sendMessage", data=WHO | {"text": source, "parse_mode": "HTML"}
    )

    assert status == 400
    assert answer["description"].startswith(f"Bad Request: can't parse entities: {told}")


def test_html_becomes_plain_text_with_entities_in_utf_16_units() -> None:
    source = '😀 <b>Kính <i>gửi</i></b> <a href="https://x.vn/?a=1&amp;b">A &lt;&#38; B</a>'

    text, entities = read_html(source)

    assert text == "😀 Kính gửi A <& B"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [
        ("bold", 3, 8),
        ("italic", 8, 3),
        ("text_link", 12, 6),
    ]
    assert entities[2]["url"] == "https://x.vn/?a=1&b"
    assert units(text) == 18


def test_another_parse_mode_is_refused_rather_than_guessed() -> None:
    check = Checker(read_specification()).method("sendMessage")
    assert check

    with pytest.raises(Refusal, match="parse_mode"):
        check.check(TEXT | {"parse_mode": "MarkdownV2"})
