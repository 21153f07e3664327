"""Room: a survey's YAML file read into a form, or all its faults told at once."""

from __future__ import annotations

from collections.abc import Mapping

import yaml

from bot.members import DATES
from bot.surveys.bydate import ByDate, read_by_date
from bot.surveys.entries import Block
from bot.surveys.faults import Fault, FormError
from bot.surveys.forms import (
    CHOOSING,
    WORDED,
    Form,
    FormChoice,
    Question,
    QuestionKind,
    Wording,
)
from bot.surveys.others import ask_everybody, with_other
from bot.surveys.repeats import unfold
from bot.surveys.shares import Share, read_share
from bot.surveys.types import INFORMAL, Standing, read_types
from bot.surveys.vetting import vet
from bot.words import fold

MOST_BYTES = 100_000
MOST_QUESTIONS = 50
MOST_CHOICES = 20  # more is no list that anybody reads on a phone
MOST_LABEL = 60  # a button's words
MOST_QUESTION = 500
MOST_TITLE = 120
# libyaml's, where PyYAML came with it: a fraction of the time
QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

STANDING = ("type", "order", "document")
FORM = (
    *("code", "title", "purpose", "anonymous", "late", "opens", "closes", "remind", "questions"),
    *(*STANDING, "quota", "by_date"),
)
LOGIC = ("relevant", "constraint", "constraint_text", "default")
SHARED = ("code", "kind", "text", "hint", "picture", "required", *LOGIC)
OF_KIND: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.ONE_CHOICE: ("choices", "other"),
    QuestionKind.SEVERAL_CHOICES: ("choices", "other"),
    QuestionKind.NUMBER: ("min", "max", "whole", "step"),
    QuestionKind.TEXT: ("max",),
    QuestionKind.YES_NO: (),
    QuestionKind.DATE: ("year_only",),
    QuestionKind.NOTE: (),
    QuestionKind.CALCULATE: ("calculation",),
    QuestionKind.RANK: ("choices",),
    QuestionKind.PLACE: ("max",),
    QuestionKind.IMAGE: ("max",),
    QuestionKind.ACKNOWLEDGE: (),
}
QUESTION = (*SHARED, *dict.fromkeys(name for names in OF_KIND.values() for name in names))


def read_form(text: str) -> Form:
    """Read a survey's file, or raise FormError with every fault in it."""
    faults: list[Fault] = []
    block = Block(_compose(text), FORM, faults)
    remind = _remind(block)
    opens, closes = block.moment("opens"), block.moment("closes")
    if opens and closes and closes <= opens:
        block.blame("order", block.find("closes"), name="closes", before="opens")
    title = block.wording("title", MOST_TITLE)
    purpose = block.wording("purpose", MOST_QUESTION)
    code, anonymous = block.code("code"), block.flag("anonymous")
    late = block.one_of("late", ("join", "refuse"), otherwise="join")
    standing, shares, by_date = _standing(block), _shares(block), _by_date(block)
    blocks: dict[str, Block] = {}
    written = _questions(block, blocks)
    questions = unfold(ask_everybody(written) if anonymous else written, ())
    if faults or opens is None or closes is None:
        raise FormError(faults)
    form = Form(
        *(code, title, purpose, anonymous, late, opens, closes, *remind),
        questions=questions,
        standing=standing,
        shares=shares,
        by_date=by_date,
    )
    _vet(form, blocks)
    if faults:
        raise FormError(faults)
    return form


