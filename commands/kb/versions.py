"""Commands about versions of a knowledge base: lock, diff."""

import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ...engine.check import check_knowledge
from ...engine.errors import KnowledgeError, Problem, UsageError, format_problems
from ...engine.loading import read_knowledge
from ...engine.loading.sections import read_sections, shown_path
from ...engine.population import MOST_RUNNERS, generate, read_population
from ...engine.shipped import SHIPPED
from ...engine.versions.difference import concerns_people, differences, read_base
from ...engine.versions.lock import Lock, read_lock, write_lock
from ...engine.versions.locking import RETIRED, make_lock
from ...engine.versions.people import compare_people
from ...engine.versions.wording import difference_data, difference_lines
from ...engine.vocabulary import Answers
from ..common import FolderPath, chosen_formats, folder_to_change, format_option

# What a lock would sweep under the carpet, however ripe the entry is.
_NOT_TO_BE_LOCKED = ("KB207", "KB409", "KB410")
_MENDED_BY_LOCKING = ("KB415",)


@click.command()
@click.argument("folder", metavar="[DIR]", type=FolderPath, required=False)
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]),
    help="The day for rules that are new on trial [default: that of their newest changed: line].",
)  # fmt: skip
def lock(folder: Path | None, date: dt.datetime | None) -> None:
    """Note in knowledge.lock what every entry of a knowledge base means now.

    Without DIR it is the base that comes with Surefoot. Nothing is written while kb check
    finds errors, or a rule whose meaning changed without a line in `changed:`.
    """
    folder = folder_to_change(folder)
    _refuse_while_wrong(folder)
    sections = read_sections(folder)
    knowledge, problems = read_knowledge(sections)
    before = read_lock(folder)
    if knowledge is None or isinstance(before, Problem):
        found = [before] if isinstance(before, Problem) else problems
        raise KnowledgeError(*found)
    after = make_lock(knowledge, sections, before, f"{date:%Y-%m-%d}" if date else "")
    if after == before:
        click.echo("The lock is as it should be; nothing was written.")
        return
    path = write_lock(folder, after)
    click.echo(f"Wrote {shown_path(path)}: {_summary(before, after)}")


def _refuse_while_wrong(folder: Path) -> None:
    wrong = [
        one
        for one in check_knowledge(folder)
        if one.code not in _MENDED_BY_LOCKING
        and (one.severity == "error" or one.code in _NOT_TO_BE_LOCKED)
    ]
    if wrong:
        click.echo(format_problems(wrong), err=True)
        click.echo("Nothing was written; these come first.", err=True)
        sys.exit(1)


def _summary(before: Lock | None, after: Lock) -> str:
    old = before.entries if before else {}
    new = {key for key in after.entries if key not in old}
    changed = [
        one for key, one in after.entries.items() if key in old and old[key].hash != one.hash
    ]
    gone = [one for one in changed if one.status == RETIRED]
    renamed = [one for one in gone if (one.kind, one.now) in new]
    counts = {
        "new": len(new) - len(renamed),
        "changed in meaning": len(changed) - len(gone),
        "renamed": len(renamed),
        "retired": len(gone) - len(renamed),
    }
    listed = ", ".join(f"{count} {what}" for what, count in counts.items())
    return f"{len(after.entries)} entries, {listed}"


@click.command()
@click.argument("folders", metavar="[A] B", type=FolderPath, nargs=-1, required=True)
@click.option("--runners", "count", metavar="N", type=click.IntRange(0, MOST_RUNNERS),
              default=10_000, help="On how many made-up runners [default: 10000]")  # fmt: skip
@click.option("--seed", metavar="S", type=click.IntRange(0), default=1,
              help="Which runners these are [default: 1]")  # fmt: skip
@format_option("txt", "json", default="txt")
def diff(
    folders: tuple[Path, ...],
    count: int,
    seed: int,
    formats: str | None,
    *,
    as_json: bool,
) -> None:
    """Say what changed from knowledge base A to B, in words and on people.

    Without A it is the base that comes with Surefoot. The made-up runners are those of B;
    the same seed gives the same ones.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    if len(folders) > 2:  # noqa: PLR2004  (A and B)
        message = f"two knowledge bases are compared, not {len(folders)}"
        raise UsageError(Problem(code="US106", message=message, fix="name A and B"))
    folder_before, folder_after = (SHIPPED, *folders)[-2:]
    before, after = read_base(folder_before), read_base(folder_after)
    changes = differences(before, after)
    people = None
    if count and concerns_people(changes):
        population = read_population(folder_after, after.knowledge)
        runners = _counted(generate(after.knowledge, population, count, seed), count)
        people = compare_people(before.knowledge, after.knowledge, runners)
    if wanted == ("json",):
        click.echo(
            json.dumps(
                difference_data(before, after, changes, people), indent=1, ensure_ascii=False
            )
        )
    else:
        click.echo("\n".join(difference_lines(before, after, changes, people)))


def _counted(runners: Iterable[Answers], count: int) -> Iterator[Answers]:
    """The same runners; says how far it is where somebody watches."""
    is_watched = sys.stderr.isatty()
    for number, runner in enumerate(runners, start=1):
        if is_watched and number % 250 == 0:
            end = "\r" if number < count else "\r\033[K"
            click.echo(f"{number} of {count} runners{end}", err=True, nl=False)
        yield runner
