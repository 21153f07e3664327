"""The ballot box: native polls, their votes and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.kit.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from tests.kit.bot_api.refusals import Json
    from tests.kit.bot_api.world import World


def _option(world: World, asked: Json | str) -> Json:
    text = asked if isinstance(asked, str) else asked["text"]
    return {"persistent_id": f"o{world.number()}", "text": text, "voter_count": 0}


def _poll(world: World, asked: Json) -> Json:
    kind = asked.get("type", "regular")
    if kind == "quiz" and not asked.get("correct_option_ids"):
        raise bad_request("quiz must have at least one correct option")
    poll = {
        "id": str(world.number()),
        "question": asked["question"],
        "options": [_option(world, each) for each in asked["options"]],
        "total_voter_count": 0,
        "is_closed": asked.get("is_closed", False),
        "is_anonymous": asked.get("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": asked.get("allows_multiple_answers", False),
        "allows_revoting": asked.get("allows_revoting", kind == "regular"),
        "members_only": asked.get("members_only", False),
    }
    kept = ("correct_option_ids", "explanation", "open_period", "close_date", "description")
    return poll | {name: asked[name] for name in kept if name in asked}


def send_poll(world: World, asked: Json) -> Json:
    """Send a native poll."""
    chat = world.open_chat(asked["chat_id"])
    if "open_period" in asked and "close_date" in asked:
        raise bad_request("kit: close_date: can't be used together with open_period")
    content = {"poll": _poll(world, asked)}
    markup = asked.get("reply_markup") or {}
    if markup.get("inline_keyboard"):
        content["reply_markup"] = markup
    message = world.post_as_bot(chat, content)
    world.polls[message["poll"]["id"]] = (chat.id, message["message_id"])
    return message


def stop_poll(world: World, asked: Json) -> Json:
    """Close a poll of the bot's own."""
    chat = world.open_chat(asked["chat_id"])
    message = chat.messages.get(asked["message_id"])
    if message is None or "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    closed = message["poll"] | {"is_closed": True}
    world.change(chat, message, {"poll": closed, "reply_markup": asked.get("reply_markup")})
    world.updates.push("poll", closed)
    return dict(closed)


def _tally(poll: Json, votes: dict[int, list[int]]) -> Json:
    counts = [sum(n in chosen for chosen in votes.values()) for n in range(len(poll["options"]))]
    options = [
        option | {"voter_count": count}
        for option, count in zip(poll["options"], counts, strict=True)
    ]
    return poll | {"options": options, "total_voter_count": len(votes)}


def vote(world: World, person_id: int, poll_id: str, option_ids: list[int]) -> Json:
    """Cast, change or (with no option) retract a person's vote; returns the poll."""
    chat_id, message_id = world.polls[poll_id]
    message = world.chats[chat_id].messages[message_id]
    votes = world.votes.setdefault(poll_id, {})
    votes[person_id] = option_ids
    if not option_ids:
        del votes[person_id]
    poll = _tally(message["poll"], votes)
    world.chats[chat_id].messages[message_id] = message | {"poll": poll}
    if not poll["is_anonymous"]:
        world.updates.push("poll_answer", _answer(world, person_id, poll, option_ids))
    world.updates.push("poll", poll)
    return poll


def _answer(world: World, person_id: int, poll: Json, option_ids: list[int]) -> Json:
    return {
        "poll_id": poll["id"],
        "user": world.person(person_id).view(),
        "option_ids": option_ids,
        "option_persistent_ids": [poll["options"][n]["persistent_id"] for n in option_ids],
    }
