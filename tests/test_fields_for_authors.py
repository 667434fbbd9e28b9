"""What entries say beside the rule itself: earlier ids, reviews, retirement, what excludes what."""

from __future__ import annotations

from pathlib import Path

import pytest

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.errors import AnswersError, KnowledgeError
from surefoot.engine.loading import load_knowledge, read_knowledge
from surefoot.engine.loading.sections import read_sections

from .support.small import diagnosed, flag, never, rule, small_base

RENAMED = """
  a.six: {title: Six, ask: Ask, why: Why, answer: 0 to 10, was: [a.old]}
  s.site.ache: {each: site, title: Ache, ask: Ask, why: Why, answer: 0 to 10, was: [s.site.hurt]}
"""


def _with_field(text: str, field: str) -> str:
    return text.replace("    grade: expert\n", f"    grade: expert\n    {field}\n", 1)


def _problems(folder: Path, *rules: str, extra: str = "") -> list[str]:
    try:
        small_base(folder, *rules, extra=extra)
    except KnowledgeError as error:
        return [f"{one.code} {one.message}" for one in error.problems]
    return []


def _answers(folder: Path, text: str) -> Path:
    path = folder / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_old_id_still_answers_the_question(tmp_path: Path) -> None:
    knowledge = small_base(tmp_path, extra=RENAMED).knowledge
    found = read_answers(_answers(tmp_path, "a.old: 3\ns.left.hurt: 4\na.one: 1"), knowledge)
    assert {name: answer.value for name, answer in found.answers.items()} == {
        "a.six": 3.0, "s.left.ache": 4.0, "a.one": 1.0,
    }  # fmt: skip


def test_an_answer_under_both_ids_is_an_error(tmp_path: Path) -> None:
    knowledge = small_base(tmp_path, extra=RENAMED).knowledge
    with pytest.raises(AnswersError, match=r"is called 'a\.six' now") as caught:
        read_answers(_answers(tmp_path, "a.six: 3\na.old: 3"), knowledge)
    assert [one.code for one in caught.value.problems] == ["AN107"]


def test_an_id_that_is_in_use_is_no_old_id(tmp_path: Path) -> None:
    twice = "  a.six: {title: Six, ask: Ask, why: Why, answer: 0 to 10, was: [a.one]}\n"
    assert _problems(tmp_path, extra=twice) == ["KB207 'a.one' is the id of something else"]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("reviewed: [Maria Huber 2026-03-01]", []),
        ("changed: [2026-04-02 MH raises 20 -> 25]", []),
        ("not_for: Runners who are ill.", []),
        ("reviewed: [Maria Huber]", ["KB153 'reviewed': 'Maria Huber' is not a name and a day, "
                                     "like Maria Huber 2026-03-01"]),
        ("changed: [2026-02-30 MH it]", ["KB153 'changed': '2026-02-30 MH it' does not begin with "
                                         "a day, like 2026-04-02, and a name"]),
        ("replaced_by: [p.two]", ["KB152 only a retired entry has `replaced_by:`"]),
    ],
)  # fmt: skip
def test_fields_of_a_rule(field: str, expected: list[str], tmp_path: Path) -> None:
    first = _with_field(rule("p.one", "a.one < 3", 1), field)
    assert _problems(tmp_path, first, rule("p.two", "a.two < 3", 1)) == expected


@pytest.mark.parametrize(
    ("field", "step"),
    [("", 1.0), (", step: 0.5", 0.5), (", step: 50", 50.0), (", measurement_error: 3", 1.0)],
)
def test_the_step_of_a_number(field: str, step: float, tmp_path: Path) -> None:
    six = f"  a.six: {{title: Six, ask: Ask, why: Why, answer: 0 to 90 km{field}}}\n"
    question = small_base(tmp_path, extra=six).knowledge.questions["a.six"]
    assert question.step == step
    assert isinstance(question.step, float)


def test_the_step_of_a_question_for_every_site(tmp_path: Path) -> None:
    each = "  s.site.weeks: {each: site, title: W, ask: A, why: W, answer: 0 to 9 weeks, step: 2}\n"
    questions = small_base(tmp_path, extra=each).knowledge.questions
    assert [questions[f"s.{site}.weeks"].step for site in ("left", "right")] == [2.0, 2.0]


@pytest.mark.parametrize(
    ("answer", "step", "expected"),
    [
        ("answer: 0 to 9 km", "0", "KB153 a step is more than 0"),
        ("answer: 0 to 9 km", "-1", "KB153 a step is more than 0"),
        ("answer: 0 to 9 km", "some", "KB153 'step': 'some' is not a number"),
        ("answer: yes or no", "1", "KB152 only a question that takes a number has `step:`"),
        ("answer: text up to 9 characters", "1",
         "KB152 only a question that takes a number has `step:`"),
        ("answers: {left: Left, none: None}", "1",
         "KB152 only a question that takes a number has `step:`"),
    ],
)  # fmt: skip
def test_a_step_that_is_none(answer: str, step: str, expected: str, tmp_path: Path) -> None:
    six = f"  a.six: {{title: Six, ask: Ask, why: Why, {answer}, step: {step}}}\n"
    assert _problems(tmp_path, extra=six) == [expected]


