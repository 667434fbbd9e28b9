"""The command `surefoot import`: what watches and apps recorded, as answers."""

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from ..engine.answers import AnswersFile, read_answers
from ..engine.errors import Problem, UsageError
from .common import (
    FolderPath,
    data_option,
    has_comments,
    is_terminal,
    knowledge_option,
    read_line,
    save_answers,
)
from .runner_choice import find_runner

if TYPE_CHECKING:
    from ..engine.knowledge import Knowledge
    from ..intake.activities.answering import Recorded
    from ..intake.activities.diary import Imported
    from ..intake.activities.importing import Wishes

_DEFAULT_OUTPUT = Path("answers.yaml")
_NOTHING = 4  # the answers are wrong: there are none


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=FolderPath, metavar="PATH…")
@click.option(
    "--output", "-o", type=FolderPath, metavar="FILE",
    help="Where to write the answers [default: answers.yaml]",
)  # fmt: skip
@click.option(
    "--answers", "answers_file", type=FolderPath, metavar="FILE",
    help="Keep what this file of answers says, and add what the record shows.",
)  # fmt: skip
@click.option(
    "--runner", "runner_name", metavar="NAME",
    help="Keep it with this runner, for surefoot ask and serve, instead of writing a file.",
)  # fmt: skip
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print everything that was read as JSON.")
@click.option(
    "--activities-csv", "table", type=FolderPath, metavar="FILE",
    help="Write all activities as a table too, without places.",
)  # fmt: skip
@click.option(
    "--as-of", "as_of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE",
    help="The day to look back from [default: today, or the last activity if that is long ago]",
)  # fmt: skip
@click.option(
    "--columns", metavar="OURS=THEIRS,…",
    help="Which columns of an unknown table hold what, like date=Day,distance_km=Km",
)  # fmt: skip
@click.option(
    "--unit", type=click.Choice(["km", "mi"]),
    help="The unit of lists that do not say whether they are in km or miles.",
)  # fmt: skip
@click.option(
    "--sport", "sports", metavar="NAME", multiple=True,
    help="What activities are that state no sport, like running; LABEL=NAME for a word of theirs.",
)  # fmt: skip
@click.option(
    "--language", metavar="CODE",
    help="The language of the dates in a table, like de, or en-GB where the day comes first.",
)  # fmt: skip
@click.option(
    "--timezone", metavar="NAME",
    help="Where you run, like Europe/Berlin, for files without it [default: this computer's]",
)  # fmt: skip
@click.option(
    "--max-heart-rate", type=click.FloatRange(100, 240), metavar="BPM",
    help="Your measured maximum, to tell easy runs by. A guess from your age is no use.",
)  # fmt: skip
@click.option("--no-cache", is_flag=True, help="Read every file anew, and keep nothing of it.")
@knowledge_option
def import_(  # noqa: PLR0913  (each an option of the command)
    paths: tuple[Path, ...],
    output: Path | None,
    answers_file: Path | None,
    runner_name: str | None,
    data_folder: Path | None,
    *,
    as_json: bool,
    table: Path | None,
    as_of: dt.datetime | None,
    columns: str | None,
    unit: str | None,
    sports: tuple[str, ...],
    language: str | None,
    timezone: str | None,
    max_heart_rate: float | None,
    no_cache: bool,
    knowledge_folder: Path | None,
) -> None:
    """Read what your watch or app recorded, and answer from it what it can.

    PATH is a file, a folder or a zip: FIT, GPX and TCX files, the export of Strava, the list or
    account export of Garmin Connect, the export of Apple Health, or any table of runs. They may be
    mixed. Nothing leaves this computer, and no places are kept.
    """
    from ..engine.prepared import load_prepared  # noqa: PLC0415
    from ..intake.activities.answering import recorded_answers  # noqa: PLC0415
    from ..intake.activities.output import as_data, as_table  # noqa: PLC0415
    from ..intake.activities.summary import summary  # noqa: PLC0415
    from ..intake.private_file import write_private  # noqa: PLC0415
    from .import_asking import ASKINGS  # noqa: PLC0415
    from .import_wishes import Told, check_paths, wishes_of  # noqa: PLC0415

    check_paths(paths)
    told = Told(
        as_of=as_of, columns=columns, unit=unit, sports=sports, language=language,
        timezone=timezone, max_heart_rate=max_heart_rate,
    )  # fmt: skip
    wishes = wishes_of(told)
    knowledge = load_prepared(knowledge_folder)
    keeping = _keeping(output, answers_file, runner_name, data_folder, knowledge, is_json=as_json)
    imported = _import(paths, wishes, is_cached=not no_cache)
    for asking in ASKINGS if not as_json and is_terminal() else ():
        answered = asking(imported, wishes, read_line, click.echo)
        if answered != wishes:
            wishes = answered
            imported = _import(paths, wishes, is_cached=not no_cache)
    recorded = recorded_answers(knowledge, imported.figures)
    if as_json:
        click.echo(json.dumps(as_data(imported), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(summary(imported, recorded, knowledge)))
    if table is not None:
        write_private(table, as_table(imported))
        click.echo(f"Wrote {table}", err=True)
    if keeping is not None and recorded.answers:
        click.echo(keeping(recorded, imported), err=as_json)
    elif keeping is not None:
        click.echo("No question is answered by it, so no answers were written.", err=True)
        sys.exit(_NOTHING)


Keeping = Callable[["Recorded", "Imported"], str]


def _keeping(
    output: Path | None,
    answers_file: Path | None,
    runner_name: str | None,
    data_folder: Path | None,
    knowledge: "Knowledge",
    *,
    is_json: bool,
) -> Keeping | None:
    """What keeps the answers, and says where they are; checked before anything is read.

    None where nothing is to be kept: JSON was asked for, and no place named.
    """
    if runner_name is not None:
        if output or answers_file:
            message = "--runner keeps the answers with the runner, and a file is named too"
            fix = "leave out --runner, or --output and --answers"
            raise UsageError(Problem(code="US108", message=message, fix=fix))
        return _keep_with_runner(runner_name, data_folder, knowledge)
    if output is None and answers_file is None and is_json:
        return None
    target = output or answers_file or _DEFAULT_OUTPUT
    if output is None and answers_file is None and target.exists():
        message = "there is such a file already"
        fix = f"add to it with --answers {target}, or write another with --output FILE"
        raise UsageError(Problem(code="US102", where=str(target), message=message, fix=fix))
    return _write_file(target, answers_file, knowledge)


def _write_file(target: Path, answers_file: Path | None, knowledge: "Knowledge") -> Keeping:
    from ..intake.activities.answering import (  # noqa: PLC0415
        recorded_weeks,
        with_recorded,
        with_weeks,
    )

    before = read_answers(answers_file, knowledge) if answers_file else AnswersFile({}, {})
    if answers_file is not None and target == answers_file:
        _check_comments(target, before, knowledge)

    def write(recorded: "Recorded", imported: "Imported") -> str:
        answers = with_recorded(before.answers, recorded, knowledge, imported.as_of)
        weeks = with_weeks(before.history, recorded_weeks(imported))
        save_answers(target, answers, knowledge, weeks)
        name = quote(str(target))
        return (
            f"Wrote {target}. Answer the other questions: surefoot ask --resume {name}\n"
            f"Or take the report of what is there: surefoot report {name}"
        )

    return write


def _check_comments(path: Path, read: AnswersFile, knowledge: "Knowledge") -> None:
    """Make sure that nothing of a file is lost that somebody wrote by hand.

    Raises:
        UsageError: if it has comments.
    """
    if has_comments(path, read, knowledge):
        message = "it has comments, which would be lost if it were written anew"
        fix = f"write another file: --answers {path} --output FILE"
        raise UsageError(Problem(code="US108", where=str(path), message=message, fix=fix))


def _keep_with_runner(name: str, data_folder: Path | None, knowledge: "Knowledge") -> Keeping:
    from ..intake.activities.answering import recorded_weeks  # noqa: PLC0415
    from ..intake.store.database import open_store  # noqa: PLC0415

    if not name.strip():
        message = "--runner names nobody"
        raise UsageError(Problem(code="US108", message=message, fix="write a name behind it"))
    store = open_store(data_folder)
    find_runner(store, name)  # a name that several have is told before anything is read

    def keep(recorded: "Recorded", imported: "Imported") -> str:
        from ..intake.store.recording import keep_record  # noqa: PLC0415

        runner = find_runner(store, name) or store.add_runner(name)
        weeks = recorded_weeks(imported)
        keep_record(store, knowledge, runner.id, recorded.beside, weeks)
        shown = quote(name)
        return (
            f"Kept with {name}. The questions show what was recorded, and you say if it is so:\n"
            f"surefoot ask --runner {shown}, or surefoot serve"
        )

    return keep


def _import(paths: Sequence[Path], wishes: "Wishes", *, is_cached: bool) -> "Imported":
    """Read all files, with a bar on standard error where someone is watching."""
    from ..intake.activities.cache import open_cache  # noqa: PLC0415
    from ..intake.activities.importing import import_activities  # noqa: PLC0415

    cache = open_cache() if is_cached else None
    with _bar() as progress:
        return import_activities(paths, wishes, cache=cache, progress=progress)


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """What shows how far it is: called with the number of files done and of all."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with click.progressbar(length=1, label="Reading", file=sys.stderr, show_pos=True) as bar:

        def show(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield show
