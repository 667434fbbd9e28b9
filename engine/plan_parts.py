"""What the eight-week plan of a base is made of; part of `knowledge`, frozen like the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from .condition import Condition

PLAN_WEEKS = 8
HALVES = 4  # weeks until the lighter week, after which the next pillar may be pushed
TAPERS = 3  # texts for a race: the two weeks before, the week of the race, the easy week after
ASKS = ("minutes", "equipment", "race")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One line of the tear-off sheet; `half` is the dose at half volume.

    It is done where `when` certainly holds, one of `needs` is at hand, and no site that it
    `loads` is to be spared. `minutes` is what it takes in one session of the hardest week.
    """

    id: str
    title: str
    how: str
    dose: str
    half: str
    stop: str
    minutes: int = 0
    needs: tuple[str, ...] = ()
    loads: tuple[str, ...] = ()
    impact: bool = False
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A place in some sessions; of `one_of` the first exercise that suits is taken."""

    id: str
    title: str
    sessions: tuple[str, ...]
    one_of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session of exercises; `minutes` is what it takes beside them, to warm up.

    Where `skip_if` certainly holds there is no day for it, and `skipped` says so.
    """

    id: str
    title: str
    text: str
    minutes: int
    skip_if: Condition | None
    skipped: str


@dataclass(frozen=True, slots=True)
class Placing:
    """How the sessions sit in a week; said where `when` certainly holds (None: always).

    `sessions` is how many there are when all is fitted; 0: any number.
    """

    id: str
    text: str
    when: Condition | None
    sessions: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What a block says in its weeks.

    `pushes` names the pillar that it pushes, empty for none; of these only one starts at a
    time. `raises` are the weeks in which it goes up or changes. While one that `keeps_flat`
    is in its first four weeks, or changes, nothing that pushes no pillar goes up. `taper` are
    the three texts for a race, `half_taper` those at half volume. `waiting` is what holds until
    its turn comes.
    """

    weeks: tuple[str, ...]
    half: tuple[str, ...] | None = None
    hold: str | None = None
    taper: tuple[str, ...] | None = None
    half_taper: tuple[str, ...] | None = None
    pushes: str = ""
    raises: tuple[int, ...] = ()
    keeps_flat: bool = False
    waiting: str = ""

    def all(self) -> Iterator[str]:
        """Every text."""
        for texts in (self.weeks, self.half, self.taper, self.half_taper):
            yield from texts or ()
        yield from (one for one in (self.hold, self.waiting) if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Other texts of a block, where `when` certainly holds or an advice among these is given."""

    when: Condition | None
    advice: tuple[str, ...]
    texts: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A column of the eight-week plan.

    An advice opens it, or `open_if` that certainly holds; one whose `withhold_if` is not
    certainly false stays out, and `withheld` says why. `minutes` is what it takes a week
    beside running and beside the sessions that its parts stand in.
    """

    id: str
    title: str
    texts: Texts
    always: bool = False
    keep_going: bool = False
    impact: bool = False
    loads: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    minutes: int = 0
    open_if: Condition | None = None
    withhold_if: Condition | None = None
    withheld: str = ""
    variants: tuple[Variant, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What decides whether it comes in, and with which texts."""
        found = (self.open_if, self.withhold_if, *(one.when for one in self.variants))
        return tuple(one for one in found if one is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that every runner could take, with the blocks that take it.

    `scores` are the pillars or contexts that say whether it is in order already; `otherwise`
    is said where they are not and no block of it comes in, `weak` where one is weak even so, and
    `not_applying` where they do not apply.
    """

    id: str
    title: str
    blocks: tuple[str, ...]
    scores: tuple[str, ...]
    otherwise: str
    weak: str
    not_applying: str
    evidence: tuple[str, ...]
    grade: str
