"""Every example and runner of the base that comes with Surefoot, an item each.

The same as `surefoot kb test`, so that one of them can be run by its name:
`pytest -k "recovery.short-sleep::just under"`.
"""

from collections.abc import Iterable, Sequence

import pytest

from surefoot.engine.errors import KnowledgeError
from surefoot.engine.examples.base import ExampleBase, load_examples
from surefoot.engine.examples.running import Outcome
from surefoot.engine.examples.verdicts import Verdict, runner_verdicts, verdict_of


def _load() -> tuple[ExampleBase | None, str]:
    """The base, or what is wrong with it: a mistake in one example is no traceback for all."""
    try:
        return load_examples(), ""
    except KnowledgeError as error:
        return None, str(error)


_BASE, _MISTAKES = _load()


def _outcomes() -> Sequence[Outcome]:
    of_rules = _BASE.outcomes.values() if _BASE else ()
    return [one for of_rule in of_rules for one in of_rule]


def _runners() -> Sequence[Verdict]:
    return runner_verdicts(_BASE) if _BASE else ()


def _fail(said: str, lines: Iterable[str] = ()) -> None:
    pytest.fail("\n".join([said, *(f"    {line}" for line in lines)]), pytrace=False)


def test_the_base_and_its_examples_can_be_read() -> None:
    if _MISTAKES:
        _fail(_MISTAKES)


@pytest.mark.parametrize("outcome", [pytest.param(one, id=one.example.id) for one in _outcomes()])
def test_example(outcome: Outcome) -> None:
    assert _BASE is not None
    verdict = verdict_of(_BASE, outcome)
    if verdict.outcome == "fails":
        _fail(f"{verdict.said}   {verdict.place}", verdict.lines)


@pytest.mark.parametrize("verdict", [pytest.param(one, id=one.id) for one in _runners()])
def test_runner(verdict: Verdict) -> None:
    if verdict.outcome == "fails":
        _fail(verdict.said, verdict.lines)
