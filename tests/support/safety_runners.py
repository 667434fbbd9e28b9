"""Runners from a few words, for tests of the warning signs of the shipped base."""

from __future__ import annotations

from functools import cache

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.knowledge import Rule, Warn
from surefoot.engine.loading import load_knowledge

from .person import read_texts

Texts = dict[str, str]

WELL: Texts = {
    "safety.heart": "none", "safety.leg": "none", "safety.nerve_and_back": "none",
    "safety.general": "none", "symptom.sites": "none", "runner.age": "30", "runner.sex": "female",
    "safety.pregnancy": "no", "recovery.low_energy_signs": "none", "runner.years_running": "4",
    "training.weeks_without_running": "0",
}  # fmt: skip
CALM_PLACE: Texts = {
    "side": "left", "weeks": "1", "onset": "gradual", "pain_running": "1", "pain_at_rest": "0",
    "pain_walking": "no", "next_morning": "same", "timing": "warms_up", "night_pain": "no",
    "bone_spot": "no", "limp": "no", "swelling": "none",
}  # fmt: skip


def heart(chosen: str, **more: str) -> Texts:
    """A runner who chose these signs, and what they said to the questions that follow."""
    return {"safety.heart": chosen} | _safety(more)


def leg(chosen: str, **more: str) -> Texts:
    return {"safety.leg": chosen} | _safety(more)


def nerve(chosen: str, **more: str) -> Texts:
    return {"safety.nerve_and_back": chosen} | _safety(more)


def general(chosen: str, **more: str) -> Texts:
    return {"safety.general": chosen} | _safety(more)


def energy(chosen: str) -> Texts:
    return {"recovery.low_energy_signs": chosen}


def birth(when: str, **more: str) -> Texts:
    return {"safety.pregnancy": when} | _safety(more)


def aged(years: int, texts: Texts) -> Texts:
    return texts | {"runner.age": str(years)}


def beginner(active: str) -> Texts:
    return {"runner.years_running": "0.1", "runner.active_for_three_months": active}


def back_after(weeks: str, active: str) -> Texts:
    """Somebody who did not run for so long, and what they say of other exercise."""
    return {"training.weeks_without_running": weeks, "training.active_for_three_months": active}


def sore(site: str, **changed: str) -> Texts:
    """A runner with one sore place; what is not named is harmless."""
    answers = CALM_PLACE | changed
    return {"symptom.sites": site} | {f"symptom.{site}.{key}": one for key, one in answers.items()}


def _safety(more: Texts) -> Texts:
    return {f"safety.{key}": one for key, one in more.items()}


@cache
def assessor() -> Assessor:
    return Assessor(load_knowledge())


def diagnosed(texts: Texts) -> Diagnosis:
    return diagnose(assessor(), read_texts(WELL | texts, assessor()))


def fired(diagnosis: Diagnosis) -> set[str]:
    return {one.rule.id for one in diagnosis.flags}


def flags() -> list[tuple[Rule, Warn]]:
    rules = assessor().knowledge.rules.values()
    return [(one, one.conclusion) for one in rules if isinstance(one.conclusion, Warn)]
