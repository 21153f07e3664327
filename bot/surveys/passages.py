"""Room: one member's way through one survey while a turn lasts: what stands, what comes next.

Law: an anonymous survey is walked by everybody in the same steps. A question that hangs on answers
is put to all, in the same words, and may be passed; whether it was theirs is noted under seal.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain

from bot.errors import Refused
from bot.models import Response, Survey
from bot.surveys.forms import PRESSED, Form, FormChoice, Question, QuestionKind
from bot.surveys.standing import VOID, Standing, look
from bot.surveys.values import Value

NOBODY = 0  # the member who rehearses: no record bears this number


@dataclass
class Passage:
    """Hold a response with its answers; those of an anonymous survey never leave the turn."""

    survey: Survey
    form: Form
    response: Response
    resumed: bool
    answers: dict[str, Value] = field(default_factory=dict)
    unwritten: set[str] = field(default_factory=set)  # whose answers are not in the database yet
    shared: bool = False  # written with those of a group, not one by one
    now: datetime | None = None  # left out: the form's opening, as in a rehearsal before it
    locale: str = "vi"  # in which refusals are told
    _standing: Standing | None = field(default=None, repr=False)
    _is_fresh: bool = field(default=False, repr=False)

    @property
    def member_id(self) -> int:
        """Return whose answers these are."""
        return self.response.member_id

    @property
    def is_rehearsal(self) -> bool:
        """Tell whether this is walked to try it: nothing of it is stored."""
        return self.member_id == NOBODY

    @property
    def is_assisted(self) -> bool:
        """Tell whether an organizer records it for the member."""
        return bool(self.response.recorded_by)

    def forget(self) -> None:
        """Take all answers out, as if nothing had been said."""
        self.answers.clear()
        self.unwritten.clear()
        self._is_fresh = False

    @property
    def standing(self) -> Standing | None:
        """Return what follows from the answers, worked out once; None: the form has no logic."""
        if not self._is_fresh:
            when = self.now or self.form.opens
            self._standing = look(self.form, self.answers, when, locale=self.locale)
            self._is_fresh = True
        return self._standing

    def put(self, question: Question, value: Value) -> None:
        """Note an answer, and what it makes of the others: which count, what is worked out."""
        if self.answers.get(question.code) != value:
            self._note(question.code, value)
        if self.standing is None:
            return
        for code, held in list(self.answers.items()):
            rule = self.standing.plan.rules.get(code)
            if rule is None or not rule.question.is_asked:
                continue
            bare = {name: part for name, part in held.items() if name != VOID}
            counts = self.standing.counts(rule.question, bare)
            self._note(code, bare if counts else {**bare, VOID: True})
        for code, rule in self.standing.plan.rules.items():
            if rule.question.kind is QuestionKind.CALCULATE:
                gone: Value = {VOID: True} if code in self.answers else {}
                self._note(code, self.standing.worked.get(code, gone))

    def _note(self, code: str, value: Value) -> None:
        if value and self.answers.get(code) != value:
            self.answers[code] = value
            self.unwritten.add(code)
            self._is_fresh = False

    def is_answered(self, question: Question) -> bool:
        """Tell whether a question is settled: answered as it may be, or declined."""
        value = self.answers.get(question.code)
        if value is None or value.get("open"):
            return False
        if value.get(VOID):  # under seal it is enough that they went past it
            return self.survey.anonymous
        if self.standing is None:
            return True
        if "declined" in value:
            return not self.is_required(question)
        return self.standing.fits(question, value)

    def is_for_some(self, question: Question) -> bool:
        """Tell whether a question is put to all although it hangs on answers whom it is for."""
        if not self.survey.anonymous:
            return False
        if question.other_of:
            return True
        return self.standing is not None and self.standing.plan.rules[question.code].is_for_some

    def is_only_typed(self, question: Question) -> bool:
        """Tell whether a question is answered and passed by typing alone.

        Else a press that passes it would tell those apart whom it is for.
        """
        is_pressed = question.kind in PRESSED or bool(question.scale)
        return not is_pressed and self.is_for_some(question)

    def is_required(self, question: Question) -> bool:
        """Tell whether a question must be answered, as things stand."""
        if self.is_for_some(question):
            return False
        if self.standing is None:
            return question.required
        return self.standing.is_required(question)

    def check(self, question: Question, value: Value) -> None:
        """Raise Refused where a value is no answer to a question, as things stand."""
        if self.standing is None or value.get("open"):
            return
        may_answer = self._concerns(question) and self.standing.offers(question, value)
        if not may_answer:
            raise Refused("survey-want-choice")
        is_theirs = question.code in self.standing.asked
        if is_theirs and "declined" not in value and not self.standing.fits(question, value):
            raise self._complaint(question)

    def complaint_at(self, question: Question) -> Refused | None:
        """Return what is wrong with an answer that another answer has made unfit."""
        value = self.answers.get(question.code, {})
        if self.standing is None or value.get("open") or "declined" in value:
            return None
        return None if self.standing.fits(question, value) else self._complaint(question)

    def _complaint(self, question: Question) -> Refused:
        message = question.constraint_text.said(self.locale)
        code = "survey-constraint-said" if message else "survey-constraint"
        return Refused(code, message=message)

    def as_offered(self, question: Question) -> Question:
        """Return a question with those of its choices that this person may choose."""
        offered = self.standing.offered.get(question.code) if self.standing else None
        if offered is None:
            return question
        kept = tuple(choice for choice in question.choices if choice.code in offered)
        return replace(question, choices=kept)

    def offered(self, question: Question) -> list[tuple[int, FormChoice]]:
        """Return the choices that this person may choose, each with its place among all."""
        offered = self.standing.offered.get(question.code) if self.standing else None
        listed = list(enumerate(question.choices))
        return listed if offered is None else [one for one in listed if one[1].code in offered]

    def suggested(self, question: Question) -> Value | None:
        """Return what is suggested to who has not answered yet."""
        if self.standing is None or question.code in self.answers:
            return None
        return self.standing.default_of(question)

    @property
    def asked(self) -> tuple[Question, ...]:
        """Return the questions that this person is asked, in order."""
        asked = self.form.asked
        if self.survey.anonymous or self.standing is None:
            return asked
        return tuple(question for question in asked if self._concerns(question))

    def _concerns(self, question: Question) -> bool:
        """Tell whether a question or a note is put to this person."""
        if self.survey.anonymous or self.standing is None:
            return True
        return question.code in self.standing.asked

    def next_after(self, place: int) -> Question | None:
        """Return the first open question behind a place, else the first before it, else None."""
        asked = self.asked
        behind = (one for one in asked if self.form.place_of(one.code) > place)
        return next((one for one in chain(behind, asked) if not self.is_answered(one)), None)

    def before(self, question: Question) -> Question | None:
        """Return the question that is asked before another, if there is one."""
        earlier = self._before(question)
        return earlier[-1] if earlier else None

    def notes_before(self, question: Question) -> list[Question]:
        """Return the notes between a question and the one that is asked before it."""
        if not self.form.notes:
            return []
        earlier = self.before(question)
        start = self.form.place_of(earlier.code) + 1 if earlier else 0
        return self._notes(start, self.form.place_of(question.code))

    def notes_at_end(self) -> list[Question]:
        """Return the notes behind the last question."""
        asked = self.asked
        start = self.form.place_of(asked[-1].code) + 1 if asked else 0
        return self._notes(start, len(self.form.questions))

    def _notes(self, start: int, end: int) -> list[Question]:
        between = [one for one in self.form.notes if start <= self.form.place_of(one.code) < end]
        return [one for one in between if self._concerns(one)]

    def number_of(self, question: Question) -> int:
        """Return which of those asked a question is, from 1."""
        return len(self._before(question)) + 1

    def _before(self, question: Question) -> list[Question]:
        place = self.form.place_of(question.code)
        return [one for one in self.asked if self.form.place_of(one.code) < place]

    def count_left(self) -> int:
        """Return how many questions are still open, as things stand."""
        return sum(not self.is_answered(question) for question in self.asked)
