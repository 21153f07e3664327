"""The command line on surveys before, while and after they run: try, check, worklist, minutes."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.kit.xlsforms import write_book
from tests.test_commands import FORM, Run, run, write

__all__ = ["run"]

CHOICES = """  - text: Đi bằng gì?
    kind: one_choice
    choices: [Xe máy, Xe buýt]
  - text: Mấy lần một tuần?
    kind: number
    min: 0
    max: 7
    required: true
"""


def test_a_survey_is_walked_in_the_terminal_and_nothing_is_stored(run: Run) -> None:
    file = write("a.yaml", FORM + CHOICES)
    said = ("vâng", "thuyền", "xe buyt", "quay lại", "1", "tám", "8", "bỏ qua", "3")
    told = run("survey", "try", file, typed="\n".join(said) + "\n")
    assert told.exit_code == 0, told.output
    assert told.output.count("Câu 2/3") == 3
    assert "Xin nhắn một số từ 0 đến 7, ví dụ 3." in told.output
    assert "Câu này cần được trả lời." in told.output
    assert "2. Đi bằng gì? → Xe máy\n3. Mấy lần một tuần? → 3\n" in told.output
    assert "Không có câu trả lời nào được lưu." in told.output
    assert "No survey yet" in run("survey", "list").output
    run("survey", "import", file, "--organisation", "cdtp")
    stored = run("survey", "try", "bhyt", "--locale", "en", typed="no\nskip\n2\n")
    assert "1. Bác có tham gia không? → No\n2. Đi bằng gì? → Prefer not" in stored.output
    assert "Turnout: 0/0" in run("survey", "results", "bhyt").output
    assert "is anonymous" in run("survey", "results", "bhyt", "--odk", "a.csv").output
    assert not Path("a.csv").exists()
    assert "Not weighted yet" in run("survey", "results", "bhyt", "--weighted").output
    assert "None, or fewer" in run("survey", "results", "bhyt", "--find", "đèn").output
    assert "Two waves compared: bhyt" in run("survey", "compare", "bhyt", "bhyt").output
    assert run("survey", "try", "none").exit_code == 1


def test_a_file_is_looked_over_before_anybody_is_asked(run: Run) -> None:
    told = run("survey", "check", write("a.yaml", FORM + CHOICES))
    assert told.exit_code == 0, told.output
    assert "Shortest way: 4 presses and 1 typed answers." in told.output
    traps = CHOICES.replace("Xe máy", "Dừng").replace("max: 7", "max: 7\n    whole: false")
    told = run("survey", "check", write("b.yaml", FORM + traps))
    assert told.exit_code == 1
    assert 'question 2: who types the choice "Dừng" stops all messages' in told.stdout
    told = run("survey", "check", write("c.yaml", FORM.replace("yes_no", "perhaps")))
    assert "c.yaml, line 10: `kind` is one of:" in told.stderr


def test_an_xlsform_goes_in_and_out(run: Run) -> None:
    survey = "type | name | label | image\ntext | a | Góp ý gì? | ngo.png\ngeopoint | b | Ở đâu?"
    settings = {"purpose": "", "form_id": "Kobo 1", "quota": "60-: 25", "by_date": "joined 7"}
    settings |= {"survey_type": "opinion", "order": "QĐ 12/QĐ-UBND"}
    write_book(Path("kobo.xlsx"), survey, "", settings)
    told = run("survey", "import", "kobo.xlsx", "--organisation", "cdtp")
    assert told.exit_code == 1
    assert "sheet settings, row 2: the setting “purpose” is missing" in told.stderr
    purpose = ("--purpose", "Để biết.", "--code", "kobo")
    told = run("survey", "import", "kobo.xlsx", "--organisation", "cdtp", *purpose)
    assert told.exit_code == 0, told.stderr
    assert "kobo.xlsx: the picture ngo.png is not there" in told.stderr
    assert "kobo.xlsx, sheet survey, row 3, column A: the place is asked for" in told.stderr
    assert "QĐ 12/QĐ-UBND" in told.output
    assert run("survey", "quota", "kobo").output == "*\t60-\t0 of 25\n"
    run("survey", "export", "kobo", "--xlsform", "out.xlsx")
    back = openpyxl.load_workbook("out.xlsx")
    written = dict(zip(*back["settings"].iter_rows(values_only=True), strict=True))
    assert (written["survey_type"], written["quota"]) == ("opinion", "60-: 25")
    assert written["by_date"] == "joined 7"
    assert [row[0].value for row in back["survey"].iter_rows(min_row=2)] == ["text", "geopoint"]
    assert "1. Góp ý gì? → ạ\n" in run("survey", "try", "kobo", typed="ạ\nthôn Đông\n").output
    assert run("survey", "check", "out.xlsx").exit_code == 0


def test_a_closed_survey_is_verified_and_its_minute_corrected(run: Run) -> None:
    run("survey", "import", write("a.yaml", FORM), "--organisation", "cdtp")
    assert "has no minute" in run("survey", "verify", "bhyt").stderr
    run("survey", "open", "bhyt")
    told = run("survey", "worklist", "bhyt", "--xlsx", "visit.xlsx")
    assert told.output.startswith("To visit: 1, residential groups: 1\n"), told.stderr
    assert openpyxl.load_workbook("visit.xlsx").active.max_row == 2
    run("survey", "close", "bhyt", "--yes")
    told = run("survey", "verify", "bhyt")
    assert told.output.startswith("Minute 1 of "), told.stderr
    assert told.output.endswith("The chain holds, and the answers agree with the minute.\n")
    assert "in the place of minute 1: " in run("survey", "correct", "bhyt", "Ghi lại.").output
    assert run("survey", "correct", "bhyt", " ").exit_code == 1
    assert run("survey", "verify", "bhyt").output.startswith("Minute 2 of ")
    run("survey", "results", "bhyt", "--xlsx", "a.xlsx")
    method = openpyxl.load_workbook(Path("a.xlsx"))["Phương pháp"]
    assert "Ghi lại." in {row[1].value for row in method.iter_rows(min_row=11)}
