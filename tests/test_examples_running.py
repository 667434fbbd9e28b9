"""`kb test`: what an author reads of an example, and the lines that say why."""

import json
import random
from pathlib import Path

import pytest

from surefoot.engine.assessment import Assessor
from surefoot.engine.examples.base import ExampleBase
from surefoot.engine.examples.lines import Lines
from surefoot.engine.examples.running import assess_rule
from surefoot.engine.examples.verdicts import verdicts
from surefoot.engine.inference import InferenceError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answers

from .support.bases import write_random_base
from .support.examples import Command, base_with, examples, kb_command, sign_pattern
from .support.runners import random_answers
from .support.small import flag, rule

HIGH = rule("p.high", "a.one > 3 and a.two <= 3", 2, title="One is high")
HOLDS = "four and three: {given: {a.one: 4, a.two: 3}, expect: fires}"
WRONG = "three: {given: {a.one: 3}, expect: fires}"
OPEN = 'five: {given: {a.one: 5}, expect: "?"}'
RUNNER = "title: Ann\nsource: Made up\nanswers: {a.one: 5, a.two: 1}\nexpect: {tier: none}\n"


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Command:
    return kb_command(tmp_path, capsys, monkeypatch)


def test_an_example_that_fails_is_a_few_readable_lines(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, examples(HIGH, HOLDS, WRONG))
    assert run("test") == (
        1,
        "fails     p.high::three: it is quiet, not fires   base.yaml:37:42\n"
        "    a.one > 3 is false (a.one = 3)\n"
        "    a.two <= 3 is unknown (a.two is not answered)\n"
        "2 examples and 0 runners: 1 fails\n",
    )


def test_when_all_hold_only_the_counts_are_said(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, examples(HIGH, HOLDS), runners={"ann": RUNNER})
    assert run("test") == (0, "1 example and 1 runner: none fail\n")
    assert run("test", "-v") == (
        0,
        "holds     p.high::four and three\nholds     runner::ann\n"
        "1 example and 1 runner: none fail\n",
    )


def test_an_undecided_example_asks_to_be_decided_and_is_no_failure(
    tmp_path: Path, run: Command
) -> None:
    base_with(tmp_path, examples(HIGH, OPEN))
    code, out = run("test")
    assert code == 0
    assert "undecided p.high::five: it is unknown now; say whether it should" in out
    assert out.endswith("1 example and 0 runners: none fail, 1 undecided\n")


def test_a_variant_of_a_runner_is_a_runner_with_some_other_answers(
    tmp_path: Path, run: Command
) -> None:
    variants = (
        "variants:\n  bob: {answers: {a.one: }, expect: {tier: A}}\n  eve: {answers: {a.one: 0}}\n"
    )
    base_with(tmp_path, HIGH, runners={"ann": RUNNER + variants})
    code, out = run("test", "-v")
    assert code == 1
    assert "holds     runner::ann\n" in out
    assert "fails     runner::ann/bob: 1 thing came out otherwise" in out
    assert "holds     runner::ann/eve\n" in out
    assert run("test", "runner::ann/ev")[1].count("did you mean ann/eve?") == 1