def test_what_replaces_a_retired_rule_is_there(tmp_path: Path) -> None:
    first = _with_field(rule("p.one", "a.one < 3", 1), "replaced_by: [p.three]")
    retired = first.replace("status: trial", "status: retired")
    second = rule("p.two", "a.two < 3", 1)
    assert _problems(tmp_path, retired, second) == [
        "KB201 there is no rule, flag, pattern or limit called 'p.three'"
    ]
    assert _problems(tmp_path, retired.replace("p.three", "p.two"), second) == []


def test_a_retired_flag_is_not_read(tmp_path: Path) -> None:
    raised = flag("gone", "a.one < 3").replace("status: trial", "status: retired")
    with pytest.raises(KnowledgeError, match="which is retired and not used") as caught:
        small_base(tmp_path, rule("p.one", "flag.gone == yes", 1), flags=(raised,))
    assert [(one.code, one.subject) for one in caught.value.problems] == [("KB206", "p.one")]


def test_drafts_are_there_for_who_asks(tmp_path: Path) -> None:
    draft = rule("p.one", "a.one < 3", 1).replace("status: trial", "status: draft")
    small_base(tmp_path, draft, rule("p.two", "a.two < 3", 1))
    assert set(load_knowledge(tmp_path).rules) == {"p.two", "headline.c"}
    with_drafts, _ = read_knowledge(read_sections(tmp_path), with_drafts=True)
    assert with_drafts is not None
    assert {"p.one", "p.two"} <= with_drafts.rules.keys()


def test_examples_are_passed_over_unless_they_are_asked_for(tmp_path: Path) -> None:
    examples = "examples:\n      low: {given: {a.one: 2}, expect: fires}\n      odd: [1, {a: b}]"
    small_base(tmp_path, _with_field(rule("p.one", "a.one < 3", 1), examples))
    knowledge = load_knowledge(tmp_path)
    assert "p.one" in knowledge.rules
    entry = read_sections(tmp_path, with_examples=True).entries["rules"]["p.one"]
    assert entry.shape.model_dump()["examples"]["low"]["given"] == {"a.one": "2"}
    assert not read_sections(tmp_path).entries["rules"]["p.one"].shape.model_dump()["examples"]


def test_of_two_pieces_of_advice_that_exclude_each_other_the_later_is_left_out(
    tmp_path: Path,
) -> None:
    rules = [
        rule("p.one", "a.one < 3", 4, advice="do-lift"),
        rule("p.two", "a.two < 3", 2, advice="do-run"),
        rule("q.three", "a.three < 3", 2, advice="do-calm"),
    ]
    assessor = small_base(tmp_path, *rules, plan=True)
    given = {"one": "1", "two": "1", "three": "1", "five": "1"}
    before = [one.advice.id for one in diagnosed(assessor, **given).actions]
    assert before == ["do-lift", "do-run", "do-calm"]
    base = tmp_path / "base.yaml"
    text = base.read_text(encoding="utf-8")
    text = text.replace("title: Run, text", "title: Run, not_with: [do-lift], text")
    base.write_text(text, encoding="utf-8")
    changed = Assessor(load_knowledge(tmp_path))
    assert [one.advice.id for one in diagnosed(changed, **given).actions] == ["do-lift", "do-calm"]


def test_what_is_never_so_is_a_contradiction_that_says_never(tmp_path: Path) -> None:
    asked_again = "  low-both: {title: Low, when: a.one < 3 and a.two < 3, text: Check them.}\n"
    knowledge = small_base(tmp_path, extra=never("a.one < 3 and a.two > 5") + asked_again).knowledge
    assert list(knowledge.contradictions) == ["never-1", "low-both"]
    assert knowledge.never_together == (knowledge.contradictions["never-1"].when,)
    assert _problems(tmp_path, extra=never("a.six < 3"))[0].startswith("KB121")
    assert _problems(tmp_path, extra="never_together: [a.one < 3]\n") == [
        "KB150 there is no section 'never_together'"
    ]


def test_a_contradiction_of_every_site_is_there_for_each(tmp_path: Path) -> None:
    text = "The {site} hurts {s.site.pain}, and you say {a.one}."
    extra = (
        "contradictions:\n  much-pain: {title: Much, each: site, "
        f'when: s.site.pain > 8 and a.one < 2, text: "{text}"}}\n'
    )
    found = small_base(tmp_path, extra=extra).knowledge.contradictions
    assert {name: (one.entry, one.site, one.text) for name, one in found.items()} == {
        "much-pain.left": (
            "much-pain", "left", "The left hurts {s.left.pain}, and you say {a.one}."
        ),
        "much-pain.right": (
            "much-pain", "right", "The right hurts {s.right.pain}, and you say {a.one}."
        ),
    }  # fmt: skip
