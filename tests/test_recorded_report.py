"""What a record shows in the report of a runner: beside what was said, in every format."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pikepdf
import pytest
from click.testing import CliRunner

from surefoot.cli import surefoot
from surefoot.engine.answers import answers_in, read_answers
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import Source
from surefoot.engine.recorded import Basis, Confidence
from surefoot.engine.result import result
from surefoot.engine.said_and_recorded import Standing, not_recorded, recorded_values
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.render import render
from surefoot.reports.writing import build

from .support import needs, page_text, verapdf
from .support.page_text import Page
from .support.sample_runners import DAY, assessor, diagnosis

if TYPE_CHECKING:
    from surefoot.engine.diagnosis import Diagnosis
    from surefoot.reports.record_shapes import RecordPart
    from surefoot.reports.shapes import ReportContext

FIXTURE = Path(__file__).parent / "fixtures" / "answers_with_record.yaml"
SCHEMA = Path(__file__).parents[1] / "engine" / "result.schema.json"
TITLE = "What your record shows"


def _diagnosis(*changes: tuple[str, str]) -> Diagnosis:
    """That of the made-up runner, with other texts in her file."""
    text = FIXTURE.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    read = answers_in(Source("me.yaml", text), assessor().knowledge, is_json=False)
    return diagnose(assessor(), read.answers, DAY, read.history)


@cache
def _robin() -> Diagnosis:
    return _diagnosis()


@cache
def _printed(edition: str = "runner", units: str = "") -> dict[str, str]:
    context = _context(_robin(), edition, units)
    made = {form: render(context, form) for form in ("html", "md", "txt", "typst")}
    return {form: " ".join(text.split()) for form, text in made.items()}


@cache
def _pdf() -> bytes:
    return build(_robin(), "pdf", Printing(date=DAY)).data


def _context(one: Diagnosis, edition: str = "runner", units: str = "") -> ReportContext:
    return report_context(one, Printing(date=DAY, edition=edition, units=units))


def _record(one: Diagnosis, units: str = "") -> RecordPart:
    found = _context(one, units=units).record
    assert found is not None
    return found


def _standings(one: Diagnosis) -> dict[str, Standing]:
    return {value.question.id: value.standing for value in recorded_values(one)}


def test_each_value_stands_beside_what_was_said() -> None:
    found = _standings(_robin())
    assert found["training.weekly_km"] is Standing.DIFFERS
    assert found["training.previous_weekly_km"] is Standing.AGREES  # half a kilometre is no matter
    assert found["training.longest_run_30d_km"] is Standing.TAKEN
    assert found["training.runs_per_week"] is Standing.AGREES
    unsaid = _diagnosis(("  training.weekly_km: 45 ", "  # "))
    assert _standings(unsaid)["training.weekly_km"] is Standing.NOT_SAID


def test_what_is_not_in_the_record_is_named_and_never_0() -> None:
    assert "training.other_sport_hours" in {one.id for one in not_recorded(_robin())}
    record = _record(_robin())
    assert record.missing == "Not in the record: Other sport a week."  # nor is a climb: no trails
    assert not any(one.title == "Other sport a week" for one in record.lines)


def test_a_record_without_a_difference_warns_of_none() -> None:
    same = _diagnosis(
        ("weekly_km: 45 ", "weekly_km: 33 "),
        ("cadence_spm: 172 ", "cadence_spm: 163 "),
        ("main_pair_km: 250 ", "main_pair_km: 400 "),
    )
    record = _record(same)
    assert (record.differences, record.caution) == ((), "")
    assert not any(one.differs for one in record.lines)
    assert "other values" not in " ".join(_context(same).summary)


def test_every_format_says_first_what_differs_then_all_of_it() -> None:
    for form, text in _printed().items():
        assert TITLE.lower() in text.lower(), form
        plain = text.replace("\\", "")
        assert "You told us 45 km a week over the last two weeks." in plain
        assert "(From 8 runs, 9 to 22 November 2026; sure.)" in plain
        assert "On 11 October 2026, 6 weeks ago, you ran 21.3 km in one run." in plain
        assert "The longest run of the 30 days before was 14.2 km." in plain
        assert "61 runs, 2 Mar to 22 Nov 2026; rough" in plain
        assert "Your record shows other values for distance a week and 2 more." in plain
        assert "Answers that do not fit together" not in plain
        assert plain.index("You told us 45 km") < plain.index("13.5 km")


def test_a_single_difference_is_named_on_the_first_page() -> None:
    one = _diagnosis(
        ("cadence_spm: 172 ", "cadence_spm: 163 "), ("main_pair_km: 250 ", "main_pair_km: 400 ")
    )
    assert _context(one).summary[-1] == "Your record shows another value for distance a week."


def test_other_answers_that_do_not_fit_stay_where_they_were() -> None:
    one = _diagnosis(("hard_sessions_per_week: 2", "hard_sessions_per_week: 1"),
                     ("hard_days_in_a_row: no", "hard_days_in_a_row: yes"))  # fmt: skip
    (clash,) = _context(one).clashes
    assert "Two hard days" in clash.text


def test_who_thinks_in_miles_reads_miles() -> None:
    record = _record(_robin(), "imperial")
    weekly = next(one for one in record.lines if one.title == "Distance a week")
    assert (weekly.recorded, weekly.said) == ("20.1 mi", "28 mi")
    assert "you ran 13.2 mi in one run. The longest run of the 30 days before was 8.8 mi." in (
        record.jumps
    )


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(Confidence.HIGH, "sure"), (Confidence.MEDIUM, "fairly sure"), (Confidence.LOW, "rough")],
)
def test_confidence_is_a_word(confidence: Confidence, word: str) -> None:
    one = _diagnosis(
        ("n: 8, of: runs, confidence: high", f"n: 1, of: runs, confidence: {confidence.value}")
    )
    weekly = next(line for line in _record(one).lines if line.title == "Distance a week")
    assert weekly.source == f"1 run, 9 to 22 Nov 2026; {word}"


def test_the_chart_marks_the_run_that_went_too_far_on_its_day() -> None:
    load = _context(_robin()).load
    assert load is not None
    assert load.found.startswith("2 runs went too far, on 6 Sep and 11 Oct.")
    assert [one.text for one in load.chart.overs] == ["over", "over"]
    assert "5 Oct: 38.2 km, longest run 21.3 km, line 15.6 km, one run too far, 11 Oct: " in (
        load.chart.description
    )
    assert "12 Oct: 0 km, " in load.chart.description  # a week without a run, and not a gap
    assert [one.note for one in load.lines] == ["", "one run too far, 11 Oct", *[""] * 6]


def test_a_recorded_week_without_a_jump_has_none_by_the_four_weeks_either() -> None:
    told = _diagnosis((', jump: {day: 2026-10-11, km: "21.3", before_km: "14.2"}', ""))
    load = _context(told).load
    assert load is not None
    assert load.found.startswith("One run went too far, on 6 Sep.")


def test_a_small_jump_is_no_run_too_far() -> None:
    small = _diagnosis(
        ('km: "15.2", before_km: "12.4"', 'km: "14.3", before_km: "12.4"'),
        ('jump: {day: 2026-10-11, km: "21.3", before_km: "14.2"}', "jump: "),
    )
    record, load = _record(small), _context(small).load
    assert record.jumps == ""
    assert load is not None
    assert load.found.startswith("No run went too far. Too far is more than")


def test_a_jump_that_is_not_the_longest_run_of_its_week_is_marked_where_it_is() -> None:
    lower = _diagnosis(('km: "21.3", before_km: "14.2"', 'km: "19", before_km: "14.2"'))
    load = _context(lower).load
    assert load is not None
    assert load.chart.dots.count("M") == 14  # of 16 weeks one had no run, one only the jump
    assert len(load.chart.overs) == 2


def test_of_many_jumps_the_greatest_are_told() -> None:
    text = FIXTURE.read_text(encoding="utf-8")
    weeks = [line for line in text.splitlines() if "- {week:" in line and "jump" not in line]
    changes = []
    for line in weeks[:4]:
        day = line.partition("week: ")[2][:10]
        far = f', jump: {{day: {day}, km: "9", before_km: "5"}}}}'
        changes.append((line, line.replace("}", far)))
    jumps = _record(_diagnosis(*changes)).jumps
    assert jumps.startswith("6 runs went too far. On 3 August 2026, 4 months ago, you ran 9 km")
    assert jumps.count("in one run.") == 4
    assert "So did 2 more. Training load gives points" in jumps


def test_a_referral_prints_nothing_of_it() -> None:
    one = _diagnosis(("safety.heart: [none]", "safety.heart: [chest_pain_now]"))
    assert not one.plan.shown
    context = _context(one, "coach")
    assert (context.record, context.load) == (None, None)
    for form in ("html", "md", "txt"):
        assert TITLE.lower() not in render(context, form).lower()
        assert "16 weeks" not in render(context, form)
        assert "on an easy run" not in render(context, form)  # nobody is sent running


def test_without_a_record_nothing_of_it_is_printed() -> None:
    context = _context(diagnosis("weak"))
    assert context.record is None
    assert "record" not in render(context, "txt").split("HOW SURE WE ARE")[0].lower()


def test_the_coach_reads_where_every_value_came_from() -> None:
    for text in _printed("coach").values():
        assert "read from your record: 13 runs, 17 October to 15 November 2026" in text
        assert "Recorded distance a week" in text


def test_a_doctor_reads_a_recorded_value_after_what_was_said() -> None:
    text = build(_robin(), "txt", Printing(date=DAY, edition="handover")).data.decode()
    flat = " ".join(text.split())
    assert "Distance a week: 45 km; Recorded distance a week: 32.4 km;" in flat
    assert flat.count("Easy pace: 6:02 /km") == 1  # taken over, so said once
    assert "Recorded easy pace" not in flat


def test_explain_names_the_record() -> None:
    told = _explained("training.longest_run_30d_km")
    assert "14.5 km; read from your record: 13 runs, 17 October to 15 November 2026." in told
    assert "You said" not in told
    told = _explained("training.weekly_km")
    assert "You said 45 km; from the answers file. Your record shows 32.4 km (8 runs" in told


def _explained(name: str) -> str:
    done = CliRunner().invoke(surefoot, ["explain", str(FIXTURE), name])
    assert done.exit_code == 0, done.output
    return " ".join(done.stdout.split())


def test_the_result_carries_the_record_and_the_jumps() -> None:
    data = json.loads(json.dumps(result(_robin())))
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    by_question = {one["question"]: one for one in data["recorded"]}
    assert by_question["training.weekly_km"] == {
        "question": "training.weekly_km", "value": 32.4, "said": 45.0,
        "window": {"first": "2026-11-09", "last": "2026-11-22"}, "n": 8, "of": "runs",
        "confidence": "high", "differs": True,
    }  # fmt: skip
    assert not by_question["training.longest_run_30d_km"]["differs"]
    assert [one["jump"] for one in data["history"] if one["jump"]] == [
        {"day": "2026-09-06", "km": 15.2, "before_km": 12.4},
        {"day": "2026-10-11", "km": 21.3, "before_km": 14.2},
    ]


def test_the_attached_answers_read_back_with_the_record(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(_pdf())
    with pikepdf.open(path) as made:
        attached = made.attachments["answers.yaml"].get_file().read_bytes().decode()
    (tmp_path / "again.yaml").write_text(attached, encoding="utf-8")
    again = read_answers(tmp_path / "again.yaml", assessor().knowledge)
    assert again.history == _robin().history
    bases = {name: one.basis for name, one in _robin().answers.items()}
    assert {name: one.basis for name, one in again.answers.items()} == bases


def test_a_comparison_says_which_record_a_side_stands_on(tmp_path: Path) -> None:
    (tmp_path / "old.json").write_text(json.dumps(result(_robin())), encoding="utf-8")
    command = ["compare", str(tmp_path / "old.json"), str(FIXTURE), "-f", "md"]
    done = CliRunner().invoke(surefoot, [*command, "--date", "2026-11-23"])
    assert done.exit_code == 0, done.output
    told = "It also stands on a record, 2 March to 22 November 2026."
    assert done.stdout.count(told) == 2


def test_page_and_pdf_say_the_same_words_and_keep_their_standards(tmp_path: Path) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    path = tmp_path / "report.pdf"
    path.write_bytes(_pdf())
    pages = page_text.pdf_pages(path)
    assert "3 Build up your calves" in pages[0]  # the three actions stand on the first page
    page = Page(build(_robin(), "html", Printing(date=DAY)).data.decode()).text
    in_pdf, joined = page_text.words(" ".join(pages)), page_text.joined(page)
    missing = page_text.words(page) - in_pdf
    assert {word for word in missing if not any(word in one for one in joined & in_pdf)} == set()
    added = in_pdf - page_text.words(page) - joined
    assert {word for word in added if not word.isdigit()} == {"Page"}
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    assert verapdf.validate(path, ["ua1", "3a"]) == []


def test_a_basis_in_words() -> None:
    day = datetime.date(2026, 11, 22)
    basis = Basis(day, day, 1, "activities", Confidence.LOW)
    assert basis.shown == "1 activity, 22 November 2026"
    over_a_year = replace(basis, first=datetime.date(2025, 12, 28), count=40, what="runs")
    assert over_a_year.shown == "40 runs, 28 December 2025 to 22 November 2026"
    assert over_a_year.shown_short == "40 runs, 28 Dec 2025 to 22 Nov 2026"
