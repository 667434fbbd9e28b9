"""An explanation as lines of text."""

from collections.abc import Iterator, Mapping

from ..evaluate import Truth
from ..vocabulary import Question
from .shapes import Explanation, Nearest, Step

MARKS: Mapping[Truth, str] = {True: "yes", False: "no", None: "unknown"}


def format_explanation(explanation: Explanation, questions: Mapping[str, Question]) -> str:
    """The explanation as lines of text; an id in square brackets can be asked on."""
    lines = [f"{explanation.title} [{explanation.id}]: {explanation.outcome}"]
    lines += [f"  {sentence}" for sentence in explanation.sentences if sentence]
    for section in explanation.sections:
        lines.append(f"  {section.title}")
        for step in section.steps:
            lines += _step(step, 2)
    for nearest in explanation.nearest:
        lines += _nearest(nearest)
    if explanation.missing:
        lines.append("  Not answered, and it could change this:")
        lines += [
            f"    {questions[name].title if name in questions else name} [{name}]"
            for name in explanation.missing
        ]
    if explanation.grade:
        lines.append(f"  Evidence: {explanation.grade}")
    for one in explanation.sources:
        link = f" https://doi.org/{one.doi}" if one.doi else ""
        lines.append(f"    {one.cite} ({one.design}; seen: {one.seen}){link}")
    return "\n".join(lines) + "\n"


def _step(step: Step, depth: int) -> Iterator[str]:
    mark = f"{MARKS[step.truth]}: " if step.is_claim else ""
    behind = f" [{step.id}]" if step.id else ""
    yield f"{'  ' * depth}{mark}{step.text}{behind}"
    for part in step.parts:
        yield from _step(part, depth + 1)


def _nearest(nearest: Nearest) -> Iterator[str]:
    if not nearest.misses:
        yield f"  {nearest.about} other answers: {nearest.note}"
        return
    yield f"  {nearest.about}"
    for miss in nearest.misses:
        yield f"    {', and '.join(f'{one.text} [{one.id}]' for one in miss)}"
    if nearest.note:
        yield f"    {nearest.note}"
