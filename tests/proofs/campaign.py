"""Proof: one campaign from the roll to the result, on real wires, as the residents lived it.

The city's proof is the same with known opinions on twelve questions, each asked of those whom its
rule means and of nobody else, while both platforms fail now and then.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

import yaml

from bot.text import say
from tests.kit.gates import Failed
from tests.kit.makers import OLD_WARDS
from tests.kit.opinions import QUESTIONS, Plan, write_yaml
from tests.kit.residents import Resident
from tests.kit.towns import begin_all
from tests.proofs.casting import ORGANISATIONS, ROLL
from tests.proofs.city import FIRST_DAY, RATE, City, Size, open_city
from tests.proofs.comparing import compare_results
from tests.proofs.reckoning import (
    Expected,
    Ledger,
    compare_letters,
    count_blocked,
    count_members,
    count_truth,
    expect,
    expect_roll,
    find_ids,
    is_closed,
    read_ledger,
)
from tests.proofs.running import eventually

WRITTEN_TO = ("Ba Đình", "Lam Sơn", "Đông Vệ")
NOTICE = "Đợt vận động tham gia bảo hiểm y tế hộ gia đình bắt đầu từ hôm nay."
PLAN = Plan(
    code="bhyt-2026",
    title="Nhu cầu bảo hiểm y tế",
    purpose="Để phường sắp xếp buổi tư vấn.",
    opens=FIRST_DAY + timedelta(days=1, hours=8),
    closes=FIRST_DAY + timedelta(days=5, hours=8),
    anonymous=False,
    reminders=2,
    every_days=1,
    questions=QUESTIONS,
)


async def prove(folder: Path, database_url: str, size: Size, seed: int) -> str:
    """Carry a campaign through a city and return the line of counts; raise Failed."""
    async with open_city(folder, database_url, size, seed) as city:
        await found(city)
        await register(city)
        await change_minds(city)
        await send_notice(city)
        await open_survey(city)
        await remind(city, number=1)
        await remind(city, number=2)
        await close(city)
        await look_back(city)
    told = ", ".join(f"{count:,} {name}" for name, count in city.counts.items())
    return f"{3 * size.each:,} residents on three channels, {told}"


async def found(city: City) -> None:
    """Import the roll by the command line and open the doors."""
    city.set_clock(day=1, hour=9)
    area = [word for ward in city.size.wards for word in ("--ward", OLD_WARDS[ward])]
    refused = str(city.bot.folder / "refused.xlsx")
    await city.bot.command(
        ("migrate",),
        *(("organisation", "add", code, name) for code, name in ORGANISATIONS.items()),
        ("import-roll", str(ROLL), "--organisation", "cdtp", "--refused", refused),
        ("survey", "import", write_survey(city), "--organisation", "cdtp", "--all-people", *area),
    )
    on_roll = await count_members(city.database, "roll")
    if on_roll != len(city.cast.rolled):
        raise Failed(f"the roll made {on_roll} members of {len(city.cast.rolled)}")
    city.counts["on the roll"] = on_roll
    await city.bot.start()


async def register(city: City) -> None:
    """Let everybody come, in a random order, many at once."""
    await city.befall()
    each, make = city.size.each, city.cast.make
    people = make(each, contact=True), make(each, contact=False, buttons=False)
    comers = (*people, make(each, contact=False))
    for town, residents in zip(city.towns, comers, strict=True):
        await town.settle_in(residents)
    await asyncio.gather(
        *(
            begin_all(town, residents, within=city.size.within)
            for town, residents in zip(city.towns, comers, strict=True)
        )
    )
    await city.settle()
    city.counts["registered"] = sum(len(one.members) for one in city.residents)
    city.counts["half-way"] = sum(one.left for one in city.residents)


async def change_minds(city: City) -> None:
    """Let some opt out and some block the bot."""
    city.set_clock(day=1, hour=14)
    await opt_out(city, share=0.05)
    await block(city, share=0.04)


async def opt_out(city: City, *, share: float) -> None:
    """Let a share of the members opt out."""
    chosen = pick(city, share, lambda one: True)
    await city.each(chosen, lambda one: city.town_of(one).do(one, one.stop()))
    city.counts["opted out"] = sum(one.stopped for one in city.residents)


async def block(city: City, *, share: float) -> None:
    """Let a share of Telegram's members block the bot, and wait until it knows."""
    await city.each(pick(city, share, on_telegram(city)), city.telegram.block)
    blocked = sum(one.blocked for one in city.residents)

    async def known() -> bool:
        return await count_blocked(city.database) == blocked

    await eventually(known, f"{blocked} blocked chats are known")
    city.counts["blocked"] = blocked


def on_telegram(city: City) -> Callable[[Resident], bool]:
    """Return the test of who lives on Telegram."""
    return lambda one: one.chat in city.telegram.residents


def pick(city: City, share: float, fits: Callable[[Resident], bool]) -> list[Resident]:
    """Pick a share of the members who have not left, by the dice; at least one."""
    fitting = [
        one
        for one in city.residents
        if one.members and not (one.stopped or one.blocked or one.left) and fits(one)
    ]
    return city.dice.sample(fitting, max(1, round(len(fitting) * share)))


