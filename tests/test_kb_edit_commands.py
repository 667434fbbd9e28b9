"""`surefoot kb schema`, `new`, `rename` and `fmt`, as a user calls them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from surefoot import cli
from surefoot.commands import common
from surefoot.commands.kb import edit

from .support.command_line import Command, Run, runner_of
from .support.editing_base import texts_of, write_editing_base


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Command:
    """Runs a command beside a base in the folder kb."""
    monkeypatch.chdir(tmp_path)
    write_editing_base(Path("kb"))

    return runner_of(capsys, monkeypatch, "kb")


def test_schema_is_written_beside_the_base(run: Command) -> None:
    assert run("schema", "kb") == Run(
        0, "Wrote kb/knowledge.schema.json\nWrote kb/runner.schema.json\n", ""
    )
    schema = json.loads(Path("kb/knowledge.schema.json").read_text(encoding="utf-8"))
    assert "sleep.hours" in schema["$defs"]["given"]["properties"]
    runner = json.loads(Path("kb/runner.schema.json").read_text(encoding="utf-8"))
    assert runner["$ref"] == "knowledge.schema.json#/$defs/runner"


def test_schema_is_printed_or_written_elsewhere(run: Command) -> None:
    before = texts_of(Path("kb"))
    printed = run("schema", "--knowledge", "kb", "-o", "-")
    assert "sleep.hours" in json.loads(printed.out)["$defs"]["given"]["properties"]
    Path("out").mkdir()
    assert run("schema", "kb", "-o", "out").code == 0
    assert Path("out/knowledge.schema.json").read_text(encoding="utf-8") == printed.out
    assert texts_of(Path("kb")) == before
    missing = run("schema", "kb", "-o", "nowhere")
    assert (missing.code, missing.out) == (2, "")
    assert missing.err.startswith("nowhere: error US101")


def test_schema_is_made_of_what_can_be_read(run: Command) -> None:
    Path("kb/more.yaml").write_text("rules: [\n", encoding="utf-8")
    made = run("schema", "kb")
    assert made.code == 0
    assert made.err == "Some files cannot be read: surefoot kb check says why.\n"


def test_new_says_where_and_what_to_fill_in(run: Command) -> None:
    made = run("new", "rule", "rest", "Too few naps", "--knowledge", "kb")
    line = (
        Path("kb/rest.yaml").read_text(encoding="utf-8").split("\n").index("  rest.too-few-naps:")
    )
    assert made == Run(
        0,
        f"kb/rest.yaml:{line + 1}: rule rest.too-few-naps\n"
        "Fill in: when, then, because, evidence, grade, examples. Then: surefoot kb check kb\n",
        "",
    )
    assert run("new", "question", "sleep", "Naps", "--knowledge", "kb").out.endswith(
        "Fill in: ask, help, why, answer, worse, change."
        " Then: a rule that reads it, surefoot kb check kb\n"
    )
    assert run("new", "flag", "Bone pain", "--knowledge", "kb", "--file", "flags.yaml").out == (
        "kb/flags.yaml:4: flag flag.bone-pain\nFill in: tier, route, plan, when, because, running,"
        " tell, evidence, grade, examples. Then: surefoot kb check kb\n"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("rule", "Too few naps"), "a new rule takes its pillar and a title, not 1 word"),
        (("rule", "Too few naps"), 'fix: write surefoot kb new rule PILLAR "TITLE"'),
        (("rule", "rest", "Few", "naps"), "fix: put the title in quotes"),
        (("flag", "Bone", "pain"), "a new flag takes a title, not 2 words"),
        (("pillar", "Arms"), "'pillar' is not one of 'rule', 'note', 'flag', 'question', 'advice'"),
    ],
)
def test_new_with_other_words_is_a_mistake_of_usage(
    run: Command, args: tuple[str, ...], said: str
) -> None:
    before = texts_of(Path("kb"))
    refused = run("new", *args, "--knowledge", "kb")
    assert refused.code == 2
    assert said in refused.err
    assert texts_of(Path("kb")) == before


def test_rename_says_what_it_changed(run: Command) -> None:
    run("schema", "kb")
    assert run("rename", "sleep.hours", "sleep.time", "--knowledge", "kb") == Run(
        0,
        "kb/base.yaml: 2 places\nkb/rest.yaml: 15 places\nkb/runners/ann.yaml: 1 place\n"
        "kb/rest.yaml: sleep.hours stays in 2 comments\n"
        "Then: surefoot kb schema kb\n",
        "",
    )
    again = run("rename", "sleep.hours", "sleep.other", "--knowledge", "kb")
    assert (again.code, again.out) == (2, "")
    assert "US104 unknown-name: there is no 'sleep.hours'" in again.err


def test_old_answers_load_after_a_rename(run: Command, capsys: pytest.CaptureFixture[str]) -> None:
    Path("me.yaml").write_text("{body.km: 30, sleep.hours: 5, sore.sites: none}", encoding="utf-8")
    before = _conclusions(capsys)
    run("rename", "sleep.hours", "sleep.time", "--knowledge", "kb")
    assert _conclusions(capsys) == before


def _conclusions(capsys: pytest.CaptureFixture[str]) -> object:
    with pytest.MonkeyPatch.context() as patch:
        command = ["report", "me.yaml", "--knowledge", "kb", "--format", "json"]
        patch.setattr(sys, "argv", ["surefoot", *command])
        with pytest.raises(SystemExit):
            cli.main()
    report = json.loads(capsys.readouterr().out)
    return report["headline"], report["pillars"], [one["state"] for one in report["rules"]]


def test_fmt_changes_only_what_is_not_in_the_usual_form(run: Command) -> None:
    assert run("fmt", "kb") == Run(0, "", "")
    path = Path("kb/rest.yaml")
    usual = path.read_text(encoding="utf-8")
    other = usual.replace("    title: Sleep\n", "    title:  'Sleep'  \n")
    path.write_text(other, encoding="utf-8")
    assert run("fmt", "kb", "--check") == Run(1, "kb/rest.yaml: would change\n", "")
    assert path.read_text(encoding="utf-8") == other
    assert run("fmt", "--knowledge", "kb") == Run(0, "kb/rest.yaml: changed\n", "")
    assert path.read_text(encoding="utf-8") == usual


def test_fmt_of_a_folder_that_is_not_there_is_refused(run: Command) -> None:
    refused = run("fmt", "nowhere")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("nowhere: error US101 not-found: there is no such folder")


def test_fmt_leaves_a_file_that_it_cannot_keep_or_read(run: Command) -> None:
    Path("kb/bad.yaml").write_text("rules: [\n", encoding="utf-8")
    Path("kb/odd.yaml").write_text("advice: {a: , b: 1}\n", encoding="utf-8")
    Path("kb/more.yaml").write_text("advice:  \n", encoding="utf-8")
    done = run("fmt", "kb")
    assert (done.code, done.out) == (1, "kb/more.yaml: changed\n")
    assert "kb/bad.yaml:2:1: error KB106" in done.err
    assert "kb/odd.yaml: error US102" in done.err
    assert Path("kb/odd.yaml").read_text(encoding="utf-8") == "advice: {a: , b: 1}\n"


def test_the_base_of_an_installed_surefoot_is_not_changed(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = Path("site-packages/surefoot/knowledge").absolute()
    write_editing_base(installed)
    before = texts_of(installed)
    monkeypatch.setattr(common, "SHIPPED", installed)
    monkeypatch.setattr(edit, "SHIPPED", installed)
    for args in (("schema",), ("fmt",), ("new", "advice", "A"), ("rename", "study", "paper")):
        refused = run(*args)
        assert (refused.code, refused.out) == (2, "")
        assert "the base that comes with Surefoot is not for changing" in refused.err
    assert run("fmt", "--check").code == 0
    assert texts_of(installed) == before


def test_nothing_is_changed_elsewhere_without_a_folder(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "SHIPPED", Path("a clone/knowledge").absolute())
    for args in (("schema",), ("fmt",), ("new", "advice", "A"), ("rename", "study", "paper"),
                 ("lock",), ("suggest", "--all", "--write")):  # fmt: skip
        refused = run(*args)
        assert (refused.code, refused.out) == (2, "")
        assert "US107 needs-a-folder" in refused.err
        assert "fix: name your folder: --knowledge DIR" in refused.err
