"""`surefoot screen` from Parquet to Parquet: how fast, how much memory, beside loops and Spark.

All runs are whole processes from a cold start with bytecode compiled, and take turns. The loops
in Python are in this process; they get runners that are read already.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb
from pyarrow import parquet

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.vocabulary import Answers
from surefoot.tests.support.screened import every, typed_table
from surefoot.tests.support.spark_engine import why_no_spark

from .clips_peer import ClipsPeer
from .diagnosis import check
from .processes import CACHE_HOMES
from .rules import Case, Fired, first_stratum, make_case
from .timing import Row, Times, summary, time_calls

MADE_UP = 20_000  # different runners; a larger table has them again and again, with new ids
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
BESIDE = 1_000_000  # how many are screened where loops stand beside it
MOST_ROUNDS = {10_000: 5, 100_000: 5, 1_000_000: 5, 10_000_000: 3}
MOST_SECONDS = 1 / 200_000  # a runner, with the summary columns
MOST_MEGABYTES = 2_000
TIMES_CLIPS, TIMES_EXPERTA, TIMES_DUCKDB = 10, 500, 4
IN_LOOPS = 200
_KILOBYTES = 1024  # in a megabyte
_MINE = "surefoot screen"


def measure(rounds: int) -> list[Row]:
    """The rows of all sizes, of the loops and of Spark."""
    knowledge = load_knowledge()
    population = read_population(None, knowledge)
    runners = list(generate(knowledge, population, MADE_UP, 1))
    with tempfile.TemporaryDirectory() as name:
        runs = _Runs(Path(name))
        tables = _tables(knowledge, runners, Path(name))
        return [
            *_sizes(runs, tables, rounds),
            _beside_loops(knowledge, runners, runs, tables[BESIDE], rounds),
            *_beside_spark(runs, tables[SIZES[-1]], rounds),
        ]


def _tables(knowledge: Knowledge, runners: Sequence[Answers], work: Path) -> dict[int, Path]:
    """Parquet files of all sizes, typed as `surefoot generate` writes them."""
    source = work / "made-up.parquet"
    named = {f"runner {number}": one for number, one in enumerate(runners)}
    parquet.write_table(typed_table(knowledge, every(knowledge, named)), source)
    found = {}
    for size in SIZES:
        found[size] = work / f"{size}.parquet"
        copies = -(-size // len(runners))
        query = (
            f"SELECT * REPLACE (id || '-' || copy AS id) FROM '{source}', "  # noqa: S608
            f"range({copies}) AS copies(copy) LIMIT {size}"
        )
        duckdb.execute(f"COPY (SELECT * EXCLUDE copy FROM ({query})) TO '{found[size]}'")  # noqa: S608
    return found


class _Runs:
    """Processes of `surefoot screen`, timed by the runner, with the most memory of each."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.megabytes: dict[str, float] = {}

    def time(
        self, runs: Mapping[str, tuple[int, Sequence[str]]], rounds: int, *, warm: bool = True
    ) -> dict[str, Times]:
        """Seconds a runner; the runs take turns, and a first round is not counted."""
        samples: dict[str, list[float]] = {name: [] for name in runs}
        for number in range(-1 if warm else 0, rounds):
            for name, (size, arguments) in runs.items():
                taken = self._run(name, arguments)
                if number >= 0:
                    samples[name].append(taken / size)
        return {name: summary(name, taken) for name, taken in samples.items()}

    def _run(self, name: str, arguments: Sequence[str]) -> float:
        output = self.work / "out"
        shutil.rmtree(output, ignore_errors=True)
        environment = {
            **os.environ,
            "PYTHONPYCACHEPREFIX": str(self.work / "bytecode"),
            **dict.fromkeys(CACHE_HOMES, str(self.work / "cache")),
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        start = time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 (our own command)
            [sys.executable, "-m", "surefoot", "screen", *arguments, "-o", str(output)],
            cwd=self.work, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(f"surefoot screen {name} ended with {process.returncode}")
        self.megabytes[name] = max(self.megabytes.get(name, 0), usage.ru_maxrss / _KILOBYTES)
        return taken


def _sizes(runs: _Runs, tables: Mapping[int, Path], rounds: int) -> list[Row]:
    """Summary columns of 10,000 to 10 million runners: seconds a runner."""
    times: dict[int, Times] = {}
    names = {size: f"{size:,} runners" for size in SIZES}
    for size in SIZES:  # one after the other: the largest would take the turns of all
        found = runs.time(
            {names[size]: (size, [str(tables[size])])}, min(rounds, MOST_ROUNDS[size])
        )
        times[size] = found[names[size]]
    rows = []
    for before, size in zip((None, *SIZES), SIZES, strict=False):
        megabytes = runs.megabytes[names[size]]
        note = (
            f"summary columns, Parquet to Parquet, {1 / times[size].median:,.0f} runners/s; "
            f"{MADE_UP:,} made-up runners, again and again with new ids; "
            f"{megabytes:.0f} MB resident at most (< {MOST_MEGABYTES:,} MB: "
            f"{'reached' if megabytes < MOST_MEGABYTES else 'MISSED'})"
        )
        peers = (times[before],) if before is not None else ()
        rows.append(
            Row(
                id=f"screen-{size}",
                title=f"a runner of {size:,} screened",
                ours=times[size],
                target=MOST_SECONDS if size >= BESIDE else None,
                peers=peers,
                note=note,
            )
        )
    return rows


def _beside_loops(
    knowledge: Knowledge, runners: Sequence[Answers], runs: _Runs, table: Path, rounds: int
) -> Row:
    """The states of the rules that CLIPS can express, beside CLIPS and Experta in a loop."""
    assessor = Assessor(knowledge)
    clips = ClipsPeer(knowledge)
    checked = check(assessor, {"CLIPS (clipspy)": clips.fire})
    loops: dict[str, Callable[[Case], Fired | object]] = {
        "CLIPS (clipspy) in a loop": clips.fire,
        "Experta (diagnose) in a loop": lambda case: diagnose(assessor, case.answers),
    }
    some = runners[:: len(runners) // IN_LOOPS][:IN_LOOPS]
    cases = [make_case(knowledge, assessor.evaluator, one) for one in some]
    peers = time_calls(loops, cases, min(rounds, 3))
    rules = [rule.id for rule in first_stratum(knowledge)]
    found = runs.time(
        {_MINE: (BESIDE, [str(table), "--columns", ",".join(rules)])},
        min(rounds, MOST_ROUNDS[BESIDE]),
    )
    times = (peers[name] for name in loops)
    listed = tuple(times)
    target = min(listed[0].median / TIMES_CLIPS, listed[1].median / TIMES_EXPERTA)
    return Row(
        id="screen-beside-loops",
        title=f"a runner of {BESIDE:,}, the rules of the first stratum",
        ours=found[_MINE],
        target=target,
        peers=listed,
        note=(
            f"CLIPS has {len(rules)} of {len(knowledge.rules)} rules: those that read no flag or "
            "pattern; it gets derived values, gates and sites ready made, and says which rules "
            f"fire; ours is the whole process, quiet and unknown told apart; before, both fired "
            f"the same for {checked.runners} random runners. The target is the stricter of "
            f"{TIMES_CLIPS} times CLIPS and {TIMES_EXPERTA} times Experta"
        ),
    )


def _beside_spark(runs: _Runs, table: Path, rounds: int) -> list[Row]:
    """Ten million runners on Spark with two local cores, beside DuckDB."""
    if reason := why_no_spark():
        print(f"without Spark: {reason}", file=sys.stderr)
        return []
    size, count = SIZES[-1], min(rounds, MOST_ROUNDS[SIZES[-1]])
    local = ["--engine", "spark", "--master", "local[2]"]
    spark, duck = "Spark, local[2]", "DuckDB"
    times = runs.time(
        {spark: (size, [str(table), *local]), duck: (size, [str(table)])}, count, warm=False
    )
    return [
        Row(
            id="screen-spark",
            title=f"a runner of {size:,} on Spark with 2 local cores",
            ours=times[spark],
            target=times[duck].median * TIMES_DUCKDB,
            peers=(times[duck],),
            note=f"summary columns; the target is {TIMES_DUCKDB} times DuckDB in turn with it",
        )
    ]
