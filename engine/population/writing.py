"""Made-up runners as text that reads back: one answers file, or many runners in one file."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from ..answers_text import format_answers
from ..knowledge import Knowledge
from ..vocabulary import Answer, Answers, Text

FORMATS = ("yaml", "json", "jsonl", "csv")
_ALIASES = {"": "jsonl", "txt": "jsonl", "yml": "yaml"}


def format_of(ending: str) -> str:
    """The format that goes with the ending of a file's name; it may be none of `FORMATS`.

    >>> format_of(".csv"), format_of(""), format_of(".xlsx")
    ('csv', 'jsonl', 'xlsx')
    """
    word = ending.lower().lstrip(".")
    return _ALIASES.get(word, word)


def written(
    runners: Iterable[Answers], knowledge: Knowledge, name: str, *, is_one: bool
) -> Iterator[str]:
    """The text of all runners in a format, piece by piece.

    `jsonl` and `csv` have a runner on each line. A single runner as `yaml` or `json` is an
    answers file; several are a list of what would stand in theirs.
    """
    match name:
        case "csv":
            return _csv(runners, knowledge)
        case "jsonl":
            return (f"{_json(one)}\n" for one in runners)
        case "json":
            return (f"{_json(one)}\n" for one in runners) if is_one else _json_list(runners)
        case _:
            return map(format_answers, runners) if is_one else map(_yaml_item, runners)


def _json(answers: Answers) -> str:
    texts = {name: _texts(answer) for name, answer in answers.items()}
    return json.dumps(texts, ensure_ascii=False)


def _texts(answer: Answer) -> str | list[str]:
    return answer.entered.split(", ") if isinstance(answer.value, frozenset) else answer.entered


def _json_list(runners: Iterable[Answers]) -> Iterator[str]:
    before = "[\n"
    for one in runners:
        yield f"{before}{_json(one)}"
        before = ",\n"
    yield "\n]\n"


def _yaml_item(answers: Answers) -> str:
    lines = format_answers(answers).splitlines()
    return "".join(f"{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _csv(runners: Iterable[Answers], knowledge: Knowledge) -> Iterator[str]:
    """A column for each question that can be made up; no answer is an empty cell."""
    names = [name for name, one in knowledge.questions.items() if not isinstance(one.kind, Text)]
    yield _csv_line(names)
    for one in runners:
        yield _csv_line(one[name].entered if name in one else "" for name in names)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
