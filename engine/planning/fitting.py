"""The exercises that suit a runner, and the plan fitted to the time that there is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from ..errors import join_words
from ..knowledge import Knowledge
from ..plan_parts import Block, Exercise, Part
from .restrictions import Restrictions
from .result import LeftOut, SessionSheet, Why
from .runner import PlanRunner

_NOT_AT_HAND = "For these you have nothing at hand; another one stands in."


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of one session; `session` is empty for one of no session.

    `instead_of` is the title of a better one for which nothing is at hand; `part` is the part
    of the block that it stands for, empty where it stands for none.
    """

    block: str
    session: str
    exercise: Exercise
    minutes: int
    instead_of: str = ""
    part: str = ""

    @property
    def spot(self) -> tuple[str, str, str]:
        """Its block, part and session: what no other exercise has."""
        return self.block, self.part, self.session


@dataclass(frozen=True, slots=True)
class Kept:
    """What the time left for exercises is to be used for, where it is short.

    `spots` and the own work of `blocks` stay: they fit. `closed` blocks stay out, and of `chores`,
    which take no exercise, only the titles are named. `outside` are the minutes of what is done
    beside running and beside the plan.
    """

    spots: frozenset[tuple[str, str, str]] = frozenset()
    blocks: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    chores: tuple[str, ...] = ()
    outside: int = 0


NOTHING_KEPT = Kept()


@dataclass(frozen=True, slots=True)
class Suited:
    """The exercises that suit a runner, those that a sore place forbids, and the sessions.

    `gone` are the blocks of which nothing is left, `no_day` the sessions for which there is no
    day, and `dayless` the blocks of `gone` that have no other session.
    """

    items: tuple[Item, ...]
    sore: tuple[str, ...]
    gone: frozenset[str]
    no_day: tuple[str, ...]
    dayless: frozenset[str]


def suiting(
    knowledge: Knowledge, blocks: Iterable[Block], allowed: Restrictions, runner: PlanRunner
) -> Suited:
    """The exercises of the blocks, the most important block first, that suit the runner."""
    days = {
        name
        for name, one in knowledge.sessions.items()
        if one.skip_if is None or not runner.is_certain(one.skip_if)
    }
    items: list[Item] = []
    sore: list[str] = []
    gone, used, dayless = set[str](), set[str](), set[str]()
    for block in blocks:
        picks = [(part, _pick(knowledge, part, allowed, runner)) for part in block.parts]
        sore += [pick.sore for _, pick in picks if pick.sore]
        used |= {session for part in block.parts for session in part.sessions}
        found = [
            Item(block.id, session, one, _minutes(one, allowed), pick.missing, part.id)
            for part, pick in picks
            for session in part.sessions
            if session in days and (one := pick.exercise) is not None
        ]
        if block.parts and not found:
            gone.add(block.id)
            if any(pick.exercise is not None for _, pick in picks):
                dayless.add(block.id)
            continue
        items += found
        items += [
            Item(block.id, "", one, 0)
            for one in (knowledge.exercises[name] for name in block.exercises)
            if runner.is_certain(one.when) and allowed.may_do(one) and _is_at_hand(one, runner)
        ]
    no_day = tuple(name for name in knowledge.sessions if name in used - days)
    return Suited(tuple(items), tuple(sore), frozenset(gone), no_day, frozenset(dayless))


@dataclass(frozen=True, slots=True)
class _Pick:
    """The exercise of a part, and the one that would have been better; empty for none."""

    exercise: Exercise | None
    sore: str = ""
    missing: str = ""


def _pick(knowledge: Knowledge, part: Part, allowed: Restrictions, runner: PlanRunner) -> _Pick:
    wanted = [knowledge.exercises[name] for name in part.one_of]
    fitting = [one for one in wanted if runner.is_certain(one.when)]
    safe = [one for one in fitting if allowed.may_do(one)]
    at_hand = [one for one in fitting if _is_at_hand(one, runner)] or fitting
    chosen = next((one for one in safe if _is_at_hand(one, runner)), None)
    is_second = bool(safe) and chosen is not safe[0] and runner.equipment is not None
    return _Pick(
        chosen,
        sore=at_hand[0].title if at_hand and not safe else "",
        missing=safe[0].title if is_second else "",
    )


def not_done(
    knowledge: Knowledge,
    blocks: Iterable[Block],
    suited: Suited,
    items: Iterable[Item],
    minutes: float | None,
    kept: Kept,
) -> list[LeftOut]:
    """What of the suited exercises is not in the plan, and what could not be suited.

    `blocks` are all that were looked at, `items` what stays.
    """
    staying = list(items)
    left = [
        _left_out(Why.PAIN, suited.sore, "They load a sore place.", suited.gone - suited.dayless),
        _left_out(Why.EQUIPMENT, (one.instead_of for one in staying), _NOT_AT_HAND),
        *_no_day(knowledge, suited),
    ]
    if minutes is not None:
        left += _no_time(knowledge, list(blocks), suited, staying, minutes, kept)
    return [one for one in left if one is not None]


