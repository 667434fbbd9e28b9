"""What decided the plan: its mode, what is in it and why, and what was left out."""

from collections.abc import Iterator

from ..diagnosis import stops
from ..knowledge import WEAK_FROM
from ..scoring import Band
from .shapes import Explanation, Step, said, section
from .trace import Trace

PLAN = "plan"
_MODES = {
    "none": "no plan is shown",
    "no-impact": "without running and jumping",
    "hold": "nothing goes up",
    "site": "half volume, easy on the sore place",
    "full": "full",
    "keep-going": "keep going",
}


def explain_plan(trace: Trace) -> Explanation:
    """The mode of the plan with the flag or limit that decided it, and what became of each part."""
    plan = trace.diagnosis.plan
    sentences = [plan.reason] if plan.reason else []
    if plan.shown and plan.weeks:
        given = plan.available_minutes
        room = f" of the {given} that you have" if given is not None else ""
        sentences.append(f"The fullest week takes {plan.minutes_per_week} minutes{room}.")
    sentences += [one for one in (plan.placing, plan.race) if one]
    return Explanation(
        id=PLAN, kind="plan", title="Plan", outcome=mode_words(plan.mode),
        sentences=tuple(sentences),
        sections=(
            *section("What decided it", *_decided(trace)),
            *section("In it", *_inside(trace)),
            *section("Left out", *(
                said(f"{', '.join(one.titles)}: {one.reason}") for one in plan.left_out
            )),
        ),
        missing=tuple(
            name
            for name in trace.knowledge.plan_asks.values()
            if name in trace.diagnosis.unanswered
        ),
    )  # fmt: skip


def mode_words(mode: str) -> str:
    """A mode in plain words."""
    return _MODES.get(mode, mode)


def _decided(trace: Trace) -> Iterator[Step]:
    """The flags and limits that restrict it, the strictest first; else the weak pillars."""
    diagnosis, mode = trace.diagnosis, trace.diagnosis.plan.mode
    acting = [one for one in diagnosis.flags if one.warn.plan != "unchanged"]
    for flag in sorted(acting, key=lambda one: one.warn.plan != mode):
        asks = mode_words(flag.warn.plan)
        word = f"asks for: {asks}" if flag.warn.plan == mode else f"stays in force beside: {asks}"
        yield Step(f"{flag.rule.title}: {word}", True, (), flag.rule.id)
    for limit in diagnosis.limits:
        if stops(limit.rule):
            yield Step(f"{limit.rule.title}: no plan is shown", True, (), limit.rule.id)
    if mode in {"full", "keep-going"}:
        yield Step("A flag or limit that restricts it fires", False)
        for score in diagnosis.pillars:
            is_weak = score.band is Band.WEAK or (score.low or 0) >= WEAK_FROM
            yield Step(f"{score.pillar.title} is weak", is_weak, (), score.pillar.id)


def _inside(trace: Trace) -> Iterator[Step]:
    plan, blocks = trace.diagnosis.plan, trace.knowledge.blocks
    for name, start in sorted(plan.starts.items(), key=lambda one: one[1]):
        asking = tuple(
            said(f"asked for by: {one.advice.title}", one.advice.id)
            for one in trace.diagnosis.actions
            if one.advice.block == name
        )
        yield said(f"{blocks[name].title}, from week {start}", "", asking)
