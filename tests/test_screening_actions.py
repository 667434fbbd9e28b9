"""The actions of a screening: those of a report, whatever restricts them and whatever the time is.

The definition is `diagnose`; the query has to give the same advice in the same order.
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pytest

from surefoot.engine.assessment import QuickAssessor
from surefoot.engine.condition import Value
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.errors import UsageError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.prepared import load_prepared
from surefoot.engine.screening.budget import MOST_COMPETING
from surefoot.engine.screening.query import compile_query, create_runners
from surefoot.engine.screening.sql import Dialect
from surefoot.engine.vocabulary import EXCLUSIVE, Answer, Answers, Several, State

from .support.advice_bases import advice_base, some_answers
from .support.budget_base import advised, budget_base
from .support.population import runners
from .support.small import rule

MINUTES, EQUIPMENT = "plan.minutes_per_week", "plan.equipment"


def _screened(knowledge: Knowledge, people: Sequence[Answers]) -> list[str]:
    connection = duckdb.connect(config={"threads": 1})
    connection.execute(create_runners(knowledge, Dialect.DUCKDB))
    names = list(knowledge.questions)
    rows = [
        (str(place), *(_typed(answers.get(name)) for name in names))
        for place, answers in enumerate(people)
    ]
    marks = ", ".join("?" for _ in range(len(names) + 1))
    connection.executemany(f"INSERT INTO runners VALUES ({marks})", rows)  # noqa: S608
    found = connection.execute(compile_query(knowledge, ["actions"]).text(Dialect.DUCKDB))
    by_id: Mapping[str, str] = dict(found.fetchall())
    return [by_id[str(place)] for place in range(len(people))]


def _typed(answer: Answer | None) -> object:
    if answer is None:
        return None
    return sorted(answer.value) if isinstance(answer.value, frozenset) else answer.value


def _advised(found: Diagnosis) -> str:
    return ", ".join(one.advice.id for one in found.actions)


def _assert_equal(folder: Path, seed: int, count: int) -> tuple[int, int]:
    """Compares; gives how many runners have actions, and of how many time leaves some out."""
    chance = random.Random(seed)
    knowledge = advice_base(folder, chance)
    people = [some_answers(knowledge, chance) for _ in range(count)]
    assessor = QuickAssessor(knowledge)
    found = [diagnose(assessor, answers) for answers in people]
    assert _screened(knowledge, people) == [_advised(one) for one in found]
    budgets = [one.plan.budget for one in found]
    return (
        sum(bool(one.actions) for one in found),
        sum(budget is not None and bool(budget.left_out) for budget in budgets),
    )


@pytest.mark.parametrize(
    ("first", "bases", "count"), [(0, 5, 60), pytest.param(100, 300, 200, marks=pytest.mark.long)]
)
def test_random_bases(tmp_path: Path, first: int, bases: int, count: int) -> None:
    advised = left_out = 0
    for seed in range(first, first + bases):
        counts = _assert_equal(tmp_path, seed, count)
        advised, left_out = advised + counts[0], left_out + counts[1]
    assert advised > bases * count / 4
    assert left_out > bases * count / 20


@pytest.mark.long  # the query of the whole base takes seconds to plan
def test_the_shipped_base() -> None:
    """Made-up runners with up to five hours a week, and most with something at hand."""
    knowledge, chance = load_prepared(), random.Random(3)
    people = [_with_time(knowledge, answers, chance) for answers in runners(2000, 3)]
    assessor = QuickAssessor(knowledge)
    found = [diagnose(assessor, answers) for answers in people]
    assert _screened(knowledge, people) == [_advised(one) for one in found]
    budgets = [one.plan.budget for one in found]
    assert sum(budget is not None and bool(budget.left_out) for budget in budgets) > 200


def _with_time(knowledge: Knowledge, answers: Answers, chance: random.Random) -> Answers:
    """The same with the minutes and things that the plan asks for; most have little time."""
    things = knowledge.kind_of(EQUIPMENT)
    assert isinstance(things, Several)
    own = [word for word in things.labels if word not in EXCLUSIVE and chance.random() < 0.5]
    values: dict[str, Value] = {
        MINUTES: float(round(300 * chance.random() ** 3)),
        EQUIPMENT: frozenset(own or ["none"]),
    }
    given = {name: Answer(State.GIVEN, value, "", "") for name, value in values.items()}
    return {**answers, **{name: one for name, one in given.items() if chance.random() < 0.9}}


def test_what_cannot_be_compared_set_by_set_is_refused(tmp_path: Path) -> None:
    names = [f"do-{number}" for number in range(MOST_COMPETING + 1)]
    base = budget_base(
        tmp_path,
        "".join(advised(name, "run", 1) for name in names),
        [rule(f"p.{name}", "a.one > 5", 1, advice=name) for name in names],
    )
    assert compile_query(base.knowledge, ["headline"]).outputs
    with pytest.raises(UsageError, match="23 pieces of advice compete"):
        compile_query(base.knowledge, ["actions"])
