"""The parts of the eight-week plan: exercises, sessions, blocks, and what the plan asks for."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ..condition import Condition
from ..errors import Place, Problem
from ..nodes import place_of
from ..plan_parts import (
    ASKS,
    PLAN_WEEKS,
    TAPERS,
    Block,
    Exercise,
    Part,
    Placing,
    Session,
    Step,
    Texts,
    Variant,
)
from ..plan_shapes import (
    AskShape,
    BlockShape,
    ExerciseShape,
    PlacingShape,
    SessionShape,
    StepShape,
    VariantShape,
)
from ..shape import AnyShape
from ..source import Mapping, Node, Sequence
from ..units import DATE
from ..vocabulary import Kind, Number, Several
from .language import Language
from .sections import Entry, Sections

_CONDITIONS = ("when", "skip_if", "open_if", "withhold_if")


def read_exercises(sections: Sections, lang: Language) -> dict[str, Exercise]:
    """The exercises by id."""
    return {
        entry.id: Exercise(
            id=entry.id,
            when=_condition(entry, "when", lang),
            **entry.shape.model_dump(exclude={"when"}),
        )
        for entry in sections.of("exercises", ExerciseShape)
    }


def read_sessions(sections: Sections, lang: Language) -> dict[str, Session]:
    """The sessions by id."""
    return {
        entry.id: Session(
            id=entry.id,
            skip_if=_condition(entry, "skip_if", lang),
            **entry.shape.model_dump(exclude={"skip_if"}),
        )
        for entry in sections.of("sessions", SessionShape)
    }


def read_placings(sections: Sections, lang: Language) -> dict[str, Placing]:
    """The ways to fit the sessions into a week, by id; the first that holds is said."""
    return {
        entry.id: Placing(
            entry.id, entry.shape.text, _condition(entry, "when", lang), entry.shape.sessions
        )
        for entry in sections.of("placings", PlacingShape)
    }


def read_steps(sections: Sections) -> dict[str, Step]:
    """The steps that every runner could take, by id."""
    return {
        entry.id: Step(
            id=entry.id, title=entry.shape.title, blocks=tuple(entry.shape.blocks),
            scores=tuple(entry.shape.scores), otherwise=entry.shape.otherwise,
            weak=entry.shape.weak, not_applying=entry.shape.not_applying,
            evidence=tuple(entry.shape.evidence), grade=entry.shape.grade,
        )
        for entry in sections.of("steps", StepShape)
    }  # fmt: skip


def read_asks(sections: Sections, lang: Language) -> dict[str, str]:
    """The questions that the plan reads as a whole, by what it reads them for."""
    found = {}
    for entry in sections.of("asks", AskShape):
        problem = _ask_problem(entry, lang)
        if problem is None:
            found[entry.id] = entry.shape.question
        elif not lang.excuses(entry.shape.question):
            lang.problems.append(problem)
    return found


def _ask_problem(entry: Entry[AskShape], lang: Language) -> Problem | None:
    if entry.id not in ASKS:
        message = f"the plan asks for {', '.join(ASKS)}, not for '{entry.id}'"
        return Problem(code="KB150", place=entry.key.place, message=message, context=entry.context)
    subject = lang.subjects.get(entry.shape.question)
    if subject is None or not _fits(entry.id, subject.kind):
        wanted = {"minutes": "a number", "equipment": "several answers", "race": "a date"}
        message = f"'{entry.shape.question}' is no question with {wanted[entry.id]}"
        place = place_of(entry.node, "question")
        return Problem(code="KB121", place=place, message=message, context=entry.context)
    return None


def _fits(ask: str, kind: Kind) -> bool:
    if ask == "equipment":
        return isinstance(kind, Several)
    return isinstance(kind, Number) and (ask == "race") == (kind.unit == DATE)


def read_blocks(sections: Sections, lang: Language) -> dict[str, Block]:
    """The blocks by id, in the order of the columns."""
    return {entry.id: _block(entry, lang) for entry in sections.of("blocks", BlockShape)}


def _block(entry: Entry[BlockShape], lang: Language) -> Block:
    shape = entry.shape
    texts = Texts(
        weeks=tuple(shape.weeks), half=_tuple(shape.half), hold=shape.hold,
        taper=_tuple(shape.taper), half_taper=_tuple(shape.half_taper), pushes=shape.pushes,
        raises=shape.raises, keeps_flat=shape.keeps_flat, waiting=shape.waiting,
    )  # fmt: skip
    return Block(
        id=entry.id, title=shape.title, texts=texts, always=shape.always,
        keep_going=shape.keep_going, impact=shape.impact, loads=shape.loads,
        exercises=shape.exercises, minutes=shape.minutes, withheld=shape.withheld,
        parts=tuple(
            Part(name, one.title, tuple(one.sessions), tuple(one.one_of))
            for name, one in (shape.parts or {}).items()
        ),
        open_if=_condition(entry, "open_if", lang),
        withhold_if=_condition(entry, "withhold_if", lang),
        variants=tuple(_variants(entry, texts, lang)),
    )  # fmt: skip


def _variants(entry: Entry[BlockShape], texts: Texts, lang: Language) -> Iterator[Variant]:
    node = entry.node.get("variants")
    items = node.items if isinstance(node, Sequence) else ()
    for number, (shape, item) in enumerate(zip(entry.shape.variants, items, strict=True), start=1):
        when = item.get("when") if isinstance(item, Mapping) else None
        context = (*entry.context, f"variant {number}", "when")
        condition = None
        if when is not None:
            condition = lang.condition(when, context, reads_conclusions=True)
        yield Variant(when=condition, advice=shape.advice, texts=_changed(texts, shape))


def _changed(texts: Texts, shape: VariantShape) -> Texts:
    """The texts of a block with what a variant says otherwise."""
    said = shape.model_dump(exclude={"when", "advice"}, exclude_none=True)
    changed: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one for name, one in said.items()
    }
    return replace(texts, **changed)


def _tuple(texts: list[str] | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(texts)


def _condition(
    entry: Entry[AnyShape],
    field: str,
    lang: Language,
) -> Condition | None:
    node = entry.node.get(field)
    if node is None:
        return None
    return lang.condition(node, (*entry.context, field), reads_conclusions=True)


def check_texts(entry: Entry[BlockShape]) -> Iterator[Problem]:
    """A block and its variants have as many texts as there are weeks, and name real weeks."""
    nodes: list[Node] = [entry.node]
    variants = entry.node.get("variants")
    nodes += variants.items if isinstance(variants, Sequence) else ()
    for node in nodes:
        for field in ("weeks", "half", "taper", "half_taper"):
            expected = PLAN_WEEKS if field in {"weeks", "half"} else TAPERS
            texts = node.get(field) if isinstance(node, Mapping) else None
            items = texts.items if isinstance(texts, Sequence) else ()
            if texts is not None and len(items) != expected:
                message = f"'{field}' has {len(items)} texts, not {expected}"
                yield _problem(texts.place, message, entry)
    raises = [*entry.shape.raises, *(one for v in entry.shape.variants for one in v.raises or ())]
    if any(week not in range(1, PLAN_WEEKS + 1) for week in raises):
        message = f"'raises' names weeks from 1 to {PLAN_WEEKS}"
        yield _problem(entry.key.place, message, entry)
    if any(one.when is None and not one.advice for one in entry.shape.variants):
        yield _problem(entry.key.place, "a variant has `when:` or `advice:`", entry)


def _problem(place: Place, message: str, entry: Entry[BlockShape]) -> Problem:
    return Problem(code="KB153", place=place, message=message, context=entry.context)
