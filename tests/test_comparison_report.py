"""What a comparison of two results says, and what it must not say, in every format."""

from __future__ import annotations

import json
import random
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import pikepdf
import pytest
from jsonschema import Draft202012Validator

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.reasoning.progress import Done, Move, actions_done, movements, small_changes
from surefoot.engine.reasoning.whatif import Comparison, compare
from surefoot.engine.versions.compare_data import compare_data
from surefoot.engine.versions.sides import Side
from surefoot.reports.comparison.making import comparison_context
from surefoot.reports.comparison.writing import build_comparison
from surefoot.reports.printing import Printing

from .support import axe, needs, page_text, verapdf
from .support.comparisons import NEW_DAY, OLD_DAY, PAIRS, TRAINED, pair, random_side, side
from .support.page_text import Page
from .support.runners import random_answers
from .support.sample_runners import NASTY_NAME, assessor

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.reports.comparison.shapes import ComparisonContext

SCHEMA = json.loads(
    (files("surefoot") / "engine" / "versions" / "compare.schema.json").read_text("utf-8")
)
_PRINTING = Printing(date=NEW_DAY)
_TEXTS = ("html", "md", "txt")
_FURNITURE = {"Page", *(str(number) for number in range(1, 100))}
_CAUSAL = re.compile(
    r"because you|thanks to|led to|leads to|caused|improved by|as a result|due to", re.IGNORECASE
)
_OF_THE_PLAN = (
    "room to improve, of 100", "room to improve, before and after", "what was to be done first",
    "what comes next", "pattern:",
)  # fmt: skip


@cache
def context(name: str) -> ComparisonContext:
    return comparison_context(*pair(name), _PRINTING)


@cache
def made(name: str, format_: str) -> bytes:
    built = build_comparison(*pair(name), format_, _PRINTING)
    assert built.warning == ""
    return built.data


def compared(before: dict[str, str], after: dict[str, str]) -> Comparison:
    return compare(side(before, OLD_DAY).diagnosis, side(after, NEW_DAY).diagnosis)


def moves(before: dict[str, str], after: dict[str, str]) -> dict[str, Move]:
    return {one.after.pillar.id: one.move for one in movements(compared(before, after))}


def done(before: dict[str, str], after: dict[str, str]) -> dict[str, Done]:
    return {one.action.advice.id: one.done for one in actions_done(compared(before, after))}


# --- what moved


def test_the_headline_has_what_moved_and_what_did_not_in_numbers() -> None:
    one = context("usual")
    assert one.headline == (
        "Gear and shoes moved from solid (8 of 100) to watch (23); "
        "Strength stayed weak (83 before, 42 after)."
    )
    assert one.summary == (
        "Recovery stayed watch (35 before, 20 after).",
        "Cadence and form stayed solid.",
    )


def test_the_same_answers_change_nothing() -> None:
    one = context("same")
    assert one.headline == "Nothing changed: both sides have the same answers."
    assert "Strength stayed weak (83 of 100)." in one.summary
    assert (one.answers, one.flips, one.concluded) == ((), (), ())
    assert {line.done for line in one.actions_done} == {"Still open"}


def test_answers_that_conclude_nothing_are_not_sold_as_a_movement() -> None:
    sides = side({}, OLD_DAY), side({"runner.name": "Alexandra Example"}, OLD_DAY)
    one = comparison_context(*sides, _PRINTING)
    assert one.headline == "Some answers changed, and nothing that is concluded did."


def test_more_than_two_pillars_that_moved_are_counted_and_then_told() -> None:
    one = context("other")
    assert one.headline == "4 of 4 pillars moved to another band."
    assert len([text for text in one.summary if " moved from weak (" in text]) == 4


