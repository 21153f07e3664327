"""DOOR · people in chat: a photo sent as the answer to a question that asks for one."""

from __future__ import annotations

from bot.errors import Refused
from bot.messages import Kind
from bot.surveys import answering
from bot.surveys.answering import Seat
from bot.surveys.forms import Question, QuestionKind
from bot.surveys.passages import Passage
from bot.surveys.picturing import receive_photo
from bot.surveys.values import NO_PHOTO, Value
from bot.turns import Turn
from handlers.answering_asking import ask_next
from handlers.answering_entering import keys, open_passage
from handlers.answering_pausing import refuse


async def take_photo(turn: Turn) -> bool:
    """Take a photo where the question that waits asks for one; False: nothing asks for it."""
    if turn.chat.step != "survey.question" or turn.incoming.file is None:
        return False
    passage = await open_passage(turn, Seat(turn.noted("survey"), turn.noted("member")))
    if passage is None:
        return True
    place = passage.form.place_of(turn.noted("question"))
    question = passage.form.questions[place]
    if question.kind is not QuestionKind.IMAGE or passage.survey.anonymous:
        return False
    await _record(turn, passage, question)
    return True


async def _record(turn: Turn, passage: Passage, question: Question) -> None:
    try:
        value = await _receive(turn, passage)
        await answering.record(turn.session, keys(turn), passage, question, value)
    except Refused as error:
        refuse(turn, passage, question, error)
        return
    ask_next(turn, passage, after=passage.form.place_of(question.code))


async def _receive(turn: Turn, passage: Passage) -> Value:
    """Keep the photo; one that is sent in a rehearsal is not even fetched."""
    received, account = turn.incoming.file, turn.incoming.account
    assert received is not None
    if turn.incoming.kind not in (Kind.PHOTO, Kind.DOCUMENT):
        raise Refused("picture-unreadable")
    if passage.is_rehearsal:
        return {"photo": NO_PHOTO}
    return await receive_photo(turn.session, received, account, passage.survey, now=turn.now)
