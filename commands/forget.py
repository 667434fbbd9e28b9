"""The command `surefoot forget`: remove runners, with all that they said."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..engine.errors import Problem, UsageError
from .common import data_option, needs_terminal

if TYPE_CHECKING:
    from ..intake.store.forgetting import Held
    from ..intake.store.shapes import StoredRunner


@click.command()
@click.argument("name", required=False)
@click.option("--all", "everyone", is_flag=True, help="Forget all runners.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@data_option
def forget(name: str | None, data_folder: Path | None, *, everyone: bool, yes: bool) -> None:
    """Remove a runner with all answers, or all runners, for good.

    NAME is a name or an id, as `surefoot store list` prints them. Reports, exports and files of
    answers that you wrote elsewhere are yours: they stay where they are. What was kept of imported
    recordings goes with them, of all runners: it cannot be told whose it was.
    """
    if bool(name) == everyone:
        message = "say who is to be forgotten"
        fix = "surefoot forget NAME, or surefoot forget --all"
        raise UsageError(Problem(code="US108", message=message, fix=fix))
    from ..intake.activities.cache import open_cache  # noqa: PLC0415
    from ..intake.store.database import existing_store  # noqa: PLC0415
    from ..intake.store.forgetting import forget as forget_in  # noqa: PLC0415
    from ..intake.store.forgetting import held_of  # noqa: PLC0415
    from ..intake.store.naming import the_runner  # noqa: PLC0415

    store = existing_store(data_folder)
    runners: tuple[StoredRunner, ...] = (the_runner(store, name),) if name else store.runners()
    held = held_of(store, runners)
    if not held:
        click.echo("Nobody is kept here.")
        return
    if not yes:
        needs_terminal("add --yes, if you are sure")
        click.echo("This goes for good:")
    for one in held:
        click.echo(_line(one))
    if not yes:
        click.confirm("Forget it?", abort=True)
    left = forget_in(store, runners)
    open_cache().clear()
    click.echo(f"Forgotten: {len(held)} {'runner' if len(held) == 1 else 'runners'}.")
    click.echo("Reports, exports and files of answers that you wrote elsewhere stay there.")
    if left:
        message = f"old parts of the file may still hold some of it: {left}"
        fix = "end that, and run: surefoot store clean"
        raise UsageError(Problem(code="US121", where=str(store.path), message=message, fix=fix))


def _line(held: "Held") -> str:
    name = held.runner.name or "(no name)"
    interviews = "1 interview" if held.interviews == 1 else f"{held.interviews} interviews"
    days = f", {held.first} to {held.last}" if held.interviews else ""
    return f"  {name} ({held.runner.id}): {interviews}, {held.entries} entries{days}"
