"""Benchmarks `expressions` and `xlsform`: forms with logic, run and read."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import elementpath

from bot.expressions import Scope, compile_expression
from bot.surveys.forms import Form
from bot.surveys.rehearsing import rehearse
from bot.xlsforms import read_xlsform
from tests.benchmarks.measuring import Round, Row, Stage, interleave
from tests.kit.xlsforms import write_book

SOURCE = "${age} > 18 and (${ward} = 'ba-dinh' or not(${trade} = ''))"
PEER_SOURCE = "$age > 18 and ($ward = 'ba-dinh' or not($trade = ''))"
ANSWERS = {"age": "20", "ward": "lam-son", "trade": "nong"}
EXPRESSIONS, QUESTIONS = 50_000, 500
PARSED, UNPARSED = "elementpath, parsed once", "elementpath, parsed each time"
CONVERTED = "pyxform, to XForm only"
CHOICES = "list_name | name | label\nyn | yes | Có\nyn | no | Không"


async def run_expressions(stage: Stage) -> list[Row]:
    """Evaluate one condition of a survey again and again, beside elementpath's own evaluation."""
    count = stage.options.size(EXPRESSIONS)
    scope = Scope(now=datetime(2026, 12, 1), value=lambda name: ANSWERS[name])  # noqa: DTZ001
    found, root = compile_expression(SOURCE), ElementTree.XML("<data/>")
    parsed = elementpath.XPath1Parser().parse(PEER_SOURCE)
    answers: dict[str, object] = {**ANSWERS, "age": 20}  # it compares a text with no number

    def theirs() -> object:
        return parsed.evaluate(elementpath.XPathContext(root, variables=answers))

    def anew() -> object:
        return elementpath.select(
            root, PEER_SOURCE, parser=elementpath.XPath1Parser, variables=answers
        )

    done = await interleave(
        {
            "Nhịp Cầu": timed(count, lambda: found.holds(scope)),
            PARSED: timed(count // 5, theirs),
            UNPARSED: timed(count // 20, anew),
        },
        stage.options.rounds,
    )
    beside = {"Nhịp Cầu": PARSED}
    return [Row(name, rounds, beside.get(name, "")) for name, rounds in done.items()]


async def run_xlsform(stage: Stage) -> list[Row]:
    """Read a form of 500 questions with logic, and walk its next question; pyxform reads too."""
    from pyxform.xls2xform import convert

    size = stage.options.size(QUESTIONS)
    path = write_form(stage.folder / f"form-{size}.xlsx", size)
    form = read_xlsform(path).form
    done = await interleave(
        {
            "Nhịp Cầu, read, checked and planned": timed(1, lambda: read_xlsform(path), of=size),
            CONVERTED: timed(1, lambda: convert(str(path), file_type=".xlsx"), of=size),
            "Nhịp Cầu, one answer to it": timed(20, lambda: answer(form)),
        },
        stage.options.rounds,
    )
    beside = {"Nhịp Cầu, read, checked and planned": CONVERTED}
    return [Row(name, rounds, beside.get(name, "")) for name, rounds in done.items()]


def answer(form: Form) -> None:
    """Work out what stands after one answer, and what comes next."""
    passage = rehearse(form)
    passage.put(form.questions[0], {"choice": "yes"})
    passage.next_after(0)


def write_form(path: Path, size: int) -> Path:
    """Write a form in which every second question hangs on the one before."""
    lines = ["type | name | label | relevant | constraint"]
    for number in range(size):
        if number % 2:
            shown = f"${{q{number - 1}}} = 'yes'"
            lines.append(
                f"integer | q{number} | Mấy, câu {number}? | {shown} | . >= 0 and . < 100"
            )
        else:
            lines.append(f"select_one yn | q{number} | Có không, câu {number}? | |")
    return write_book(path, "\n".join(lines), CHOICES)


def timed(
    count: int, work: Callable[[], object], *, of: int = 1
) -> Callable[[], Awaitable[Round]]:
    """Return what does some work so often, and tells its time; `of` things each."""

    async def once() -> Round:
        wall, cpu = time.perf_counter(), time.process_time()
        for _ in range(count):
            work()
        return Round(count * of, time.perf_counter() - wall, time.process_time() - cpu)

    return once
