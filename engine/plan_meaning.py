"""What the entries of the eight-week plan mean, for `meaning`; what is usual is not said."""

from collections.abc import Iterable, Iterator

from .canonical import Naming, listed, write_condition, yes_or_no
from .condition import Condition
from .knowledge import Knowledge
from .plan_parts import Block, Exercise, Texts, Variant

Fields = tuple[tuple[str, str], ...]


def plan_meanings(knowledge: Knowledge, name: Naming) -> Iterator[tuple[str, str, Fields]]:
    """Kind, id and fields of each part of the plan."""
    for block in knowledge.blocks.values():
        yield "block", block.id, tuple(_block(block, name))
    for exercise in knowledge.exercises.values():
        if fields := tuple(_exercise(exercise, name)):
            yield "exercise", exercise.id, fields
    for session in knowledge.sessions.values():
        skipped = _conditions(name, skip_if=session.skip_if)
        yield "session", session.id, (("minutes", str(session.minutes)), *skipped)
    for place, placing in enumerate(knowledge.placings.values(), start=1):
        when = "always" if placing.when is None else write_condition(placing.when, name)
        number = (("sessions", str(placing.sessions)),) if placing.sessions else ()
        yield "placing", placing.id, (("place", str(place)), ("when", when), *number)
    for step in knowledge.steps.values():
        blocks = listed(map(name, step.blocks))
        yield "step", step.id, (("blocks", blocks), ("scores", listed(step.scores)))
    for ask, question in knowledge.plan_asks.items():
        yield "ask", ask, (("question", name(question)),)


def _block(one: Block, name: Naming) -> Iterator[tuple[str, str]]:
    yield "always", yes_or_no(one.always)
    yield "keep_going", yes_or_no(one.keep_going)
    yield "impact", yes_or_no(one.impact)
    yield "loads", listed(one.loads)
    yield "exercises", listed(one.exercises)
    yield "half", yes_or_no(one.texts.half is not None)
    yield "hold", yes_or_no(one.texts.hold is not None)
    yield from _texts(one.texts)
    if one.minutes:
        yield "minutes", str(one.minutes)
    yield from _conditions(name, open_if=one.open_if, withhold_if=one.withhold_if)
    for number, part in enumerate(one.parts, start=1):
        yield f"part {number}", f"{listed(part.sessions)}: {', '.join(part.one_of)}"
    for number, variant in enumerate(one.variants, start=1):
        said = _variant(variant, name)
        yield f"variant {number}", "; ".join(f"{key} {value}" for key, value in said)


def _texts(one: Texts) -> Iterator[tuple[str, str]]:
    if one.pushes:
        yield "pushes", one.pushes
    if one.raises:
        yield "raises", ", ".join(map(str, one.raises))
    if one.keeps_flat:
        yield "keeps_flat", "yes"


def _variant(one: Variant, name: Naming) -> Iterator[tuple[str, str]]:
    yield from _conditions(name, when=one.when)
    if one.advice:
        yield "advice", listed(map(name, one.advice))
    yield from _texts(one.texts)


def _exercise(one: Exercise, name: Naming) -> Iterator[tuple[str, str]]:
    yield from _conditions(name, when=one.when)
    if one.minutes:
        yield "minutes", str(one.minutes)
    for field, words in (("needs", one.needs), ("loads", one.loads)):
        if words:
            yield field, listed(words)
    if one.impact:
        yield "impact", "yes"


def _conditions(name: Naming, **conditions: Condition | None) -> Iterable[tuple[str, str]]:
    return [
        (field, write_condition(one, name)) for field, one in conditions.items() if one is not None
    ]
