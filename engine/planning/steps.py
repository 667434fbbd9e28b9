"""What has become of each step that every runner could take."""

from collections.abc import Iterable, Mapping, Sequence

from ..plan_parts import Step
from ..scoring import Band, Score
from ..texts import fill
from .result import LeftOut, StepState, Why
from .runner import Shown


def step_states(
    steps: Iterable[Step],
    scores: Mapping[str, Score],
    starts: Mapping[str, int],
    left_out: Sequence[LeftOut],
    shown: Shown,
    *,
    keep_going: bool,
) -> tuple[StepState, ...]:
    """One state for each step, with a sentence."""
    return tuple(
        StepState(step, *_state(step, scores, starts, left_out, shown, keep_going=keep_going))
        for step in steps
    )


def _state(
    step: Step, scores: Mapping[str, Score], starts: Mapping[str, int],
    left_out: Sequence[LeftOut], shown: Shown, *, keep_going: bool,
) -> tuple[str, str]:  # fmt: skip
    begun = [starts[block] for block in step.blocks if block in starts]
    if begun:
        return "in-plan", f"In the plan from week {min(begun)}."
    out = next((one for one in left_out if set(one.blocks) & set(step.blocks)), None)
    if out is not None:
        state = _state_of(out.why)
        opening = _OPENINGS.get(state)
        return state, f"{opening}: {_lower(out.reason)}" if opening else out.reason
    own = [scores[name] for name in step.scores]
    if own and all(score.band is Band.DOES_NOT_APPLY for score in own):
        return "not-now", fill(step.not_applying, shown) or "It does not apply to you."
    if any(score.band is Band.NOT_ENOUGH_ANSWERS for score in own):
        return "open", "We cannot tell yet: answers are missing."
    if all(score.band in {Band.SOLID, Band.DOES_NOT_APPLY} for score in own):
        return "in-order", "Not needed for now: there is little room in this part."
    if any(score.band is Band.WEAK for score in own):
        weak = fill(step.weak, shown) or "Not for now: other advice for it comes first."
        return "not-now", _NO_PILLAR if keep_going else weak
    if keep_going:
        return "not-now", "Not for now: there is some room, but nothing is weak."
    return "not-now", fill(step.otherwise, shown)


_NO_PILLAR = "Not in these weeks: it has room, but no pillar is weak, so they keep to what you do."
_OPENINGS = {"left-out": "Left out", "not-now": "Not for you now"}


def _state_of(why: Why) -> str:
    match why:
        case Why.ONE_AT_A_TIME | Why.RACE:
            return "later"
        case Why.PAIN | Why.FLAG | Why.CAUTION:
            return "not-now"
        case Why.TIME | Why.DAYS | Why.EQUIPMENT:
            return "left-out"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
