"""The command `surefoot whatif`: what would change if some answers were others."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from ..engine.answers import in_one_text, not_applying
from ..engine.diagnosis import Diagnosis, diagnose
from ..engine.errors import Problem, UsageError, did_you_mean
from ..engine.knowledge import Knowledge
from ..engine.reasoning.comparison_data import comparison_data
from ..engine.reasoning.whatif import compare
from ..engine.vocabulary import Answer, Misfit, Number, read_answer, show_value
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

_SOURCE = "supposed"


@click.command()
@click.argument("answers_file", metavar="ANSWERS", type=FolderPath)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="ID=ANSWER",
    help="Suppose this answer; ID= takes it away. Can be given several times.",
)
@format_option("txt", "json", default="txt")
@date_option
@units_option
@minutes_option
@knowledge_option
def whatif(  # noqa: PLR0913  (one for each option)
    answers_file: Path,
    settings: tuple[str, ...],
    formats: str | None,
    date: dt.datetime | None,
    minutes: str | None,
    knowledge_folder: Path | None,
    *,
    units: str,
    as_json: bool,
) -> None:
    """Say what would change if some answers were others.

    Before and after stand side by side, and only what differs. Answers are written as in an
    answers file: --set recovery.sleep_hours="7.5 h" --set strength.muscle_groups=calves,trunk.
    The file stays as it is.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    assessor = make_assessor(knowledge_folder)
    supposed = read_settings(settings, assessor.knowledge)
    before = diagnose_file(assessor, answers_file, report_day(date), minutes, units=units)
    answers = {**before.answers, **supposed}
    given = {name: answer for name, answer in answers.items() if answer is not None}
    after = diagnose(assessor, given, before.day)
    _say_what_does_not_apply(supposed, after)
    comparison = compare(before, after)
    if wanted == ("json",):
        click.echo(json.dumps(comparison_data(comparison), indent=1, ensure_ascii=False))
        return
    from ..reports.side_by_side import comparison_text  # noqa: PLC0415  (only needed here)
    from ..reports.units import units_of  # noqa: PLC0415

    click.echo(comparison_text(comparison, units or units_of(before.answers)), nl=False)


def read_settings(texts: Iterable[str], knowledge: Knowledge) -> dict[str, Answer | None]:
    """The answers that `ID=ANSWER` supposes; None for one that is taken away.

    Raises:
        UsageError: with every mistake, or where there is nothing to suppose.
    """
    found: dict[str, Answer | None] = {}
    problems: list[Problem] = []
    for text in texts:
        read = _read_setting(text, knowledge, found)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found[read[0]] = read[1]
    if not found and not problems:
        message = "there is nothing to suppose: --set says which answer would be another"
        problems.append(Problem(code="US108", message=message, fix=_example(knowledge)))
    if problems:
        raise UsageError(*problems)
    return found


def _read_setting(
    text: str, knowledge: Knowledge, before: Mapping[str, Answer | None]
) -> tuple[str, Answer | None] | Problem:
    written, sign, said = (part.strip() for part in text.partition("="))
    where = f"--set {text}"
    if not sign or not written:
        message = "a question and an answer are written with = between them"
        return Problem(code="US108", where=where, message=message, fix=_example(knowledge))
    name = knowledge.former_questions.get(written, written)
    question = knowledge.questions.get(name)
    if question is None:
        meant = did_you_mean(written, knowledge.asked)
        fix = f"did you mean {meant}?" if meant else ""
        message = f"there is no question '{written}'"
        return Problem(code="US104", where=where, message=message, fix=fix)
    if question.records:
        message = f"'{name}' is what a record shows, and no answer changes that"
        fix = f"suppose another answer to {question.records}"
        return Problem(code="US108", where=where, message=message, fix=fix)
    if name in before:
        message = f"'{name}' is supposed twice"
        return Problem(code="US108", where=where, message=message, fix="leave one of the two out")
    if not said:
        return name, None
    answer = read_answer(question, in_one_text(question, said), _SOURCE)
    if isinstance(answer, Misfit):
        return Problem(code="US108", where=where, message=answer.message, fix=answer.fix)
    return name, answer


def _example(knowledge: Knowledge) -> str:
    """A setting that this base takes."""
    for name, question in knowledge.asked.items():
        if isinstance(question.kind, Number):
            return f'for example: --set "{name}={show_value(question.kind, question.kind.lowest)}"'
    return "write --set ID=ANSWER"


def _say_what_does_not_apply(supposed: Mapping[str, Answer | None], after: Diagnosis) -> None:
    for name in not_applying(after.answers, after.assessment.facts):
        if name in supposed:
            title = after.knowledge.questions[name].title
            click.echo(f"Note: {name} ({title}) does not apply here, and is not used.", err=True)
