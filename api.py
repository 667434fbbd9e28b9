"""What `import surefoot` offers to other programs; docs/reference/python.md tells it with examples.

It is imported when the first of its names is used, so that `import surefoot` costs nothing.
"""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from .engine.answers import answers_in
from .engine.assessment import Assessor
from .engine.diagnosis import Diagnosis
from .engine.diagnosis import diagnose as diagnose_answers
from .engine.errors import AnswersError, KnowledgeError, Source, SurefootError, UsageError
from .engine.knowledge import Knowledge
from .engine.prepared import load_prepared
from .engine.result import result as data_of
from .engine.screening.installed import check_installed

__all__ = [
    "AnswersError",
    "Diagnosis",
    "Knowledge",
    "KnowledgeError",
    "Screened",
    "SurefootError",
    "UsageError",
    "diagnose",
    "load_knowledge",
    "result",
    "screen",
]

_MOST_KEPT = 4  # knowledge bases that are ready to diagnose with


def load_knowledge(folder: str | Path | None = None) -> Knowledge:
    """The knowledge base in a folder; without one, the base that comes with Surefoot.

    Load it once and hand it on. It has `name`, `version` and `hash`, and in `questions` every
    question by its id.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    return _shipped() if folder is None else load_prepared(Path(folder))


def diagnose(
    answers: Mapping[str, object],
    knowledge: Knowledge | None = None,
    *,
    day: datetime.date | None = None,
) -> Diagnosis:
    """All conclusions about one runner, by the rules of `knowledge` (else the shipped ones).

    `answers` has question ids and what a file of answers could have behind them: a number in the
    question's unit, a text as people write it ("20 mi"), a choice, or several in a list or set.
    None and a question that is left out are the same: it was not asked. "unknown" says that the
    runner does not know. What is unanswered leaves conclusions unknown, it never makes them false.
    `day` is when the plan starts; without it no race is taken into account.

    Raises:
        AnswersError: with everything in the answers that cannot be taken, and what would be.
    """
    assessor = _assessor(knowledge or load_knowledge())
    given = {name: _plain(value) for name, value in answers.items() if value is not None}
    source = Source("answers", json.dumps(given, ensure_ascii=False, indent=1, default=str))
    read = answers_in(source, assessor.knowledge, is_json=True)
    return diagnose_answers(assessor, read.answers, day, read.history)


def result(diagnosis: Diagnosis) -> dict[str, Any]:
    """A diagnosis as plain data, the same as `surefoot report --format json` prints.

    It has also what follows from all answers together, like the range of each and what would
    change the result, and takes some 20 ms for that.
    """
    return data_of(diagnosis)


@cache
def _shipped() -> Knowledge:
    return load_prepared()


_assessors: list[Assessor] = []


def _assessor(knowledge: Knowledge) -> Assessor:
    """What diagnoses with a base; made once for each of the last few."""
    for one in _assessors:
        if one.knowledge is knowledge:
            return one
    _assessors[:] = [Assessor(knowledge), *_assessors[: _MOST_KEPT - 1]]
    return _assessors[0]


_Table = TypeVar("_Table")


@dataclass(frozen=True, slots=True)
class Screened(Generic[_Table]):
    """What a screening gives, as tables of the library that the runners came in.

    `results` has a row for each runner that could be read, in their order: `id` and the columns
    that were asked for. `rejects` has `row` (from 0), `id` and `reasons` of all others.
    """

    results: _Table
    rejects: _Table


def screen(
    table: _Table,
    knowledge: Knowledge | None = None,
    columns: str = "summary",
    mapping: str | Path | None = None,
) -> Screened[_Table]:
    """The conclusions about every runner of a table, by the rules of `knowledge`.

    `table` is one of pyarrow, polars or pandas (or of any library that gives Arrow data; then
    pyarrow's comes back) with a row for each runner. Without a `mapping`, the path of a mapping
    file, its columns are called like questions, and `id` names the runner; without that the
    results have the number of the row, from 0. Each column has typed values, as in a typed table,
    or else what people write. A row with a value that cannot be is rejected, with its reasons.

    `columns` is `summary`, `all`, or names with commas between, like
    `tier, pillar.strength.deficit_percent, recovery.short-sleep`. Numbers are those of `diagnose`
    to the last digit. A rule's column is true where it fires, false where it is quiet, and null
    while unanswered questions leave that open: null is not false.

    It needs the extra `surefoot[screen]`.

    Raises:
        UsageError: for a column that is no question, a result that there is not, a mapping that
            does not fit, or if the extra is not installed.
        TypeError: for what is no table.
    """
    check_installed()
    from .engine.screening.in_memory import screen_table  # noqa: PLC0415  (an extra)
    from .engine.tables.frames import as_frame, from_frame  # noqa: PLC0415

    path = None if mapping is None else Path(mapping)
    results, rejects = screen_table(knowledge or load_knowledge(), from_frame(table), columns, path)
    return Screened(as_frame(results, table), as_frame(rejects, table))


def _plain(value: object) -> object:
    """A value as JSON has it."""
    match value:
        case set() | frozenset():
            return sorted(map(str, value))
        case datetime.datetime():
            return value.date().isoformat()
        case Mapping():
            return {str(name): _plain(one) for name, one in value.items()}
        case _:
            return value
