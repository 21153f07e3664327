"""Room: pictures shown with a survey's questions, and photos that are answers to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import files
from bot.errors import Refused
from bot.files import Content
from bot.messages import PICTURES, Attachment, Received
from bot.models import Survey
from bot.pictures import clean
from bot.surveys.forms import Form, Question
from bot.surveys.values import Value

KEPT = "pictures"  # in a survey's document: by the name in its file
AFTER = timedelta(days=30)  # beyond the closing: who looks back in the web chat sees it
PHOTO_LASTS = timedelta(days=365)  # of an answer, beyond the closing
Kept = dict[str, dict[str, Any]]


def name_of_photo(number: int) -> str:
    """Return how a photo that is an answer is called where answers are handed out."""
    return f"photo-{number}.jpg"


def photos_in(values: Iterable[Value]) -> list[int]:
    """Return the files of those answers that are photos."""
    return [value["photo"] for value in values if value.get("photo")]


async def receive_photo(
    session: AsyncSession, received: Received, account: str, survey: Survey, *, now: datetime
) -> Value:
    """Keep a photo as an answer to a survey; raise Refused for one that is too large."""
    if received.media_type not in PICTURES:
        raise Refused("picture-unreadable")
    bare = replace(received, name="photo.jpg")  # its name may tell who took it, and when
    lasts = max(survey.closes_at - now, timedelta()) + PHOTO_LASTS
    kept = await files.receive(session, bare, account, now=now, lasts=lasts, as_photo=True)
    return {"photo": kept.file}


def names_in(form: Form) -> Iterator[str]:
    """Yield the names of the pictures that a form shows; one with a folder in it is none."""
    named = dict.fromkeys(question.media for question in form.written if question.media)
    return (name for name in named if PurePosixPath(name).name == name)


async def keep_pictures(
    session: AsyncSession, form: Form, found: Mapping[str, bytes], *, now: datetime
) -> Kept:
    """Keep a form's pictures, and return what its survey notes of them; raise Refused."""
    kept: Kept = {}
    for name in names_in(form):
        if name in found:
            picture = clean(found[name])
            content = Content(name[: files.MOST_NAME], picture.media_type, picture.data)
            lasts = form.closes - now + AFTER
            kept[name] = (await files.keep(session, content, now=now, lasts=lasts)).as_document()
    return kept


async def carry_pictures(
    session: AsyncSession, old: Survey, *, closes: datetime, now: datetime
) -> Kept:
    """Return an old survey's pictures that are still kept, kept on for one that asks it anew."""
    carried: Kept = {}
    for name, document in (old.form or {}).get(KEPT, {}).items():
        row = await files.find(session, document["file"], now=now)
        if row is not None:
            row.expires_at = max(row.expires_at, closes + AFTER)
            carried[name] = document
    return carried


def picture_of(survey: Survey, question: Question) -> Attachment | None:
    """Return the picture that goes with a question, if it has come with the survey."""
    kept = (survey.form or {}).get(KEPT, {}).get(question.media) if question.media else None
    return Attachment(**kept) if kept else None
