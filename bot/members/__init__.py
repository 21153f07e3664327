"""Room: members: who they are, what they agreed to, and what ties them to chats."""

from bot.members.changing import correct, prove_phone, report_state, set_state
from bot.members.codes import make_code, use_code
from bot.members.consents import PURPOSES, Agreed, Agreement, find_consents, grant, withdraw
from bot.members.dates import KINDS as DATES
from bot.members.dates import find_dates, forget_date, tell_date
from bot.members.digests import person_digest
from bot.members.erasing import erase, forget_talk
from bot.members.finding import Match, find_match
from bot.members.links import find_link, find_links, link
from bot.members.merging import confirm_claim, merge, refuse_claim
from bot.members.places import name_of_keys, name_of_ward, places_for
from bot.members.registering import Given, register
from bot.members.sexes import SEXES, UNSAID, read_sex
from bot.members.stop_words import Effect, Place, place_of, understand
from bot.members.stopping import chat_actor, held_until_stop, restore, stop, stop_chat
from bot.members.tags import add_tag, find_tag, find_tags, list_tags, read_tag, remove_tag
from bot.members.telling import FORMS, Holdings, find_holdings, salutation
from bot.members.writing import declare, find_listed, find_organisations, read_group
from bot.models import Member

__all__ = [
    "DATES",
    "FORMS",
    "PURPOSES",
    "SEXES",
    "UNSAID",
    "Agreed",
    "Agreement",
    "Effect",
    "Given",
    "Holdings",
    "Match",
    "Member",
    "Place",
    "add_tag",
    "chat_actor",
    "confirm_claim",
    "correct",
    "declare",
    "erase",
    "find_consents",
    "find_dates",
    "find_holdings",
    "find_link",
    "find_links",
    "find_listed",
    "find_match",
    "find_organisations",
    "find_tag",
    "find_tags",
    "forget_date",
    "forget_talk",
    "grant",
    "held_until_stop",
    "link",
    "list_tags",
    "make_code",
    "merge",
    "name_of_keys",
    "name_of_ward",
    "person_digest",
    "place_of",
    "places_for",
    "prove_phone",
    "read_group",
    "read_sex",
    "read_tag",
    "refuse_claim",
    "register",
    "remove_tag",
    "report_state",
    "restore",
    "salutation",
    "set_state",
    "stop",
    "stop_chat",
    "tell_date",
    "understand",
    "use_code",
    "withdraw",
]
