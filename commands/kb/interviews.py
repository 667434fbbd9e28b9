"""How long an interview is until its result is proved: `surefoot kb interviews`."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles

import click

from ...engine.population.interviews import Interviewed, interview_all
from ..common import chosen_formats, format_option
from .check import chosen_folder, folder_argument
from .made_up import made_up_options, processes_for, watch_runners

_FEWEST_TO_SHARE = 100
_TWENTIETHS = 20


@click.command()
@folder_argument
@made_up_options(1_000)
@format_option("txt", "json", default="txt")
def interviews(  # noqa: PLR0913  (its options)
    folder: Path | None,
    knowledge_folder: Path | None,
    count: int,
    seed: int,
    processes: int | None,
    formats: str | None,
    *,
    as_json: bool,
) -> None:
    """Say how many questions an interview asks until nothing that is left can change the result.

    Without DIR it is the base that comes with Surefoot. Made-up runners are asked as people are,
    quick and in full. Exits 1 if a result that was called proved changed after all.
    """
    wanted = chosen_formats(formats, ("txt", "json"), "txt", as_json=as_json)
    found = interview_all(
        chosen_folder(folder, knowledge_folder),
        count,
        seed,
        processes=processes_for(processes, count, _FEWEST_TO_SHARE),
        watch=lambda done: watch_runners(done, count),
    )
    changed = [one for one in found if not (one.headline_stays and one.result_stays)]
    if wanted == ("json",):
        click.echo(json.dumps(_data(found, changed, seed), indent=1))
    else:
        click.echo("\n".join(_lines(found, changed, seed)))
    if changed:
        sys.exit(1)


def _data(found: list[Interviewed], changed: list[Interviewed], seed: int) -> dict[str, object]:
    ended, whole = _ended_and_whole(found)
    return {
        "runners": len(found),
        "seed": seed,
        "ended_early": len(ended),
        **{key: _spread(counts) for key, (_, counts) in _counts(whole).items() if counts},
        "headline_share": _share([one.headline / one.full for one in whole]),
        "result_share": _share([one.result / one.full for one in whole]),
        "changed": [one.number for one in changed],
    }


def _ended_and_whole(
    found: list[Interviewed],
) -> tuple[list[Interviewed], list[Interviewed]]:
    """Those whom an emergency or a limit ended, and the others."""
    return [one for one in found if one.is_over], [one for one in found if not one.is_over]


def _counts(whole: list[Interviewed]) -> dict[str, tuple[str, list[int]]]:
    """What is counted, by its key: how it is called, and the counts."""
    return {
        "headline": ("until the headline is proved", [one.headline for one in whole]),
        "result": ("until the whole result is proved", [one.result for one in whole]),
        "full": ("to the end", [one.full for one in whole]),
        "quick_changes": ("changes of topic, quick", [one.quick_changes for one in whole]),
        "changes": ("changes of topic, full", [one.changes for one in whole]),
    }


def _spread(counts: Iterable[int]) -> dict[str, float]:
    listed = sorted(counts)
    twentieths = quantiles(listed, n=_TWENTIETHS) if len(listed) > 1 else [*listed, *listed]
    return {
        "median": median(listed), "fewest": listed[0], "most": listed[-1],
        "of_95_in_100_at_most": round(twentieths[-1]),
    }  # fmt: skip


def _share(shares: list[float]) -> float | None:
    return round(median(shares), 3) if shares else None


def _lines(found: list[Interviewed], changed: list[Interviewed], seed: int) -> list[str]:
    ended, whole = _ended_and_whole(found)
    lines = [f"{len(found):,} made-up runners, seed {seed}: questions asked", ""]
    if whole:
        lines += _table(whole)
    if ended:
        at = median(one.result for one in ended)
        lines += ["", f"{len(ended):,} more were ended by an emergency or a limit, after {at:g} "
                  "questions in the middle."]  # fmt: skip
    if changed:
        numbers = ", ".join(str(one.number) for one in changed[:_TWENTIETHS])
        lines += ["", f"Proved and changed after all, for {len(changed)} runners: {numbers}"]
    else:
        lines += ["", "In all of them the answers to everything end with what was proved."]
    return lines


def _table(whole: list[Interviewed]) -> list[str]:
    lines = [f"{'':34}{'median':>8}{'fewest':>8}{'95 of 100':>11}{'most':>7}"]
    for title, counts in _counts(whole).values():
        spread = _spread(counts)
        lines.append(
            f"{title:34}{spread['median']:>8g}{spread['fewest']:>8}"
            f"{spread['of_95_in_100_at_most']:>11}{spread['most']:>7}"
        )
    headline = 100 * median(one.headline / one.full for one in whole)
    result = 100 * median(one.result / one.full for one in whole)
    return [
        *lines,
        "",
        f"Half of these {len(whole):,} need at most {headline:.0f} of 100 questions of their whole "
        "interview until",
        f"the headline is proved, and at most {result:.0f} until the whole result is.",
    ]
