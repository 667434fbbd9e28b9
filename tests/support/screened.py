"""What a screening must say of runners: all that `diagnose` concludes of each, as its columns.

An engine is a function from a base, the wished columns and a typed table to rows by id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

import duckdb
import pyarrow as pa

from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import BANDS, Knowledge, Sign
from surefoot.engine.screening.columns import result_columns
from surefoot.engine.screening.query import compile_query
from surefoot.engine.screening.sql import Dialect
from surefoot.engine.vocabulary import Answers, Choice, Kind, Number, Several, State, Text

if TYPE_CHECKING:
    from surefoot.engine.assessment import Assessor
    from surefoot.engine.scoring import Score

Cell = float | int | str | bool | None
Row = Mapping[str, Cell]
Engine = Callable[[Knowledge, Sequence[str], pa.Table], Mapping[str, Row]]

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Runners:
    """Runners by id, and the questions that their table has as columns."""

    answers: Mapping[str, Answers]
    present: frozenset[str]


def every(knowledge: Knowledge, answers: Mapping[str, Answers]) -> Runners:
    """Runners in a table with a column for every question."""
    return Runners(answers, frozenset(knowledge.questions))


def lacking(runners: Runners, left_out: Iterable[str]) -> Runners:
    """The same in a table that lacks some columns: nobody answered those questions."""
    present = runners.present.difference(left_out)
    kept = {
        runner: {name: one for name, one in answers.items() if name in present}
        for runner, answers in runners.answers.items()
    }
    return Runners(kept, present)


def typed_table(knowledge: Knowledge, runners: Runners) -> pa.Table:
    """The typed table: `id`, and a column for each question, NULL without an answer."""
    columns = {"id": pa.array(list(runners.answers), pa.string())}
    for name, question in knowledge.questions.items():
        if name in runners.present:
            cells = [_cell(answers, name) for answers in runners.answers.values()]
            columns[name] = pa.array(cells, _arrow_type(question.kind))
    return pa.table(columns)


def _cell(answers: Answers, name: str) -> float | str | list[str] | None:
    answer = answers.get(name)
    if answer is None or answer.state is not State.GIVEN or answer.value is None:
        return None
    return sorted(answer.value) if isinstance(answer.value, frozenset) else answer.value


def _arrow_type(kind: Kind) -> pa.DataType:
    match kind:
        case Number():
            return pa.float64()
        case Choice() | Text():
            return pa.string()
        case Several():
            return pa.list_(pa.string())
        case _:
            assert_never(kind)


def in_duckdb(knowledge: Knowledge, columns: Sequence[str], runners: pa.Table) -> Mapping[str, Row]:
    """What DuckDB says of a typed table."""
    present = set(runners.column_names)
    query = compile_query(knowledge, columns, present=present).text(Dialect.DUCKDB)
    with duckdb.connect() as connection:
        connection.register("runners", runners)
        return rows_of(columns, connection.execute(query).fetchall())


def rows_of(columns: Sequence[str], found: Iterable[Sequence[Cell]]) -> dict[str, Row]:
    """Rows of `id` and some columns, by id; an id that comes twice is a mistake."""
    rows: dict[str, Row] = {}
    for runner, *cells in found:
        assert isinstance(runner, str)
        assert runner not in rows, runner
        rows[runner] = dict(zip(columns, cells, strict=True))
    return rows


def said_of(diagnosis: Diagnosis) -> Row:
    """What a diagnosis says in each result column."""
    knowledge, facts = diagnosis.knowledge, diagnosis.assessment.facts
    said: dict[str, Cell] = {
        "headline": diagnosis.headline.id,
        "tier": diagnosis.tier,
        "flags": _joined(one.rule.id for one in diagnosis.flags),
        "undecided_flags": _joined(diagnosis.undecided_flags),
        "limits": _joined(one.rule.id for one in diagnosis.limits),
        "patterns": _joined(one.pattern.id for one in diagnosis.patterns),
        "undecided_tier": _undecided_tier(diagnosis),
        "is_safety_open": diagnosis.is_safety_open,
        "plan.shown": diagnosis.plan.shown,
        "plan.mode": diagnosis.plan.mode,
        "leading": diagnosis.leading,
        "actions": _joined(one.advice.id for one in diagnosis.actions),
    }
    for place, score in enumerate((*diagnosis.pillars, *diagnosis.contexts), start=1):
        said |= _of_score(score, place)
    for rule in knowledge.rules.values():
        said[rule.id] = diagnosis.assessment.states[rule.id]
        if isinstance(rule.conclusion, Sign):
            pattern = rule.conclusion.pattern
            low, high = facts.bands[pattern]
            said[f"{pattern}.lowest_band"] = BANDS[low]
            said[f"{pattern}.highest_band"] = BANDS[high]
    for name in knowledge.derived:
        value = facts.values[name] if facts.is_declared(name) else None
        assert not isinstance(value, frozenset)
        said[name] = value
    return said


def _of_score(score: Score, place: int) -> dict[str, Cell]:
    pillar = score.pillar
    name = f"context.{pillar.id}" if pillar.is_context else f"pillar.{pillar.id}"
    said: dict[str, Cell] = {
        f"{name}.deficit_percent": score.deficit,
        f"{name}.low_percent": score.low,
        f"{name}.high_percent": score.high,
        f"{name}.clamped": score.clamped,
        f"{name}.priority_percent": score.priority,
        f"{name}.band": str(score.band),
        f"{name}.decided": score.decided,
        f"{name}.applicable": score.applicable,
    }
    if not pillar.is_context:
        said[f"{name}.rank"] = place
    for item in score.items:
        of_item = f"item.{pillar.id}.{item.group.id}"
        said |= {
            f"{of_item}.applies": item.applies,
            f"{of_item}.least": item.least,
            f"{of_item}.most": item.most,
        }
    return said


def _undecided_tier(diagnosis: Diagnosis) -> str | None:
    """The most urgent tier of which a flag is undecided and none fires."""
    flags = diagnosis.knowledge.rules
    undecided = {getattr(flags[name].conclusion, "tier", "") for name in diagnosis.undecided_flags}
    return min(undecided - {one.warn.tier for one in diagnosis.flags}, default=None)


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of a comparison: how many cells, what differs, and which values a column had."""

    cells: int
    differences: Counter[str]
    examples: Mapping[str, str]
    values: Mapping[str, frozenset[Cell]]

    def __str__(self) -> str:
        """The columns that differ, those with most first, each with one runner."""
        most = self.differences.most_common(MOST_SHOWN)
        return "\n".join(f"{column} ({count}): {self.examples[column]}" for column, count in most)


