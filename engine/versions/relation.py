"""Whether a changed condition is looser or tighter than it was, with a runner who shows it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from ..canonical import Naming, write_condition
from ..condition import NEVER, Comparison, Condition, comparisons, rewrite
from ..knowledge import Knowledge, Rule
from ..meaning import first_names, present_names
from ..search import Runner, Search
from ..sentence import kind_of
from ..vocabulary import Choice, Number, Several


class Word(StrEnum):
    """How a condition fires now, beside how it fired.

    Looser: whenever it fired, and for somebody else. Tighter: the other way round. Different:
    both happen. Not comparable: it read a question or a choice that is gone.
    """

    LOOSER = "looser"
    TIGHTER = "tighter"
    DIFFERENT = "different"
    SAME = "same"
    NOT_COMPARABLE = "not comparable"


@dataclass(frozen=True, slots=True)
class Relation:
    """A word for two conditions, with runners who show it.

    What is not `proved` was looked for and not found. The runners are somebody for whom it
    fires only now, and somebody for whom it fired only before.
    """

    word: Word = Word.NOT_COMPARABLE
    proved: bool = False
    only_now: Runner | None = None
    only_before: Runner | None = None


class Relations:
    """Compares rules of two bases, as the second one reads its questions."""

    def __init__(self, before: Knowledge, after: Knowledge) -> None:
        """Takes the two bases."""
        self.before, self.after = before, after
        self.name = naming(before, after)
        self._search = Search(after)

    def between(self, before: Rule, after: Rule) -> Relation:
        """The relation of two rules' conditions, over all sites."""
        read = [one for rule in before.instances for one in comparisons(rule.condition)]
        if not all(map(self._is_read, read)):
            return Relation()
        old = {one.site: self._renamed(one.condition) for one in before.instances}
        new = {one.site: one.condition for one in after.instances}
        found = [
            self._at_site(old.get(site, NEVER), new.get(site, NEVER))
            for site in dict.fromkeys([*new, *old])
        ]
        only_now = next((one.only_now for one in found if one.only_now is not None), None)
        only_before = next((one.only_before for one in found if one.only_before is not None), None)
        proved = all(one.proved for one in found)
        if only_now is not None and only_before is not None:
            return Relation(Word.DIFFERENT, True, only_now, only_before)
        if only_now is None and only_before is None:
            return Relation(Word.SAME, proved)
        word = Word.LOOSER if only_before is None else Word.TIGHTER
        return Relation(word, proved, only_now, only_before)

    def _at_site(self, old: Condition, new: Condition) -> Relation:
        """The two runners, and whether it is proved that one that was not found is not there."""
        if write_condition(old) == write_condition(new):
            return Relation(Word.SAME, True)
        only_now = self._search.runner(fires=[new], quiet=[old])
        only_before = self._search.runner(fires=[old], quiet=[new])
        proved = (only_now is not None or self._search.is_impossible([new], [old])) and (
            only_before is not None or self._search.is_impossible([old], [new])
        )
        return Relation(Word.DIFFERENT, proved, only_now, only_before)

    def _renamed(self, condition: Condition) -> Condition:
        return rewrite(condition, lambda one: replace(one, subject=self.name(one.subject)))

    def _is_read(self, comparison: Comparison) -> bool:
        """Whether the second base still has what is compared, and these values mean the same."""
        subject = self.name(comparison.subject)
        if not (_knows(self.before, comparison.subject) and _knows(self.after, subject)):
            return False
        match kind_of(comparison.subject, self.before), kind_of(subject, self.after):
            case (Number() as then, Number() as now):
                return then.unit == now.unit
            case (Choice(), Choice(labels)) | (Several(), Several(labels)):
                return all(value in labels for value in comparison.values)
            case _:
                return False


def naming(before: Knowledge, after: Knowledge) -> Naming:
    """From an id of the first base to that of the second, whichever of the two is newer."""
    newer, older = present_names(after), first_names(before)

    def name(one: str) -> str:
        tried = (newer(one), newer(older(one)))
        return next((other for other in tried if _knows(after, other)), one)

    return name


def _knows(knowledge: Knowledge, subject: str) -> bool:
    try:
        kind_of(subject, knowledge)
    except KeyError:
        return False
    return True
