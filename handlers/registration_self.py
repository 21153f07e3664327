"""Door: the steps that ask who somebody is: phone, name, year of birth, form of address."""

from __future__ import annotations

import re

from bot import members
from bot.clock import to_local
from bot.phones import parse_phone
from bot.turns import Turn
from bot.words import display_name, fold, looks_legacy
from handlers.asking import NO, YES, Step, answer, ask_step, refuse_press, refuse_typing

NAME_MOST = 60
NAME_LEAST_WORDS, NAME_MOST_WORDS = 2, 8
NAME_WORDS = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]*)*")
WHO = "(?:tôi|toi|em|cháu|chau|con|mình|minh|bác|bac|cô|chú|anh|chị|chi|ông|ong|bà)"
INTRODUCTION = re.compile(
    rf"^(?:dạ[ ,]*)?(?:{WHO}\s+là\s+|{WHO}\s+(?:tên|ten)\s+(?:(?:là|la)\s+)?"
    rf"|(?:tên|ten)\s+{WHO}\s+(?:là|la)\s+|(?:họ\s+(?:và\s+)?)?tên\s*:\s*"
    r"|(?:bác|cô|chú|anh|chị|bà)\s+(?=\S+\s+\S))",  # no family name is among these
    re.IGNORECASE,
)
NO_NAMES = frozenset(
    {
        "khong biet",
        "khong co",
        "khong muon",
        "khong ten",
        "xin chao",
        "chao ban",
        "cam on",
        "ai vay",
        "ai day",
        "la gi",
        "tai sao",
        "lam gi",
        "dong y",
        "bo qua",
        "quay lai",
    }
)
ADULT = 16  # Law on Children 102/2016/QH13, article 1: a child is under 16
OLDEST = 120
FULL_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


async def ask_phone(turn: Turn) -> None:
    """Ask for a phone, by the platform's own button where there is one."""
    ask_step(
        turn,
        "phone",
        turn.phrase("register-phone"),
        marks="none",
        optional=True,
        ask_contact=turn.phrase("register-share-phone"),
    )


async def read_phone(turn: Turn, text: str) -> bool:
    """Take a typed phone."""
    phone = parse_phone(text)
    if phone is None:
        turn.misunderstood("register-phone-wrong")
        return False
    turn.note(phone=phone, phone_is_own=False)
    return True


async def take_contact(turn: Turn) -> bool:
    """Take a shared phone, if it is the sender's own."""
    contact = turn.incoming.contact
    if contact is None or not contact.own:
        turn.misunderstood("register-phone-of-another")
        return False
    phone = parse_phone(contact.phone)
    if phone is None:
        turn.misunderstood("register-phone-wrong")
        return False
    turn.note(phone=phone, phone_is_own=True)
    return True


async def ask_name(turn: Turn) -> None:
    """Ask for the full name."""
    ask_step(turn, "name", turn.phrase("register-name"), marks="none")


async def read_name(turn: Turn, text: str) -> bool:
    """Take a name that can be one: two words of letters at least."""
    if looks_legacy(text):
        turn.misunderstood("register-name-legacy")
        return False
    name = display_name(bare_name(text))
    if not is_plausible(name):
        turn.misunderstood("register-name-wrong")
        return False
    turn.note(name=name)
    return True


def bare_name(text: str) -> str:
    """Return what is left of `Dạ tôi tên là Lê Văn Sáu ạ.` when the name alone is wanted."""
    return INTRODUCTION.sub("", re.sub(r"\s+ạ$", "", text.strip(" .,;")))


def is_plausible(name: str) -> bool:
    """Tell whether a text can be somebody's full name."""
    words = name.split()
    return (
        NAME_LEAST_WORDS <= len(words) <= NAME_MOST_WORDS
        and len(name) <= NAME_MOST
        and all(NAME_WORDS.fullmatch(word) for word in words)
        and fold(name) not in NO_NAMES
    )


async def ask_birth(turn: Turn) -> None:
    """Ask for the year of birth."""
    ask_step(turn, "birth", turn.phrase("register-birth"), marks="none", optional=True)


async def read_birth(turn: Turn, text: str) -> bool:
    """Take a year or a date; a year that may be fifteen or sixteen years ago asks once more."""
    today = to_local(turn.now).date()
    found = FULL_DATE.search(text)
    year = re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", text)
    if year is None or not 0 <= today.year - int(year[1]) <= OLDEST:
        turn.misunderstood("register-birth-wrong")
        return False
    born = int(year[1])
    turn.note(birth=born)
    age = today.year - born
    if found and age == ADULT:
        birthday_passed = (today.month, today.day) >= (int(found[2]), int(found[1]))
        return await press_birth(turn, "of-age" if birthday_passed else "under")
    if age == ADULT:
        yes = answer("birth", "of-age", turn.phrase("register-of-age"), *YES)
        no = answer("birth", "under", turn.phrase("register-under-age"), *NO)
        turn.note(narrowing=True)
        ask_step(turn, "birth", turn.phrase("register-sixteen"), choices=(yes, no))
        return False
    return await press_birth(turn, "of-age" if age > ADULT else "under")


async def press_birth(turn: Turn, value: str) -> bool:
    """Go on with somebody of age; ask a child for a parent and forget all that was noted."""
    if value == "of-age":
        return True
    if turn.noted("flow") == "profile":
        turn.note(birth=None)
        turn.say("register-child-in-profile")
        turn.repeat_question()
        return False
    turn.done()
    await members.forget_talk(turn.session, turn.chat)
    turn.say("register-child")
    return False


async def ask_form(turn: Turn) -> None:
    """Ask how the person wants to be addressed."""
    choices = [answer("form", form, turn.phrase(f"form-{form}"), form) for form in members.FORMS]
    text = turn.phrase("register-form")
    ask_step(turn, "form", text, choices=choices, optional=True, columns=2)


async def press_form(turn: Turn, value: str) -> bool:
    """Take a form of address."""
    if value not in members.FORMS:
        return await refuse_press(turn, value)
    turn.note(form=value)
    return True


PHONE = Step(
    "phone",
    ask_phone,
    read_phone,
    refuse_press,
    clear=("phone", "phone_is_own"),
    optional=True,
)
NAME = Step("name", ask_name, read_name, refuse_press)
BIRTH = Step("birth", ask_birth, read_birth, press_birth, clear=("birth",), optional=True)
FORM = Step("form", ask_form, refuse_typing, press_form, clear=("form",), optional=True)