def compare(
    assessor: Assessor, answers: Mapping[str, Answers], found: Mapping[str, Row]
) -> Compared:
    """Hold rows by id against `diagnose` of the same runners, to the last bit.

    Truth is no number here: 1 is not true. The rows may be of more runners.
    """
    differences: Counter[str] = Counter()
    examples: dict[str, str] = {}
    values: dict[str, set[Cell]] = {}
    cells = 0
    for runner, given in answers.items():
        said, row = said_of(diagnose(assessor, given)), found[runner]
        cells += len(row)
        for name, got in row.items():
            if said[name] != got or type(said[name]) is not type(got):
                differences[name] += 1
                examples.setdefault(name, f"{runner}: {said[name]!r}, not {got!r}")
            values.setdefault(name, set()).add(got)
    seen = {name: frozenset(one) for name, one in values.items()}
    return Compared(cells, differences, examples, seen)


def screen(
    knowledge: Knowledge,
    runners: Runners,
    engine: Engine = in_duckdb,
    left_out: Collection[str] = (),
) -> Mapping[str, Row]:
    """The result columns of runners, as an engine gives them; nobody is lost or made up."""
    columns = tuple(name for name in result_columns(knowledge) if name not in left_out)
    found = engine(knowledge, columns, typed_table(knowledge, runners))
    assert found.keys() == runners.answers.keys()
    return found