def test_a_change_within_the_usual_error_is_not_clear() -> None:
    assert moves({}, {"recovery.sleep_hours": "7"})["recovery"] is Move.ERROR
    assert moves({}, {"recovery.sleep_hours": "7.5"})["recovery"] is Move.WITHIN_BAND
    calm = {"training.hard_days_in_a_row": "no", "recovery.stress": "2"}
    assert moves(calm, {**calm, "recovery.sleep_hours": "7"})["recovery"] is Move.ERROR
    longer = {**calm, "recovery.sleep_hours": "7.5"}
    assert moves(calm, longer)["recovery"] is Move.TO_ANOTHER_BAND
    one = context("slept")
    assert one.headline.startswith("No pillar clearly moved to another band;")
    assert "It is not clear whether Recovery moved." in one.summary
    assert one.answers[0].note == "Within its usual error (0.5 hours), so it may be no change."
    assert one.flips[0].note


def test_a_movement_that_missing_answers_could_undo_is_not_clear() -> None:
    open_ones = {"recovery.sleep_hours": "", "recovery.stress": ""}
    after = {**open_ones, "training.hard_days_in_a_row": "no"}
    assert moves(open_ones, after)["recovery"] is Move.MISSING_ANSWERS
    assert moves({}, {"training.hard_days_in_a_row": "no"})["recovery"] is Move.WITHIN_BAND


def test_a_pillar_without_enough_answers_is_not_compared() -> None:
    one = context("few")
    assert "Too little is answered to compare" in " ".join(one.summary)
    strength = one.moved[0]
    assert (strength.title, strength.before) == ("Strength", "not enough answers")
    assert strength.said == "Cannot be compared: not enough answers before."


def test_whatever_the_answers_a_clear_movement_is_one() -> None:
    """Bands differ, ranges lie apart, and it stays so without the changes within an error."""
    chance, clear = random.Random(5), 0
    for _ in range(40):
        before, after = (random_side(chance).diagnosis for _ in range(2))
        one = compare(before, after)
        small = {change.question.id for change in small_changes(one)}
        kept = {n: before.answers[n] if n in small else a for n, a in after.answers.items()}
        steady = diagnose(assessor(), kept)
        for move in movements(one):
            if move.move is not Move.TO_ANOTHER_BAND or move.before is None:
                continue
            clear += 1
            old, new = move.before, move.after
            assert old.band is not new.band
            assert old.low is not None and new.low is not None  # noqa: PT018
            assert old.high is not None and new.high is not None  # noqa: PT018
            assert old.high < new.low or new.high < old.low
            again = steady.score(new.pillar.id).band
            assert again is not old.band or again is new.band
    assert clear


# --- which actions were done


def test_actions_are_judged_by_the_findings_behind_them() -> None:
    assert done({}, {}) == dict.fromkeys(done({}, {}), Done.NOT_YET)
    assert done({}, TRAINED) == {
        "two-strength-sessions": Done.DONE,
        "cover-all-groups": Done.PARTLY,
        "build-calf-raises": Done.NOT_YET,
    }
    some = {**TRAINED, "strength.sessions_per_week": "", "strength.muscle_groups": "unknown"}
    assert done({}, some)["two-strength-sessions"] is Done.CANNOT_SAY
    assert done({}, some)["cover-all-groups"] is Done.CANNOT_SAY


def test_a_milder_rule_of_the_same_item_keeps_an_action_open() -> None:
    quiet = {"strength.muscle_groups": "calves, quads, hips_and_glutes, trunk"}
    assert done({}, quiet)["cover-all-groups"] is Done.DONE
    milder = {"strength.muscle_groups": "calves, quads"}
    assert done({}, milder)["cover-all-groups"] is Done.PARTLY


def test_an_action_that_something_else_asks_for_by_now_is_done_in_part() -> None:
    form = (
        {"form.overstride": "no", "form.cadence_spm": "148", "form.landing": "quiet"},
        {"form.overstride": "yes", "form.cadence_spm": "178", "form.landing": "quiet"},
    )
    before, after = (side(one, NEW_DAY, "only-form-is-weak") for one in form)
    first = comparison_context(before, after, _PRINTING).actions_done[0]
    assert first.done == "Done in part"
    assert [text.partition(": ")[2] for text in first.findings] == [
        "no longer so",
        "new since then",
    ]


