"""The difference of two bases as lines for people, and as plain data."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import Any, assert_never

from ..knowledge import Knowledge
from ..search import Runner, written
from .difference import Base, Change, ChangedField, version_step
from .people import ChangedRunner, People
from .relation import Relation, Word

_HEADINGS = {
    "retired": "Retired",
    "removed": "Removed",
    "drafted": "A draft again, so not used",
    "changed": "Means something else",
    "added": "Added",
    "renamed": "Has another id",
    "reworded": "Reads otherwise and means the same",
}
_STEPS = {
    "major": "something that was there concludes otherwise or is gone",
    "minor": "something was added",
    "patch": "only words or names changed",
}


def difference_lines(
    before: Base, after: Base, changes: Iterable[Change], people: People | None
) -> Iterator[str]:
    """The whole difference, without line ends."""
    listed = tuple(changes)
    for word, base in (("A", before.knowledge), ("B", after.knowledge)):
        yield f"{word}: {base.name} {base.version}, {base.hash}"
    for what, found in groupby(listed, key=lambda one: one.what):
        yield ""
        yield f"{_HEADINGS[what]}:"
        for change in found:
            yield from _change_lines(change, after.knowledge)
    yield ""
    yield _step_line(before.knowledge, after.knowledge, version_step(listed))
    if people is not None:
        yield ""
        yield from _people_lines(people, after.knowledge)


def difference_data(
    before: Base, after: Base, changes: Iterable[Change], people: People | None
) -> dict[str, Any]:
    """The whole difference as dicts, lists and text."""
    listed, knowledge = tuple(changes), after.knowledge
    return {
        "before": _base_data(before.knowledge),
        "after": _base_data(knowledge),
        "step": version_step(listed),
        "changes": [_change_data(one, knowledge) for one in listed],
        "people": None if people is None else _people_data(people, knowledge),
    }


def _step_line(before: Knowledge, after: Knowledge, step: str) -> str:
    if step == "none":
        return "Nothing differs."
    versions = f"The version goes from {before.version} to {after.version}."
    if before.version == after.version:
        versions = f"The version is {after.version} in both."
    return f"{versions} The changes ask for a {step} step: {_STEPS[step]}."


def _change_lines(change: Change, knowledge: Knowledge) -> Iterator[str]:
    was = f" (was {change.was})" if change.was else ""
    yield f"  {change.kind} {change.id}{was}: {change.title}"
    for field in change.fields:
        yield from _field_lines(field, knowledge)
    for field in change.beside:
        yield f"    {field.name}: {_or_none(field.before)} → {_or_none(field.after)}"
    if change.words:
        yield f"    other words: {', '.join(change.words)}"


def _field_lines(field: ChangedField, knowledge: Knowledge) -> Iterator[str]:
    before, after = _or_none(field.before), _or_none(field.after)
    if field.relation is None:
        yield f"    {field.name}: {before} → {after}"
        return
    yield f"    {field.name}: {_relation_words(field.relation, knowledge)}"
    yield f"      was  {before}"
    yield f"      now  {after}"


def _relation_words(relation: Relation, knowledge: Knowledge) -> str:
    now = _runner(relation.only_now, knowledge)
    then = _runner(relation.only_before, knowledge)
    sure = "" if relation.proved else ", as far as was found"
    match relation.word:
        case Word.LOOSER:
            return f"looser{sure}; it fires for all as before, and now for {now} too"
        case Word.TIGHTER:
            return f"tighter{sure}; it fires for nobody else, and not for {then} any more"
        case Word.DIFFERENT:
            return f"different; it fires for {now} now, and not for {then} any more"
        case Word.SAME:
            return f"the same for everybody who answers{sure}, only written otherwise"
        case Word.NOT_COMPARABLE:
            return "not comparable, since it read a question or a choice that is gone"
        case _:
            assert_never(relation.word)


def _runner(runner: Runner | None, knowledge: Knowledge) -> str:
    return written(knowledge, runner) if runner is not None else "nobody"


def _or_none(text: str) -> str:
    return text or "none"


def _people_lines(people: People, knowledge: Knowledge) -> Iterator[str]:
    yield f"Of {people.count} made-up runners {people.changed} get something else:"
    bands = {name: people.by_outcome[name] for name in knowledge.scored if people.by_outcome[name]}
    listed = ", ".join(f"{name} {count}" for name, count in bands.items())
    yield f"  {_share(people.band, people.count)} another band" + (f" ({listed})" if listed else "")
    for name in ("tier", "plan", "headline"):
        yield f"  {_share(people.by_outcome[name], people.count)} another {name}"
    if people.shown:
        yield "Some of them:" if people.changed > len(people.shown) else "All of them:"
    for one in people.shown:
        yield f"  runner {one.number}: {'; '.join(one.outcomes)}"
        why = "; ".join(one.rules) or "no rule fires otherwise, but what they are worth changed"
        yield f"    by {why}" if one.rules else f"    {why}"
        if one.answers:
            yield f"    {written(knowledge, one.answers)}"


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)" if whole else "0"


def _base_data(knowledge: Knowledge) -> dict[str, str]:
    return {"name": knowledge.name, "version": knowledge.version, "hash": knowledge.hash}


def _change_data(change: Change, knowledge: Knowledge) -> dict[str, Any]:
    fields = [
        {**asdict(one), "relation": _relation_data(one.relation, knowledge)}
        for one in change.fields
    ]
    return {**asdict(change), "fields": fields}


def _relation_data(relation: Relation | None, knowledge: Knowledge) -> dict[str, Any] | None:
    if relation is None:
        return None
    return {
        "word": relation.word,
        "proved": relation.proved,
        "only_now": _runner_data(relation.only_now, knowledge),
        "only_before": _runner_data(relation.only_before, knowledge),
    }


def _runner_data(runner: Runner | None, knowledge: Knowledge) -> dict[str, Any] | None:
    if runner is None:
        return None
    return {
        name: [*sorted(value)] if isinstance(value, frozenset) else value
        for name, value in runner.items()
        if name in knowledge.questions
    }


def _people_data(people: People, knowledge: Knowledge) -> dict[str, Any]:
    def shown(one: ChangedRunner) -> dict[str, Any]:
        return {
            "number": one.number,
            "outcomes": list(one.outcomes),
            "rules": list(one.rules),
            "answers": _runner_data(one.answers, knowledge),
        }

    return {
        "count": people.count,
        "changed": people.changed,
        "band": people.band,
        "by_outcome": dict(people.by_outcome),
        "shown": [shown(one) for one in people.shown],
    }
