"""How often a chat and an address may write to the web chat."""

from __future__ import annotations

import pytest

from bot.channels.web.limits import MESSAGES_OF_CHAT, Buckets, Rate, network_of
from tests.channels.web_site import (
    Seconds,
    Site,
    write,
)


async def test_a_chat_that_writes_too_fast_is_asked_to_wait(web: Site) -> None:
    async with web.enter("anna") as browser:
        statuses = [(await write(browser, n)).status_code for n in range(32)]
        assert statuses == [200] * MESSAGES_OF_CHAT.burst + [429, 429]
        refused = await write(browser, 40)
        assert refused.headers["retry-after"] == "1"
        assert "Xin chờ 1 giây" in refused.json()["error"]
        page = await browser.post("/chat/messages", data={"id": "id-000041", "text": "a"})
        assert (page.status_code, "Xin chờ" in page.text) == (429, True)
        web.seconds.now += 1.01
        assert (await write(browser, 40)).status_code == 200
    async with web.enter("bình") as other:
        assert (await write(other, 1)).status_code == 200


async def test_an_address_cannot_open_chats_without_end(web: Site) -> None:
    async def start(address: str) -> int:
        async with web.browser(address) as browser:
            return (await browser.post("/chat/start")).status_code

    web.channel._limits._starts = Buckets(Rate(2, 10.0), now=web.seconds)
    assert [await start("203.0.113.7") for _ in range(3)] == [303, 303, 429]
    assert await start("203.0.113.8") == 303
    assert [await start("127.0.0.1") for _ in range(3)] == [303, 303, 303]  # a silent proxy


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("a-socket", "a-socket"),
    ],
)
def test_addresses_are_counted_by_who_has_them(address: str, counted: str) -> None:
    assert network_of(address) == counted


def test_what_is_remembered_of_addresses_is_bounded() -> None:
    seconds = Seconds()
    buckets = Buckets(Rate(1, 10.0), most=3, now=seconds)
    assert [buckets.wait(key) for key in "abcd"] == [0, 0, 0, 0]
    assert len(buckets) == 3
    assert buckets.wait("d") == pytest.approx(10.0)
    seconds.now += 10
    assert buckets.wait("d") == 0
