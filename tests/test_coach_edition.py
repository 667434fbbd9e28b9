"""The coach edition: how everything was worked out, in every format, and nothing for a runner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.diagnosis import diagnose
from surefoot.engine.vocabulary import Answer, read_answer
from surefoot.reports.coach_shapes import WorkedOut
from surefoot.reports.context import report_context
from surefoot.reports.printing import Printing
from surefoot.reports.writing import build

from .support import needs, verapdf
from .support.page_text import Page
from .support.sample_runners import DAY, FULL, NASTY_NAME, REFERRED, RUNNERS, assessor, diagnosis

if TYPE_CHECKING:
    from pathlib import Path

_TEXTS = ("html", "md", "txt")


def _worked_out(runner: str) -> WorkedOut:
    found = report_context(diagnosis(runner), Printing(date=DAY, edition="coach")).worked_out
    assert found is not None
    return found


def _made(runner: str, format_: str, name: str = "") -> str:
    built = build(diagnosis(runner, name), format_, Printing(date=DAY, edition="coach"))
    assert built.warning == ""
    return built.data.decode()


@pytest.mark.parametrize("format_", _TEXTS)
@pytest.mark.parametrize("runner", RUNNERS)
def test_every_text_has_it_for_every_sort_of_runner(runner: str, format_: str) -> None:
    assert "how this was worked out" in _made(runner, format_).lower()
    own = build(diagnosis(runner), format_, Printing(date=DAY)).data.decode()
    assert "how this was worked out" not in own.lower()


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(KeyError):
        build(diagnosis("weak"), "txt", Printing(date=DAY, edition="doctor"))


def test_data_is_the_same_for_both() -> None:
    assert (
        _made("weak", "json") == build(diagnosis("weak"), "json", Printing(date=DAY)).data.decode()
    )


@pytest.mark.parametrize("runner", FULL)
def test_a_full_report_has_every_pillar_and_all_answers(runner: str) -> None:
    found = _worked_out(runner)
    shown = {one.id for one in found.scores}
    assert {one.pillar.id for one in diagnosis(runner).pillars} <= shown
    listed = {one.id for topic in found.topics for one in topic.answers}
    assert listed == set(diagnosis(runner).answers)


@pytest.mark.parametrize("runner", REFERRED)
def test_without_a_plan_there_are_flags_and_answers_only(runner: str) -> None:
    found = _worked_out(runner)
    assert (found.scores, found.patterns) == ((), ())
    assert {one.id for topic in found.topics for one in topic.answers} == set(
        diagnosis(runner).answers
    )
    assert [one.id for one in found.flags] == [one.rule.id for one in diagnosis(runner).flags]
    told = " ".join(found.summary)
    assert not any(f"{word}:" in told for word in ("Pillars", "Do this first", "Patterns"))
    rules = assessor().knowledge.rules
    assert all(rules[one.id].id.startswith(("flag.", "limit.")) for one in found.close)


def test_each_flag_is_followed_down_to_the_answers() -> None:
    found = _worked_out("referral")
    assert found.flags
    for proof in found.flags:
        ids = {line.id for line in proof.lines}
        assert ids & assessor().knowledge.questions.keys() or any(
            name in assessor().knowledge.patterns for name in ids
        ), proof.id


def test_each_shown_pattern_says_what_speaks_for_it() -> None:
    (pattern, *_) = _worked_out("sore").patterns
    assert "Speaks for it" in {line.text for line in pattern.lines if line.depth == 0}
    assert pattern.nearest


@pytest.mark.parametrize("runner", ["empty", "unknown"])
def test_undecided_flags_stand_under_the_question_that_they_wait_for(runner: str) -> None:
    found = _worked_out(runner)
    assert found.undecided
    unanswered = set(diagnosis(runner).unanswered)
    assert {one.id for one in found.undecided} <= unanswered


def test_the_points_of_the_items_are_those_of_the_score() -> None:
    for score in _worked_out("weak").scores:
        items = diagnosis("weak").score(score.id).items
        decided = sum(item.least for item in items if item.is_decided)
        shown = [re.match(r"(\d+) of", item.points) for item in score.items]
        assert sum(int(one[1]) for one in shown if one) == decided


def test_what_is_close_turns_with_the_answer_that_is_named() -> None:
    found = _worked_out("weak")
    assert found.close
    base = assessor().knowledge
    for line in found.close:
        question = next(
            one for one in base.questions.values() if line.turns.startswith(f"{one.title}: ")
        )
        after = line.turns.removeprefix(f"{question.title}: ").split(" instead of ")[0].strip("“”")
        other = read_answer(question, after)
        assert isinstance(other, Answer), line
        changed = diagnose(assessor(), {**diagnosis("weak").answers, question.id: other})
        (state,) = [one.state for one in changed.rules if one.rule.id == line.id]
        assert {state, line.state} == {"fires", "quiet"}, line


def test_a_converted_answer_says_what_it_was_read_as() -> None:
    question = assessor().knowledge.questions["training.weekly_km"]
    said = read_answer(question, "20 mi", "file")
    assert isinstance(said, Answer)
    answers = {**diagnosis("weak").answers, question.id: said}
    context = report_context(diagnose(assessor(), answers), Printing(date=DAY, edition="coach"))
    assert context.worked_out is not None
    shown = {one.id: one for topic in context.worked_out.topics for one in topic.answers}
    assert shown[question.id].shown == "20 mi (read as 32.19 km)"
    assert shown[question.id].origin == "from the answers file"


def test_a_nasty_name_prints_as_itself() -> None:
    html = _made("weak", "html", NASTY_NAME)
    assert "<b>&*" not in html
    assert NASTY_NAME in Page(html).text.split("How this was worked out")[1]
    assert f"Name [runner.name]: {NASTY_NAME}" in _made("weak", "txt", NASTY_NAME)


@pytest.mark.parametrize("runner", ["sore", "referral", "empty"])
def test_the_pdf_is_made_and_keeps_its_promises(tmp_path: Path, runner: str) -> None:
    built = build(diagnosis(runner, NASTY_NAME), "pdf", Printing(date=DAY, edition="coach"))
    assert built.warning == ""
    assert built.data.startswith(b"%PDF-1.7")
    if reason := verapdf.why_not_available():
        needs.skip_or_fail(reason)
    path = tmp_path / f"{runner}.pdf"
    path.write_bytes(built.data)
    assert verapdf.validate(path, ["ua1", "3a"]) == []


def test_a_proof_in_markdown_is_a_list_in_a_list() -> None:
    lines = _made("sore", "md").split("### Flags that fired")[1].splitlines()
    depths = {len(line) - len(line.lstrip()) for line in lines if line.lstrip().startswith("- ")}
    assert {0, 2, 4} <= depths


def test_the_runners_report_says_once_how_to_ask_on() -> None:
    for format_ in _TEXTS:
        text = build(diagnosis("weak"), format_, Printing(date=DAY)).data.decode()
        assert len(re.findall(r"surefoot\s+explain\s+ANSWERS\s+ID", text)) == 1
