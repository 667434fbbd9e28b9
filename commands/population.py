"""The command that makes up runners: `surefoot generate`."""

import sys
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

import click

from ..engine.errors import Problem, UsageError
from ..engine.population import MOST_RUNNERS, read_population
from ..engine.population.files import PARQUET, Order, texts, write_typed
from ..engine.population.writing import FORMATS, format_of
from ..engine.prepared import load_prepared
from ..intake.private_file import private_file
from .common import (
    FolderPath,
    check_writable,
    chosen_formats,
    format_option,
    knowledge_option,
    processes_option,
)
from .kb.made_up import processes_for, watch_runners

_FEWEST_SHARED = 2_000  # runners; fewer are made by one process before others have begun


@click.command()
@click.argument("count", metavar="N", type=click.IntRange(1, MOST_RUNNERS))
@click.option("--seed", type=click.IntRange(min=0), default=1, metavar="S",
              help="Other runners for another number [default: 1]")  # fmt: skip
@click.option("--unanswered", type=click.FloatRange(0, 100), default=0.0, metavar="PERCENT",
              help="Leave out so many of 100 answers more, at random")  # fmt: skip
@click.option("-o", "--output", type=FolderPath, metavar="FILE",
              help="Write to this file [default: to standard output]")  # fmt: skip
@processes_option
@format_option(*FORMATS, PARQUET, default="the ending of FILE, or jsonl")
@knowledge_option
def generate(  # noqa: PLR0913  (what a person can ask for)
    count: int,
    *,
    seed: int,
    unanswered: float,
    output: Path | None,
    processes: int | None,
    formats: str | None,
    knowledge_folder: Path | None,
    as_json: bool,
) -> None:
    """Make up N plausible runners, for trials.

    The same seed gives the same runners, the first ones whatever N is, with any number of
    processes. parquet is a typed table for `surefoot screen`; jsonl and csv have a runner on
    each line. One runner as yaml or json is a file for `surefoot report`; several are a list.
    How answers are drawn stands in the folder population of the knowledge base.
    """
    ending = format_of(output.suffix if output is not None else "")
    names = chosen_formats(formats, (*FORMATS, PARQUET), ending, as_json=as_json)
    if len(names) > 1:
        message = f"--format {formats} asks for two things"
        raise UsageError(Problem(code="US105", message=message, fix="leave one of them out"))
    if output is not None:
        check_writable(output.parent)
    elif names[0] == PARQUET:
        message = "a Parquet file cannot be printed in a terminal"
        raise UsageError(Problem(code="US107", message=message, fix="add -o FILE"))
    knowledge = load_prepared(knowledge_folder)
    population = read_population(knowledge_folder, knowledge)
    order = Order(knowledge, population, count, seed, unanswered / 100)
    workers = processes_for(processes, count, _FEWEST_SHARED)
    watch = partial(watch_runners, count=count)
    try:
        if output is None:
            _print(texts(order, names[0], workers, watch))
            return
        with private_file(output) as stream:
            if names[0] == PARQUET:
                write_typed(stream, order, workers, watch)
            else:
                stream.writelines(one.encode() for one in texts(order, names[0], workers, watch))
    except BrokenProcessPool:
        message = "a process that made runners was ended, perhaps for want of memory"
        fix = "start the same again, perhaps with --processes 1"
        raise UsageError(Problem(code="US112", message=message, fix=fix)) from None
    click.echo(f"Wrote {output}")


def _print(pieces: Iterator[str]) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()
