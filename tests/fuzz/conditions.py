"""Random and mutated texts for the condition parser, and what must hold for each."""

from __future__ import annotations

import random
from functools import partial
from typing import TYPE_CHECKING
from unittest.mock import patch

from surefoot.engine.condition import Not, branches, normal_form, subjects
from surefoot.engine.errors import Place, Problem, Source, format_problem
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.loading import language, load_knowledge
from surefoot.engine.parser import parse_condition, parse_formula
from surefoot.engine.problem_codes import NAMES
from surefoot.engine.tokens import ConditionError
from surefoot.engine.vocabulary import Choice, Number

from ..support.runners import random_answers
from .mutations import PIECES, change_characters, change_words, several, splice

if TYPE_CHECKING:
    from surefoot.engine.condition import Condition
    from surefoot.engine.knowledge import Knowledge
    from surefoot.engine.parser import Subjects

_PEOPLE = 40
_WORDS = (
    "<", "<=", ">", ">=", "==", "!=", "and", "or", "not", "in", "has", "is", "(", ")", ",", "2",
    "0.5", "5:30", "-1", "at_least(", "yes", "no", "km", "+", "-", "*", "/", *PIECES,
)  # fmt: skip


class Conditions:
    """The parser with all that the conditions of the shipped base can read."""

    def __init__(self) -> None:
        """Loads the shipped base; its own conditions are the seeds."""
        self.knowledge = load_knowledge()
        self.seeds, self.readable = _conditions_of(self.knowledge)
        self.words = (*self.readable, *_WORDS, *_WORDS)
        chance = random.Random("people")
        answers = [
            random_answers(self.knowledge, chance, share_unanswered=share)
            for share in (0.0, 0.2, 0.5, 1.0)
            for _ in range(_PEOPLE // 4)
        ]
        self._answers = answers
        self.restart()

    def restart(self) -> None:
        """Forget the conditions that were compiled: millions of them do not fit."""
        self.evaluator = Evaluator(self.knowledge)
        self.people = [self.evaluator.facts(one) for one in self._answers]

    def make(self, chance: random.Random) -> tuple[str, bytes]:
        """A text: grown, mutated, joined from two, or of random words or characters."""
        ways = (change_characters, partial(change_words, words=self.words))
        match chance.randrange(8):
            case 0:
                text = self._grown(chance, 0)
            case 1:
                text = several(chance, self._grown(chance, 0), ways)
            case 2:
                words = [chance.choice(self.words) for _ in range(chance.randint(0, 14))]
                text = chance.choice(("", " ", " ")).join(words)
            case 3:
                codes = (
                    chance.randrange(chance.choice((128, 0x3000, 0x110000))) for _ in range(40)
                )
                text = "".join(map(chr, codes))[: chance.randint(0, 40)]
            case 4:
                text = splice(chance, chance.choice(self.seeds), chance.choice(self.seeds))
            case _:
                text = several(chance, chance.choice(self.seeds), ways)
        return "condition.txt", text.encode("utf-8", "surrogatepass")

    def run(self, name: str, data: bytes) -> str:
        """Read the text as a condition and as a formula; `read`, or the code of the mistake."""
        text = data.decode("utf-8", "surrogatepass")
        try:
            parse_formula(text, self.readable)
        except ConditionError as error:
            _check_mistake(error, name, text)
        try:
            tree = parse_condition(text, self.readable)
        except ConditionError as error:
            _check_mistake(error, name, text)
            return error.code
        self._check_meaning(tree)
        return "read"

    def _check_meaning(self, tree: Condition) -> None:
        """A condition and its opposite are never true together, and unknown together."""
        normal, opposite = normal_form(tree), normal_form(Not(tree))
        assert normal_form(normal) == normal
        known = all(one in self.knowledge.questions or one in self.knowledge.derived
                    for one in subjects(tree))  # fmt: skip
        if not known or max(branches(normal), branches(opposite)) > language.MOST_BRANCHES:
            return
        for facts in self.people[:: 1 + len(subjects(tree)) % 7]:
            truth = self.evaluator.truth(normal, facts)
            against = self.evaluator.truth(opposite, facts)
            assert truth in {True, False, None}
            gated = any(facts.gate(one) is not True for one in subjects(tree))
            assert gated or against is (None if truth is None else not truth)
            assert not (truth and against)

    def _grown(self, chance: random.Random, depth: int) -> str:
        """A condition that is mostly well formed."""
        way = chance.randrange(4 + 3 * depth)
        if way > 3 or depth > 3:
            return self._comparison(chance)
        parts = [self._grown(chance, depth + 1) for _ in range(chance.randint(2, 3))]
        if way == 0:
            return f"not ({parts[0]})" if chance.random() < 0.7 else f"not {parts[0]}"
        if way == 1:
            return f"at_least({chance.randint(1, len(parts))}, {', '.join(parts)})"
        return chance.choice((" and ", " or ")).join(
            part if chance.random() < 0.2 else f"({part})" for part in parts
        )

    def _comparison(self, chance: random.Random) -> str:
        name = chance.choice(self.names)
        kind = self.readable[name].kind
        if isinstance(kind, Number):
            low, high = max(kind.lowest, -50), min(kind.highest, 5000)
            value = chance.choice((low, high, round(chance.uniform(low, high), 1), low + 1))
            return f"{name} {chance.choice(('<', '<=', '>', '>=', '==', '!='))} {value:g}"
        words = list(getattr(kind, "labels", {"word": ""}))
        if not isinstance(kind, Choice):
            return f"{name} has {chance.choice(words)}"
        if chance.random() < 0.3:
            return f"{name} in ({', '.join(chance.sample(words, chance.randint(1, len(words))))})"
        return f"{name} {chance.choice(('==', '!=', '>=', '<'))} {chance.choice(words)}"

    @property
    def names(self) -> list[str]:
        """What conditions can read, by id."""
        return list(self.readable)


def _conditions_of(knowledge: Knowledge) -> tuple[list[str], Subjects]:
    """Every condition line of the shipped base, and the most that one of them can read."""
    with patch.object(language, "parse_condition", wraps=parse_condition) as parser:
        load_knowledge()
    calls = [call.args for call in parser.call_args_list]
    readable: Subjects = max((visible for _, visible in calls), key=len)
    assert readable.keys() >= knowledge.questions.keys()
    return sorted({text for text, _ in calls}), readable


def _check_mistake(error: ConditionError, name: str, text: str) -> None:
    """A mistake has a known code and a place in the text, and can be printed."""
    assert error.code in NAMES
    assert 0 <= error.start <= len(text)
    assert error.width >= 1
    place = Place(Source(name, text), 1, error.start + 1, error.width)
    shown = format_problem(
        Problem(code=error.code, message=error.message, place=place, fix=error.fix)
    )
    assert error.code in shown
