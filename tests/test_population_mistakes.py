"""Mistakes in a population, one by one: each is found, in its place, with a way out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from surefoot.engine.errors import KnowledgeError
from surefoot.engine.population import check_population, read_population
from surefoot.engine.shipped import SHIPPED

from .support import small
from .support.population import PAGE, shipped
from .support.problems import said

_END = "source: choice, reason: R"

# What stands in the file, and what is said about it: place, code, sentence, fix.
_MISTAKES: dict[str, tuple[str, list[str]]] = {
    "list": (
        "- a.one",
        ["1:1 KB152 a file of the population begins with `traits:` or `population:`"],
    ),
    "section": (
        "populaton: {}",
        [
            "1:1 KB150 there is no section 'populaton' in a population | did you mean population?",
        ],
    ),
    "no-entries": (
        "population: yes",
        ["1:13 KB152 'population:' holds entries, each under its id"],
    ),
    "yaml": (
        "population:\n\ta.one: {}",
        ["2:1 KB102 a tab stands here | use spaces, two for each level"],
    ),
    "twice": (
        f"traits: {{trait.x: {{uniform: {{lowest: 0, highest: 1}}, {_END}}}}}\n"
        f"population:\n  a.one: {{shares: {{1: 100}}, {_END}}}\n"
        f"  'a.one': {{shares: {{1: 100}}, {_END}}}",
        ["4:3 KB109 'a.one' stands here twice"],
    ),
    "unknown-question": (
        f"population:\n  a.onne: {{shares: {{1: 100}}, {_END}}}",
        ["2:3 KB121 there is no question 'a.onne' | did you mean a.one?"],
    ),
    "unknown-question-of-places": (
        f"population:\n  s.site.pian: {{shares: {{1: 100}}, {_END}}}",
        ["2:3 KB121 there is no question 's.site.pian' | did you mean s.site.pain?"],
    ),
    "one-place": (
        f"population:\n  s.left.pain: {{shares: {{1: 100}}, {_END}}}",
        [
            "2:3 KB152 a question of every site is named once for all of them"
            " | write s.site.pain, with a case `when: site == left`"
        ],
    ),
    "free-text": (
        f"population:\n  a.name: {{shares: {{Ann: 100}}, {_END}}}",
        ["2:3 KB130 'a.name' is free text, which is never made up | leave the entry out"],
    ),
    "derived": (
        f"population:\n  a.sum: {{shares: {{1: 100}}, {_END}}}",
        ["2:3 KB121 there is no question 'a.sum' | leave the entry out: it follows from answers"],
    ),
    "no-fields": (
        "population:\n  a.one: 7",
        ["2:10 KB152 fields are expected here, each as `name: value` on a line of its own"],
    ),
    "field": (
        f"population:\n  a.one: {{normall: {{mean: 1, deviation: 1}}, shares: {{1: 100}}, {_END}}}",
        ["2:11 KB150 there is no field 'normall' here | did you mean normal?"],
    ),
    "field-of-a-family": (
        f"population:\n  a.one: {{normal: {{mean: 1, deviaton: 1}}, {_END}}}",
        ["2:29 KB150 there is no field 'deviaton' here | did you mean deviation?"],
    ),
    "field-of-a-case": (
        f"population:\n  a.one: {{cases: [{{shares: {{1: 100}}, step: 1}}], {_END}}}",
        [
            "2:38 KB150 there is no field 'step' here | fields here: normal, lognormal, triangular,"
            " uniform, shares, number, when, dont_know, declined or skipped"
        ],
    ),
    "silent-trait": (
        f"traits:\n  trait.x: {{uniform: {{lowest: 0, highest: 1}}, skipped: 1, {_END}}}",
        [
            "2:47 KB150 there is no field 'skipped' here | fields here: normal, lognormal,"
            " triangular, uniform, shares, number, cases, lowest, highest, step, source or reason"
        ],
    ),
    "no-source": (
        "population:\n  a.one: {shares: {1: 100}, reason: R}",
        ["2:3 KB151 the field 'source' is missing | add a line `source: …`"],
    ),
    "no-reason": (
        "population:\n  a.one: {shares: {1: 100}, source: choice}",
        ["2:3 KB151 a choice needs a reason | add a line `reason: …`"],
    ),
    "unknown-source": (
        "population:\n  a.one: {shares: {1: 100}, source: expart}",
        ["2:37 KB202 there is no source 'expart' | did you mean expert?"],
    ),
    "unknown-source-far": (
        "population:\n  a.one: {shares: {1: 100}, source: smith}",
        [
            "2:37 KB202 there is no source 'smith' | name a source of the base, or choice",
        ],
    ),
    "not-a-number": (
        f"population:\n  a.one: {{normal: {{mean: few, deviation: 1}}, {_END}}}",
        ["2:26 KB153 'mean': 'few' is not a number"],
    ),
    "deviation": (
        f"population:\n  a.one: {{normal: {{mean: 1, deviation: 0}}, {_END}}}",
        ["2:19 KB153 'deviation' must be above 0"],
    ),
    "factor": (
        f"population:\n  a.one: {{lognormal: {{median: 1, factor: 1}}, {_END}}}",
        ["2:22 KB153 'factor' must be above 1 and not above 10"],
    ),
    "median": (
        f"population:\n  a.one: {{lognormal: {{median: -1, factor: 2}}, {_END}}}",
        ["2:22 KB153 'median' must be above 0"],
    ),
    "triangle": (
        f"population:\n  a.one: {{triangular: {{lowest: 1, likely: 0, highest: 2}}, {_END}}}",
        ["2:23 KB153 lowest, likely and highest must go up"],
    ),
    "uniform": (
        f"population:\n  a.one: {{uniform: {{lowest: 1, highest: 1}}, {_END}}}",
        ["2:20 KB153 'lowest' must be below 'highest'"],
    ),
    "two-families": (
        f"population:\n  a.one: {{uniform: {{lowest: 1, highest: 2}}, shares: {{1: 100}}, {_END}}}",
        [
            "2:45 KB152 this says twice how to draw, by uniform and shares"
            " | leave one of them out"
        ],
    ),
    "nothing-to-draw": (
        f"population:\n  a.one: {{step: 1, {_END}}}",
        ["2:10 KB151 nothing says how this is drawn | add normal: or shares:"],
    ),
    "numbers-for-choices": (
        f"population:\n  a.lead: {{normal: {{mean: 1, deviation: 1}}, {_END}}}",
        ["2:12 KB130 'normal' draws numbers, and this has choices | write `shares:`"],
    ),
    "formula-for-choices": (
        f"population:\n  a.lead: {{shares: {{yes: 100}}, number: drawn, {_END}}}",
        ["2:32 KB130 'number' is for numbers, and this has choices"],
    ),
    "bound-for-choices": (
        f"population:\n  a.lead: {{shares: {{yes: 100}}, lowest: 1, {_END}}}",
        ["2:32 KB130 'lowest' is for numbers, and this has choices"],
    ),
    "choice": (
        f"population:\n  a.lead: {{shares: {{yess: 60, no: 40}}, {_END}}}",
        [
            "2:21 KB122 there is no choice 'yess' | did you mean yes?",
            "2:20 KB131 the shares add up to 40, not 100",
        ],
    ),
    "sum": (
        f"population:\n  a.lead: {{shares: {{yes: 60, no: 45}}, {_END}}}",
        ["2:20 KB131 the shares add up to 105, not 100"],
    ),
    "share": (
        f"population:\n  s.places: {{shares: {{left: 101}}, {_END}}}",
        ["2:29 KB131 'left' is 101; a share is from 0 to 100 of 100 runners"],
    ),
    "share-of-none": (
        f"population:\n  s.places: {{shares: {{left: 10, none: 90}}, {_END}}}",
        [
            "2:33 KB152 'none' is what the others leave, and has no share of its own"
            " | leave it out"
        ],
    ),
    "word-among-numbers": (
        f"population:\n  a.one: {{shares: {{few: 100}}, {_END}}}",
        [
            "2:20 KB130 'few' is not a number",
            "2:19 KB131 the shares add up to 0, not 100",
        ],
    ),
    "silence": (
        f"population:\n  a.one: {{shares: {{1: 100}}, dont_know: 60, skipped: 50, {_END}}}",
        [
            "2:10 KB131 110 of 100 runners do not answer"
            " | make dont_know, declined and skipped 100 or less together"
        ],
    ),
    "dont-know": (
        f"population:\n  a.maybe: {{shares: {{yes: 100}}, dont_know: 5, {_END}}}",
        [
            "2:3 KB130 'dont_know' is no answer to this question, which has a choice for it"
            " | write `shares:` for that choice"
        ],
    ),
    "formula": (
        f"population:\n  a.one: {{number: 2 * a.twoo, {_END}}}",
        ["2:23 KB121 there is no question or derived value called 'a.twoo' | did you mean a.two?"],
    ),
    "formula-of-words": (
        f"population:\n  a.one: {{number: 2 * a.lead, {_END}}}",
        ["2:23 KB130 'a.lead' is not a number"],
    ),
    "drawn-unused": (
        f"population:\n  a.one: {{shares: {{1: 100}}, number: 2 * a.two, {_END}}}",
        [
            "2:37 KB152 the formula does not use 'drawn', so shares has no effect"
            " | write `number: drawn` with something to add or to multiply"
        ],
    ),
    "nothing-drawn": (
        f"population:\n  a.one: {{number: 2 * drawn, {_END}}}",
        [
            "2:19 KB152 'drawn' is the number drawn, and nothing is drawn here"
            " | add normal:, lognormal:, triangular:, uniform: or shares:"
        ],
    ),
    "bound-outside": (
        f"population:\n  a.one: {{shares: {{1: 100}}, highest: 11, {_END}}}",
        ["2:38 KB131 'highest' is 11; the question goes from 0 to 10"],
    ),
    "bounds-cross": (
        f"population:\n  a.one: {{shares: {{1: 100}}, lowest: 5, highest: 4, {_END}}}",
        ["2:37 KB131 no number lies from 'lowest' 5 to 'highest' 4"],
    ),
    "bounds-between-steps": (
        f"population:\n  a.one: {{shares: {{1: 100}}, lowest: 4.2, highest: 4.8, {_END}}}",
        ["2:37 KB131 no number lies from 'lowest' 4.2 to 'highest' 4.8"],
    ),
    "bound-drawn": (
        f"population:\n  a.one: {{shares: {{1: 100}}, lowest: drawn / 2, {_END}}}",
        ["2:37 KB152 'drawn' has no meaning in a bound"],
    ),
    "step": (
        f"population:\n  a.one: {{shares: {{1: 100}}, step: 0, {_END}}}",
        ["2:35 KB131 'step' must be above 0 and not wider than the range of the question"],
    ),
    "cases-and-more": (
        f"population:\n  a.one: {{shares: {{1: 100}}, cases: [{{shares: {{1: 100}}}}], {_END}}}",
        [
            "2:11 KB152 'shares' stands beside `cases:`"
            " | write it in the case that it belongs to"
        ],
    ),
    "no-cases": (
        f"population:\n  a.one: {{cases: [], {_END}}}",
        ["2:18 KB152 `cases:` is a list, each with `when:` but the last"],
    ),
    "last-case": (
        f"population:\n  a.one: {{cases: [{{when: a.two > 1, shares: {{1: 100}}}}], {_END}}}",
        [
            "2:19 KB152 only the last case has no `when:`, and it must have none"
            " | add a last case for all other runners"
        ],
    ),
    "first-case": (
        "population:\n  a.one: {cases: [{shares: {1: 100}}, {shares: {2: 100}}], source: expert}",
        [
            "2:19 KB152 only the last case has no `when:`, and it must have none"
            " | say when this case holds"
        ],
    ),
    "condition": (
        "population:\n  a.one:\n    cases:\n      - when: a.two = 1\n        shares: {1: 100}\n"
        "      - shares: {2: 100}\n    source: expert",
        ["4:21 KB112 '=' is not an operator of the rule language | write ==:   a.two == 1"],
    ),
    "condition-on-drawn": (
        "population:\n  a.one:\n    cases:\n      - when: drawn > 1\n        shares: {1: 100}\n"
        "      - shares: {2: 100}\n    source: expert",
        ["4:15 KB121 there is no question or derived value called 'drawn'"],
    ),
    "site-elsewhere": (
        "population:\n  a.one:\n    cases:\n      - when: site == left\n        shares: {1: 100}\n"
        "      - shares: {2: 100}\n    source: expert",
        [
            "4:15 KB121 there is no question or derived value called 'site'"
            " | read it in a rule or flag with `each: site`, or name one site"
        ],
    ),
    "trait-id": (
        f"traits:\n  strain: {{uniform: {{lowest: 0, highest: 1}}, {_END}}}",
        ["2:3 KB201 a trait's id is trait.name, in small letters and _"],
    ),
    "unknown-trait": (
        f"population:\n  a.one: {{number: trait.x, {_END}}}",
        ["2:19 KB121 there is no question or derived value called 'trait.x'"],
    ),
    "circle": (
        f"population:\n  a.one: {{number: a.two + 1, {_END}}}\n"
        f"  a.two: {{number: a.one - 1, {_END}}}",
        [
            "2:3 KB205 these are drawn from each other: a.one → a.two → a.one"
            " | let one of them be drawn first, without the others"
        ],
    ),
    "circle-through-a-gate": (
        f"population:\n  a.gate:\n    cases: [{{when: a.gated > 1, shares: {{yes: 100}}}},"
        f" {{shares: {{no: 100}}}}]\n    {_END.replace(', ', chr(10) + '    ')}",
        [
            "2:3 KB205 these are drawn from each other: a.gate → a.gated → a.gate"
            " | let one of them be drawn first, without the others"
        ],
    ),
    "circle-at-every-place": (
        f"population:\n  s.site.pain: {{number: s.site.pain, {_END}}}",
        [
            "2:3 KB205 these are drawn from each other: s.left.pain → s.left.pain"
            " | let one of them be drawn first, without the others"
        ],
    ),
}  # fmt: skip

_EXTRA = """
  a.name: {title: N, ask: A, why: W, answer: text up to 9 characters}
  a.maybe: {title: M, ask: A, why: W, answer: {yes: Yes, unsure: Not sure}}
