"""What answers that are still to come can change, and what no answer can change any more.

A rule that fires or is quiet stays so, whatever is answered later; one that is unknown can
still go either way only as long as a question behind it may still be asked. From that follow
bounds: on who is to be seen, on what each pillar can come to, on what comes first. Questions
that are asked later may also stay unanswered, so the bounds hold for every number of answers.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..assessment import Assessment, Assessor
from ..condition import Condition, subjects
from ..findings import MatchedPattern, matched_patterns, referral_tier
from ..home_tests import Withheld
from ..knowledge import DECIDED_SHARE, WATCH_FROM, Pattern, Rule, Sign
from ..patterns import LIKELY, band_of
from ..plan_reads import plan_conditions, plan_texts
from ..scoring import LINK_BONUS, Band, ItemScore, Score, band_for, score_pillars
from ..texts import values_in
from ..vocabulary import Answers


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a pillar or context can still come to, in percent.

    `low` and `high` bound its deficit, `lowest_rank` and `highest_rank` its priority: None where
    it may be, or is, without a rank. `is_open`: an answer to come can change its points.
    """

    score: Score
    is_open: bool
    low: float
    high: float
    lowest_rank: float | None
    highest_rank: float | None

    @property
    def bands(self) -> frozenset[Band]:
        """The bands that it can still end in."""
        if not self.is_open:
            return frozenset([self.score.band])
        found = {band_for(self.low, 1, 1), band_for(self.high, 1, 1)}
        if {Band.SOLID, Band.WEAK} <= found:
            found.add(Band.WATCH)
        return frozenset(
            found if self.lowest_rank is not None else {*found, Band.NOT_ENOUGH_ANSWERS}
        )


class Reading:
    """What of a base does not depend on a runner: the questions behind each rule and item."""

    def __init__(self, assessor: Assessor) -> None:
        """Takes the assessor of the base."""
        knowledge = assessor.knowledge
        self.assessor = assessor
        self.behind = {
            name: frozenset(knowledge.questions_behind(rule))
            for name, rule in knowledge.rules.items()
        }
        self.behind_item = {
            (group.pillar, group.id): frozenset().union(
                *(self.behind[one.id] for one in group.rules)
            )
            for group in knowledge.groups
        }
        self.referrals = {name: referral_tier(knowledge, name) for name in knowledge.patterns}
        self.signs: dict[str, list[Rule]] = {}
        for rule in knowledge.rules.values():
            if isinstance(rule.conclusion, Sign):
                self.signs.setdefault(rule.conclusion.pattern, []).append(rule)
        self.of_tests = frozenset(
            name for one in knowledge.home_tests.values() for name in one.questions
        )
        self.of_rules = frozenset[str]().union(*self.behind.values())
        self._behind: dict[Condition, frozenset[str]] = {}
        self.gates = {
            name: self.behind_condition(one.gate)
            for name, one in knowledge.questions.items()
            if one.gate is not None
        }

    @cached_property
    def of_plan(self) -> frozenset[str]:
        """The questions that shape the weeks of the plan."""
        knowledge = self.assessor.knowledge
        read = set(knowledge.plan_asks.values())
        read |= {name for one in plan_conditions(knowledge) for name in subjects(one)}
        read |= {name for text in plan_texts(knowledge) for name, _ in values_in(text)}
        return frozenset(knowledge.questions_leading_to(read))

    def behind_condition(self, condition: Condition) -> frozenset[str]:
        """The questions that a condition follows from."""
        if condition not in self._behind:
            knowledge = self.assessor.knowledge
            found = knowledge.questions_leading_to(subjects(condition))
            self._behind[condition] = frozenset(found)
        return self._behind[condition]

    def prospect(
        self, answers: Answers, assessment: Assessment, withheld: Iterable[Withheld] = ()
    ) -> "Prospect":
        """What can still come of these answers, with the tests at home that are left out now."""
        tests = tuple(withheld)
        left_out = {name for one in tests for name in one.test.questions}
        sure = self._to_come(answers, assessment, left_out)
        waiting: dict[str, frozenset[str]] = {}
        for one in tests:
            condition = one.test.withhold_if
            first = self.behind_condition(condition) & sure if condition is not None else None
            if first and not one.is_certain:
                waiting |= dict.fromkeys(one.test.questions, first)
        if waiting:
            sure = self._to_come(answers, assessment, left_out - waiting.keys())
        return Prospect(self, answers, assessment, sure, waiting)

    def _to_come(
        self, answers: Answers, assessment: Assessment, left_out: Collection[str]
    ) -> frozenset[str]:
        """The questions that may still be asked: now, or once an answer opens their gate."""
        gate = assessment.facts.gate
        found = {
            name: gate(name)
            for name in self.assessor.knowledge.questions
            if name not in answers and name not in left_out and gate(name) is not False
        }
        certain = {name for name, truth in found.items() if truth}
        waiting = found.keys() - certain
        while True:
            opened = {name for name in waiting if self.gates[name] & certain}
            if not opened:
                return frozenset(certain)
            certain |= opened
            waiting -= opened


