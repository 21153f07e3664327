"""XLSForm: what chat cannot carry, what is missing and what is hostile, each told at its cell."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.text import say
from bot.xlsforms import Said, XlsFormError, read_xlsform
from bot.xlsforms.faults import FAULTS, WARNINGS, Remark
from tests.kit.xlsforms import SETTINGS, write_book

HEAD = "type | name | label\n"
YN = "list_name | name | label\nyn | yes | Có\nyn | no | Không\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "form.xlsx"


def faults(path: Path, survey: str, choices: str = "", **settings: str) -> list[tuple[Any, ...]]:
    with pytest.raises(XlsFormError) as refused:
        read_xlsform(write_book(path, survey, choices, settings))
    return [(one.sheet, one.row, one.column, one.code) for one in refused.value.faults]


REFUSED = [
    (HEAD + "audio | a | Thu âm", "", (("survey", 2, "A", "type-refused"))),
    (HEAD + "nonsense | a | A", "", ("survey", 2, "A", "type-unknown")),
    (HEAD + "text | | A", "", ("survey", 2, "B", "name-missing")),
    (HEAD + "text | a |", "", ("survey", 2, "C", "label-missing")),
    (HEAD + "text | a | A\ntext | a | B", "", ("survey", 3, "B", "name-twice")),
    (HEAD + f"text | {'a' * 201} | A", "", ("survey", 2, "B", "name-too-long")),
    (HEAD + f"text | a | {'A' * 2001}", "", ("survey", 2, "C", "label-too-long")),
    (HEAD + "select_one no | a | A", YN, ("survey", 2, "A", "list-missing")),
    (HEAD + "select_one_from_file a.csv | a | A", "", ("survey", 2, "A", "external")),
    (HEAD + "begin_group | g | G\ntext | a | A", "", ("survey", 2, "A", "group-open")),
    (HEAD + "text | a | A\nend_group | |", "", ("survey", 3, "A", "group-close")),
    (
        HEAD + "begin_repeat | g | G\nbegin_repeat | h | H\ntext | a | A\nend_repeat\nend_repeat",
        "",
        ("survey", 3, "A", "repeat-nested"),
    ),
    (
        "type | name | label | relevant\ntext | a | A | ${b} = 1",
        "",
        ("survey", 2, "D", "unknown-question"),
    ),
    (
        "type | name | label | relevant\ntext | a | A | pulldata('x', 'y')",
        "",
        ("survey", 2, "D", "expression"),
    ),
    (
        "type | name | label | relevance\ntext | a | A | ${b} = 1\ntext | b | B | ${a} = 1",
        "",
        ("survey", 2, "D", "circle"),
    ),
    (
        "type | name | label | parameters\nrange | a | A | start=5 end=1",
        "",
        ("survey", 2, "D", "parameters"),
    ),
    (HEAD + "select_one yn | a | A", YN + "yn | no | Nữa", ("choices", 4, "B", "choices-twice")),
    (HEAD + "select_one yn | a | A", YN + "yn | a b | Nữa", ("choices", 4, "B", "choice-blank")),
    (HEAD + "select_one yn | a | A", YN + "yn | x |", ("choices", 4, "C", "choice-label-missing")),
    (
        HEAD + "select_one yn | a | A",
        YN + "\n".join(f"yn | c{n} | C{n}" for n in range(60)),
        ("survey", 2, "A", "list-too-long"),
    ),
    (HEAD + "text | 1a | A", "", ("survey", 2, "", "standard")),
]


@pytest.mark.parametrize(("survey", "choices", "fault"), REFUSED)
def test_what_chat_cannot_carry_is_refused_at_its_cell(
    path: Path, survey: str, choices: str, fault: tuple[Any, ...]
) -> None:
    assert faults(path, survey, choices) == [fault]


def test_what_a_survey_needs_and_a_form_has_not_is_asked_for(path: Path) -> None:
    survey = HEAD + "text | a | A"
    missing = faults(path, survey, opens="", purpose="", form_title="")
    assert [code for *_, code in missing] == ["setting-missing"] * 3
    given = Said("Mã Mới!", "Tên", "Vì sao", "01/12/2026 08:00", "", anonymous=True)
    book = write_book(path, survey, "", {"opens": "", "purpose": "", "form_title": ""})
    reading = read_xlsform(book, given)
    assert (reading.form.code, reading.form.purpose.vi) == ("ma-moi", "Vì sao")
    assert reading.form.anonymous
    assert [one.code for one in reading.warnings] == ["code-changed"]
    assert faults(path, survey, closes="mai")[0] == ("settings", 2, "E", "setting-wrong")
    assert faults(path, survey, closes="30/11/2026 08:00") == [("settings", 2, "E", "order")]


def test_nothing_is_dropped_in_silence(path: Path) -> None:
    survey = (
        "type | name | label | guidance_hint | media::audio | my own\ntext | a | A | g | a.mp3 | x"
    )
    book = write_book(path, survey, "", {"style": "pages", "version": "3"})
    assert [one.code for one in read_xlsform(book).warnings] == [
        *("setting-dropped", "setting-dropped"),
        *("column-dropped", "media-dropped", "column-dropped"),
    ]


def test_a_long_name_as_kobo_makes_them_is_kept_short_everywhere(path: Path) -> None:
    name = "What_is_the_relationship_to_the_head_of_h"
    survey = (
        f"type | name | label | relevant\ninteger | {name} | A |\ntext | b | B | ${{{name}}} > 1"
    )
    reading = read_xlsform(write_book(path, survey))
    first, second = reading.form.questions
    assert len(first.code) == 34
    assert second.relevant == f"${{{first.code}}} > 1"
    assert [one.code for one in reading.warnings] == ["name-shortened"]


def test_a_hostile_file_gets_a_sentence(path: Path, tmp_path: Path) -> None:
    def code_of(file: Path) -> str:
        with pytest.raises(XlsFormError) as refused:
            read_xlsform(file)
        return refused.value.faults[0].code

    path.write_bytes(b"%PDF-1.7")
    assert code_of(path) == "unreadable"
    write_book(path, HEAD + "text | a | A")
    book = openpyxl.load_workbook(path)
    book["survey"]["C2"] = "=1+1"
    book.save(tmp_path / "formula.xlsx")
    with pytest.raises(XlsFormError) as refused:
        read_xlsform(tmp_path / "formula.xlsx")
    assert str(refused.value).startswith(
        "sheet survey, row 2, column C: this cell holds a formula"
    )
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    assert code_of(path) == "macros"
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 10 * 2**20)
    assert code_of(path) == "unreadable"


@pytest.mark.parametrize("code", [*FAULTS, *(f"-{code}" for code in WARNINGS)])
def test_each_remark_has_its_sentence_in_both_languages(code: str) -> None:
    names = ("name", "why", "most", "length", "count", "wanted", "option", "value")
    values: dict[str, str | int] = dict.fromkeys(names, "x")
    remark = Remark("survey", 1, "A", code.lstrip("-"), values, is_warning=code[0] == "-")
    assert str(remark).startswith("sheet survey, row 1, column A: ")
    said = {say(locale, remark.phrase, **remark.values) for locale in ("vi", "en")}
    assert len(said) == (1 if said == {"x"} else 2)


def test_the_kit_writes_what_it_says(path: Path) -> None:
    write_book(path, HEAD + "text | a | A")
    book = openpyxl.load_workbook(path)
    assert book["settings"]["A2"].value == SETTINGS["form_title"]