derived:
  a.sum: {title: Sum, number: a.one + a.two}
"""


@pytest.mark.parametrize("name", _MISTAKES)
def test_a_mistake_is_found_in_its_place(tmp_path: Path, name: str) -> None:
    text, expected = _MISTAKES[name]
    knowledge = small.small_base(tmp_path, extra=_EXTRA).knowledge
    file = _write(tmp_path, "all.yaml", text)
    found = [said(one).removeprefix(f"{file}:") for one in check_population(tmp_path, knowledge)]
    assert found == expected
    with pytest.raises(KnowledgeError) as caught:
        read_population(tmp_path, knowledge)
    assert [said(one).removeprefix(f"{file}:") for one in caught.value.problems] == expected


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / "population" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_two_files_may_not_name_the_same_question(tmp_path: Path) -> None:
    knowledge = small.small_base(tmp_path).knowledge
    first = _write(tmp_path, "a.yaml", f"population: {{a.one: {{shares: {{1: 100}}, {_END}}}}}")
    _write(tmp_path, "b.yaml", f"population: {{a.one: {{shares: {{2: 100}}, {_END}}}}}")
    (problem,) = check_population(tmp_path, knowledge)
    assert (problem.code, problem.name) == ("KB109", "twice")
    assert str(problem.also) == f"{first}:1:14"


def test_a_file_with_another_ending_is_named(tmp_path: Path) -> None:
    knowledge = small.small_base(tmp_path).knowledge
    _write(tmp_path, "all.yml", "population: {}")
    (problem,) = check_population(tmp_path, knowledge)
    assert (problem.code, problem.severity, problem.fix) == ("KB100", "warning", "call it all.yaml")
    read_population(tmp_path, knowledge)  # a warning is no reason to stop


def test_a_question_by_its_former_id_is_told_its_name(tmp_path: Path) -> None:
    extra = "  a.new: {title: N, ask: A, why: W, answer: yes or no, was: [a.old]}\n"
    knowledge = small.small_base(tmp_path, extra=extra).knowledge
    _write(tmp_path, "all.yaml", f"population: {{a.old: {{shares: {{yes: 100}}, {_END}}}}}")
    (problem,) = check_population(tmp_path, knowledge)
    assert (problem.code, problem.fix) == ("KB121", "it is now called a.new")


def test_an_empty_population_is_no_mistake(tmp_path: Path) -> None:
    knowledge = small.small_base(tmp_path).knowledge
    assert list(check_population(tmp_path, knowledge)) == []
    _write(tmp_path, "all.yaml", "# nothing yet\n")
    _write(tmp_path, "more.yaml", "traits:\npopulation:\n")
    assert list(check_population(tmp_path, knowledge)) == []


def test_the_shipped_population_has_no_mistake() -> None:
    assert list(check_population(SHIPPED, shipped()[0])) == []


def test_the_example_in_the_page_has_no_mistake(tmp_path: Path) -> None:
    (block,) = re.findall(r"```yaml\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    _write(tmp_path, "all.yaml", block)
    knowledge = shipped()[0]
    assert list(check_population(tmp_path, knowledge)) == []
    found = read_population(tmp_path, knowledge)
    assert (list(found.traits), len(found.questions)) == (["trait.strain"], 2)
