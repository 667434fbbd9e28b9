"""The wheel holds the package, the whole package, and nothing but the package."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser

import pytest

from .support import needs, repository

_NO_BACKEND = ("Could not find a version that satisfies", "No matching distribution found")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this tree as an installer builds it."""
    if reason := repository.why_not_available():
        needs.skip_or_fail(reason)
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--wheel-dir", str(folder)]
    done = subprocess.run(
        [*command, str(repository.ROOT)], capture_output=True, text=True, check=False
    )
    if any(sign in done.stderr for sign in (*_NO_BACKEND, "No module named pip")):
        needs.skip_or_fail("no wheel can be built here: pip or hatchling cannot be had")
    assert done.returncode == 0, done.stderr[-2000:]
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


@pytest.fixture(scope="module")
def names(wheel: zipfile.ZipFile) -> set[str]:
    return {name for name in wheel.namelist() if ".dist-info/" not in name}


def test_only_the_package_is_at_the_top(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"surefoot"}


def test_the_wheel_holds_what_the_repository_holds(names: set[str]) -> None:
    assert names == {f"surefoot/{path}" for path in repository.shipped_files()}


@pytest.mark.parametrize(
    ("folder", "ending"),
    [("knowledge", ".yaml"), ("reports/templates", ".j2"), ("reports/fonts", ".ttf")],
)
def test_data_files_are_inside(names: set[str], folder: str, ending: str) -> None:
    assert any(
        name.startswith(f"surefoot/{folder}/") and name.endswith(ending) for name in names
    ), f"no {ending} under {folder}"


def test_the_font_licence_travels_with_the_fonts(wheel: zipfile.ZipFile, names: set[str]) -> None:
    assert "surefoot/reports/fonts/OFL.txt" in names
    assert _metadata(wheel)["License-Expression"] == "MIT AND OFL-1.1"


def test_neither_tests_nor_docs_are_inside(names: set[str]) -> None:
    unwanted = ("surefoot/tests/", "surefoot/docs/", "surefoot/benchmarks/", "surefoot/.")
    assert [name for name in names if name.startswith(unwanted)] == []


def test_the_command_is_declared(wheel: zipfile.ZipFile) -> None:
    (entry_points,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "surefoot = surefoot.cli:main" in wheel.read(entry_points).decode()


def _metadata(wheel: zipfile.ZipFile) -> dict[str, str]:
    (path,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    return dict(Parser().parsestr(wheel.read(path).decode()).items())
