"""Tables of made-up runners of the small base, and screenings of them."""

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.screening.columns import choose_columns
from surefoot.engine.screening.manifest import Manifest
from surefoot.engine.screening.running import Wishes, screen

from .small import flag, rule, small_base

Row = Mapping[str, Any]
TYPES = {
    "id": pa.string(),
    "a.one": pa.float64(),
    "a.two": pa.float64(),
    "a.lead": pa.string(),
    "s.places": pa.list_(pa.string()),
}


def base(folder: Path) -> Knowledge:
    """A small base with rules of two pillars, a context and a flag."""
    folder.mkdir()
    return small_base(
        folder,
        rule("p.one", "a.one > 4", 2),
        rule("p.two", "a.two > 6", 1),
        rule("q.two", "a.two > 3", 1),
        rule("c.one", "a.one > 8", 1),
        flags=(
            flag("far", "a.two > 9", tier="B"),
            flag("left", "s.places has left", tier="B"),
        ),
    ).knowledge


def runners(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Rows of a typed table, some of their cells empty."""
    chance = random.Random(seed)
    return [dict(zip(TYPES, _cells(f"runner {at}", chance), strict=True)) for at in range(count)]


def _cells(name: str, chance: random.Random) -> Iterator[Any]:
    yield name
    yield chance.choice([None, *range(11)])
    yield chance.choice([None, *(one / 2 for one in range(21))])
    yield chance.choice([None, "yes", "no"])
    yield chance.choice([None, ["none"], ["left"], ["left", "right"]])


def write_typed(path: Path, rows: Sequence[Row], group: int = 100, **types: pa.DataType) -> Path:
    """A typed table in Parquet, with so many rows in a group."""
    schema = pa.schema({**TYPES, **types})
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), path, row_group_size=group)
    return path


def wishes(knowledge: Knowledge, **changed: Any) -> Wishes:
    """A screening in parts of 100 rows."""
    own = {"columns": choose_columns(knowledge, "summary"), "part_rows": 100, "workers": 2}
    return Wishes(surefoot="1", **{**own, **changed})


def screened(knowledge: Knowledge, path: Path, output: Path, **changed: Any) -> Manifest:
    """The manifest of a screening."""
    return screen(knowledge, [path], output, wishes(knowledge, **changed))


def results(output: Path) -> list[dict[str, Any]]:
    """The rows of all parts, in their order."""
    parts = sorted((output / "parts").glob("part-*.parquet"))
    return [row for part in parts for row in pq.read_table(part).to_pylist()]
