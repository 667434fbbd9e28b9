"""The sources that a report cites, numbered in the order in which they come up."""

from collections.abc import Iterable

from ..engine.knowledge import Evidence, Knowledge
from .shapes import SourceLine
from .words import SEEN_WORDS


class Sources:
    """Numbers sources while the parts of a report are put together."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Begins without any."""
        self._knowledge = knowledge
        self._numbers: dict[str, int] = {}

    def numbers(self, evidence: Iterable[str]) -> str:
        """The numbers of these sources, `1, 4`; each gets one when it first comes up."""
        found = [self._numbers.setdefault(name, len(self._numbers) + 1) for name in evidence]
        return ", ".join(str(number) for number in sorted(found))

    def lines(self) -> tuple[SourceLine, ...]:
        """All sources so far, by number."""
        return tuple(
            _line(number, self._knowledge.evidence[name]) for name, number in self._numbers.items()
        )


def _line(number: int, source: Evidence) -> SourceLine:
    what = [source.design[:1].upper() + source.design[1:], source.size, source.population]
    return SourceLine(
        number=number,
        cite=source.cite,
        link=f"https://doi.org/{source.doi}" if source.doi else "",
        what=", ".join(part for part in what if part),
        result=source.result,
        seen="" if source.id == "expert" else SEEN_WORDS.get(source.seen, source.seen),
    )
