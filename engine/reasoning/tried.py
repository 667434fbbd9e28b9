"""The values worth trying of questions that hang together, each in its better direction only."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product

from ..knowledge import Knowledge
from ..vocabulary import Answer, Answers
from .items import Item
from .nearest import Cut, Plain, best_end, better_values, cuts_of, worked_out
from .values import supposed

_MOST_OTHERS = 200  # combinations of the other questions that a number is worked out from


class Tried:
    """The values worth trying of questions that hang together.

    `read` has the answers that each item reads. The *mates* of a question are those from which a
    number is worked out together with it: its values follow from theirs.
    """

    def __init__(
        self, knowledge: Knowledge, items: Sequence[Item], names: Sequence[str], answers: Answers
    ) -> None:
        """Takes the items, and the questions that may move."""
        self.read = {
            item: {name: answers[name] for name in item.questions if name in answers}
            for item in items
        }
        self.questions = {name: knowledge.questions[name] for name in names}
        self.own = {name: value_of(answers[name]) for name in names}
        together = [
            (item, derived, sorted(reads))
            for item in items
            for derived, behind in item.inputs.items()
            if len(reads := self.own.keys() & behind) > 1
        ]
        self.mates = {
            name: sorted({one for _, _, reads in together if name in reads for one in reads})
            for name in names
        }
        self._ends = {
            name: end
            for item, derived, reads in together
            for name in self._traded(item, derived, reads)
            if (end := best_end(self.questions[name])) not in {None, self.own[name]}
        }
        self._shared = {item for item, _, _ in together}
        self._alone = {
            name: self._cuts([one for one in items if one not in self._shared], name, {})
            for name in names
        }
        self._known: dict[tuple[object, ...], list[Plain]] = {}

    def values(self) -> dict[str, list[Plain]]:
        """For each question all values ahead, the nearest of its own first."""
        near = {name: self._ahead(name, {}) for name in self.own}
        found = {name: dict.fromkeys(values) for name, values in near.items()}
        for name, mates in self.mates.items():
            others = [[self.own[one], *near[one]] for one in mates if one != name]
            names = [one for one in mates if one != name]
            for way in islice(product(*others), _MOST_OTHERS if mates else 0):
                moved = dict(zip(names, way, strict=True))
                found[name] |= dict.fromkeys(self._ahead(name, moved))
        return {name: list(values) for name, values in found.items()}

    def is_near(self, moves: Mapping[str, Plain]) -> bool:
        """Whether each value is the nearest of its stretch, with the others where they are."""
        return all(
            value in self._ahead(name, moves) for name, value in moves.items() if self.mates[name]
        )

    def _ahead(self, name: str, moves: Mapping[str, Plain]) -> list[Plain]:
        """The values of one question, with its mates moved."""
        moved = {one: moves[one] for one in self.mates[name] if one in moves and one != name}
        key = (name, *moved.items())
        known = self._known.get(key)
        if known is None:
            cuts = self._alone[name] | self._cuts(self._shared, name, moved)
            known = better_values(self.questions[name], self.own[name], cuts)
            end = self._ends.get(name)
            if end is not None and end not in known:
                known.append(end)  # as far as it can make up for the others
            self._known[key] = known
        return known

    def _traded(self, item: Item, derived: str, reads: Sequence[str]) -> list[str]:
        """Those of the questions of a number of which one can make up for another."""
        facts = item.evaluator.facts(self.read[item])
        now = facts.values.get(derived)
        ways: dict[bool | None, list[str]] = {}
        for name in reads:
            end = best_end(self.questions[name])
            moved = {} if end is None else {name: end}
            then = worked_out(item.evaluator, derived, facts, moved)
            is_known = isinstance(now, float) and then is not None and end is not None
            ways.setdefault(then > now if is_known else None, []).append(name)  # type: ignore[operator]
        return [
            n for rises, names in ways.items() if len(names) > 1 or rises is None for n in names
        ]

    def _cuts(self, items: Iterable[Item], name: str, moved: Mapping[str, Plain]) -> set[Cut]:
        after = {one: supposed(self.questions[one], value) for one, value in moved.items()}
        return {
            cut
            for item in items
            if name in item.questions
            for cut in cuts_of(item, name, item.evaluator.facts({**self.read[item], **after}))
        }


def value_of(answer: Answer) -> Plain:
    """A given number or word."""
    value = answer.value
    return value if isinstance(value, float) else str(value)
