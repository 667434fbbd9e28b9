"""What the pages of the rule book say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.examples.base import load_examples
from surefoot.engine.knowledge import Lead, Sign
from surefoot.engine.problem_codes import NAMES
from surefoot.engine.search import Search, answers_of
from surefoot.reports.rulebook.book import Book
from surefoot.reports.rulebook.coverage import _named
from surefoot.reports.rulebook.flips import Flipper
from surefoot.reports.rulebook.site import make_site

from .support.page_text import Page
from .support.rulebooks import nasty_base, nasty_book, shipped_base, shipped_book

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.engine.condition import Value
    from surefoot.engine.examples.base import ExampleBase
    from surefoot.engine.knowledge import Rule


def _read(path: str) -> str:
    """A page of the shipped base as one line of text."""
    return _text(shipped_book()[path])


def _nasty(path: str) -> str:
    return _text(nasty_book()[path])


def _text(html: str) -> str:
    return re.sub(r" ([.,;:])", r"\1", " ".join(Page(html).text.split()))


@pytest.mark.parametrize(
    "said",
    [
        "Fires when Age is at least 18 years and Sleep a night is under 7 hours.",
        "runner.age >= 18 and recovery.sleep_hours < 7",
        "2 of the 20 that can be lost (10 %)",
        "sleep-hours: 3 rules, and the heaviest that fires counts",
        "Advice Go to bed half an hour earlier",
        "trial: used, and not yet reviewed by two people",
        "Less than six hours of sleep 3 when Sleep a night is under 6 hours",
        "You sleep Sleep a night on a usual night.",
        "Possible. Small studies, studies that look back, or only a likely mechanism.",
        "Milewski 2014, J Pediatr Orthop 34:129 retrospective cohort, 112 adolescents",
        "part of it read",
        "Age 18 years 17 years",
        "Sleep a night 6 hours 7 hours",
        "recovery.yaml, line ",
    ],
)
def test_the_page_of_a_rule(said: str) -> None:
    assert said in _read("rules/recovery.short-sleep.html")


def test_a_rule_of_every_place_says_so() -> None:
    said = _read("flags/flag.swollen-joint.html")
    assert "Fires when, for one place of Where it hurts, Swelling is “Yes, the joint”" in said


@pytest.mark.parametrize(
    "said",
    [
        "Tier B: for a doctor",
        "Route Doctor, within days",
        "Plan No plan is shown.",
        "Running No running until a doctor has seen you.",
        "From experience. We know of no good study.",
        "for places that were chosen",
        "A comparison with something that does not apply is false, never unknown.",
    ],
)
def test_the_page_of_a_flag(said: str) -> None:
    assert said in _read("flags/flag.night-bone-pain.html")


@pytest.mark.parametrize(
    "said",
    [
        "How many hours do you sleep on a usual night?",
        "Answer 0 to 14 hours Worse for a runner a lower answer Effort to change it 4 of 9",
        "Less than seven hours of sleep rule is under 7 hours",
        "Less than eight hours of sleep under 18 rule is under 8 hours",
    ],
)
def test_the_page_of_a_question(said: str) -> None:
    assert said in _read("questions/recovery.sleep_hours.html")


def test_a_question_says_when_it_is_asked() -> None:
    assert "Asked when Cadence known is yes" in _read("questions/form.cadence_spm.html")
    assert (
        "Asked “Skin or toenails”: when Pain on running is over 3 of 10; "
        "every other place that was chosen: always"
    ) in _read("questions/symptom.site.weeks.html")
    assert "every other place that was chosen: not asked" in _read(
        "questions/symptom.site.sitting_hurts.html"
    )


def test_a_choice_names_what_it_speaks_for() -> None:
    said = _read("questions/shoes.transition.html")
    both = "A new type of shoe, bit by bit; A new type of shoe, all at once"
    assert f"Yes, all at once abrupt {both}" in said
    assert "No none nothing" in said


def test_adjacent_thresholds_are_two_marks_on_the_axis() -> None:
    page = Page(nasty_book()["questions/a.number.html"])
    lines = {
        float(one["x1"].rstrip("%"))
        for one in page.all("line")
        if one.get("class") == "at" and one["x1"] is not None
    }
    gaps = sorted(after - before for before in lines for after in lines if after > before)
    assert len(lines) == 10  # 1, 3, 8, 12, 24, 25, 30, 80, 90, 100
    assert gaps[0] >= 2
    assert {"24", "25"} <= set(page.text.split())


def test_the_axis_says_its_numbers_in_words() -> None:
    html = shipped_book()["questions/recovery.sleep_hours.html"]
    assert '<svg class="axis" role="img" aria-labelledby="axis-title axis-words"' in html
    assert '<title id="axis-title">Sleep a night, in hours</title>' in html
    described = html.partition('<desc id="axis-words">')[2].partition("</desc>")[0]
    assert "Less than seven hours of sleep: is under 7 hours." in described


def test_a_derived_value_shows_its_formula_its_table_and_its_choices() -> None:
    assert "Longest run of the last 7 days ÷ Longest run of the 30 days before" in _read(
        "derived/training.spike_ratio.html"
    )
    assert "30 years to under 40 years Male 32 repetitions" in _read(
        "derived/strength.calf_raise_norm.html"
    )
    assert "otherwise" in _nasty("derived/a.mood.html")


def test_a_pillar_says_how_its_points_can_be_lost() -> None:
    said = _read("pillars/recovery.html")
    assert "20 points in 9 items" in said
    assert "with every item decided that is 8 and 4 of 20 points" in said
    assert "No rest day 3 rest-days when Rest days a week is under 1 day" in said


def test_a_context_says_when_it_leads_the_report() -> None:
    said = _read("pillars/load.html")
    assert (
        "It leads the report when Longest run this week against the 30 days before is over" in said
    )


def test_a_pattern_shows_its_signs_and_what_a_match_does() -> None:
    said = _read("patterns/pattern.bone-stress-injury.html")
    assert "It is no diagnosis" in said
    assert "low back −2: against it, clearly when the place is “Lower back”" in said
    assert "Gear and shoes when Change of shoe type is “Yes, all at once”" in said
    assert "Read by Bone pain that a doctor should look at" in said


def test_advice_says_what_gives_it() -> None:
    said = _read("advice/sleep-window.html")
    assert "Less than seven hours of sleep" in said
    assert "Opens in the plan" in said
    nasty = _nasty("advice/act.html")
    assert "yes: not given while a flag restricts the plan" in nasty
    assert "unless this is certainly false: " in nasty
    assert "Never beside" in nasty
    assert "Never beside" in _nasty("advice/other.html")


def test_a_source_says_what_rests_on_it() -> None:
    said = _read("sources/milewski2014.html")
    assert "DOI 10.1097/BPO.0000000000000151" in said
    assert "Less than seven hours of sleep rule" in said
    assert "Go to bed half an hour earlier advice" in said


def test_a_draft_and_a_retired_rule_say_what_they_are() -> None:
    draft, retired = _nasty("rules/p.coming.html"), _nasty("rules/p.gone.html")
    assert "1, once it is used" in draft
    assert "draft: not used in any report" in draft
    assert "This is no longer used." in retired
    assert "Replaced by" in retired
    assert "4 points in 2 items" in _nasty("pillars/p.html")  # without the draft


def test_a_contradiction_says_when_it_holds_and_what_follows() -> None:
    never, each = _nasty("contradictions/odd.html"), _nasty("contradictions/odd-place.html")
    assert "a.number > 100 and a.yes == yes" in never
    assert "No real runner answers so." in never
    assert "Holds when, for one place of" in each
    assert "it is asked again" in each
    assert "contradiction" in _nasty("questions/a.number.html")
    assert "contradiction" in _nasty("questions/s.site.pain.html")
    real = _read("contradictions/longest-run-beyond-a-week.html")
    assert "is over 1 week" in real
    assert "contradictions.yaml, line " in real


def test_a_test_at_home_says_how_it_is_done() -> None:
    said = _nasty("tests/count.html")
    assert "Counts for 30 seconds, and the number times 2" in said
    assert "Impact yes" in said
    assert "a.number > 90" in said
    assert "Done 1 time; each result answers its own question" in said
    real = _read("tests/calf-raise.html")
    assert "60 a minute, 2 beats for one repetition" in real
    assert "Done 2 times, with 120 seconds of rest" in real
    assert "Calf raises on one leg" in _read("questions/strength.calf_raises_left.html")
    assert "tests at home" in _read("index.html")


def test_a_note_is_called_so_and_has_no_points() -> None:
    said = _nasty("rules/p.note.html")
    assert "What people often say" in said
    assert "none: it is a note" in said
    pillar = _nasty("pillars/p.html")
    assert pillar.index("Notes, which give no points") > pillar.index("How its points can be lost")
    assert "4 points in 2 items" in pillar


def test_a_question_says_how_it_is_measured() -> None:
    said = _read("questions/form.cadence_spm.html")
    assert "Test at home Cadence count" in said
    assert "Usual error of measurement 3 either way" in said
    assert "Said to an answer out of range Did you count one foot only?" in said


def test_examples_stand_as_they_are_written() -> None:
    said = _nasty("rules/p.near.html")
    assert ": 24 years fires" in said
    assert "open nothing unknown" in said
    assert ": 3 years not decided yet" in said
    assert "strong pain" in _nasty("patterns/pattern.ache.html")


def test_history_and_former_ids_are_shown() -> None:
    said = _nasty("rules/p.near.html")
    assert "Changed 2026-01-02 A B" in said
    assert "Reviewed Ann <b> Bo 2026-03-01" in said
    assert "Was called p.former" in said


def test_a_review_of_an_earlier_meaning_is_called_so(tmp_path: Path) -> None:
    from surefoot.engine.versions.lock import write_lock  # noqa: PLC0415
    from surefoot.engine.versions.locking import make_lock  # noqa: PLC0415

    from .support.nasty_base import write_nasty_base  # noqa: PLC0415

    base = load_examples(write_nasty_base(tmp_path))
    write_lock(tmp_path, make_lock(base.knowledge, base.sections))
    text = (tmp_path / "base.yaml").read_text(encoding="utf-8")
    assert "counts no longer" not in make_site(load_examples(tmp_path))["rules/p.near.html"]
    changed = text.replace("when: a.number >= 24 and", "when: a.number >= 23 and")
    (tmp_path / "base.yaml").write_text(changed, encoding="utf-8")
    page = make_site(load_examples(tmp_path))["rules/p.near.html"]
    assert "of an earlier meaning, and counts no longer" in page
    assert "<dt>Since</dt>" in page


def test_the_page_of_a_code_shows_a_wrong_and_a_right_example() -> None:
    said = _read("checks/KB103.html")
    assert "title: Short⟨zero-width space⟩ sleep" in said
    assert "title: Short sleep" in said
    for code, name in NAMES.items():
        assert f"{code} {name}" in _read(f"checks/{code}.html")


def test_a_part_that_may_be_left_out_has_its_blank_before_the_bracket() -> None:
    said = re.sub("<[^>]+>", "", shipped_book()["flags/flag.night-bone-pain.html"])
    assert " [At night, you said" in said
    assert "[ " not in said


def test_a_sign_that_nothing_reaches_is_named_with_its_pattern() -> None:
    book, knowledge = shipped_base(), shipped_base().knowledge
    patterns = {one.title for one in knowledge.patterns.values()}
    sign = next(one for one in knowledge.rules.values() if isinstance(one.conclusion, Sign))
    words = _named(Book(book), sign.id)
    assert words.text.partition(":")[0] in patterns
    assert words.text.endswith(f": {sign.title}")


def test_what_is_covered_is_counted() -> None:
    said = _nasty("coverage.html")
    assert "Rules 1 3 1 1" in said  # draft, trial, stable, retired
    assert "5 examples under 2 rules." in said
    assert "changes are noticed" in said
    assert "without an example" in said
    assert "Checked longest ago: " in said
    assert ", 2026-01-02 A B." in said


@pytest.mark.parametrize("base", [nasty_base, shipped_base])
def test_what_is_said_of_the_nearest_runner_is_so(base: object) -> None:
    examples: ExampleBase = base()  # type: ignore[operator]
    search = Search(examples.knowledge, examples.assessor)
    flipper = Flipper(search)
    counted = 0
    for rule in examples.knowledge.rules.values():
        if isinstance(rule.conclusion, Sign | Lead):
            continue
        flips = flipper.flips(rule)
        if flips is None:
            continue
        assert _truth(examples, rule, dict(flips.runner)) is True, rule.id
        for flip in flips.flips:
            moved = {**flips.runner, flip.question: flip.after}
            assert _truth(examples, rule, moved) is False, (rule.id, flip)
            counted += 1
    assert counted > 5


def _truth(base: ExampleBase, rule: Rule, runner: dict[str, Value]) -> bool | None:
    """By the whole base, which is another way than the one that found the runner."""
    return base.assessor.evaluate(answers_of(base.knowledge, runner)).states[rule.id]


def test_almost_every_rule_of_the_shipped_base_has_a_runner_who_flips_it() -> None:
    flipper = Flipper(Search(shipped_base().knowledge, shipped_base().assessor))
    rules = shipped_base().knowledge.rules.values()
    without = [rule.id for rule in rules if not ((one := flipper.flips(rule)) and one.flips)]
    assert without == []
