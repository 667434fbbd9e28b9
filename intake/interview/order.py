"""The order in which all questions would be asked, and in which answers are listed."""

from ...engine.condition import NEVER
from ...engine.knowledge import Knowledge
from ...engine.vocabulary import Question


def asking_order(knowledge: Knowledge) -> tuple[Question, ...]:
    """The questions by topic, then as in the base, but one site after the other.

    The base lists the questions of sites by question, so that a person with two sore
    places would have to jump between them. A question that its site never asks is left out, and
    so is one that only a record answers.
    """
    every = [one for one in knowledge.questions.values() if one.gate != NEVER and not one.records]
    topics, sites = list(knowledge.topics), list(knowledge.sites)
    of_site = {one.id: site for one in every if (site := knowledge.site_of(one))}
    first = next((index for index, one in enumerate(every) if one.id in of_site), 0)

    def place(numbered: tuple[int, Question]) -> tuple[int, int, int]:
        index, question = numbered
        site = of_site.get(question.id)
        if site is not None:
            return topics.index(question.topic), 1, sites.index(site)
        return topics.index(question.topic), 0 if index < first else 2, 0

    return tuple(one for _, one in sorted(enumerate(every), key=place))
