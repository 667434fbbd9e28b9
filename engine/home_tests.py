"""Which tests at home are left out for a runner, and why: a test must not harm who does it.

Only asking depends on it. What was answered already counts as it did before.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from .asking import HomeTest
from .assessment import Assessment, Assessor
from .condition import Any, Condition, subjects
from .errors import join_words
from .findings import RaisedFlag


class Cause(Enum):
    """Why a test is left out, most serious first; the value is what people read.

    `UNDECIDED` is the only one that more answers can end: safety questions are open.
    """

    FORBIDDEN = "no test before you have seen someone"
    IMPACT = "no running or jumping for now"
    SORE = "it would load a sore place"
    NOT_NOW = "it is not for you right now"
    UNDECIDED = "safety questions come first"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A test that is left out, with the title of the flag, or of the questions, behind it."""

    test: HomeTest
    cause: Cause
    because: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it stays left out unless an answer is changed."""
        return self.cause is not Cause.UNDECIDED


def withheld_tests(
    assessor: Assessor,
    assessment: Assessment,
    flags: Iterable[RaisedFlag],
    unanswered: Collection[str],
) -> tuple[Withheld, ...]:
    """The tests that this runner must leave out, with the reason of each, in the base's order."""
    raised = tuple(flags)
    found = (
        _withheld(test, assessor, assessment, raised, unanswered)
        for test in assessor.knowledge.home_tests.values()
    )
    return tuple(one for one in found if one is not None)


def questions_left_out(withheld: Iterable[Withheld]) -> Mapping[str, Withheld]:
    """The questions that these tests answer, each with the test that is left out."""
    return {name: one for one in withheld for name in one.test.questions}


def _withheld(
    test: HomeTest,
    assessor: Assessor,
    assessment: Assessment,
    flags: tuple[RaisedFlag, ...],
    unanswered: Collection[str],
) -> Withheld | None:
    causes = [(_cause_of(flag, test, assessment), flag.rule.title) for flag in flags]
    for cause in Cause:
        title = next((title for found, title in causes if found is cause), None)
        if title is not None:
            return Withheld(test, cause, title)
    if test.withhold_if is None:
        return None
    truth = assessor.evaluator.truth(test.withhold_if, assessment.facts)
    if truth is False:
        return None
    if truth:
        return Withheld(test, Cause.NOT_NOW, _titles_behind(test.withhold_if, assessor, assessment))
    missing = _missing(test.withhold_if, assessor, unanswered)
    return Withheld(test, Cause.UNDECIDED, missing)


def _cause_of(flag: RaisedFlag, test: HomeTest, assessment: Assessment) -> Cause | None:
    """What a raised flag has against a test."""
    plan = flag.warn.plan
    if plan == "none":
        return Cause.FORBIDDEN
    if plan == "no-impact" and test.impact:
        return Cause.IMPACT
    if plan not in {"site", "no-impact"}:
        return None
    sites = _spared(flag, assessment)
    # A flag that spares a place without saying which could mean any of those that are loaded.
    is_any = plan == "site" and not sites
    return Cause.SORE if test.loads and (is_any or sites & set(test.loads)) else None


def _spared(flag: RaisedFlag, assessment: Assessment) -> set[str]:
    """The sites that a flag names, or those of the matched patterns that it reads."""
    of_patterns = {
        score.site
        for name in flag.rule.reads
        for score in assessment.scores.get(name, ())
        if score.is_matched and score.site is not None
    }
    return set(flag.sites) | of_patterns


def _titles_behind(condition: Condition, assessor: Assessor, assessment: Assessment) -> str:
    """The titles of what makes a condition true; of an `any:` only of the parts that hold."""
    parts = condition.parts if isinstance(condition, Any) else (condition,)
    holding = [one for one in parts if assessor.evaluator.truth(one, assessment.facts)]
    names = dict.fromkeys(name for one in holding for name in sorted(subjects(one)))
    return join_words([assessor.knowledge.title_of(name) for name in names], "and")


def _missing(condition: Condition, assessor: Assessor, unanswered: Collection[str]) -> str:
    """The titles of the questions that apply, have no answer, and would decide a condition."""
    behind = assessor.knowledge.questions_leading_to(subjects(condition))
    names = [name for name in unanswered if name in behind]
    return join_words([assessor.knowledge.questions[name].title for name in names], "and")
