"""What `import surefoot` offers to other programs; docs/reference/python.md tells it with examples.

It is imported when the first of its names is used, so that `import surefoot` costs nothing.
"""

import datetime
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from .engine.answers import answers_in
from .engine.assessment import Assessor
from .engine.diagnosis import Diagnosis
from .engine.diagnosis import diagnose as diagnose_answers
from .engine.errors import AnswersError, KnowledgeError, Source, SurefootError, UsageError
from .engine.knowledge import Knowledge
from .engine.prepared import load_prepared
from .engine.result import result as data_of

__all__ = [
    "AnswersError",
    "Diagnosis",
    "Knowledge",
    "KnowledgeError",
    "SurefootError",
    "UsageError",
    "diagnose",
    "load_knowledge",
    "result",
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

    Not for several threads at once with the same knowledge.

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
