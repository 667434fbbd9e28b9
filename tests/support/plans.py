"""The plan of a runner of the shipped base, with other answers, on one day."""

import datetime
import re
from functools import cache
from pathlib import Path

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.planning import Plan
from surefoot.engine.planning.result import LeftOut, Why
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

DAY = datetime.date(2026, 11, 23)
RUNNERS = Path(__file__).resolve().parents[2] / "knowledge" / "runners"


@cache
def assessor() -> Assessor:
    """The shipped base, loaded once."""
    return Assessor(load_knowledge())


@cache
def runner(name: str) -> dict[str, Answer]:
    """A whole person, without what the plan asks for."""
    read = read_answers(RUNNERS / f"{name}.yaml", assessor().knowledge).answers
    return {key: one for key, one in read.items() if not key.startswith("plan.")}


def typed(name: str, text: str) -> Answer:
    """An answer from its text; several choices with commas between them."""
    found = read_answer(assessor().knowledge.questions[name], text.split(", "))
    assert not isinstance(found, Misfit), found
    return found


def diagnosed(
    changes: dict[str, str] | None = None,
    person: str = "example",
    day: datetime.date | None = DAY,
) -> Diagnosis:
    """What is concluded about a whole person with some other answers."""
    changed = {name: typed(name, text) for name, text in (changes or {}).items()}
    return diagnose(assessor(), {**runner(person), **changed}, day)


def plan_of(changes: dict[str, str] | None = None, person: str = "example") -> Plan:
    """The plan of a whole person with some other answers."""
    return diagnosed(changes, person).plan


def column(plan: Plan, block: str) -> list[str]:
    """The texts of a block week by week; none where it is not in the plan."""
    return [cell.text for week in plan.weeks for cell in week if cell.block == block]


def left(plan: Plan, why: Why) -> list[LeftOut]:
    """What is left out for a reason."""
    return [one for one in plan.left_out if one.why is why]


def steps(plan: Plan) -> dict[str, tuple[str, str]]:
    """State and sentence of each step."""
    return {one.step.id: (one.state, one.text) for one in plan.steps}


def two_pillars(**more: str) -> dict[str, str]:
    """Answers that push cadence beside strength."""
    return {"form.overstride": "yes", **more}


def raises(text: str) -> bool:
    """Whether a text of running lets it grow."""
    return bool(re.search(r"A little more|longer\.", text)) and "no longer" not in text
