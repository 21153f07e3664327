"""Kit: plays a transcript: a conversation that an organizer can read, and that is a test.

    # a comment
    ! member: name=Nguyễn Thị Lan, phone=0912345678     what stands before (see `stage.py`)
    > /start                                            a person types
    < Kính chào quý vị.                                 the bot says; more lines are indented
      [Có] [Không]                                      its choices, on a line of their own
    < (file ket-qua.xlsx)                               a file that it sends, with its words
    > [Có]                                              a press, or its number where none can be
    > (photo)                                           something that is not text
    = members: 1                                        what must be stored (see `facts.py`)

Each line of a person's is delivered twice; the repeat must be silent.
With REWRITE=1 in the environment the tests write the bot's lines anew, to be read and judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.channels.zalo_bot.requests import CAPABILITIES as ZALO
from bot.clock import StoppedClock
from bot.db import Database
from bot.files import XLSX
from bot.messages import Capabilities, Contact, Incoming, Kind, Received, Reply
from bot.rendering import parts, utf16
from bot.settings import Settings
from bot.turns import Taker
from handlers import OTHERWISE, SWITCHBOARD
from tests.kit.facts import FACTS
from tests.kit.makers import make_chat, make_city
from tests.kit.stage import STAGE

Mode = Literal["buttons", "numbers"]
CAPABILITIES = {
    "buttons": Capabilities(4096, buttons=True, edits=True, contact_button=True),
    "numbers": ZALO,  # the narrowest of our channels: 2,000 letters, no buttons, no edits
}
FILES = {
    Kind.PHOTO: Received("kit-photo", "anh.jpg", "image/jpeg", 90_000),
    Kind.DOCUMENT: Received("kit-document", "giay-moi.pdf", "application/pdf", 11 * 1024 * 1024),
}
XLSFORM = Received("kit-xlsform", "khao-sat.xlsx", XLSX, 9_000)
ACCOUNTS = {"buttons": "telegram", "numbers": "web"}
CARD = re.compile(r"\((own )?contact (\S+)\)")
KIND = re.compile(r"\((\w+)\)")
PRESS = re.compile(r"\[(.+)\]")
MADE_CODE = re.compile(r"/ma ([A-Z2-9]{10})\b")  # `{code}` stands for it from then on
MADE_LINK = re.compile(r"start=c-([A-Z2-9]{8})\b")  # `{link1}` stands for the first one
MADE_MINUTE = re.compile(r"(?:mã|code) ([0-9a-f]{4}(?: [0-9a-f]{4}){3})\b")  # `{minute}`
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Line:
    """Hold one line: its mark, its text with what is indented under it, and where it stands."""

    mark: str
    text: str
    number: int


def read_lines(text: str) -> list[Line]:
    """Read a transcript."""
    lines: list[Line] = []
    for number, raw in enumerate(text.splitlines(), 1):
        if raw.startswith("  ") and lines:
            last = lines.pop()
            lines.append(Line(last.mark, f"{last.text}\n{raw[2:]}", last.number))
        else:
            lines.append(Line(raw[:1], raw[2:], number))
    return lines


@dataclass
class Player:
    """Play one transcript on one kind of channel."""

    database: Database
    settings: Settings
    clock: StoppedClock
    mode: Mode
    chat: str = "1"
    platform: str = ""  # where the person speaks; empty: the mode's own
    locale: str = "vi"
    words: dict[str, str] = field(default_factory=dict)  # what `{name}` in a line stands for
    offered: dict[str, list[Reply]] = field(default_factory=dict)  # by chat, the latest last
    arrived: dict[str, list[str]] = field(default_factory=dict)  # by chat, unasked, not yet shown
    seen: set[int] = field(default_factory=set)  # the replies that were shown
    count: int = 0
    taker: Taker | None = None

    @property
    def account(self) -> str:
        """Name the channel account that the person speaks to."""
        return self.platform or ACCOUNTS[self.mode]

    @property
    def account_id(self) -> int:
        """Return the number of that account."""
        assert self.taker is not None
        return self.taker.accounts[self.account]

    async def begin(self) -> None:
        """Make the city, and what takes incomings."""
        async with self.database.transaction() as session:
            city = await make_city(session)
        self.taker = Taker(
            self.database, self.clock, self.settings, city.accounts, SWITCHBOARD, OTHERWISE
        )

    async def check(self, lines: Sequence[Line]) -> None:
        """Play every line, and compare what the bot says and stores with the transcript."""
        said: list[str] = []
        for line in lines:
            if line.mark == "<":
                assert said, f"line {line.number}: the bot says nothing more"
                heard, wanted = said.pop(0), self.fill(line.text)
                assert heard == wanted, f"line {line.number}:\n{heard}"
                continue
            if line.mark in "!>=":
                assert not said, f"before line {line.number} the bot also said: {said[0]}"
            said += await self.play(line)
        assert not said, f"at the end the bot also said: {said[0]}"

    async def play(self, line: Line) -> list[str]:
        """Play one line that is not the bot's, and return what the bot says to it."""
        match line.mark:
            case ">":
                return await self.speak(self.fill(line.text))
            case "!":
                name, _, value = line.text.partition(": ")
                return list(await STAGE[name](self, self.fill(value)) or ())
            case "=":
                await self.compare(line)
            case _:
                assert line.mark in ("#", ""), f"line {line.number}: what is {line.mark!r}?"
        return []

    async def speak(self, text: str) -> list[str]:
        """Deliver what a person does, twice, and return what the bot says."""
        assert self.taker is not None
        self.count += 1
        incoming = self.read_incoming(text)
        leaving = await self.taker.take(incoming)
        self.seen.update(one.id for one in leaving)
        again = await self.taker.take(incoming)
        assert again == [], f"the repeat of {text!r} was answered: {again}"
        replies = [one.reply for one in leaving]
        self.note_made("\n".join(reply.text for reply in replies))
        self.offered.setdefault(self.chat, []).extend(reply for reply in replies if reply.choices)
        return [self.show(reply) for reply in replies]

    def note_made(self, said: str) -> None:
        """Give names to the codes that the bot has made just now."""
        for code in MADE_CODE.findall(said):
            self.words["code"] = code
        for digest in MADE_MINUTE.findall(said):
            self.words["minute"] = digest
        for link in MADE_LINK.findall(said):
            if link not in self.words.values():
                self.words[f"link{sum(name.startswith('link') for name in self.words) + 1}"] = link

    def receive(self, chat: str, reply: Reply) -> None:
        """Keep a message that arrives unasked, until its chat speaks."""
        self.offered.setdefault(chat, []).append(reply)
        self.arrived.setdefault(chat, []).append(self.show(reply))

    def show(self, reply: Reply) -> str:
        """Write a reply as a transcript does, after checking that the channel can carry it."""
        capabilities = CAPABILITIES[self.mode]
        shown = parts(reply, capabilities)
        assert all(utf16(part.text) <= capabilities.most_text for part in shown)
        if self.mode == "numbers":
            assert not any(part.choices for part in shown)
            whole = "\n".join(part.text for part in shown)
            assert all(choice.label in whole for choice in reply.choices), whole
        labels = " ".join(f"[{choice.label}]" for choice in reply.choices)
        file = f"(file {reply.attachment.name})" if reply.attachment else ""
        return "\n".join(filter(None, (file, reply.text, labels)))

    def read_incoming(self, text: str) -> Incoming:
        """Make an update of a person's line."""
        update, made = (
            f"{self.chat}-{self.count}",
            Incoming(self.account, "", self.chat, Kind.TEXT),
        )
        if card := CARD.fullmatch(text):
            contact = Contact(card[2], "", own=bool(card[1]))
            kind, words, press = Kind.CONTACT, "", ""
        elif text == "(xlsform)":
            return replace(made, update_id=update, kind=Kind.DOCUMENT, file=XLSFORM)
        elif other := KIND.fullmatch(text):
            contact, kind, words, press = None, Kind(other[1]), "", ""
        elif pressed := PRESS.fullmatch(text):
            contact = None
            kind, words, press = self.read_press(pressed[1])
        else:
            contact, kind, words, press = None, Kind.TEXT, text, ""
        return Incoming(
            made.account, update, made.chat, kind, words, press, contact=contact,
            locale=self.locale, file=FILES.get(kind),
        )  # fmt: skip

    def read_press(self, label: str) -> tuple[Kind, str, str]:
        """Find the latest choice of a label: a press, or what is typed in its place."""
        for age, reply in enumerate(reversed(self.offered.get(self.chat, []))):
            labels = [choice.label for choice in reply.choices]
            if label not in labels:
                continue
            place = labels.index(label)
            if self.mode == "buttons":
                return Kind.PRESS, "", reply.choices[place].press
            assert age == 0, f"[{label}] is an older button: `! only: buttons`"
            return Kind.TEXT, typed(reply, place), ""
        raise AssertionError(f"nobody offered [{label}]")

    async def compare(self, line: Line) -> None:
        """Compare what is stored with what the line says."""
        name, _, expected = line.text.partition(": ")
        async with self.database.reading() as session:
            chat = await make_chat(session, f"{self.account}:{self.chat}")
            found = await FACTS[name](session, chat)
        assert found == self.fill(expected), f"line {line.number}: {name} is {found!r}"

    def fill(self, text: str) -> str:
        """Put what the stage made in the place of its name."""
        return re.sub(r"\{(\w+)\}", lambda hit: self.words.get(hit[1], hit[0]), text)


