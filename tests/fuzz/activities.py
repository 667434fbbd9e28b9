"""Corrupted copies of activity files, and what must hold of all that is read of them."""

from __future__ import annotations

import datetime
import gzip
import io
import math
import random
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from surefoot.intake.activities.formats import recognise
from surefoot.intake.activities.shapes import Activity, Hints
from surefoot.intake.activities.unpacking import Archives, Item

from ..support.activity_samples import samples
from ..support.imports import TODAY, bring_in
from .mutations import change_bytes, change_characters, change_words

if TYPE_CHECKING:
    from surefoot.intake.activities.diary import Imported

_REAL = Path(__file__).resolve().parents[3] / "shared" / "activities"
_LARGEST_REAL = 500_000  # bytes
_NO_ACTIVITIES = {
    "LICENSE", "manifest.tsv", "expected_metrics.tsv", "csv_headers.tsv", "bikes.csv",
    "strava-csv-mapping.de-en.json",
}  # fmt: skip
_WORDS = ("0", "-1", "1e308", "nan", "inf", "9" * 20, "2085-01-01T00:00:00Z", "1901", "mi", "", "é")
_TEXTS = (b"<", b"{", b"[", b"Activity", b"activity", b"\xef\xbb\xbf", b"id,", b"Shoe")
_METRES, _CLIMB = 1_000_000, 20_000
_FASTEST_M_S, _FASTEST_OVER_M = 7.0, 1000
_CADENCES = (60, 260)


class Activities:
    """Files of all formats, made up and, where they are on this machine, real ones."""

    def __init__(self, folder: Path) -> None:
        """Inputs are written to a folder of their own in this one."""
        self.folder = Path(tempfile.mkdtemp(dir=folder))
        self.seeds = {**samples(), **real_files()}
        self._names = list(self.seeds)
        # A small file is read as fast as a large one is looked at: most inputs are small.
        self._weights = [1 / (100_000 + len(data)) for data in self.seeds.values()]

    def restart(self) -> None:
        """Nothing is kept between inputs."""

    def make(self, chance: random.Random) -> tuple[str, bytes]:
        """The name of a file, and a copy of it with a few places damaged."""
        name = chance.choices(self._names, self._weights)[0]
        data = self.seeds[name]
        if data.startswith(b"\x1f\x8b") and chance.random() < 0.6:
            return name, gzip.compress(damaged(chance, gzip.decompress(data)), 1)
        if data.startswith(b"PK") and chance.random() < 0.6:
            return name, _with_damaged_member(chance, data)
        return name, damaged(chance, data)

    def run(self, name: str, data: bytes) -> str:
        """Import the file; whether it gave a run, activities that are none, or nothing."""
        path = self.folder / name.replace("/", "-")
        path.write_bytes(data)
        try:
            imported = bring_in(path, sport_of_unstated="running")
            for one in imported.dropped:
                if one.reason.startswith("it is broken in a way that was not foreseen"):
                    _raise(path)
                    raise AssertionError(one.reason)
        finally:
            path.unlink()
        known = recognise(data[:4096])
        check(imported, is_list_of_shoes=known is not None and not known.holds_activities)
        if any(one.used for one in imported.judged):
            return "read"
        return "no-run" if imported.judged else "dropped"


def real_files() -> dict[str, bytes]:
    """The real files beside this repository, by name; none where there are none."""
    paths = sorted(path for path in _REAL.rglob("*") if path.is_file())
    return {
        f"real/{path.relative_to(_REAL).as_posix()}": path.read_bytes()
        for path in paths
        if path.name not in _NO_ACTIVITIES and path.stat().st_size < _LARGEST_REAL
    }


def damaged(chance: random.Random, data: bytes) -> bytes:
    """A copy with one to four places damaged: bits, cuts, insertions, blocks doubled or moved."""
    if chance.random() < 0.25 and b"\0" not in data[:4096]:
        return _with_other_words(chance, data)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        if chance.random() < 0.25:
            _flip_bits(chance, changed)
        else:
            _damage_block(chance, changed)
    if chance.random() < 0.02:
        changed[:0] = chance.choice(_TEXTS)
    return bytes(changed)


