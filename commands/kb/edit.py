"""Changing a knowledge base: `surefoot kb schema`, `new`, `rename` and `fmt`."""

import sys
from pathlib import Path

import click

from ...engine.editing.drafts import KINDS, add_draft
from ...engine.editing.files import write_files
from ...engine.editing.normal_form import formatted_files
from ...engine.editing.rename import RENAMED
from ...engine.editing.rename import rename as rename_id
from ...engine.editor_schema import KNOWLEDGE_FILE, editor_schemas, schema_text
from ...engine.errors import Problem, UsageError, format_problems
from ...engine.loading.sections import read_sections, shown_path
from ...engine.shipped import SHIPPED
from ...engine.versions.lock import NAME as LOCK_NAME
from ..common import folder_to_change, knowledge_option, naming
from .check import chosen_folder, folder_argument

_HOMES = {"rule": "pillar", "note": "pillar", "question": "topic"}
# What uses a new entry, which the check misses until it is there.
_NEXT = {"question": "a rule that reads it, ", "advice": "a rule that names it, "}


@click.command()
@folder_argument
@click.option("-o", "--output", metavar="DIR", help="Write to this folder; - prints the schema.")
def schema(folder: Path | None, knowledge_folder: Path | None, output: str | None) -> None:
    """Write the schemas that let an editor complete ids and underline mistakes.

    They are made from the base itself and written into its folder, one for the base and
    one for its runners. Where a file cannot be read, the rest of the base is used.
    """
    named = chosen_folder(folder, knowledge_folder)
    sections = read_sections(named or SHIPPED)
    texts = {name: schema_text(one) for name, one in editor_schemas(sections).items()}
    if output == "-":
        click.echo(texts[KNOWLEDGE_FILE], nl=False)
        return
    into = Path(output) if output else folder_to_change(named)
    if not into.is_dir():
        raise UsageError(Problem(code="US101", where=str(into), message="there is no such folder"))
    write_files({into / name: text for name, text in texts.items()})
    for name in texts:
        click.echo(f"Wrote {shown_path(into / name)}")
    if not sections.is_whole:
        click.echo("Some files cannot be read: surefoot kb check says why.", err=True)


@click.command()
@click.argument("kind", type=click.Choice(list(KINDS)))
@click.argument("words", metavar='[PILLAR|TOPIC] "TITLE"', nargs=-1, required=True)
@click.option("--file", metavar="FILE", default="", help="The file of the base that it goes into.")
@knowledge_option
def new(kind: str, words: tuple[str, ...], file: str, knowledge_folder: Path | None) -> None:
    """Add a draft with all that is compulsory, ready to fill in.

    A rule or note needs its pillar or context, a question its topic: surefoot kb new rule
    recovery "Short sleep". The id comes from the title.
    """
    needed = 2 if KINDS[kind].homes else 1
    if len(words) != needed:
        home = f"its {_HOMES[kind]} and " if kind in _HOMES else ""
        message = f"a new {kind} takes {home}a title, not {_counted(len(words), 'word')}"
        fix = "put the title in quotes" if len(words) > needed else f"write {_call(kind)}"
        raise UsageError(Problem(code="US104", message=message, fix=fix))
    home = words[0] if needed > 1 else ""
    draft = add_draft(folder_to_change(knowledge_folder), kind, home, words[-1], file)
    click.echo(f"{shown_path(draft.path)}:{draft.line}: {kind} {draft.id}")
    click.echo(
        f"Fill in: {', '.join(draft.fill_in)}. Then: {_NEXT.get(kind, '')}"
        f"surefoot kb check{naming(knowledge_folder)}"
    )


def _call(kind: str) -> str:
    """How a command that begins something of a kind is written."""
    home = f"{_HOMES[kind].upper()} " if kind in _HOMES else ""
    return f'surefoot kb new {kind} {home}"TITLE"'


@click.command()
@click.argument("old")
@click.argument("new_id", metavar="NEW")
@click.option("--section", type=click.Choice(RENAMED),
              help="Which is meant where two sections have the id.")  # fmt: skip
@knowledge_option
def rename(old: str, new_id: str, section: str | None, knowledge_folder: Path | None) -> None:
    """Give something another id, wherever the base names it.

    The old id stays under `was:`, so that old answers and reports still load. All files are
    changed, or none.
    """
    base = folder_to_change(knowledge_folder)
    renamed = rename_id(base, old, new_id, section or "")
    for path, count in renamed.places.items():
        click.echo(f"{shown_path(path)}: {_counted(count, 'place')}")
    for path, count in renamed.comments.items():
        click.echo(f"{shown_path(path)}: {old} stays in {_counted(count, 'comment')}")
    for name, command in ((KNOWLEDGE_FILE, "schema"), (LOCK_NAME, "lock")):
        if (base / name).exists():
            click.echo(f"Then: surefoot kb {command}{naming(knowledge_folder)}")


@click.command()
@folder_argument
@click.option("--check", "only_check", is_flag=True,
              help="Change nothing; name the files that would change, and exit 1.")  # fmt: skip
def fmt(folder: Path | None, knowledge_folder: Path | None, *, only_check: bool) -> None:
    """Bring the files of a knowledge base into their usual form.

    Fields in their usual order, two blanks a level, long texts folded, quotes round single
    words gone. Comments, lists in brackets and what stands in the base stay as they are.
    """
    base = chosen_folder(folder, knowledge_folder)
    files = list(formatted_files(base or SHIPPED if only_check else folder_to_change(base)))
    changed = [one for one in files if one.after != one.before]
    if not only_check:
        write_files({one.path: one.after for one in changed})
    for one in changed:
        click.echo(f"{shown_path(one.path)}: {'would change' if only_check else 'changed'}")
    problems = [problem for one in files for problem in one.problems]
    if problems:
        click.echo(format_problems(problems), err=True)
    if problems or (only_check and changed):
        sys.exit(1)


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
