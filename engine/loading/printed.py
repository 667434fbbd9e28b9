"""Values in texts: each is there to be printed, and stands where values are printed."""

from collections.abc import Iterator
from dataclasses import replace

from ..errors import Problem, did_you_mean
from ..nodes import scalars
from ..shape import Shape
from ..source import Node, Scalar
from ..texts import stray_marks, values_in
from .language import Language
from .sections import Entry, Sections

# Where a value in braces is replaced by the runner's answer.
_PRINTED = {
    "rules": ("because",),
    "flags": ("because", "running"),
    "limits": ("text",),
    "contradictions": ("text",),
    "advice": ("text",),
    "blocks": ("weeks", "half", "hold", "taper", "half_taper", "waiting", "variants"),
    "placings": ("text",),
    "steps": ("otherwise", "weak", "not_applying"),
    "pillars": ("headline",),
    "contexts": ("headline",),
}


_OF_SITE = ("title", "ask", "help", "why", "refused")
_CONDITIONS = {"when", "only_if", "gate", "withhold_if", "headline_when", "links", "signs",
               "skip_if", "open_if"}  # fmt: skip


def check_printed(sections: Sections, lang: Language) -> Iterator[Problem]:
    """Every value that does not exist, and every brace that would be printed as it stands."""
    for section, entries in sections.entries.items():
        for entry in entries.values():
            for key, node in entry.node.entries:
                context = (*entry.context, key.text)
                if key.text in _PRINTED.get(section, ()):
                    yield from _values(node, lang, context, each=entry.node.get("each") is not None)
                elif section == "questions" and key.text in _OF_SITE:
                    yield from _sites(node, entry, context)
                elif section not in {"evidence", "derived"} and key.text not in _CONDITIONS:
                    yield from _no_values(node, context)


def _values(
    node: Node, lang: Language, context: tuple[str, ...], *, each: bool
) -> Iterator[Problem]:
    known = lang.each_subjects if each else lang.subjects
    for scalar in scalars(node):
        for name, offset in values_in(scalar.text):
            if name in known or lang.excuses(name):
                continue
            meant = did_you_mean(name, known)
            fix = f"did you mean {{{meant}}}?" if meant else ""
            if name in lang.each_subjects:
                fix = "this is printed where the entry has `each: site`"
            message = f"the text prints {{{name}}}, which is no question or derived value"
            yield _problem(scalar, offset, len(name), message, context, fix)
        yield from _stray(scalar, context)


def _stray(scalar: Scalar, context: tuple[str, ...]) -> Iterator[Problem]:
    for mark, offset in stray_marks(scalar.text):
        message = f"`{mark}` would be printed as it stands"
        fix = "write a value as {topic.name}, and a part that needs it as [[…]]"
        yield _problem(scalar, offset, len(mark), message, context, fix)


def _sites(node: Node, entry: Entry[Shape], context: tuple[str, ...]) -> Iterator[Problem]:
    """A question's texts print the site of an `each: site` question and nothing else."""
    for scalar in scalars(node):
        for name, offset in values_in(scalar.text):
            if name == "site" and entry.node.get("each") is not None:
                continue
            message = f"the texts of this question do not print {{{name}}}"
            fix = "only {site} is printed here, with `each: site`"
            yield _problem(scalar, offset, len(name), message, context, fix)
        yield from _stray(scalar, context)


def _no_values(node: Node, context: tuple[str, ...]) -> Iterator[Problem]:
    for scalar in scalars(node):
        for name, offset in values_in(scalar.text):
            message = f"this text is printed as it stands, without the value of {{{name}}}"
            found = _problem(scalar, offset, len(name), message, context, "leave the value out")
            yield replace(found, severity="warning")
        yield from _stray(scalar, context)


def _problem(
    scalar: Scalar, offset: int, width: int, message: str, context: tuple[str, ...], fix: str
) -> Problem:
    place = scalar.place_at(offset, width)
    return Problem(code="KB154", place=place, message=message, context=context, fix=fix)