def test_an_action_shows_the_answers_and_that_it_got_further_off() -> None:
    sessions, _, calves = context("usual").actions_done
    assert sessions.done == "Done, as far as your answers say"
    assert sessions.findings == ("No strength work: no longer so",)
    assert sessions.answers == ("Strength sessions a week: 0 sessions → 2 sessions",)
    assert calves.findings[0].endswith("still so, and further off than before")
    assert calves.answers[1] == "Calf raises on the right leg: 19 repetitions, as before"


def test_what_rests_on_a_usual_error_says_so() -> None:
    before = {"strength.sessions_per_week": "2", "strength.muscle_groups": "calves, quads, trunk, "
              "hips_and_glutes", "strength.months": "6", "strength.squat_faults": "0",
              "strength.foot_and_balance_work": "yes"}  # fmt: skip
    sides = side(before, OLD_DAY), side({**before, "recovery.sleep_hours": "7"}, NEW_DAY)
    sleep, other, _ = comparison_context(*sides, _PRINTING).actions_done
    assert sleep.findings == ("Less than seven hours of sleep: no longer so",)
    assert sleep.done == "Done, as far as your answers say"
    assert sleep.note == "This rests on changes within the usual error of an answer."
    assert (other.done, other.note) == ("Still open", "")


def test_done_is_never_said_of_what_is_advised_again() -> None:
    chance, judged = random.Random(11), 0
    for _ in range(40):
        before, after = (random_side(chance).diagnosis for _ in range(2))
        again = {one.advice.id for one in after.actions}
        for one in actions_done(compare(before, after)):
            judged += 1
            assert one.findings
            assert one.done is not Done.DONE or one.action.advice.id not in again
    assert judged > 20


# --- who has to be seen first


@pytest.mark.parametrize("format_", _TEXTS)
@pytest.mark.parametrize("name", ["referred", "both referred"])
def test_a_referral_after_prints_nothing_of_pillars_and_plan(name: str, format_: str) -> None:
    text = made(name, format_).decode().lower()
    assert [part for part in _OF_THE_PLAN if part in text] == []
    assert "see someone first?" in text
    assert "not shown while someone has to see you first" in text


def test_a_referral_before_shows_only_the_side_after() -> None:
    one = context("was referred")
    assert one.headline == "Before, someone had to see you first, so no pillar can be compared."
    assert {line.before for line in one.moved} == {"not shown"}
    assert one.actions_done == ()
    assert {line.standing for line in one.next_actions} == {""}
    assert all(line.rule.startswith(("flag.", "limit.")) for line in one.flips)
    assert "83" not in made("was referred", "txt").decode()
    data = json.loads(made("was referred", "json"))
    assert {one["before"] for one in data["pillars"]} == {None}
    assert data["actions_done"] == []


@pytest.mark.parametrize("name", PAIRS)
def test_the_box_of_the_side_after_is_always_there(name: str) -> None:
    for format_ in _TEXTS:
        assert "see someone first?" in made(name, format_).decode().lower()


# --- the two files


def test_names_and_order_that_do_not_fit_are_said() -> None:
    before, after = side({"runner.name": "Ann"}, NEW_DAY), side({"runner.name": "Ben"}, OLD_DAY)
    first, second = comparison_context(before, after, _PRINTING).notes
    assert "different runners: Ann before, Ben after" in first
    assert "earlier day" in second
    assert comparison_context(before, before, _PRINTING).notes == ()


def test_each_side_says_its_day() -> None:
    before, after = context("usual").sides
    assert (before.day, after.day) == ("28 September 2026", "23 November 2026, 8 weeks later")
    undated = Side(side({}, None).diagnosis, None)
    assert comparison_context(undated, undated, _PRINTING).sides[0].day == ""


# --- formats


@pytest.mark.parametrize("name", PAIRS)
def test_no_format_gives_a_cause(name: str) -> None:
    for format_ in _TEXTS:
        assert _CAUSAL.search(Page(made(name, format_).decode()).text) is None


@pytest.mark.parametrize("name", PAIRS)
def test_json_fits_its_schema(name: str) -> None:
    data = json.loads(made(name, "json"))
    Draft202012Validator(SCHEMA).validate(data)
    assert list(Draft202012Validator(SCHEMA).iter_errors({**data, "overall": 1}))


