"""Room: a wave of a pulse asks a random sample: drawn with a stored seed, nobody twice a rotation.

Each member's place in a rotation is a hash of seed, rotation and number; a wave takes the first
who have not been drawn. So the same seed gives the same sample, however the roll has grown since.
"""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.models import Entitlement, Pulse, PulseDraw, Survey

BATCH = 500  # rows a statement


def draw(
    population: Collection[int], drawn: Collection[int], size: int, *, seed: str, rotation: int
) -> tuple[list[int], list[int]]:
    """Return who is asked in this rotation, and of the next one where this one is used up."""
    waiting = _in_order(set(population) - set(drawn), seed, rotation)
    now = waiting[:size]
    missing = size - len(now)
    again = set(population) - set(now) if missing else set()
    return now, _in_order(again, seed, rotation + 1)[:missing]


def _in_order(members: Collection[int], seed: str, rotation: int) -> list[int]:
    def place(member_id: int) -> bytes:
        return sha256(f"{seed}:{rotation}:{member_id}".encode()).digest()

    return sorted(members, key=place)


async def sample_roll(session: AsyncSession, survey: Survey) -> None:
    """Leave on a wave's roll only its sample, and note who was drawn; else change nothing."""
    pulse_id = (survey.terms or {}).get("pulse")
    if pulse_id is None:
        return
    pulse = await session.get_one(Pulse, pulse_id, with_for_update=True, populate_existing=True)
    roll = select(Entitlement.member_id).where(Entitlement.survey_id == survey.id)
    population = set(await session.scalars(roll))
    before = select(PulseDraw.member_id).where(
        PulseDraw.pulse_id == pulse.id, PulseDraw.rotation == pulse.rotation
    )
    drawn = set(await session.scalars(before))
    now, again = draw(population, drawn, pulse.size, seed=pulse.seed, rotation=pulse.rotation)
    await _note(session, pulse, now, pulse.rotation, survey.terms["wave"])
    if again:
        pulse.rotation += 1
        await _note(session, pulse, again, pulse.rotation, survey.terms["wave"])
    spare = sorted(population - set(now) - set(again))
    for start in range(0, len(spare), BATCH):
        await session.execute(
            delete(Entitlement).where(
                Entitlement.survey_id == survey.id,
                Entitlement.member_id.in_(spare[start : start + BATCH]),
            )
        )
    await session.flush()


async def _note(
    session: AsyncSession, pulse: Pulse, members: list[int], rotation: int, wave: int
) -> None:
    if members:
        key = {"pulse_id": pulse.id, "rotation": rotation, "wave": wave}
        await session.execute(insert(PulseDraw), [{**key, "member_id": one} for one in members])