def _compose(text: str) -> yaml.MappingNode:
    if len(text.encode()) > MOST_BYTES:
        raise FormError([Fault(1, "too-big", {"most": MOST_BYTES})])
    try:
        node = _read_nodes(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = str(getattr(error, "problem", None) or "unreadable characters")
        line = mark.line + 1 if mark else 1
        raise FormError([Fault(line, "not-yaml", {"why": why})]) from error
    if not isinstance(node, yaml.MappingNode):
        raise FormError([Fault(1, "not-a-form")])
    return node


def _read_nodes(text: str) -> yaml.Node | None:
    try:
        node: yaml.Node | None = yaml.compose(text, Loader=QUICK)
    except yaml.YAMLError:
        node = yaml.compose(text, Loader=yaml.SafeLoader)  # tells better what is wrong, and where
    return node


def _standing(block: Block) -> Standing | None:
    """Return what a file says that a survey is; whoever attests says so with the command."""
    if not any(block.find(name) for name in STANDING):
        return None
    known = tuple(dict.fromkeys(row.code for row in read_types()))
    kind = block.one_of("type", known, otherwise=INFORMAL)
    return Standing(kind, block.words("order"), block.words("document"))


def _by_date(block: Block) -> ByDate | None:
    said = block.words("by_date")
    found = read_by_date(said) if said else None
    if said and found is None:
        block.blame("want-by-date", block.find("by_date"), name="by_date", known=", ".join(DATES))
    return found


def _shares(block: Block) -> tuple[Share, ...]:
    node = block.find("quota")
    if node is None:
        return ()
    if not isinstance(node, yaml.MappingNode):
        block.blame("want-block", node, name="quota")
        return ()
    found = []
    for cell, most in node.value:
        number = str(most.value) if isinstance(most, yaml.ScalarNode) else ""
        share = read_share(str(cell.value), int(number)) if number.isdecimal() else None
        if share is None:
            block.blame("want-share", cell, name=str(cell.value)[:60])
        else:
            found.append(share)
    return tuple(found)


def _remind(block: Block) -> tuple[int, int]:
    node = block.find("remind")
    if node is None:
        return 0, 1
    if not isinstance(node, yaml.MappingNode):
        block.blame("want-block", node, name="remind")
        return 0, 1
    inner = Block(node, ("times", "every_days"), block.faults)
    times = inner.whole("times", least=0, most=10, otherwise=0)
    return times, inner.whole("every_days", least=1, most=60, otherwise=3)


def _questions(block: Block, blocks: dict[str, Block]) -> tuple[Question, ...]:
    found: list[Question] = []
    for place, node in enumerate(block.items("questions", least=1, most=MOST_QUESTIONS), 1):
        if not isinstance(node, yaml.MappingNode):
            block.blame("want-block", node, name="questions")
            continue
        inner = Block(node, QUESTION, block.faults)
        question = _question(inner, place)
        if question.code in {other.code for other in found}:
            inner.blame("same-code", name=question.code)
        blocks[question.code] = inner
        found.append(question)
        if inner.flag("other"):
            found[-1:] = with_other(question, f"{question.code}-other")
            blocks[found[-1].code] = inner
    return tuple(found)


def _question(block: Block, place: int) -> Question:
    kind = QuestionKind(block.one_of("kind", tuple(OF_KIND)) or QuestionKind.YES_NO)
    for name in block.entries:
        if name in QUESTION and name not in (*SHARED, *OF_KIND[kind]):
            block.blame("not-here", block.find(name), name=name)
    is_number, is_text = kind is QuestionKind.NUMBER, kind in WORDED
    least = block.number("min") if is_number else None
    most = block.number("max") if is_number else None
    if least is not None and most is not None and most <= least:
        block.blame("order", block.find("max"), name="max", before="min")
    step = block.number("step")
    if step is not None and step <= 0:
        block.blame("want-step", block.find("step"), name="step")
    return Question(
        code=block.code("code", otherwise=f"q{place}"),
        kind=kind,
        text=_text(block, kind),
        required=block.flag("required"),
        choices=_choices(block) if kind in CHOOSING else (),
        least=least,
        most=most,
        whole=block.flag("whole") if block.find("whole") is not None else True,
        longest=block.whole("max", least=1, most=1000, otherwise=500) if is_text else 500,
        year_only=block.flag("year_only"),
        step=step,
        hint=block.maybe_wording("hint", MOST_QUESTION),
        relevant=block.words("relevant"),
        constraint=block.words("constraint"),
        constraint_text=block.maybe_wording("constraint_text", MOST_QUESTION),
        default=block.words("default"),
        media=block.words("picture"),
        calculation=_calculation(block, kind),
    )


def _text(block: Block, kind: QuestionKind) -> Wording:
    if kind is QuestionKind.CALCULATE and block.find("text") is None:
        return Wording(block.code("code"))  # results name it so
    return block.wording("text", MOST_QUESTION)


def _calculation(block: Block, kind: QuestionKind) -> str:
    if kind is QuestionKind.CALCULATE and block.get("calculation") is None:
        return ""
    return block.words("calculation")


def _vet(form: Form, blocks: Mapping[str, Block]) -> None:
    """Blame the lines whose expressions do not run."""
    for fault in vet(form):
        block = blocks[fault.code]
        node = block.find(fault.field)
        if fault.refused:
            block.blame("expression", node, name=fault.field, why=str(fault.refused))
        elif fault.circle:
            block.blame("circle", node, name=", ".join(fault.circle))
        elif fault.photo:
            block.blame(f"photo-{fault.photo}", node)
        elif fault.reveals:
            block.blame("reveals", node, name=fault.field)
        else:
            block.blame("unknown-question", node, name=fault.field, wanted=fault.unknown)


def _choices(block: Block) -> tuple[FormChoice, ...]:
    found: list[FormChoice] = []
    for place, node in enumerate(block.items("choices", least=2, most=MOST_CHOICES), 1):
        choice = _choice(block, node, str(place))
        if choice.code in {other.code for other in found}:
            block.blame("same-code", node, name=choice.code)
        if _reading(choice.text) in {_reading(other.text) for other in found}:
            block.blame("same-choice", node, name=choice.text.vi)
        found.append(choice)
    return tuple(found)


def _choice(block: Block, node: yaml.Node, code: str) -> FormChoice:
    """Read a choice: a text, one for each language, or `code:` and `text:`."""
    if isinstance(node, yaml.MappingNode) and "text" in {key.value for key, _ in node.value}:
        inner = Block(node, ("code", "text"), block.faults)
        return FormChoice(inner.code("code", otherwise=code), inner.wording("text", MOST_LABEL))
    return FormChoice(code, block.read_wording(node, "choices", MOST_LABEL))


def _reading(text: Wording) -> str:
    return fold(text.vi) or text.vi
