"""Whole people of a base: each file is one, and its `variants` are others like that one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import Problem
from .loading.sections import runner_files, shown_path
from .shape import ExpectShape, RunnerShape, fit
from .source import Mapping, Reading, Scalar, read_file


@dataclass(frozen=True, slots=True)
class Person:
    """One whole person.

    `name` is the stem of the file, or `stem/variant`. `reading` holds all answers, those that a
    variant takes over included; `node` has the fields that are the person's own.
    """

    name: str
    reading: Reading
    node: Mapping
    expect: ExpectShape

    @property
    def context(self) -> tuple[str, ...]:
        """Who it is, as findings say it."""
        return (f"runner {self.name}",)


def people_names(folder: Path) -> Iterator[str]:
    """The names of all people of a folder, also of those whose files have mistakes."""
    for path in runner_files(folder):
        yield path.stem
        node = read_file(path).node
        variants = node.get("variants") if isinstance(node, Mapping) else None
        if isinstance(variants, Mapping):
            yield from (f"{path.stem}/{key.text}" for key, _ in variants.entries)


def read_people(folder: Path) -> Iterator[Person | Problem]:
    """All people of a folder, and what keeps one from being read."""
    for path in runner_files(folder):
        reading = read_file(path, shown_path(path))
        yield from reading.problems
        if reading.node is None:
            continue
        shape, problems = fit(RunnerShape, reading.node, (f"runner {path.stem}",))
        yield from problems
        if shape is None or not isinstance(reading.node, Mapping):
            continue
        yield Person(path.stem, reading, reading.node, shape.expect)
        variants = reading.node.get("variants")
        for key, node in variants.entries if isinstance(variants, Mapping) else ():
            if isinstance(node, Mapping):
                expect = shape.variants[key.text].expect
                yield Person(f"{path.stem}/{key.text}", _like(reading, node), node, expect)


def _like(reading: Reading, variant: Mapping) -> Reading:
    """The answers of the file's person, those of the variant in their place."""
    whole = reading.node.get("answers") if isinstance(reading.node, Mapping) else None
    own = variant.get("answers")
    entries = own.entries if isinstance(own, Mapping) else ()
    replaced = {key.text for key, _ in entries}
    kept = whole.entries if isinstance(whole, Mapping) else ()
    merged = (*(pair for pair in kept if pair[0].text not in replaced), *entries)
    answers = Mapping(merged, variant.place)
    key = Scalar("answers", variant.place)
    return Reading(reading.source, Mapping(((key, answers),), variant.place), ())