async def send_notice(city: City) -> None:
    """Send a broadcast to three old wards; the program may be killed in the middle of it."""
    city.book.expect_letter("notice", NOTICE)
    expected = expect("notice", city.residents, purpose="notices", wards=WRITTEN_TO)
    expect_roll(expected, city.cast.rolled, city.residents, WRITTEN_TO)
    await launch_notice(city)
    if city.size.killed:
        third = len(expected.whom) // 3
        some = "a third has it"
        await eventually(lambda: count_letters(city, "notice") >= third, some, every=0.002)
        await city.bot.kill()
        city.counts["notices before the kill"] = count_letters(city, "notice")
        await city.bot.start()
    city.counts["unknown"] = await hold_letters(city, expected)
    city.counts["notices"] = count_letters(city, "notice")


async def launch_notice(city: City) -> None:
    """Write and send the notice by the command line."""
    wards = {"wards": [OLD_WARDS[ward] for ward in WRITTEN_TO]}
    letter = {"organisation": "cdtp", "title": PLAN.title, "text": NOTICE, "to": wards}
    file = city.bot.folder / "notice.yaml"
    file.write_text(yaml.safe_dump(letter, allow_unicode=True), "utf-8")
    await city.bot.command(("broadcast", "launch", str(file), "--yes"))


def count_letters(city: City, name: str) -> int:
    """Count the letters of a name that have arrived."""
    return sum(letter == name for one in city.residents for letter, _ in one.letters)


async def hold_letters(city: City, expected: Expected, *, nudges: bool = False) -> int:
    """Wait until a new broadcast has ended and hold it against what ought to be."""
    ledger = Ledger()

    async def ended() -> bool:
        nonlocal ledger
        ledger = await read_ledger(city.database, kind=expected.name)
        return ledger.number not in city.broadcasts and ledger.state == "finished"

    await eventually(ended, f"{expected.name} is finished", within=city.size.within)
    city.broadcasts.add(ledger.number)
    await city.settle(nudges=nudges)
    return compare_letters(expected, city.residents, ledger)


async def open_survey(city: City) -> None:
    """Let the clock open the survey; the program is restarted while people answer."""
    expect_invitations(city)
    expected = expect("invitation", city.residents, purpose="surveys", wards=city.size.wards)
    expect_roll(expected, city.cast.rolled, city.residents, city.size.wards)
    for person in chain.from_iterable(expected.whom.values()):
        person.asked = True
    await city.befall()
    city.set_clock(day=2, hour=9)
    third = len(expected.whom) // 3
    await eventually(lambda: count_letters(city, "invitation") >= third, "a third is invited")
    if city.size.stops:
        await city.bot.stop()
        await city.bot.start()
    await hold_letters(city, expected, nudges=True)
    city.counts["invited"] = count_letters(city, "invitation")


def write_survey(city: City) -> str:
    """Write the survey's file and return where it is."""
    file = city.bot.folder / "survey.yaml"
    file.write_text(write_yaml(plan_of(city)), "utf-8")
    return str(file)


def expect_invitations(city: City) -> None:
    """Let residents know the invitation and the reminder of this survey."""
    plan = plan_of(city)
    for kind in ("invitation", "reminder"):
        body = city.book.pattern(
            f"survey-{kind}",
            *("closes", "left", "minutes"),
            title=plan.title,
            purpose=plan.purpose,
            count=len(plan.questions),
            worth=say("vi", "survey-banner-worth"),
            anonymous="yes" if plan.anonymous else "no",
        )
        city.book.expect_letter(kind, body)


def plan_of(city: City) -> Plan:
    """Return the survey's plan, anonymous or not."""
    return replace(PLAN, anonymous=city.size.anonymous, questions=city.size.questions)


async def remind(city: City, *, number: int) -> None:
    """Let the clock remind who has not answered, after some more have opted out or blocked."""
    await opt_out(city, share=0.03)
    await block(city, share=0.02)
    await city.befall()
    name = "reminder"
    expected = expect(name, city.residents, purpose="reminders", wards=city.size.wards)
    city.set_clock(day=2 + number, hour=9 + number)
    await hold_letters(city, expected)
    city.counts["reminded"] = count_letters(city, name)


async def close(city: City) -> None:
    """Let the clock close the survey and hold the result against what people said."""
    city.set_clock(day=6, hour=9)
    people = [
        person
        for one in city.residents
        for person in one.members
        if person.ward in city.size.wards
    ]
    rolled = [row for row in city.cast.rolled if row.ward in city.size.wards]
    ids = await find_ids(city.database)
    truth = count_truth(plan_of(city), people, rolled, ids)
    city.counts["handed in"] = sum(person.handed_in for person in people)
    await eventually(lambda: is_closed(city.database, PLAN.code), "the survey is closed")
    equal = await compare_results(city.database, city.bot.clock, PLAN.code, truth)
    city.counts["cells equal"] = equal


async def look_back(city: City) -> None:
    """Hold that strangers to the campaign heard nothing of it, and the rate was kept."""
    for one in city.residents:
        if one.letters and not one.members:
            raise Failed(f"{one.chat} is not registered and received {one.letters}")
    rates = await city.telegram.ask("rates")
    city.counts["requests"] = rates["arrivals"]
    await city.befall()
    city.counts["misfortunes"] = city.faults
    asked_to_wait = rates["overshoots"] and not city.size.faults
    if asked_to_wait or rates["max_in_1s"] > RATE:
        raise Failed(f"the rate was not kept: {rates}")
    if broken := await city.telegram.ask("violations"):
        raise Failed(f"requests broke the specification: {broken[:3]}")
    await city.bot.stop()
