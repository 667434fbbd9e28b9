"""The questions on paper: all of them, each once, readable without the screen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from surefoot.commands.paper_form import PAPER_FORMATS
from surefoot.engine.assessment import Assessor
from surefoot.engine.condition import NEVER
from surefoot.engine.loading import load_knowledge
from surefoot.intake.interview.order import asking_order
from surefoot.reports.paper_form.making import paper_form
from surefoot.reports.paper_form.shapes import PaperForm, PaperQuestion
from surefoot.reports.paper_form.writing import build_paper_form
from surefoot.reports.printing import IMPERIAL, Printing

from .support import needs, page_text, verapdf
from .support.page_text import Page

ASSESSOR = Assessor(load_knowledge())
KNOWLEDGE = ASSESSOR.knowledge
TINY = Assessor(load_knowledge(Path(__file__).parent / "fixtures" / "tiny_knowledge"))
PRINTING = Printing(date=dt.date(2026, 11, 23))


def _form(printing: Printing = PRINTING) -> PaperForm:
    return paper_form(ASSESSOR, asking_order(KNOWLEDGE), printing)


def _asked(form: PaperForm) -> dict[str, PaperQuestion]:
    return {
        name: one
        for section in form.sections
        for one in section.questions
        for name in one.id.split(", ")
    }


def test_every_question_stands_on_paper_once() -> None:
    asked = _asked(_form())
    site_of = KNOWLEDGE.site_of
    for one in KNOWLEDGE.questions.values():
        if one.gate == NEVER or one.records:
            continue
        topic, _, rest = one.id.partition(".")
        general = f"{topic}.PLACE.{rest.partition('.')[2]}"
        names = {one.id} if site_of(one) is None else {one.id, general}
        assert len(names & asked.keys()) == 1, one.id
    printed = [one for section in _form().sections for one in section.questions]
    assert [int(one.number) for one in printed] == list(range(1, len(printed) + 1))


def test_what_the_interview_puts_three_times_stands_once() -> None:
    asked = _asked(_form())
    once = asked["safety.active_for_three_months"]
    assert once is asked["runner.active_for_three_months"]
    assert once is asked["training.active_for_three_months"]
    assert once.only_if.count(" Or: ") == 2
    # Put in the same words, about other signs.
    assert asked["safety.head_injury_now"] is not asked["safety.pregnancy_signs"]


def test_a_sign_says_where_to_go_beside_its_box() -> None:
    asked = _asked(_form())
    heart = {one.label: one.go for one in asked["safety.heart"].options}
    assert heart["None of these"] == ""
    assert heart["I am not sure"] == "emergency department now"
    chest = next(label for label in heart if label.startswith("Chest pain") and "now or" in label)
    assert heart[chest] == "call an ambulance now"
    assert [one.go for one in asked["safety.faint_last_day"].options] == [
        "", "call an ambulance now", "call an ambulance now",
    ]  # fmt: skip
    assert not any(one.go for one in asked["shoes.fit"].options)


def test_there_is_a_box_for_not_knowing_where_the_interview_takes_it() -> None:
    asked = _asked(_form())
    assert asked["form.cadence_spm"].offers_dont_know
    assert not asked["safety.heart"].offers_dont_know


def test_every_choice_has_a_box_and_every_number_its_range() -> None:
    asked = _asked(_form())
    assert tuple(one.label for one in asked["shoes.fit"].options) == tuple(
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
    assert weeks == f"Only if how long ({asked['symptom.PLACE.weeks'].number}) is at least 2 weeks."
    assert asked["symptom.PLACE.cold_foot"].only_if.startswith("For: Shin and Calf.")
    assert asked["symptom.heel.squeeze_hurts"].only_if == "For: Underside or side of the heel."


def test_in_miles_where_that_is_wanted() -> None:
    printing = Printing(date=PRINTING.date, units=IMPERIAL)
    assert _asked(_form(printing))["training.weekly_km"].room == "0 to 200 mi"  # as people speak


@pytest.mark.parametrize("name", PAPER_FORMATS)
@pytest.mark.parametrize("base", [ASSESSOR, TINY], ids=["real", "tiny"])
def test_the_same_base_gives_the_same_bytes(base: Assessor, name: str) -> None:
    order = asking_order(base.knowledge)
    made = [build_paper_form(base, order, name, PRINTING) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].data
    assert not made[0].warning


def test_another_format_is_refused() -> None:
    with pytest.raises(KeyError):
        build_paper_form(TINY, asking_order(TINY.knowledge), "ics", PRINTING)


def test_the_pdf_says_what_the_page_says(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    order = asking_order(KNOWLEDGE)
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(build_paper_form(ASSESSOR, order, "pdf", PRINTING).data)
    page = Page(build_paper_form(ASSESSOR, order, "html", PRINTING).data.decode()).text
    in_pdf = page_text.words(page_text.pdf_text(pdf))
    joined = page_text.joined(page) & in_pdf
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined)} == set()


def test_the_pdf_keeps_its_two_standards(tmp_path: Path) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    pdf = tmp_path / "form.pdf"
    pdf.write_bytes(build_paper_form(TINY, asking_order(TINY.knowledge), "pdf", PRINTING).data)
    assert verapdf.validate(pdf, ["ua1", "3a"]) == []
