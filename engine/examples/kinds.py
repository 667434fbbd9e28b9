"""What a condition reads, also where it stands for every site, and steps between thresholds."""

from collections.abc import Iterator

from ..condition import Comparison, comparisons
from ..knowledge import BANDS, FirstThatHolds, Knowledge
from ..vocabulary import Choice, Kind, Number

_STEPS = (1.0, 0.5, 0.1, 0.05, 0.01)
_DIGITS = 6
_NOISE = 1e-6  # of floating point


class Kinds:
    """The kinds of what the rules of a base compare, and the step between nearby values."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Takes the base."""
        self.knowledge = knowledge
        self.topic = (knowledge.site_question or "").partition(".")[0]
        self._thresholds: dict[str, set[float]] = {}
        for one in _all_comparisons(knowledge):
            numbers = {value for value in one.values if isinstance(value, float)}
            self._thresholds.setdefault(self.any_site(one.subject), set()).update(numbers)

    def of(self, subject: str) -> Kind:
        """The kind of a question, derived value, flag or pattern; of `site` and `topic.site.x` too.

        Raises:
            KeyError: for an id that the base does not have.
        """
        if subject == "site":
            return Choice(self.knowledge.sites)
        if subject.startswith(f"{self.topic}.site."):
            first = next(iter(self.knowledge.sites))
            return self.knowledge.kind_of(self.at_site(subject, first))
        return self.knowledge.kind_of(subject)

    def at_site(self, subject: str, site: str | None) -> str:
        """The id for one site: `symptom.shin.weeks` for `symptom.site.weeks`."""
        prefix = f"{self.topic}.site."
        if site is None or not subject.startswith(prefix):
            return subject
        return f"{self.topic}.{site}.{subject.removeprefix(prefix)}"

    def any_site(self, subject: str) -> str:
        """The id as an `each` rule writes it: `symptom.site.weeks` for `symptom.shin.weeks`."""
        topic, _, rest = subject.partition(".")
        site, _, name = rest.partition(".")
        is_of_site = topic == self.topic and name and site in self.knowledge.sites
        return f"{topic}.site.{name}" if is_of_site else subject

    def words(self, subject: str) -> tuple[str, ...]:
        """The choices of a question in their order; the bands of a pattern; none of a number."""
        if subject in self.knowledge.patterns:
            return BANDS
        return tuple(getattr(self.of(subject), "labels", ()))

    def step(self, subject: str) -> float:
        """The smallest step that tells the thresholds on a number apart.

        Whole numbers where all thresholds are whole, halves for 6.5, tenths for 1.1.
        """
        thresholds = self._thresholds.get(self.any_site(subject), set())
        for step in _STEPS:
            if all(_is_whole(one / step) for one in thresholds):
                return step
        return _STEPS[-1]

    def near(self, subject: str, threshold: float) -> tuple[float, ...]:
        """The next values below and above a threshold, as far as they are answers."""
        kind, step = self.of(subject), self.step(subject)
        low, high = (kind.lowest, kind.highest) if isinstance(kind, Number) else (0.0, 0.0)
        moved = (round(threshold - step, _DIGITS), round(threshold + step, _DIGITS))
        return tuple(one for one in moved if low <= one <= high)


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < _NOISE


def _all_comparisons(knowledge: Knowledge) -> Iterator[Comparison]:
    for rule in knowledge.rules.values():
        yield from comparisons(rule.when)
    gates = [one.gate for one in knowledge.questions.values()]
    for gate in (*gates, *(one.gate for one in knowledge.derived.values())):
        if gate is not None:
            yield from comparisons(gate)
    for derived in knowledge.derived.values():
        if isinstance(derived.formula, FirstThatHolds):
            for _, condition in derived.formula.branches:
                yield from comparisons(condition)
