"""`kb fmt`: one usual form; meaning and comments survive, or nothing is written."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.editing.files import knowledge_files
from surefoot.engine.editing.normal_form import normal_form
from surefoot.engine.editing.yaml_text import NotKeptError, comments_in
from surefoot.engine.errors import Source
from surefoot.engine.nodes import plain
from surefoot.engine.shipped import SHIPPED
from surefoot.engine.source import read_text

from .support.repository import ROOT

_FILES = [*knowledge_files(SHIPPED), *knowledge_files(ROOT / "tests/fixtures/tiny_knowledge")]
_TEXTS = {Path(*path.parts[-2:]): path.read_text(encoding="utf-8") for path in _FILES}
_CASES = knowledge_files(ROOT / "tests/cases/valid")


def _formatted(text: str) -> str:
    return normal_form(Source("kb.yaml", text))


@pytest.mark.parametrize("path", _TEXTS, ids=str)
def test_our_own_files_are_in_the_usual_form(path: Path) -> None:
    assert _formatted(_TEXTS[path]) == _TEXTS[path], "run: surefoot kb fmt"


@pytest.mark.parametrize("path", _CASES, ids=lambda path: path.name)
def test_other_files_keep_what_they_say(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    after = _formatted(before)
    assert Counter(comments_in(after)) == Counter(comments_in(before))
    assert _same_but_for_order(before) == _same_but_for_order(after)
    assert _formatted(after) == after


def _same_but_for_order(text: str) -> object:
    node = read_text(Source("", text)).node
    assert node is not None
    return _squeezed(plain(node))


def _squeezed(value: object) -> object:
    match value:
        case dict():
            return {key: _squeezed(one) for key, one in value.items()}
        case list():
            return [_squeezed(one) for one in value]
        case str():
            return re.sub(" +", " ", value).strip()
        case _:
            raise TypeError(value)


_FORMS = {
    "indentation and spaces": (
        "rules:\n    a.b:\n        title:   T\n        when:\n            all:\n"
        "            - x < 1\n            -   y > 2\n",
        "rules:\n  a.b:\n    title: T\n    when:\n      all:\n        - x < 1\n        - y > 2\n",
    ),
    "blanks at the end, no newline": ("name: T   \n\nversion: 1\t".replace("\t", "  "),
                                      "name: T\n\nversion: 1\n"),
    "more newlines": ("name: T\n\n\n\n", "name: T\n"),
    "spaces in brackets": (
        "advice:\n  a: { title:  T,block:   b }\n",
        "advice:\n  a: {title: T, block: b}\n",
    ),
    "quotes round one word": (
        "a: {b: \"yes\", 'c': '7', d: \"null\", e: ''}\n",
        'a: {b: yes, c: 7, d: "null", e: ""}\n',
    ),
    "quotes round a sentence": (
        "name: 'It is: so'\nversion: 'he said \"no\"'\n",
        'name: "It is: so"\nversion: \'he said "no"\'\n',
    ),
    "texts that others would type": (
        "a: {b: no, c: 0170, d: 5:30, e: 1e3, f: 2026-01-02, g: ~, h: null}\n",
        "a: {b: no, c: 0170, d: 5:30, e: 1e3, f: 2026-01-02, g: ~, h: null}\n",
    ),
    "a long text": (
        f"limits:\n  limit.a:\n    text: {'word ' * 25}end\n",
        f"limits:\n  limit.a:\n    text: >-\n      {'word ' * 22}word\n      word word end\n",
    ),
    "a long text in quotes": (
        f"limits:\n  limit.a:\n    text: \"Why: {'word ' * 25}end\"\n",
        f"limits:\n  limit.a:\n    text: >-\n      Why: {'word ' * 21}word\n"
        "      word word word end\n",
    ),
    "a folded text with a long line": (
        f"limits:\n  limit.a:\n    text: >-\n      short\n      {'word ' * 25}end\n",
        f"limits:\n  limit.a:\n    text: >-\n      short {'word ' * 20}word\n"
        "      word word word word end\n",
    ),
    "blanks at the ends of folded lines": (
        "limits:\n  limit.a:\n    text: >-   \n      One.  \n      Two. \n",
        "limits:\n  limit.a:\n    text: >-\n      One.\n      Two.\n",
    ),
    "a folded text": (
        "limits:\n  limit.a:\n    text: >-\n      One sentence.\n      Another.\n",
        "limits:\n  limit.a:\n    text: >-\n      One sentence.\n      Another.\n",
    ),
    "a long condition": (
        f"rules:\n  a.b:\n    when: {'x.y < 1 and ' * 12}z < 1\n",
        f"rules:\n  a.b:\n    when: {'x.y < 1 and ' * 12}z < 1\n",
    ),
    "a condition over two lines moves as a whole": (
        "rules:\n    a.b:\n        when: x < 1 and\n          y < 2\n",
        "rules:\n  a.b:\n    when: x < 1 and\n      y < 2\n",
    ),
    "a list over several lines": (
        "plan:\n  blocks:\n    a:\n      loads: [\n        shin, heel,  \n        calf\n      ]\n",
        "plan:\n  blocks:\n    a:\n      loads: [\n        shin, heel,\n        calf\n      ]\n",
    ),
    "a list below its name": (
        "population:\n    a.b:\n        shares:\n          {one: 1, two: 2}\n",
        "population:\n  a.b:\n    shares:\n      {one: 1, two: 2}\n",
    ),
    "one field in brackets": (
        "patterns:\n  p:\n    links: [a, {b: x < 1}]\n",
        "patterns:\n  p:\n    links: [a, {b: x < 1}]\n",
    ),
    "comments": (
        "# top\n\nrules:   # all\n      # first\n  a.b:\n    # title\n    title: T   # t\n"
        "    when: x < 1 # w\n    list: [a, # one\n      # two\n      b]  # end\n    # last\n"
        "# after\n",
        "# top\n\nrules:   # all\n  # first\n  a.b:\n    # title\n    title: T   # t\n"
        "    when: x < 1 # w\n    list: [a, # one\n      # two\n      b]  # end\n    # last\n"
        "# after\n",
    ),
    "comments that go on below": (
        "name: T           # a long comment\n                  # goes on here\nversion: 1\n",
        "name: T           # a long comment\n                  # goes on here\nversion: 1\n",
    ),
    "hashes that are none": (
        "name: \"a # b\"\nversion: >-\n  one # two\n  # three\n",
        "name: \"a # b\"\nversion: >-\n  one # two\n  # three\n",
    ),
    "the order of fields": (
        "rules:\n  a.b:\n    grade: weak   # g\n    when: x < 1\n    # why\n    because: B\n"
        "    title: T\n    other: O\n\n  a.c:\n    title: T\n",
        "rules:\n  a.b:\n    title: T\n    other: O\n    when: x < 1\n    # why\n    because: B\n"
        "    grade: weak   # g\n\n  a.c:\n    title: T\n",
    ),
    "the order of fields that hold lists": (
        "rules:\n  a.b:\n    evidence:\n    - one\n    # two is better\n    - two\n    title: >-\n"
        "      # is\n      no comment\n    # last\n",
        "rules:\n  a.b:\n    title: >-\n      # is\n      no comment\n    evidence:\n      - one\n"
        "    # two is better\n      - two\n    # last\n",
    ),
    "the order of a runner": (
        "answers: {a.b: 1}\nsource: S\ntitle: T\n",
        "title: T\nsource: S\nanswers: {a.b: 1}\n",
    ),
    "choices keep their order": (
        "questions:\n  a.b:\n    answer: {low: L, high: H, middle: M}\n    title: T\n",
        "questions:\n  a.b:\n    title: T\n    answer: {low: L, high: H, middle: M}\n",
    ),
    "only a comment": ("# nothing yet  \n", "# nothing yet\n"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", _FORMS)
def test_the_usual_form(name: str) -> None:
    before, after = _FORMS[name]
    assert _formatted(before) == after
    assert _formatted(after) == after


def test_what_would_be_lost_is_left() -> None:
    with pytest.raises(NotKeptError):
        _formatted("a: {b: , c: 1}\n")  # nothing would become an empty text


def test_comments_are_told_from_texts() -> None:
    text = "# a\nb: 'x # y' # c\nd: | # e\n  # f\n\n# g\nh#i: j#k  # l#m\n"
    assert comments_in(text) == ["# a", "# c", "# e", "# g", "# l#m"]


_ENDS = ["", "\n", "\n\n", "  "]


@st.composite
def _spaced(draw: st.DrawFn) -> tuple[Path, str]:
    """A file of ours with other spaces, quotes and order of fields, which mean the same."""
    path = draw(st.sampled_from(sorted(_TEXTS)))
    lines = _TEXTS[path].rstrip("\n").split("\n")
    inside = _inside_texts(lines)
    plain_lines = [number for number, line in enumerate(lines) if number not in inside and line]
    for _ in range(draw(st.integers(1, 6))):
        number = draw(st.sampled_from(plain_lines))
        line = lines[number]
        match draw(st.sampled_from(["blanks", "colon", "quotes", "swap"])):
            case "blanks":
                lines[number] = line + "  "
            case "colon" if "#" not in line and "[" not in line:
                lines[number] = re.sub(r"^( *[\w.-]+:) (?=[^ >|])", r"\1   ", line)
            case "quotes" if "#" not in line:
                lines[number] = re.sub(r"^( *[\w.-]+: +)(\w+)$", r"\1'\2'", line)
            case "swap":
                _swap(lines, number)
            case _:
                pass
    return path, "\n".join(lines) + draw(st.sampled_from(_ENDS))


def _swap(lines: list[str], number: int) -> None:
    """Change two neighbours that are fields of an entry and take one line each."""
    pair = lines[number : number + 3]
    field = re.compile(r"    (status|group|tier|route|plan|worse|change|dose|stop|grade): ")
    if len(pair) == 3 and field.match(pair[0]) and field.match(pair[1]):
        lines[number : number + 2] = pair[1::-1]


def _inside_texts(lines: list[str]) -> set[int]:
    """The lines that belong to something over several lines."""
    inside: set[int] = set()
    column = -1
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        if column >= 0 and (not line.strip() or indent > column):
            inside.add(number)
            continue
        column = indent if re.search(r"(>-|\||[\[{,(]|quads,)$", line) else -1
        if column >= 0 or line.lstrip().startswith(("]", "}")):
            inside.add(number)
    return inside


@settings(max_examples=15, deadline=None)
@given(_spaced())
def test_other_spaces_come_back_to_the_usual_ones(changed: tuple[Path, str]) -> None:
    path, text = changed
    assert _formatted(text) == _formatted(_TEXTS[path])


_LONG = [text for path, text in _TEXTS.items() if path.parent.name != "runners"]
_PIECES = [*"[]{}:,#&*!|>'\"%-", "", "  ", "- ", "null", "# c", " # c\n", "\n", ": ", "é", "'a b'"]


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """A few dozen lines of a file of ours, with some of them changed."""
    lines = draw(st.sampled_from(_LONG)).split("\n")
    start = draw(st.integers(0, max(0, len(lines) - 30)))
    lines = lines[start : start + 30]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["indent", "piece", "drop", "comment"])):
            case "indent":
                lines[at] = " " * draw(st.integers(0, 8)) + lines[at].lstrip()
            case "piece":
                place = draw(st.integers(0, len(lines[at])))
                piece = draw(st.sampled_from(_PIECES))
                lines[at] = lines[at][:place] + piece + lines[at][place:]
            case "drop":
                lines[at] = ""
            case _:
                lines.insert(at, " " * draw(st.integers(0, 8)) + "# comment")
    return "\n".join(lines)


@settings(max_examples=80, deadline=None)
@given(_mutated())
def test_whatever_can_be_read_is_kept_or_left(text: str) -> None:
    reading = read_text(Source("", text))
    if reading.node is None:
        return
    try:
        after = _formatted(text)
    except NotKeptError:
        return
    assert Counter(comments_in(after)) == Counter(comments_in(text))
    assert _same_but_for_order(after) == _same_but_for_order(text)
    assert _formatted(after) == after
    assert not re.search(r"[ ]\n", after) or re.search(r"[|>'\"]", after)
