"""What a club page says, in every format, and what it must not say."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import UsageError
from surefoot.engine.scoring import Band
from surefoot.engine.screening.duck import connect
from surefoot.reports.club.jumps import jump_rules

from .support.clubs import RUNNERS, club, club_page, quick
from .support.finished_screenings import write_screening

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


_ONE = "strength.sessions_per_week"
_FIELDS = {"weak": Band.WEAK, "watch": Band.WATCH, "solid": Band.SOLID}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_screening(tmp_path_factory.mktemp("club") / "out", club())


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An earlier screening with the same answers."""
    day = "2026-05-03T18:00:00+02:00"
    return write_screening(tmp_path_factory.mktemp("before") / "out", club(), screened=day)


def _number(text: str) -> int | None:
    """A count that is printed as it is; None for one that is hidden."""
    if text == "none":
        return 0
    return int(text.replace(",", "")) if re.fullmatch(r"[\d,]+", text) else None


# --- counts


def test_bands_are_those_of_the_runners_own_reports(folder: Path) -> None:
    shown = [one for one in club().values() if one.plan.shown]
    exact = 0
    for line, name in zip(club_page(folder).bands, quick().knowledge.scored, strict=True):
        counts = Counter(one.score(name).band for one in shown)
        for field, band in _FIELDS.items():
            number = _number(getattr(line, field))
            assert number in {None, counts[band]}
            exact += number is not None
    assert exact > 6


def test_the_picture_has_the_numbers_of_the_table_and_no_bar_below_five(folder: Path) -> None:
    page = club_page(folder)
    assert page.chart is not None
    for line, spread in zip(page.bands, page.spreads, strict=True):
        assert f"solid {line.solid}" in spread
        assert f"watch {line.watch}" in spread
        assert spread in page.chart.description
        bars = [int(one.replace(",", "")) for one in re.findall(r" to \d+: ([\d,]+)", spread)]
        assert all(one >= 5 for one in bars)
    shown = sum(len(one.hidden) for one in page.chart.plots)
    texts = [getattr(line, field) for line in page.bands for field in _FIELDS]
    assert shown == sum(_number(one) is None for one in texts)
    for plot in page.chart.plots:
        assert all(plot.left <= one.x <= one.x + one.width <= plot.right + 0.1 for one in plot.bars)
        assert all(one.y + one.height == pytest.approx(plot.base) for one in plot.bars)


def test_no_count_of_runners_below_five_stands_anywhere_in_the_runners_edition(
    folder: Path, before: Path
) -> None:
    page = club_page(folder, since=before)
    groups = (page.bands, page.jumps, page.findings, page.workshops, page.moved)
    texts = {
        text
        for lines in groups
        for line in lines
        for field, text in asdict(line).items()
        if field not in {"title", "about", "way", "rule"}
    }
    assert not texts & {"0", "1", "2", "3", "4"}
    assert "under 5" in texts


def test_findings_count_each_runner_once_in_an_item_as_their_reports_do(folder: Path) -> None:
    rules = quick().knowledge.rules
    counts = Counter(
        item.rule
        for one in club().values()
        for score in (*one.pillars, *one.contexts)
        for item in score.items
        if item.rule is not None
    )
    fires = Counter(
        rule for one in club().values() for rule, state in one.assessment.states.items() if state
    )
    listed = club_page(folder).findings
    for line in listed:
        assert line.title == rules[line.rule].title
        assert _number(line.runners) in {None, counts[line.rule]}
    numbers = [counts[one.rule] for one in listed]
    assert numbers == sorted(numbers, reverse=True)
    assert len(listed) == 10
    assert any(counts[one.rule] < fires[one.rule] for one in listed)
    lines = {one.rule: _number(one.runners) for one in club_page(folder, "coach").findings}
    assert all(number == counts[rule] for rule, number in lines.items())


def test_jumps_are_found_by_what_rules_read() -> None:
    found = {rule.id: compared for rule, compared in jump_rules(quick().knowledge)}
    week = "Longest run this week against the 30 days before"
    two_weeks = "Last two weeks against the two before"
    assert found == {
        "load.longer-single-run": week, "load.doubled-single-run": week,
        "load.weekly-jump": two_weeks, "load.weekly-jump-new-runner": two_weeks,
    }  # fmt: skip


