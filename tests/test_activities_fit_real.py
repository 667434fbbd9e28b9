"""Every FIT file of the collection of real ones gives the figures that are known of it."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
from pathlib import Path

import pytest

from surefoot.intake.activities.fit import read_fit
from surefoot.intake.activities.shapes import Activity, Hints, Read

_FILES = Path(__file__).resolve().parents[2] / "shared" / "activities"
_MANIFEST = _FILES / "manifest.tsv"


def _rows() -> list[dict[str, str]]:
    if not _MANIFEST.exists():
        return []
    with _MANIFEST.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [row for row in rows if row["path"].lower().endswith((".fit", ".fit.gz"))]


ROWS = _rows()
pytestmark = pytest.mark.skipif(not ROWS, reason="needs ../shared/activities")


def _read(path: str) -> Read:
    content = (_FILES / path).read_bytes()
    if path.endswith(".gz"):
        content = gzip.decompress(content)
    return read_fit(io.BytesIO(content), path, Hints())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: Path(row["path"]).name)
def test_a_real_file_gives_what_is_known_of_it(row: dict[str, str]) -> None:
    found = _read(row["path"])
    if row["expect"].startswith("reject"):
        assert not found.activities
        assert found.dropped[0].reason
        return
    sports = [sport.partition("/")[0] for sport in row["sport"].split("; ")]
    assert [one.sport for one in found.activities] == sports
    counted = found.activities[sports.index("running") if "running" in sports else 0]
    assert not counted.partial
    _assert_figures(counted, row)
    if row["expect"] == "run without a usable date":
        assert counted.start is None
        assert "no usable date" in " ".join(counted.problems)
    else:
        start = datetime.datetime.fromisoformat(row["start_utc"]).replace(tzinfo=datetime.UTC)
        assert counted.start == start
        assert counted.problems == ()


def _assert_figures(activity: Activity, row: dict[str, str]) -> None:
    """Those that the manifest states, as near as they can be told."""
    if row["distance_m"]:
        assert activity.distance_m == pytest.approx(float(row["distance_m"]), rel=0.005)
    assert activity.moving_s == pytest.approx(float(row["moving_s"]), rel=0.03)
    assert activity.elapsed_s == pytest.approx(float(row["elapsed_s"]), rel=0.03)
    for stated, value in ((row["gain_m"], activity.gain_m), (row["loss_m"], activity.loss_m)):
        if stated:
            assert value == pytest.approx(float(stated), rel=0.2, abs=10)
    if cadence := row["cadence_spm_moving"] or row["cadence_spm"]:
        assert activity.cadence_spm == pytest.approx(float(cadence), abs=1)


def test_each_sport_of_a_triathlon_has_its_own_pulse() -> None:
    path = next(row["path"] for row in ROWS if "; " in row["sport"])
    *_, run = _read(path).activities
    spread = sum(seconds for _, seconds in run.heart_rate_bpm)
    assert spread == pytest.approx(run.elapsed_s, rel=0.05)


RUNS = [
    row
    for row in ROWS
    if row["sport"] == "running" and row["distance_m"] and not row["path"].endswith(".gz")
]


@pytest.mark.parametrize("row", RUNS, ids=lambda row: Path(row["path"]).name)
def test_half_of_a_real_run_is_a_lower_bound(row: dict[str, str]) -> None:
    content = (_FILES / row["path"]).read_bytes()
    (half,) = read_fit(io.BytesIO(content[: len(content) // 2]), "half.fit", Hints()).activities
    assert half.partial
    assert 0 < (half.distance_m or 0) <= float(row["distance_m"]) * 1.005