def _no_day(knowledge: Knowledge, suited: Suited) -> Iterator[LeftOut]:
    """The sessions that have no day; with the first of them the blocks that are out by that."""
    blocks = tuple(sorted(suited.dayless))
    for name in suited.no_day:
        session = knowledge.sessions[name]
        yield LeftOut(Why.DAYS, (session.title,), session.skipped, blocks)
        blocks = ()


def _no_time(
    knowledge: Knowledge,
    blocks: Sequence[Block],
    suited: Suited,
    staying: Sequence[Item],
    minutes: float,
    kept: Kept,
) -> list[LeftOut | None]:
    done = {item.exercise.title for item in staying}
    dropped = [item for item in suited.items if item.session and item not in staying]
    has = {item.block for item in suited.items if item.session}
    out = {one for one in has if not _timed(staying, one)}
    out |= {one.id for one in blocks if one.minutes and one.id not in has}
    titles = [item.exercise.title for item in dropped]
    titles += [one.title for one in blocks if one.id in out - has]
    out |= {one.id for one in blocks if one.id in kept.closed}
    whole = [title for title in (*titles, *kept.chores) if title not in done]
    fewer = [title for title in titles if title in done]
    less = {item.session for item in dropped if item.exercise.title in done}
    sessions = [one.title for name, one in knowledge.sessions.items() if name in less]
    return [
        _left_out(Why.TIME, whole, f"{minutes:g} minutes a week leave no time for this.", out),
        _left_out(Why.TIME, fewer, f"To fit {minutes:g} minutes, not in {join_words(sessions)}."),
    ]


def _left_out(
    why: Why, titles: Iterable[str], reason: str, blocks: Iterable[str] = ()
) -> LeftOut | None:
    unique = tuple(dict.fromkeys(title for title in titles if title))
    return LeftOut(why, unique, reason, tuple(sorted(blocks))) if unique else None


def _is_at_hand(exercise: Exercise, runner: PlanRunner) -> bool:
    return not exercise.needs or bool(runner.equipment and runner.equipment & {*exercise.needs})


def _minutes(exercise: Exercise, allowed: Restrictions) -> int:
    return ceil(exercise.minutes / 2) if "site" in allowed.modes else exercise.minutes


def total_minutes(knowledge: Knowledge, blocks: Iterable[Block], items: Sequence[Item]) -> int:
    """Minutes of the fullest week beside running, warming up for each session included."""
    sessions = {item.session for item in items if item.session}
    warming = sum(knowledge.sessions[name].minutes for name in sessions)
    return warming + sum(item.minutes for item in items) + sum(one.minutes for one in blocks)


def fitted_to_time(
    knowledge: Knowledge,
    blocks: Sequence[Block],
    before: Sequence[Item],
    minutes: float | None,
    kept: Kept,
) -> tuple[tuple[Item, ...], frozenset[str]]:
    """What of the blocks, the most important first, fits into so many minutes a week.

    What is to be kept stays. Of the rest the last exercises of the last block go first, then its
    other work. Blocks that take no time beside running stay. Gives what stays, and the blocks
    that are out.
    """
    staying, items = list(blocks), list(before)
    out = set[str]()

    def spare(block: Block) -> list[Item]:
        return [item for item in _timed(items, block.id) if item.spot not in kept.spots]

    while minutes is not None and total_minutes(knowledge, staying, items) > minutes - kept.outside:
        block = [
            one for one in staying if spare(one) or (one.minutes and one.id not in kept.blocks)
        ][-1]
        if spare(block):
            items.remove(spare(block)[-1])
        if not _timed(items, block.id) and block.id not in kept.blocks:
            staying.remove(block)
            items = [item for item in items if item.block != block.id]
            out.add(block.id)
    return tuple(items), frozenset(out)


def _timed(items: Iterable[Item], block: str) -> list[Item]:
    return [item for item in items if item.block == block and item.session]


def sheets(
    knowledge: Knowledge, items: Sequence[Item], weeks: Mapping[str, Sequence[int]]
) -> tuple[SessionSheet, ...]:
    """The sessions with their exercises, then what is done on runs; `weeks` are by block."""
    found = []
    for name, session in knowledge.sessions.items():
        own = [item for item in items if item.session == name]
        if own:
            found.append(
                SessionSheet(
                    name, session.title, session.text,
                    session.minutes + sum(item.minutes for item in own),
                    tuple(dict.fromkeys(item.exercise.id for item in own)), _weeks(own, weeks),
                )
            )  # fmt: skip
    rest = [item for item in items if not item.session]
    if rest:
        names = tuple(dict.fromkeys(item.exercise.id for item in rest))
        found.append(SessionSheet("", "", "", 0, names, _weeks(rest, weeks)))
    return tuple(found)


def _weeks(items: Iterable[Item], weeks: Mapping[str, Sequence[int]]) -> tuple[int, ...]:
    return tuple(sorted({week for item in items for week in weeks.get(item.block, ())}))
