"""Every branch of every template is rendered by somebody, and every field is printed somewhere."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.screening.finished import read_finished
from surefoot.intake.interview.order import asking_order
from surefoot.reports import render as rendering
from surefoot.reports.club.making import club_context
from surefoot.reports.comparison.making import comparison_context
from surefoot.reports.context import report_context
from surefoot.reports.handover.making import handover_context
from surefoot.reports.house.coach_file import read_coach_words
from surefoot.reports.house.house_file import read_house
from surefoot.reports.paper_form.making import paper_form
from surefoot.reports.printing import Printing

from .support import context_page
from .support.clubs import club, quick
from .support.comparisons import NEW_DAY, OLD_DAY, PAIRS, side
from .support.finished_screenings import write_screening
from .support.golden import whole_person
from .support.sample_runners import DAY, RUNNERS, assessor, diagnosis
from .support.watched_templates import Watched, watching

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.reports.club.shapes import ClubContext
    from surefoot.reports.comparison.shapes import ComparisonContext
    from surefoot.reports.handover.shapes import HandoverContext
    from surefoot.reports.house.shapes import HouseHead
    from surefoot.reports.paper_form.shapes import PaperForm
    from surefoot.reports.shapes import ReportContext

_PEOPLE = (
    "answers-that-clash", "example", "eight-months-after-a-birth", "answers_with_record",
)  # fmt: skip
_FIXTURES = Path(__file__).parent / "fixtures"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with_house = _with_house(tmp_path_factory.mktemp("house"))
    contexts: list[rendering.Context] = [
        *_reports(with_house),
        *_handovers(with_house),
        *_comparisons(with_house),
        *_paper_forms(with_house),
        *_clubs(with_house, tmp_path_factory.mktemp("club")),
    ]
    with watching() as seen:
        for context in contexts:
            for format_ in rendering.FORMATS:
                rendering.render(context, format_)
        yield seen


def _with_house(folder: Path) -> Printing:
    """A print with all that a coach can add."""
    (folder / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">'
        '<rect width="40" height="20" fill="#123c4a"/></svg>'
    )
    (folder / "house.yaml").write_text("name: Jo\ncontact: [One, Two]\nlogo: logo.svg\n")
    action = diagnosis("weak").actions[0].advice.id
    (folder / "words.yaml").write_text(
        "by: Jo Smith, physiotherapist\ndate: 2026-11-23\nnote: Well done.\n"
        f"overrides:\n  - {{action: {action}, instead: Walk., reason: It hurts.}}\n"
    )
    house, coach = read_house(folder / "house.yaml"), read_coach_words(folder / "words.yaml")
    return Printing(date=DAY, house=house, coach=coach)


def _people() -> Iterator[Diagnosis]:
    yield from map(diagnosis, RUNNERS)
    yield from map(whole_person, _PEOPLE)
    yield _recorded()


def _recorded() -> Diagnosis:
    """A runner with a record of the weeks before."""
    read = read_answers(_FIXTURES / "answers_with_history.yaml", assessor().knowledge)
    return diagnose(assessor(), read.answers, DAY, read.history)


def _reports(with_house: Printing) -> Iterator[ReportContext]:
    for edition in ("runner", "coach"):
        for one in _people():
            yield report_context(one, Printing(date=DAY, edition=edition))
    whole = report_context(diagnosis("weak", "Ann"), with_house)
    yield whole
    assert whole.coach_note is not None
    note = replace(whole.coach_note, overridden="")
    yield replace(whole, coach_note=note, house=_bare(whole.house), runner="")
    yield from _unusual(report_context(diagnosis("weak"), Printing(date=DAY)))
    yield from _unusual_pictures(report_context(_recorded(), Printing(date=DAY)))
    with_record = report_context(whole_person("answers_with_record"), Printing(date=DAY))
    assert with_record.record is not None
    bare = replace(with_record.record, differences=(), caution="", jumps="", missing="", old="Old.")
    yield replace(with_record, record=bare)
    yield replace(with_record, record=bare, load=None)
    assert with_record.load is not None
    yield replace(with_record, load=replace(with_record.load, line=""))
    yield replace(with_record, load=None)


def _bare(house: HouseHead | None) -> HouseHead:
    assert house is not None
    return replace(house, logo=None, contact=())


def _unusual(usual: ReportContext) -> Iterator[ReportContext]:
    """What no runner of the shipped base has, but a runner of another base may."""
    yield replace(usual, open_count=1, contexts=())
    yield replace(usual, actions_why="Strength waits.", plan=None, open_topics=(), sources=())
    yield replace(usual, lead="", referral_first=True, sheet_weeks=())
    yield replace(usual, see_someone=replace(usual.see_someone, unused=("One", "Two")))
    plan = usual.plan
    assert plan is not None
    yield replace(usual, plan=replace(plan, placing="", race="", rows=(), steps=(), move_on=""))
    yield replace(usual, plan=replace(plan, race="Race in week 5.", move_on_not_for=""))


def _unusual_pictures(usual: ReportContext) -> Iterator[ReportContext]:
    """A number far off the axis, a block too narrow for its name, weeks without long runs."""
    pillar = next(one for one in usual.pillars if any(found.axis for found in one.findings))
    finding = next(one for one in pillar.findings if one.axis)
    assert finding.axis is not None
    assert usual.load is not None
    nameless = tuple(replace(one, name="") for one in finding.axis.blocks)
    axis = replace(finding.axis, beyond=1, blocks=nameless)
    yield replace(usual, pillars=(replace(pillar, findings=(replace(finding, axis=axis),)),))
    for open_bar, dots, line in (("M0 0h9", "", ""), ("", "M0 0h0", "M0 0h9")):
        chart = replace(usual.load.chart, open_bar=open_bar, dots=dots, line=line)
        yield replace(usual, load=replace(usual.load, chart=chart))


def _handovers(with_house: Printing) -> Iterator[HandoverContext]:
    for one in _people():
        yield handover_context(one, Printing(date=DAY))
    whole = handover_context(diagnosis("sore", "Ann"), with_house)
    yield whole
    two = ("One", "Two")
    flags = tuple(replace(one, places=two) for one in whole.flags)
    patterns = tuple(
        replace(one, places=two, signs_against=one.signs_for) for one in whole.patterns
    )
    yield replace(
        whole, flags=flags, patterns=patterns, unused_safety=two, limits=two, open_groups=(),
        house=_bare(whole.house),
    )  # fmt: skip


def _comparisons(with_house: Printing) -> Iterator[ComparisonContext]:
    for before, after in PAIRS.values():
        yield comparison_context(side(before, OLD_DAY), side(after, NEW_DAY), Printing(date=DAY))
    printing = replace(with_house, coach=None)
    yield comparison_context(side({}, None), side(PAIRS["other"][0], NEW_DAY), printing)
    usual = comparison_context(side({}, OLD_DAY), side(PAIRS["usual"][1], NEW_DAY), printing)
    done = tuple(replace(one, answers=(), note="Small.") for one in usual.actions_done)
    yield replace(usual, notes=("Another name.",), limits=("Too young.",), actions_done=done)
    yield replace(usual, flips=(), flips_more="2 rules.", house=_bare(usual.house))
    assert usual.chart is not None
    marks = tuple(replace(one, after=replace(one.after, dot=None)) for one in usual.chart.marks)
    yield replace(usual, chart=replace(usual.chart, marks=marks))


def _clubs(with_house: Printing, folder: Path) -> Iterator[ClubContext]:
    now = read_finished(write_screening(folder / "now", club(), rejected=1))
    former = read_finished(write_screening(folder / "former", dict(list(club().items())[:20])))
    knowledge = quick().knowledge
    yield club_context(now, former, knowledge, replace(with_house, coach=None, edition="coach"))
    page = club_context(now, None, knowledge, Printing(date=DAY, edition="coach"))
    unlisted = replace(page.seen[0], runners=(), has_signs=False, more="3 are not listed here.")
    missing = replace(page.seen[-1], about="Most of them did not answer one.")
    many = replace(page.seen[0], runners=page.seen[0].runners * 13)
    yield replace(page, seen=(unlisted, missing, many), jumps=(), findings=())
    page = club_context(now, None, knowledge, Printing(date=DAY))
    yield page
    workshops = tuple(replace(one, about="") for one in page.workshops)
    yield replace(page, workshops=workshops, since="Nobody.", moved=(), chart=None, spreads=())


def _paper_forms(with_house: Printing) -> Iterator[PaperForm]:
    order = asking_order(assessor().knowledge)
    form = paper_form(assessor(), order, Printing(date=DAY))
    yield form
    headed = paper_form(assessor(), order, with_house)
    bare = tuple(replace(one, needs="") for one in form.tests)
    yield replace(headed, tests=bare)
    yield replace(form, tests=(), house=_bare(headed.house))


def test_every_branch_of_every_template_is_rendered(watched: Watched) -> None:
    assert watched.never_rendered() == []


def test_every_field_of_a_context_is_printed_in_some_format(watched: Watched) -> None:
    printed = {(part, name) for _, part, name in watched.read}
    assert [
        f"{part.__name__}.{field.name}"
        for part in context_page.parts()
        for field in dataclasses.fields(part)
        if (part, field.name) not in printed
    ] == []
