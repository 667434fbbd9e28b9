"""Examples and runners as tests: what `kb test` prints and pytest shows, item by item."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ..check.runners import check_runners
from ..errors import Place, Problem, UsageError, did_you_mean
from ..inference import InferenceError
from ..people import people_names
from .base import ExampleBase, unknown_rule
from .reading import Example
from .running import Outcome, differing_engines, why

RUNNER = "runner"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One example or runner: whether it holds, and a few lines that say why not."""

    id: str
    outcome: Literal["holds", "fails", "undecided"]
    said: str = ""
    lines: tuple[str, ...] = ()
    place: Place | None = None


def verdicts(base: ExampleBase, names: Iterable[str] = ()) -> list[Verdict]:
    """The examples and runners with these ids; all of them without ids.

    An id is that of a rule, of a pattern, of one example (`rule::name`) or of a runner
    (`runner::stem`).

    Raises:
        UsageError: for ids that there are not.
    """
    listed = list(names)
    if not listed:
        outcomes = [one for of_rule in base.outcomes.values() for one in of_rule]
        return [*(verdict_of(base, one) for one in outcomes), *runner_verdicts(base)]
    found: dict[str, Verdict] = {}
    problems: list[Problem] = []
    for name in listed:
        found |= {one.id: one for one in _named(base, name, problems)}
    if problems:
        raise UsageError(*problems)
    return list(found.values())


def _named(base: ExampleBase, name: str, problems: list[Problem]) -> Iterator[Verdict]:
    first, is_one, second = name.partition("::")
    if first == RUNNER and is_one:
        names = list(people_names(base.folder))
        if second not in names:
            problems.append(_not_found(f"runner called '{second}'", second, names))
        yield from (one for one in runner_verdicts(base) if one.id == name)
        return
    try:
        rules = base.rules([first])
    except UsageError:
        problems.append(unknown_rule(first, base.knowledge))
        return
    outcomes = [one for rule in rules for one in base.outcomes.get(rule.id, ())]
    chosen = [one for one in outcomes if not is_one or one.example.name == second]
    if is_one and not chosen:
        known = [one.example.name for one in outcomes]
        problems.append(_not_found(f"example '{second}' of {first}", second, known))
    yield from (verdict_of(base, one) for one in chosen)


def _not_found(what: str, word: str, known: list[str]) -> Problem:
    meant = did_you_mean(word, known)
    fix = f"did you mean {meant}?" if meant else ""
    return Problem(code="US104", message=f"there is no {what}", fix=fix)


def verdict_of(base: ExampleBase, outcome: Outcome) -> Verdict:
    """One example, through both ways to read the rules."""
    example: Example = outcome.example
    differing = next(differing_engines(base.assessor, [outcome]), None)
    if differing is not None:
        return Verdict(example.id, "fails", differing.message, (differing.why,), example.place)
    lines = tuple(why(base.assessor, outcome))
    if not outcome.is_decided:
        said = f"{_is(outcome.state)} now; say whether it should"
        return Verdict(example.id, "undecided", said, lines, example.expect_place)
    if outcome.fails:
        said = f"{_is(outcome.state)}, not {example.expect}"
        return Verdict(example.id, "fails", said, lines, example.expect_place)
    return Verdict(example.id, "holds", place=example.place)


def _is(state: str) -> str:
    return "it fires" if state == "fires" else f"it is {state}"


def runner_verdicts(base: ExampleBase) -> list[Verdict]:
    """The runners of the base: what must come out for each comes out."""
    findings: dict[str, list[Problem]] = {}
    for name in people_names(base.folder):
        findings[name] = []
    try:
        for problem in check_runners(base.folder, base.used):
            stem = problem.context[0].removeprefix("runner ") if problem.context else ""
            findings.setdefault(stem, []).append(problem)
    except InferenceError as error:
        findings.setdefault("", []).append(Problem(code="KB307", message=str(error)))
    return [_runner(stem, found) for stem, found in findings.items()]


def _runner(stem: str, found: list[Problem]) -> Verdict:
    name = f"{RUNNER}::{stem}"
    if not found:
        return Verdict(name, "holds")
    lines = tuple(one.message for one in found)
    number = len(lines)
    said = f"{number} thing{'s' if number > 1 else ''} came out otherwise"
    return Verdict(name, "fails", said, lines, found[0].place)
