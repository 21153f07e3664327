"""The proofs in their small form: a city's campaign on real wires, and kill -9 in a smaller one.

`./dev prove` runs the same with more residents and a kill in the midst of it, and twenty kills
a database.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.kit.databases import KINDS, find_server
from tests.kit.opinions import QUESTIONS
from tests.kit.postgres import address
from tests.proofs import campaign, kills
from tests.proofs.__main__ import FEW_OPINIONS

SMALL = replace(FEW_OPINIONS, each=6, questions=QUESTIONS, faults=0, killed=False, stops=False)
FEW = kills.Plan(kills=1, readers=12, comers=3, hurried=True, within=60)


ON_ONE = pytest.mark.parametrize  # the other database's turn is in `./dev prove --quick`


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a database with nothing in it: the program migrates it itself."""
    if request.param not in KINDS[request.config.getoption("--db")]:
        pytest.skip(f"--db leaves {request.param} out")
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'proof.db'}"
        return
    home = find_server(request.config)
    name = f"proof_{random.SystemRandom().randrange(10**9)}"
    with psycopg.connect(address(home), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
        yield address(home, name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def draw_seed() -> int:
    """Return a seed of its own for each run; it is printed when the test fails."""
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")
    return seed


@ON_ONE("empty_database_url", ["postgresql"], indirect=True)
async def test_a_campaign_ends_as_its_residents_lived_it(
    empty_database_url: str, tmp_path: Path
) -> None:
    told = await campaign.prove(tmp_path, empty_database_url, SMALL, draw_seed())
    print(told)
    assert "cells equal" in told


@ON_ONE("empty_database_url", ["sqlite"], indirect=True)
async def test_kills_lose_nothing_and_repeat_nothing(
    empty_database_url: str, tmp_path: Path
) -> None:
    told = await kills.prove(tmp_path, empty_database_url, FEW, draw_seed())
    print(told)
    assert "0 lost, 0 twice" in told