def test_the_workshop_is_on_the_pillar_that_is_weak_for_most(folder: Path) -> None:
    page = club_page(folder)
    weak = {
        pillar.title: sum(
            one.plan.shown and one.score(name).band is Band.WEAK for one in club().values()
        )
        for name, pillar in quick().knowledge.pillars.items()
    }
    assert weak[page.workshops[0].title] == max(weak.values()) >= 5
    first = page.workshops[0]
    told = f"{first.title} is weak for " if _number(first.weak) else "No pillar is weak for more"
    assert page.headline.startswith(told)
    assert page.workshop.startswith(f"A workshop on {page.workshops[0].title.lower()} could serve")


def test_a_short_form_that_decides_no_pillar_is_said_to_be_one(tmp_path: Path) -> None:
    short = {
        id_: diagnose(quick(), {_ONE: one.answers[_ONE]})
        for id_, one in club().items()
        if _ONE in one.answers
    }
    page = club_page(write_screening(tmp_path, short))
    assert page.headline == "Too little was answered to say which pillar is weak"
    assert "ask more of its questions next time. By what is found at all, Str" in page.workshop
    assert (page.chart, page.chart_narrow, page.spreads) == (None, None, ())
    assert {one.rule for one in page.findings} <= {"strength.no-session", "strength.one-session"}


def test_the_runners_edition_names_nobody(folder: Path) -> None:
    assert "example.org" not in json.dumps(str(club_page(folder)))
    assert club_page(folder).seen == ()
    assert "example.org" in str(club_page(folder, "coach"))


# --- change


def test_the_same_answers_twice_moved_nobody(folder: Path, before: Path) -> None:
    page = club_page(folder, since=before)
    day = "3 May 2026"
    assert page.since == f"{RUNNERS} of these runners are in the earlier screening of {day} too."
    for line in page.moved:
        assert (line.better, line.worse, line.not_clear) == ("none", "none", "none")


def test_moves_say_no_more_of_small_bands_than_their_table(folder: Path, before: Path) -> None:
    page = club_page(folder, since=before)
    hidden = 0
    for band, move in zip(page.bands, page.moved, strict=True):
        texts = [getattr(band, field) for field in _FIELDS]
        if None in map(_number, texts):
            hidden += 1
            surely = sum(_least(text) for text in texts)
            moves = (move.better, move.same, move.worse, move.not_clear)
            assert sum(map(_least, moves)) <= surely
    assert hidden


def _least(text: str) -> int:
    """How many there are at least, for a reader."""
    if text in {"none", "not shown"}:
        return 0
    return 1 if text == "under 5" else int(text.removesuffix(" or more").replace(",", ""))


def test_a_better_band_is_counted_as_one(folder: Path, tmp_path: Path) -> None:
    slept = write_screening(tmp_path / "new", club("recovery.sleep_hours=8,recovery.stress=1"))
    moves = _moves(club(), club("recovery.sleep_hours=8,recovery.stress=1"), "recovery")
    (line,) = (one for one in club_page(slept, since=folder).moved if one.title == "Recovery")
    for field in ("better", "same", "worse", "not_clear", "apart"):
        assert _number(getattr(line, field)) in {None, moves[field]}
    assert moves["better"] > 0


def _moves(before: Any, after: Any, name: str) -> Counter[str]:
    order = [Band.WEAK, Band.WATCH, Band.SOLID]
    moves = Counter[str]()
    for id_, one in after.items():
        old, new = before[id_].score(name), one.score(name)
        is_both = one.plan.shown and before[id_].plan.shown
        if not is_both or old.band not in order or new.band not in order:
            moves["apart"] += 1
        elif old.band is new.band:
            moves["same"] += 1
        elif max(old.low, new.low) <= min(old.high, new.high):
            moves["not_clear"] += 1
        else:
            moves["better" if order.index(new.band) > order.index(old.band) else "worse"] += 1
    return moves


def test_a_runner_may_write_the_same_id_in_another_way(folder: Path, tmp_path: Path) -> None:
    named = {f"Ann{id_}@X.org": one for id_, one in club().items()}
    other = {f" ann{id_}@x.ORG": one for id_, one in club().items()}
    now, before = write_screening(tmp_path / "a", named), write_screening(tmp_path / "b", other)
    assert club_page(now, "coach", since=before).changed == ()
    assert club_page(now, since=before).since.startswith(f"{RUNNERS} of these runners")


