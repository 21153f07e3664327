"""Room: a form's logic made ready once: what each question depends on, in an order that works."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.expressions import Expression, Reference, compile_expression
from bot.surveys.forms import Form, Group, Question
from bot.surveys.repeats import MARK, around, asks_for_more, repeat_of, stem_of

EXPRESSIONS = ("relevant", "required_if", "constraint", "calculation", "default")
DECISIVE = ("relevant", "calculation", "choice_filter")  # what an answer's counting hangs on
MOST_KNOWN = 64


@dataclass(frozen=True)
class Rules:
    """Hold a question's expressions, ready to run."""

    question: Question
    repeat: str = ""  # the repeating group that it stands in
    above: tuple[Expression, ...] = ()  # relevance of the groups around it
    count: Expression | None = None  # how often its repeat is asked
    own: Mapping[str, Expression] = field(default_factory=dict)  # by the field that they are in

    @property
    def relevance(self) -> tuple[Expression, ...]:
        """Return the conditions under which a question is asked, its groups' first."""
        return (*self.above, *([self.own["relevant"]] if "relevant" in self.own else []))

    @property
    def is_for_some(self) -> bool:
        """Tell whether it hangs on answers whom a question is for."""
        return any(condition.references for condition in self.relevance)


@dataclass(frozen=True)
class Plan:
    """Hold a whole form's rules in the order of what depends on what."""

    rules: Mapping[str, Rules]  # by the question's code, in order
    copies: Mapping[str, tuple[str, ...]]  # codes by what an expression calls them
    groups: frozenset[str]
    circle: tuple[str, ...]  # questions that depend on themselves; none in a form that is taken

    def code_for(self, name: str, asker: Question, repeat: str) -> str:
        """Return whose answer `${name}` is, where a question's expression names it."""
        codes = self.copies.get(name, ())
        beside = f"{name}{MARK}{asker.instance}"
        if len(codes) > 1 and asker.instance and self.rules[codes[0]].repeat == repeat:
            return beside
        return codes[0] if codes else ""


_PLANS: OrderedDict[int, tuple[Form, Plan | None]] = OrderedDict()


def plan_of(form: Form) -> Plan | None:
    """Return a form's plan, or None where it has no logic; raise ExpressionRefused."""
    key = id(form.questions)  # they are the same object in every turn (see forms.py)
    known = _PLANS.get(key)
    if known is not None and known[0].questions is form.questions:
        return known[1]
    plan = make_plan(form) if has_logic(form) else None
    _PLANS[key] = form, plan
    if len(_PLANS) > MOST_KNOWN:
        _PLANS.popitem(last=False)
    return plan


def has_logic(form: Form) -> bool:
    """Tell whether anything in a form depends on anything."""
    return bool(form.groups) or any(
        one.relevant
        or one.constraint
        or one.calculation
        or one.choice_filter
        or one.required_if
        or one.default
        or "${" in one.text.vi
        for one in form.questions
    )


def make_plan(form: Form) -> Plan:
    """Compile a form's expressions and order its questions by what they depend on."""
    known = {group.code: group for group in form.groups}
    rules = {one.code: _rules(one, known) for one in form.questions}
    copies: dict[str, tuple[str, ...]] = {}
    for one in form.questions:
        name = one.code if asks_for_more(one) else stem_of(one.code)
        copies[name] = (*copies.get(name, ()), one.code)
    plan = Plan(rules, copies, frozenset(known), ())
    order, circle = _order({code: set(needs_of(plan, rule)) for code, rule in rules.items()})
    return Plan({code: rules[code] for code in order}, copies, plan.groups, tuple(circle))


def references_of(rule: Rules) -> Iterator[Reference]:
    """Yield what decides whether a question is asked and what its answer is."""
    decisive = [rule.own[name] for name in DECISIVE if name in rule.own]
    for expression in (*rule.above, *([rule.count] if rule.count else []), *decisive):
        yield from expression.references


def needs_of(plan: Plan, rule: Rules) -> Iterator[str]:
    """Yield the questions that must be settled before one is."""
    question = rule.question
    for name, every in references_of(rule):
        if every:
            yield from plan.copies.get(name, ())
        elif code := plan.code_for(name, question, rule.repeat):
            yield code
    if rule.repeat and question.instance > 1 and rule.count is None:
        last = question.instance - (1 if asks_for_more(question) else 0)
        if last > 1:
            yield f"{rule.repeat}{MARK}{last}"


def _rules(question: Question, known: Mapping[str, Group]) -> Rules:
    groups = list(around(question, known))
    repeat = repeat_of(question, known)
    own = {
        name: compile_expression(source)
        for name in EXPRESSIONS
        if (source := getattr(question, name))
    }
    if question.choice_filter:
        own["choice_filter"] = compile_expression(question.choice_filter, of_choice=True)
    return Rules(
        question,
        repeat=repeat.code if repeat else "",
        above=tuple(compile_expression(one.relevant) for one in groups if one.relevant),
        count=compile_expression(repeat.count) if repeat and repeat.count else None,
        own=own,
    )


def _order(needs: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """Return codes so that each stands behind what it needs, and those that go in a circle."""
    open_ = {code: {n for n in wanted if n in needs} for code, wanted in needs.items()}
    order: list[str] = []
    while ready := [code for code, wanted in open_.items() if not wanted]:
        order += ready
        for code in ready:
            del open_[code]
        done = set(ready)
        for wanted in open_.values():
            wanted -= done
    return [*order, *open_], list(open_)
