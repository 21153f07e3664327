"""Door: `/lienket`: a campaign's links and QR codes, for a ward or a recruiter, with counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot import campaigns, files, members, qr, recruiting
from bot.addresses import find_links
from bot.clock import to_local
from bot.errors import Refused
from bot.files import Content
from bot.messages import Choice
from bot.models import Campaign
from bot.presses import Press
from bot.recruiting import Counted
from bot.turns import Router, Turn
from handlers.organizing_asking import LISTED, PREFIX, actor_of, admit, attempt, clipped

router = Router("organizing_links")
PERMISSION = "campaign:write"
WARD, NAME = PREFIX + "link.ward", PREFIX + "link.name"  # a person may be called "Dung"
PNG, SVG = "image/png", "image/svg+xml"


@dataclass(frozen=True)
class LinkPress(Press):
    """Do something about a campaign's links: `show`, `all`, `ward`, `name`, `in` this ward."""

    TAG: ClassVar[str] = "ol"
    act: str
    campaign: str
    ward: str


@router.command("lienket", "link", "qr")
async def begin(turn: Turn) -> None:
    """Ask for which campaign."""
    actor = await admit(turn, PERMISSION)
    if actor is None:
        return
    turn.done()
    today = to_local(turn.now).date()
    found = await recruiting.list_campaigns(turn.session, actor, today=today)
    if len(found) == 1:
        await show(turn, found[0])
        return
    choices = [_choice(clipped(one.name), "show", one) for one in found]
    key = "organizing-link-campaigns" if found else "organizing-link-campaigns-none"
    turn.quote(turn.phrase(key), choices=choices)


@router.on(LinkPress)
async def do(turn: Turn, press: LinkPress) -> None:
    """Do what a button says."""
    if await admit(turn, PERMISSION) is None:
        return
    campaign = await attempt(turn, campaigns.get(turn.session, press.campaign))
    if campaign is None:
        return
    match press.act:
        case "all":
            await make(turn, campaign, None)
        case "in":
            await make(turn, campaign, press.ward)
        case "ward" | "name":
            turn.note(campaign=campaign.code, recruiter="")
            step = WARD if press.act == "ward" else NAME
            turn.ask(turn.phrase(f"organizing-link-{press.act}"), step=step, marks="none")
        case _:
            await show(turn, campaign)


@router.at(NAME)
async def take_name(turn: Turn) -> None:
    """Take the recruiter's name; who acts in some wards only is asked for the ward too."""
    if await admit(turn, PERMISSION) is None:
        turn.done()
        return
    turn.note(recruiter=turn.text.strip())
    campaign = await campaigns.get(turn.session, turn.noted("campaign"))
    if await _is_free(turn, campaign):
        await make(turn, campaign, None)
    else:
        turn.ask(turn.phrase("organizing-link-ward"), step=WARD, marks="none")


@router.at(WARD)
async def take_ward(turn: Turn) -> None:
    """Take a ward by its name; of several that bear it one is chosen."""
    if await admit(turn, PERMISSION) is None:
        turn.done()
        return
    campaign = await campaigns.get(turn.session, turn.noted("campaign"))
    found = members.places_for(turn.settings).find(turn.text)
    if not found:
        turn.misunderstood("organizing-link-ward-unknown", name=turn.text.strip())
    elif len(found) == 1:
        await make(turn, campaign, found[0].key)
    else:
        choices = [_choice(place.label, "in", campaign, place.key) for place in found[:LISTED]]
        words = turn.phrase("organizing-ward-which", name=turn.text.strip())
        turn.ask(words, step=WARD, choices=choices)


async def show(turn: Turn, campaign: Campaign) -> None:
    """Show who came through which link, and offer to make one."""
    actor = await actor_of(turn)
    counted = await recruiting.list_links(turn.session, actor, campaign)
    lines = [
        turn.phrase(
            "organizing-link-counted",
            whose=_whose(turn, one),
            arrived=one.arrived,
            registered=one.registered,
        )
        for one in counted[:LISTED]
    ]
    if len(counted) > LISTED:
        lines.append(turn.phrase("organizing-link-more", count=len(counted) - LISTED))
    head = turn.phrase("organizing-link-ask", campaign=campaign.name, count=len(counted))
    acts = ["all"] if await _is_free(turn, campaign) else []
    labels = {"all": "all", "ward": "by-ward", "name": "person"}
    choices = [
        _choice(turn.phrase(f"organizing-link-{labels[act]}"), act, campaign)
        for act in (*acts, "ward", "name")
    ]
    turn.quote("\n".join([head, *lines]), choices=choices)


async def make(turn: Turn, campaign: Campaign, ward_key: str | None) -> None:
    """Make a link and send it: its addresses, the code as a picture, and the file to print."""
    if await attempt(turn, _make(turn, campaign, ward_key, turn.noted("recruiter") or "")):
        turn.done()
    else:
        turn.repeat_question()


async def _make(turn: Turn, campaign: Campaign, ward_key: str | None, recruiter: str) -> bool:
    actor, session = await actor_of(turn), turn.session
    link = await recruiting.make_link(
        session, actor, campaign, ward_key=ward_key, recruiter=recruiter, now=turn.now
    )
    addresses = await find_links(session, turn.settings, recruiting.payload_of(link))
    if not addresses:
        raise Refused("link-no-address")
    one, _ = await recruiting.get_link(session, actor, link.code)
    words = turn.phrase(
        "organizing-link-made",
        whose=_whose(turn, one),
        campaign=campaign.name,
        arrived=one.arrived,
        registered=one.registered,
    )
    turn.quote("\n".join([words, *addresses.values()]))
    await _send_codes(turn, campaign, one, list(addresses.values()))
    return True


async def _send_codes(
    turn: Turn, campaign: Campaign, one: Counted, addresses: Sequence[str]
) -> None:
    """Send the code of the first address, to be shown and to be printed."""
    name, first = f"qr-{campaign.code}-{one.link.code}", addresses[0]
    captions = filter(None, (campaign.name, one.link.recruiter, one.ward, first))
    drawn = {
        PNG: Content(f"{name}.png", PNG, qr.draw_png(first)),
        SVG: Content(f"{name}.svg", SVG, qr.draw_svg(first, *captions)),
    }
    for kind, content in drawn.items():
        kept = await files.keep(turn.session, content, now=turn.now)
        turn.attach(kept, turn.phrase(f"organizing-link-{'png' if kind == PNG else 'svg'}"))


async def _is_free(turn: Turn, campaign: Campaign) -> bool:
    """Tell whether the organizer's links of a campaign need no ward."""
    owners = [one.id for one in await campaigns.list_owners(turn.session, campaign.id)]
    return recruiting.may_make(await actor_of(turn), owners, None)


def _whose(turn: Turn, one: Counted) -> str:
    person, ward = one.link.recruiter, one.ward
    kinds = {(True, True): "both", (True, False): "person", (False, True): "ward"}
    kind = kinds.get((bool(person), bool(ward)), "all")
    return turn.phrase("organizing-link-whose", kind=kind, person=person, ward=ward)


def _choice(label: str, act: str, campaign: Campaign, ward: str = "") -> Choice:
    return Choice(label, LinkPress(act, campaign.code, ward).pack())
