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

    Without DIR it is the base that comes with Surefoot. Made-up runners are asked in the order in
    which most is settled soonest. Exits 1 if a result that was called proved changed after all.
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
    return {
        "runners": len(found),
        "seed": seed,
        "full": _spread(one.full for one in found),
        "headline": _spread(one.headline for one in found),
        "result": _spread(one.result for one in found),
        "headline_share": round(median(one.headline / one.full for one in found), 3),
        "result_share": round(median(one.result / one.full for one in found), 3),
        "changed": [one.number for one in changed],
    }


def _spread(counts: Iterable[int]) -> dict[str, float]:
    listed = sorted(counts)
    twentieths = quantiles(listed, n=_TWENTIETHS) if len(listed) > 1 else [*listed, *listed]
    return {
        "median": median(listed), "fewest": listed[0], "most": listed[-1],
        "of_95_in_100_at_most": round(twentieths[-1]),
    }  # fmt: skip


def _lines(found: list[Interviewed], changed: list[Interviewed], seed: int) -> list[str]:
    rows = {
        "until the headline is proved": [one.headline for one in found],
        "until the whole result is proved": [one.result for one in found],
        "to the end": [one.full for one in found],
    }
    lines = [f"{len(found):,} made-up runners, seed {seed}: questions asked", ""]
    lines.append(f"{'':34}{'median':>8}{'fewest':>8}{'95 of 100':>11}{'most':>7}")
    for title, counts in rows.items():
        spread = _spread(counts)
        lines.append(
            f"{title:34}{spread['median']:>8g}{spread['fewest']:>8}"
            f"{spread['of_95_in_100_at_most']:>11}{spread['most']:>7}"
        )
    headline = 100 * median(one.headline / one.full for one in found)
    result = 100 * median(one.result / one.full for one in found)
    lines += [
        "",
        f"Half of the runners need at most {headline:.0f} of 100 questions of their full interview "
        "until",
        f"the headline is proved, and at most {result:.0f} until the whole result is.",
    ]
    if changed:
        numbers = ", ".join(str(one.number) for one in changed[:_TWENTIETHS])
        lines.append(f"Proved and changed after all, for {len(changed)} runners: {numbers}")
    else:
        lines.append("In all of them the full interview ends with what was proved.")
    return lines
