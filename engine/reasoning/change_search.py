"""The search behind `changes`: which answers may move, in which parts, and to which values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice, product

from ..asking import Contradiction
from ..assessment import Assessor
from ..condition import subjects
from ..diagnosis import Diagnosis
from ..knowledge import WATCH_FROM, WEAK_FROM, Group, Instance, Limit, Rule, Warn
from ..scoring import Band, Score, score_pillar
from ..vocabulary import Answer, State
from .cheapest import Option, Way, sums_of, ways_below, without_worse
from .items import Item, items_of
from .nearest import Plain, distance
from .tried import Tried, value_of
from .values import supposed

LINES = {Band.SOLID: WATCH_FROM, Band.WATCH: WEAK_FROM}
_MOST_OPTIONS = 20_000  # of one part: more questions that all hang together are not all tried


class Found:
    """A way that does it: what is moved, and how far."""

    def __init__(self, way: Way) -> None:
        """Takes one option of each part."""
        self.way = way
        self.effort = sum(one.effort for one in way)
        self.far = {name: far for one in way for name, far in one.far.items()}
        self.moves = {name: value for one in way for name, value in one.moves.items()}

    def is_in(self, way: Way) -> bool:
        """Whether a way (or its first options) moves all this, as far or farther."""
        far = {name: one for option in way for name, one in option.far.items()}
        return all(name in far and mine <= far[name] for name, mine in self.far.items())


@lru_cache(maxsize=8)
def _guards(assessor: Assessor) -> Mapping[Rule, frozenset[str]]:
    """Flags, and contradictions that never hold, with the questions that each follows from."""
    knowledge = assessor.knowledge
    flags = (one for one in knowledge.rules.values() if isinstance(one.conclusion, Warn))
    never = (_as_rule(one) for one in knowledge.contradictions.values() if one.never)

    @cache
    def behind(name: str) -> frozenset[str]:
        own = {name} if name in knowledge.questions else set[str]()
        return frozenset(own.union(*map(behind, knowledge.needs(name))))

    return {one: frozenset[str]().union(*map(behind, one.reads)) for one in (*flags, *never)}


@lru_cache(maxsize=512)
def _guard_item(assessor: Assessor, guard: Rule) -> Item:
    """A guard as an item without points, to see where it turns."""
    return Item(assessor.knowledge, Group(guard.id, "", (guard,), 0))


def _as_rule(one: Contradiction) -> Rule:
    return Rule(
        id=one.id, title=one.title, status="", when=one.when, is_each=False,
        instances=(Instance(None, one.when),), because="", evidence=(), grade="",
        conclusion=Limit(stops=False), place=one.place, reads=frozenset(subjects(one.when)),
    )  # fmt: skip


class Search:
    """The changes that take one pillar of one runner to a band."""

    def __init__(
        self,
        diagnosis: Diagnosis,
        score: Score,
        band: Band,
        kept_rules: Collection[str],
        kept_answers: Collection[str] = (),
    ) -> None:
        """Takes the rules, and the answers, that have to stay as they are."""
        self.left_out = frozenset(kept_answers)
        self.diagnosis = diagnosis
        self.assessor = diagnosis.assessor
        self.knowledge = diagnosis.knowledge
        self.answers = diagnosis.answers
        self.score = score
        self.band = band
        self.line = LINES[band]
        self.before = {one.group.id: one for one in score.items}
        self.kept_rules = frozenset(kept_rules)
        items = [one for one in items_of(self.assessor) if one.group.pillar == score.pillar.id]
        self.movable, self.guards = self._reach(name for one in items for name in one.questions)
        moving = [one for one in items if not _is_apart(one, self.movable)]
        self.still = [self.before[one.group.id] for one in items if one not in moving]
        self.parts = [self._options(part) for part in self._parts(moving)]

    def found(self, most: int | None) -> list[Found]:
        """All that are minimal, by effort; at least `most`, with those that cost as little."""
        moving = sorted((one for one in self.parts if len(one) > 1), key=_gain, reverse=True)
        fixed = [item for one in self.parts if len(one) == 1 for item in one[0].items]
        start = sums_of([*self.still, *fixed], self.line)
        found: list[Found] = []

        def is_known(way: Way) -> bool:
            return any(one.is_in(way) for one in found)

        for way in ways_below(moving, start, is_known):
            change = Found(way)
            if most is not None and len(found) >= most and change.effort > found[-1].effort:
                break
            if self._holds(change):
                found = [one for one in found if not change.is_in(one.way)]
                found.append(change)
        return found

    def _reach(self, read: Iterable[str]) -> tuple[tuple[str, ...], tuple[Item, ...]]:
        """The questions that may move, and what guards them.

        With one of them comes every question that a guard reads beside it: moving that too may
        keep the guard from being raised.
        """
        movable = dict.fromkeys(name for name in read if self._can_move(name))
        guards: list[Item] = []
        waiting = dict(_guards(self.assessor)) if movable else {}
        while near := [rule for rule, names in waiting.items() if not names.isdisjoint(movable)]:
            for rule in near:
                item = _guard_item(self.assessor, rule)
                beside = sorted(waiting.pop(rule))
                if not item.fires(self.answers):  # what was raised before is no news
                    guards.append(item)
                    movable |= dict.fromkeys(name for name in beside if self._can_move(name))
        return tuple(movable), tuple(guards)

    def _can_move(self, name: str) -> bool:
        question, answer = self.knowledge.questions[name], self.answers.get(name)
        return (
            question.change is not None
            and name not in self.left_out
            and question.worse != "neither"
            and answer is not None
            and answer.state is State.GIVEN
            and self.diagnosis.assessment.facts.gate(name) is True
        )

    def _holds(self, change: Found) -> bool:
        """Whether the band is reached, by the definition of bands."""
        items = [*self.still, *(item for one in self.parts for item in one[0].items)]
        moved = {item.group.id: item for one in change.way for item in one.items}
        moved_items = [moved.get(item.group.id, item) for item in items]
        return score_pillar(self.score.pillar, moved_items, is_linked=False).band is self.band

    def changed(self, values: Mapping[str, Plain]) -> dict[str, Answer]:
        """Values as answers."""
        questions = self.knowledge.questions
        return {name: supposed(questions[name], value) for name, value in values.items()}

    def _parts(self, items: Iterable[Item]) -> list[list[Item]]:
        """Items, and what guards their questions, put together where they share a movable one."""
        parts: list[tuple[set[str], list[Item]]] = []
        for item in (*items, *self.guards):
            names = {name for name in self.movable if name in item.questions}
            touching = [one for one in parts if one[0] & names]
            parts = [one for one in parts if not one[0] & names]
            names.update(*(one[0] for one in touching))
            parts.append((names, [*(item for one in touching for item in one[1]), item]))
        return [part for _, part in parts]

    def _options(self, part: Sequence[Item]) -> list[Option]:
        """The ways to answer what some items that hang together read; first: as it is."""
        names = [name for name in self.movable if any(name in one.questions for one in part)]
        tried = Tried(self.knowledge, part, names, self.answers)
        guards = [one for one in part if one in self.guards]
        own, ahead = tried.read, tried.values()
        items = [one for one in part if one not in guards]
        made = [self._option(items, own, {})]
        ways = product(*([None, *ahead[name]] for name in names))
        for values in islice(ways, 1, _MOST_OPTIONS):
            chosen = {
                name: value for name, value in zip(names, values, strict=True) if value is not None
            }
            if not tried.is_near(chosen) or self._raises(guards, own, chosen):
                continue
            option = self._option(items, own, chosen)
            if self._is_allowed(option):
                made.append(option)
        return without_worse(made)

    def _option(
        self,
        items: Sequence[Item],
        own: Mapping[Item, Mapping[str, Answer]],
        moves: Mapping[str, Plain],
    ) -> Option:
        questions, after = self.knowledge.questions, self.changed(moves)
        scored = []
        for one in items:
            mine = {name: answer for name, answer in after.items() if name in one.questions}
            scored.append(one.score({**own[one], **mine}) if mine else self.before[one.group.id])
        return Option(
            far={
                name: distance(questions[name], value_of(self.answers[name]), value)
                for name, value in moves.items()
            },
            effort=sum(questions[name].change or 0 for name in moves),
            sums=sums_of(scored, self.line),
            moves=moves,
            items=tuple(scored),
        )

    def _raises(
        self,
        guards: Iterable[Item],
        own: Mapping[Item, Mapping[str, Answer]],
        moves: Mapping[str, Plain],
    ) -> bool:
        after = self.changed(moves)
        return any(one.fires({**own[one], **after}) for one in guards)

    def _is_allowed(self, option: Option) -> bool:
        for item in option.items:
            before = self.before[item.group.id]
            if before.is_decided and not item.is_decided and item.applies is not False:
                return False
            if before.rule in self.kept_rules and item.rule != before.rule:
                return False
        return True


def _gain(options: Sequence[Option]) -> float:
    """The most that a part can take off, for the effort: what is likely to be used comes first."""
    first = options[0].sums[0]
    return max((first - one.sums[0]) / one.effort for one in options[1:])


def _is_apart(item: Item, names: Collection[str]) -> bool:
    return not any(name in item.questions for name in names)
