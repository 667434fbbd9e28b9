"""The examples of rules: `surefoot kb test`, `mutate`, `suggest`, `coverage` and `preview`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ...engine.answers import read_answers
from ...engine.errors import Problem, UsageError, did_you_mean, join_words
from ...engine.examples.base import ExampleBase, load_examples, unknown_rule
from ...engine.loading.sections import shown_path
from ...engine.vocabulary import Answers
from ..common import chosen_formats, folder_to_change, format_option, knowledge_option
from .check import chosen_folder, folder_argument

if TYPE_CHECKING:
    from ...engine.examples.mutation import Mutating, MutationScore, RuleScore
    from ...engine.examples.suggesting import Suggested
    from ...engine.examples.verdicts import Verdict
    from ...engine.knowledge import Rule

_FORMATS = ("text", "json")


@click.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("-v", "--verbose", is_flag=True, help="List the examples that hold, too.")
@format_option(*_FORMATS, default="text")
@knowledge_option
def test(
    names: tuple[str, ...],
    formats: str | None,
    knowledge_folder: Path | None,
    *,
    verbose: bool,
    as_json: bool,
) -> None:
    """Run the examples of the rules, and the runners of the base.

    ID is a rule, a flag, a limit, a pattern, one example (recovery.short-sleep::6 hours) or a
    runner (runner::example). Without one all are run. Exits 1 if one fails.
    """
    from ...engine.examples.verdicts import verdicts  # noqa: PLC0415  (only needed here)

    wanted = chosen_formats(formats, _FORMATS, "text", as_json=as_json)
    results = verdicts(load_examples(knowledge_folder), names)
    if wanted == ("json",):
        _print_json([_verdict_data(one) for one in results])
    else:
        for one in results:
            if one.outcome != "holds" or verbose:
                click.echo("\n".join([_verdict_line(one), *(f"    {line}" for line in one.lines)]))
        click.echo(_summary(results))
    if any(one.outcome == "fails" for one in results):
        sys.exit(1)


def _verdict_line(one: "Verdict") -> str:
    place = f"   {one.place}" if one.place and one.outcome != "holds" else ""
    said = f": {one.said}" if one.said else ""
    return f"{one.outcome:<9} {one.id}{said}{place}"


def _verdict_data(one: "Verdict") -> dict[str, Any]:
    return {
        "id": one.id,
        "outcome": one.outcome,
        "said": one.said,
        "why": list(one.lines),
        "file": one.place.source.name if one.place else None,
        "line": one.place.line if one.place else None,
    }


def _summary(results: "list[Verdict]") -> str:
    runners = sum(one.id.startswith("runner::") for one in results)
    examples = len(results) - runners
    fail = sum(one.outcome == "fails" for one in results)
    open_ = sum(one.outcome == "undecided" for one in results)
    counted = f"{_count(examples, 'example')} and {_count(runners, 'runner')}"
    ends = [f"{fail or 'none'} fail{'s' if fail == 1 else ''}"]
    if open_:
        ends.append(f"{open_} undecided")
    return f"{counted}: {', '.join(ends)}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, indent=1, ensure_ascii=False))


@click.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@format_option(*_FORMATS, default="text")
@knowledge_option
def mutate(
    names: tuple[str, ...], formats: str | None, knowledge_folder: Path | None, *, as_json: bool
) -> None:
    """Say how well the examples pin the rules down.

    Each rule is changed in all the small ways in which an author could slip: another
    operator, the next threshold, a part left out. An example that then no longer holds has
    caught the slip. What no runner could notice does not count.
    """
    wanted = chosen_formats(formats, _FORMATS, "text", as_json=as_json)
    base = load_examples(knowledge_folder)
    mutating = _mutating(base)
    score = mutating.score(_with_examples(base, mutating, names))
    if wanted == ("json",):
        _print_json(_score_data(score))
        return
    for one in score.rules:
        if one.survivors or names:
            click.echo(f"{one.rule.id}: {one.caught} of {one.mutants} caught")
            for line in _survivor_lines(base, one):
                click.echo(f"    {line}")
    click.echo(
        f"Mutation score: {score.percent:.1f} % ({score.caught} of {score.mutants} in "
        f"{_count(len(score.rules), 'rule')})"
    )


def _mutating(base: ExampleBase) -> "Mutating":
    from ...engine.examples.mutation import Mutating  # noqa: PLC0415  (only needed here)
    from ...engine.search import Search  # noqa: PLC0415

    return Mutating(base.assessor, base.outcomes, Search(base.knowledge, base.assessor))


def _with_examples(base: ExampleBase, mutating: "Mutating", names: tuple[str, ...]) -> "list[Rule]":
    """The rules that were named (or all) and can have examples.

    Raises:
        UsageError: if one was named that cannot.
    """
    rules = base.rules(names)
    without = [rule.id for rule in rules if not mutating.mutation.can_have_examples(rule)]
    if names and without:
        message = f"'{without[0]}' has no examples of its own"
        fix = "the runners of the base show whether it is right"
        raise UsageError(Problem(code="US104", message=message, fix=fix))
    return [rule for rule in rules if rule.id not in without]


def _survivor_lines(base: ExampleBase, score: "RuleScore") -> list[str]:
    from ...engine.search import written  # noqa: PLC0415  (only needed here)

    lines = []
    for one in score.survivors:
        lines.append(f"not caught: {one.mutant.change}")
        if one.runner is None:
            lines.append("    no runner was found who shows it")
        else:
            lines.append(f"    would be caught by given: {written(base.knowledge, one.runner)}")
    return lines


def _score_data(score: "MutationScore") -> dict[str, Any]:
    return {
        "percent": score.percent,
        "mutants": score.mutants,
        "caught": score.caught,
        "rules": [
            {
                "id": one.rule.id,
                "mutants": one.mutants,
                "caught": one.caught,
                "equivalent": one.equivalent,
                "not_caught": [survivor.mutant.change for survivor in one.survivors],
            }
            for one in score.rules
        ],
    }


@click.command()
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option("--all", "for_all", is_flag=True, help="For every rule that is used.")
@click.option("--write", is_flag=True, help="Put them into the files.")
@knowledge_option
def suggest(
    names: tuple[str, ...], knowledge_folder: Path | None, *, for_all: bool, write: bool
) -> None:
    """Print the examples that a rule still needs, ready to paste.

    They are as few as catch every slip that `kb mutate` knows. What they expect is what the
    rule does now: read whether that is what it should do. For a stable rule the expectation
    is left open, as "?".
    """
    from ...engine.examples.inserting import insert_examples  # noqa: PLC0415  (only needed here)
    from ...engine.examples.suggesting import suggest as suggest_for  # noqa: PLC0415

    if bool(names) == for_all:
        message = "name the rules, or say --all"
        raise UsageError(Problem(code="US104", message=message))
    base = load_examples(folder_to_change(knowledge_folder) if write else knowledge_folder)
    mutating = _mutating(base)
    runners = list(base.runners.values())
    found = {
        rule: suggest_for(mutating, rule, runners) for rule in _with_examples(base, mutating, names)
    }
    if write:
        wanted = [one for of_rule in found.values() for one in of_rule.examples]
        for path in insert_examples(base, wanted):
            click.echo(f"Wrote {shown_path(path)}")
    for rule, of_rule in found.items():
        if not write:
            click.echo(_suggestions(base, rule, of_rule))
        for mutant in of_rule.not_caught:
            click.echo(f"# {rule.id}: no example was found that notices {mutant.change}")


def _suggestions(base: ExampleBase, rule: "Rule", found: "Suggested") -> str:
    from ...engine.examples.inserting import example_lines  # noqa: PLC0415  (only needed here)

    if not found.examples:
        return f"# {rule.id} needs no more examples"
    indent = rule.place.column + 1
    has_some = rule.id in base.examples
    head = f"# {rule.id}   {rule.place}{'   below its examples' if has_some else ''}"
    below = [] if has_some else [f"{' ' * indent}examples:"]
    return "\n".join([head, *below, *example_lines(base.knowledge, found.examples, indent + 2)])


@click.command()
@folder_argument
@format_option(*_FORMATS, default="text")
def coverage(
    folder: Path | None, formats: str | None, knowledge_folder: Path | None, *, as_json: bool
) -> None:
    """List what no example and no runner reaches.

    Rules that never fire or are never quiet, thresholds of which one side is never reached,
    questions, advice, and branches of the report.
    """
    from ...engine.examples.coverage import coverage as cover  # noqa: PLC0415

    wanted = chosen_formats(formats, _FORMATS, "text", as_json=as_json)
    parts = cover(load_examples(chosen_folder(folder, knowledge_folder)))
    if wanted == ("json",):
        data = {
            one.name: {
                "total": one.total,
                "reached": one.reached,
                "gaps": [{"id": gap.id, "text": gap.text} for gap in one.gaps],
            }
            for one in parts
        }
        _print_json(data)
        return
    for one in parts:
        click.echo(f"{one.name}: {one.reached} of {one.total}")
        for gap in one.gaps:
            click.echo(f"    {gap.id}: {gap.text}")


@click.command()
@click.argument("name", metavar="RULE")
@click.option("--runner", "runner", metavar="FILE", required=True,
              help="A file of answers, or the name of a runner of the base.")  # fmt: skip
@format_option(*_FORMATS, default="text")
@knowledge_option
def preview(
    name: str, runner: str, formats: str | None, knowledge_folder: Path | None, *, as_json: bool
) -> None:
    """Show what a rule says to a runner, whether it fires, and what keeps it from that."""
    from ...engine.examples.preview import preview as preview_of  # noqa: PLC0415

    wanted = chosen_formats(formats, _FORMATS, "text", as_json=as_json)
    base = load_examples(knowledge_folder)
    rules = base.rules([name])
    if len(rules) != 1:
        raise UsageError(unknown_rule(name, base.knowledge))
    shown = preview_of(base.assessor, rules[0], _answers(base, runner))
    if wanted == ("json",):
        data = {
            "id": shown.rule.id,
            "state": shown.state,
            "texts": dict(shown.texts),
            "concludes": shown.concludes,
            "blocking": list(shown.blocking),
        }
        _print_json(data)
        return
    state = shown.state if shown.state == "fires" else f"is {shown.state}"
    click.echo(f"{shown.rule.title} [{shown.rule.id}] {state}")
    for field, text in shown.texts:
        click.echo(f"  {field}: {text}")
    click.echo(f"  {shown.concludes}")
    if shown.blocking:
        click.echo("  It does not fire, because")
        for line in shown.blocking:
            click.echo(f"    {line}")


def _answers(base: ExampleBase, runner: str) -> Answers:
    path = Path(runner)
    if path.exists() or path.suffix:
        return read_answers(path, base.knowledge).answers
    known = [one.stem for one in (base.folder / "runners").glob("*.yaml")]
    if runner not in known:
        meant = did_you_mean(runner, known)
        fix = f"did you mean {meant}?" if meant else f"there are {join_words(sorted(known), 'and')}"
        message = f"there is no file and no runner called '{runner}'"
        raise UsageError(Problem(code="US104", message=message, fix=fix))
    return read_answers(base.folder / "runners" / f"{runner}.yaml", base.knowledge).answers
