"""Metrics of real exports, against values that were worked out elsewhere, twice."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping

import pytest

from surefoot.intake.activities.importing import Wishes, import_activities
from surefoot.intake.activities.shapes import Hints

from .support.shared_activities import WHY_NOT, shared_file, shared_rows

_ROWS = shared_rows("expected_metrics.tsv")
_CASES = sorted({(row["file"], row["as_of"]) for row in _ROWS})
_COLUMNS = {"date": "date", "distance_km": "km", "sessions": "sessions"}


@pytest.mark.skipif(not _ROWS, reason=WHY_NOT)
@pytest.mark.parametrize(("file", "as_of"), _CASES)
def test_every_value_worked_out_elsewhere_is_met(file: str, as_of: str) -> None:
    day = datetime.date.fromisoformat(as_of)
    hints = Hints(columns=_COLUMNS) if file.endswith(".tsv") else Hints()
    wishes = Wishes(today=day, as_of=day, zone=datetime.UTC, hints=hints)
    figures = import_activities([shared_file(file)], wishes, cache=None, processes=0).figures
    rows = [row for row in _ROWS if (row["file"], row["as_of"]) == (file, as_of)]
    wrong = [
        f"{row['metric']}: {figures[row['metric']]}, and {row['value']} is expected"
        for row in rows
        if not _is_met(figures[row["metric"]].value, row["value"])
    ]
    assert rows
    assert not wrong, "\n".join(wrong)


def _is_met(value: object, expected: str) -> bool:
    """Within 0.5 % or 0.01; a value that is missing there is missing here."""
    if not expected:
        return value is None
    if isinstance(value, str):
        return value == expected
    if isinstance(value, Mapping):
        kilometres: dict[str, float] = json.loads(expected)
        return value.keys() == kilometres.keys() and all(
            _is_close(value[shoe], km) for shoe, km in kilometres.items()
        )
    return isinstance(value, float) and _is_close(value, float(expected))


def _is_close(value: float, expected: float) -> bool:
    return abs(value - expected) <= max(0.01, 0.005 * abs(expected))
