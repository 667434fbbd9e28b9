"""The engine knows nothing of running: a base on house plants goes the whole way."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from .test_result import SCHEMA

BASE = Path(__file__).parent / "fixtures" / "tiny_knowledge"
FERN = BASE / "runners" / "fern.yaml"


def _surefoot(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "surefoot", *arguments, "--knowledge", str(BASE)],
        capture_output=True, text=True, check=False, cwd=folder,
    )  # fmt: skip


def test_check_finds_nothing_in_it(tmp_path: Path) -> None:
    run = _surefoot("kb", "check", folder=tmp_path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_report_as_data_fits_the_schema(tmp_path: Path) -> None:
    run = _surefoot("report", str(FERN), "--json", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    data = json.loads(run.stdout)
    Draft202012Validator(SCHEMA).validate(data)
    assert {one["id"] for one in data["pillars"]}.isdisjoint({"strength", "recovery"})


@pytest.mark.parametrize("name", ["txt", "md", "html"])
def test_report_in_every_text_format(tmp_path: Path, name: str) -> None:
    run = _surefoot("report", str(FERN), "-f", name, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    headline = json.loads(
        _surefoot("report", str(FERN), "--json", folder=tmp_path).stdout
    )["headline"]["text"]  # fmt: skip
    assert headline.split(".")[0] in " ".join(run.stdout.split())


def test_report_as_files(tmp_path: Path) -> None:
    run = _surefoot("report", str(FERN), "-o", "out", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out" / "fern-report.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (tmp_path / "out" / "fern-report.html").exists()


def test_explain_every_pillar_rule_flag_and_pattern_of_it(tmp_path: Path) -> None:
    from surefoot.engine.answers import read_answers  # noqa: PLC0415
    from surefoot.engine.assessment import Assessor  # noqa: PLC0415
    from surefoot.engine.diagnosis import diagnose  # noqa: PLC0415
    from surefoot.engine.explaining import explain, format_explanation  # noqa: PLC0415
    from surefoot.engine.loading import load_knowledge  # noqa: PLC0415

    assessor = Assessor(load_knowledge(BASE))
    base = assessor.knowledge
    diagnosis = diagnose(assessor, read_answers(FERN, base).answers)
    for name in [*base.scored, *base.patterns, *base.rules, *base.advice, *base.questions]:
        assert f"[{name}]" in format_explanation(explain(diagnosis, name), base.questions)
    run = _surefoot("explain", str(FERN), next(iter(base.pillars)), folder=tmp_path)
    assert run.returncode == 0, run.stderr
