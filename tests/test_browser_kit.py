"""The browser of the kit: it shows Vietnamese, and sees what a page must not do."""

from __future__ import annotations

import asyncio
import hashlib

import pytest

from tests.kit.chromium import BROWSER, PageFactory

pytestmark = BROWSER

PAGE = """<!doctype html><html lang="vi"><head><title>Nhịp Cầu</title></head>
<body><main><h1>Nhịp Cầu</h1>{body}</main></body></html>"""


async def serve(body: str) -> tuple[asyncio.Server, str]:
    """Serve one page on a free port; return the server and its origin."""
    content = PAGE.format(body=body).encode()
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(head.encode() + b"\r\n" + content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_good_page_stays_home_and_is_accessible(page_factory: PageFactory) -> None:
    server, origin = await serve("<link rel='icon' href='data:,'><p>Chào bác!</p>")
    async with server:
        tab = await page_factory(origin, width=360)
        await tab.page.goto("/")
        tab.assert_stays_home()
        await tab.assert_accessible()


async def test_a_request_to_another_host_is_seen(page_factory: PageFactory) -> None:
    server, origin = await serve("<img src='http://127.0.0.2:9/a.png' alt='a'>")
    async with server:
        tab = await page_factory(origin)
        await tab.page.goto("/")
    assert tab.outside == ["http://127.0.0.2:9/a.png"]


async def test_an_inaccessible_page_is_seen(page_factory: PageFactory) -> None:
    server, origin = await serve("<img src='data:,'><button></button>")
    async with server:
        tab = await page_factory(origin)
        await tab.page.goto("/")
        with pytest.raises(AssertionError, match="image-alt"):
            await tab.assert_accessible()


async def test_vietnamese_letters_have_glyphs_of_their_own(page_factory: PageFactory) -> None:
    server, origin = await serve("<link rel='icon' href='data:,'><p style='font-size:40px'></p>")
    seen = set()
    letters = "ữẫđợằ\U0010fffe"  # the last has no glyph: it shows what a missing one looks like
    async with server:
        tab = await page_factory(origin)
        await tab.page.goto("/")
        for letter in letters:
            await tab.page.evaluate("l => document.querySelector('p').textContent = l", letter)
            shot = await tab.page.locator("p").screenshot()
            seen.add(hashlib.sha256(shot).hexdigest())
    assert len(seen) == len(letters)


async def test_a_script_that_fails_is_seen(page_factory: PageFactory) -> None:
    server, origin = await serve("<link rel='icon' href='data:,'><script>missing()</script>")
    async with server:
        tab = await page_factory(origin)
        await tab.page.goto("/")
    assert tab.complaints == ["missing is not defined"]


async def test_browser_tests_share_one_worker(
    request: pytest.FixtureRequest, worker_id: str
) -> None:
    assert worker_id == "master" or request.node.nodeid.endswith("@browser")
