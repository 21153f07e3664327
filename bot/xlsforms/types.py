"""Room: XLSForm's question types, and what each is in chat."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.surveys.forms import QuestionKind

KINDS: dict[str, QuestionKind] = {
    "select_one": QuestionKind.ONE_CHOICE,
    "select_multiple": QuestionKind.SEVERAL_CHOICES,
    "rank": QuestionKind.RANK,
    "integer": QuestionKind.NUMBER,
    "decimal": QuestionKind.NUMBER,
    "range": QuestionKind.NUMBER,
    "text": QuestionKind.TEXT,
    "date": QuestionKind.DATE,
    "note": QuestionKind.NOTE,
    "calculate": QuestionKind.CALCULATE,
    "hidden": QuestionKind.CALCULATE,
    "geopoint": QuestionKind.PLACE,
    "image": QuestionKind.IMAGE,
    "acknowledge": QuestionKind.ACKNOWLEDGE,
}
ALIASES = {
    "select one": "select_one",
    "select one from": "select_one",
    "select1": "select_one",
    "select multiple": "select_multiple",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "int": "integer",
    "string": "text",
    "photo": "image",
    "trigger": "acknowledge",
    "location": "geopoint",
    "gps": "geopoint",
}
METADATA = frozenset(
    [
        "start",
        "end",
        "today",
        "deviceid",
        "subscriberid",
        "simserial",
        "phonenumber",
        "username",
        "email",
        "audit",
        *("start-geopoint", "imei", "instanceid", "background-geopoint", "background-audio"),
    ]
)
MOMENTS = {"today": "today()", "start": "now()", "end": "now()"}  # what expressions may name
REFUSED = frozenset(
    [
        "time",
        "datetime",
        "geotrace",
        "geoshape",
        "audio",
        "video",
        "file",
        "barcode",
        "xml-external",
        "csv-external",
        *("select_one_external", "entity", "osm"),
    ]
)
FROM_FILE = re.compile(r"select_(one|multiple)_from_file\b.*")
LISTED = re.compile(
    r"(select[_ ](?:one|multiple)|select1|select one from|rank"
    r"|select all that apply(?: from)?)\s+(\S+)(\s+or[_ ](?:specify[_ ])?other)?",
    re.I,
)
GROUP = re.compile(r"(begin|end)[_ ](group|repeat|loop)", re.I)
SCREEN = frozenset(  # appearances that only arrange a screen
    [
        "minimal",
        "compact",
        "quick",
        "quickcompact",
        "horizontal",
        "horizontal-compact",
        "vertical",
        "columns",
        "columns-pack",
        "columns-flex",
        "no-buttons",
        "likert",
        "autocomplete",
        "search",
        "field-list",
        "table-list",
        "multiline",
        "numbers",
        "w1",
        "w2",
        "w3",
        "w4",
        "w5",
        "w6",
        "thousands-sep",
        "picker",
        "rating",
        "vertical-ticks",
        "no-ticks",
        "bearing",
        "maps",
        "label",
        "list-nolabel",
        "list",
        "image-map",
        "counter",
        "annotate",
        "draw",
        "signature",
        "new",
        "new-front",
    ]
)


@dataclass(frozen=True, slots=True)
class Typed:
    """Hold what a cell of the column `type` says."""

    name: str
    kind: QuestionKind | None = None
    list_name: str = ""
    other: bool = False


def read_type(text: str) -> Typed:
    """Return what a type means; `kind` is None where it is no question of ours."""
    plain = " ".join(text.split())
    if match := LISTED.fullmatch(plain):
        name = match[1].lower().replace("_", " ")
        name = ALIASES.get(name, name.replace(" ", "_"))
        return Typed(name, KINDS[name], match[2], bool(match[3]))
    name = plain.lower()
    name = ALIASES.get(name, name)
    return Typed(name, KINDS.get(name))
