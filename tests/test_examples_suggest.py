"""`kb suggest`: the fewest examples that pin a rule down, and putting them into the files."""

from pathlib import Path

import pytest

from surefoot.engine.errors import UsageError
from surefoot.engine.examples.base import ExampleBase, load_examples
from surefoot.engine.examples.inserting import example_lines, insert_examples
from surefoot.engine.examples.mutation import Mutating
from surefoot.engine.examples.suggesting import suggest
from surefoot.engine.search import Search

from .support.bases import write_random_base
from .support.examples import Command, base_with, examples, kb_command, sign_pattern
from .support.small import flag, never, rule

HIGH = rule("p.high", "a.one > 3 and a.two <= 3", 2)
EXTRA = """
derived:
  a.ratio: {title: Ratio, number: a.one / a.two, unit: times, gate: a.two > 0}
"""


def _mutating(base: ExampleBase) -> Mutating:
    return Mutating(base.assessor, base.outcomes, Search(base.knowledge, base.assessor))


def _suggested(base: ExampleBase, name: str = "p.high") -> list[str]:
    found = suggest(_mutating(base), base.knowledge.rules[name], list(base.runners.values()))
    assert found.not_caught == ()
    return example_lines(base.knowledge, found.examples, 0)


def _each(when: str) -> str:
    return rule("p.high", when, 1).replace("    when:", "    each: site\n    when:")


def _caught(base: ExampleBase) -> tuple[int, int]:
    score = _mutating(base).score(base.rules([]))
    return score.caught, score.mutants


def test_the_fewest_examples_catch_every_slip_and_are_named_for_what_is_special(
    tmp_path: Path,
) -> None:
    assert _suggested(base_with(tmp_path, HIGH)) == [
        "one 4 of 10, two 3 of 10: {given: {a.one: 4, a.two: 3}, expect: fires}",
        "one 3 of 10: {given: {a.one: 3, a.two: 3}, expect: quiet}",
        "two 4 of 10: {given: {a.one: 4, a.two: 4}, expect: quiet}",
        "two not answered: {given: {a.one: 4}, expect: unknown}",
    ]


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        ("a.one < 7",
         ["6 of 10: {given: {a.one: 6}, expect: fires}",
          "7 of 10: {given: {a.one: 7}, expect: quiet}",
          "not answered: {given: {}, expect: unknown}"]),
        ("a.gate == yes",
         ["said yes: {given: {a.gate: yes}, expect: fires}",
          "said no: {given: {a.gate: no}, expect: quiet}",
          "not answered: {given: {}, expect: unknown}"]),
        ("a.gated >= 5",
         ["5 of 10: {given: {a.gate: yes, a.gated: 5}, expect: fires}",
          "4 of 10: {given: {a.gate: yes, a.gated: 4}, expect: quiet}",
          "not answered: {given: {a.gate: yes}, expect: unknown}"]),
        ("s.places has left",
         ["left: {given: {s.places: [left]}, expect: fires}",
          "none of these: {given: {s.places: [none]}, expect: quiet}",
          "not answered: {given: {}, expect: unknown}"]),
        ("a.ratio > 1.5",
         ["2 times: {given: {a.one: 6, a.two: 3}, expect: fires}",
          "1.5 times: {given: {a.one: 3, a.two: 2}, expect: quiet}",
          "two not answered: {given: {a.one: 6}, expect: unknown}"]),
        ("pattern.x >= likely",
         ["likely: {given: {a.three: 3, a.four: 7}, expect: fires}",
          "possible: {given: {a.three: 1, a.four: 9}, expect: quiet}",
          "nothing answered: {given: {}, expect: unknown}"]),
        ("flag.sore == yes and a.gate == yes",
         ["sore, gate: {given: {a.five: 9, a.gate: yes}, expect: fires}",
          "no sore: {given: {a.five: 7, a.gate: yes}, expect: quiet}",
          "no gate: {given: {a.five: 9, a.gate: no}, expect: quiet}",
          "gate not answered: {given: {a.five: 9}, expect: unknown}"]),
    ],
)  # fmt: skip
def test_every_kind_of_comparison_has_its_examples(
    tmp_path: Path, when: str, lines: list[str]
) -> None:
    base = base_with(
        tmp_path, rule("p.high", when, 1), flags=(flag("sore", "a.five > 8"),),
        extra=EXTRA + sign_pattern("a.three > 2")
        + "      weak:\n        when: a.four > 8\n        say: slightly\n",
    )  # fmt: skip
    assert _suggested(base) == lines


