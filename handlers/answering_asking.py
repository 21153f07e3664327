"""DOOR · people in chat: how a survey's questions, its review and its thanks are put.

Of an anonymous survey nothing that is said here, stored with the replies or kept in the chat's
notes tells an answer: not the ticks of several choices, not the review.
"""

from __future__ import annotations

from bot.messages import Choice, Marks, Reply
from bot.surveys.forms import CHOOSING, PRESSED, TICKED, Question, QuestionKind
from bot.surveys.others import find_follow_up
from bot.surveys.passages import Passage
from bot.surveys.picturing import picture_of
from bot.surveys.presses import BackPress, ReviewPress
from bot.surveys.types import worth_of
from bot.surveys.values import shown
from bot.surveys.wording import said
from bot.text import moment
from bot.turns import Turn
from handlers.answering_choices import choices_of
from handlers.answering_places import find_namesakes, offers_places

SEND_WORDS = ("gửi", "nộp", "xong", "đồng ý", "có", "send", "yes")
NUMBER_COLUMNS = 5
MOST_MENDED = 60  # buttons in the review; what lies behind is typed: “sửa câu 73”
MOST_SHOWN = 60  # characters of a question or an answer in the review


def put_banner(turn: Turn, passage: Passage) -> None:
    """Say what the survey is, what it is worth and what happens to the answers."""
    survey, form = passage.survey, passage.form
    turn.say(
        "survey-banner",
        title=form.title.said(turn.locale),
        purpose=form.purpose.said(turn.locale),
        count=len(passage.asked),
        closes=moment(turn.locale, survey.closes_at),
        worth=worth_of(survey, turn.locale),
        anonymous="yes" if survey.anonymous else "no",
    )


def ask_next(turn: Turn, passage: Passage, *, after: int) -> None:
    """Ask the next open question, or show the review when there is none."""
    question = passage.next_after(after)
    if question is None:
        show_review(turn, passage)
    else:
        ask_question(turn, passage, question)


def ask_question(turn: Turn, passage: Passage, question: Question, *, again: bool = False) -> None:
    """Ask one question; `again` rewrites the pressed message after a toggle."""
    keep_place(turn, passage, question)
    turn.ask(
        "\n".join([*marked(turn, passage), write_question(turn, passage, question, again=again)]),
        step="survey.question",
        choices=choices_of(turn, passage, question),
        marks=_marks(turn, passage, question),
        edits=turn.incoming.pressed_ref if again else "",
        columns=columns_of(question),
        attachment=picture_of(passage.survey, question),
        wants_photo=question.kind is QuestionKind.IMAGE and not passage.survey.anonymous,
    )


def write_question(
    turn: Turn, passage: Passage, question: Question, *, again: bool = False
) -> str:
    """Write a question as it is read: which of how many, its words, how to answer."""
    place, count = passage.number_of(question), len(passage.asked)
    hint = said(passage, question, question.hint, turn.locale)
    lines = [
        *(said(passage, note, note.text, turn.locale) for note in passage.notes_before(question)),
        turn.phrase("survey-progress", place=place, count=count),
        said(passage, question, question.text, turn.locale),
        *([hint] if hint else []),
        *_listed(turn, passage, question),
        *_hints(turn, passage, question, again=again),
    ]
    return "\n".join(lines)


def keep_place(turn: Turn, passage: Passage, question: Question | None) -> None:
    """Note where the conversation stands: never an answer, and whether answers are sealed."""
    recording = {"recording": True, "who": turn.noted("who", "")} if passage.is_assisted else {}
    turn.chat.data = {
        "sealed": passage.survey.anonymous,
        "survey": passage.survey.id,
        "member": passage.member_id,
        "question": question.code if question else "",
        "taps": turn.noted("taps", 0),
        **recording,
    }
    if passage.is_rehearsal:  # these are nobody's answers, and are forgotten with the rehearsal
        turn.note(answers=passage.answers)


def marked(turn: Turn, passage: Passage) -> list[str]:
    """Return what stands above a question that is tried, or recorded for somebody."""
    if passage.is_rehearsal:
        return [turn.phrase("survey-rehearsal-mark")]
    if passage.is_assisted:
        return [turn.phrase("assisted-mark", who=turn.noted("who", ""))]
    return []


def note_neutrally(turn: Turn, passage: Passage) -> None:
    """Rewrite a pressed message of an anonymous survey without what was chosen."""
    if passage.survey.anonymous:
        rewrite(turn, "survey-noted")


def rewrite(turn: Turn, key: str) -> None:
    """Rewrite the pressed message, if one was pressed, to a phrase that tells no answer."""
    if turn.incoming.pressed_ref:
        turn.replies.insert(0, Reply(turn.phrase(key), edits=turn.incoming.pressed_ref))


