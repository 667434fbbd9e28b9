"""The command `surefoot checkin`: four short questions about the past seven days."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from .common import chosen_formats, data_option, format_option, needs_terminal, read_line
from .diagnosing import today
from .runner_choice import find_runner, names_of, runner_option

if TYPE_CHECKING:
    from ..intake.check_in import CheckIn
    from ..intake.referral import Standing

_FORMATS = ("text", "json")


@click.command()
@runner_option
@data_option
@format_option(*_FORMATS, default="text")
def checkin(
    runner_name: str | None,
    data_folder: Path | None,
    formats: str | None,
    *,
    as_json: bool,
) -> None:
    """Say in four short questions how the past seven days went.

    You get a number from 0, no trouble, to 100, could not run; what changed since the last
    time; and who should look. Do it once a week. With --format json the questions go to standard
    error.
    """
    (name,) = chosen_formats(formats, _FORMATS, "text", as_json=as_json)
    if name == "text" or not sys.stdin.isatty():
        needs_terminal("run it in a terminal, or use the page of surefoot serve")
    from ..engine.prepared import load_prepared  # noqa: PLC0415
    from ..intake.check_in import check_ins, open_check_in  # noqa: PLC0415
    from ..intake.check_in_words import route_of, tell  # noqa: PLC0415
    from ..intake.referral import Standing, standing_of  # noqa: PLC0415
    from ..intake.store.database import existing_store  # noqa: PLC0415
    from ..intake.terminal.dialogue import run_interview  # noqa: PLC0415
    from ..intake.terminal.lines import Lines  # noqa: PLC0415

    store = existing_store(data_folder)
    runner, day = find_runner(store, runner_name), today()
    kept = open_check_in(store, runner, runner_name or "", day)
    lines = Lines(read_line, click.echo) if name == "text" else Lines(_read_beside, _write_beside)
    standing = standing_of(store, runner.id, load_prepared()) if runner else Standing()
    said = tuple(_said_before(standing))
    lines.say(*said)
    if not standing.has_plan:
        return
    if runner is None and runner_name and store.runners():
        lines.say(f"A new runner: {runner_name}. There are already: {names_of(store)}.")
    if runner and any(one.day == day for one in check_ins(store, runner.id)):
        lines.say("You checked in today already. What you change now replaces it.")
    outcome = run_interview(kept.interview, lines, kept.keep, is_check_in=True)
    if outcome.reason == "saved" or kept.runner is None:
        if outcome.answers:
            named = f" --runner {quote(runner_name)}" if runner_name else ""
            lines.say(f"To go on today: surefoot checkin{named}")
        return
    kept.finish(day)
    past = check_ins(store, kept.runner.id)
    told = tell(past)
    if name == "json":
        click.echo(json.dumps(_data(past, told.way), indent=1, ensure_ascii=False))
        return
    lines.say("", *said)
    is_mild = standing.flag is not None and route_of(past) in {"", "self-care"}
    lines.say(*(replace(told, way="", advice=()) if is_mild else told).lines())


def _said_before(standing: "Standing") -> Iterator[str]:
    """What stands above a check-in, and why there is none where no plan is shown."""
    from ..intake.spoken import where_to_go  # noqa: PLC0415

    if standing.flag is not None:
        yield f"From your last answers: {where_to_go(standing.flag)}"
        if standing.has_plan:
            yield "This stays so, whatever the check-in says."
            return
        yield "No plan is shown until someone has looked, so there is nothing to check in on."
    elif standing.limit:
        yield f"{standing.limit}: Surefoot does not assess this runner. There is no check-in."


def _read_beside(prompt: str) -> str:
    click.echo(prompt, nl=False, err=True)
    return input()


def _write_beside(line: str) -> None:
    click.echo(line, err=True)


def _data(past: Sequence["CheckIn"], see: str) -> dict[str, Any]:
    """The last check-in as plain data, with whom to see, and the scores of those before."""
    last = past[-1]
    return {
        **_score(last),
        "see": see,
        "next_day": last.due.isoformat(),
        "answers": {name: answer.entered for name, answer in last.answers.items()},
        "flags": [
            {
                "id": one.rule.id, "title": one.rule.title, "tier": one.warn.tier,
                "route": one.warn.route, "because": one.because, "running": one.running,
                "tell": one.warn.tell,
            }
            for one in last.flags
        ],
        "before": [_score(one) for one in past[:-1]],
    }  # fmt: skip


def _score(check_in: "CheckIn") -> dict[str, Any]:
    return {
        "day": check_in.day.isoformat(),
        "score": check_in.score,
        "is_substantial": check_in.is_substantial,
    }
