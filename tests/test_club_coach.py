"""What the coach alone reads: who should be seen first, and who changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.scoring import Band
from surefoot.reports.batch.urgency import OPEN, WAYS, urgency_of
from surefoot.reports.club.words import (
    HELD,
    MOVED_TO_WEAK,
    NEW_SIGN,
    NOT_READ,
    ONLY_BEFORE,
    ONLY_NOW,
    SELF_CARE,
    SIGN_GONE,
)

from .support.clubs import answers, club, club_page, quick
from .support.finished_screenings import write_screening

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.diagnosis import Diagnosis

_ONE = "strength.sessions_per_week"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_screening(tmp_path_factory.mktemp("club") / "out", club())


def _expected(one: Diagnosis) -> str:
    """The group of a runner, by their own report; empty for none."""
    way = urgency_of(one)[0]
    if way and way != OPEN:
        return WAYS[way]
    if one.plan.mode == "hold":
        return HELD
    if any(limit.rule.id == "limit.under-16" for limit in one.limits):
        return "Under 16"
    return WAYS[way] if way else SELF_CARE if one.flags else ""


def test_the_coach_reads_of_everyone_whom_to_look_after(tmp_path: Path) -> None:
    some = dict(list(club().items())[:16])
    usual = next(one for one in club().values() if not one.flags).answers
    others = {
        "ill": diagnose(quick(), {**usual, **answers("safety.general=fever_or_flu")}),
        "young": diagnose(quick(), {**usual, **answers("runner.age=15")}),
    }
    people = {**some, **others}
    page = club_page(write_screening(tmp_path, people), "coach")
    expected: dict[str, set[str]] = {}
    for id_, one in people.items():
        if words := _expected(one):
            expected.setdefault(words, set()).add(id_)
    found = {one.way: {runner.id for runner in one.runners} for one in page.seen}
    assert found == expected
    order = [*(words for way, words in WAYS.items() if way != OPEN)]
    order += [HELD, "Under 16", WAYS[OPEN], SELF_CARE]
    assert [one.way for one in page.seen] == sorted(expected, key=order.index)
    for group in page.seen:
        assert group.count.startswith(f"{len(expected[group.way])} runner")
    assert {"ill"} <= expected[HELD]
    assert expected["Under 16"] == {"young"}


def test_a_form_without_safety_questions_is_told_to_the_coach(tmp_path: Path) -> None:
    asked = ("runner.age", "runner.sex", "safety.general", _ONE)
    short = {
        id_: diagnose(quick(), {name: one.answers[name] for name in asked if name in one.answers})
        for id_, one in list(club().items())[:12]
    }
    page = club_page(write_screening(tmp_path, short), "coach")
    (group,) = (one for one in page.seen if one.way == WAYS[OPEN])
    questions = quick().knowledge.questions
    assert questions["safety.heart"].title in group.about
    assert questions["safety.general"].title not in group.about
    assert questions["runner.sex"].title not in re.findall("“(.*?)”", group.about)


def test_rejected_rows_that_told_a_sign_come_first(tmp_path: Path) -> None:
    write_screening(tmp_path, club(), rejected=2)
    (tmp_path / "rejects.csv").write_text(
        "file,line,id,reasons,tier,flags\n"
        "c.csv,7,ann,AN103 out of range,,\n"
        'c.csv,9,bob,AN103 out of range,A,"flag.chest-pain-now, flag.fever"\n'
        "c.csv,12,c.csv:12,AN121 too many cells,B,flag.palpitations\n"
    )
    first = club_page(tmp_path, "coach").seen[0]
    assert (first.way, first.count) == (NOT_READ, "2 runners")
    rules = quick().knowledge.rules
    titles = (rules["flag.chest-pain-now"].title, rules["flag.fever"].title)
    assert [(one.id, one.signs) for one in first.runners] == [
        ("bob (c.csv:9)", "; ".join(titles)),
        ("c.csv:12", rules["flag.palpitations"].title),
    ]
    assert "bob" not in str(club_page(tmp_path))


def test_the_most_urgent_sign_comes_first(folder: Path) -> None:
    signs = {
        one.id: one.signs for group in club_page(folder, "coach").seen for one in group.runners
    }
    for id_, one in club().items():
        way, sign = urgency_of(one)
        if way and way != OPEN:
            assert signs[id_].startswith(sign.partition(" (safety")[0])


def test_the_coach_reads_who_changed_by_id(tmp_path: Path) -> None:
    people = list(club().items())
    id_, one = next((id_, one) for id_, one in people[1:12] if not one.flags)
    worse = answers("safety.heart=palpitations_with_dizziness")
    changed = diagnose(quick(), {**one.answers, **worse})
    old = dict(people[:12]) | {id_: one}
    new = {**{key: value for key, value in old.items() if key != people[0][0]}, id_: changed}
    new["zed"] = one
    folders = write_screening(tmp_path / "new", new), write_screening(tmp_path / "old", old)
    page = club_page(folders[0], "coach", since=folders[1])
    found = {group.way: {one.id: one.signs for one in group.runners} for group in page.changed}
    assert found[NEW_SIGN].keys() == {id_}
    assert "A racing or uneven heartbeat" in found[NEW_SIGN][id_]
    assert found[ONLY_NOW].keys() == {"zed"}
    assert found[ONLY_BEFORE].keys() == {people[0][0]}
    back = club_page(folders[1], "coach", since=folders[0])
    gone = next(group for group in back.changed if group.way == SIGN_GONE)
    assert [one.id for one in gone.runners] == [id_]
    assert club_page(folders[0], since=folders[1]).changed == ()


def test_the_coach_reads_who_moved_to_weak(folder: Path, tmp_path: Path) -> None:
    rested = club("recovery.sleep_hours=8,recovery.stress=1")
    page = club_page(folder, "coach", since=write_screening(tmp_path, rested))
    expected = {
        id_
        for id_, one in club().items()
        if one.plan.shown and rested[id_].plan.shown
        and one.score("recovery").band is Band.WEAK
        and rested[id_].score("recovery").band in {Band.SOLID, Band.WATCH}
    }  # fmt: skip
    (group,) = (one for one in page.changed if one.way == MOVED_TO_WEAK)
    assert {one.id for one in group.runners if "Recovery" in one.signs} == expected
    assert expected
