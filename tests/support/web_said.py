"""What runners say on the web page: the shipped example, and made-up ones."""

from collections.abc import Iterator

from surefoot.engine.answers import in_one_text, read_answers
from surefoot.engine.loading import load_knowledge
from surefoot.engine.population import generate, read_population
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.vocabulary import Answers

Said = dict[str, list[str]]


def _said(answers: Answers) -> Said:
    knowledge = load_knowledge()
    texts = {
        name: in_one_text(knowledge.questions[name], one.entered) for name, one in answers.items()
    }
    return {name: [one] if isinstance(one, str) else one for name, one in texts.items()}


def made_up(count: int, seed: int) -> Iterator[Said]:
    """As many made-up runners, each with the texts that answer each question."""
    knowledge = load_knowledge()
    for answers in generate(knowledge, read_population(None, knowledge), count, seed):
        yield _said(answers)


EXAMPLE = _said(read_answers(SHIPPED / "runners" / "example.yaml", load_knowledge()).answers)
