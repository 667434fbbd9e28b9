"""Every real recording beside the repository: what its row of the manifest says, happens."""

from __future__ import annotations

import datetime
import math

import pytest

from surefoot.intake.activities.diary import Imported
from surefoot.intake.activities.importing import Wishes, import_activities
from surefoot.intake.activities.shapes import RUNNING, Activity, Hints

from .support.shared_activities import WHY_NOT, shared_file, shared_rows

Row = dict[str, str]

_TODAY = datetime.date(2026, 11, 23)
_DIARY = "lovdal2021/athlete0_days.tsv"
_COLUMNS = {"date": "date", "distance_km": "km", "sessions": "sessions"}
_ROWS = [row for row in shared_rows("manifest.tsv") if row["expect"] != "reference"]
_SHORT = "shorter than 0.5 km"
# Their gain is a raw sum over points or that of gpxpy, of which the manifest says: reads high.
_READS_HIGH = "reads high"


def _import(row: Row) -> Imported:
    hints = Hints(columns=_COLUMNS) if row["path"] == _DIARY else Hints()
    wishes = Wishes(today=_TODAY, zone=datetime.UTC, hints=hints)
    return import_activities([shared_file(row["path"])], wishes, cache=None, processes=0)


@pytest.mark.skipif(not _ROWS, reason=WHY_NOT)
@pytest.mark.parametrize("row", _ROWS, ids=[row["path"] for row in _ROWS])
def test_what_the_manifest_expects_happens(row: Row) -> None:
    imported = _import(row)
    assert all(one.used or one.why_not for one in imported.judged)
    assert all(one.reason for one in imported.dropped)
    activities = [one.activity for one in imported.judged]
    runs = [one for one in activities if one.sport == RUNNING]
    match row["expect"].split(":")[0].split(" (")[0]:
        case "ok" if row["bytes"] == "57":  # the header of a list of shoes or bikes, and no more
            assert not activities
        case "ok":
            assert runs
            counted = [one for one in imported.judged if one.activity.sport == RUNNING]
            assert all(one.used or one.why_not == _SHORT for one in counted)
            _assert_figures(runs, row)
        case "no runs" | "not a run":
            assert activities
            assert not any(one.used for one in imported.judged)
            if row["expect"] == "not a run":
                assert all(one.why_not.endswith("not a run") for one in imported.judged)
                _assert_figures(activities, row)
        case "sport not stated":
            assert [one.why_not for one in imported.judged] == ["the sport is not stated"]
            _assert_figures(activities, row)
        case "run without a usable date":
            assert [one.why_not for one in imported.judged] == ["no usable date"]
            assert [one.start for one in runs] == [None]
            _assert_figures(runs, row)
        case "no full times":
            assert not any(one.used for one in imported.judged)
            assert _is_close(_total(activities, "distance_m"), float(row["distance_m"]), 0.02)
            assert all(one.start is None for one in activities)
        case "partial":
            assert not any(one.used for one in imported.judged)
            assert imported.dropped or all(one.partial for one in activities)
        case "reject" | "no usable track":
            assert not any(one.used for one in imported.judged)
            assert imported.dropped or not runs
        case other:
            pytest.fail(f"the manifest expects something new: {other}")


def _total(activities: list[Activity], name: str) -> float | None:
    known = [value for one in activities if (value := getattr(one, name)) is not None]
    return math.fsum(known) if known else None


def _assert_figures(activities: list[Activity], row: Row) -> None:
    """The tolerances: 0.5 % (2 % by geometry), 3 % of the time, 20 % or 10 m, and one step."""
    wrong = []
    geometry = row["path"].endswith(".gpx")
    for name, share in (("distance_m", 0.02 if geometry else 0.005), ("moving_s", 0.03)):
        found = _total(activities, name)
        if row[name] and not _is_close(found, float(row[name]), share):
            wrong.append(f"{name} is {found}, and {row[name]} is expected")
    for name in ("gain_m", "loss_m"):
        found = _total(activities, name)
        if row[name] and not _is_climb(found, float(row[name]), _READS_HIGH in row["notes"]):
            wrong.append(f"{name} is {found}, and {row[name]} is expected")
    cadence = activities[0].cadence_spm
    expected = row["cadence_spm_moving"]
    if expected and (cadence is None or abs(cadence - float(expected)) > 1):
        wrong.append(f"the cadence is {cadence}, and {expected} is expected")
    start = row["start_utc"]
    if len(activities) == 1 and start and "0 points" not in row["notes"]:
        told = activities[0].start
        if told is not None and not _is_start(told, start):
            wrong.append(f"the start is {told}, and {start} is expected")
    assert not wrong, "\n".join(wrong)


def _is_start(found: datetime.datetime, expected: str) -> bool:
    """Two rows have the clock of a file that names its offset where the others have UTC."""
    if " .. " in expected:
        return True
    moment = datetime.datetime.fromisoformat(expected.removesuffix("Z"))
    clocks = (found.replace(tzinfo=None), found.astimezone(datetime.UTC).replace(tzinfo=None))
    return any(abs((clock - moment).total_seconds()) <= 1 for clock in clocks)


def _is_close(found: float | None, expected: float, share: float) -> bool:
    return abs((found or 0.0) - expected) <= max(share * expected, 1.0 if expected < 100 else 0)


def _is_climb(found: float | None, expected: float, reads_high: bool) -> bool:
    slack = max(0.2 * expected, 10.0)
    if reads_high:
        return (found or 0.0) <= expected + slack
    return found is not None and abs(found - expected) <= slack