def test_an_each_rule_is_shown_at_one_place_and_beside_it(tmp_path: Path) -> None:
    base = base_with(tmp_path, _each("site == left and s.site.pain > 3"))
    assert _suggested(base) == [
        "left, 4 of 10: {given: {s.places: [left], s.left.pain: 4}, expect: fires}",
        "3 of 10: {given: {s.places: [left], s.left.pain: 3}, expect: quiet}",
        "right: {given: {s.places: [right], s.right.pain: 4}, expect: quiet}",
        "not answered: {given: {s.places: [left]}, expect: unknown}",
    ]


def test_a_rule_that_counts_is_shown_at_the_count_and_below(tmp_path: Path) -> None:
    when = "at_least(2, a.gate == yes, a.lead == yes, s.places has left)"
    assert _suggested(base_with(tmp_path, rule("p.high", when, 1))) == [
        "lead, left: {given: {a.lead: yes, a.gate: no, s.places: [left]}, expect: fires}",
        "gate, none (places): {given: {a.lead: yes, a.gate: yes, s.places: [none]}, expect: fires}",
        "none (places): {given: {a.lead: yes, a.gate: no, s.places: [none]}, expect: quiet}",
        "places not answered: {given: {a.lead: yes, a.gate: no}, expect: unknown}",
    ]


def test_only_what_is_missing_is_suggested(tmp_path: Path) -> None:
    first = "four and three: {given: {a.one: 4, a.two: 3}, expect: fires}"
    assert _suggested(base_with(tmp_path, examples(HIGH, first))) == [
        "one 3 of 10: {given: {a.one: 3, a.two: 3}, expect: quiet}",
        "two 4 of 10: {given: {a.one: 4, a.two: 4}, expect: quiet}",
        "two not answered: {given: {a.one: 4}, expect: unknown}",
    ]


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    first = "6 of 10: {given: {a.one: 2}, expect: fires}"
    base = base_with(tmp_path, examples(rule("p.high", "a.one < 7", 1), first))
    assert _suggested(base)[0] == "6 of 10 (2): {given: {a.one: 6}, expect: fires}"


def test_of_a_stable_rule_its_author_says_what_is_right(tmp_path: Path) -> None:
    stable = rule("p.high", "a.one < 7", 1).replace("status: trial", "status: stable")
    assert _suggested(base_with(tmp_path, stable))[0] == (
        '6 of 10: {given: {a.one: 6}, expect: "?"}'
    )


def test_no_suggestion_is_what_no_real_runner_says(tmp_path: Path) -> None:
    base = base_with(tmp_path, HIGH, extra=never("a.one == 4 and a.two == 3"))
    found = suggest(_mutating(base), base.knowledge.rules["p.high"])
    given = [dict(one.given) for one in found.examples]
    assert {"a.one": 4.0, "a.two": 3.0} not in given
    assert {one.state for one in found.examples} == {"fires", "quiet", "unknown"}


def test_runners_lend_what_does_not_matter(tmp_path: Path) -> None:
    runner = "title: Ann\nsource: S\nanswers: {a.five: 7, a.gate: yes}\nexpect: {}\n"
    text = ", only_if: a.gate == yes}"
    base = base_with(
        tmp_path, rule("p.high", "a.gated >= 5", 1), runners={"ann": runner},
        renamed=(text, text.replace("a.gate == yes", "a.five > 2")),
    )  # fmt: skip
    assert _suggested(base)[0] == "5 of 10: {given: {a.five: 7, a.gated: 5}, expect: fires}"