class Prospect:
    """The bounds for one runner in the middle of an interview."""

    def __init__(
        self,
        reading: Reading,
        answers: Answers,
        assessment: Assessment,
        to_come: frozenset[str],
        waiting: Mapping[str, frozenset[str]],
    ) -> None:
        """Takes the answers so far with what follows from them, and what may still be asked.

        `waiting` are questions of a test at home that is offered once others are answered.
        """
        self.reading = reading
        self.assessor = reading.assessor
        self.knowledge = reading.assessor.knowledge
        self.answers = answers
        self.assessment = assessment
        self.to_come = to_come
        self.waiting = waiting

    def is_open(self, rule: Rule) -> bool:
        """Whether an answer to come can still make a rule fire or be quiet."""
        is_unknown = self.assessment.states[rule.id] is None
        return is_unknown and bool(self.reading.behind[rule.id] & self.to_come)

    def is_open_somewhere(self, rule: Rule) -> bool:
        """Whether it is open at a site, though it may fire at another already."""
        return rule.id in self._unknown and bool(self.reading.behind[rule.id] & self.to_come)

    @cached_property
    def _unknown(self) -> frozenset[str]:
        truths = self.assessment.truths
        return frozenset(name for (name, _), truth in truths.items() if truth is None)

    def is_item_open(self, item: ItemScore) -> bool:
        """Whether an answer to come can change an item's points, or whether it applies."""
        is_undecided = item.applies is None or (item.applies and item.least != item.most)
        return is_undecided and bool(self.behind_item(item))

    def behind_item(self, item: ItemScore) -> frozenset[str]:
        """The questions to come that bear on an item."""
        group = item.group
        return self.reading.behind_item[group.pillar, group.id] & self.to_come

    @cached_property
    def matched(self) -> tuple[MatchedPattern, ...]:
        """The patterns that are matched, whatever comes; in the order in which they are shown."""
        return matched_patterns(self.assessor, self.assessment)

    def most_points(self, pattern: Pattern) -> int | None:
        """The most points that a pattern can still have; None if it cannot be matched any more."""
        scores = self.assessment.scores[pattern.id]
        if self.is_pattern_open(pattern):
            high = max((one.high for one in scores), default=0)
            return high if band_of(high) >= LIKELY else None
        return max((one.low for one in scores if one.is_matched), default=None)

    def is_pattern_open(self, pattern: Pattern) -> bool:
        """Whether an answer to come can change a pattern's points at a site."""
        if all(one.low == one.high for one in self.assessment.scores[pattern.id]):
            return False
        return any(self.is_open_somewhere(rule) for rule in self.reading.signs.get(pattern.id, ()))

    @cached_property
    def scores(self) -> dict[str, Score]:
        """The pillars and contexts as they are now."""
        linked = {name for one in self.matched for name in one.pillars}
        return score_pillars(self.knowledge, self.assessor, self.assessment, linked)

    @cached_property
    def outlooks(self) -> dict[str, Outlook]:
        """What each pillar and context can still come to."""
        may_link = self._may_link()
        return {name: self._outlook(score, name in may_link) for name, score in self.scores.items()}

    def _may_link(self) -> set[str]:
        """The pillars that a pattern matched now or later may name."""
        truth, facts = self.assessor.evaluator.truth, self.assessment.facts
        return {
            link.pillar
            for pattern in self.knowledge.patterns.values()
            if self.most_points(pattern) is not None
            for link in pattern.links
            if link.condition is None or truth(link.condition, facts) is not False
        }

    def _outlook(self, score: Score, may_link: bool) -> Outlook:
        open_items = [one for one in score.items if self.is_item_open(one)]
        low, high = self._bounds(score, open_items)
        deficit = score.deficit
        if not open_items:
            low = high = deficit if deficit is not None else 0.0
        bonus = LINK_BONUS if may_link and not score.pillar.is_context else 0.0
        highest = high + bonus if high >= WATCH_FROM else high
        is_linked = any(score.pillar.id in one.pillars for one in self.matched)
        lowest = low + LINK_BONUS if is_linked and bonus and low >= WATCH_FROM else low
        is_ranked = deficit is not None and score.decided >= DECIDED_SHARE * score.applicable
        never = not open_items and score.priority is None
        return Outlook(
            score, bool(open_items), low, high,
            lowest if is_ranked and score.applicable else None, None if never else highest,
        )  # fmt: skip

    def _bounds(self, score: Score, open_items: Collection[ItemScore]) -> tuple[float, float]:
        """The lowest and highest deficit, whichever of the open items are decided in the end.

        One that stays undecided may still count with what is certain of it, where the deficit
        of the decided items lies outside what is possible over all.
        """
        decided = [one for one in score.items if one.is_decided]
        part, whole = sum(one.least for one in decided), sum(one.group.worth for one in decided)
        rest = [one for one in score.items if one.applies is not False and not one.is_decided]
        least = [(one.least if one in open_items else one.most, one.group.worth) for one in rest]
        most = [(one.most if one in open_items else one.least, one.group.worth) for one in rest]
        low, high = _extreme(part, whole, least, -1), _extreme(part, whole, most, 1)
        return max(low, score.low or 0.0), min(high, score.high or 0.0)


def _extreme(part: int, whole: int, options: Iterable[tuple[int, int]], sign: int) -> float:
    """The highest (sign 1) or lowest (-1) share in percent, taking in options that move it so."""
    for more, worth in sorted(options, key=lambda one: -sign * one[0] / one[1]):
        if not whole or sign * more * whole > sign * part * worth:
            part, whole = part + more, whole + worth
    return 100 * part / whole if whole else 0.0
