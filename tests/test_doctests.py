"""Every example in a docstring does what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from importlib.util import find_spec

import pytest

_PACKAGES = ("surefoot.commands", "surefoot.engine", "surefoot.intake", "surefoot.reports")


def _module_names() -> list[str]:
    """Names of all modules of the package; a folder that is not there yet has none."""
    found = []
    for package in _PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.submodule_search_locations is not None:
            found.append(package)
            walked = pkgutil.walk_packages(spec.submodule_search_locations, f"{package}.")
            found.extend(module.name for module in walked)
    return found


def _examples(name: str) -> list[doctest.DocTest]:
    tests = doctest.DocTestFinder().find(importlib.import_module(name), name)
    return [test for test in tests if test.examples]


@pytest.mark.parametrize("name", _module_names())
def test_the_examples_of_a_module_hold(name: str) -> None:
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    said: list[str] = []
    for test in _examples(name):
        runner.run(test, out=said.append)
    assert said == [], "".join(said)


def test_there_are_examples_to_run() -> None:
    """Guards against a search that finds nothing and so passes."""
    assert sum(bool(_examples(name)) for name in _module_names()) >= 3
