"""What is counted over all runners, and the hash of what they got; both can be added up.

One aggregate over a part gives all of it. Counts and sums of parts are added, so that neither
order nor partition nor engine makes a difference.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..knowledge import Knowledge, Limit, Points, Warn
from ..scoring import Band
from ..tiers import PLAN_MODES, TIERS
from . import sql
from . import sql_counts as rows
from .scores import heaviest, score_names
from .sql import Dialect, Sql, Type
from .statement import Query, Stage

NONE: Final = "none"
RULE_COUNTS: Final = ("fires", "quiet", "unknown", "counts")
_MODES: Final = ("full", "keep-going", *PLAN_MODES)
_SEPARATOR: Final = "\x1f"
_NO_VALUE: Final = "~"
_DIGITS: Final = 15  # hexadecimal ones that fit into 64 bits with a sign

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each thing was concluded; `sums` is what the hash is made of.

    `counts` has a number for each path, like `("rules", "recovery.short-sleep", "fires")`.
    """

    runners: int = 0
    sums: tuple[int, int] = (0, 0)
    counts: Mapping[Path, int] = field(default_factory=Counter)

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        counts = Counter(self.counts)
        counts.update(other.counts)
        sums = (self.sums[0] + other.sums[0], self.sums[1] + other.sums[1])
        return Tally(self.runners + other.runners, sums, counts)

    def content_hash(self, columns: Sequence[str]) -> str:
        """The same for the same values of these columns, in whatever order and by whatever engine.

        In hexadecimal digits. Numbers count to the sixth place behind the point.
        """
        made_of = "\n".join([*columns, str(self.runners), *map(str, self.sums)])
        return hashlib.sha256(made_of.encode()).hexdigest()


def counted_columns(knowledge: Knowledge) -> tuple[str, ...]:
    """The result columns that are counted, whichever of them are written."""
    of_scores = [f"{start}.band" for start in score_names(knowledge).values()]
    rules = (*counted_rules(knowledge), *urgent_flags(knowledge))
    return ("headline", "tier", "plan.mode", *of_scores, *rules)


def counted_rules(knowledge: Knowledge) -> tuple[str, ...]:
    """The rules that are counted: those of pillars and contexts. Flags are counted by tier."""
    return tuple(
        name for name, one in knowledge.rules.items() if isinstance(one.conclusion, Points)
    )


def urgent_flags(knowledge: Knowledge) -> tuple[str, ...]:
    """The flags of tier A or B: while one is unknown, safety is open."""
    return tuple(
        name
        for name, one in knowledge.rules.items()
        if isinstance(one.conclusion, Warn) and one.conclusion.tier in {"A", "B"}
    )


def tally_select(
    knowledge: Knowledge, columns: Mapping[str, Type], source: str, dialect: Dialect
) -> str:
    """The query of `tally_query` in a dialect."""
    return tally_query(knowledge, columns, source, dialect).text(dialect)


def tally_query(
    knowledge: Knowledge, columns: Mapping[str, Type], source: str, dialect: Dialect
) -> Query:
    """The query of one row with all that is counted over a table of results.

    `columns` are those whose values make up the hash; the table has these, `id`, and the
    `counted_columns`. `read_tally` reads the row.
    """
    digits = sql.column("digits")
    sums = [
        rows.total_of(rows.hexadecimal(digits.copy(), start, _DIGITS, dialect), dialect)
        for start in (1, 1 + _DIGITS)
    ]
    aggregates = [rows.count_rows(), *sums, *_aggregates(knowledge).values()]
    stage = Stage(
        "hashed", "A hash of each row.", {"digits": rows.fingerprint(_canonical(columns))}
    )
    outputs = {str(at): one for at, one in enumerate(aggregates)}
    return Query((stage,), outputs, source)


def read_tally(knowledge: Knowledge, row: Sequence[Any]) -> Tally:
    """The tally in the row that `tally_select` gives."""
    runners, first, second, *counts = (int(one or 0) for one in row)
    found = dict(zip(_aggregates(knowledge), counts, strict=True))
    return Tally(runners, (first, second), Counter(dict(_whole(found, runners))))


