"""Markup: three tags are read, anything else is refused, and nothing filled in is ever a tag."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import markup
from bot.errors import Refused
from bot.markup import Marked, Span, escape, parse, spell_out
from bot.messages import Capabilities, Choice, Link, Place, Reply
from bot.rendering import parts, utf16
from tests.kit.effort import examples

FIELD = re.compile(r"\{([^{}]*)\}")
PLAIN = Capabilities(most_text=2000, buttons=False, edits=False, contact_button=False)
RICH = Capabilities(
    4096, buttons=True, edits=True, contact_button=True, formats=True, links=True, places=True
)
SHORT = Capabilities(most_text=40, buttons=True, edits=True, contact_button=True, formats=True)


def shown(marked: Marked) -> list[tuple[str, str]]:
    return [(span.kind, marked.text[span.begin : span.end]) for span in marked.spans]


def test_tags_become_spans_and_the_text_is_what_is_shown() -> None:
    made = parse('Mời <b>bác <i>Lan</i></b> xem <A HREF="https://a.vn/?x=1&amp;y=2">đây</a>.')
    assert made.text == "Mời bác Lan xem đây."
    assert shown(made) == [("bold", "bác Lan"), ("italic", "Lan"), ("link", "đây")]
    assert made.spans[-1].address == "https://a.vn/?x=1&y=2"


@pytest.mark.parametrize("source", ["3 < 5 & 7 > 2", "<3", "a <\nb", "&nbsp; AT&T"])
def test_what_looks_like_no_tag_is_text(source: str) -> None:
    assert parse(source) == Marked(source)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("<u>a</u>", "markup-unknown-tag"),
        ("<b onclick='x'>a</b>", "markup-unknown-tag"),
        ("<script>", "markup-unknown-tag"),
        ("a <b", "markup-unknown-tag"),
        ("<b>a", "markup-unclosed"),
        ("a</b>", "markup-unopened"),
        ("<b><i>a</b></i>", "markup-unopened"),
        ("<a>a</a>", "markup-bad-link"),
        ("<a href='http://a.vn'>a</a>", "markup-bad-link"),
        ("<a href='javascript:alert(1)'>a</a>", "markup-bad-link"),
        ("<a href='https://bank.vn@evil.com/'>a</a>", "markup-bad-link"),
        ("<a href='https://a.vn'><a href='https://b.vn'>b</a></a>", "markup-bad-link"),
        ("<b>a</b>" * 51, "markup-too-many"),
    ],
)
def test_any_other_tag_is_refused(source: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(source)
    assert refused.value.code == code


@given(st.text(alphabet="<>/abi &;lt\"'=é😀", max_size=60))
def test_an_escaped_text_is_shown_just_as_it_is(text: str) -> None:
    assert parse(escape(text)) == Marked(text)


@given(st.text(max_size=30), st.text(alphabet="xă😀 ", max_size=8))
def test_what_is_filled_in_is_no_markup_and_moves_the_spans(name: str, before: str) -> None:
    marked = parse(f"{before}<b>{{ten}}</b> ở <i>{{x}}</i>!")
    gaps = [(found.start(), found.end(), name) for found in FIELD.finditer(marked.text)]
    made = markup.fill(marked, gaps)
    assert made.text == f"{before}{name} ở {name}!"
    assert shown(made) == ([("bold", name), ("italic", name)] if name else [])


def test_where_nothing_can_be_marked_a_link_tells_its_address() -> None:
    made = parse(
        "Xem <a href='https://a.vn'>ở <b>đây</b></a> hoặc <a href='https://b.vn'>kia</a>."
    )
    assert spell_out(made) == "Xem ở đây (https://a.vn) hoặc kia (https://b.vn)."
    (part,) = parts(Reply(made.text, spans=made.spans), PLAIN)
    assert (part.text, part.spans) == (spell_out(made), ())


@settings(max_examples=examples(30))
@given(
    st.lists(st.from_regex(r"[a-zà-ỹ😀]{3,9}[.\n]?", fullmatch=True), min_size=9, max_size=30),
    st.data(),
)
def test_no_span_that_fits_is_cut_between_two_messages(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 3))
    text = " ".join(words)
    begin = len(" ".join(words[:first])) + (1 if first else 0)
    end = begin + len(" ".join(words[first : first + 3]).rstrip())
    made = parts(Reply(text, spans=(Span(begin, end, "bold"),)), SHORT)
    assert all(utf16(part.text) <= SHORT.most_text for part in made)
    marked = [part.text[s.begin : s.end] for part in made for s in part.spans]
    assert marked == [text[begin:end]]


def test_a_span_that_fits_nowhere_goes_on_in_the_next_message() -> None:
    text = "Kính mời bà con tới dự cuộc họp của tổ dân phố chúng ta vào tối thứ bảy."
    made = parts(Reply(text, spans=(Span(0, len(text), "bold"),)), SHORT)
    assert [part.text[s.begin : s.end] for part in made for s in part.spans] == [
        part.text for part in made
    ]


def test_links_and_places_are_lines_where_there_is_nothing_better() -> None:
    reply = Reply(
        "Mời họp.",
        (Choice("Tôi dự", "a"),),
        marks="letters",
        links=(Link("Chương trình", "https://a.vn/c"),),
        place=Place("Nhà văn hóa", 19.8, 105.77),
    )
    plain = parts(reply, PLAIN)
    assert [part.text for part in plain] == [
        "Mời họp.\nChương trình (https://a.vn/c)\n📍 Nhà văn hóa "
        "(https://www.google.com/maps/search/?api=1&query=19.8,105.77)\nA. Tôi dự"
    ]
    rich = parts(reply, RICH)
    assert [(part.text, bool(part.links), part.place) for part in rich] == [
        ("Mời họp.", True, None),
        ("", False, reply.place),
    ]
    assert Reply.from_document(reply.as_document()) == reply
