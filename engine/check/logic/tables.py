"""Tables and lists that derived values are read from: what no row fits, and what two rows fit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from math import inf, nextafter, prod

from ...condition import Condition
from ...errors import Place, Problem
from ...knowledge import Derived, FirstThatHolds, Knowledge, Lookup, Range
from ...loading.sections import Entry
from ...search import Runner
from ...search.formulas import span_of
from ...search.grounding import key_comparisons
from ...shape import DerivedShape
from ...source import Mapping, Node, Sequence
from ...vocabulary import Choice
from .places import comparison_places
from .prover import Prover

MOST_COMPARED = 200_000  # cells with rows; larger tables are not looked at

Key = Range | str


@dataclass(frozen=True, slots=True)
class Region:
    """Cells of a table side by side: a range or word for each column, and the rows that fit."""

    keys: tuple[Key, ...]
    rows: tuple[int, ...]


def check_tables(prover: Prover) -> Iterator[Problem]:
    """Gaps and overlaps of every `lookup:`, and lines of a `choice:` that are never reached."""
    for entry in prover.sections.of("derived", DerivedShape):
        derived = prover.knowledge.derived.get(entry.id)
        match derived.formula if derived else None:
            case Lookup() as table if derived is not None:
                yield from _table(prover, entry, derived, table)
            case FirstThatHolds() as choice if derived is not None:
                yield from _choice(prover, entry, derived, choice)


# --- lookup


def _table(
    prover: Prover, entry: Entry[DerivedShape], derived: Derived, table: Lookup
) -> Iterator[Problem]:
    overlaps = set[tuple[int, ...]]()
    found = regions(prover.knowledge, table)
    reached = {row for region in found for row in region.rows}
    for row in range(len(table.rows)) if found else ():
        if row not in reached:
            yield _unused_row(entry, row)
    for region in found:
        if len(region.rows) == 1 or region.rows in overlaps:
            continue
        runner = _runner_in(prover, derived, table, region)
        if runner is None:
            continue
        if region.rows:
            overlaps.add(region.rows)
            yield _overlap(prover, entry, table, region, runner)
        else:
            yield _gap(prover, entry, table, region, runner)


def regions(knowledge: Knowledge, table: Lookup) -> list[Region]:
    """All combinations of what the columns can hold, those with the same rows joined."""
    columns = [_cells(knowledge, table, index) for index in range(len(table.by))]
    if prod(len(column) for column in columns) * len(table.rows) > MOST_COMPARED:
        return []
    found = [
        Region(keys, tuple(i for i, (row, _) in enumerate(table.rows) if _fits(row, keys)))
        for keys in product(*columns)
    ]
    for index in reversed(range(len(columns))):
        found = _joined(found, index)
    return found


def _cells(knowledge: Knowledge, table: Lookup, index: int) -> list[Key]:
    """What a column can hold: words, or ranges within which no row begins or ends."""
    kind = knowledge.kind_of(table.by[index])
    if isinstance(kind, Choice):
        return [*kind.labels]
    low, high = span_of(knowledge, table.by[index])
    keys = [row[index] for row, _ in table.rows]
    bounds = {bound for key in keys if isinstance(key, Range) for bound in (key.low, key.high)}
    inside = sorted(bound for bound in bounds if low < bound <= high)
    starts, ends = [low, *inside], [*inside, nextafter(high, inf)]
    return [Range(*pair) for pair in zip(starts, ends, strict=True)]


def _fits(row: tuple[Key, ...], keys: tuple[Key, ...]) -> bool:
    return all(
        one == other
        if isinstance(one, str) or isinstance(other, str)
        else one.low <= other.low and other.high <= one.high
        for one, other in zip(row, keys, strict=True)
    )


def _joined(found: list[Region], index: int) -> list[Region]:
    """Regions that only differ in neighbouring ranges of one column, made one."""
    last: dict[tuple[object, ...], int] = {}
    joined: list[Region] = []
    for region in found:
        key = region.keys[index]
        rest = (*region.keys[:index], *region.keys[index + 1 :], region.rows)
        place = last.get(rest)
        wider = _side_by_side(joined[place].keys[index], key) if place is not None else None
        if place is None or wider is None:
            last[rest] = len(joined)
            joined.append(region)
        else:
            keys = (*region.keys[:index], wider, *region.keys[index + 1 :])
            joined[place] = replace(region, keys=keys)
    return joined


def _side_by_side(one: Key, other: Key) -> Range | None:
    """Two ranges as one, where the first ends at the beginning of the second."""
    if isinstance(one, Range) and isinstance(other, Range) and one.high == other.low:
        return Range(one.low, other.high)
    return None


def _runner_in(prover: Prover, derived: Derived, table: Lookup, region: Region) -> Runner | None:
    """A runner to whom the table applies and who is in the region."""
    fires: list[Condition] = [derived.gate] if derived.gate else []
    for subject, key in zip(table.by, region.keys, strict=True):
        fires += key_comparisons(subject, key)
    return prover.search.runner(fires)


def _gap(
    prover: Prover, entry: Entry[DerivedShape], table: Lookup, region: Region, runner: Runner
) -> Problem:
    rows = _rows(entry.node)
    return Problem(
        code="KB222", place=rows.place if rows else entry.key.place, context=entry.context,
        message=f"no row is for {_said(prover.knowledge, table, region)}",
        why=f"'{entry.id}' stays unknown for {prover.shown(runner)}",
        fix="add a row; or say with `gate:` for whom the table is", subject=entry.id,
    )  # fmt: skip


def _overlap(
    prover: Prover, entry: Entry[DerivedShape], table: Lookup, region: Region, runner: Runner
) -> Problem:
    rows = _rows(entry.node)
    items = rows.items if rows else ()
    first, second = region.rows[:2]
    places: list[Place | None] = [items[one].place if items else None for one in (first, second)]
    values = [f"{table.rows[one][1]:.9g}" for one in (first, second)]
    return Problem(
        code="KB223", place=places[1] or entry.key.place, also=places[0], context=entry.context,
        message=f"two rows are for {_said(prover.knowledge, table, region)}",
        why=f"{values[0]} and {values[1]} both fit {prover.shown(runner)}; the first one counts",
        fix="let one row end where the other begins", subject=entry.id,
    )  # fmt: skip


def _unused_row(entry: Entry[DerivedShape], row: int) -> Problem:
    rows = _rows(entry.node)
    return Problem(
        code="KB212", place=rows.items[row].place if rows else entry.key.place,
        message="no answers fit this row", context=entry.context, subject=entry.id,
        fix="write it within the range of the questions, or leave it out",
    )  # fmt: skip


def _rows(node: Mapping) -> Sequence | None:
    table = node.get("lookup")
    rows = table.get("rows") if isinstance(table, Mapping) else None
    return rows if isinstance(rows, Sequence) else None


def _said(knowledge: Knowledge, table: Lookup, region: Region) -> str:
    """The region in the words of a row, without columns that may hold anything."""
    texts = []
    for subject, key in zip(table.by, region.keys, strict=True):
        if isinstance(key, str):
            texts.append(f"{subject} {key}")
            continue
        low, high = span_of(knowledge, subject)
        ends = (key.low > low, key.high <= high)
        match ends:
            case (True, True):
                texts.append(f"{subject} {key.low:.9g} to under {key.high:.9g}")
            case (True, False):
                texts.append(f"{subject} {key.low:.9g} or more")
            case (False, True):
                texts.append(f"{subject} under {key.high:.9g}")
    return " and ".join(texts) or "anyone"


# --- choice


def _choice(
    prover: Prover, entry: Entry[DerivedShape], derived: Derived, choice: FirstThatHolds
) -> Iterator[Problem]:
    gate = [derived.gate] if derived.gate else []
    earlier: list[Condition] = []
    lines = _lines(entry.node)
    for index, (word, condition) in enumerate(choice.branches):
        fires = [*gate, condition]
        if _is_unreachable(prover, fires, earlier):
            why = _taken_by(prover, fires, choice)
            yield _line(entry, lines[index], f"the line '{word}'", why)
        earlier.append(condition)
    if _is_unreachable(prover, gate, earlier):
        runner = prover.search.runner([*gate, *earlier[-1:]], earlier[:-1])
        example = f", the last of them for {prover.shown(runner)}" if runner is not None else ""
        why = f"one of the lines before it always holds{example}"
        yield _line(entry, lines[-1], "`otherwise`", why)


def _is_unreachable(prover: Prover, fires: list[Condition], quiet: list[Condition]) -> bool:
    return prover.search.runner(fires, quiet) is None and prover.search.is_impossible(fires, quiet)


def _taken_by(prover: Prover, fires: list[Condition], choice: FirstThatHolds) -> str:
    """Which earlier line takes the runners of a line, by an example."""
    runner = prover.search.runner(fires)
    if runner is None:
        return "its condition is never true"
    facts = prover.facts(runner, *fires)
    word, condition = next(
        branch for branch in choice.branches if prover.evaluator.truth(branch[1], facts)
    )
    return f"{prover.text(condition)} is true before it, as for {prover.shown(runner)}: '{word}'"


def _lines(node: Mapping) -> tuple[Node, ...]:
    lines = node.get("choice")
    return lines.items if isinstance(lines, Sequence) else ()


def _line(entry: Entry[DerivedShape], line: Node, what: str, why: str) -> Problem:
    place = next(comparison_places(line), line.place)
    return Problem(
        code="KB223", place=place, message=f"{what} of '{entry.id}' is never reached", why=why,
        fix="put it further up, narrow the lines before it, or leave it out",
        context=entry.context, subject=entry.id,
    )  # fmt: skip
