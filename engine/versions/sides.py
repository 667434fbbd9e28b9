"""The two sides of `surefoot compare`: results from files, worked out with one knowledge base.

Both are worked out again with the base at hand, so that a change of rules is never taken for a
change of the runner; what a file said otherwise is kept beside it.
"""

from dataclasses import dataclass
from pathlib import Path

from ..assessment import Assessor
from ..diagnosis import Diagnosis, diagnose
from .replay import Replay, answers_of, read_report, replay


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison, with what became of its file's result.

    `replay` is None for answers alone, which say no result; `origin` is where they are from, a
    sentence, if they are from no file.
    """

    diagnosis: Diagnosis
    replay: Replay | None
    origin: str = ""

    @property
    def is_by_other_rules(self) -> bool:
        """Whether the file's result was worked out with other rules than those at hand."""
        one = self.replay
        return one is not None and one.before["hash"] != one.after["hash"]


def read_side(path: Path, assessor: Assessor) -> Side:
    """A side from what `surefoot report --format json` wrote, with the plan's day in it.

    Raises:
        AnswersError: if the file is anything else.
    """
    report = read_report(path, assessor.knowledge)
    answers, _ = answers_of(report, assessor.knowledge)
    return Side(diagnose(assessor, answers, report.day), replay(report, assessor))
