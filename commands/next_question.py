"""What to ask next, and what is settled already: `surefoot next`."""

import datetime as dt
import json
from functools import partial
from pathlib import Path

import click

from ..engine.reasoning.doubts import Doubt
from ..engine.reasoning.proof import Settled, how_settled
from ..engine.reasoning.prospect import Reading
from .common import (
    FolderPath,
    chosen_formats,
    date_option,
    format_option,
    knowledge_option,
    make_assessor,
    minutes_option,
)
from .diagnosing import diagnose_file, report_day
from .printing import units_option


@click.command()
@click.argument("answers_file", metavar="ANSWERS", type=FolderPath)
@format_option("txt", "json", default="txt")
@date_option
@units_option
@minutes_option
@knowledge_option
def next(  # noqa: A001, PLR0913  (the name of the command; one for each option)
    answers_file: Path,
    formats: str | None,
    date: dt.datetime | None,
    minutes: str | None,
    knowledge_folder: Path | None,
    *,
    units: str,
    as_json: bool,
) -> None:
    """Say what to answer next, and whether it can still change the result.

    The headline is who to see, the patterns that fit and what comes first; the whole result is
    also every band, the ranking and the actions. What is answered with "unknown" counts as asked.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    assessor = make_assessor(knowledge_folder)
    diagnosis = diagnose_file(assessor, answers_file, report_day(date), minutes, units=units)
    found = how_settled(Reading(assessor), diagnosis)
    if wanted == ("json",):
        click.echo(json.dumps(_data(found), indent=1, ensure_ascii=False))
        return
    from ..reports.units import in_units, units_of  # noqa: PLC0415

    printed = partial(in_units, units=units or units_of(diagnosis.answers))
    if not diagnosis.plan.shown:
        click.echo(printed(diagnosis.headline.text))
    click.echo(printed("\n".join(found.proof)))
    if found.next_question is None and found.result_doubts:
        return  # an emergency, or a limit, ends the interview
    if found.next_question is None:
        click.echo("Nothing that is left to ask can change the result.")
        return
    if not found.headline_doubts:
        click.echo("The headline is settled; the rest can still change.")
    question = assessor.knowledge.questions[found.next_question]
    click.echo(f"Answer next: {printed(question.ask)} [{question.id}]")


def _data(found: Settled) -> dict[str, object]:
    return {
        "headline_settled": not found.headline_doubts,
        "result_settled": not found.result_doubts,
        "proof": list(found.proof),
        "next_question": found.next_question,
        "to_come": found.to_come,
        "headline_doubts": [_doubt(one) for one in found.headline_doubts],
        "result_doubts": [_doubt(one) for one in found.result_doubts],
    }


def _doubt(one: Doubt) -> dict[str, object]:
    return {"about": one.step.name.lower(), "id": one.id, "questions": sorted(one.questions)}
