"""Reading FIT files, in two processes and in one, beside the library alone on one core."""

import datetime
import multiprocessing
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path

import fitdecode

from surefoot.intake.activities.fit import read_fit
from surefoot.intake.activities.shapes import Hints
from surefoot.tests.support.fit_files import START, Leg, fit_file

from .timing import Row, Times, time_turns

FILES = 24
SECONDS = 1_800
CORES = 2
LEAST_GAIN = 1.8  # over the library on one core
MOST_OWN_SHARE = 0.15
MOST_ROUNDS = 7

_TWO, _ONE = "two processes", "one process"
_LIBRARY, _SAME = "fitdecode, one core", "fitdecode with our options, one core"


def measure(rounds: int) -> list[Row]:
    """Our reader beside fitdecode reading the same files to the end, taking turns."""
    with tempfile.TemporaryDirectory() as name:
        paths = _write(Path(name))
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(CORES, mp_context=context) as pool:
            _read_all(pool, paths)  # both processes have started, and imported what they need
            runs: dict[str, Callable[[], object]] = {
                _TWO: partial(_read_all, pool, paths),
                _ONE: lambda: [_read(path) for path in paths],
                _LIBRARY: lambda: [_iterate(path) for path in paths],
                _SAME: lambda: [_iterate_as_we_do(path) for path in paths],
            }
            times = time_turns(runs, min(rounds, MOST_ROUNDS))
        size = sum(path.stat().st_size for path in paths)
    return [_together(times, size), _own_part(times)]


def _together(times: dict[str, Times], size: int) -> Row:
    gain = times[_LIBRARY].median / times[_TWO].median
    return Row(
        id="fit-parallel",
        title=f"{FILES} FIT files in two processes",
        ours=times[_TWO],
        target=times[_LIBRARY].median / LEAST_GAIN,
        peers=(times[_LIBRARY],),
        note=(
            f"{size / 1e6:.1f} MB, {FILES * SECONDS:,} moments; {gain:.2f} times as fast as the "
            f"library alone, which takes {times[_LIBRARY].median / size * 1e6:.2f} s for a MB"
        ),
    )


def _own_part(times: dict[str, Times]) -> Row:
    own = times[_ONE].median - times[_SAME].median
    return Row(
        id="fit-own-part",
        title=f"{FILES} FIT files in one process",
        ours=times[_ONE],
        target=times[_SAME].median / (1 - MOST_OWN_SHARE),
        peers=(times[_SAME], times[_LIBRARY]),
        note=f"{own / times[_ONE].median:.0%} of the time is spent in our reader, not in fitdecode",
    )


def _write(folder: Path) -> Sequence[Path]:
    """Runs on as many days, with the fields that a watch with a foot pod writes."""
    hill = [*range(100, 160), *range(160, 100, -1)]
    paths = []
    for number in range(FILES):
        leg = Leg(
            start=START + datetime.timedelta(days=number),
            seconds=SECONDS,
            altitudes_m=hill,
            record={
                "position_lat": 600_000_000 + number,
                "position_long": 90_000_000,
                "power": 250,
                "temperature": 12,
                "vertical_oscillation": 81.5,
                "stance_time": 245.0,
                "heart_rate": 140 + number % 20,
            },
        )
        path = folder / f"{number}.fit"
        path.write_bytes(fit_file(leg))
        paths.append(path)
    return paths


def _read_all(pool: Executor, paths: Sequence[Path]) -> None:
    if sum(pool.map(_read, paths)) != len(paths):
        raise RuntimeError("not every file gave one run")


def _read(path: Path) -> int:
    with path.open("rb") as stream:
        return len(read_fit(stream, path.name, Hints()).activities)


def _iterate(path: Path) -> int:
    with fitdecode.FitReader(path) as reader:
        return sum(1 for _ in reader)


def _iterate_as_we_do(path: Path) -> int:
    reader = fitdecode.FitReader(
        path.read_bytes(),
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    )
    with reader:
        return sum(1 for _ in reader)
