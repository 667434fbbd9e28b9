"""Usual answers: what the runners of a base say, and round numbers."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import product
from math import log10
from statistics import median_low

from ..condition import Value
from ..vocabulary import Answers, Number, Question

MOST_OF_EACH = 5  # usual numbers of one question that are tried
_ROUND = [digit * 10.0**power for power in range(4) for digit in (1, 2, 3, 5)]


class Usual:
    """The usual answers to each question."""

    def __init__(self, runners: Iterable[Answers]) -> None:
        """Takes the answers of runners; without any only round numbers are usual."""
        self._given: dict[str, Counter[Value]] = {}
        for answers in runners:
            for name, answer in answers.items():
                if answer.value is not None:
                    self._given.setdefault(name, Counter())[answer.value] += 1

    def answers(self, question: str) -> list[Value]:
        """What was answered to a question, most often given first."""
        return [value for value, _ in self._given.get(question, Counter()).most_common()]

    def some(self, question: Question) -> list[Value]:
        """A few answers that many could give: a usual one, then for a number round ones near it."""
        kind = question.kind
        given = self.answers(question.id)
        if not isinstance(kind, Number):
            return given[:1]
        numbers = sorted(one for one in given if isinstance(one, float) and one > 0)
        typical = median_low(numbers) if numbers else max(1.0, min(kind.lowest + 20, kind.highest))
        fitting = [one for one in _ROUND if kind.lowest <= one <= kind.highest]
        fitting.sort(key=lambda one: abs(log10(one / typical)))
        own: list[Value] = [typical] if typical == int(typical) else []
        return [*dict.fromkeys([*own, *fitting])][:MOST_OF_EACH]

    def cost(self, question: Question, value: Value) -> float:
        """How odd an answer is; nothing for a usual one."""
        kind = question.kind
        if value in self.answers(question.id) or not isinstance(kind, Number):
            return 0.0
        number = float(value) if isinstance(value, float) else 0.0
        at_end = number in {kind.lowest, kind.highest, kind.lowest + 1, kind.highest - 1}
        digits = len(f"{number:.6f}".rstrip("0").partition(".")[2])
        return digits * 4 + (3 if at_end else 0) + (0.5 if number % 5 else 0)


Anchor = dict[str, Value]


def anchors(
    usual: Usual, questions: Iterable[Question], tied: Collection[str] = (), most: int = 60
) -> Iterator[Anchor]:
    """Usual answers to all of the questions but one, each in turn; the plainest first.

    Args:
        usual: What is usual.
        questions: Those that numbers are worked out from.
        tied: Of these one at most is settled, so that several numbers can reach their thresholds.
        most: How many to give.
    """
    some = {one.id: usual.some(one) for one in questions}
    known = [name for name in some if some[name]]
    if tied:
        keys = [name for name in known if name not in tied]
        settled = [keys, *([*keys, name] for name in known if name in tied)]
    else:
        numbers = [name for name in known if isinstance(some[name][0], float)]
        settled = [[name for name in known if name != free] for free in numbers]
    found: list[tuple[int, Anchor]] = []
    for names in settled:
        for ranks in product(*(range(len(some[name])) for name in names)):
            anchor = {name: some[name][rank] for name, rank in zip(names, ranks, strict=True)}
            found.append((sum(ranks), anchor))
    found.sort(key=lambda one: one[0])
    for _, anchor in found[:most]:
        yield anchor
