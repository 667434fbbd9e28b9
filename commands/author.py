"""Commands for an author of knowledge: `surefoot kb …`."""

import json
import sys
from pathlib import Path

import click

from ..engine.check import check_knowledge
from ..engine.errors import Problem, UsageError, format_problems
from .common import FolderPath, chosen_formats, format_option


@click.group()
def kb() -> None:
    """Check a knowledge base."""


@kb.command()
@click.argument("folder", metavar="[DIR]", type=FolderPath, required=False)
@click.option("--knowledge", "knowledge_folder", type=FolderPath, metavar="DIR",
              help="The same as the argument DIR.")  # fmt: skip
@format_option("txt", "json", default="txt")
def check(
    folder: Path | None, knowledge_folder: Path | None, formats: str | None, *, as_json: bool
) -> None:
    """Read every file of a knowledge base and say all that is wrong with it.

    Without DIR it checks the base that comes with Surefoot. Says nothing and exits 0
    when nothing is wrong; exits 1 with findings.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    if folder and knowledge_folder:
        message = f"two folders are named: {folder} and {knowledge_folder}"
        raise UsageError(Problem(code="US106", message=message, fix="leave one of them out"))
    problems = check_knowledge(folder or knowledge_folder)
    if wanted == ("json",):
        click.echo(json.dumps([_data(one) for one in problems], indent=1, ensure_ascii=False))
    elif problems:
        click.echo(format_problems(problems))
    if problems:
        sys.exit(1)


def _data(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "message": problem.message,
        "file": place.source.name if place else problem.where,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "context": list(problem.context),
        "why": problem.why,
        "fix": problem.fix,
    }
