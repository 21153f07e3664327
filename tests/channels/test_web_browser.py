"""The web chat in a real browser: a person reads, presses and types; axe looks at every state."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot import lines
from bot.channels.web import recovery_path
from bot.messages import Kind, Reply
from tests.channels.web_visit import (
    NOTICE,
    PICTURE,
    QUESTION,
    Visit,
    enter,
    enter_plainly,
    give_files,
    line,
)
from tests.kit.chromium import BROWSER, PageFactory

pytestmark = BROWSER


async def test_a_message_arrives_without_reload(visit: Visit, page_factory: PageFactory) -> None:
    tab = await page_factory(visit.origin, width=360, height=740)
    await enter(tab.page)
    await visit.channel.send(visit.chat, NOTICE)
    await expect(line(tab.page, "buổi giới thiệu")).to_be_in_viewport()
    await expect(tab.page.get_by_role("button", name="Bác sẽ dự")).to_be_enabled()
    tab.assert_stays_home()
    tab.assert_no_complaints()


LOOKS = [(w, scheme) for w in (360, 1280) for scheme in ("light", "dark")]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
async def test_every_state_is_accessible(
    visit: Visit, page_factory: PageFactory, shots: Path, width: int, scheme: str
) -> None:
    tab = await page_factory(visit.origin, width=width, height=740, color_scheme=scheme)

    async def look(state: str) -> None:
        await tab.page.evaluate("document.fonts.ready")
        await tab.page.screenshot(path=shots / f"{state}-{width}-{scheme}.png")
        await tab.assert_accessible()

    await tab.page.goto("/chat")
    await look("1-welcome")
    await enter(tab.page)
    await look("2-question")
    await tab.page.get_by_role("button", name="Chưa có").click()
    await expect(line(tab.page, "Cảm ơn bác")).to_be_visible()
    await look("3-answered")
    await visit.channel.send(visit.chat, NOTICE)
    await expect(line(tab.page, "buổi giới thiệu")).to_be_visible()
    await give_files(visit)
    await expect(line(tab.page, "Kết quả khảo sát")).to_be_in_viewport()
    await look("4-notice-and-files")
    await tab.page.locator("summary").click()
    await look("5-menu")
    await tab.page.keyboard.press("Escape")
    await tab.page.evaluate("scrollTo(0, document.body.scrollHeight)")  # axe leaves it elsewhere
    await visit.channel.send(visit.chat, Reply("Một đoạn dài. " * 200 + "x" * 200))
    await expect(line(tab.page, "Một đoạn dài")).to_be_in_viewport()
    await look("6-long")
    await visit.channel.send("another", Reply("…"))
    await tab.page.goto(recovery_path(visit.settings, "another"))
    await look("7-recovery")
    tab.assert_no_complaints()
    await tab.page.goto("/chat/r/forged")
    await look("8-sorry")
    tab.assert_stays_home()


async def test_a_person_without_a_mouse_gets_everywhere(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin, width=360, height=740)
    page, keys = tab.page, tab.page.keyboard
    await page.goto("/chat")
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("button", name="Chưa có")).to_be_visible()
    await page.wait_for_load_state()
    for _ in range(20):
        if await page.evaluate("document.activeElement.value === 'q:2'"):
            break
        await keys.press("Tab")
    await keys.press("Enter")
    await expect(line(page, "Cảm ơn bác")).to_be_visible()
    # the reader goes on where the answer is, and the next stop is where to write
    await expect(line(page, "Cảm ơn bác")).to_be_focused()
    await keys.press("Tab")
    await keys.type("Cho hỏi")
    await keys.press("Enter")
    await expect(line(page, "Đã nhận: Cho hỏi")).to_be_visible()
    assert [i.press or i.text for i in visit.stand_in.taken] == ["/start", "q:2", "Cho hỏi"]


async def test_an_answered_question_has_no_buttons_any_more(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin)
    await enter(tab.page)
    await visit.channel.send(visit.chat, NOTICE)
    await visit.channel.send(visit.chat, QUESTION)
    buttons = tab.page.get_by_role("button", name="Chưa có")
    await expect(tab.page.locator(".line", has_text="bảo hiểm y tế")).to_have_count(2)
    await expect(buttons).to_have_count(1)  # the newer question's
    await expect(tab.page.get_by_role("button", name="Bác bận")).to_be_enabled()
    await buttons.click()
    await expect(buttons).to_have_count(0)
    await expect(line(tab.page, "Đã chọn: Chưa có")).to_be_visible()
    await tab.page.reload()
    await expect(line(tab.page, "Đã chọn: Chưa có")).to_be_visible()
    await expect(buttons).to_have_count(0)


async def test_what_was_written_offline_leaves_once_when_the_network_is_back(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin, width=360, height=740)
    await enter(tab.page)
    await tab.page.context.set_offline(True)
    await tab.page.get_by_label("Viết tin nhắn").fill("Tôi ở tổ 4")
    await tab.page.get_by_role("button", name="Gửi").click()
    await expect(tab.page.get_by_text("Đang gửi")).to_be_visible()
    await expect(tab.page.get_by_text("Mất kết nối")).to_be_visible()
    await tab.assert_accessible()
    await tab.page.context.set_offline(False)
    await expect(line(tab.page, "Đã nhận: Tôi ở tổ 4")).to_be_visible()
    await expect(tab.page.get_by_text("Mất kết nối")).to_be_hidden()
    await expect(tab.page.get_by_text("Đang gửi")).to_have_count(0)
    await expect(tab.page.locator(".mine", has_text="Tôi ở tổ 4")).to_have_count(1)


async def test_a_turn_that_failed_is_asked_for_again_under_the_same_id(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin)
    await enter(tab.page)
    visit.stand_in.failures = 2
    await tab.page.get_by_role("button", name="Chưa có").click()
    await expect(line(tab.page, "Cảm ơn bác")).to_be_visible(timeout=10_000)
    await expect(tab.page.locator(".mine", has_text="Chưa có")).to_have_count(1)
    assert [i.press for i in visit.stand_in.taken] == ["", "q:3"]


async def test_a_reader_further_up_is_not_torn_away(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin, width=360, height=740)
    await enter(tab.page)
    for number in range(20):
        await visit.channel.send(visit.chat, Reply(f"Tin số {number}"))
    await expect(line(tab.page, "Tin số 19")).to_be_in_viewport()
    await tab.page.evaluate("scrollTo(0, 0)")
    await visit.channel.send(visit.chat, Reply("Tin sau cùng"))
    newest = tab.page.get_by_role("button", name="Có tin mới")
    await expect(newest).to_be_visible()
    await tab.assert_accessible()
    assert await tab.page.evaluate("scrollY") == 0
    await newest.click()
    await expect(line(tab.page, "Tin sau cùng")).to_be_in_viewport()
    await expect(newest).to_be_hidden()


async def test_a_text_that_is_too_long_is_given_back(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin, width=360, height=740)
    await enter(tab.page)
    await tab.page.get_by_label("Viết tin nhắn").fill("a" * 4001)
    await tab.page.get_by_role("button", name="Gửi").click()
    await expect(tab.page.get_by_text("Tin dài quá 4.000 chữ")).to_be_visible()
    await expect(tab.page.get_by_label("Viết tin nhắn")).to_have_value("a" * 4001)
    await tab.assert_accessible()


async def test_a_photo_is_chosen_without_a_mouse_where_one_is_asked_for(
    visit: Visit, page_factory: PageFactory, shots: Path
) -> None:
    tab = await page_factory(visit.origin, width=360, height=740)
    page = tab.page
    # from now on choosers are caught: asked for at the press alone, that is sometimes too late
    page.on("filechooser", lambda _: None)
    await enter(page)
    await visit.channel.send(visit.chat, Reply("Chỗ hỏng trông thế nào?", wants_photo=True))
    button = page.get_by_label("Gửi ảnh")
    await expect(button).to_be_enabled()
    await page.get_by_label("Viết tin nhắn").focus()
    await page.keyboard.press("Shift+Tab")
    await expect(button).to_be_focused()
    await page.screenshot(path=shots / "9-photo.png")
    await tab.assert_accessible()
    async with page.expect_file_chooser() as chooser:
        await page.keyboard.press("Enter")
    broken = {"name": "a.png", "mimeType": "image/png", "buffer": b"none"}
    await (await chooser.value).set_files(broken)
    await expect(page.get_by_text("Không đọc được ảnh này")).to_be_visible()
    await expect(button).to_be_enabled()
    await button.set_input_files({**broken, "buffer": PICTURE.data})
    await expect(line(page, "Cảm ơn bác đã trả lời.")).to_be_visible()
    await expect(button).to_have_count(0)
    assert [i.kind for i in visit.stand_in.taken if i.file] == [Kind.PHOTO]
    tab.assert_stays_home()


async def test_the_page_works_without_javascript(visit: Visit, page_factory: PageFactory) -> None:
    tab = await page_factory(visit.origin, java_script_enabled=False)
    await enter_plainly(tab.page)
    await tab.page.get_by_role("button", name="Do cơ quan đóng").click()
    await expect(line(tab.page, "Cảm ơn bác")).to_be_visible()
    await tab.page.get_by_label("Viết tin nhắn").fill("Chào tổ trưởng")
    await tab.page.get_by_role("button", name="Gửi").click()
    await expect(line(tab.page, "Đã nhận: Chào tổ trưởng")).to_be_visible()
    await visit.channel.send(visit.chat, Reply("Chỗ hỏng trông thế nào?", wants_photo=True))
    await tab.page.get_by_role("link", name="Tải lại").click()
    await expect(line(tab.page, "Chỗ hỏng trông thế nào?")).to_be_visible()
    await expect(tab.page.get_by_label("Gửi ảnh")).to_be_hidden()  # nothing would send it


async def test_very_large_text_leaves_room_to_read(
    visit: Visit, page_factory: PageFactory, shots: Path
) -> None:
    # half the window in points is what 200 per cent of zoom leaves
    tab = await page_factory(visit.origin, width=320, height=320)
    await enter(tab.page)
    assert await tab.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert await tab.page.evaluate(
        "getComputedStyle(document.querySelector('.composer')).position"
    ) == ("static")
    await tab.page.screenshot(path=shots / "9-zoomed.png", full_page=True)


async def test_what_is_erased_leaves_the_open_page_at_once(
    visit: Visit, page_factory: PageFactory
) -> None:
    tab = await page_factory(visit.origin)
    await enter(tab.page)
    await tab.page.get_by_role("button", name="Chưa có").click()
    await expect(line(tab.page, "Cảm ơn bác")).to_be_visible()
    async with visit.channel._history.database.transaction() as session:
        await lines.erase(session, visit.chat)
    await visit.channel.send(visit.chat, Reply("Đã xóa."))
    await expect(line(tab.page, "Đã xóa.")).to_be_visible()
    await expect(tab.page.locator(".line")).to_have_count(1)
    await expect(tab.page.locator(".day")).to_have_count(1)
    tab.assert_no_complaints()


async def test_a_recovery_link_opens_the_chat_on_another_machine(
    visit: Visit, page_factory: PageFactory
) -> None:
    first = await page_factory(visit.origin)
    await enter(first.page)
    await first.page.locator("summary").click()
    link = await first.page.get_by_label("Liên kết riêng của quý vị").input_value()
    await first.page.get_by_role("button", name="Chép liên kết").click()
    await expect(first.page.get_by_role("button", name="Đã chép")).to_be_visible()
    second = await page_factory(visit.origin)
    await second.page.goto(link)
    await second.page.get_by_role("button", name="Mở trên máy này").click()
    await expect(line(second.page, "Bác đang dùng loại bảo hiểm")).to_be_visible()
    await first.page.get_by_role("button", name="Chưa có").click()
    await expect(line(second.page, "Cảm ơn bác")).to_be_visible()
    await first.page.locator("summary").click()
    await first.page.get_by_role("button", name="Đổi liên kết").click()
    await expect(line(first.page, "Cảm ơn bác")).to_be_visible()
    await expect(second.page.locator(".line")).to_have_count(0)
    second.assert_no_complaints()