def typed(reply: Reply, place: int) -> str:
    """Return what a person types for a choice where there are no buttons."""
    match reply.marks:
        case "numbers":
            return str(place + 1)
        case "letters":
            return LETTERS[place]
        case _:
            return reply.choices[place].label


def modes_of(text: str) -> list[Mode]:
    """Return the kinds of channel that a transcript is for: `! only: buttons` names one."""
    only = re.search(r"^! only: (\w+)$", text, re.MULTILINE)
    modes: list[Mode] = ["buttons", "numbers"]
    return [mode for mode in modes if only is None or mode == only[1]]


async def rewrite(player: Player, text: str) -> str:
    """Return a transcript with the bot's lines as the bot says them now."""
    await player.begin()
    written: list[str] = []
    for line in read_lines(text):
        if line.mark == "<":
            continue
        written += list(as_written(line))
        said = [] if line.mark == "=" else await player.play(line)
        written += [row for words in said for row in as_written(Line("<", words, 0))]
    text = "\n".join(written) + "\n"
    for name, made in player.words.items():
        text = text.replace(made, f"{{{name}}}")
    return text


def as_written(line: Line) -> Iterator[str]:
    """Return a line as it stands in a file: its mark, and the rest of it indented."""
    first, *rest = line.text.split("\n")
    yield f"{line.mark} {first}".rstrip()
    yield from (f"  {row}" for row in rest)
