"""Questions to a result, with the knowledge loaded, beside z3 on the same questions.

Each question is asked once of each made-up runner: what an item gave before is kept, so that
asking again would measure the memory. A further question is a function that gives rows, in
`_QUESTIONS`.
"""

import gc
import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import TypeVar

from surefoot.engine.assessment import Assessor, QuickAssessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.reasoning.changes import find_changes
from surefoot.engine.reasoning.proof import how_settled
from surefoot.engine.reasoning.prospect import Reading
from surefoot.engine.reasoning.whatif import compare
from surefoot.engine.scoring import Band
from surefoot.tests.support.z3_changes import Optimizer

from .timing import Row, Times, summary

RUNNERS = 1000
COMPARED_RUNNERS = 100  # of them: z3 takes its time
SEED = 5
CHANGE_TARGET, CHANGE_WORST = 0.005, 0.050
WHAT_IF_TARGET, WHAT_IF_WORST = 0.001, 0.005
STOP_TARGET, STOP_WORST = 0.020, 0.100

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Query:
    """A weak or watch pillar or context of one runner."""

    runner: int
    diagnosis: Diagnosis
    pillar: str


class DifferentEffortError(Exception):
    """z3 finds another least effort, so that comparing times means nothing."""


def measure(rounds: int) -> list[Row]:
    """The rows of every question; each is asked once, whatever the rounds."""
    del rounds
    knowledge = load_knowledge()
    # What is measured runs no Experta: evaluating gives the same diagnoses in a fifth of the time.
    assessor = QuickAssessor(knowledge)
    runners = generate(knowledge, read_population(None, knowledge), RUNNERS, SEED)
    diagnoses = [diagnose(assessor, answers) for answers in runners]
    gc.collect()
    gc.freeze()  # so many diagnoses at once would be walked through again and again
    rows = [row for ask in _QUESTIONS for row in ask(assessor, diagnoses)]
    gc.unfreeze()
    return rows


def _smallest_change(assessor: Assessor, diagnoses: Sequence[Diagnosis]) -> list[Row]:
    """The smallest change for each weak or watch pillar, whatever the plan allows."""
    queries = [
        Query(number, one, score.pillar.id)
        for number, one in enumerate(diagnoses)
        for score in (*one.pillars, *one.contexts)
        if score.band in {Band.WEAK, Band.WATCH}
    ]
    compared = [one for one in queries if one.runner < COMPARED_RUNNERS]
    optimizer = Optimizer(assessor.knowledge)
    _asked("warm-up", queries[:1], _efforts)
    ours = _asked("smallest change", queries, _efforts)
    z3 = _asked(
        "z3 Optimize, one optimum",
        compared,
        lambda one: optimizer.least_effort(one.diagnosis, one.pillar),
    )
    for query in compared:
        theirs = optimizer.least_effort(query.diagnosis, query.pillar)
        if _efforts(query) != theirs:
            raise DifferentEffortError(f"runner {query.runner}, {query.pillar}: {theirs}")
    return [
        Row(
            id="smallest-change",
            title="smallest change, one pillar",
            ours=ours.times,
            target=CHANGE_TARGET,
            peers=(z3.times,),
            note=(
                f"{len(queries):,} weak or watch parts of {RUNNERS:,} made-up runners, up to four "
                f"alternatives each; {ours.tail(CHANGE_WORST)}; z3 the first "
                f"{len(compared):,} of them, with the same least effort in all"
            ),
        )
    ]


def _efforts(query: Query) -> int | None:
    """The least effort that makes a pillar solid; the alternatives are found with it."""
    found = find_changes(query.diagnosis, query.pillar, 4)
    return found[0].effort if found and found[0].to_band is Band.SOLID else None


def _what_if(assessor: Assessor, diagnoses: Sequence[Diagnosis]) -> list[Row]:
    """Setting two diagnoses side by side: what a what-if takes beyond the second diagnosis.

    One answer differs, as with one `--set`.
    """
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    pairs = []
    for before in diagnoses:
        name = chance.choice([*before.answers])
        rest = {one: answer for one, answer in before.answers.items() if one != name}
        pairs.append((before, diagnose(assessor, rest)))
    _asked("warm-up", pairs[:1], lambda pair: compare(*pair))
    ours = _asked("side by side", pairs, lambda pair: compare(*pair))
    note = f"{len(pairs):,} runners with one answer taken away; {ours.tail(WHAT_IF_WORST)}"
    return [
        Row(
            id="what-if",
            title="what-if, beyond the diagnosis",
            ours=ours.times,
            target=WHAT_IF_TARGET,
            note=note,
        )
    ]


def _proved_stop(assessor: Assessor, diagnoses: Sequence[Diagnosis]) -> list[Row]:
    """Both proofs and the next question, in the middle of interviews: from no answer to all."""
    chance = random.Random(SEED)  # noqa: S311 (no secret)
    reading = Reading(assessor)
    started = []
    for one in diagnoses:
        asked = list(one.answers)[: chance.randint(0, len(one.answers))]
        started.append(diagnose(assessor, {name: one.answers[name] for name in asked}))
    _asked("warm-up", started[:1], lambda one: how_settled(reading, one))
    ours = _asked("how settled", started, lambda one: how_settled(reading, one))
    note = f"{len(started):,} interviews broken off anywhere; {ours.tail(STOP_WORST)}"
    title = "proved stop and next question, beyond the diagnosis"
    return [Row(id="proved-stop", title=title, ours=ours.times, target=STOP_TARGET, note=note)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The times of one question, each item asked once."""

    times: Times
    p95: float

    def tail(self, worst: float) -> str:
        """How long the slow ones take, against what is wanted of the worst."""
        kept = "reached" if self.times.longest <= worst else "MISSED"
        return (
            f"19 of 20 within {self.p95 * 1000:.1f} ms, the longest {self.times.longest * 1000:.0f}"
            f" ms (≤ {worst * 1000:.0f} ms: {kept})"
        )


def _asked(name: str, items: Iterable[_Item], run: Callable[[_Item], object]) -> Asked:
    """Each item once; garbage is collected before the first."""
    gc.collect()
    taken = []
    for item in items:
        start = time.perf_counter()
        run(item)
        taken.append(time.perf_counter() - start)
    return Asked(summary(name, taken), quantiles(taken * 2, n=20)[-1])


_QUESTIONS: tuple[Callable[[Assessor, Sequence[Diagnosis]], list[Row]], ...] = (
    _smallest_change,
    _what_if,
    _proved_stop,
)
