"""Proof: the laws that the suite tries on a few examples hold on ten times as many."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.kit.gates import Failed
from tests.proofs.running import ROOT

LAWS = (
    "test_expressions",
    "test_ledger_fences",
    "test_ledger_machine",
    "test_markup",
    "test_surveys_logic_laws",
)


async def prove(folder: Path, seed: int) -> str:
    """Run the tests of laws, each with many examples, and return pytest's last line."""
    files = [f"tests/rooms/{name}.py" for name in LAWS]
    run = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "--db", "sqlite", "--durations=0"),
        *(f"--hypothesis-seed={seed}", f"--basetemp={folder / 'laws'}", *files),
        cwd=ROOT,
        env=os.environ | {"THOROUGH": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    said = (await run.communicate())[0].decode()
    if run.returncode:
        raise Failed(said)
    return said.splitlines()[-1].strip("= ")
