"""What comes out for made-up runners, and whether it is safe: `surefoot kb survey`."""

import json
import os
import sys
from pathlib import Path

import click

from ...engine.population import MOST_RUNNERS
from ...engine.population.survey import survey as survey_of
from ...engine.population.survey_wording import survey_data, survey_lines
from ..common import chosen_formats, format_option
from .check import chosen_folder, folder_argument

# A process needs about half a second before its first runner.
_FEWEST_TO_SHARE = 1_000


@click.command()
@folder_argument
@click.option("--runners", "count", metavar="N", type=click.IntRange(1, MOST_RUNNERS),
              default=10_000, help="How many made-up runners [default: 10000]")  # fmt: skip
@click.option("--seed", metavar="S", type=click.IntRange(0), default=1,
              help="Which runners these are [default: 1]")  # fmt: skip
@click.option(
    "--with-flags",
    is_flag=True,
    help="Give each runner answers that raise a flag of tier A or B, each in turn.",
)
@click.option("--processes", metavar="P", type=click.IntRange(1, 64),
              help="How many work side by side [default: one for each core]")  # fmt: skip
@format_option("txt", "json", default="txt")
def survey(  # noqa: PLR0913  (its options)
    folder: Path | None,
    knowledge_folder: Path | None,
    count: int,
    seed: int,
    processes: int | None,
    formats: str | None,
    *,
    with_flags: bool,
    as_json: bool,
) -> None:
    """Say what comes out for thousands of made-up runners, and whether it is safe.

    Without DIR it is the base that comes with Surefoot. The same seed gives the same figures,
    however many processes work. Exits 1 if a promise about safety is broken.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    found = survey_of(
        chosen_folder(folder, knowledge_folder),
        count,
        seed,
        with_flags=with_flags,
        processes=processes or (cores() if count >= _FEWEST_TO_SHARE else 1),
        watch=lambda done: watch_runners(done, count),
    )
    if wanted == ("json",):
        click.echo(json.dumps(survey_data(found), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(survey_lines(found)))
    if not found.is_safe:
        sys.exit(1)


def cores() -> int:
    """How many processes can work side by side."""
    return os.cpu_count() or 1


def watch_runners(done: int, count: int) -> None:
    """Say how far it is where somebody watches."""
    if sys.stderr.isatty():
        end = "\r" if done < count else "\r\033[K"
        click.echo(f"{done} of {count} runners{end}", err=True, nl=False)
