"""What a search may be for: that a rule fires or not, that a pattern is matched, another band.

A goal is looked at in a part of the base that holds nothing but what bears on it.
"""

from dataclasses import replace
from typing import Protocol

from ..assessment import Assessment, Assessor, QuickAssessor
from ..evaluate import Truth
from ..knowledge import WATCH_FROM, WEAK_FROM, Group, Knowledge, Pattern, Pillar, Rule, Sign
from ..patterns import LIKELY, SiteScore, band_of
from ..scoring import Band, Score, score_item, score_pillar
from ..vocabulary import Answers
from .items import Item, items_of


class Goal(Protocol):
    """A state of the result that other answers may lead to."""

    @property
    def items(self) -> tuple[Item, ...]:
        """What bears on it."""

    def status(self, answers: Answers) -> Truth:
        """True where it is reached; False where it cannot be, whatever else is answered."""

    def is_met(self, assessor: Assessor, assessment: Assessment) -> bool:
        """Whether an assessment with the whole base reaches it."""


class RuleGoal:
    """That a rule fires, or that it is quiet."""

    def __init__(self, knowledge: Knowledge, rule: Rule, *, fires: bool) -> None:
        """Takes the base that the rule is of."""
        self.rule = rule
        self.fires = fires
        self.items = (Item(knowledge, Group(rule.id, "", (rule,), 0)),)
        self._assessor = _assessor_of(knowledge, self.items[0])

    def status(self, answers: Answers) -> Truth:
        """Whether the rule does what it should; None while that is open."""
        state = self._assessor.evaluate(answers).states[self.rule.id]
        return state if state is None else state is self.fires

    def is_met(self, assessor: Assessor, assessment: Assessment) -> bool:
        """Whether the rule certainly does what it should."""
        del assessor
        return assessment.states[self.rule.id] is self.fires


class PatternGoal:
    """That a pattern is matched, or that it certainly is not."""

    def __init__(self, knowledge: Knowledge, pattern: Pattern, *, is_matched: bool) -> None:
        """Takes the base that the pattern is of."""
        self.pattern = pattern
        self.is_matched = is_matched
        signs = tuple(
            rule
            for rule in knowledge.rules.values()
            if isinstance(rule.conclusion, Sign) and rule.conclusion.pattern == pattern.id
        )
        self.items = (Item(knowledge, Group(pattern.id, "", signs, 0)),)
        self._assessor = _assessor_of(knowledge, self.items[0])

    def status(self, answers: Answers) -> Truth:
        """Whether the pattern is as it should be; None while that is open."""
        matched = _is_matched(self._assessor.evaluate(answers).scores[self.pattern.id])
        return matched if matched is None else matched is self.is_matched

    def is_met(self, assessor: Assessor, assessment: Assessment) -> bool:
        """Whether the pattern certainly is as it should be."""
        del assessor
        return _is_matched(assessment.scores[self.pattern.id]) is self.is_matched


def _assessor_of(knowledge: Knowledge, item: Item) -> Assessor:
    """An assessor of what bears on an item; signs are scored with the pattern that they are of."""
    conclusions = (rule.conclusion for rule in item.knowledge.rules.values())
    names = {one.pattern for one in conclusions if isinstance(one, Sign)}
    patterns = {name: one for name, one in knowledge.patterns.items() if name in names}
    return QuickAssessor(replace(item.knowledge, patterns=patterns))


def _is_matched(scores: tuple[SiteScore, ...]) -> Truth:
    if any(one.is_matched for one in scores):
        return True
    return None if any(band_of(one.high) >= LIKELY for one in scores) else False


class BandGoal:
    """That a pillar or context comes under a line, or reaches it."""

    def __init__(self, assessor: Assessor, pillar: Pillar, line: float, *, is_under: bool) -> None:
        """Takes the line in percent: where a band begins."""
        self.pillar = pillar
        self.line = line
        self.is_under = is_under
        self.items = tuple(one for one in items_of(assessor) if one.group.pillar == pillar.id)

    def status(self, answers: Answers) -> Truth:
        """Whether there is a band on that side of the line; False where it cannot come about."""
        scores = [item.score(answers) for item in self.items]
        return self._side(score_pillar(self.pillar, scores, is_linked=False))

    def is_met(self, assessor: Assessor, assessment: Assessment) -> bool:
        """Whether there is a band on that side of the line."""
        scores = [score_item(item.group, assessor, assessment) for item in self.items]
        return self._side(score_pillar(self.pillar, scores, is_linked=False)) is True

    def _side(self, score: Score) -> Truth:
        if score.low is None or score.high is None:
            return False
        has_band = score.band in {Band.WEAK, Band.WATCH, Band.SOLID}
        if has_band and ((score.deficit or 0.0) < self.line) is self.is_under:
            return True
        is_shut = score.low >= self.line if self.is_under else score.high < self.line
        return False if is_shut else None


def band_goals(assessor: Assessor, score: Score) -> dict[Band, BandGoal]:
    """For a score with a band: the next better band and the next worse, where there is one."""

    def goal(line: float, *, is_under: bool) -> BandGoal:
        return BandGoal(assessor, score.pillar, line, is_under=is_under)

    match score.band:
        case Band.WEAK:
            return {Band.WATCH: goal(WEAK_FROM, is_under=True)}
        case Band.WATCH:
            return {
                Band.SOLID: goal(WATCH_FROM, is_under=True),
                Band.WEAK: goal(WEAK_FROM, is_under=False),
            }
        case Band.SOLID:
            return {Band.WATCH: goal(WATCH_FROM, is_under=False)}
        case _:
            return {}
