"""A review counts, in the report too, until the rule means something else."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from surefoot.cli import surefoot

from .support.small import rule, small_base

_REVIEWED = "    grade: expert\n    reviewed: [Maria Huber 2026-03-01]\n"


def test_the_report_names_who_reviewed_rules_as_they_stand(tmp_path: Path) -> None:
    small_base(
        tmp_path,
        rule("p.one", "a.one < 3", 1, advice="do-calm").replace("    grade: expert\n", _REVIEWED),
        rule("q.two", "a.two < 3", 1, advice="do-calm"),
        plan=True,
    )
    base = tmp_path / "base.yaml"
    assert "Reviewed as they stand: 1, by Maria Huber." in _report(tmp_path)
    _run("kb", "lock", str(tmp_path))
    assert "by Maria Huber" in _report(tmp_path)
    text = base.read_text(encoding="utf-8")
    base.write_text(text.replace("title: Rule", "title: Other words"), encoding="utf-8")
    assert "by Maria Huber" in _report(tmp_path)
    base.write_text(text.replace("when: a.one < 3", "when: a.one < 4"), encoding="utf-8")
    assert "Maria Huber" not in _report(tmp_path)
    assert "no clinician has reviewed them yet" in _report(tmp_path)


def _report(folder: Path) -> str:
    answers = folder / "answers" / "me.yaml"
    answers.parent.mkdir(exist_ok=True)
    answers.write_text("a.one: 1\na.two: 1\n", encoding="utf-8")
    return " ".join(_run("report", str(answers), "--knowledge", str(folder)).split())


def _run(*arguments: str) -> str:
    found = CliRunner().invoke(surefoot, [*arguments], catch_exceptions=False)
    return found.output
