"""Methods about the bot itself: who it is, its commands and words, chats and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.kit.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.bot_api.refusals import Json
    from tests.kit.bot_api.world import World


def get_me(world: World, asked: Json) -> Json:
    """Tell who the bot is."""
    flags = (
        "can_join_groups",
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
        "allows_users_to_create_topics",
        "can_manage_bots",
        "supports_guest_queries",
    )
    return world.bot | dict.fromkeys(flags, False) | {"can_join_groups": True}


def get_chat(world: World, asked: Json) -> Json:
    """Tell everything about a chat."""
    chat = world.chat(asked["chat_id"])
    accepted = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return chat.view | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(accepted, False),
    }


def get_file(world: World, asked: Json) -> Json:
    """Tell where a file can be fetched."""
    if asked["file_id"] not in world.files:
        raise bad_request("invalid file_id")
    return world.files[asked["file_id"]].view()


def _scope(asked: Json) -> tuple[str, ...]:
    scope = asked.get("scope", {"type": "default"})
    parts = (scope["type"], scope.get("chat_id", ""), scope.get("user_id", ""))
    return ("commands", *map(str, parts), asked.get("language_code", ""))


def set_my_commands(world: World, asked: Json) -> bool:
    """Keep the commands of one scope and language."""
    names = [command["command"] for command in asked["commands"]]
    if len(set(names)) < len(names):
        raise bad_request("kit: commands: a command is listed twice")
    world.texts[_scope(asked)] = asked["commands"]
    return True


def get_my_commands(world: World, asked: Json) -> list[Json]:
    """List the commands of exactly one scope and language."""
    return list(world.texts.get(_scope(asked), []))


def delete_my_commands(world: World, asked: Json) -> bool:
    """Forget the commands of one scope and language."""
    world.texts.pop(_scope(asked), None)
    return True


def _text_setter(name: str) -> Callable[[World, Json], bool]:
    def set_text(world: World, asked: Json) -> bool:
        world.texts[name, asked.get("language_code", "")] = asked.get(name, "")
        return True

    return set_text


def _text_getter(name: str) -> Callable[[World, Json], Json]:
    def get_text(world: World, asked: Json) -> Json:
        default = world.texts.get((name, ""), "")
        return {name: world.texts.get((name, asked.get("language_code", "")), default)}

    return get_text


ACCOUNT_METHODS: dict[str, Callable[[World, Json], Any]] = {
    "getMe": get_me,
    "getChat": get_chat,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyDescription": _text_setter("description"),
    "getMyDescription": _text_getter("description"),
    "setMyShortDescription": _text_setter("short_description"),
    "getMyShortDescription": _text_getter("short_description"),
}
