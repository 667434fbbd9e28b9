"""What the commands that work on made-up runners share."""

import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ...engine.population import MOST_RUNNERS

_Command = TypeVar("_Command", bound=Callable[..., Any])


def made_up_options(count: int) -> Callable[[_Command], _Command]:
    """`--runners`, so many without it, `--seed` and `--processes`."""

    def add(command: _Command) -> _Command:
        for option in (
            click.option(
                "--processes", metavar="P", type=click.IntRange(1, 64),
                help="How many work side by side [default: one for each core]",
            ),
            click.option(
                "--seed", metavar="S", type=click.IntRange(0), default=1,
                help="Which runners these are [default: 1]",
            ),
            click.option(
                "--runners", "count", metavar="N", type=click.IntRange(1, MOST_RUNNERS),
                default=count, help=f"How many made-up runners [default: {count}]",
            ),
        ):  # fmt: skip
            command = option(command)
        return command

    return add


def processes_for(asked: int | None, count: int, fewest: int) -> int:
    """How many processes work: as asked, or one for each core from so many runners on."""
    return asked or ((os.cpu_count() or 1) if count >= fewest else 1)


def watch_runners(done: int, count: int) -> None:
    """Say how far it is where somebody watches."""
    if sys.stderr.isatty():
        end = "\r" if done < count else "\r\033[K"
        click.echo(f"{done} of {count} runners{end}", err=True, nl=False)
