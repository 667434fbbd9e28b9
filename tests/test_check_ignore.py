"""`# kb: ignore KB223 — reason`: which findings it leaves, and what is wrong with such comments."""

from __future__ import annotations

import pytest

from surefoot.engine.check.ignore import without_ignored
from surefoot.engine.errors import Place, Problem, Source

from .support.problems import said


def _checked(text: str, *found: tuple[str, int], complete: bool = True) -> list[str]:
    """What is left of findings with these codes on these lines of a file."""
    source = Source("a.yaml", text)
    problems = [
        Problem(code=code, message="found", place=Place(source, line, 1)) for code, line in found
    ]
    return [said(one) for one in without_ignored(problems, [source], complete=complete)]


@pytest.mark.parametrize(
    "comment",
    [
        "# kb: ignore KB213 - meant so",
        "# kb: ignore KB213 – meant so",
        "# kb: ignore KB213 — meant so",
        "    #kb:ignore KB213 -- meant so",
        "# kb: ignore KB210 KB213 — meant so",
        "# kb: ignore KB210, kb213 — meant so",
        "# kb: ignore KB213 — meant - and well - so",
    ],
)
def test_a_comment_leaves_the_finding_below_it(comment: str) -> None:
    text = f"rules:\n{comment}\n  a: 1\n"
    assert _checked(text, ("KB213", 3), ("KB210", 3)) in ([], ["a.yaml:3:1 KB210 found"])
    assert _checked(text, ("KB213", 3), ("KB210", 3), ("KB213", 4))[-1] == "a.yaml:4:1 KB213 found"


def test_all_comments_directly_above_a_line_count() -> None:
    text = (
        "# kb: ignore KB213 — one\n# a note\n  # kb: ignore KB210 — two\na: 1\n"
        "# kb: ignore KB401 — three\n\nb: 2\n"
    )
    assert _checked(text, ("KB213", 4), ("KB210", 4), ("KB401", 7)) == [
        "a.yaml:7:1 KB401 found",
        "a.yaml:5:14 KB499 there is no KB401 because-too-short on line 6 | take it out",
    ]


def test_one_comment_leaves_every_finding_of_its_code_on_the_line() -> None:
    assert _checked("# kb: ignore KB213 — meant\na: 1\n", ("KB213", 2), ("KB213", 2)) == []


def test_a_comment_leaves_nothing_in_another_file() -> None:
    one, other = Source("a.yaml", "# kb: ignore KB213 — meant\na: 1\n"), Source("b.yaml", "\nb: 1")
    problem = Problem(code="KB213", message="found", place=Place(other, 2, 1))
    assert [str(left.place) for left in without_ignored([problem], [one, other])] == [
        "b.yaml:2:1",
        "a.yaml:1:14",
    ]


@pytest.mark.parametrize(
    "comment", ["# kb: ignore KB213", "# kb: ignore KB213 —", "# kb: ignore KB213 - "]
)
def test_a_reason_is_compulsory(comment: str) -> None:
    assert _checked(f"{comment}\na: 1\n", ("KB213", 2)) == [
        "a.yaml:1:14 KB498 this does not say why KB213 is right here"
        " | write # kb: ignore KB213 — and the reason"
    ]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("KB231 — so", "a.yaml:1:14 KB499 there is no code 'KB231' | did you mean KB213?"),
        ("KB999 — so", "a.yaml:1:14 KB499 there is no code 'KB999' | did you mean KB499?"),
        (
            "— so",
            "a.yaml:1:7 KB499 this names no code"
            " | write # kb: ignore KB213 — why it is right as it is",
        ),
        (
            "KB121 — so",
            "a.yaml:1:14 KB499 KB121 unknown-question cannot be ignored"
            " | mend it, and take this comment out",
        ),
        (
            "KB209",
            "a.yaml:1:14 KB499 KB209 group-of-one cannot be ignored"
            " | mend it, and take this comment out",
        ),
        (
            "KB499 — so",
            "a.yaml:1:14 KB499 KB499 unused-ignore cannot be ignored"
            " | mend it, and take this comment out",
        ),
        (
            "AN101 — so",
            "a.yaml:1:14 KB499 AN101 unknown-question cannot be ignored"
            " | mend it, and take this comment out",
        ),
    ],
)
def test_what_cannot_be_ignored_is_said(comment: str, expected: str) -> None:
    found = _checked(f"# kb: ignore {comment}\na: 1\n", ("KB121", 2), ("KB209", 2))
    assert sorted(found) == sorted(["a.yaml:2:1 KB121 found", "a.yaml:2:1 KB209 found", expected])


def test_nothing_seems_unused_where_not_all_checks_ran() -> None:
    text = "# kb: ignore KB213 — meant so\n# kb: ignore KB214\na: 1\n"
    assert _checked(text, ("KB121", 3), complete=False) == [
        "a.yaml:2:14 KB498 this does not say why KB214 is right here"
        " | write # kb: ignore KB214 — and the reason",
        "a.yaml:3:1 KB121 found",
    ]


_MARK = "# kb: ignore KB213 — no comment"


@pytest.mark.parametrize(
    "text",
    [
        f"a: |\n  one\n  {_MARK}\nb: 1\n",
        f"a: >-\n\n  {_MARK}\n\n  two\n",
        f"- a: |\n    {_MARK}\n  b: 1\n",
        f"- |\n  {_MARK}\n",
        f'a: "one\n  {_MARK}\n  two"\n',
        f"a: 'it''s\n  {_MARK}\n  two'\n",
        f'a: "one \\" more\n  {_MARK}\n  two"\n',
        f'a: {{b: "one\n  {_MARK}\n  two"}}\n',
        f"a: one {_MARK}\n",
    ],
    ids=["block", "folded", "in-a-list", "item", "double", "single", "escape", "flow", "behind"],
)
def test_a_text_is_no_comment(text: str) -> None:
    assert _checked(text) == []


@pytest.mark.parametrize(
    "before",
    ["a: |\n  text\n", "- a: |\n    text\n", "a: it's\n", 'a: "closed"\n', "a: 'closed' # don't\n"],
    ids=["block", "item", "apostrophe", "closed", "comment"],
)
def test_a_comment_behind_a_text_is_one(before: str) -> None:
    line = before.count("\n") + 1
    text = f"{before}{_MARK}\nb: 1\n"
    assert _checked(text, ("KB213", line + 1)) == []


def test_a_file_is_looked_at_once() -> None:
    source = Source("a.yaml", "# kb: ignore KB213\n")
    assert len(without_ignored([], [source, source])) == 1
