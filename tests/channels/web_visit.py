"""Kit: a served web chat for a real browser, and how a person finds the way in it."""

from __future__ import annotations

from dataclasses import dataclass
from struct import pack
from zlib import compress, crc32

from playwright.async_api import Locator, Page, expect

from bot import files
from bot.channels.web import WebChannel
from bot.files import XLSX, Content
from bot.messages import Choice, Incoming, Kind, Reply
from bot.settings import Settings
from tests.channels.web_site import StandIn


def draw_picture(width: int, height: int) -> bytes:
    """Return a plain grey PNG (RFC 2083)."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", crc32(name + data))

    head = pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = compress((b"\0" + b"\xb0" * width) * height)
    ends = chunk(b"IHDR", head), chunk(b"IDAT", rows), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(ends)


QUESTION = Reply(
    "Bác đang dùng loại bảo hiểm y tế nào?",
    (
        Choice("Theo hộ gia đình", "q:1"),
        Choice("Do cơ quan đóng", "q:2"),
        Choice("Chưa có", "q:3"),
    ),
)
NOTICE = Reply(
    "Kính gửi bác Hạnh. Tổ dân phố 4 mời bác dự buổi giới thiệu bảo hiểm xã hội tự nguyện, "
    "lúc 8 giờ 00, thứ Bảy 05/12/2026, tại nhà văn hóa phường.\n\n"
    "Chi tiết: https://example.vn/bhxh\n"
    "Mặt trận Tổ quốc phường. Nhắn DỪNG để ngừng nhận tin.",
    (Choice("Bác sẽ dự", "b:1"), Choice("Bác bận", "b:2")),
    columns=2,
    marks="letters",
)


SHEET = Content("khao-sat-bao-hiem-y-te-ho-gia-dinh-20261201-0900.xlsx", XLSX, b"PK")
PICTURE = Content("to-roi.png", "image/png", draw_picture(1200, 700))


@dataclass
class Visit:
    """Hold a served chat page and what stands behind it."""

    origin: str
    channel: WebChannel
    stand_in: StandIn
    settings: Settings

    @property
    def chat(self) -> str:
        """Return the chat of who wrote last."""
        return self.stand_in.taken[-1].chat


def converse(incoming: Incoming) -> list[Reply]:
    """Answer as a survey would."""
    match incoming.kind, incoming.text:
        case Kind.TEXT, text if text.startswith("/start"):
            return [Reply("Chào bác. Tổ dân phố mời bác trả lời một câu hỏi ngắn."), QUESTION]
        case Kind.TEXT, text:
            return [Reply(f"Đã nhận: {text}")]
    return [Reply("Cảm ơn bác đã trả lời.")]


async def enter(page: Page) -> None:
    """Press the one button of the welcome page."""
    await page.goto("/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await expect(page.get_by_role("button", name="Chưa có")).to_be_visible()
    await page.wait_for_load_state()  # until the script is there, forms are plain ones
    await page.evaluate("document.fonts.ready")


def line(page: Page, text: str) -> Locator:
    """Find a line of the conversation."""
    return page.locator(".line", has_text=text)


async def give_files(visit: Visit) -> None:
    """Send a sheet and a picture, with the words that go with them."""
    history = visit.channel._history
    async with history.database.transaction() as session:
        now = history.clock.now()
        sheet = await files.keep(session, SHEET, now=now)
        picture = await files.keep(session, PICTURE, now=now)
    await visit.channel.send(visit.chat, Reply("Tờ rơi của phường.", attachment=picture))
    await visit.channel.send(visit.chat, Reply("Kết quả khảo sát đây ạ.", attachment=sheet))


async def enter_plainly(page: Page) -> None:
    """Press the one button of the welcome page, where no script runs."""
    await page.goto("/chat")
    await page.get_by_role("button", name="Bắt đầu").click()
    await expect(page.get_by_role("button", name="Chưa có")).to_be_visible()
