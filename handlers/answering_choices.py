"""DOOR · people in chat: what may be pressed, or typed instead, at a survey's question."""

from __future__ import annotations

from bot.messages import Choice
from bot.surveys.answering import chosen_of
from bot.surveys.forms import Question, QuestionKind, Wording
from bot.surveys.passages import Passage
from bot.surveys.presses import AnswerPress, BackPress, KeepPress, SkipPress, TogglePress
from bot.surveys.values import NO, YES
from bot.surveys.ways import ANEW_WORDS, BACK_WORDS, DONE_WORDS, KEEP_WORDS, SKIP_WORDS
from bot.text import number
from bot.turns import Turn
from handlers.answering_places import place_choices

ALL_CHOSEN, CHOOSE_ANEW = -1, -2  # what a toggle says besides a choice's place


def choices_of(turn: Turn, passage: Passage, question: Question) -> list[Choice]:
    """Return a question's choices, then the ways around it: keep, decline, go back."""
    place = passage.form.place_of(question.code)
    here = passage.survey.id, passage.member_id, place
    is_place, is_only_typed = question.kind is QuestionKind.PLACE, passage.is_only_typed(question)
    offer = place_choices if is_place else _answers
    choices = [] if is_only_typed else offer(turn, passage, question)
    if passage.is_answered(question) or _is_suggested(passage, question):
        label = turn.phrase("survey-keep")
        choices.append(Choice(label, KeepPress(*here).pack(), KEEP_WORDS))
    if not passage.is_required(question) and not is_only_typed:
        key = "survey-not-for-me" if passage.is_for_some(question) else "survey-declined"
        choices.append(Choice(turn.phrase(key), SkipPress(*here).pack(), SKIP_WORDS))
    if earlier := passage.before(question):
        back = BackPress(*here[:2], passage.form.place_of(earlier.code))
        choices.append(Choice(turn.phrase("survey-back"), back.pack(), BACK_WORDS))
    return choices


def _answers(turn: Turn, passage: Passage, question: Question) -> list[Choice]:
    here = (passage.survey.id, passage.member_id, passage.form.place_of(question.code))
    match question.kind:
        case QuestionKind.YES_NO:
            words = (("survey-yes", sorted(YES)), ("survey-no", sorted(NO)))
            return [
                Choice(turn.phrase(key), AnswerPress(*here, place).pack(), tuple(meant))
                for place, (key, meant) in enumerate(words)
            ]
        case QuestionKind.ACKNOWLEDGE:
            press, meant = AnswerPress(*here, 0).pack(), tuple(sorted(YES))
            return [Choice(turn.phrase("survey-acknowledge"), press, meant)]
        case QuestionKind.ONE_CHOICE:
            return [
                Choice(one.text.said(turn.locale), AnswerPress(*here, n).pack(), _also(one.text))
                for n, one in passage.offered(question)
            ]
        case QuestionKind.NUMBER:
            labels = (number(turn.locale, value) for value in question.scale)
            return [Choice(label, AnswerPress(*here, n).pack()) for n, label in enumerate(labels)]
        case QuestionKind.SEVERAL_CHOICES | QuestionKind.RANK:
            return _ticking(turn, passage, question, here)
        case _:
            return []


def _ticking(
    turn: Turn, passage: Passage, question: Question, here: tuple[int, int, int]
) -> list[Choice]:
    """Return choices that are ticked one by one, then what settles them."""
    ticks = _ticks(passage, question)
    toggles = [
        Choice(
            ticks.get(one.code, "") + one.text.said(turn.locale),
            TogglePress(*here, place).pack(),
            _also(one.text),
        )
        for place, one in passage.offered(question)
    ]
    done = TogglePress(*here, ALL_CHOSEN).pack()
    anew = TogglePress(*here, CHOOSE_ANEW).pack()
    return [
        *toggles,
        Choice(turn.phrase("survey-all-chosen"), done, DONE_WORDS),
        Choice(turn.phrase("survey-choose-anew"), anew, ANEW_WORDS),
    ]


def _is_suggested(passage: Passage, question: Question) -> bool:
    """Tell whether there is something to accept; said to be there only where it may be read."""
    return not passage.survey.anonymous and passage.suggested(question) is not None


def _ticks(passage: Passage, question: Question) -> dict[str, str]:
    """Return what stands before the choices made, of a rank its place.

    Of an anonymous survey nothing does, as replies are stored.
    """
    if passage.survey.anonymous:
        return {}
    is_rank, chosen = question.kind is QuestionKind.RANK, chosen_of(passage, question)
    return {code: f"({n}) " if is_rank else "✓ " for n, code in enumerate(chosen, 1)}


def _also(text: Wording) -> tuple[str, ...]:
    return tuple(words for words in (text.vi, text.en) if words)
