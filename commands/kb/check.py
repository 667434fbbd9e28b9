"""What is wrong with a knowledge base: `surefoot kb check`, `explain` and `watch`."""

import json
import os
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from ...engine.check import check_knowledge
from ...engine.check.codes import CodePage, page_of, pages, visible
from ...engine.errors import (
    Place,
    Problem,
    UsageError,
    did_you_mean,
    format_problem,
    format_problems,
    sorted_by_place,
)
from ...engine.shipped import SHIPPED
from ..common import FolderPath, chosen_formats, format_option

POLL_SECONDS = 0.5
WIDTH = 88

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}
_Command = TypeVar("_Command", bound=Callable[..., Any])


def folder_argument(command: _Command) -> _Command:
    """`[DIR]`, which can also be given as `--knowledge DIR`."""
    command = click.option("--knowledge", "knowledge_folder", type=FolderPath, metavar="DIR",
                           help="The same as the argument DIR.")(command)  # fmt: skip
    return click.argument("folder", metavar="[DIR]", type=FolderPath, required=False)(command)


def chosen_folder(folder: Path | None, knowledge_folder: Path | None) -> Path | None:
    """The folder that was named, or None for the base that comes with Surefoot.

    Raises:
        UsageError: if two are named.
    """
    if folder and knowledge_folder:
        message = f"two folders are named: {folder} and {knowledge_folder}"
        raise UsageError(Problem(code="US106", message=message, fix="leave one of them out"))
    return folder or knowledge_folder


@click.command()
@folder_argument
@click.option("--strict", is_flag=True, help="Show (and count) also what is only worth knowing.")
@format_option("text", "json", "github", default="text")
def check(
    folder: Path | None,
    knowledge_folder: Path | None,
    formats: str | None,
    *,
    strict: bool,
    as_json: bool,
) -> None:
    """Read every file of a knowledge base and say all that is wrong with it.

    Without DIR it checks the base that comes with Surefoot. Says nothing and exits 0
    when nothing is wrong; exits 1 with findings.
    """
    accepted = ("text", "json", "github")
    (wanted,) = chosen_formats(formats, accepted, "text", as_json=as_json)[:1]
    found = check_knowledge(chosen_folder(folder, knowledge_folder))
    problems = sorted_by_place(one for one in found if strict or one.severity != "info")
    if wanted == "json":
        _say(json.dumps([_data(one) for one in problems], indent=1, ensure_ascii=False))
    elif problems and wanted == "github":
        _say("\n".join(_annotation(one) for one in problems))
    elif problems:
        _say(format_problems(problems, more=True))
    if problems:
        sys.exit(1)


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@format_option("text", "json", default="text")
def explain(codes: tuple[str, ...], formats: str | None, *, as_json: bool) -> None:
    """Say what a code means, why it matters, and how it looks wrong and right.

    A code is like KB121, or its name like unknown-question. Without one it lists them all.
    """
    (wanted,) = chosen_formats(formats, ("text", "json"), "text", as_json=as_json)[:1]
    chosen = [_page(code) for code in codes] or list(pages().values())
    if wanted == "json":
        _say(json.dumps([asdict(page) for page in chosen], indent=1, ensure_ascii=False))
    elif codes:
        _say("\n\n".join(_shown(page) for page in chosen))
    else:
        _say("\n".join(f"{page.code} {page.name}: {page.summary}" for page in chosen))


@click.command()
@folder_argument
def watch(folder: Path | None, knowledge_folder: Path | None) -> None:
    """Check a knowledge base now and whenever one of its files is saved.

    Shows the first finding only, or that all is well. Ctrl-C ends it.
    """
    watched = chosen_folder(folder, knowledge_folder) or SHIPPED
    seen = None
    while True:
        now = _files_in(watched)
        if now != seen:
            seen = now
            click.echo(_first_of(check_knowledge(watched)))
        time.sleep(POLL_SECONDS)


def _files_in(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file was last changed, and how long it is."""
    found = {}
    for path in (*folder.glob("*"), *folder.glob("runners/*")):
        try:
            status = path.stat()
        except OSError:  # it went away between the two looks
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def _first_of(problems: list[Problem]) -> str:
    """The first error, else the first warning, and how many more there are."""
    counted = [one for one in problems if one.severity != "info"]
    if not counted:
        return "all well"
    first = min(sorted_by_place(counted), key=lambda one: one.severity != "error")
    more = f"\n… and {len(counted) - 1} more" if len(counted) > 1 else ""
    return f"{format_problem(first, more=True)}{more}"


def _say(text: str) -> None:
    """Print; when the reader has gone, as in `… | head -1`, the exit code stays what it is."""
    try:
        click.echo(text)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _page(code: str) -> CodePage:
    found = page_of(code)
    if found is None:
        meant = did_you_mean(code.upper(), pages()) or did_you_mean(
            code.lower(), [page.name for page in pages().values()]
        )
        fix = f"did you mean {meant}?" if meant else "surefoot kb explain lists them all"
        raise UsageError(Problem(code="US104", message=f"there is no code '{code}'", fix=fix))
    return found


def _shown(page: CodePage) -> str:
    told = textwrap.fill(f"{page.summary} {page.why}", WIDTH)
    parts = [f"{page.code} {page.name}", told]
    for word, example in (("Wrong", page.bad), ("Right", page.good)):
        if example:
            lines = "\n".join(f"    {line}".rstrip() for line in visible(example).split("\n"))
            parts.append(f"{word}:\n\n{lines}")
    return "\n\n".join(parts)


def _data(problem: Problem) -> dict[str, object]:
    place, also = problem.place, problem.also
    return {
        "code": problem.code,
        "name": problem.name,
        "severity": problem.severity,
        "subject": problem.subject,
        "message": problem.message,
        **(_where(place) if place else {"file": problem.where, "line": None, "column": None}),
        "end_column": place.column + place.width if place else None,
        "context": list(problem.context),
        "why": problem.why,
        "also": _where(also) if also else None,
        "fix": problem.fix,
    }


def _where(place: Place) -> dict[str, object]:
    return {"file": place.source.name, "line": place.line, "column": place.column}


def _annotation(problem: Problem) -> str:
    """The problem as a line that GitHub shows beside the line it is about."""
    place = problem.place
    fields = {"title": f"{problem.code} {problem.name}"}
    if place:
        fields = {"file": place.source.name, "line": str(place.line), "col": str(place.column),
                  **fields}  # fmt: skip
    elif problem.where:
        fields = {"file": problem.where, **fields}
    said = [problem.message]
    said += [f"in: {' › '.join(problem.context)}"] if problem.context else []
    said += [f"why: {problem.why}"] if problem.why else []
    said += [f"also: {problem.also}"] if problem.also else []
    said += [f"fix: {problem.fix}"] if problem.fix else []
    named = [
        name + "=" + _escaped(text).replace(":", "%3A").replace(",", "%2C")
        for name, text in fields.items()
    ]
    text = _escaped("\n".join(said))
    return f"::{_LEVELS[problem.severity]} {','.join(named)}::{text}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