def test_a_runner_that_fails_says_what_came_out(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, HIGH, runners={"ann": RUNNER.replace("tier: none", "tier: A")})
    code, out = run("test")
    assert code == 1
    assert "fails     runner::ann: 1 thing came out otherwise" in out
    assert "    'tier' is none, not A\n" in out


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("p.high",), ["p.high::four and three", "p.high::three"]),
        (("p.high::three",), ["p.high::three"]),
        (("pattern.x",), ["pattern.x.sore::hurts"]),
        (("runner::ann",), ["runner::ann"]),
        (("p.high", "p.high::three", "runner::ann"),
         ["p.high::four and three", "p.high::three", "runner::ann"]),
    ],
)  # fmt: skip
def test_what_is_named_is_run(tmp_path: Path, names: tuple[str, ...], expected: list[str]) -> None:
    base = base_with(
        tmp_path, examples(HIGH, HOLDS, WRONG), runners={"ann": RUNNER},
        extra=sign_pattern("a.three > 2", "hurts: {given: {a.three: 3}, expect: fires}"),
    )  # fmt: skip
    assert [one.id for one in verdicts(base, names)] == expected


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("p.hihg", "there is no rule, flag, limit or pattern called 'p.hihg'"),
        ("p.high::thre", "there is no example 'thre' of p.high"),
        ("runner::an", "there is no runner called 'an'"),
    ],
)
def test_a_name_that_there_is_not_is_told_with_the_nearest(
    tmp_path: Path, run: Command, name: str, message: str
) -> None:
    base_with(tmp_path, examples(HIGH, HOLDS, WRONG), runners={"ann": RUNNER})
    code, out = run("test", name)
    assert code == 2
    assert message in out
    assert "did you mean" in out


def test_the_results_can_be_read_by_a_program(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, examples(HIGH, WRONG))
    _, out = run("test", "--json")
    assert json.loads(out) == [
        {
            "id": "p.high::three", "outcome": "fails", "said": "it is quiet, not fires",
            "why": ["a.one > 3 is false (a.one = 3)",
                    "a.two <= 3 is unknown (a.two is not answered)"],
            "file": "base.yaml", "line": 36,
        }
    ]  # fmt: skip


def test_a_mistake_in_an_example_is_no_failure_but_a_base_that_does_not_load(
    tmp_path: Path, run: Command
) -> None:
    base_with(tmp_path, examples(HIGH, HOLDS))
    path = tmp_path / "base.yaml"
    path.write_text(path.read_text().replace("a.one: 4", "a.oen: 4"))
    code, out = run("test")
    assert code == 3
    assert "KB121 unknown-question" in out


def test_an_example_on_which_the_engines_differ_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_with(tmp_path, examples(HIGH, HOLDS))

    def differ(_: Assessor, __: Answers) -> None:
        raise InferenceError("Experta and evaluate disagree on p.high (None)")

    monkeypatch.setattr(Assessor, "assess", differ)
    (one,) = verdicts(base, ["p.high"])
    assert one.outcome == "fails"
    assert one.lines == ("Experta and evaluate disagree on p.high (None)",)


# --- the lines that say why


EXTRA = """
derived:
  a.ratio:
    title: Ratio
    number: a.one / a.two
    gate: a.two > 1
"""


@pytest.mark.parametrize(
    ("when", "given", "line"),
    [
        ("a.one > 3", "a.one: 4", "a.one > 3 is true (a.one = 4)"),
        ("a.one > 3", "", "a.one > 3 is unknown (a.one is not answered)"),
        ("a.one > 3", "a.one: unknown", "a.one > 3 is unknown (a.one = unknown)"),
        ("a.gate == yes", "a.gate: no", "a.gate == yes is false (a.gate = no)"),
        ("s.places has left", "s.places: [right]",
         "s.places has left is false (s.places = [right])"),
        ("a.gated > 3", "a.gate: no, a.gated: 5",
         "a.gated > 3 is false (a.gated does not apply: a.gate == yes is false (a.gate = no))"),
        ("a.gated > 3", "a.gated: 5",
         "a.gated > 3 is unknown (a.gated may not apply: "
         "a.gate == yes is unknown (a.gate is not answered))"),
        ("a.ratio > 3", "a.one: 8, a.two: 2",
         "a.ratio > 3 is true (a.ratio = 4, from a.one = 8, a.two = 2)"),
        ("a.ratio > 3", "a.two: 2",
         "a.ratio > 3 is unknown (a.ratio cannot be worked out, "
         "from a.one is not answered, a.two = 2)"),
        ("flag.sore == yes", "a.five: 9", "flag.sore == yes is true (flag.sore = yes)"),
        ("flag.sore == yes", "", "flag.sore == yes is unknown (flag.sore is unknown)"),
        ("pattern.x >= likely", "",
         "pattern.x >= likely is unknown (pattern.x = unlikely to likely)"),
        ("pattern.x >= likely", "a.three: 3", "pattern.x >= likely is true (pattern.x = likely)"),
    ],
)  # fmt: skip
def test_a_line_says_what_was_compared(tmp_path: Path, when: str, given: str, line: str) -> None:
    base = base_with(
        tmp_path,
        examples(rule("p.high", when, 1), f"x: {{given: {{{given}}}, expect: quiet}}"),
        flags=(flag("sore", "a.five > 8"),),
        extra=EXTRA + sign_pattern("a.three > 2"),
    )
    assert _lines(base) == [line]


