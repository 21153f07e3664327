"""Room: what stands of one person's answers: which questions are theirs, which answers count.

Law: an answer counts only while its question is asked of that person; it comes back with the
question until the survey closes. The mark `void` in a stored value says that it does not count.
Of an anonymous survey everybody is asked everything; the mark is under seal (see passages.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.clock import to_local
from bot.expressions import Scope, to_number, to_string
from bot.surveys.forms import Form, FormChoice, Question, QuestionKind
from bot.surveys.logic import Plan, Rules, plan_of
from bot.surveys.repeats import MARK, asks_for_more
from bot.surveys.values import Value

MOST_WORKED_OUT = 500  # characters of what is calculated
VOID = "void"


@dataclass
class Standing:
    """Hold what follows from answers."""

    plan: Plan
    texts: dict[str, str] = field(default_factory=dict)  # as expressions see them
    asked: set[str] = field(default_factory=set)  # whose questions are relevant
    worked: dict[str, Value] = field(default_factory=dict)  # what is calculated
    offered: dict[str, frozenset[str]] = field(default_factory=dict)  # choices, where filtered
    locale: str = "vi"
    now: datetime = datetime.min  # noqa: DTZ901 - set by whoever looks
    worked_at: datetime | None = None  # whose day calculations see, where the true one would tell

    def counts(self, question: Question, value: Value) -> bool:
        """Tell whether an answer counts: its question is asked, what it chose is offered."""
        return question.code in self.asked and self.offers(question, value)

    def offers(self, question: Question, value: Value) -> bool:
        """Tell whether what an answer chose is among what is offered."""
        offered = self.offered.get(question.code)
        return offered is None or offered.issuperset(codes_of(value))

    def scope_at(self, rule: Rules, *, here: str = "") -> Scope:
        """Return what a question's expressions see."""
        plan, question = self.plan, rule.question

        def value(name: str) -> str:
            return self.texts.get(plan.code_for(name, question, rule.repeat), "")

        def every(name: str) -> Sequence[str]:
            return [self.texts[code] for code in self._copies(name) if code in self.asked]

        def label(name: str, code: str) -> str:
            named = plan.rules.get(plan.code_for(name, question, rule.repeat))
            choices = named.question.choices if named else ()
            return next((c.text.said(self.locale) for c in choices if c.code == code), code)

        return Scope(
            now=to_local(self.now),
            value=value,
            every=every,
            label=label,
            here=here,
            position=question.instance or 1,
        )

    def _copies(self, name: str) -> Sequence[str]:
        """Return the codes that a name stands for; of a group, one question in each copy."""
        if name not in self.plan.groups:
            return self.plan.copies.get(name, ())
        firsts: dict[int, str] = {}
        for code, rule in self.plan.rules.items():
            if rule.repeat == name and code in self.asked:
                firsts.setdefault(rule.question.instance, code)
        return tuple(firsts[place] for place in sorted(firsts))

    def is_required(self, question: Question) -> bool:
        """Tell whether a question must be answered, as things stand."""
        rule = self.plan.rules[question.code]
        wanted = rule.own.get("required_if")
        return question.required or (wanted is not None and wanted.holds(self.scope_at(rule)))

    def fits(self, question: Question, value: Value) -> bool:
        """Tell whether an answer keeps its question's constraint; what is not answered does."""
        rule = self.plan.rules[question.code]
        constraint, here = rule.own.get("constraint"), text_of(question, value)
        return constraint is None or not here or constraint.holds(self.scope_at(rule, here=here))

    def default_of(self, question: Question) -> Value | None:
        """Return the answer that is suggested, if any: a plain value or what it comes to."""
        rule = self.plan.rules[question.code]
        found = rule.own.get("default")
        text = found.text(self.scope_at(rule)) if found else ""
        return value_from(question, text) if text else None


def look(
    form: Form, answers: Mapping[str, Value], now: datetime, *, locale: str = "vi"
) -> Standing | None:
    """Return what stands, or None of a form without logic, where everything does."""
    plan = plan_of(form)
    if plan is None:
        return None
    worked_at = form.opens if form.anonymous else None  # else what is kept would tell when
    standing = Standing(plan, locale=locale, now=now, worked_at=worked_at)
    for code, rule in plan.rules.items():
        if not _is_relevant(standing, rule):
            standing.texts[code] = ""
            continue
        standing.asked.add(code)
        if "choice_filter" in rule.own:
            standing.offered[code] = _offered(standing, rule)
        if "calculation" in rule.own:
            _work_out(standing, rule)
        else:
            value = answers.get(code, {})
            counts = standing.counts(rule.question, value)
            standing.texts[code] = text_of(rule.question, value) if counts else ""
    return standing


