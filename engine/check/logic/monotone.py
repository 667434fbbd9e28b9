"""Points for a better answer: two runners who differ in one answer, and the better one gets more.

Proved group by group: of a group only the heaviest rule counts, so that lighter rules may end
where a heavier one begins. Answers that decide what else is asked are only compared where the
same is asked: to know a number is better than not to know it, and still the number may be bad.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ...condition import Comparison, Condition, Value, comparisons, conjunction, subjects
from ...errors import Place, Problem
from ...evaluate import Facts
from ...knowledge import Group, Rule
from ...search import Runner, texts_of
from ...search.formulas import inputs
from ...search.grounding import every, one_of
from ...vocabulary import EXCLUSIVE, Number, Question, Several, show_value
from .answers import Put, answers_to
from .direction import direction_of, pushes_only
from .places import comparisons_in
from .prover import Prover, points_of, whole

_STEPS = 24  # between a number and the worst there is, where a formula reads it


@dataclass(frozen=True, slots=True)
class Reward:
    """A rule that fires for the better of two runners, who differ in one answer alone.

    `points` and `least` are what the group gives to the better and to the worse of them.
    """

    rule: Rule
    better: Runner
    worse: Runner
    points: int
    least: int


def check_monotone(prover: Prover) -> Iterator[Problem]:
    """Groups that give more points for a better answer."""
    for group in prover.knowledge.groups:
        told = set[str]()
        names = set[str]().union(*(prover.questions(rule) for rule in group.rules))
        for name in sorted(names):
            question = prover.knowledge.questions[name]
            entry = name.replace(f".{question.site}.", ".site.") if question.site else name
            if question.worse == "neither" or entry in told:
                continue
            reward = reward_of(prover, group, question)
            if reward is not None:
                told.add(entry)
                yield _problem(prover, group, question, reward)


def reward_of(prover: Prover, group: Group, question: Question) -> Reward | None:
    """Two runners who show that a better answer to a question gets more points of a group."""
    search = _Rewards(prover, group, question)
    if search.is_proved_absent():
        return None
    found = next(search.by_trying(), None)
    return next(search.by_cells(), None) if found is None and search.is_exact else found


class _Rewards:
    """The search for a reward of one group and one question."""

    def __init__(self, prover: Prover, group: Group, question: Question) -> None:
        self.prover, self.group, self.question = prover, group, question
        self.knowledge = prover.knowledge
        self.grounding = prover.search.grounding
        self.way = 1 if question.worse == "higher" else -1
        self.rules = sorted(group.rules, key=lambda one: -points_of(one))
        self.firing = [one for one in self.rules if prover.runner(one) is not None]
        self.whole = {rule.id: whole(rule) for rule in self.rules}
        self.true = {name: self.grounding.true(one) for name, one in self.whole.items()}
        self.atoms = {one for truth in self.true.values() for one in comparisons(truth)}
        read = {one.subject for one in self.atoms}
        self.is_reckoned = any(
            name in self.knowledge.derived and question.id in inputs(self.knowledge, name)
            for name in read
        )
        self.is_exact = not self.is_reckoned and read.isdisjoint(self.knowledge.patterns)

    def is_proved_absent(self) -> bool:
        """Whether the group goes on only as the answer gets worse."""
        is_read = self.is_reckoned or any(one.subject == self.question.id for one in self.atoms)
        return not is_read or pushes_only(
            self.true.values(), self.question.id, self.way, self.knowledge
        )

    # --- an answer that is only compared with values: every two of its cells

    def by_cells(self) -> Iterator[Reward]:
        """Rewards, the nearest two answers first."""
        for values in self._answers():
            better_first = values if self.way > 0 else values[::-1]
            for distance in range(1, len(values)):
                for better, worse in zip(better_first, better_first[distance:], strict=False):
                    for rule in self.firing:
                        goal = conjunction(tuple(self._goal(rule, better, worse)))
                        for runner in self.prover.runners(goal, (better, worse)):
                            for beside in better.others(runner):
                                yield from self._verified(
                                    rule,
                                    better.given_by(runner, beside),
                                    worse.given_by(runner, beside),
                                )

    def _goal(self, rule: Rule, better: Put, worse: Put) -> Iterator[Condition]:
        """A rule fires with the better answer, and all as heavy are quiet with the worse one."""
        yield better.into(self.true[rule.id])
        for one in self._as_heavy(rule):
            yield worse.into(self.grounding.false(self.whole[one.id]))
        if self.question.gate is not None:
            yield self.grounding.true(self.question.gate)
        for gate in self._gates():
            halves = (self.grounding.true(gate), self.grounding.false(gate))
            yield one_of(every((better.into(half), worse.into(half))) for half in halves)

    def _gates(self) -> list[Condition]:
        """The conditions under which something that the group reads is asked, on this answer."""
        behind = self.prover.behind(*(name for rule in self.rules for name in rule.reads))
        known = self.prover.evaluator.gates
        gates = dict.fromkeys(known[name] for name in sorted(behind & known.keys()))
        return [one for one in gates if self.question.id in subjects(self.grounding.true(one))]

    def _as_heavy(self, rule: Rule) -> list[Rule]:
        return [one for one in self.rules if points_of(one) >= points_of(rule)]

    # --- any answer: from a runner for whom it counts, towards worse answers

    def by_trying(self) -> Iterator[Reward]:
        """Rewards, as far as trying worse answers one by one finds them."""
        for rule in self.firing:
            for path, part in comparisons_in(self.whole[rule.id]):
                if not self._is_suspect(part):
                    continue
                runner = self.prover.deciding(rule, path, self.group)
                if runner is not None and self.question.id in runner:
                    for worse in self._worse_than(runner):
                        yield from self._verified(rule, runner, worse)

    def _is_suspect(self, part: Comparison) -> bool:
        return any(
            direction_of(one, self.question.id, self.knowledge) not in {0, self.way}
            for one in comparisons(self.grounding.true(part))
        )

    def _worse_than(self, runner: Runner) -> Iterator[Runner]:
        """The runner with each worse answer that is worth trying, the nearest first."""
        answer = runner[self.question.id]
        for values in self._answers():
            worse_last = values if self.way > 0 else values[::-1]
            match answer:
                case frozenset():
                    yield worse_last[-1].given_by(runner, answer)
                case str():
                    place = [one.value for one in worse_last].index(answer)
                    yield from (one.given_by(runner) for one in worse_last[place + 1 :])
                case float():
                    worse = self._worse_numbers(answer, values)
                    yield from ({**runner, self.question.id: one} for one in worse)

    def _worse_numbers(self, answer: float, values: list[Put]) -> list[float]:
        """The cells, and numbers between them that are easy to say, from the answer onwards."""
        kind = self.question.kind
        if not isinstance(kind, Number):
            return []
        end = kind.highest if self.way > 0 else kind.lowest
        steps = [answer + (end - answer) * step / _STEPS for step in range(1, _STEPS + 1)]
        numbers = [one.value for one in values if isinstance(one.value, float)]
        numbers += [round(one, digits) for one in steps for digits in (0, 1)]
        allowed = (one for one in numbers if kind.lowest <= one <= kind.highest)
        worse = {one for one in allowed if self.way * (one - answer) > 0}
        return sorted(worse, key=lambda one: abs(one - answer))

    # --- both

    def _answers(self) -> Iterator[list[Put]]:
        """The answers that the group can tell apart; none and not sure are no step of several."""
        for values in answers_to(self.question, (*self.true.values(), *self.prover.never)):
            if values[0].word not in EXCLUSIVE:
                yield values

    def _verified(self, rule: Rule, runner: Runner, worse: Runner) -> Iterator[Reward]:
        """The reward, if `evaluate` says the same of both runners."""
        answers = [one[self.question.id] for one in (runner, worse)]
        if answers[0] == answers[1] or any(map(_stands_alone, answers)):
            return
        read = self.whole.values()
        facts, worse_facts = (self.prover.facts(one, *read) for one in (runner, worse))
        truth = self.prover.evaluator.truth
        if not self._are_comparable(facts, worse_facts):
            return
        if not truth(self.whole[rule.id], facts):
            return
        if any(truth(self.whole[one.id], worse_facts) is not False for one in self._as_heavy(rule)):
            return
        yield Reward(rule, runner, worse, self._least(facts), self._least(worse_facts))

    def _are_comparable(self, facts: Facts, worse: Facts) -> bool:
        """Whether both are real, and are asked the same questions."""
        truth = self.prover.evaluator.truth
        if not (self.prover.is_real(facts) and self.prover.is_real(worse)):
            return False
        if not (facts.gate(self.question.id) and worse.gate(self.question.id)):
            return False
        pairs = [(truth(gate, facts), truth(gate, worse)) for gate in self._gates()]
        return all(one is other and one is not None for one, other in pairs)

    def _least(self, facts: Facts) -> int:
        truth = self.prover.evaluator.truth
        return max(
            (points_of(one) for one in self.rules if truth(self.whole[one.id], facts)), default=0
        )


def _stands_alone(answer: Value) -> bool:
    """Whether of several answers none was chosen, or one that goes with no other."""
    return isinstance(answer, frozenset) and (not answer or not answer.isdisjoint(EXCLUSIVE))


def _problem(prover: Prover, group: Group, question: Question, reward: Reward) -> Problem:
    better = _said(question, reward.better[question.id])
    worse = _said(question, reward.worse[question.id])
    less, more = "a lower", "a higher"
    if isinstance(question.kind, Several):
        less, more = "fewer of", "more of"
    best = less if question.worse == "higher" else more
    item = f"'{reward.rule.id}'" if len(group.rules) == 1 else f"the group '{group.id}'"
    return prover.problem(
        "KB221", reward.rule,
        f"{best} '{question.id}' is said to be better (worse: {question.worse}), "
        f"but {item} gives more points for it",
        place=_cause(prover, reward),
        why=f"{worse} -> {better}: {_count(reward.points)} instead of {reward.least}, "
        f"everything else the same\n{prover.shown(reward.better)}",
        also=question.place,
        fix="let the rule read the worse answers alone; or say `worse: neither` of the question",
    )  # fmt: skip


def _said(question: Question, answer: Value) -> str:
    """A number with its unit, a choice in the author's words."""
    if isinstance(question.kind, Number):
        return show_value(question.kind, answer)
    texts = texts_of(question, answer)
    return texts if isinstance(texts, str) else f"[{', '.join(texts)}]"


def _count(points: int) -> str:
    return "1 point" if points == 1 else f"{points} points"


def _cause(prover: Prover, reward: Reward) -> Place | None:
    """Where the first comparison stands that is true for the better runner alone."""
    truth = prover.evaluator.truth
    when = reward.rule.when
    facts, worse = (prover.facts(one, when) for one in (reward.better, reward.worse))
    written = prover.written(reward.rule)
    for path, part in comparisons_in(when):
        for one in prover.readings(reward.rule, part):
            if truth(one, facts) and not truth(one, worse):
                return written.place(when, path)
    return None
