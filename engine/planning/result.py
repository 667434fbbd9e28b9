"""The finished plan of one runner."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..plan_parts import Step
from .actions import Action


class Why(StrEnum):
    """Why something is left out of a plan."""

    TIME = "time"
    DAYS = "days"
    PAIN = "pain"
    FLAG = "flag"
    CAUTION = "caution"
    ONE_AT_A_TIME = "one thing at a time"
    RACE = "race"
    EQUIPMENT = "equipment"


@dataclass(frozen=True, slots=True)
class Cell:
    """One block of one week; cells with the same `column` belong together."""

    block: str
    title: str
    text: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not in the plan, and why; `blocks` are those that are out as a whole."""

    why: Why
    titles: tuple[str, ...]
    reason: str
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """One session with the exercises that suit the runner; `id` is empty for those of no session.

    `minutes` is what it takes, warming up included; `weeks` are those in which it is done.
    """

    id: str
    title: str
    text: str
    minutes: int
    exercises: tuple[str, ...]
    weeks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StepState:
    """What has become of a step: in-plan, later, in-order, not-now, left-out or open."""

    step: Step
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class More:
    """What some minutes more would add, and what would make room for it.

    `removes` is what is removed beyond that, in percentage points by pillar and context; below 0
    where something makes room.
    """

    minutes: int
    adds: tuple[Action, ...]
    drops: tuple[Action, ...]
    removes: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The advice that fits into the minutes of a week, the most urgent first.

    `used_minutes` are those that `actions` take, with what else of their blocks the plan has; never
    more than `minutes`. Those of `outside` are of advice that is no part of the plan. `timed` are
    the ids of the advice that takes time, chosen or not. `removes` has percentage points by
    pillar and context. `left_out` is what any time at all would add. `is_begun`: nothing that
    takes exercises fits as a whole, and the plan has a part of it.
    """

    minutes: int
    used_minutes: int
    outside: int
    actions: tuple[Action, ...]
    timed: frozenset[str]
    removes: Mapping[str, float]
    left_out: tuple[Action, ...]
    next: More
    is_begun: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to do in eight weeks; `weeks` is empty where no plan or no block is left.

    `mode` names the strictest restriction; `is_held` and `is_halved` say whether all weeks
    stay the same and whether they are at half volume, whatever the mode. `starts` has the week
    in which each block starts; one that waits until after these weeks is not in it. `minutes` are
    those of the fullest week beside running, by block; `minutes_per_week` with warming up.
    `race_day` is that of a race on or after the first day. `session_blocks` have exercises in the
    sessions. `budget` says what of the advice fits into the
    time, None where that is not known.
    """

    shown: bool
    reason: str
    mode: str
    is_held: bool
    is_halved: bool
    weeks: tuple[tuple[Cell, ...], ...] = ()
    starts: Mapping[str, int] = field(default_factory=dict)
    minutes: Mapping[str, int] = field(default_factory=dict)
    minutes_per_week: int = 0
    available_minutes: int | None = None
    placing: str = ""
    race: str = ""
    race_day: datetime.date | None = None
    sessions: tuple[SessionSheet, ...] = ()
    session_blocks: frozenset[str] = frozenset()
    steps: tuple[StepState, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    budget: Budget | None = None

    @property
    def exercises(self) -> tuple[str, ...]:
        """Every exercise of the plan, each once."""
        return tuple(dict.fromkeys(name for one in self.sessions for name in one.exercises))
