"""Kit: what a resident answers to each of the bot's phrases, in one table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.text import say
from bot.words import fold
from tests.kit.deeds import Act, Heard, Push, Say, ShareContact
from tests.kit.opinions import decide, find_asked
from tests.kit.phrasebook import Recognised

if TYPE_CHECKING:
    from tests.kit.residents import Resident

PAUSE_AT = 2  # the place of the question at which the half-hearted stop
TICK = "✓ "
TODAY = "phường hạc thành"  # what to choose where an old ward was divided
Answering = Callable[["Resident", Heard, Recognised], list[Act]]


def agree(one: Resident, heard: Heard, found: Recognised) -> list[Act]:
    """Say yes or no to one purpose."""
    agrees = found.key.removeprefix("consent-") in one.person.consents
    return one.choose(heard, _say(one, f"consent-{'yes' if agrees else 'no'}"))


def give_phone(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Share the own phone by the button, type it, or skip."""
    if not one.person.phone:
        return one.name_choice(heard, _say(one, "register-skip"))
    if one.person.own_phone:
        return [ShareContact(one.person.phone)]
    return [Say(one.person.phone)]


def choose_ward(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Choose among places of one name: the old one of the city."""
    start = f"phường {one.person.ward} (cũ"
    return one.choose(heard, next(label for label in heard.labels if label.startswith(start)))


def choose_part(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Choose what a divided ward became."""
    wanted = next(label for label in heard.labels if label.casefold() == TODAY)
    return one.choose(heard, wanted)


def tick_organisations(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Tick one's organisations, one press each, then go on."""
    if wanted := find_unticked(one, heard, one.person.organisations):
        return one.choose(heard, wanted)
    return one.choose(heard, heard.labels[len(heard.labels) - 2])  # the last one goes back


def find_unticked(one: Resident, heard: Heard, labels: Sequence[str]) -> str:
    """Return the next label to tick, and note it; nothing when all are."""
    shown = {label.removeprefix(TICK) for label in heard.labels if label.startswith(TICK)}
    wanted = next((label for label in labels if label not in one.ticked | shown), "")
    one.ticked |= {wanted} if wanted else set()
    return wanted


def give_form(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Choose a form of address, or skip."""
    wanted = _say(one, f"form-{one.person.form}" if one.person.form else "register-skip")
    return one.choose(heard, wanted)


def settle_word(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Say that the word was the answer; typing it again would ask again."""
    return [Push(heard.ref, heard.labels[0]) if one.habit.name == "PRESSES" else Say("1")]


def end_registration(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Note it; another of the family follows on the same phone."""
    if one.register_next():
        return [Say("/start")]
    one.busy = False
    return []


def end_stopped(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Note that nothing is to come any more."""
    one.stopped, one.busy = True, False
    return []


def end(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Note that the conversation is over."""
    one.busy = False
    return []


def wait(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Read on: the question comes in a message of its own."""
    return []


def say_who(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Say who of the family answers."""
    wants = one.waiting()
    if not wants:
        one.busy = False
        return []
    one.speaker = wants[0]
    name = fold(wants[0].name)  # it may have been typed without marks
    return one.choose(heard, next((each for each in heard.labels if fold(each) == name), name))


def give_answer(one: Resident, heard: Heard, found: Recognised) -> list[Act]:
    """Answer one question of the survey, or put the phone away for now."""
    person = one.speaker or one.waiting()[0]
    one.speaker = person
    place = int(found.parts[0])
    halves = f"half {one.letters[-1][0]}" in person.mood.value
    if place == PAUSE_AT and halves:
        one.busy, one.speaker = False, None
        return []
    question = one.book.questions[place]
    answer = person.answers.setdefault(place, decide(question, one.dice))
    if answer.declined or (question.kind == "yes_no"):
        return one.name_choice(heard, answer.labels[0])
    if question.kind == "several_choices":
        return tick_answers(one, heard, place)
    return one.choose(heard, answer.labels[0]) if answer.labels else [Say(answer.typed)]


def tick_answers(one: Resident, heard: Heard, place: int) -> list[Act]:
    """Tick several choices one by one, or type their numbers at once; one number is one tick."""
    answer = (one.speaker or one.person).answers[place]
    if one.habit.name != "PRESSES" and len(answer.labels) > 1:
        return [Say(answer.typed)]
    if wanted := find_unticked(one, heard, answer.labels):
        return one.choose(heard, wanted)
    one.ticked.clear()
    return one.choose(heard, _say(one, "survey-all-chosen"))


def hand_in(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Hand the answers in, once everything was asked that ought to be, and nothing else."""
    if one.speaker is None:
        raise LookupError(f"nobody answers, and is asked to hand in: {heard.text!r}")
    asked = find_asked(one.book.questions, one.speaker.answers)
    if asked != set(one.speaker.answers):
        raise LookupError(f"asked {sorted(one.speaker.answers)}, ought to be {sorted(asked)}")
    one.sends = True
    return one.name_choice(heard, _say(one, "survey-send"))


def end_survey(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Note that it is handed in; another of the family may follow."""
    note_handed_in(one)
    if one.waiting():
        return [Say("/traloi")]
    one.busy = False
    return []


def note_handed_in(one: Resident) -> None:
    """Note that who was answering is through."""
    if one.speaker is not None:
        one.speaker.handed_in = True
    one.speaker, one.sends = None, False


def begin_anew(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Begin again what was not heard, or whose end was not: the bot waits for nothing."""
    return [one.opening] if one.busy and one.opening else []


def begin_or_end(one: Resident, heard: Heard, found: Recognised) -> list[Act]:
    """Begin again, unless all was declined: the end of that did not arrive."""
    if not one.person.consents:
        return end(one, heard, found)
    return begin_anew(one, heard, found)


def take_as_ended(one: Resident, heard: Heard, found: Recognised) -> list[Act]:
    """Take it that the answers were handed in, whose thanks did not arrive."""
    return end_survey(one, heard, found)


def end_or_register(one: Resident, heard: Heard, found: Recognised) -> list[Act]:
    """Register another of the family, or take it that the last one is whose end was not heard."""
    if one.is_known(found.parts[0]):
        return end_registration(one, heard, found)
    return one.choose(heard, _say(one, "register-begin-another"))


def _say(one: Resident, key: str) -> str:
    return say(one.book.locale, key)


ANSWERS: dict[str, Answering] = {
    "register-intro": wait,
    "consent-notices": agree,
    "consent-surveys": agree,
    "consent-reminders": agree,
    "register-phone": give_phone,
    "register-name": lambda one, heard, found: one.write(one.person.name),
    "register-ward": lambda one, heard, found: one.write(one.person.ward),
    "register-ward-which": choose_ward,
    "register-ward-divided": choose_part,
    "register-group": lambda one, heard, found: one.write(f"Tổ {one.person.group}"),
    "register-organisations": tick_organisations,
    "register-birth": lambda one, heard, found: [Say(str(one.person.birth_year))],
    "register-form": give_form,
    "register-summary": lambda one, heard, found: one.choose(heard, _say(one, "register-right")),
    "stop-which": settle_word,
    "register-done": end_registration,
    "register-declined": end,
    "register-already": end_or_register,
    "stop-done": end_stopped,
    "survey-banner": wait,
    "survey-resumed": wait,
    "survey-who": say_who,
    "survey-question": give_answer,
    "survey-review": hand_in,
    "survey-review-sealed": hand_in,
    "survey-thanks": end_survey,
    "survey-closed": end,
    "survey-none": take_as_ended,
    "survey-already": take_as_ended,
    "help-unknown": begin_anew,
    "help-welcome": begin_or_end,
}
