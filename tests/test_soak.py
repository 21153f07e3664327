"""The soak's counts: what balances is told in one line, and what does not is named."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from tests.kit.gates import Failed
from tests.kit.lateness import Bystander
from tests.kit.towns import TelegramTown
from tests.proofs.soak_counts import LATE, Balance, Stored, read_seen, reckon
from tests.proofs.soak_people import LABELS, Crowd

MARKS = {"Thư số 1.": 1}
TEXT = "Kính gửi bà Lan,\n\nThư số 1. Mời bà."
TOLD: dict[str, Any] = {
    **{"storm": "3 residents", "broadcasts": 1, "codes": [0, 0, 0], "violations": []},
    **{"most": 9, "rate": 10, "allowed": 10, "late": 0.004, "peak_mb": 90.0},
}
STOPPED = 1000.0


def write_log(folder: Path, *letters: tuple[int, float]) -> Path:
    """Write the server's log: to which chats the letter went, and when."""
    log = folder / "telegram.jsonl"
    lines = [{"method": "sendMessage", "chat_id": c, "at": at, "text": TEXT} for c, at in letters]
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return log


def balance(log: Path) -> Balance:
    """Return four residents: one pressed, one opted out, one answered, one was never reached."""
    crowd = Crowd(TelegramTown(""), random.Random(1))
    crowd.pressed[1, TEXT] = LABELS[1]
    crowd.answered[3, "a"] = "Chưa"
    crowd.stopped.add(2)
    stored = Stored(audience=4, pressed={(1, 1): "B"}, answers={(3, "a"): "2"})
    stored.state = {(1, 1): "sent", (1, 2): "sent", (1, 3): "unknown", (1, 4): "failed"}
    stored.fates.update(stored.state.values())
    stored.stopped[2] = STOPPED
    return Balance(stored, read_seen(log, MARKS), crowd, MARKS)


def test_what_balances_is_told_in_one_line(tmp_path: Path) -> None:
    log = write_log(tmp_path, (1, 5.0), (2, STOPPED + 1), (3, 6.0))
    line = reckon(balance(log), TOLD)
    assert "4 in the audience = 2 sent + 1 failed + 1 unknown + 0 skipped" in line
    assert "the server has 3 = 2 sent + 1 unknown; 0 twice; 0 after opting out" in line


@pytest.mark.parametrize(
    ("letters", "told", "wrong"),
    [
        ([(1, 5.0), (2, 6.0), (1, 7.0)], {}, "nobody got it twice"),
        ([(1, 5.0), (2, 6.0), (4, 7.0)], {}, "nothing arrived that is called otherwise"),
        ([(1, 5.0)], {}, "what is called sent arrived"),
        ([(1, 5.0), (2, STOPPED + LATE + 1)], {}, "nobody got it after opting out"),
        ([(1, 5.0), (2, 6.0)], {"most": 11}, "never faster than allowed"),
        ([(1, 5.0), (2, 6.0)], {"codes": [0, 1, 0]}, "every program ended well"),
    ],
)
def test_what_does_not_balance_is_named(
    tmp_path: Path, letters: list[tuple[int, float]], told: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(Failed, match=wrong):
        reckon(balance(write_log(tmp_path, *letters)), TOLD | told)


def test_a_press_or_an_answer_that_is_lost_or_made_up_is_named(tmp_path: Path) -> None:
    log = write_log(tmp_path, (1, 5.0), (2, 6.0))
    lost = balance(log)
    lost.stored.pressed.clear()
    with pytest.raises(Failed, match="every press is stored"):
        reckon(lost, TOLD)
    made_up = balance(log)
    made_up.stored.answers[4, "a"] = "1"
    with pytest.raises(Failed, match="every answer is stored"):
        reckon(made_up, TOLD)


@pytest.mark.parametrize(("late", "most"), [(0.0, 30), (0.03, 30), (0.05, 31), (0.5, 44)])
def test_a_late_machine_may_bunch_so_many_into_a_second(late: float, most: int) -> None:
    bystander = Bystander()
    bystander.worst = late
    assert bystander.allow(30.0) == most
