"""The questions on paper: all of them, each once, readable without the screen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from surefoot.engine.condition import NEVER
from surefoot.engine.loading import load_knowledge
from surefoot.intake.interview.order import asking_order
from surefoot.reports.paper_form.making import paper_form
from surefoot.reports.paper_form.shapes import PaperForm, PaperQuestion
from surefoot.reports.paper_form.writing import PAPER_FORMATS, build_paper_form
from surefoot.reports.printing import IMPERIAL, Printing

from .support import needs, page_text, verapdf
from .support.page_text import Page

KNOWLEDGE = load_knowledge()
TINY = load_knowledge(Path(__file__).parent / "fixtures" / "tiny_knowledge")
PRINTING = Printing(date=dt.date(2026, 11, 23))


def _form(printing: Printing = PRINTING) -> PaperForm:
    return paper_form(KNOWLEDGE, asking_order(KNOWLEDGE), printing)


def _asked(form: PaperForm) -> dict[str, PaperQuestion]:
    return {one.id: one for section in form.sections for one in section.questions}


def test_every_question_stands_on_paper_once() -> None:
    asked = _asked(_form())
    site_of = KNOWLEDGE.site_of
    for one in KNOWLEDGE.questions.values():
        if one.gate == NEVER:
            continue
        topic, _, rest = one.id.partition(".")
        general = f"{topic}.PLACE.{rest.partition('.')[2]}"
        names = {one.id} if site_of(one) is None else {one.id, general}
        assert len(names & asked.keys()) == 1, one.id
    numbers = [int(one.number) for one in asked.values()]
    assert numbers == list(range(1, len(asked) + 1))


def test_every_choice_has_a_box_and_every_number_its_range() -> None:
    asked = _asked(_form())
    assert asked["shoes.fit"].options == tuple(
        getattr(KNOWLEDGE.questions["shoes.fit"].kind, "labels", {}).values()
    )
    assert asked["training.weekly_km"].room == "0 to 350 km"
    assert asked["plan.race_date"].room == "day, month, year"
    assert asked["runner.name"].options == () == asked["runner.age"].options


def test_who_a_question_is_for_is_said_by_the_box_that_was_ticked() -> None:
    asked = _asked(_form())
    gate = asked["safety.faint_last_day"].only_if
    heart = asked["safety.heart"]
    assert gate.startswith("Only if you ticked “A faint, a near-faint")
    assert gate.endswith(f" in {heart.number}.")
    assert asked["form.easy_pace"].only_if == (
        f"Only if you ticked “Yes” in {asked['form.knows_cadence'].number}."
    )


def test_questions_of_all_places_name_no_place() -> None:
    asked = _asked(_form())
    assert asked["symptom.PLACE.side"].ask == "Which side is sore?"
    weeks = asked["symptom.PLACE.stopped_running"].only_if
    assert weeks == "Only if how long is at least 2 weeks."
    assert asked["symptom.PLACE.cold_foot"].only_if.startswith("For: Shin and Calf.")
    assert asked["symptom.heel.squeeze_hurts"].only_if == "For: Underside or side of the heel."


def test_in_miles_where_that_is_wanted() -> None:
    printing = Printing(date=PRINTING.date, units=IMPERIAL)
    assert _asked(_form(printing))["training.weekly_km"].room == "0 to 200 mi"  # as people speak


@pytest.mark.parametrize("name", PAPER_FORMATS)
@pytest.mark.parametrize("base", [KNOWLEDGE, TINY], ids=["real", "tiny"])
def test_the_same_base_gives_the_same_bytes(base: object, name: str) -> None:
    knowledge = KNOWLEDGE if base is KNOWLEDGE else TINY
    made = [build_paper_form(knowledge, asking_order(knowledge), name, PRINTING) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].data
    assert not made[0].warning


def test_another_format_is_refused() -> None:
    with pytest.raises(KeyError):
        build_paper_form(TINY, asking_order(TINY), "ics", PRINTING)


def test_the_pdf_says_what_the_page_says(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    order = asking_order(KNOWLEDGE)
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(build_paper_form(KNOWLEDGE, order, "pdf", PRINTING).data)
    page = Page(build_paper_form(KNOWLEDGE, order, "html", PRINTING).data.decode()).text
    in_pdf = page_text.words(page_text.pdf_text(pdf))
    joined = page_text.joined(page) & in_pdf
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined)} == {"Surefoot"}


def test_the_pdf_keeps_its_two_standards(tmp_path: Path) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(build_paper_form(TINY, asking_order(TINY), "pdf", PRINTING).data)
    assert verapdf.validate(pdf, ["ua1", "3a"]) == []