def test_a_long_example_has_its_answers_below_its_name(tmp_path: Path) -> None:
    parts = " and ".join(f"a.{name} > 3" for name in ("one", "two", "three", "four", "five"))
    base = base_with(tmp_path, rule("p.high", parts, 1))
    found = suggest(_mutating(base), base.knowledge.rules["p.high"]).examples
    assert example_lines(base.knowledge, found[:1], 4) == [
        "    one 4 of 10, two 4 of 10, three 4 of 10, four 4 of 10:",
        "      given: {a.one: 4, a.two: 4, a.three: 4, a.four: 4, a.five: 4}",
        "      expect: fires",
    ]
    assert example_lines(base.knowledge, found[:1], 80)[1:3] == [
        f"{' ' * 80}  given:",
        f"{' ' * 80}    a.one: 4",
    ]


def test_what_is_suggested_for_random_bases_catches_all_that_can_be_shown(tmp_path: Path) -> None:
    """And holds, read back from the file that it was put into."""
    caught = mutants = 0
    for seed in range(6):
        folder = write_random_base(tmp_path / str(seed), seed)
        base = load_examples(folder)
        mutating = _mutating(base)
        rules = [one for one in base.rules([]) if mutating.mutation.can_have_examples(one)]
        found = [example for one in rules for example in suggest(mutating, one).examples]
        assert insert_examples(base, found) == [folder / "base.yaml"]
        new = load_examples(folder)
        assert not [one for of_rule in new.outcomes.values() for one in of_rule if one.fails]
        score = _caught(new)
        caught, mutants = caught + score[0], mutants + score[1]
    assert mutants > 300
    assert caught / mutants > 0.97


# --- putting them into the files


def _insert(folder: Path) -> str:
    base = load_examples(folder)
    found = suggest(_mutating(base), base.knowledge.rules["p.high"]).examples
    insert_examples(base, found)
    return (folder / "base.yaml").read_text(encoding="utf-8")


ADDED = (
    "    examples:\n"
    "      6 of 10: {given: {a.one: 6}, expect: fires}\n"
    "      7 of 10: {given: {a.one: 7}, expect: quiet}\n"
    "      not answered: {given: {}, expect: unknown}\n"
)
LOW = rule("p.high", "a.one < 7", 1)


def test_examples_go_to_the_end_of_the_entry(tmp_path: Path) -> None:
    base_with(tmp_path, LOW, HIGH.replace("p.high", "p.other"))
    before = (tmp_path / "base.yaml").read_text(encoding="utf-8")
    assert _insert(tmp_path) == before.replace(LOW, LOW + ADDED)


def test_comments_and_blank_lines_stay_where_they_are(tmp_path: Path) -> None:
    text = LOW.replace("    when:", "    # the threshold of the trial\n    when:")
    text += "\n  # The second rule.\n"
    base_with(tmp_path, text, HIGH.replace("p.high", "p.other"))
    before = (tmp_path / "base.yaml").read_text(encoding="utf-8")
    entry = text.partition("\n  # The second")[0]
    assert _insert(tmp_path) == before.replace(entry, entry + ADDED)


def test_examples_are_added_below_those_that_are_there(tmp_path: Path) -> None:
    first = "six: {given: {a.one: 6}, expect: fires}  # as in the trial"
    last = "    # who it is wrong for\n    not_for: Nobody.\n"
    base_with(tmp_path, examples(LOW, first) + last)
    assert (
        "      six: {given: {a.one: 6}, expect: fires}  # as in the trial\n"
        "      7 of 10: {given: {a.one: 7}, expect: quiet}\n"
        "      not answered: {given: {}, expect: unknown}\n" + last
    ) in _insert(tmp_path)


