"""Made-up runners as text that reads back: one answers file, or many runners in one file."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Layout:
    """How runners stand in a file: `one` is the text of a runner, the rest what is around it."""

    one: Callable[[Answers], str]
    before: str = ""
    between: str = ""
    after: str = ""

    def texts(self, runners: Iterable[Answers]) -> str:
        """The text of some runners, one after the other."""
        return self.between.join(map(self.one, runners))

    def whole(self, pieces: Iterable[str]) -> Iterator[str]:
        """The whole file, of the texts of all runners."""
        before = self.before
        for piece in pieces:
            yield f"{before}{piece}"
            before = self.between
        if self.after:
            yield self.after


def layout_of(name: str, knowledge: Knowledge, *, is_one: bool) -> Layout:
    """How runners are written in a format.

    `jsonl` and `csv` have a runner on each line. A single runner as `yaml` or `json` is an
    answers file; several are a list of what would stand in theirs.
    """
    match name:
        case "csv":
            return _csv(knowledge)
        case "json" if not is_one:
            return Layout(_json, before="[\n", between=",\n", after="\n]\n")
        case "json" | "jsonl":
            return Layout(lambda answers: f"{_json(answers)}\n")
        case _:
            return Layout(format_answers if is_one else _yaml_item)


def written(
    runners: Iterable[Answers], knowledge: Knowledge, name: str, *, is_one: bool
) -> Iterator[str]:
    """The text of all runners in a format, piece by piece; see `layout_of`."""
    layout = layout_of(name, knowledge, is_one=is_one)
    return layout.whole(map(layout.one, runners))


def _json(answers: Answers) -> str:
    texts = {name: _texts(answer) for name, answer in answers.items()}
    return json.dumps(texts, ensure_ascii=False)


def _texts(answer: Answer) -> str | list[str]:
    return answer.entered.split(", ") if isinstance(answer.value, frozenset) else answer.entered


def _yaml_item(answers: Answers) -> str:
    lines = format_answers(answers).splitlines()
    return "".join(f"{'  ' if number else '- '}{line}\n" for number, line in enumerate(lines))


def _csv(knowledge: Knowledge) -> Layout:
    """A column for each question that can be made up; no answer is an empty cell."""
    names = [name for name, one in knowledge.questions.items() if not isinstance(one.kind, Text)]

    def line(answers: Answers) -> str:
        return _csv_line(answers[name].entered if name in answers else "" for name in names)

    return Layout(line, before=_csv_line(names))


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
