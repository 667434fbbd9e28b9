"""What comes out for made-up runners, and whether it is safe: `surefoot kb survey`."""

import json
import sys
from pathlib import Path

import click

from ...engine.population.survey import survey as survey_of
from ...engine.population.survey_wording import survey_data, survey_lines
from ..common import chosen_formats, format_option
from .check import chosen_folder, folder_argument
from .made_up import made_up_options, processes_for, watch_runners

# A process needs about half a second before its first runner.
_FEWEST_TO_SHARE = 1_000


@click.command()
@folder_argument
@made_up_options(10_000)
@click.option(
    "--with-flags",
    is_flag=True,
    help="Give each runner answers that raise a flag of tier A or B, each in turn.",
)
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
        processes=processes_for(processes, count, _FEWEST_TO_SHARE),
        watch=lambda done: watch_runners(done, count),
    )
    if wanted == ("json",):
        click.echo(json.dumps(survey_data(found), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(survey_lines(found)))
    if not found.is_safe:
        sys.exit(1)
