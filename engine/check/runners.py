"""The whole people of a base: what must come out for each comes out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ..answers import answers_from
from ..asking import Contradiction
from ..assessment import Assessor
from ..canonical import write_condition
from ..diagnosis import Diagnosis, diagnose
from ..errors import AnswersError, Problem, did_you_mean
from ..inference import InferenceError
from ..nodes import place_of
from ..people import Person, read_people
from ..shape import ExpectShape

WITHIN_PERCENT = 1.0

Difference = tuple[tuple[str, ...], str, str]


def check_runners(folder: Path, assessor: Assessor) -> Iterator[Problem]:
    """A finding for each expectation of each person in `runners/` that is not met.

    `kb check` gives an assessor that leaves Experta out: it takes a fifth of the time, and that
    the two agree on these people is for `kb test` to see. So only there a person can be found on
    whom they disagree, which is a finding like the others.
    """
    for person in read_people(folder):
        if isinstance(person, Problem):
            yield person
        else:
            yield from _check(person, assessor)


def _check(person: Person, assessor: Assessor) -> Iterator[Problem]:
    knowledge, node, context = assessor.knowledge, person.node, person.context
    try:
        answers = answers_from(person.reading, knowledge).answers
    except AnswersError as error:
        yield from (replace(one, context=context) for one in error.problems)
        return
    unknown = person.expect.deficit_percent.keys() - knowledge.scored.keys()
    for name in sorted(unknown):
        meant = did_you_mean(name, knowledge.scored)
        place = place_of(node, "expect", "deficit_percent", name, key=True)
        yield Problem(
            code="KB204", place=place, context=context,
            message=f"there is no pillar or context called '{name}'",
            fix=f"did you mean {meant}?" if meant else "",
        )  # fmt: skip
    if unknown:
        return
    try:
        diagnosis = diagnose(assessor, answers)
    except InferenceError as error:
        yield Problem(code="KB307", place=node.place, context=context, message=str(error))
        return
    facts = diagnosis.assessment.facts
    for one in knowledge.contradictions.values():
        if one.never and assessor.evaluator.truth(one.when, facts):
            yield Problem(
                code="KB306", place=place_of(node, "answers", key=True),
                context=context, message="no real runner gives these answers",
                why=ruled_out_by(one), fix="change an answer, or mend the contradiction",
            )  # fmt: skip
    for path_of, expected, found in differences(person.expect, diagnosis):
        yield Problem(
            code="KB302", place=place_of(node, "expect", *path_of), context=context,
            message=f"'{' › '.join(path_of)}' is {found}, not {expected}",
            why=_points_of(diagnosis, path_of[1]) if path_of[0] == "deficit_percent" else "",
            fix="mend the rules, or the expectation if it is wrong",
        )  # fmt: skip


def ruled_out_by(one: Contradiction) -> str:
    """The contradiction that no real runner fulfils, with what it says."""
    return f"contradiction {one.id}, never: {write_condition(one.when)}"


def differences(expect: ExpectShape, diagnosis: Diagnosis) -> Iterator[Difference]:
    """Each field that differs: its path, what was expected, what came out."""
    for name, percent in expect.deficit_percent.items():
        found = diagnosis.score(name).deficit
        agrees = found == percent or (
            found is not None and percent is not None and abs(found - percent) <= WITHIN_PERCENT
        )
        if not agrees:
            yield ("deficit_percent", name), _percent(percent), _percent(found)
    found_lists: dict[str, list[str]] = {
        "ranking": [score.pillar.id for score in diagnosis.pillars],
        "patterns": [one.pattern.id for one in diagnosis.patterns],
        "flags": sorted(one.rule.id for one in diagnosis.flags),
    }
    for name, listed in found_lists.items():
        wanted = getattr(expect, name)
        if wanted is not None and wanted != listed:
            yield (name,), ", ".join(wanted) or "none", ", ".join(listed) or "none"
    yield from _single(expect, diagnosis)


def _single(expect: ExpectShape, diagnosis: Diagnosis) -> Iterator[Difference]:
    tier = diagnosis.tier or "none"
    if expect.tier is not None and expect.tier != tier:
        yield ("tier",), expect.tier, tier
    if expect.headline is not None and expect.headline != diagnosis.headline.id:
        yield ("headline",), expect.headline, diagnosis.headline.id
    if expect.plan is not None:
        if expect.plan.shown != diagnosis.plan.shown:
            yield ("plan", "shown"), _word(expect.plan.shown), _word(diagnosis.plan.shown)
        if expect.plan.mode is not None and expect.plan.mode != diagnosis.plan.mode:
            yield ("plan", "mode"), expect.plan.mode, diagnosis.plan.mode


def _points_of(diagnosis: Diagnosis, name: str) -> str:
    """The points of each item that applies, as far as they are known."""
    shown = []
    for item in diagnosis.score(name).items:
        if item.applies is False:
            continue
        points = f"{item.least} of {item.group.worth}" if item.is_decided else "not decided"
        shown.append(f"{item.group.id} {points}")
    return ", ".join(shown) or "no item applies"


def _percent(percent: float | None) -> str:
    return "null" if percent is None else f"{percent:.4g}"


def _word(truth: bool) -> str:
    return "yes" if truth else "no"