def test_json_of_random_pairs_fits_its_schema() -> None:
    chance = random.Random(3)
    for share in (0.0, 0.4, 1.0):
        for _ in range(6):
            sides = [
                Side(diagnose(assessor(), random_answers(
                    assessor().knowledge, chance, share_unanswered=share)), None)
                for _ in range(2)
            ]  # fmt: skip
            text = json.dumps(compare_data(*sides), allow_nan=False)
            Draft202012Validator(SCHEMA).validate(json.loads(text))


def test_the_picture_says_all_its_numbers_and_its_dots_stand_on_them() -> None:
    chart = context("usual").chart
    assert chart is not None
    assert chart.description.startswith(
        "Strength: before 83 of 100, weak, between 71 and 86; after 42 of 100, weak, "
        "between 35 and 50. Gear and shoes: before 8 of 100, solid; after 23 of 100, watch."
    )
    wide = chart.right - chart.left
    for mark, (old, new) in zip(chart.marks, [(83, 42), (8, 23)], strict=False):
        assert mark.before.dot == pytest.approx(chart.left + wide * old / 100, abs=0.06)
        assert mark.after.dot == pytest.approx(chart.left + wide * new / 100, abs=0.06)
        assert mark.before.y < mark.after.y
    page = made("usual", "html").decode()
    assert page.count(f'<desc id="moved-words">{chart.description}') == 1
    assert page.count('id="moved-narrow-words"') == 1
    for one in (chart, context("usual").chart_narrow):
        assert one is not None
        assert all(0 < mark.after.y < one.height for mark in one.marks)


def test_text_is_no_wider_than_a_terminal() -> None:
    for name in PAIRS:
        assert max(len(line) for line in made(name, "txt").decode().splitlines()) <= 80


@pytest.mark.parametrize("name", ["usual", "referred", "was referred", "same", "other", "few"])
def test_page_and_pdf_say_the_same_words(tmp_path: Path, name: str) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    file = tmp_path / "c.pdf"
    file.write_bytes(made(name, "pdf"))
    page = Page(made(name, "html").decode()).text
    in_pdf = page_text.words(page_text.pdf_text(file))
    joined = page_text.joined(page) & in_pdf
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined)} == set()
    assert in_pdf - page_text.words(page) - joined <= _FURNITURE


@pytest.mark.parametrize("name", ["usual", "same", "slept"])
def test_a_usual_pair_takes_two_pages_and_carries_its_data(tmp_path: Path, name: str) -> None:
    file = tmp_path / "c.pdf"
    file.write_bytes(made(name, "pdf"))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 2
        assert list(pdf.attachments) == ["comparison.json"]
        inside = pdf.attachments["comparison.json"].get_file().read_bytes()
    assert inside == made(name, "json")


def test_the_same_input_gives_the_same_bytes() -> None:
    for format_ in (*_TEXTS, "pdf", "json"):
        assert build_comparison(*pair("usual"), format_, _PRINTING).data == made("usual", format_)


@pytest.mark.parametrize("name", ["usual", "referred", "few"])
def test_a_pdf_keeps_its_two_standards(tmp_path: Path, name: str) -> None:
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    before, after = (
        side(one if isinstance(one, str) else {**one, "runner.name": NASTY_NAME}, NEW_DAY)
        for one in PAIRS[name]
    )
    file = tmp_path / "c.pdf"
    printing = Printing(date=NEW_DAY, paper="letter")
    file.write_bytes(build_comparison(before, after, "pdf", printing).data)
    assert verapdf.validate(file, ["ua1", "3a"]) == []


@pytest.mark.parametrize("name", ["usual", "referred", "was referred", "few"])
def test_a_page_breaks_no_rule(tmp_path: Path, name: str) -> None:
    if reason := axe.why_not_available():
        needs.skip_or_fail(reason)
    page = tmp_path / "c.html"
    page.write_bytes(made(name, "html"))
    assert axe.violations(page) == []
