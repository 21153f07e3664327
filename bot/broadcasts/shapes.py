"""Room: what becomes of a broadcast on each platform, said before it leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bot.messages import Capabilities, Reply
from bot.rendering import parts
from bot.settings import Settings
from bot.text import say

# what the platforms can carry, as their channels say it themselves; a test holds them equal
SHAPES: Mapping[str, Capabilities] = {
    "Telegram": Capabilities(
        most_text=4096,
        buttons=True,
        edits=True,
        contact_button=True,
        formats=True,
        links=True,
        places=True,
    ),
    "Web": Capabilities(
        most_text=4096,
        buttons=True,
        edits=True,
        contact_button=False,
        most_caption=4096,
        formats=True,
    ),
    "Zalo bot": Capabilities(
        most_text=2000,
        buttons=False,
        edits=False,
        contact_button=False,
        most_caption=1700,
        formats=True,
        hidden_links=False,
        documents=False,
    ),
    "Zalo OA": Capabilities(
        most_text=2000,
        buttons=True,
        edits=False,
        contact_button=False,
        most_label=100,
        most_buttons=5,
        most_caption=1700,
        documents=False,
        buttons_with_files=False,
        links=True,
    ),
}
ALWAYS = ("Telegram", "Web")


def find_platforms(settings: Settings) -> set[str]:
    """Return the platforms of a site whose shapes are worth a line."""
    switched = {
        "Zalo bot": bool(settings.tokens_of("zalo-bot")),
        "Zalo OA": bool(settings.zalo_oa_app_id),
    }
    return {name for name, is_on in switched.items() if is_on}


def describe_shapes(reply: Reply, locale: str, platforms: Collection[str] = ()) -> list[str]:
    """Say how a message looks on each platform; nothing of one that is words and buttons alone.

    `platforms` are those that the site has; of Telegram and the web chat it is always said.
    """
    if not (reply.attachment or reply.links or reply.place or reply.spans):
        return []
    shown = {name: SHAPES[name] for name in SHAPES if name in {*ALWAYS, *platforms}}
    lines = [f"{name}: {', '.join(_say(reply, able, locale))}." for name, able in shown.items()]
    return [say(locale, "shape-heading"), *lines]


def _say(reply: Reply, able: Capabilities, locale: str) -> list[str]:
    said = []
    if reply.beside:
        said.append(say(locale, "shape-beside"))
        reply = replace(reply, beside=None)
    if reply.attachment:
        kind = "photo" if reply.attachment.is_picture else "document"
        alone = len(parts(reply, able)) > (2 if reply.place and able.places else 1)
        key = "shape-file" if able.documents or kind == "photo" else "shape-file-address"
        said.append(say(locale, key, kind=kind, alone="yes" if alone else "no"))
    if reply.spans:
        said.append(say(locale, "shape-marked", able="yes" if able.formats else "no"))
    buttons = able.links and (able.buttons_with_files or not reply.attachment)
    said += [
        say(locale, "shape-link", label=link.label, able="yes" if buttons else "no")
        for link in reply.links
    ]
    if reply.place:
        can = "yes" if able.places else "no"
        said.append(say(locale, "shape-place", name=reply.place.name, able=can))
    return said