def show_review(turn: Turn, passage: Passage) -> None:
    """Show what was answered and offer to hand it in, or to change a question."""
    keep_place(turn, passage, None)
    survey, asked = passage.survey, passage.asked
    if survey.anonymous:
        text = turn.phrase("survey-review-sealed", count=len(asked))
    else:
        lines = [_review_line(turn, passage, question) for question in asked]
        text = "\n".join([turn.phrase("survey-review"), *lines])
    notes = (said(passage, note, note.text, turn.locale) for note in passage.notes_at_end())
    text = "\n".join([*notes, text])
    seat = survey.id, passage.member_id
    send = Choice(turn.phrase("survey-send"), ReviewPress(*seat, 1).pack(), SEND_WORDS)
    mend = [
        Choice(
            turn.phrase("survey-question-number", place=place),
            BackPress(*seat, passage.form.place_of(question.code)).pack(),
            (str(place), f"sửa câu {place}"),
        )
        for place, question in enumerate(asked[:MOST_MENDED], 1)
    ]
    turn.ask(text, step="survey.review", choices=[send, *mend], marks="none", columns=4)


def _review_line(turn: Turn, passage: Passage, question: Question) -> str:
    place = passage.number_of(question)
    value = passage.answers.get(question.code)
    answer = shown(question, value, turn.locale) if value else "—"
    words = said(passage, question, question.text, turn.locale)
    return f"{place}. {_short(words)} → {_short(answer)}"


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1].rstrip() + "…"


def _hints(turn: Turn, passage: Passage, question: Question, *, again: bool) -> list[str]:
    """Say how to answer and, unless it is sealed, what stands."""
    hints = _how(turn, passage, question)
    if not passage.survey.anonymous and find_follow_up(passage.form.questions, question):
        hints.append(turn.phrase("survey-hint-other"))
    if again and passage.survey.anonymous:
        turn.note(taps=turn.noted("taps", 0) + 1)
        hints.append(turn.phrase("survey-tapped", count=turn.noted("taps")))
    elif not passage.survey.anonymous:  # what is said is stored, and would tell the answer
        hints += _tell_what_stands(turn, passage, question)
    return hints


def _how(turn: Turn, passage: Passage, question: Question) -> list[str]:
    """Say how a question is answered, and how it is passed where it is for some people only."""
    kind, way = question.kind, "typed" if passage.is_only_typed(question) else "pressed"
    passed = passage.is_for_some(question) and not question.other_of
    how = [turn.phrase(f"survey-for-some-{way}")] if passed else []
    if kind in TICKED and way == "typed":
        return [turn.phrase(f"survey-hint-{kind.replace('_', '-')}-typed"), *how]
    if kind is QuestionKind.TEXT:
        return [turn.phrase("survey-hint-text", most=question.longest), *how]
    if question.scale:
        return [turn.phrase("survey-hint-scale"), *how]
    if question.year_only:
        return [turn.phrase("survey-hint-date-or-year"), *how]
    return how if kind in PRESSED else [turn.phrase(f"survey-hint-{kind.replace('_', '-')}"), *how]


def _listed(turn: Turn, passage: Passage, question: Question) -> list[str]:
    """List the choices that are typed, where there is nothing to press."""
    if not passage.is_only_typed(question):
        return []
    labels = [choice.text.said(turn.locale) for _, choice in passage.offered(question)]
    if question.choices_are_numbers:
        return labels
    return [f"{place}. {label}" for place, label in enumerate(labels, 1)]


def _tell_what_stands(turn: Turn, passage: Passage, question: Question) -> list[str]:
    """Say what was answered, why it does not fit any more, or what is suggested."""
    value, suggested = passage.answers.get(question.code), passage.suggested(question)
    if complaint := passage.complaint_at(question):
        return [turn.phrase(complaint.code, **complaint.values)]
    if value and not value.get("open"):
        answer = shown(question, value, turn.locale)
        which = (
            [turn.phrase("survey-place-which")] if find_namesakes(turn, passage, question) else []
        )
        return [turn.phrase("survey-stands", answer=_short(answer)), *which]
    if suggested:
        answer = shown(question, suggested, turn.locale)
        return [turn.phrase("survey-suggested", answer=_short(answer))]
    return []


def columns_of(question: Question) -> int:
    """Return how many choices stand side by side: numbers do."""
    return NUMBER_COLUMNS if question.choices_are_numbers else 1


def _marks(turn: Turn, passage: Passage, question: Question) -> Marks:
    if passage.is_only_typed(question):
        return "none"
    return "numbers" if offers_places(turn, passage, question) else marks_of(question)


def marks_of(question: Question) -> Marks:
    """Return how choices are marked where there are no buttons."""
    listed = question.kind in CHOOSING or question.kind in PRESSED
    return "numbers" if listed and not question.choices_are_numbers else "none"
