"""The command that makes up runners: `surefoot generate`."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from ..engine.errors import Problem, UsageError
from ..engine.loading import load_knowledge
from ..engine.population import MOST_RUNNERS, read_population
from ..engine.population import generate as make_runners
from ..engine.population.writing import FORMATS, format_of, written
from ..intake.private_file import private_file
from .common import FolderPath, check_writable, chosen_formats, format_option, knowledge_option


@click.command()
@click.argument("count", metavar="N", type=click.IntRange(1, MOST_RUNNERS))
@click.option("--seed", type=click.IntRange(min=0), default=1, metavar="S",
              help="Other runners for another number [default: 1]")  # fmt: skip
@click.option("-o", "--output", type=FolderPath, metavar="FILE",
              help="Write to this file [default: to standard output]")  # fmt: skip
@format_option(*FORMATS, default="the ending of FILE, or jsonl")
@knowledge_option
def generate(
    count: int,
    seed: int,
    output: Path | None,
    formats: str | None,
    knowledge_folder: Path | None,
    *,
    as_json: bool,
) -> None:
    """Make up N plausible runners, for trials.

    The same seed gives the same runners, the first ones whatever N is. jsonl and csv have a
    runner on each line. One runner as yaml or json is a file for `surefoot report`; several
    are a list. How answers are drawn stands in the folder population of the knowledge base.
    """
    ending = format_of(output.suffix if output is not None else "")
    names = chosen_formats(formats, FORMATS, ending, as_json=as_json)
    if len(names) > 1:
        message = f"--format {formats} asks for two things"
        raise UsageError(Problem(code="US105", message=message, fix="leave one of them out"))
    if output is not None:
        check_writable(output.parent)
    knowledge = load_knowledge(knowledge_folder)
    population = read_population(knowledge_folder, knowledge)
    runners = make_runners(knowledge, population, count, seed)
    pieces = written(runners, knowledge, names[0], is_one=count == 1)
    if output is None:
        _print(pieces)
        return
    with private_file(output) as stream:
        stream.writelines(piece.encode() for piece in pieces)
    click.echo(f"Wrote {output}")


def _print(pieces: Iterator[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
