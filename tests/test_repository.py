"""Rules about the files themselves that no other tool looks after."""

from __future__ import annotations

import re
import subprocess
import tomllib
from typing import Any

import pytest

from .support import needs, repository

_ROOT = repository.ROOT
_LINES = 400
_BINARY = (".ttf", ".pdf", ".png", ".fit", ".gz", ".zip")

# Put together here, so that this file does not fault itself.
_HOSTS = tuple(
    ".".join(parts)
    for parts in [("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs")]
)
_MACHINE_PATHS = ("/" + "work/", ".." + "/shared")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text of every file of the repository."""
    if reason := repository.why_not_available():
        needs.skip_or_fail(reason)
    return {
        path: (_ROOT / path).read_text(encoding="utf-8")
        for path in repository.repository_files()
        if not path.endswith(_BINARY) and (_ROOT / path).is_file()
    }


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _naming(
    texts: dict[str, str], words: tuple[str, ...], leave: tuple[str, ...] = ()
) -> list[str]:
    return [
        f"{path}: {word}"
        for path, text in texts.items()
        if not path.startswith(leave)
        for word in words
        if word in text
    ]


def test_no_file_names_a_package_registry(texts: dict[str, str]) -> None:
    assert _naming(texts, _HOSTS) == []


def test_no_file_names_a_path_of_one_machine(texts: dict[str, str]) -> None:
    assert _naming(texts, _MACHINE_PATHS, leave=("tests/", ".ci/")) == []


def test_no_python_file_is_longer_than_a_room(texts: dict[str, str]) -> None:
    long = [
        f"{path} has {lines} lines: make two modules of it"
        for path, text in texts.items()
        if path.endswith(".py") and (lines := text.count("\n")) > _LINES
    ]
    assert long == []


@pytest.mark.parametrize(
    "path",
    [
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "LICENSE",
        "README.md",
        "py.typed",
        "reports/fonts/OFL.txt",
        "requirements/ci.txt",
    ],
)
def test_the_files_that_readers_look_for_exist(path: str) -> None:
    assert (_ROOT / path).is_file()


@pytest.mark.parametrize("path", [".ci/installed", ".ci/long", ".ci/run", ".ci/wheel"])
def test_scripts_are_executable(path: str, texts: dict[str, str]) -> None:
    assert texts[path].startswith("#!/usr/bin/env bash\n")
    listed = subprocess.run(
        ["git", "ls-files", "--stage", path], cwd=_ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert (_ROOT / path).stat().st_mode & 0o111, f"chmod +x {path}"
    assert listed == "" or listed.startswith("100755"), f"git update-index --chmod=+x {path}"


def test_the_link_that_makes_the_root_a_package_is_in_place() -> None:
    link = _ROOT / ".src" / "surefoot"
    assert link.is_symlink()
    assert link.readlink().as_posix() == ".."


@pytest.mark.parametrize("name", ["axe.txt", "ci.txt", "spark.txt", "verapdf.txt"])
def test_locked_requirements_have_hashes_and_name_no_index(name: str) -> None:
    text = (_ROOT / "requirements" / name).read_text(encoding="utf-8")
    options = [line for line in text.splitlines() if re.match(r"\s*(-i|--[a-z-]*index)", line)]
    assert options == []
    pins = re.findall(r"^[a-z][^#\n]*==.*(?:\n +--hash=sha256:[0-9a-f]{64}.*)*", text, re.MULTILINE)
    assert pins
    assert [pin for pin in pins if "--hash=" not in pin] == []


def test_every_dependency_is_locked(project: dict[str, Any]) -> None:
    locked = "".join(
        (_ROOT / "requirements" / name).read_text(encoding="utf-8")
        for name in ("ci.txt", "spark.txt")
    )
    names = set(re.findall(r"^([a-z][a-z0-9-]*)==", locked, re.MULTILINE))
    extras = project["project"]["optional-dependencies"]
    wanted = {
        re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().translate(str.maketrans("_.", "--"))
        for requirement in (
            *project["project"]["dependencies"],
            *(one for name in ("author", "screen", "spark", "test", "dev") for one in extras[name]),
        )
    }
    assert wanted - names == {"surefoot"}, "renew the lock, see its first lines"


def test_the_readme_gives_each_command_as_one_line(texts: dict[str, str]) -> None:
    for heading in ("Try it", "Run the tests"):
        section = texts["README.md"].partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
        blocks = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        assert blocks, f"no command under {heading}"
        assert blocks[0].count("\n") == 1, f"more than one line under {heading}"
