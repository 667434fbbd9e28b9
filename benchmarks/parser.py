"""Parsing one condition, beside Python's own parser on the same lines."""

import ast
import re
from unittest.mock import patch

from surefoot.engine.loading import language, load_knowledge
from surefoot.engine.parser import Subjects, parse_condition

from .timing import Row, time_calls

TARGET = 40e-6
_OURS, _PYTHON = "parse_condition", "ast.parse of the same lines"


def measure(rounds: int) -> list[Row]:
    """The row for every condition line of the shipped base in turn."""
    lines = [(text, subjects, _as_python(text)) for text, subjects in condition_lines()]
    times = time_calls(
        {
            _OURS: lambda line: parse_condition(line[0], line[1]),
            _PYTHON: lambda line: ast.parse(line[2], mode="eval"),
        },
        lines,
        rounds,
    )
    return [
        Row(
            id="parse",
            title="parsing one condition",
            ours=times[_OURS],
            target=TARGET,
            peers=(times[_PYTHON],),
            note=(
                f"each of the {len(lines)} condition lines of the shipped base; Python gets == for "
                "has and _ for -, and knows no question"
            ),
        )
    ]


def condition_lines() -> list[tuple[str, Subjects]]:
    """Every condition line of the shipped base, caught on its way to the parser."""
    with patch.object(language, "parse_condition", wraps=parse_condition) as parser:
        load_knowledge()
    return [call.args for call in parser.call_args_list]


def _as_python(text: str) -> str:
    """The same line as Python can read it."""
    text = re.sub(r"\bhas\b", "==", text)
    return re.sub(r"(?<=\w)-(?=\w)", "_", re.sub(r"(\d):(\d\d)", r"\1\2", text))
