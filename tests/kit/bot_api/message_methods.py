"""Methods that put something into a chat, change it or take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.kit.bot_api.checking import Upload
from tests.kit.bot_api.polls import send_poll, stop_poll
from tests.kit.bot_api.refusals import bad_request

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.kit.bot_api.refusals import Json
    from tests.kit.bot_api.world import Chat, World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
MEGABYTE = 1024 * 1024
RECALLED_FOR = 48 * 3600  # seconds; Bot API, deleteMessage


def shown_markup(asked: Json) -> Json:
    """Find the part of a reply markup that stays with the message: an inline keyboard."""
    markup = asked.get("reply_markup") or {}
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _extras(asked: Json, chat: Chat) -> Json:
    """Gather what a new message may carry whatever its content."""
    extras = shown_markup(asked)
    reply = asked.get("reply_parameters")
    if reply:
        answered = chat.messages.get(reply["message_id"])
        if answered is None and not reply.get("allow_sending_without_reply"):
            raise bad_request("message to be replied not found")
        if answered:
            bare = {k: v for k, v in answered.items() if k != "reply_to_message"}
            extras["reply_to_message"] = bare
    if asked.get("protect_content"):
        extras["has_protected_content"] = True
    return extras


def _text(asked: Json) -> Json:
    entities = asked.get("entities")
    return {"text": asked["text"]} | ({"entities": entities} if entities else {})


def _caption(asked: Json) -> Json:
    if not asked.get("caption"):
        return {}
    entities = asked.get("caption_entities")
    told = {"caption": asked["caption"]}
    return told | ({"caption_entities": entities} if entities else {})


def send_message(world: World, asked: Json) -> Json:
    """Send a text."""
    chat = world.open_chat(asked["chat_id"])
    return world.post_as_bot(chat, _text(asked) | _extras(asked, chat))


def _stored(world: World, value: Upload | str, *, kind: str, most: int) -> Json:
    if isinstance(value, str):
        if value not in world.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return world.files[value].view()
    if not value.data:
        raise bad_request("file must be non-empty")
    if len(value.data) > most * MEGABYTE:
        raise bad_request(f"kit: {kind}: {len(value.data)} bytes, allowed are {most} MB")
    return world.store(value, kind=kind).view()


def send_photo(world: World, asked: Json) -> Json:
    """Send a photo, uploaded or known already."""
    chat = world.open_chat(asked["chat_id"])
    view = _stored(world, asked["photo"], kind="photo", most=10)
    del view["file_path"]
    photo = view | {"width": 1280, "height": 960}
    return world.post_as_bot(chat, {"photo": [photo]} | _caption(asked) | _extras(asked, chat))


def send_document(world: World, asked: Json) -> Json:
    """Send a file, uploaded or known already."""
    chat = world.open_chat(asked["chat_id"])
    view = _stored(world, asked["document"], kind="document", most=50)
    path = view.pop("file_path")
    document = view | {"file_name": path.split("-", 1)[1]}
    if isinstance(asked["document"], Upload):
        document["mime_type"] = asked["document"].content_type
    content = {"document": document} | _caption(asked) | _extras(asked, chat)
    return world.post_as_bot(chat, content)


def _editable(world: World, asked: Json) -> tuple[Chat, Json]:
    if "chat_id" not in asked or "message_id" not in asked:
        raise bad_request("message identifier is not specified")
    chat = world.open_chat(asked["chat_id"])
    message = chat.messages.get(asked["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(world: World, asked: Json, changes: Json) -> Json:
    """Apply changes; the keyboard goes unless it is given again."""
    chat, message = _editable(world, asked)
    changes = {"reply_markup": None} | changes | shown_markup(asked)
    if all(message.get(name) == value for name, value in changes.items()):
        raise bad_request(NOT_MODIFIED)
    return world.change(chat, message, changes)


def edit_message_text(world: World, asked: Json) -> Json:
    """Replace a text of the bot's own."""
    _, message = _editable(world, asked)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, asked, {"entities": None} | _text(asked))


def edit_message_caption(world: World, asked: Json) -> Json:
    """Replace the words below a file of the bot's own."""
    _, message = _editable(world, asked)
    if "photo" not in message and "document" not in message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, asked, {"caption": None, "caption_entities": None} | _caption(asked))


def send_venue(world: World, asked: Json) -> Json:
    """Show a place with its name."""
    chat = world.open_chat(asked["chat_id"])
    location = {"latitude": asked["latitude"], "longitude": asked["longitude"]}
    venue = {"location": location, "title": asked["title"], "address": asked["address"]}
    return world.post_as_bot(chat, {"location": location, "venue": venue} | _extras(asked, chat))


def edit_message_reply_markup(world: World, asked: Json) -> Json:
    """Replace or take away the buttons below a message of the bot's own."""
    return _edit(world, asked, {})


def delete_message(world: World, asked: Json) -> bool:
    """Take a message away."""
    chat = world.chat(asked["chat_id"])
    message = chat.messages.get(asked["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if world.date() - message["date"] > RECALLED_FOR:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[asked["message_id"]]
    world.journal.note("deleted", to=chat.members, chat_id=chat.id, message_id=asked["message_id"])
    return True


def answer_callback_query(world: World, asked: Json) -> bool:
    """Answer a press; its waiting ends for the person."""
    query = world.callbacks.get(asked["callback_query_id"])
    if query is None:
        raise bad_request(TOO_OLD)
    told = {k: asked[k] for k in ("callback_query_id", "text", "show_alert", "url") if k in asked}
    person_id = query["from"]["id"]
    chat_id = query["message"]["chat"]["id"]
    world.journal.note("answered", to=[person_id], user_id=person_id, chat_id=chat_id, **told)
    return True


def send_chat_action(world: World, asked: Json) -> bool:
    """Show that the bot is at work."""
    chat = world.open_chat(asked["chat_id"])
    world.journal.note("action", to=chat.members, chat_id=chat.id, action=asked["action"])
    return True


MESSAGE_METHODS: dict[str, Callable[[World, Json], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendPoll": send_poll,
    "stopPoll": stop_poll,
    "sendVenue": send_venue,
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
}
