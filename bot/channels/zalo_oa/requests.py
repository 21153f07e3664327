"""Door, Zalo OA: a Reply -> the call that carries it."""

from __future__ import annotations

from bot.channels.zalo_oa.calls import Call, Json
from bot.channels.zalo_oa.events import PRESS
from bot.messages import Attachment, Capabilities, Rejected, Reply
from bot.settings import Settings
from bot.showing import MOST_NOTE

CAPABILITIES = Capabilities(
    most_text=2000,
    buttons=True,
    edits=False,
    contact_button=False,
    most_label=100,
    most_buttons=5,
    most_caption=2000 - MOST_NOTE,
    documents=False,
    buttons_with_files=False,
    links=True,
)
CONSULT, TEMPLATE = "/v3.0/oa/message/cs", "/message/template"
UPLOAD_IMAGE = "/v2.0/oa/upload/image"
MOST_PICTURE = 1024 * 1024  # bytes, as public notes quote the page on uploads (second-hand)


def is_uploaded(file: Attachment | None) -> bool:
    """Tell whether the service takes a file to itself: a picture that is not too large."""
    return file is not None and file.is_picture and len(file.content) <= MOST_PICTURE


def write_upload(settings: Settings, file: Attachment, token: str) -> Call:
    """Return the call that hands a picture over; its answer names it for seven days."""
    return Call(
        method="POST",
        address=settings.zalo_oa_api_url + UPLOAD_IMAGE,
        token=token,
        file=(file.name, file.media_type, file.content),
    )


def write_call(settings: Settings, chat: str, reply: Reply, token: str) -> Call:
    """Return the call that sends one message, or raise Rejected for what nobody can read.

    A file must be known to the service by now; what it does not take stands in the words.
    """
    if reply.template is not None:
        return Call(
            method="POST",
            address=settings.zalo_oa_template_url + TEMPLATE,
            token=token,
            body={
                "user_id": chat,
                "template_id": reply.template.number,
                "template_data": dict(reply.template.fields),
                "tracking_id": reply.template.tracking,
            },
        )
    if reply.attachment is None and not reply.text.strip():
        raise Rejected("a message without text")
    return Call(
        method="POST",
        address=settings.zalo_oa_api_url + CONSULT,
        token=token,
        body={"recipient": {"user_id": chat}, "message": _message(reply)},
    )


def _message(reply: Reply) -> Json:
    message: Json = {"text": reply.text} if reply.text.strip() else {}
    if reply.attachment is not None:
        shown = {"media_type": "image", "attachment_id": reply.attachment.known_as}
        payload = {"template_type": "media", "elements": [shown]}
        return message | {"attachment": {"type": "template", "payload": payload}}
    buttons: list[Json] = [
        {"title": choice.label, "type": "oa.query.hide", "payload": PRESS + choice.press}
        for choice in reply.choices
    ]
    buttons += [
        {"title": link.label, "type": "oa.open.url", "payload": {"url": link.address}}
        for link in reply.links
    ]
    if buttons:
        message["attachment"] = {"type": "template", "payload": {"buttons": buttons}}
    return message
