"""`surefoot explain`: how something was concluded, or why not."""

import datetime as dt
from pathlib import Path

import click

from ..engine.vocabulary import Question, Text
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

_FORMATS = ("txt", "json")


@click.command()
@click.argument("answers_file", metavar="ANSWERS", type=FolderPath)
@click.argument("name", metavar="[ID]", default="")
@format_option(*_FORMATS, default="txt")
@date_option
@units_option
@minutes_option
@knowledge_option
def explain(  # noqa: PLR0913  (one for each option)
    answers_file: Path,
    name: str,
    formats: str | None,
    date: dt.datetime | None,
    minutes: str | None,
    knowledge_folder: Path | None,
    *,
    units: str,
    as_json: bool,
) -> None:
    """Say how something was concluded, down to answers and sources, or why not.

    Without ID: every claim of the report, each with its id. ID is a pillar or context (recovery),
    a rule (recovery.short-sleep), a flag, a limit, a pattern, a piece of advice, a question
    (recovery.sleep_hours), a contradiction, or plan.
    """
    from ..engine.explaining import (  # noqa: PLC0415  (only needed here)
        explain as explain_id,
    )
    from ..engine.explaining import explanation_data, format_explanation  # noqa: PLC0415

    wanted = chosen_formats(formats, _FORMATS, "txt", as_json=as_json)
    if len(wanted) > 1:
        from ..engine.errors import Problem, UsageError  # noqa: PLC0415

        message = "an explanation is printed in one format"
        raise UsageError(Problem(code="US105", message=message, fix="name one: txt or json"))
    assessor = make_assessor(knowledge_folder)
    diagnosis = diagnose_file(assessor, answers_file, report_day(date), minutes, units=units)
    explanation = explain_id(diagnosis, name)
    questions = assessor.knowledge.questions
    if wanted == ("json",):
        import json  # noqa: PLC0415

        data = explanation_data(explanation, questions)
        click.echo(json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False))
        return
    from ..reports.units import printed_in, units_of  # noqa: PLC0415

    if not _is_free_text(questions.get(explanation.id)):
        explanation = printed_in(explanation, units or units_of(diagnosis.answers))
    click.echo(format_explanation(explanation, questions), nl=False)
    if not name:
        click.echo("\nTo ask on: surefoot explain ANSWERS ID, with an id from the brackets.")


def _is_free_text(question: Question | None) -> bool:
    """Whether it is answered in the runner's own words, which stay as they are."""
    return question is not None and isinstance(question.kind, Text)
