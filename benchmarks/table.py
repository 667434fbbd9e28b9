"""The results as a table for people and as JSON."""

import dataclasses
import datetime
import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from .timing import Row, Times

_PACKAGES = (
    "experta",
    "clipspy",
    "zen-engine",
    "z3-solver",
    "typst",
    "weasyprint",
    "duckdb",
    "pyspark",
)
_HEADINGS = ("row", "median", "shortest", "longest", "runs", "target", "ours ÷ peer")


def machine() -> dict[str, str]:
    """What the numbers depend on, without the name of the machine."""
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "unknown"
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        **{name: _version(name) for name in _PACKAGES},
        "load average at the start": load,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown"


def table(rows: Iterable[Row], about: dict[str, str]) -> str:
    """A Markdown table, with notes below it."""
    listed = list(rows)
    lines = [_line(_HEADINGS), _line(["---"] + ["--:"] * (len(_HEADINGS) - 1))]
    for row in listed:
        lines += [_line(cells) for cells in _cells(row)]
    notes = [f"- {row.title}: {row.note}." for row in listed if row.note]
    where = "; ".join(f"{name} {value}" for name, value in about.items())
    return "\n".join([*lines, "", *notes, "", f"Measured: {where}."])


def _cells(row: Row) -> Iterator[Sequence[str]]:
    target = ""
    if row.target is not None:
        kept = "reached" if row.is_reached else "MISSED"
        target = f"≤ {shown(row.target)}: {kept}"
    yield (f"**{row.title}**", *_times(row.ours), target, "")
    for peer in row.peers:
        ratio = _ratio(row.ours.median / peer.median)
        yield (f"– {peer.name}", *_times(peer), "", ratio)


def _times(times: Times) -> Sequence[str]:
    return (shown(times.median), shown(times.shortest), shown(times.longest), f"{times.count:,}")


def _ratio(ratio: float) -> str:
    return f"{ratio:.3g}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def shown(seconds: float) -> str:
    """A time with three digits and its unit.

    >>> shown(0.0123456), shown(0.00012)
    ('12.3 ms', '120 µs')
    """
    for factor, unit in ((1.0, "s"), (1e3, "ms"), (1e6, "µs")):
        if seconds * factor >= 1 or unit == "µs":
            break
    number = seconds * factor
    digits = 0 if number >= 100 else 1 if number >= 10 else 2  # noqa: PLR2004
    return f"{number:.{digits}f} {unit}"


def as_data(rows: Iterable[Row], about: dict[str, str]) -> dict[str, object]:
    """The same for programs; times in seconds."""
    return {
        "machine": about,
        "rows": [
            {
                **dataclasses.asdict(row),
                "reached": row.is_reached,
                "ratios": {peer.name: row.ours.median / peer.median for peer in row.peers},
            }
            for row in rows
        ],
    }
