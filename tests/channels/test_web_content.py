"""The web chat shows marked text as HTML that no words can add to, and takes messages back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web.marking import mark_up
from bot.markup import Span
from bot.messages import Attachment, Reply
from tests.channels.web_site import QUESTION, Site

PAGE = "https://a.vn/?x=1&y=%22"


async def test_marks_are_elements_and_tags_in_a_name_are_letters(web: Site) -> None:
    text = "Mời <b>Lan</b> xem đây hoặc https://b.vn nhé"
    spans = (Span(4, 14, "bold"), Span(7, 10, "italic"), Span(19, 22, "link", PAGE))
    await web.channel.send("anna", Reply(text, spans=spans))
    async with web.enter("anna") as browser:
        page = (await browser.get("/chat")).text
    away = 'rel="noopener" target="_blank"'
    assert (
        "Mời <strong>&lt;b&gt;<em>Lan</em>&lt;/b&gt;</strong> xem "
        f'<a href="https://a.vn/?x=1&amp;y=%22" {away}>đây</a> hoặc '
        f'<a href="https://b.vn" {away}>https://b.vn</a> nhé'
    ) in page


@given(st.text(alphabet="<>&\"'ab /=", max_size=30), st.data())
def test_nothing_but_our_own_tags_is_ever_written(text: str, data: st.DataObject) -> None:
    begin = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(begin, len(text)))
    html = str(mark_up(text, [Span(begin, end, "bold")] if begin < end else []))
    assert html.replace("<strong>", "").replace("</strong>", "").count("<") == 0


async def test_a_message_taken_back_leaves_a_word_and_nothing_of_itself(web: Site) -> None:
    file = Attachment(1, "anh.png", "image/png")
    sent = await web.channel.send(
        "anna", Reply("Nhầm số 0912", QUESTION.choices, marks="letters", attachment=file)
    )
    for chat in ("bình", "anna", "anna"):  # another's is not touched, a second time is the same
        assert (await web.channel.send(chat, Reply("", recalls=(sent.ref,)))).ref == sent.ref
    (line,) = await web.lines("anna")
    assert (line.text, set(line.body)) == ("Tin này đã được thu hồi.", {"version"})
