"""`kb preview` and `kb coverage`: a rule for one runner, and what nothing reaches."""

import json
from pathlib import Path

import pytest

from .support.examples import Command, base_with, examples, kb_command
from .support.small import flag, rule

HIGH = rule("p.high", "a.one > 3 and a.two <= 3", 2, title="One is high")
HOLDS = "four and three: {given: {a.one: 4, a.two: 3}, expect: fires}"
RUNNER = "title: Ann\nsource: Made up\nanswers: {a.one: 5, a.two: 1}\nexpect: {tier: none}\n"


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Command:
    return kb_command(tmp_path, capsys, monkeypatch)


# --- kb preview


def _answers(folder: Path, text: str) -> None:
    (folder / "mine").mkdir(exist_ok=True)
    (folder / "mine" / "me.yaml").write_text(text, encoding="utf-8")


def test_a_preview_shows_the_sentence_and_what_blocks_it(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, HIGH, runners={"ann": RUNNER.replace("a.two: 1", "a.two: 9")})
    assert run("preview", "p.high", "--runner", "ann") == (
        0,
        "One is high [p.high] is quiet\n"
        "  because: Because of 5 of 10.\n"
        "  When it fires: 2 points for Pillar P.\n"
        "  It does not fire, because\n"
        "    a.two <= 3 is false (a.two = 9)\n",
    )


def test_a_preview_of_a_note_shows_what_people_say(tmp_path: Path, run: Command) -> None:
    base_with(
        tmp_path, rule("p.note", "a.one > 3", 0) + "    claim: More is more.\n",
        runners={"ann": RUNNER},
    )  # fmt: skip
    assert run("preview", "p.note", "--runner", "ann") == (
        0,
        "Rule [p.note] fires\n"
        "  claim: More is more.\n"
        "  because: Because of 5 of 10.\n"
        "  When it fires: it is said under Pillar P, and gives no points.\n",
    )


def test_a_preview_of_a_flag_shows_what_it_says_of_running(tmp_path: Path, run: Command) -> None:
    base_with(tmp_path, flags=(flag("sore", "a.one > 4"),))
    _answers(tmp_path, "a.one: 5\n")
    code, out = run("preview", "flag.sore", "--runner", "mine/me.yaml", "--json")
    assert code == 0
    data = json.loads(out)
    assert data["state"] == "fires"
    assert data["texts"] == {"because": "Because.", "running": "Stop.", "tell": "Tell."}
    assert data["blocking"] == []


def test_a_preview_of_an_each_rule_speaks_of_the_chosen_place(tmp_path: Path, run: Command) -> None:
    each = rule("p.sore", "s.site.pain > 3", 1).replace("    when:", "    each: site\n    when:")
    each = each.replace("Because of {a.one}.", "Your {site} hurts {s.site.pain}.")
    base_with(tmp_path, each)
    for text, said in (
        ("s.places: [right]\ns.right.pain: 2\n", "because: Your right hurts 2 of 10."),
        ("s.places: [left, right]\ns.right.pain: 6\n", "because: Your right hurts 6 of 10."),
        ("s.places: [none]\n", "because: Your left hurts (not answered)."),
    ):
        _answers(tmp_path, text)
        assert said in run("preview", "p.sore", "--runner", "mine/me.yaml")[1]


@pytest.mark.parametrize(
    ("rule_id", "runner", "message"),
    [
        ("p.hihg", "ann", "did you mean p.high?"),
        ("p.high", "anne", "did you mean ann?"),
        ("p.high", "anne.yaml", "there is no such file"),
        ("pattern.x", "ann", "there is no rule, flag, limit or pattern called 'pattern.x'"),
    ],
)
def test_a_preview_of_what_there_is_not(
    tmp_path: Path, run: Command, rule_id: str, runner: str, message: str
) -> None:
    base_with(tmp_path, HIGH, runners={"ann": RUNNER})
    code, out = run("preview", rule_id, "--runner", runner)
    assert code in {2, 4}
    assert message in out


# --- kb coverage


def test_what_nothing_reaches_is_listed(tmp_path: Path, run: Command) -> None:
    base_with(
        tmp_path, examples(HIGH, HOLDS), flags=(flag("sore", "s.site.pain > 3", each=True),),
        runners={"ann": RUNNER + "about: She runs.\n"},
    )  # fmt: skip
    code, out = run("coverage")
    assert code == 0
    assert "rules: 0 of 2\n    flag.sore: never fires and never quiet\n" in out
    assert "    p.high: never quiet\n" in out
    assert (
        "thresholds: 0 of 3\n    flag.sore: s.site.pain > 3 is never true and never false\n" in out
    )
    assert "    p.high: a.one > 3 is never false\n" in out
    assert "questions: 2 of 10\n    a.three: never answered\n" in out
    assert "    s.site.pain: never answered\n" in out
    assert "    tier A: reached by no runner\n" in out
    assert "    tier none" not in out


def test_what_is_reached_at_one_place_is_reached(tmp_path: Path, run: Command) -> None:
    sore = examples(
        flag("sore", "s.site.pain > 3", each=True),
        "four: {given: {s.places: [left], s.left.pain: 4}, expect: fires}",
        "three: {given: {s.places: [right], s.right.pain: 3}, expect: quiet}",
    )
    base_with(tmp_path, flags=(sore,))
    data = json.loads(run("coverage", "--json")[1])
    assert data["rules"] == {"total": 1, "reached": 1, "gaps": []}
    assert data["thresholds"] == {"total": 1, "reached": 1, "gaps": []}
    assert data["questions"]["reached"] == 2