def _is_relevant(standing: Standing, rule: Rules) -> bool:
    if not _is_there(standing, rule):
        return False
    if not rule.relevance:
        return True
    scope = standing.scope_at(rule)
    return all(condition.holds(scope) for condition in rule.relevance)


def _is_there(standing: Standing, rule: Rules) -> bool:
    """Tell whether the copy that a question stands in is wanted."""
    place = rule.question.instance
    if not place:
        return True
    if rule.count is not None:
        return to_number(rule.count.run(standing.scope_at(rule))) >= place
    last = place - (1 if asks_for_more(rule.question) else 0)
    return last <= 1 or standing.texts.get(f"{rule.repeat}{MARK}{last}") == "yes"


def _offered(standing: Standing, rule: Rules) -> frozenset[str]:
    scope, wanted = standing.scope_at(rule), rule.own["choice_filter"]
    return frozenset(
        choice.code
        for choice in rule.question.choices
        if wanted.holds(_with_item(scope, choice, standing.locale))
    )


def _with_item(scope: Scope, choice: FormChoice, locale: str) -> Scope:
    item = {"name": choice.code, "label": choice.text.said(locale), **dict(choice.attributes)}
    return Scope(
        scope.now, scope.value, scope.every, scope.label, position=scope.position, item=item
    )


def _work_out(standing: Standing, rule: Rules) -> None:
    scope = standing.scope_at(rule)
    if standing.worked_at is not None:
        scope = replace(scope, now=to_local(standing.worked_at))
    value = rule.own["calculation"].run(scope)
    code = rule.question.code
    standing.texts[code] = ""
    if isinstance(value, float) and not isinstance(value, bool):
        if math.isfinite(value):
            standing.texts[code] = to_string(value)
            standing.worked[code] = {"number": int(value) if value.is_integer() else value}
    elif text := to_string(value)[:MOST_WORKED_OUT]:
        standing.texts[code] = text
        standing.worked[code] = {"text": text}


def codes_of(value: Value) -> Sequence[str]:
    """Return the choices that an answer names."""
    one = [value["choice"]] if "choice" in value else []
    return [*one, *value.get("choices", ()), *value.get("rank", ())]


def text_of(question: Question, value: Value) -> str:
    """Return an answer as XForms writes it: choices by their codes, nothing for a draft."""
    if value.get("open") or "declined" in value:
        return ""
    if "yes" in value:
        return ("OK" if question.kind is QuestionKind.ACKNOWLEDGE else "yes") * value[
            "yes"
        ] or "no"
    if codes := codes_of(value):
        return " ".join(codes)
    if "number" in value:
        return to_string(float(value["number"]))
    if "photo" in value:
        return f"photo-{value['photo']}.jpg"
    return str(value.get("date") or value.get("year") or value.get("text") or "")


def _agreed(question: Question) -> str:
    return "OK" if question.kind is QuestionKind.ACKNOWLEDGE else "yes"


def value_from(question: Question, text: str) -> Value | None:
    """Return the answer that XForms writes so, or None where it is none to this question."""
    read = READERS.get(question.kind)
    return read(question, text) if read else {"text": text[: question.longest]}


def _one(question: Question, text: str) -> Value | None:
    known = {choice.code for choice in question.choices}
    return {"choice": text} if text in known else None


def _several(question: Question, text: str) -> Value | None:
    chosen = [choice.code for choice in question.choices if choice.code in text.split()]
    return {"choices": chosen} if chosen else None


def _rank(question: Question, text: str) -> Value | None:
    known = [choice.code for choice in question.choices]
    return {"rank": text.split()} if sorted(text.split()) == sorted(known) else None


def _yes_no(question: Question, text: str) -> Value | None:
    return {"yes": text == "yes"} if text in ("yes", "no") else None


def _number(question: Question, text: str) -> Value | None:
    number = to_number(text)
    if not math.isfinite(number):
        return None
    return {"number": int(number) if number.is_integer() else number}


def _date(question: Question, text: str) -> Value | None:
    return {"date": text[:DAY]} if math.isfinite(to_number(text)) and "-" in text else None


DAY = len("2026-12-31")
READERS: dict[QuestionKind, Callable[[Question, str], Value | None]] = {
    QuestionKind.ONE_CHOICE: _one,
    QuestionKind.SEVERAL_CHOICES: _several,
    QuestionKind.RANK: _rank,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.ACKNOWLEDGE: lambda question, text: None,
}
