"""Who the runner is, as reports name them: the few questions that every report looks for."""

from typing import Final

from ..engine.diagnosis import Diagnosis
from ..engine.knowledge import Knowledge
from ..engine.vocabulary import State
from .sentences import printable

NAME_QUESTION: Final = "runner.name"
AGE_QUESTION: Final = "runner.age"
SEX_QUESTION: Final = "runner.sex"
_SIDE: Final = ".side"
_PAIN: Final = ".pain_running"
_WITH_SITE: Final = 3  # topic, site, name


def given(diagnosis: Diagnosis, question: str) -> str:
    """An answer as the runner gave it; empty where it was not given."""
    answer = diagnosis.answers.get(question)
    return printable(answer.shown) if answer and answer.state is State.GIVEN else ""


def site_of(knowledge: Knowledge, question: str) -> str | None:
    """The site that a question is about: one of an `each` question, or one named in its id."""
    parts = question.split(".")
    if len(parts) == _WITH_SITE and parts[1] in knowledge.sites:
        return parts[1]
    return knowledge.questions[question].site if question in knowledge.questions else None


def side_question(knowledge: Knowledge, site: str) -> str | None:
    """The question that asks which side of a site is sore; None where the base asks nothing."""
    return _of_site(knowledge, site, _SIDE)


def pain_question(knowledge: Knowledge, site: str) -> str | None:
    """The question that asks how bad running hurts at a site; None where the base asks nothing."""
    return _of_site(knowledge, site, _PAIN)


def _of_site(knowledge: Knowledge, site: str, ending: str) -> str | None:
    asked = (one.id for one in knowledge.questions.values() if one.site == site)
    return next((name for name in asked if name.endswith(ending)), None)


def sore_places(diagnosis: Diagnosis) -> frozenset[str] | None:
    """The sites that the runner said are sore; None where that is not known."""
    name = diagnosis.knowledge.site_question
    answer = diagnosis.answers.get(name) if name else None
    if answer is None or not isinstance(answer.value, frozenset):
        return None
    return frozenset(diagnosis.knowledge.sites) & answer.value


def place_name(diagnosis: Diagnosis, site: str) -> str:
    """A site with its side, `Shin, left`."""
    question = side_question(diagnosis.knowledge, site)
    side = given(diagnosis, question) if question else ""
    return f"{diagnosis.knowledge.sites[site]}, {side.lower() or 'side not given'}"