def _with_other_words(chance: random.Random, data: bytes) -> bytes:
    """A text with words and stretches changed, within two thousand characters of it."""
    text = data.decode("utf-8", "replace")
    start = chance.randint(0, max(0, len(text) - 1))
    piece = text[start : start + 2000]
    if chance.random() < 0.5:
        piece = change_characters(chance, piece)
    else:
        piece = change_words(chance, piece, _WORDS)
    return (text[:start] + piece + text[start + 2000 :]).encode("utf-8", "surrogatepass")


def _flip_bits(chance: random.Random, changed: bytearray) -> None:
    for _ in range(chance.choice((1, 1, 8, 64)) * bool(changed)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)


def _damage_block(chance: random.Random, changed: bytearray) -> None:
    at, length = chance.randint(0, len(changed)), chance.choice((1, 2, 4, 30, 500))
    block = bytes(changed[at : at + length])
    match chance.randrange(7):
        case 0:
            del changed[at:]
        case 1:
            del changed[at : at + length]
        case 2:
            changed[at:at] = block * chance.randint(1, 20)
        case 3:
            changed[at:at] = chance.randbytes(length)
        case 4:
            other = chance.randint(0, len(changed))
            changed[other : other + len(block)] = block
        case 5:
            changed[at : at + length] = chance.choice((b"\0", b"\xff", b" ")) * len(block)
        case _:
            changed[:] = change_bytes(chance, bytes(changed))


def _with_damaged_member(chance: random.Random, data: bytes) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        names = old.namelist()
        hit = chance.choice(names)
        for name in names:
            content = old.read(name)
            new.writestr(name, damaged(chance, content) if name == hit else content)
    return stream.getvalue()


def _raise(path: Path) -> None:
    """Read a file without what catches everything, to see where it breaks."""
    item = Item("x", path, 1)
    with Archives() as archives, archives.content(item) as stream:
        data = stream.read()
    known = recognise(data[:4096])
    if known is not None:
        known.read(io.BytesIO(data), "x", Hints())


def check(imported: Imported, *, is_list_of_shoes: bool = False) -> None:
    """Every file has a line; every text can be printed; no number is one of a wrong unit."""
    assert imported.judged or imported.dropped or imported.notes or is_list_of_shoes
    said = [one.reason for one in imported.dropped] + [one.why_not for one in imported.judged]
    said += [problem for one in imported.judged for problem in one.activity.problems]
    assert all(text.isprintable() for text in said), said
    assert all(one.used or one.why_not for one in imported.judged)
    assert all(one.reason for one in imported.dropped)
    for one in imported.judged:
        _check_numbers(one.activity)
        if one.used:
            _check_run(one.activity)
    for figure in imported.figures.values():
        values = figure.value.values() if isinstance(figure.value, dict) else [figure.value]
        assert all(not isinstance(one, float) or math.isfinite(one) for one in values), figure
        assert figure.value is not None or figure.reason


_NUMBERS: Final = (
    "distance_m", "moving_s", "elapsed_s", "gain_m", "loss_m", "cadence_spm",
    "running_cadence_spm", "heart_rate", "effort", "grade_adjusted_m", "dirt_m",
)  # fmt: skip


def _check_numbers(activity: Activity) -> None:
    numbers = {name: getattr(activity, name) for name in _NUMBERS}
    spreads = [*activity.heart_rate_bpm, *activity.speed_m_s]
    wrong = {
        name: value
        for name, value in numbers.items()
        if value is not None and not (math.isfinite(value) and value >= 0)
    }
    assert not wrong, (wrong, activity)
    assert all(math.isfinite(one) for pair in spreads for one in pair), spreads


def _check_run(activity: Activity) -> None:
    metres, seconds = activity.distance_m, activity.moving_s or activity.elapsed_s
    assert metres is None or 0 <= metres <= _METRES, activity
    if metres and seconds and metres > _FASTEST_OVER_M:
        assert metres / seconds <= _FASTEST_M_S, activity
    for height in (activity.gain_m, activity.loss_m):
        assert height is None or 0 <= height < _CLIMB, activity
    for cadence in (activity.cadence_spm, activity.running_cadence_spm):
        assert cadence is None or _CADENCES[0] <= cadence <= _CADENCES[1], activity
    when = activity.local_start or activity.start
    if when is not None:
        assert when.year >= 2000, activity
        assert when.date() <= TODAY + datetime.timedelta(1), activity
