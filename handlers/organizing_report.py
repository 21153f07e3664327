"""Door: `/baocao`: what became of a broadcast or a survey, in a few lines."""

from __future__ import annotations

from collections.abc import Iterable

from bot import broadcasts, followings
from bot.broadcasts import Report
from bot.messages import Choice
from bot.surveys.finding import find_surveys
from bot.surveys.places import ALL_ORGANISATIONS, ALL_WARDS, Place
from bot.surveys.results import Results, get_results
from bot.surveys.summary import write_count, write_minute, write_share
from bot.surveys.tally import ENTITLED, FINISHED
from bot.text import moment
from bot.turns import Router, Turn
from handlers.organizing_again import offer_again
from handlers.organizing_asking import LISTED, ReportPress, actor_of, admit, attempt, clipped
from handlers.organizing_explaining import offer_why
from handlers.organizing_files import offer_broadcast, offer_survey
from handlers.organizing_pictures import offer_pictures
from handlers.organizing_recalling import offer_recalling
from handlers.organizing_resending import offer_resending
from handlers.organizing_scope import get_survey, permits_survey

router = Router("organizing_report")
PERMISSION = "report:read"
EACH = 5  # broadcasts, and surveys, in the list
STATES = ("scheduled", "running", "paused", "finished", "cancelled")


@router.command("baocao", "report")
async def list_mine(turn: Turn) -> None:
    """List the latest broadcasts and surveys that this organizer may read of."""
    actor = await admit(turn, PERMISSION)
    if actor is None:
        return
    turn.done()
    found = await broadcasts.list_broadcasts(turn.session, actor, states=STATES, limit=4 * EACH)
    sent = [one for one in found if one.state != "cancelled" or one.launched_at][:EACH]
    asked = [
        survey
        for survey in await find_surveys(turn.session)
        if permits_survey(actor, PERMISSION, survey)
    ]
    choices = [
        *(_choice(turn, "broadcast", one.id, one.title) for one in sent),
        *(_choice(turn, "survey", one.id, one.title) for one in asked[:EACH]),
    ]
    key = "organizing-reports" if choices else "organizing-reports-none"
    turn.quote(turn.phrase(key), choices=choices)


@router.on(ReportPress)
async def tell(turn: Turn, press: ReportPress) -> None:
    """Tell what became of the chosen broadcast or survey."""
    if not await admit(turn, PERMISSION):
        return
    actor = await actor_of(turn)
    if press.what == "broadcast":
        report = await attempt(turn, broadcasts.report(turn.session, actor, press.number))
        if report is not None:
            await show(turn, report)
        return
    survey = await attempt(turn, get_survey(turn, press.number, PERMISSION))
    if survey is None:
        return
    results = await attempt(turn, get_results(turn.session, actor, survey, turn.now))
    if results is not None:
        choices = [*await offer_survey(turn, survey), *offer_pictures(turn, results)]
        turn.quote("\n".join(_survey_lines(turn, results)), choices=choices)


async def show(turn: Turn, report: Report) -> None:
    """Say a broadcast's figures; while it goes on the message is kept up to date."""
    session, number = turn.session, report.broadcast.id
    text = await followings.write_report(session, report, turn.settings, turn.locale, now=turn.now)
    choices = [*await offer_again(turn, report), offer_why(turn, number)]
    choices += await offer_broadcast(turn, report.broadcast)
    choices += await offer_resending(turn, report)
    choices += await offer_recalling(turn, report)
    turn.quote(text, choices=choices)
    anew = ReportPress("broadcast", number).pack()
    await followings.begin(session, turn.chat, report, turn.replies[-1], anew=anew, now=turn.now)


def _survey_lines(turn: Turn, results: Results) -> list[str]:
    """Say a survey's turnout, with those only typed told apart, by ward and organisation."""
    table, typed, survey = results.turnout, results.typed, results.survey
    head = turn.phrase(
        "organizing-report-survey",
        title=survey.title,
        state=turn.phrase("organizing-survey-state", state=survey.state),
        closes=moment(turn.locale, survey.closed_at or survey.closes_at),
        finished=write_count(table.at(FINISHED), turn.locale),
        entitled=write_count(table.at(ENTITLED), turn.locale),
        share=write_share(table.share(FINISHED, ENTITLED), turn.locale) or "—",
        typed=write_count(typed.entitled, turn.locale),
        answered=write_count(typed.finished, turn.locale),
    )
    wards = [(w, ALL_ORGANISATIONS) for w in {ward for ward, _ in table.places} - {ALL_WARDS}]
    columns = [(ALL_WARDS, o) for o in {one for _, one in table.places} - {ALL_ORGANISATIONS}]
    return [
        head,
        *write_minute(results.minute, turn.locale),
        *_turnout(turn, results, "organizing-report-wards", wards),
        *_turnout(turn, results, "organizing-report-organisations", columns),
    ]


def _turnout(turn: Turn, results: Results, heading: str, places: Iterable[Place]) -> list[str]:
    """Say the turnout of some places, the largest first, the rest only counted."""
    table = results.turnout
    ordered = sorted(places, key=lambda place: (-(table.at(ENTITLED, place).value or 0), place))
    lines = [
        f"- {_name(turn, results, place)}: {write_count(table.at(FINISHED, place), turn.locale)}"
        f"/{write_count(table.at(ENTITLED, place), turn.locale)}"
        for place in ordered[:LISTED]
    ]
    if len(ordered) > LISTED:
        lines.append(turn.phrase("organizing-report-others", count=len(ordered) - LISTED))
    return ["", turn.phrase(heading), *lines] if lines else []


def _name(turn: Turn, results: Results, place: Place) -> str:
    ward, organisation = place
    if ward == ALL_WARDS:
        return results.name_organisation(organisation, turn.locale)
    return results.name_ward(ward, turn.locale)


def _choice(turn: Turn, what: str, number_: int, title: str) -> Choice:
    kind = turn.phrase("organizing-report-kind", what=what)
    return Choice(clipped(f"{kind} {number_}: {title}"), ReportPress(what, number_).pack())
