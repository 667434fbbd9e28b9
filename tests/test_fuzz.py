"""`python -m tests.fuzz` finds what it looks for, keeps it, and can make it again."""

from __future__ import annotations

import random
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from .fuzz import __main__ as command
from .fuzz import batches
from .fuzz.activities import Activities
from .fuzz.batches import Batch, Tally, run_batch
from .fuzz.conditions import Conditions
from .fuzz.files import Files


class Broken:
    """A target whose every third input raises, and every fourth never ends."""

    made = 0

    def make(self, chance: random.Random) -> tuple[str, bytes]:
        self.made += 1
        return f"kind/{self.made}", b"input %d" % self.made

    def run(self, name: str, data: bytes) -> str:
        if name.endswith("/3"):
            raise KeyError(data)
        while name.endswith("/4"):
            pass
        return "read"

    def restart(self) -> None:
        self.made = 0


@pytest.fixture
def targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, batches.Target]:
    found: dict[str, batches.Target] = {"broken": Broken()}
    monkeypatch.setattr(batches, "_targets", found)
    return found


def test_inputs_that_raise_or_do_not_end_are_kept(
    targets: dict[str, batches.Target],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(batches, "GIVE_UP_SECONDS", 0.05)
    before = signal.signal(signal.SIGVTALRM, batches.stop)
    tally = run_batch(Batch("broken", "7", 2, 5))
    signal.signal(signal.SIGVTALRM, before)
    assert tally.outcomes == {"read": 3, "fault": 2}
    assert [fault.label for fault in tally.faults] == [
        "seed-7-batch-2-2-kind-3",
        "seed-7-batch-2-3-kind-4",
    ]
    assert [fault.reason for fault in tally.faults] == [
        "KeyError: b'input 3'",
        "given up after 0.05 s",
    ]
    assert command.keep([tally], tmp_path) == 1
    assert (tmp_path / "seed-7-batch-2-2-kind-3").read_bytes() == b"input 3"
    assert "KeyError" in (tmp_path / "seed-7-batch-2-2-kind-3.trace").read_text("utf-8")
    assert "2 faults" in capsys.readouterr().out


def test_an_input_that_takes_too_long_is_a_fault(
    targets: dict[str, batches.Target], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LONGEST_SECONDS", -1.0)
    tally = run_batch(Batch("broken", "1", 0, 2))
    assert [fault.reason.partition(" ")[0] for fault in tally.faults] == ["took", "took"]


@pytest.mark.parametrize(
    ("kind", "count"), [("conditions", 400), ("files", 60), ("activities", 80)]
)
def test_a_batch_ends_without_faults_and_the_same_seed_makes_it_again(
    targets: dict[str, batches.Target], tmp_path: Path, kind: str, count: int
) -> None:
    made: dict[str, Callable[[], batches.Target]] = {
        "conditions": Conditions,
        "files": partial(Files, tmp_path),
    }
    made["activities"] = partial(Activities, tmp_path)
    targets[kind] = made[kind]()
    tallies = [run_batch(Batch(kind, "3", number, count)) for number in (0, 0, 1)]
    assert [tally.faults for tally in tallies] == [[], [], []]
    first, again, other = (tally.outcomes for tally in tallies)
    assert first.total() == count
    assert 0 < first["read"] < count
    assert first == again != other


def test_the_work_is_cut_into_batches_that_add_up() -> None:
    work = batches.batches("files", 450, "1")
    assert [one.count for one in work] == [200, 200, 50]
    assert [one.number for one in work] == [0, 1, 2]


def test_the_table_counts_what_was_read_and_refused() -> None:
    tally = Tally("files")
    tally.outcomes.update({"read": 2, "KB106": 3, "KB121": 1, "fault": 1})
    row = command.table([tally]).split("\n")[-1].split(" | ")
    assert row[:5] == ["| files", "7", "2", "4", "KB106 KB121 and 0 more"]
