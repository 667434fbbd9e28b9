"""One diagnosis and one evaluation beside other engines, on the same rules and runners.

The others get the rules of the first stratum, and the facts ready made: derived values
worked out and gates applied. They say which rules fire; a diagnosis says far more.
"""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.inference import Inference
from surefoot.engine.knowledge import Knowledge
from surefoot.tests.support.runners import completed, random_answers

from .clips_peer import ClipsPeer
from .naive_peer import NaivePeer
from .rules import Case, Fired, first_stratum, make_case, reduced, size
from .timing import Row, time_calls
from .zen_peer import ZenPeer

DIAGNOSIS_TARGET = 0.008
EVALUATION_TARGET = 0.0002
TARGET_RULES = 120
CHECKED_RUNNERS = 240
TIMED_RUNNERS = 40

_CLIPS, _ZEN, _NAIVE = "CLIPS (clipspy)", "zen-engine", "Experta, naive"
_INFERENCE, _DIAGNOSE, _EVALUATE = "Surefoot's Experta alone", "diagnose", "evaluate"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check of the peers covered."""

    runners: int
    firings: int
    rules_fired: int


class DifferentRulesError(Exception):
    """A peer fires other rules than Surefoot, so that comparing times means nothing."""


def measure(knowledge: Knowledge, rounds: int) -> list[Row]:
    """The rows for a base of 120 rules and for the whole base."""
    return [
        *_rows(reduced(knowledge, TARGET_RULES), f"{TARGET_RULES}", rounds, has_target=True),
        *_rows(knowledge, "all", rounds, has_target=False),
    ]


def _rows(knowledge: Knowledge, label: str, rounds: int, *, has_target: bool) -> list[Row]:
    assessor = Assessor(knowledge)
    inference = Inference(knowledge)
    peers: dict[str, Callable[[Case], Fired]] = {
        _CLIPS: ClipsPeer(knowledge).fire,
        _ZEN: ZenPeer(knowledge).fire,
        _NAIVE: NaivePeer(knowledge).fire,
    }

    def infer(case: Case) -> Fired:
        return inference.start(assessor.evaluator.facts(case.answers)).run()

    checked = check(assessor, {**peers, _INFERENCE: infer})
    cases = _timed_cases(assessor)
    times = time_calls(
        {
            _DIAGNOSE: lambda case: diagnose(assessor, case.answers),
            _EVALUATE: lambda case: assessor.evaluate(case.answers),
            _INFERENCE: infer,
            **peers,
        },
        cases,
        rounds,
    )
    about = f"{_about(knowledge)}; {_about_runners(assessor, cases)}; {_about_check(checked)}"
    return [
        Row(
            id=f"diagnosis-{label}",
            title=f"one diagnosis, {len(knowledge.rules)} rules",
            ours=times[_DIAGNOSE],
            target=DIAGNOSIS_TARGET if has_target else None,
            peers=tuple(times[name] for name in (_INFERENCE, *peers)),
            note=about,
        ),
        Row(
            id=f"evaluation-{label}",
            title=f"one evaluation, {len(knowledge.rules)} rules",
            ours=times[_EVALUATE],
            target=EVALUATION_TARGET,
            peers=(times[_CLIPS],),
            note="same run as the row above",
        ),
    ]


def check(assessor: Assessor, engines: dict[str, Callable[[Case], Fired]]) -> Checked:
    """Assert that every engine fires what a diagnosis fires, for many random runners.

    Raises:
        DifferentRulesError: at the first difference.
    """
    names = {rule.id for rule in first_stratum(assessor.knowledge)}
    chance = random.Random("check")  # noqa: S311 (no secret)
    firings = 0
    seen: set[str] = set()
    for number in range(CHECKED_RUNNERS):
        share = (0.0, 0.1, 0.3, 0.6)[number % 4]
        answers = random_answers(assessor.knowledge, chance, share_unanswered=share)
        case = make_case(assessor.knowledge, assessor.evaluator, answers)
        truths = diagnose(assessor, answers).assessment.truths
        expected = frozenset(key for key, truth in truths.items() if truth and key[0] in names)
        for name, fire in engines.items():
            # Our own engine may fire a rule of a later stratum early; the others have none.
            fired = frozenset(key for key in fire(case) if key[0] in names)
            if fired != expected:
                differing = sorted(f"{rule} ({site})" for rule, site in fired ^ expected)
                raise DifferentRulesError(f"{name}, runner {number}: {', '.join(differing)}")
        firings += len(expected)
        seen |= {rule for rule, _ in expected}
    return Checked(CHECKED_RUNNERS, firings, len(seen))


def _timed_cases(assessor: Assessor) -> list[Case]:
    """Random runners with an answer to everything that applies to them, and to nothing else."""
    knowledge, evaluator = assessor.knowledge, assessor.evaluator
    cases = []
    for number in range(TIMED_RUNNERS):
        chance = random.Random(f"timed {number}")  # noqa: S311 (no secret)
        answers = completed(
            knowledge, random_answers(knowledge, chance, share_unanswered=0.0), chance
        )
        facts = evaluator.facts(answers)
        applying = {name: one for name, one in answers.items() if facts.gate(name) is True}
        cases.append(make_case(knowledge, evaluator, applying))
    return cases


def _about(knowledge: Knowledge) -> str:
    first = first_stratum(knowledge)
    written = _comparisons(knowledge)
    text = f"{len(knowledge.rules)} rules with {written} comparisons"
    if len(first) < len(knowledge.rules):
        text += f", of which the peers have the {len(first)} of the first stratum"
    each = sum(rule.is_each for rule in knowledge.rules.values())
    return f"{text}, {each} rules read for every painful site"


def _comparisons(knowledge: Knowledge) -> int:
    return sum(size(rule) for rule in knowledge.rules.values())


def _about_runners(assessor: Assessor, cases: Sequence[Case]) -> str:
    facts = _median(sum(len(values) for values in case.places.values()) for case in cases)
    fired = _median(
        sum(truth is True for truth in assessor.evaluate(case.answers).truths.values())
        for case in cases
    )
    return f"{len(cases)} random runners with {facts} known facts and {fired} firings (medians)"


def _median(numbers: Iterable[int]) -> int:
    return round(median(numbers))


def _about_check(checked: Checked) -> str:
    return (
        f"before, all fired the same for {checked.runners} random runners "
        f"({checked.firings} firings of {checked.rules_fired} rules)"
    )
