"""An import as plain data: for `--json`, and as a table of activities that can be read again."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .diary import Figure, Figures, Imported, Judged
from .shapes import Activity

# The first ten are the columns of Surefoot's own table of runs.
COLUMNS: Final = (
    "date", "distance_km", "duration_min", "gain_m", "loss_m", "cadence_spm", "hr_avg", "rpe",
    "surface", "shoe", "start", "sport", "elapsed_min", "source", "file", "partial", "used",
    "why_not",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_data(imported: Imported) -> dict[str, Any]:
    """Every session that was read, what gave nothing, and the metrics.

    Distances and climbs are metres, times seconds; what is not known is null.
    """
    return {
        "schema": "surefoot-import-1",
        "as_of": imported.as_of.isoformat(),
        "activities": [_activity(one) for one in imported.judged],
        "dropped": [{"file": one.file, "reason": one.reason} for one in imported.dropped],
        "metrics": metrics_data(imported.figures),
        "notes": list(imported.notes),
    }


def metrics_data(figures: Figures) -> dict[str, Any]:
    """Each metric with its value, the window of days, what it stands on, or why it is missing."""
    return {name: _metric(one) for name, one in figures.items()}


def window(figure: Figure) -> str | None:
    """`2026-11-09 to 2026-11-22`; None for a figure without one."""
    if figure.first is None or figure.last is None:
        return None
    return f"{figure.first.isoformat()} to {figure.last.isoformat()}"


def _metric(figure: Figure) -> dict[str, Any]:
    value = (
        {name: round(one, 3) for name, one in figure.value.items()}
        if isinstance(figure.value, Mapping)
        else figure.value
    )
    return {
        "value": value,
        "window": window(figure),
        "n": figure.count,
        "of": figure.what,
        "confidence": None if figure.value is None else figure.confidence.value,
        "reason": figure.reason or None,
        "note": figure.note or None,
    }


def _activity(judged: Judged) -> dict[str, Any]:
    one = judged.activity
    return {
        "file": one.file,
        "source": one.source,
        "sport": one.sport,
        "ground": one.ground or None,
        "start": _start(one),
        "distance_m": one.distance_m,
        "moving_s": one.moving_s,
        "elapsed_s": one.elapsed_s,
        "gain_m": one.gain_m,
        "loss_m": one.loss_m,
        "cadence_spm": one.cadence_spm,
        "partial": one.partial,
        "used": judged.used,
        "why_not": judged.why_not or None,
        "problems": list(one.problems),
    }


def _start(activity: Activity) -> str | None:
    """The moment in the zone of the source; only the runner's own clock where no zone is known."""
    found = activity.start or activity.local_start
    return None if found is None else found.isoformat(timespec="seconds")


def as_table(imported: Imported) -> bytes:
    """The activities as comma-separated text in UTF-8, first to last; it can be imported again."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for judged in sorted(imported.judged, key=_order):
        writer.writerow({name: _cell(value) for name, value in _row(judged)})
    return text.getvalue().encode()


def _order(judged: Judged) -> tuple[str, str]:
    return (_date(judged), judged.activity.file)


def _row(judged: Judged) -> Iterator[tuple[str, object]]:
    one = judged.activity
    yield "date", _date(judged)
    yield "distance_km", _scaled(one.distance_m, 1000)
    yield "duration_min", _scaled(one.moving_s, 60)
    yield "gain_m", _scaled(one.gain_m, 1)
    yield "loss_m", _scaled(one.loss_m, 1)
    yield "cadence_spm", _scaled(one.cadence_spm, 1)
    yield "hr_avg", _scaled(one.heart_rate, 1)
    yield "rpe", one.effort
    yield "surface", one.ground
    yield "shoe", one.gear_name or one.gear
    yield "start", _start(one)
    yield "sport", one.sport
    yield "elapsed_min", _scaled(one.elapsed_s, 60)
    yield "source", one.source
    yield "file", one.file
    yield "partial", "yes" if one.partial else "no"
    yield "used", "yes" if judged.used else "no"
    yield "why_not", judged.why_not


def _date(judged: Judged) -> str:
    return "" if judged.clock is None else judged.clock.date().isoformat()


def _scaled(value: float | None, by: float) -> float | None:
    return None if value is None else round(value / by, 3)


def _cell(value: object) -> object:
    """A cell; text that a spreadsheet would take for a formula gets a mark before it."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
