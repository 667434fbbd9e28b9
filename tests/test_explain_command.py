"""`surefoot explain` and `report --edition` through the door, and the page in docs about them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from .support import repository
from .support.command_line import Command, runner_of
from .support.explain_base import SCHEMA

_VALID = Path(__file__).parent / "cases" / "valid"
_KB = ("--knowledge", str(_VALID))
_ANSWERS = "answers: {body.km: 20 mi, sleep.hours: 5, sleep.quality: good, sore.sites: [shin]}\n"
_PAGE = repository.ROOT / "docs" / "howto" / "question-a-report.md"
_SESSION = re.compile(r"^```(?:console|sh)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_ANY = "…"


@pytest.fixture
def run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Command:
    """Runs a command inside this process, in a folder with answers."""
    monkeypatch.chdir(tmp_path)
    Path("me.yaml").write_text(_ANSWERS, encoding="utf-8")

    return runner_of(capsys, monkeypatch)


def test_without_an_id_the_claims_are_listed_and_how_to_ask_on(run: Command) -> None:
    done = run("explain", "me.yaml", *_KB)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Report [report]: ")
    assert done.out.endswith(
        "To ask on: surefoot explain ANSWERS ID, with an id from the brackets.\n"
    )


def test_every_id_in_the_list_can_be_asked_on(run: Command) -> None:
    listed = set(re.findall(r"\[([^\]\s]+)\]$", run("explain", "me.yaml", *_KB).out, re.MULTILINE))
    assert len(listed) > 3
    for name in listed:
        done = run("explain", "me.yaml", name, *_KB)
        assert (done.code, done.err) == (0, ""), name
        assert f"[{name}]" in done.out


def test_an_answer_in_miles_is_told_in_miles_and_on_demand_as_it_was_read(run: Command) -> None:
    out = run("explain", "me.yaml", "body.km", *_KB).out
    assert "You said 20 mi; from the answers file." in out
    assert "km" not in out.replace("body.km", "")
    assert "32.19 km" in run("explain", "me.yaml", "body.km", "--units", "metric", *_KB).out


@pytest.mark.parametrize("name", ["", "rest", "plan", "sleep.hours", "rest.short-sleep", "report"])
def test_json_keeps_its_shape(run: Command, name: str) -> None:
    done = run("explain", "me.yaml", *([name] if name else []), "--json", *_KB)
    assert (done.code, done.err) == (0, "")
    data = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert data["id"] == (name or "report")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["explain", "me.yaml", "rets"], 2, "US104 unknown-name"),
        (["explain", "me.yaml", "§§§§§"], 2, "or an id that `surefoot explain ANSWERS` shows"),
        (["explain", "me.yaml", "rest", "-f", "pdf"], 2, "there is no format 'pdf'"),
        (["explain", "me.yaml", "rest", "-f", "jsno"], 2, "did you mean json?"),
        (["explain", "me.yaml", "rest", "-f", "txt,json"], 2, "printed in one format"),
        (["explain", "me.yaml", "rest", "plan"], 2, "unexpected extra argument"),
        (["explain"], 2, "Missing argument 'ANSWERS'"),
        (["explain", "you.yaml"], 4, "you.yaml"),
        (["report", "me.yaml", "--edition", "coahc"], 2, "did you mean coach?"),
        (["report", "me.yaml", "--edition", "doctor"], 2, "editions: runner, coach or handover"),
    ],
)
def test_what_was_asked_for_wrongly_is_said(
    run: Command, args: list[str], code: int, message: str
) -> None:
    done = run(*args, *_KB)
    assert done.code == code
    assert message in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_a_base_that_does_not_load_is_the_authors_to_mend(run: Command) -> None:
    assert run("explain", "me.yaml", "--knowledge", "missing").code == 3


def test_the_coach_edition_stands_beside_the_runners(run: Command) -> None:
    assert run("report", "me.yaml", "-f", "txt,json", "-o", "out", *_KB).code == 0
    coach = run("report", "me.yaml", "-f", "txt,json", "-o", "out", "--edition", "coach", *_KB)
    assert coach.code == 0
    made = {path.name: path.read_text(encoding="utf-8") for path in Path("out").iterdir()}
    assert set(made) == {
        "me-report.txt", "me-report.json", "me-coach-report.txt", "me-coach-report.json"
    }  # fmt: skip
    assert made["me-report.json"] == made["me-coach-report.json"]
    assert "HOW THIS WAS WORKED OUT" in made["me-coach-report.txt"]
    assert "HOW THIS WAS WORKED OUT" not in made["me-report.txt"]


# --- the page in docs, as it stands


def _sessions() -> Iterator[tuple[str, list[str]]]:
    for session in _SESSION.findall(_PAGE.read_text(encoding="utf-8")):
        if "$ " not in session:
            yield from ((line, []) for line in session.splitlines())
            continue
        for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
            command, *answers = part.splitlines()
            yield command, answers


@pytest.mark.parametrize(("command", "expected"), [*_sessions()])
def test_the_page_in_docs_is_true(run: Command, command: str, expected: list[str]) -> None:
    answers = str(repository.ROOT / "knowledge" / "runners" / "example.yaml")
    args = [answers if part.endswith("example.yaml") else part for part in command.split()[1:]]
    done = run(*args)
    assert (done.code, done.err) == (0, "")
    pattern = "".join(
        r"(?:.*\n)*?" if line == _ANY else f"{re.escape(line)}\n" for line in expected
    )
    assert re.fullmatch(pattern or r"(?:.*\n)*", done.out), done.out


def test_the_page_in_docs_names_every_field_of_the_data() -> None:
    text = _PAGE.read_text(encoding="utf-8")
    names = [*SCHEMA["properties"], *SCHEMA["$defs"]["step"]["properties"],
             *SCHEMA["$defs"]["change"]["properties"]]  # fmt: skip
    assert [name for name in names if f"`{name}`" not in text] == []
    kinds = SCHEMA["properties"]["kind"]["enum"]
    assert [kind for kind in kinds if kind not in text] == []
