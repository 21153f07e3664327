"""DOOR · people in chat: answering a survey, question by question, at one's own pace."""

from __future__ import annotations

from bot.errors import Refused
from bot.messages import Choice
from bot.surveys import answering, assisting, finding
from bot.surveys.answering import Seat
from bot.surveys.forms import Question
from bot.surveys.passages import Passage
from bot.surveys.presses import (
    AnswerPress,
    BackPress,
    BeginPress,
    KeepPress,
    OwnPress,
    PlacePress,
    ReviewPress,
    SkipPress,
    SpeakerPress,
    TogglePress,
)
from bot.turns import Router, Turn
from handlers.answering_asking import ask_next, ask_question, put_banner, show_review
from handlers.answering_assisting import hand_in, say_thanks
from handlers.answering_choices import ALL_CHOSEN, CHOOSE_ANEW
from handlers.answering_entering import advance, change, keys, open_passage, open_together, reach
from handlers.answering_offering import name_surveys
from handlers.answering_places import place_at
from handlers.organizing_asking import attempt

router = Router("answering")
router.ahead(
    *(AnswerPress, TogglePress, PlacePress, SkipPress, KeepPress, BackPress, ReviewPress),
    steps=("survey.question", "survey.review"),
)(open_together)


@router.command("traloi", "answer")
async def list_surveys(turn: Turn) -> None:
    """Begin the one survey that waits for this chat, or offer those that do."""
    if not turn.members:
        turn.say("survey-register-first")
        return
    ids = [member.id for member in turn.members]
    found = await finding.find_open_for(turn.session, ids, turn.now)
    match list(found):
        case []:
            turn.say("survey-none")
        case [only]:
            await choose_speaker(turn, only.id)
        case several:
            choices = name_surveys(several)
            turn.ask(turn.phrase("survey-which"), step="survey.which", choices=choices)


@router.on(BeginPress)
async def begin(turn: Turn, press: BeginPress) -> None:
    """Begin from the invitation's button, or go on."""
    await choose_speaker(turn, press.survey)


@router.on(SpeakerPress)
async def take_speaker(turn: Turn, press: SpeakerPress) -> None:
    """Go on as the one of a shared phone who answers."""
    turn.chat.speaker_id = press.member
    await enter(turn, Seat(press.survey, press.member))


@router.on(OwnPress)
async def take_over(turn: Turn, press: OwnPress) -> None:
    """Answer for oneself what an organizer has recorded."""
    seat = Seat(press.survey, press.member)
    if press.member not in {member.id for member in turn.members}:
        turn.say("survey-not-entitled")
        return
    await attempt(turn, assisting.give_way(turn.session, keys(turn), seat, turn.now))
    turn.chat.speaker_id = press.member
    await enter(turn, seat)


async def choose_speaker(turn: Turn, survey_id: int) -> None:
    """Go on as the only member who may answer, or ask which one does."""
    ids = [member.id for member in turn.members]
    entitled = await finding.find_entitled(turn.session, survey_id, ids)
    asked = [member for member in turn.members if member.id in entitled]
    if len(asked) > 1:
        choices = [
            Choice(member.full_name[:60], SpeakerPress(survey_id, member.id).pack())
            for member in asked
        ]
        turn.ask(turn.phrase("survey-who"), step="survey.who", choices=choices)
    elif turn.members:
        member = (asked or turn.members)[0]
        turn.chat.speaker_id = member.id
        await enter(turn, Seat(survey_id, member.id))
    else:
        turn.say("survey-register-first")


async def enter(turn: Turn, seat: Seat) -> None:
    """Say what the survey is, or that it goes on, and ask."""
    passage = await open_passage(turn, seat)
    if passage is None:
        return
    turn.done()
    if passage.response.state == "finished":
        again = ReviewPress(seat.survey_id, seat.member_id, 0).pack()
        choices = [Choice(turn.phrase("survey-change"), again, ("sửa", "có", "yes"))]
        turn.quote(turn.phrase("survey-already"), choices=choices)
        return
    if passage.resumed and passage.answers:
        turn.say("survey-resumed", left=passage.count_left())
    else:
        put_banner(turn, passage)
    ask_next(turn, passage, after=-1)


@router.on(AnswerPress)
async def take_answer(turn: Turn, press: AnswerPress) -> None:
    """Record the pressed choice and go on."""

    async def work(passage: Passage, question: Question) -> None:
        value = answering.value_at(question, press.choice)
        await answering.record(turn.session, keys(turn), passage, question, value)

    await advance(turn, press, work)


@router.on(TogglePress)
async def take_toggle(turn: Turn, press: TogglePress) -> None:
    """Add or take back a choice, begin anew, or take what is chosen and go on."""

    async def work(passage: Passage, question: Question) -> None:
        if press.choice == ALL_CHOSEN:
            await answering.settle(turn.session, keys(turn), passage, question)
        elif press.choice == CHOOSE_ANEW:
            await answering.clear(turn.session, keys(turn), passage, question)
        else:
            await answering.toggle(turn.session, keys(turn), passage, question, press.choice)

    if press.choice == ALL_CHOSEN:
        await advance(turn, press, work)
    elif changed := await change(turn, press, work):
        ask_question(turn, *changed, again=True)


@router.on(PlacePress)
async def take_place(turn: Turn, press: PlacePress) -> None:
    """Record the pressed place and go on."""

    async def work(passage: Passage, question: Question) -> None:
        value = place_at(turn, passage, press)
        await answering.record(turn.session, keys(turn), passage, question, value)

    await advance(turn, press, work)


@router.on(SkipPress)
async def take_skip(turn: Turn, press: SkipPress) -> None:
    """Record that the person prefers not to answer, and go on."""

    async def work(passage: Passage, question: Question) -> None:
        await answering.decline(turn.session, keys(turn), passage, question)

    await advance(turn, press, work)


@router.on(KeepPress)
async def keep_answer(turn: Turn, press: KeepPress) -> None:
    """Leave an earlier answer as it is, or take what was suggested, and go on."""
    if reached := await reach(turn, press):
        passage, question = reached
        if suggested := passage.suggested(question):
            try:
                await answering.record(turn.session, keys(turn), passage, question, suggested)
            except Refused as error:
                turn.misunderstood(error.code, **error.values)
                return
        ask_next(turn, passage, after=press.question)


@router.on(BackPress)
async def go_back(turn: Turn, press: BackPress) -> None:
    """Show an earlier question again."""
    if reached := await reach(turn, press):
        ask_question(turn, *reached)


@router.on(ReviewPress)
async def review(turn: Turn, press: ReviewPress) -> None:
    """Show what was answered, or hand it in and thank."""
    passage = await open_passage(turn, Seat(press.survey, press.member))
    if passage is None:
        return
    missing = await hand_in(turn, passage) if press.finish else None
    if missing is not None:
        ask_question(turn, passage, missing)
    elif press.finish:
        say_thanks(turn, passage)
    else:
        show_review(turn, passage)
