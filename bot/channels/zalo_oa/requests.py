"""Door, Zalo OA: a Reply -> the call that carries it."""

from __future__ import annotations

from bot.channels.zalo_oa.calls import Call, Json
from bot.channels.zalo_oa.events import PRESS
from bot.messages import Capabilities, Rejected, Reply
from bot.settings import Settings

CAPABILITIES = Capabilities(
    most_text=2000,
    buttons=True,
    edits=False,
    contact_button=False,
    most_label=100,
    most_buttons=5,
    links=True,
)
CONSULT, TEMPLATE = "/v3.0/oa/message/cs", "/message/template"


def write_call(settings: Settings, chat: str, reply: Reply, token: str) -> Call:
    """Return the call that sends one message, or raise Rejected for what nobody can read."""
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
    if reply.attachment is not None:
        raise Rejected("files are not carried by the Official Account")
    if not reply.text.strip():
        raise Rejected("a message without text")
    return Call(
        method="POST",
        address=settings.zalo_oa_api_url + CONSULT,
        token=token,
        body={"recipient": {"user_id": chat}, "message": _message(reply)},
    )


def _message(reply: Reply) -> Json:
    message: Json = {"text": reply.text}
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
