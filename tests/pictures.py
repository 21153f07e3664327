"""Draw the README's pictures: a real demo city, a real browser (`python -m tests.pictures`)."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from bot.surveys.results.charts import Bar, Chart
from bot.surveys.results.painting import paint
from bot.text import say
from tests.kit.chromium import launch

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
LINK = re.compile(r"http://\S+/chat(?:/r/\S+)?")
PATIENCE = 120_000  # milliseconds
STEPS: tuple[tuple[str, str], ...] = (
    # what the page asks, what the resident presses or types
    ("Quý vị có đồng ý nhận thông báo", "[Đồng ý]"),
    ("Quý vị có đồng ý nhận câu hỏi", "[Đồng ý]"),
    ("Quý vị có đồng ý để chúng tôi nhắc", "[Đồng ý]"),
    ("số điện thoại di động", "[Bỏ qua]"),
    ("họ và tên đầy đủ", "Nguyễn Thị Mai"),
    ("ở phường, xã nào", "ba dinh"),
    ("ở tổ dân phố", "Tổ 5"),
    ("sinh hoạt ở tổ chức nào", "[Hội Liên hiệp Phụ nữ]"),
    ("sinh hoạt ở tổ chức nào", "[Xong]"),
    ("sinh năm nào", "1956"),
    ("xưng hô", "[bà]"),
    ("Xin xem lại", "[Đúng]"),
)

RESULT = Chart(
    "Điều gì làm bác còn băn khoăn về bảo hiểm xã hội tự nguyện?",
    (
        Bar("Mức đóng", 0.48, "48% · 198"),
        Bar("Thời gian đóng dài", 0.31, "31% · 128"),
        Bar("Chưa rõ quyền lợi", 0.27, "27% · 111"),
        Bar("Chưa biết nơi đăng ký", 0.12, "12% · 49"),
        Bar("Không có nhu cầu", None, say("vi", "survey-hidden")),
    ),
    (
        say("vi", "results-picture-people", finished="412", entitled="800", share="51,5%"),
        say("vi", "results-picture-hidden"),
        "Thăm dò tham khảo, không thay cho phiếu lấy ý kiến chính thức.",
    ),
)


async def main() -> None:
    """Start a city, be a resident and an organizer in it, and take the pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "result-phone.png").write_bytes(paint(RESULT))
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        async with open_city() as (resident, organizer):
            await be_resident(await open_phone(browser), resident)
            desk = await browser.new_page(viewport={"width": 1100, "height": 800})
            await be_organizer(desk, organizer)
        async with open_city("--no-buttons") as (resident, _):
            await be_without_buttons(await open_phone(browser), resident)
        await browser.close()


@asynccontextmanager
async def open_city(*options: str) -> AsyncIterator[tuple[str, str]]:
    """Start a demo city and give the resident's and the organizer's address."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bot", "demo", "--fresh", "--port", "0"]
        city = await asyncio.create_subprocess_exec(
            *command,
            *("--folder", folder, "--residents", "8", *options),
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield await read_links(city)
        finally:
            city.terminate()
            await city.wait()


async def read_links(city: asyncio.subprocess.Process) -> tuple[str, str]:
    """Read the two addresses that the demo prints."""
    assert city.stderr is not None
    found: list[str] = []
    while len(found) < 2:
        line = (await city.stderr.readline()).decode()
        if not line:
            raise SystemExit("the demo did not start")
        found += LINK.findall(line)
    return found[0], found[1]


async def be_resident(page: Page, address: str) -> None:
    """Register, get the announcement, and take the picture of it."""
    await page.goto(address)
    await page.screenshot(path=FOLDER / "welcome-phone.png")
    await enter(page)
    for asked, answer in STEPS:
        await page.get_by_text(asked).last.wait_for(timeout=PATIENCE)
        await give(page, answer)
    await page.get_by_text("Muốn biết thêm").last.wait_for(timeout=PATIENCE)
    await page.wait_for_timeout(800)
    await page.screenshot(path=FOLDER / "chat-phone.png")


async def be_organizer(page: Page, address: str) -> None:
    """Compose up to the choice of people, and take the picture."""
    await page.goto(address)
    await enter(page)
    await give(page, "/baocao")
    await page.wait_for_timeout(2500)
    await give(page, "/tin")
    await page.wait_for_timeout(2500)
    await page.screenshot(path=FOLDER / "organizer-desktop.png")


async def be_without_buttons(page: Page, address: str) -> None:
    """Read choices as numbered lines and the menu, as on Zalo, and take the pictures."""
    await page.goto(address)
    await enter(page)
    await page.get_by_text("Quý vị có đồng ý nhận thông báo").last.wait_for(timeout=PATIENCE)
    await page.wait_for_timeout(800)
    await page.screenshot(path=FOLDER / "choices-without-buttons-phone.png")
    await give(page, "/giup")
    menu = page.get_by_text("có thể giúp những việc sau").last
    await menu.wait_for(timeout=PATIENCE)
    await page.wait_for_timeout(800)
    await menu.evaluate("one => one.closest('.line').scrollIntoView({ block: 'start' })")
    await page.screenshot(path=FOLDER / "menu-without-buttons-phone.png")


async def open_phone(browser: Browser) -> Page:
    """Open a page of a cheap phone's size."""
    return await browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)


async def enter(page: Page) -> None:
    """Press the first button, and wait until the page that it leads to takes what is typed.

    What is typed before its script has run goes nowhere.
    """
    async with page.expect_navigation(wait_until="load"):
        await page.get_by_role("button").first.click()


async def give(page: Page, answer: str) -> None:
    """Press `[a button]`, or write a line."""
    if answer.startswith("["):
        await page.get_by_role("button", name=answer[1:-1], exact=True).last.click()
    else:
        box = page.get_by_role("textbox")
        await box.fill(answer)
        await box.press("Enter")
    await page.wait_for_timeout(700)


if __name__ == "__main__":
    asyncio.run(main())
