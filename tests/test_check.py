"""`kb check` on folders of every kind: it ends in findings and never in a traceback."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.assessment import Assessor
from surefoot.engine.check import check_knowledge
from surefoot.engine.errors import Problem, format_problems
from surefoot.engine.examples.reading import read_examples
from surefoot.engine.examples.running import differing_engines, run_examples
from surefoot.engine.inference import InferenceError
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.sections import read_sections

from .support.problems import said

_VALID = Path(__file__).parent / "cases" / "valid"


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the valid base, under the name `kb`."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(_VALID, "kb")
    return Path("kb")


def _said(folder: Path) -> list[str]:
    return sorted(said(problem) for problem in check_knowledge(folder))


def test_the_base_that_comes_with_surefoot_has_no_findings() -> None:
    found = [one for one in check_knowledge() if one.severity != "info"]
    assert format_problems(found) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing", "missing KB100 the knowledge folder does not exist"),
        ("file.yaml", "file.yaml KB100 the knowledge folder is a file, not a folder"),
        ("empty", "empty KB100 the knowledge folder has no .yaml files"),
    ],
)
def test_a_folder_without_knowledge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("file.yaml").write_text("format: 1\n", encoding="utf-8")
    assert _said(Path(name)) == [expected]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"rules: {} # caf\xe9\n", "KB100 byte 16 is not UTF-8 text; this may not be a text file"),
        (b"#" * 600_000, "KB101 the file has more than 524,288 bytes"),
    ],
    ids=["latin-1", "600-kb"],
)
def test_a_file_that_cannot_be_read_is_the_only_finding(
    base: Path, data: bytes, expected: str
) -> None:
    (base / "rules.yaml").write_bytes(data)
    assert _said(base) == [f"kb/rules.yaml {expected}"]


def test_a_folder_with_the_name_of_a_file(base: Path) -> None:
    (base / "more.yaml").mkdir()
    assert _said(base) == ["kb/more.yaml KB100 this is a folder, not a file"]


def test_files_are_named_as_seen_from_here_or_in_full(base: Path, tmp_path: Path) -> None:
    (base / "more.yaml").write_text("notes: 1\n", encoding="utf-8")
    inside = [str(problem.place) for problem in check_knowledge(base.resolve())]
    assert inside == ["kb/more.yaml:1:1"]
    elsewhere = tempfile.mkdtemp(dir=tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(elsewhere)
        outside = [str(problem.place) for problem in check_knowledge(tmp_path / "kb")]
    assert outside == [f"{tmp_path}/kb/more.yaml:1:1"]


def test_two_readings_that_differ_are_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = read_sections(_VALID, with_examples=True)
    knowledge = load_knowledge(_VALID)
    assessor = Assessor(knowledge)
    outcomes = run_examples(assessor, read_examples(sections, knowledge)[0])

    def differ(*_: object) -> object:
        raise InferenceError("rest.short-sleep fired and is quiet")

    monkeypatch.setattr(Assessor, "assess", differ)
    found = [said(one) for one in differing_engines(assessor, outcomes["rest.short-sleep"])]
    assert found[0].endswith(
        "KB307 the two ways to read the rules do not agree on this example"
        " | this is a fault of Surefoot: please report it"
    )
    assert len(found) == 5


_LINES = {
    path.relative_to(_VALID): path.read_text(encoding="utf-8").splitlines()
    for path in sorted(_VALID.rglob("*.yaml"))
}
_WORDS = sorted(
    {word for lines in _LINES.values() for word in re.findall(r"[\w.-]+", "\n".join(lines))}
)
_PIECES = [*_WORDS, *"[]{}:,#&*!|>'\"%-()", "", "  ", "- ", "null", "-1", "1e3", "é", "9" * 30]


@st.composite
def _mutated(draw: st.DrawFn) -> tuple[Path, str]:
    """A file of the valid base with a few lines or words of it changed."""
    path = draw(st.sampled_from(sorted(_LINES)))
    lines = list(_LINES[path])
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "move", "indent", "word", "word", "word"])):
            case "drop":
                lines[at : at + draw(st.integers(1, 4))] = [""]
            case "double":
                lines[at:at] = lines[at : at + draw(st.integers(1, 4))]
            case "move":
                lines[at], lines[0] = lines[0], lines[at]
            case "indent":
                lines[at] = " " * draw(st.integers(0, 6)) + lines[at].lstrip()
            case _:
                words = re.split(r"([\w.-]+)", lines[at])
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(_PIECES))
                lines[at] = "".join(words)
    return path, "\n".join(lines) + "\n"


@settings(max_examples=150, deadline=None)
@given(_mutated())
def test_any_change_of_a_base_ends_in_findings_or_none(changed: tuple[Path, str]) -> None:
    path, text = changed
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(_VALID, folder, dirs_exist_ok=True)
        Path(folder, path).write_text(text, encoding="utf-8")
        problems = check_knowledge(Path(folder))
        assert all(isinstance(problem, Problem) for problem in problems)
        assert bool(format_problems(problems)) == bool(problems)
