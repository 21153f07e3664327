"""Room: a survey rehearsed: walked as a member walks it, while nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping

from bot.models import Response, Survey
from bot.surveys.forms import Form
from bot.surveys.passages import NOBODY, Passage
from bot.surveys.types import INFORMAL
from bot.surveys.values import Value


def rehearse(
    form: Form, *, of: Survey | None = None, answers: Mapping[str, Value] | None = None
) -> Passage:
    """Return a passage that no row stands behind, as far as these answers bring it.

    `of` is the survey that it rehearses, where one is kept.
    It is written with a group that never comes (`shared`), so that every verb of answering works
    on it and none of them writes.
    """
    survey = Survey(
        id=of.id if of else 0,
        type=of.type if of else INFORMAL,
        terms=of.terms if of else {},
        code=form.code,
        title=form.title.vi,
        form=of.form if of else {},
        anonymous=form.anonymous,
        closes_at=form.closes,
    )
    response = Response(survey_id=survey.id, member_id=NOBODY, state="started")
    return Passage(survey, form, response, resumed=False, answers=dict(answers or {}), shared=True)
