"""Reading the shipped knowledge in a process that runs already, and parsing one condition."""

from unittest.mock import patch

import yaml

from surefoot.engine.loading import SHIPPED, language, load_knowledge
from surefoot.engine.parser import Subjects, parse_condition

from .timing import Row, time_calls, time_turns

_LOAD, _COMPOSE = "load_knowledge", "libyaml composing the same files"


def measure(rounds: int) -> list[Row]:
    """The rows for all files and for one line."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))]
    lines = sum(text.count("\n") for text in texts)
    whole = time_turns({_LOAD: load_knowledge, _COMPOSE: lambda: _compose(texts)}, rounds)
    conditions = _conditions()
    parse = "parse_condition"
    parsed = time_calls({parse: lambda one: parse_condition(*one)}, conditions, rounds)
    return [
        Row(
            id="load",
            title="knowledge loading",
            ours=whole[_LOAD],
            peers=(whole[_COMPOSE],),
            note=f"{len(texts)} files with {lines:,} lines; libyaml checks nothing",
        ),
        Row(
            id="parse",
            title="parsing one condition",
            ours=parsed[parse],
            note=f"each of the {len(conditions)} condition lines of the shipped base",
        ),
    ]


def _compose(texts: list[str]) -> None:
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)


def _conditions() -> list[tuple[str, Subjects]]:
    """Every condition line of the shipped base, caught on its way to the parser."""
    with patch.object(language, "parse_condition", wraps=parse_condition) as parser:
        load_knowledge()
    return [call.args for call in parser.call_args_list]