def as_data(knowledge: Knowledge, tally: Tally) -> dict[str, Any]:
    """The counts as the manifest has them; nothing is left out because it is 0, but headlines.

    A rule `counts` where it fires and no heavier one of its item does, as `engine.scoring` picks
    it: of rules one inside the other only one counts. `open` has for each urgent flag in how many
    rows it is unknown.
    """
    counts = tally.counts
    return {
        "tier": {one: counts[("tier", one)] for one in (*TIERS, NONE)},
        "headline": {
            path[1]: count for path, count in counts.items() if path[0] == "headline" and count
        },
        "mode": {one: counts[("mode", one)] for one in _MODES},
        "band": {
            start: {band.value: counts[("band", start, band.value)] for band in Band}
            for start in score_names(knowledge).values()
        },
        "rules": {
            name: {one: counts[("rules", name, one)] for one in RULE_COUNTS}
            for name in counted_rules(knowledge)
        },
        "open": {name: counts[("open", name)] for name in urgent_flags(knowledge)},
    }


def from_data(runners: int, sums: tuple[int, int], data: Mapping[str, Any]) -> Tally:
    """The tally whose counts `as_data` gave."""
    return Tally(runners, sums, Counter(dict(_paths(data))))


def _paths(data: Mapping[str, Any], start: Path = ()) -> Iterator[tuple[Path, int]]:
    for name, value in data.items():
        path = (*start, name)
        if isinstance(value, dict):
            yield from _paths(value, path)
        else:
            yield path, int(value)


def _headlines(knowledge: Knowledge) -> tuple[str, ...]:
    """What can be the headline."""
    rules = [
        name for name, one in knowledge.rules.items() if isinstance(one.conclusion, Warn | Limit)
    ]
    return (*knowledge.scored, *rules, "not-enough-answers", "keep-going")


def _aggregates(knowledge: Knowledge) -> dict[Path, Sql]:
    """What is worked out over the rows; `_whole` makes counts of it."""
    found: dict[Path, Sql] = {}
    words = (
        ("tier", "tier", TIERS),
        ("headline", "headline", _headlines(knowledge)),
        ("mode", "plan.mode", _MODES),
        *((f"band {one}", f"{one}.band", tuple(Band)) for one in score_names(knowledge).values()),
    )
    for kind, name, values in words:
        for value in values:
            same = sql.binary(sql.column(name), "==", sql.text(value))
            found[(*kind.split(), str(value))] = rows.count_where(same)
    for name in counted_rules(knowledge):
        found["rules", name, "fires"] = rows.count_where(sql.column(name))
        found["rules", name, "known"] = rows.count(sql.column(name))
    for group in knowledge.groups:
        before: list[Sql] = []
        for rule, _ in heaviest(group):
            alone = (sql.negated(sql.holds(one.copy())) for one in before)
            found["rules", rule.id, "counts"] = rows.count_where(
                sql.all_of([sql.column(rule.id), *alone])
            )
            before.append(sql.column(rule.id))
    for name in urgent_flags(knowledge):
        found["open", name] = rows.count(sql.column(name))
    return found


def _whole(found: Mapping[Path, int], runners: int) -> Iterator[tuple[Path, int]]:
    """The counts, each of what it is called after."""
    with_tier = 0
    for path, count in found.items():
        match path:
            case ("rules", name, "known"):
                yield ("rules", name, "quiet"), count - found["rules", name, "fires"]
                yield ("rules", name, "unknown"), runners - count
            case ("open", _):
                yield path, runners - count
            case ("tier", _):
                with_tier += count
                yield path, count
            case _:
                yield path, count
    yield ("tier", NONE), runners - with_tier


def _canonical(columns: Mapping[str, Type]) -> Sql:
    """One text of a row, in which values that count as the same are the same."""
    parts = [sql.column("id"), *(_written(name, kind) for name, kind in columns.items())]
    return rows.joined_by(_SEPARATOR, parts)


def _written(name: str, kind: Type) -> Sql:
    value = sql.column(name)
    match kind:
        case Type.TEXT:
            written = value
        case Type.WORDS:
            written = rows.comma_list(value)
        case Type.TRUTH:
            states = [(value, sql.text("t")), (sql.is_false(value.copy()), sql.text("f"))]
            return sql.case(states, sql.text(_NO_VALUE))
        case Type.WHOLE:
            written = sql.cast_to(value, Type.TEXT)
        case _:
            millionths = sql.binary(value, "*", sql.number(1e6))
            rounded = sql.floor(sql.binary(millionths, "+", sql.number(0.5)))
            written = sql.cast_to(sql.cast_to(rounded, Type.WHOLE), Type.TEXT)
    return sql.coalesce(written, sql.text(_NO_VALUE))
