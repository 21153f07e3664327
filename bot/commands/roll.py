"""The command line: `nhipcau import-roll` and `nhipcau undo-roll`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from bot.access import OPERATOR
from bot.commands.running import epilog, fail, on_site, read_settings
from bot.rolls import Columns, Roll, RollRefused, name_column, open_roll, write_refused
from bot.rolls.importing import ImportReport, Request
from bot.rolls.importing import import_roll as run_import
from bot.rolls.planning import Action, Plan
from bot.rolls.undoing import undo_import
from bot.site import Site
from bot.text import say


@dataclass
class _Listener:
    """Hear of each row: count it, keep what must be mended, print what was asked for."""

    as_json: bool
    as_list: bool
    bar: Any
    refused: list[Plan] = field(default_factory=list)

    def __call__(self, plan: Plan) -> None:
        """Take note of one row."""
        if plan.action is Action.REFUSE:
            self.refused.append(plan)
        if self.as_json:
            click.echo(json.dumps(as_document(plan), ensure_ascii=False))
        elif self.as_list and plan.action is not Action.KEEP:
            click.echo(as_line(plan))
        self.bar.update(1)


@click.command(
    "import-roll",
    epilog=epilog(
        "import-roll danh-sach.xlsx --organisation cdtp --dry-run",
        "import-roll danh-sach.xlsx --organisation cdtp --column phone=F",
        "import-roll danh-sach.xlsx --organisation cdtp --dry-run --json",
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Code of the organisation whose roll it is.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON line for each row.")
@click.option("--column", multiple=True, help="Say which column is what: phone=F, or by heading.")
@click.option("--sheet", default=None, help="Name of the sheet, when the chosen one is wrong.")
@click.option("--refused", type=click.Path(path_type=Path), help="Where to write rows to mend.")
def import_roll(  # noqa: PLR0913, PLR0917 - one parameter an option
    file: Path,
    organisation: str,
    dry_run: bool,
    as_json: bool,
    column: tuple[str, ...],
    sheet: str | None,
    refused: Path | None,
) -> None:
    """Import the roll in FILE (.xlsx, .xls, .csv); rows to mend go to FILE-can-sua.xlsx."""
    columns = read_columns(column)
    request = Request(
        path=file, organisation=organisation, columns=columns, sheet=sheet, dry_run=dry_run
    )
    settings = read_settings()
    try:
        roll = open_roll(file, columns=columns, sheet=sheet)
        click.echo(describe_columns(roll), err=True)
        with click.progressbar(length=roll.length or 0, label=file.name, file=sys.stderr) as bar:
            listener = _Listener(as_json, dry_run, bar)

            async def work(site: Site) -> ImportReport:
                return await run_import(site, OPERATOR, request, listener)

            report = on_site(work, settings=settings)
    except RollRefused as error:
        fail(say("vi", error.phrase, **error.values))
    _write_refused(file, listener, request, refused)
    _tell(report, dry_run=dry_run)


@click.command("undo-roll", epilog=epilog("undo-roll 3"))
@click.argument("number", type=int)
def undo_roll(number: int) -> None:
    """Take import NUMBER back as a whole; who has registered since stays."""

    async def work(site: Site) -> Any:
        return await undo_import(site, OPERATOR, number)

    done = on_site(work)
    click.echo(f"Removed {done.removed}, restored {done.restored}, kept {done.kept}.")


def read_columns(pairs: tuple[str, ...]) -> dict[str, str] | None:
    """Return what --column says: a field of the roll -> a letter or a heading."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise click.BadParameter(f"--column {wrong[0]}: write FIELD=COLUMN, for example phone=F")
    return dict(pair.split("=", 1) for pair in pairs) or None


def describe_columns(roll: Roll) -> str:
    """Return which columns were recognised, and which are never kept, for who checks a dry run."""
    columns = roll.columns
    known = [
        f"{name}={_place(columns, at)}" for name, found in columns.where.items() for at in found
    ]
    head = f"Sheet “{roll.sheet.name}”, header in row {columns.header_row}: {', '.join(known)}."
    dropped = ", ".join(_place(columns, at) for at in columns.dropped)
    return f"{head} Never kept: {dropped}." if dropped else head


def _place(columns: Columns, at: int) -> str:
    heading = " ".join(columns.headings[at].split())
    return f"{name_column(at)} “{heading}”" if heading else name_column(at)


def as_document(plan: Plan) -> dict[str, Any]:
    """Return a row as its JSON line."""
    row = plan.row
    return {
        "row": row.row,
        "fate": row.fate.value,
        "full_name": row.full_name,
        "phone": row.phone or "",
        "birth_year": row.birth_year,
        "ward": row.ward or "",
        "group": row.group or "",
        "branch": row.branch or "",
        "dates": {kind: day.isoformat() for kind, day in row.dates.items()},
        "tags": list(row.tags),
        "action": plan.action.value,
        "why": why_of(plan),
    }


def as_line(plan: Plan) -> str:
    """Return a row as a line of the dry run's list."""
    row = plan.row
    who = " · ".join(str(part) for part in (row.full_name, row.phone, row.ward, row.group) if part)
    changes = "; ".join(f"{k}: {old} → {new}" for k, (old, new) in plan.changes.items())
    reason = " ".join(part for part in (why_of(plan), changes) if part)
    return f"{row.row}\t{plan.action.value}\t{row.fate.value}\t{who}\t{reason}"


def why_of(plan: Plan) -> str:
    """Return the reason in Vietnamese, for the organizer who keeps the roll."""
    if plan.action is Action.SUPPRESS:
        return say("vi", "roll-suppressed")
    return plan.row.why


def _write_refused(file: Path, listener: _Listener, request: Request, target: Path | None) -> None:
    if not listener.refused:
        return
    path = target or file.with_name(f"{file.stem}-can-sua.xlsx")
    columns = open_roll(file, columns=request.columns, sheet=request.sheet).columns
    try:
        write_refused(path, [plan.row for plan in listener.refused], columns=columns)
    except OSError:
        click.echo(f"{path} cannot be written; say where to by --refused.", err=True)
        return
    click.echo(f"{len(listener.refused)} rows to mend: {path}", err=True)


def _tell(report: ImportReport, *, dry_run: bool) -> None:
    counted = ", ".join(f"{name} {count}" for name, count in sorted(report.actions.items()))
    head = "Would be done" if dry_run else f"Import {report.import_id}"
    click.echo(f"{head}: {report.rows} rows: {counted}.", err=True)
    if report.import_id is not None:
        click.echo(f"To take it back: nhipcau undo-roll {report.import_id}", err=True)
