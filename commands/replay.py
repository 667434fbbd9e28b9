"""The command `surefoot replay`: a report worked out again."""

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..engine.versions.replay import Replay, read_report
from ..engine.versions.replay import replay as work_out_again
from .common import (
    FolderPath,
    chosen_formats,
    format_option,
    knowledge_option,
    make_assessor,
)

_MOST_SHOWN = 40


@click.command()
@click.argument("report_file", metavar="REPORT", type=FolderPath)
@format_option("txt", "json", default="txt")
@knowledge_option
def replay(
    report_file: Path, formats: str | None, knowledge_folder: Path | None, *, as_json: bool
) -> None:
    """Work a report out again, and say whether the result is the same.

    REPORT is what `surefoot report --format json` wrote. Exits 0 if all is the same, and 1
    if not; then it names the rules that changed. Texts may have been reworded.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    assessor = make_assessor(knowledge_folder)
    found = work_out_again(read_report(report_file, assessor.knowledge), assessor)
    if wanted == ("json",):
        data = {"same": found.is_same, **dataclasses.asdict(found)}
        click.echo(json.dumps(data, indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(found)))
    if not found.is_same:
        sys.exit(1)


def _lines(found: Replay) -> Iterator[str]:
    for word, names in (("The report", found.before), ("Here", found.after)):
        yield f"{word + ':':12}{names['name']} {names['version']}, {names['hash']}"
    if found.is_same:
        yield "The result is the same."
    else:
        yield "The result is not the same."
        yield from _section("Answers that cannot be given any more", found.lost)
        differing = [f"{one.where}: {one.before} → {one.after}" for one in found.differences]
        yield from _section("What differs", differing)
    telling = [rule for rule in found.rules if rule.concludes_otherwise or not found.is_same]
    yield from _section(
        "Rules that changed", [f"{one.id}: {', '.join(one.how)}" for one in telling]
    )
    silent = len(found.rules) - len(telling)
    if silent:
        yield f"Rules that changed without any effect here: {silent}"


def _section(heading: str, lines: list[str] | tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield f"{heading}:"
        yield from (f"  {line}" for line in lines[:_MOST_SHOWN])
        if len(lines) > _MOST_SHOWN:
            yield f"  … and {len(lines) - _MOST_SHOWN} more"
