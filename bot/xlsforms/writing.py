"""Room: a form of ours written as an XLSForm that ODK, KoboToolbox and we ourselves read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from bot.clock import to_local
from bot.surveys.forms import CHOOSING, Form, Group, Question, QuestionKind, Wording
from bot.surveys.others import OTHER, find_follow_up
from bot.surveys.repeats import fold_back
from bot.surveys.shares import write_shares
from bot.workbooks import new_workbook

NAMES = {"vi": "Tiếng Việt (vi)", "en": "English (en)"}
TYPES = {
    QuestionKind.ONE_CHOICE: "select_one",
    QuestionKind.SEVERAL_CHOICES: "select_multiple",
    QuestionKind.RANK: "rank",
    QuestionKind.TEXT: "text",
    QuestionKind.DATE: "date",
    QuestionKind.NOTE: "note",
    QuestionKind.CALCULATE: "calculate",
    QuestionKind.PLACE: "geopoint",
    QuestionKind.IMAGE: "image",
    QuestionKind.ACKNOWLEDGE: "acknowledge",
    QuestionKind.YES_NO: "select_one yes_no",
}
COLUMNS = (
    *("relevant", "required", "constraint", "calculation", "default", "choice_filter"),
    *("appearance", "media::image", "repeat_count", "parameters"),
)
YES_NO = (("yes", Wording("Có", "Yes")), ("no", Wording("Không", "No")))
Line = dict[str, str]


def write_xlsform(form: Form) -> bytes:
    """Return a form as an .xlsx file: sheets survey, choices, settings."""
    survey = list(_survey(form))
    sheets = {"survey": survey, "choices": list(_choices(form)), "settings": [_settings(form)]}
    out = BytesIO()
    with new_workbook(out) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            heads = list(dict.fromkeys(head for line in lines for head in line))
            sheet.write_row(0, 0, heads)
            for number, line in enumerate(lines, 1):
                for place, head in enumerate(heads):
                    if line.get(head):
                        sheet.write_string(number, place, line[head])
    return out.getvalue()


def _survey(form: Form) -> Iterator[Line]:
    known = {group.code: group for group in form.groups}
    standing: list[str] = []
    written = fold_back(form.questions)
    for question in written:
        if question.other_of:
            continue  # what the type `or_other` asks by itself
        wanted = _path(question.group, known)
        yield from _move(standing, wanted, known)
        standing = wanted
        yield _question(question, has_other=find_follow_up(written, question) is not None)
    yield from _move(standing, [], known)


def _path(code: str, known: dict[str, Group]) -> list[str]:
    path: list[str] = []
    while code in known:
        path.insert(0, code)
        code = known[code].inside
    return path


def _move(
    standing: Sequence[str], wanted: Sequence[str], known: dict[str, Group]
) -> Iterator[Line]:
    """Close and open groups on the way from one question to the next."""
    same = 0
    while same < min(len(standing), len(wanted)) and standing[same] == wanted[same]:
        same += 1
    for code in reversed(standing[same:]):
        yield {"type": f"end_{_sort(known[code])}"}
    for code in wanted[same:]:
        group = known[code]
        rest = {"relevant": group.relevant, "appearance": group.appearance}
        count = group.count or ""
        yield {
            **{"type": f"begin_{_sort(group)}", "name": code},
            **_words("label", group.text),
            **{**rest, "repeat_count": count},
        }


def _sort(group: Group) -> str:
    return "repeat" if group.most else "group"


def _question(question: Question, *, has_other: bool) -> Line:
    rest = {
        "relevant": question.relevant,
        "required": question.required_if or ("yes" if question.required else ""),
        "constraint": _constraint(question),
        "calculation": question.calculation,
        "default": question.default,
        "choice_filter": question.choice_filter,
        "appearance": question.appearance or ("year" if question.year_only else ""),
        "media::image": question.media,
        "parameters": _parameters(question),
    }
    return {
        **{"type": _type(question) + " or_other" * has_other, "name": name_of(question.code)},
        **_words("label", question.text),
        **_words("hint", question.hint),
        **_words("constraint_message", question.constraint_text),
        **_words("required_message", question.required_text),
        **rest,
    }


def _type(question: Question) -> str:
    if question.kind is QuestionKind.NUMBER:
        if question.step is not None:
            return "range"
        return "integer" if question.whole else "decimal"
    if question.kind in CHOOSING:
        return f"{TYPES[question.kind]} {_list(question)}"
    return TYPES[question.kind]


def _parameters(question: Question) -> str:
    if question.step is None or question.least is None or question.most is None:
        return ""
    return f"start={question.least:g} end={question.most:g} step={question.step:g}"


def _constraint(question: Question) -> str:
    """Write a number's own bounds as the constraint that they are."""
    bounds = [
        f". {sign} {bound:g}"
        for sign, bound in ((">=", question.least), ("<=", question.most))
        if bound is not None and question.step is None
    ]
    own = [f"({question.constraint})" if bounds else question.constraint]
    return " and ".join([*bounds, *(own if question.constraint else [])])


def _list(question: Question) -> str:
    return question.list_name or f"{name_of(question.code)}_list"


def _choices(form: Form) -> Iterator[Line]:
    written: set[str] = set()
    kinds = {question.kind for question in form.questions}
    if QuestionKind.YES_NO in kinds:
        yield from (
            {"list_name": "yes_no", "name": code, **_words("label", text)} for code, text in YES_NO
        )
    for question in fold_back(form.questions):
        if question.kind not in CHOOSING or _list(question) in written:
            continue
        written.add(_list(question))
        has_other = find_follow_up(form.written, question) is not None
        for choice in question.choices:
            if has_other and choice.code == OTHER:
                continue
            yield {
                **{"list_name": _list(question), "name": choice.code},
                **_words("label", choice.text),
                **{"media::image": choice.media, **dict(choice.attributes)},
            }


def _settings(form: Form) -> Line:
    times = {
        name: to_local(moment).strftime("%d/%m/%Y %H:%M")
        for name, moment in (("opens", form.opens), ("closes", form.closes))
    }
    return {
        "form_title": form.title.vi,
        "form_id": form.code,
        "default_language": NAMES["vi"],
        **_words("purpose", form.purpose),
        **times,
        "anonymous": "yes" if form.anonymous else "no",
        "late": form.late,
        **_standing(form),
        "quota": write_shares(form.shares),
        "by_date": str(form.by_date or ""),
        "remind_times": str(form.remind_times),
        "remind_every_days": str(form.remind_every_days),
    }


def _standing(form: Form) -> Line:
    one = form.standing
    return {"survey_type": one.type, "order": one.order, "document": one.document} if one else {}


def _words(column: str, wording: Wording) -> Line:
    said: Iterable[tuple[str, str]] = (("vi", wording.vi), ("en", wording.en), *wording.others)
    return {
        f"{column}::{NAMES.get(code, f'{code} ({code})')}": text for code, text in said if text
    }


def name_of(code: str) -> str:
    """Return a question's code as a name that XForms allows: it begins with a letter."""
    return code if code[:1].isalpha() or code[:1] == "_" else f"q_{code}"