def test_runners_of_one_screening_alone_are_not_compared(folder: Path, tmp_path: Path) -> None:
    some = dict(list(club().items())[:20])
    page = club_page(folder, since=write_screening(tmp_path / "old", some))
    assert page.since.startswith("20 of these runners")
    few = dict(list(club().items())[:3])
    page = club_page(folder, since=write_screening(tmp_path / "few", few))
    assert page.since.startswith("Under 5 of these runners")
    assert page.moved == ()


def test_an_earlier_screening_must_be_another_and_earlier(
    folder: Path, before: Path, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="this screening is set against itself"):
        club_page(folder, since=folder.parent / "." / folder.name)
    later = write_screening(tmp_path, club(), screened="2026-05-04T08:00:00+02:00")
    assert club_page(later, since=before).since
    with pytest.raises(UsageError, match="screened on 4 May 2026, after the one"):
        club_page(before, since=later)


# --- files


@pytest.mark.parametrize("format_", ["parquet", "csv"])
def test_results_in_another_format_give_the_same_page(
    folder: Path, tmp_path: Path, format_: str
) -> None:
    (tmp_path / "parts").mkdir()
    with connect() as connection:
        connection.execute(
            f"COPY (FROM read_json('{folder}/parts/*.jsonl', sample_size = -1)) "
            f"TO '{tmp_path}/parts/part-all.{format_}'"
        )
    part = [{"file": f"parts/part-all.{format_}"}]
    data = json.loads((folder / "manifest.json").read_text())
    other = {**data, "format": format_, "parts": part}
    (tmp_path / "manifest.json").write_text(json.dumps(other))
    assert club_page(tmp_path, "coach") == club_page(folder, "coach")


def test_a_part_may_be_several_files_as_spark_writes_it(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    data = json.loads((folder / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(
        json.dumps({**data, "parts": [{"file": "parts/part-*.jsonl"}]})
    )
    assert club_page(tmp_path, "coach") == club_page(folder, "coach")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tallies": {}}, "manifest.json is not as surefoot screen wrote it"),
        ({"tallies": {"rules": {}, "open": {}}}, "the manifest does not count every rule"),
        ({"runners": 9}, "a page that names nobody is of 10 runners or more"),
        ({"screened": "yesterday"}, "manifest.json is not as surefoot screen wrote it"),
        ({"runners": RUNNERS + 1}, f"hold {RUNNERS} runners, and the manifest says {RUNNERS + 1}"),
        ({"columns": ["id", "tier"]}, "flags, limits, plan.mode and 26 others"),
        ({"parts": [{"file": "parts/part-00009.jsonl"}]}, "a part of the screening is not there"),
        (
            {"parts": [{"file": "../part-0.jsonl"}]},
            "manifest.json is not as surefoot screen wrote it",
        ),
        ({"parts": [{"file": "parts/.."}]}, "manifest.json is not as surefoot screen wrote it"),
        (
            {"parts": [{"file": "/part-0.jsonl"}]},
            "manifest.json is not as surefoot screen wrote it",
        ),
        (
            {"knowledge": {"name": "Other", "version": "2.0.0", "hash": "12"}},
            "it was screened by the rules of Other 2.0.0 (12)",
        ),
    ],
)
def test_a_screening_that_cannot_be_counted_is_refused(
    tmp_path: Path, changed: dict[str, object], said: str
) -> None:
    write_screening(tmp_path, club(), **changed)
    with pytest.raises(UsageError, match=re.escape(said)):
        club_page(tmp_path)


def test_a_folder_without_a_screening_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no finished screening in this folder"):
        club_page(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text[:-200], "this file is damaged"),
        (lambda text: text.replace('"flags": "', '"flags": "flag.none-such, '), "flag.none-such"),
        (lambda text: text.replace('.band": "', '.band": "very '), "a band of pillar"),
    ],
)
def test_damaged_results_end_in_an_error_of_ours(
    tmp_path: Path, spoil: Callable[[str], str], said: str
) -> None:
    write_screening(tmp_path, club())
    part = tmp_path / "parts" / "part-00001.jsonl"
    part.write_text(spoil(part.read_text()))
    with pytest.raises(UsageError, match=said):
        club_page(tmp_path, "coach")


def test_rows_that_were_not_read_are_told(tmp_path: Path) -> None:
    write_screening(tmp_path, club(), rejected=2)
    assert club_page(tmp_path).notes == ("2 rows could not be read and are not counted.",)
    write_screening(tmp_path, club(), rejected=1)
    assert club_page(tmp_path, "coach").notes[0].startswith("1 row could not be read and is not")
