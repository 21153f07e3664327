"""Hallway: what a handler is given: the chat, who speaks, and ways to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Attachment, Choice, Incoming, Marks, Reply
from bot.models import Chat, Member
from bot.settings import Settings
from bot.text import say

CONVERSATION_HOLDS = timedelta(minutes=10)  # a broadcast waits so long for a silent conversation

STUCK_AT = 3  # answers in vain to one question


@dataclass
class Turn:
    """Hold one incoming while it is handled; everything it does is one transaction."""

    session: AsyncSession
    incoming: Incoming
    chat: Chat
    members: Sequence[Member]  # everybody whom this chat serves
    now: datetime
    settings: Settings
    payload: str = ""  # what follows a command
    typed: bool = False  # a press that was typed, not pressed
    way_out: str = ""  # how to leave a question that is not understood
    replies: list[Reply] = field(default_factory=list)
    ahead: dict[Any, Any] = field(default_factory=dict)  # what was read for the whole group

    @property
    def locale(self) -> str:
        """Return the language of this chat."""
        return self.chat.locale

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.incoming.text

    @property
    def member(self) -> Member | None:
        """Return who speaks: the chosen speaker, or the only member of this chat."""
        if len(self.members) == 1:
            return self.members[0]
        return next((m for m in self.members if m.id == self.chat.speaker_id), None)

    def phrase(self, key: str, **values: str | int | float) -> str:
        """Return a phrase in this chat's language."""
        return say(self.locale, key, **values)

    def say(self, key: str, **values: str | int | float) -> None:
        """Answer with a phrase that asks nothing."""
        self.quote(self.phrase(key, **values))

    def reveal(self, text: str) -> None:
        """Answer with a secret, which we do not keep once it has left."""
        self.replies.append(Reply(text, fleeting=True))

    def quote(
        self, text: str, *, choices: Sequence[Choice] = (), marks: Marks = "numbers"
    ) -> None:
        """Answer with words made elsewhere; choices given here stay answerable by typing."""
        self.replies.append(Reply(text, tuple(choices), marks=marks))
        if choices:
            self._remember(text, choices, marks)

    def attach(self, attachment: Attachment, text: str) -> None:
        """Answer with a kept file, and the words that go with it."""
        self.replies.append(Reply(text, attachment=attachment))

    def ask(  # noqa: PLR0913 - the shape of a question
        self,
        text: str,
        *,
        step: str,
        choices: Sequence[Choice] = (),
        marks: Marks = "numbers",
        ask_contact: str = "",
        edits: str = "",
        columns: int = 1,
        attachment: Attachment | None = None,
        wants_photo: bool = False,
    ) -> None:
        """Ask, and wait for the answer at a step of the conversation."""
        self.chat.step = step
        self._remember(text, choices, marks, wants_photo=wants_photo)
        self.replies.append(
            Reply(
                text,
                tuple(choices),
                marks=marks,
                wants_photo=wants_photo,
                ask_contact=ask_contact,
                edits=edits,
                columns=columns,
                attachment=attachment,
            )
        )

    def note(self, **values: Any) -> None:
        """Keep values for later steps of this conversation."""
        self.chat.data = {**self.chat.data, **values}

    def noted(self, name: str, default: Any = None) -> Any:
        """Return what an earlier step kept."""
        return self.chat.data.get(name, default)

    def done(self) -> None:
        """End the conversation: nothing waits for an answer any more."""
        self.chat.step = None
        self.chat.data = {}
        self.chat.asked = {}
        self.chat.misses = 0

    def repeat_question(self) -> bool:
        """Ask the waiting question again; False when none waits."""
        asked = self.chat.asked
        if not asked:
            return False
        choices = tuple(Choice(c[0], c[1], tuple(c[2])) for c in asked["choices"])
        wants_photo = asked.get("wants_photo", False)
        self.replies.append(
            Reply(asked["text"], choices, marks=asked["marks"], wants_photo=wants_photo)
        )
        return True

    def misunderstood(self, key: str = "expected-choice", **values: str | int | float) -> None:
        """Say what was expected; from the second time on, offer a person's contact too.

        From the third time on `way_out` is said, where a handler has set it.
        """
        self.chat.misses += 1
        words = self.phrase(key, **values)
        if self.chat.misses >= STUCK_AT and self.way_out:
            words += "\n" + self.way_out
        contact = self.settings.site_contact
        if self.chat.misses > 1 and contact:
            words += "\n" + self.phrase("person-offer", contact=contact)
        self.replies.append(Reply(words))
        self.repeat_question()

    def _remember(
        self, text: str, choices: Sequence[Choice], marks: Marks, *, wants_photo: bool = False
    ) -> None:
        self.chat.asked = {
            "text": text,
            "choices": [[c.label, c.press, list(c.also)] for c in choices],
            "marks": marks,
            **({"wants_photo": True} if wants_photo else {}),
        }
