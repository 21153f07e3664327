"""Kit: what a resident answers to each of the bot's phrases, in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.text import say
from bot.words import fold
from tests.kit.deeds import Act, Heard, Push, Say, ShareContact
from tests.kit.opinions import QUESTIONS, decide
from tests.kit.phrasebook import Recognised

if TYPE_CHECKING:
    from tests.kit.residents import Resident

PAUSE_AT = 2  # the place of the question at which the half-hearted stop
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
    for name in one.person.organisations:
        if name not in one.ticked:
            one.ticked.add(name)
            return one.choose(heard, name)
    return one.choose(heard, heard.labels[len(heard.labels) - 2])  # the last one goes back


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
    question = QUESTIONS[place]
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
    for label in answer.labels:
        if label not in one.ticked:
            one.ticked.add(label)
            return one.choose(heard, label)
    one.ticked.clear()
    return one.choose(heard, _say(one, "survey-all-chosen"))


def hand_in(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Hand the answers in."""
    return one.name_choice(heard, _say(one, "survey-send"))


def end_survey(one: Resident, heard: Heard, _: Recognised) -> list[Act]:
    """Note that it is handed in; another of the family may follow."""
    assert one.speaker is not None
    one.speaker.handed_in = True
    one.speaker = None
    if one.waiting():
        return [Say("/traloi")]
    one.busy = False
    return []


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
    "register-already": lambda one, heard, found: one.choose(
        heard, _say(one, "register-begin-another")
    ),
    "stop-done": end_stopped,
    "survey-banner": wait,
    "survey-resumed": wait,
    "survey-who": say_who,
    "survey-question": give_answer,
    "survey-review": hand_in,
    "survey-review-sealed": hand_in,
    "survey-thanks": end_survey,
    "survey-closed": end,
}
