"""Every mistake in YAML ends in a problem of our own, with its line and column."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine import source as source_module
from surefoot.engine.errors import Source
from surefoot.engine.source import Reading, read_text

from .support.problems import said

_NO_THING = "this language has no such thing"
_NO_TAG = f"{_NO_THING} | leave the tag out"
_IN_FULL = f"{_NO_THING} | write it out in full"


def _reading(text: str) -> Reading:
    return read_text(Source("f.yaml", text))


def _only(text: str) -> str:
    reading = _reading(text)
    (problem,) = reading.problems
    assert reading.node is None
    return said(problem)


_MISTAKES = {
    "twice": ("a: 1\nb: 2\na: 3\n", "3:1 KB109 'a' stands here twice"),
    "twice-in-braces": ("x: {a: 1, a: 2}\n", "1:11 KB109 'a' stands here twice"),
    "tab": ("a:\n\tb: 1\n", "2:1 KB102 a tab stands here | use spaces, two for each level"),
    "tab-after-colon": ("é:\t1\n", "1:3 KB102 a tab stands here | use spaces, two for each level"),
    "anchor": ("a: &x 1\n", f"1:4 KB104 `&x` names a part for reuse; {_IN_FULL}"),
    "alias": ("b: *x\n", f"1:4 KB104 `*x` repeats another part; {_IN_FULL}"),
    "merge": ("c: {<<: 1}\n", f"1:5 KB104 `<<` merges another part; {_IN_FULL}"),
    "tag": ("a: !!str 1\n", f"1:4 KB104 the tag `!!str` stands here; {_NO_TAG}"),
    "object-tag": (
        'a: !!python/object/apply:os.system ["x"]\n',
        f"1:4 KB104 the tag `!!python/object/apply:os.system` stands here; {_NO_TAG}",
    ),
    "exclamation": ("a: !\n", f"1:4 KB104 the tag `!` stands here; {_NO_TAG}"),
    "second-document": (
        "a: 1\n---\nb: 1\n",
        f"2:1 KB104 a second document starts here; {_NO_THING} | use one document for each file",
    ),
    "after-the-end": (
        "a: 1\n...\nb: 1\n",
        f"3:1 KB104 a second document starts here; {_NO_THING} | use one document for each file",
    ),
    "directive": (
        "%YAML 1.1\n---\na: 1\n",
        f"1:1 KB104 a directive (%) stands here; {_NO_THING} | leave the line out",
    ),
    "list-as-name": ("? [a, b]\n: 1\n", "1:3 KB107 a list or mapping cannot be a name"),
    "control": (
        "a: x\0y\n",
        "1:5 KB103 a character that cannot be seen stands here (U+0000) | delete it",
    ),
    "line-separator": (
        "a: x\u2028y\n",
        "1:5 KB103 a character that cannot be seen stands here (LINE SEPARATOR) | delete it",
    ),
    "control-as-escape": (
        'a: "x\\x1b[31m"\n',
        "1:4 KB103 a character that cannot be seen stands here (U+001B) | delete it",
    ),
    "second-colon": (
        "a:\n  title: Knee: sore\n",
        "2:14 KB105 a second colon in one line; YAML reads it as another name"
        ' | put the text in double quotes:   title: "Knee: sore"',
    ),
    "second-colon-after-other-letters": (
        "żółć: Łydka: boli\n",
        "1:12 KB105 a second colon in one line; YAML reads it as another name"
        ' | put the text in double quotes:   żółć: "Łydka: boli"',
    ),
    "second-colon-and-quotes": (
        '- a: say "no": now # why\n',
        "1:14 KB105 a second colon in one line; YAML reads it as another name"
        ' | put the text in double quotes:   - a: "say \\"no\\": now"',
    ),
    "further-in": (
        "a:\n  b: 1\n   c: 2\n",
        "3:4 KB106 this line stands further in than the lines above it"
        " | indent it like its neighbours, and write `name: value`",
    ),
    "further-out": (
        "a:\n    b: 1\n  c: 2\n",
        "3:3 KB106 this line does not line up with the lines above it, or its colon is missing"
        " | indent it like its neighbours, and write `name: value`",
    ),
    "no-colon": (
        "a: 1\nb\nc: 2\n",
        "2:1 KB106 this line has no colon, or it belongs to the text above it"
        " | indent it like its neighbours, and write `name: value`",
    ),
    "open-quote": ('b: 1\na: "x\nc: 2\n', "2:4 KB107 this quote is never closed | close it"),
    "open-bracket": ("a: [1, 2\nb: 1\n", "1:4 KB107 this bracket is never closed | close it"),
    "open-brace": ("a: {b: 1\n", "1:4 KB107 this bracket is never closed | close it"),
    "no-comma": (
        'a: ["x" "y"]\n',
        "1:9 KB107 a comma or the closing bracket is missing here"
        " | put the text in double quotes if it holds brackets",
    ),
    "text-after-braces": (
        "a: {id} km\n",
        "1:9 KB107 the text goes on after its closing quote or bracket"
        " | put the text in double quotes",
    ),
    "unknown-escape": (
        'a: "\\x"\n',
        "1:7 KB107 a backslash means something else in double quotes"
        " | write two backslashes for one, or put the text in single quotes",
    ),
}


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers of PyYAML; some platforms have only the one in Python."""
    monkeypatch.setattr(source_module, "_LOADER", getattr(yaml, request.param))


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("name", _MISTAKES)
def test_a_mistake_is_said_with_its_place(name: str) -> None:
    text, expected = _MISTAKES[name]
    assert _only(text) == f"f.yaml:{expected}"


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize("char", ["%", "@", "`", "*", "&", "|", ">", "?", ",", "]", "}", "-"])
def test_a_text_that_yaml_takes_for_something_else_needs_quotes(char: str) -> None:
    expected = f"f.yaml:1:8 KB107 a text cannot begin with '{char}' | put the text in double quotes"
    assert _only(f"when:  {char} 3\n") == expected


_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} {{<<: [{','.join(f'*{old}' for _ in range(9))}]}}\n"
    for old, new in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.usefixtures("_loader")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        (_BOMB, f"1:4 KB104 `&a` names a part for reuse; {_IN_FULL}"),
        ("[" * 3000, "1:13 KB101 the file has more than 12 levels"),
        ("{a: " * 3000, "1:46 KB101 the file has more than 12 levels"),
        ("- " * 3000, "1:25 KB101 the file has more than 12 levels"),
        ("a: [" + "x," * 50_001, "1:99999 KB101 the file has more than 50,000 values"),
    ],
    ids=["merge-bomb", "brackets", "braces", "dashes", "values"],
)
def test_an_attack_ends_at_once(text: str, first: str) -> None:
    reading = _reading(text)
    assert reading.node is None
    assert said(reading.problems[0]) == f"f.yaml:{first}"


def test_the_largest_allowed_text_is_reading() -> None:
    assert _reading("[" + "x," * 49_998 + "x]").problems == ()
    assert _reading("[" * 11 + "x" + "]" * 11).problems == ()


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab: -[]{},#'\"\\&*!|>%@\n\t\0é🏃?"), max_size=60))
def test_any_text_ends_in_a_node_or_a_problem_of_the_file(text: str) -> None:
    reading = _reading(text)
    lines = text.split("\n")
    for problem in reading.problems:
        assert problem.place is not None
        assert 1 <= problem.place.line <= len(lines)
        assert 1 <= problem.place.column <= len(lines[problem.place.line - 1]) + 1