def _lines(base: ExampleBase, *, blocking: bool = False) -> list[str]:
    (outcome,) = base.outcomes["p.high"]
    lines = Lines(base.assessor, outcome.example.answers, outcome.assessment)
    return lines.blocking(outcome.rule) if blocking else lines.of_rule(outcome.rule)


@pytest.mark.parametrize(
    ("places", "lines"),
    [
        ("s.places: [left], s.left.pain: 2",
         ["s.places has left is true (s.places = [left])",
          "s.left.pain > 3 is false (s.left.pain = 2)"]),
        ("s.places: [none]", ["the rule looks at no place that was chosen (s.places = [none])"]),
        ("", ["the rule looks at no place that was chosen (s.places is not answered)"]),
    ],
)  # fmt: skip
def test_an_each_rule_is_told_for_the_chosen_places(
    tmp_path: Path, places: str, lines: list[str]
) -> None:
    each = rule("p.high", "s.site.pain > 3", 1).replace("    when:", "    each: site\n    when:")
    base = base_with(tmp_path, examples(each, f"x: {{given: {{{places}}}, expect: quiet}}"))
    assert _lines(base) == lines


@pytest.mark.parametrize(
    ("when", "given", "blocking"),
    [
        ("a.one > 3 and a.two > 3", "a.one: 9, a.two: 1", ["a.two > 3"]),
        ("a.one > 3 and a.two > 3", "a.one: 9", ["a.two > 3"]),
        ("a.one > 3 or a.two > 3", "a.one: 1, a.two: 1", ["a.one > 3", "a.two > 3"]),
        ("a.one > 3 or a.two > 3", "a.one: 1", ["a.two > 3"]),
        ("a.one > 3 and (a.two > 3 or a.three > 3)", "a.one: 1, a.two: 9", ["a.one > 3"]),
        ("at_least(2, a.one > 3, a.two > 3, a.three > 3)", "a.one: 9, a.two: 1, a.three: 1",
         ["a.two > 3", "a.three > 3"]),
        ("a.one > 3", "a.one: 9", []),
    ],
)  # fmt: skip
def test_only_what_keeps_a_rule_from_firing_blocks_it(
    tmp_path: Path, when: str, given: str, blocking: list[str]
) -> None:
    example = f"x: {{given: {{{given}}}, expect: fires}}"
    base = base_with(tmp_path, examples(rule("p.high", when, 1), example))
    assert [line.split(" is ")[0] for line in _lines(base, blocking=True)] == blocking


def test_one_rule_alone_is_what_the_whole_base_says_of_it(tmp_path: Path) -> None:
    chance = random.Random(1)
    for seed in range(6):
        assessor = Assessor(load_knowledge(write_random_base(tmp_path / str(seed), seed)))
        for _ in range(30):
            answers = random_answers(assessor.knowledge, chance, share_unanswered=0.3)
            states = assessor.evaluate(answers).states
            for one in assessor.knowledge.rules.values():
                alone = assess_rule(assessor, one, answers).states
                assert alone[one.id] is states[one.id]