def test_an_entry_in_braces_gets_lines_of_its_own(tmp_path: Path) -> None:
    pattern = sign_pattern("a.one < 7").replace(
        "      sore:\n        when: a.one < 7\n        say: strongly\n",
        "      sore: {when: a.one < 7, say: strongly, group: one}   # the main sign\n"
        "      other: {when: a.two < 7, say: slightly}\n",
    )
    base_with(tmp_path, extra=pattern)
    base = load_examples(tmp_path)
    name = "pattern.x.sore"
    insert_examples(base, suggest(_mutating(base), base.knowledge.rules[name]).examples)
    assert (
        "      sore:  # the main sign\n"
        "        when: a.one < 7\n"
        "        say: strongly\n"
        "        group: one\n"
        "        examples:\n"
        "          6 of 10: {given: {a.one: 6}, expect: fires}\n"
        "          7 of 10: {given: {a.one: 7}, expect: quiet}\n"
        "          not answered: {given: {}, expect: unknown}\n"
        "      other: {when: a.two < 7, say: slightly}\n"
    ) in (tmp_path / "base.yaml").read_text(encoding="utf-8")


def test_several_entries_of_one_file_at_once(tmp_path: Path) -> None:
    signs = sign_pattern("a.one < 7", sites="").replace(
        "      sore:\n        when: a.one < 7\n        say: strongly\n",
        "      sore: {when: a.one < 7, say: strongly}\n"
        "      other: {when: a.two < 7, say: slightly}\n",
    )
    base_with(tmp_path, LOW, HIGH.replace("p.high", "p.other"), extra=signs)
    base = load_examples(tmp_path)
    mutating = _mutating(base)
    found = [one for each in base.rules([]) if each.id != "headline.c"
             for one in suggest(mutating, each).examples]  # fmt: skip
    insert_examples(base, found)
    new = load_examples(tmp_path)
    caught, mutants = _caught(new)
    assert caught == mutants > 20


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: a.one < 7\n    then: {points: 1}\n",
         "when: a.one < 7\n    then: {points: 1}\n    examples: {six: {given: {a.one: 6}, "
         "expect: fires}}\n"),
        (LOW, "  p.high: {title: T, status: trial, evidence: [expert], grade: expert,\n"
         "    when: a.one < 7, then: {points: 1}, because: Because}\n"),
    ],
)  # fmt: skip
def test_where_nothing_can_be_put_in_nothing_is_changed(tmp_path: Path, old: str, new: str) -> None:
    base_with(tmp_path, LOW, renamed=(old, new))
    before = (tmp_path / "base.yaml").read_bytes()
    with pytest.raises(UsageError) as caught:
        _insert(tmp_path)
    assert "nothing can be put in here" in str(caught.value)
    assert (tmp_path / "base.yaml").read_bytes() == before


# --- the command


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Command:
    return kb_command(tmp_path, capsys, monkeypatch)


def test_the_command_prints_examples_ready_to_paste(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, LOW)
    assert run("suggest", "p.high") == (0, "# p.high   base.yaml:27:3\n" + ADDED)


def test_the_command_writes_them_and_then_nothing_is_missing(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, LOW)
    assert run("suggest", "--all", "--write") == (0, "Wrote base.yaml\n")
    assert run("suggest", "p.high") == (0, "# p.high needs no more examples\n")
    assert run("suggest", "--all", "--write") == (0, "")


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ((), "name the rules, or say --all"),
        (("p.high", "--all"), "name the rules, or say --all"),
        (("p.hihg",), "did you mean p.high?"),
        (("headline.c",), "'headline.c' has no examples of its own"),
    ],
)
def test_what_cannot_be_suggested_is_told(
    tmp_path: Path, run: Command, args: tuple[str, ...], message: str
) -> None:
    base_with(tmp_path, LOW)
    code, out = run("suggest", *args)
    assert code == 2
    assert message in out
