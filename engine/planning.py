"""From what fired to what to do: the mode of the plan, the actions, the eight weeks.

Flags and limits decide what may be shown. Of all firing flags the strictest mode
counts, and a weaker one's limits stay in force beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .knowledge import PLAN_WEEKS, WEAK_FROM, Advice, Block, Knowledge, Pattern, Points, Warn
from .scoring import Band, Score
from .texts import fill
from .tiers import PLAN_MODES

MOST_ACTIONS = 3  # on page 1, and what the weeks are made of


@dataclass(frozen=True, slots=True)
class Action:
    """A piece of advice with the firing rules it answers and the points they give.

    `text` is the advice's text with the runner's own answers in it.
    """

    advice: Advice
    text: str
    rules: tuple[str, ...]
    points: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One block of one week."""

    block: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do in eight weeks; `weeks` is empty where no plan or no block is left.

    `mode` names the strictest restriction; `is_held` and `is_halved` say whether all weeks
    stay the same and whether they are at half volume, whatever the mode.
    """

    shown: bool
    reason: str
    mode: str
    is_held: bool
    is_halved: bool
    weeks: tuple[tuple[Cell, ...], ...]
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What flags, patterns and limits leave of a plan.

    `spared` are sites that a flag wants spared and that no matched pattern speaks of; `kept`
    has, for each site (or None) with a matched pattern, the blocks that its patterns list.
    """

    modes: frozenset[str]
    spared: frozenset[str]
    kept: Mapping[str | None, frozenset[str]]

    @property
    def mode(self) -> str | None:
        """The strictest mode that a flag asks for."""
        return min(self.modes, key=PLAN_MODES.index, default=None)

    def allows(self, block: Block) -> bool:
        """Whether a block may stay."""
        if "no-impact" in self.modes and block.impact:
            return False
        if "hold" in self.modes and block.hold is None:
            return False
        if "site" not in self.modes:
            return True
        if block.half is None:
            return False
        listed = all(block.id in blocks for blocks in self.kept.values())
        return listed and not self.spared & set(block.loads)

    def texts(self, block: Block) -> tuple[str, ...]:
        """The block's eight texts under these restrictions."""
        if "site" in self.modes and block.half is not None:
            return (block.half[0],) * PLAN_WEEKS if "hold" in self.modes else block.half
        if "hold" in self.modes and block.hold is not None:
            return (block.hold,) * PLAN_WEEKS
        return block.weeks


def restrictions(
    flags: Iterable[tuple[Warn, tuple[str, ...]]],
    patterns: Iterable[tuple[Pattern, tuple[str, ...]]],
    *,
    stopped: bool,
) -> Restrictions:
    """What raised flags and matched patterns (each with its sites) and limits leave."""
    modes: set[str] = {"none"} if stopped else set()
    sites: set[str] = set()
    for warn, at in flags:
        if warn.plan != "unchanged":
            modes.add(warn.plan)
        if warn.plan == "site" or (warn.plan == "no-impact" and at):
            modes.add("site")  # who limps does not run, and does not load the sore place either
            sites.update(at)
    kept: dict[str | None, frozenset[str]] = {}
    for pattern, at in patterns:
        for site in at or (None,):
            kept[site] = kept.get(site, frozenset()) | frozenset(pattern.blocks)
    return Restrictions(frozenset(modes), frozenset(sites - kept.keys()), kept)


def choose_actions(
    knowledge: Knowledge,
    ordered: Iterable[Score],
    allowed: Restrictions,
    withheld: Callable[[Advice], bool],
    shown: Callable[[str], str | None],
) -> tuple[Action, ...]:
    """Advice for the rules that give points, in the order of the scores, heaviest first.

    Of two pieces that do not go together the later one is left out.
    """
    if allowed.mode == "none":
        return ()
    found: dict[str, Action] = {}
    for score in ordered:
        of_score: dict[str, Action] = {}
        for item in score.items:
            conclusion = knowledge.rules[item.rule].conclusion if item.rule else None
            if not isinstance(conclusion, Points) or conclusion.advice is None or not item.rule:
                continue
            advice = knowledge.advice[conclusion.advice]
            held_back = advice.increases and allowed.modes
            block = knowledge.blocks[advice.block]
            if held_back or not allowed.allows(block) or withheld(advice):
                continue
            before = of_score.get(advice.id)
            rules = (*before.rules, item.rule) if before else (item.rule,)
            points = item.least + (before.points if before else 0)
            of_score[advice.id] = Action(advice, fill(advice.text, shown), rules, points)
        for action in sorted(of_score.values(), key=lambda one: (-one.points, one.advice.id)):
            if all(_go_together(action.advice, other.advice) for other in found.values()):
                found.setdefault(action.advice.id, action)
    return tuple(found.values())


def _go_together(one: Advice, other: Advice) -> bool:
    return one.id not in other.not_with and other.id not in one.not_with


def make_plan(
    knowledge: Knowledge,
    pillars: Iterable[Score],
    actions: tuple[Action, ...],
    allowed: Restrictions,
    reason: str,
    shown: Callable[[str], str | None],
) -> Plan:
    """The eight weeks, made of the first actions' blocks and those that are always in."""
    mode = allowed.mode
    if mode is None:
        # Without enough answers for a band a pillar can be weak for certain all the same.
        weak = any(score.band is Band.WEAK or (score.low or 0) >= WEAK_FROM for score in pillars)
        mode = "full" if weak else "keep-going"
    if mode == "none":
        return Plan(
            shown=False, reason=reason, mode=mode, is_held=False, is_halved=False, weeks=(),
            exercises=(),
        )  # fmt: skip
    opened = {action.advice.block for action in actions[:MOST_ACTIONS]}
    blocks = [block for block in knowledge.blocks.values() if _is_in(block, mode, opened)]
    kept = [block for block in blocks if allowed.allows(block)]
    weeks = tuple(
        tuple(Cell(one.id, one.title, fill(allowed.texts(one)[week], shown)) for one in kept)
        for week in range(PLAN_WEEKS if kept else 0)
    )
    exercises = tuple(dict.fromkeys(name for block in kept for name in block.exercises))
    return Plan(
        shown=True, reason=reason, mode=mode, is_held="hold" in allowed.modes,
        is_halved="site" in allowed.modes, weeks=weeks, exercises=exercises,
    )  # fmt: skip


def _is_in(block: Block, mode: str, opened: set[str]) -> bool:
    if mode == "keep-going":
        return block.keep_going
    return block.always or block.id in opened


def plan_reason(mode: str | None, flag_title: str, limit_text: str) -> str:
    """One sentence on why the plan is what it is; empty for an ordinary plan."""
    if limit_text and mode == "none" and not flag_title:
        return limit_text
    reasons: Mapping[str | None, str] = {
        "none": f"No training plan is shown, because of this: {flag_title}.",
        "hold": f"Nothing increases until this is settled: {flag_title}.",
        "no-impact": f"Running and jumping are left out, because of this: {flag_title}.",
        "site": f"The plan keeps to half volume and spares the sore spot: {flag_title}.",
    }
    return reasons.get(mode, "")
