"""`surefoot kb docs`: a folder that is written whole, and only over an earlier rule book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from surefoot.cli import surefoot
from surefoot.engine.errors import KnowledgeError, UsageError
from surefoot.reports.rulebook.writing import MARKER, check_folder, write_folder

from .support.nasty_base import write_nasty_base

if TYPE_CHECKING:
    from pathlib import Path

_FILES = {"index.html": "<p>one", "rules/a.html": "<p>a"}


def _docs(*arguments: str) -> Result:
    return CliRunner().invoke(surefoot, ["kb", "docs", *arguments])


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_command_writes_a_book_and_says_where(tmp_path: Path) -> None:
    base = write_nasty_base(tmp_path / "base")
    done = _docs(str(base), "-o", str(tmp_path / "book"))
    assert done.exception is None, done.output
    assert f"Open this one: {tmp_path / 'book' / 'index.html'}" in done.output
    assert (tmp_path / "book" / "rules" / "p.near.html").is_file()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "book"]


def test_an_earlier_book_is_replaced_whole(tmp_path: Path) -> None:
    write_folder(tmp_path / "book", _FILES)
    write_folder(tmp_path / "book", {"index.html": "<p>two"})
    assert _tree(tmp_path / "book").keys() == {"index.html", MARKER}
    assert (tmp_path / "book" / "index.html").read_text(encoding="utf-8") == "<p>two"
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    write_folder(tmp_path / "book", _FILES)
    assert _FILES.items() <= _tree(tmp_path / "book").items()


@pytest.mark.parametrize("stranger", ["notes.txt", "rules/mine.html", ".git/config"])
def test_what_no_rule_book_brought_is_never_lost(tmp_path: Path, stranger: str) -> None:
    book = tmp_path / "book"
    write_folder(book, _FILES)
    (book / stranger).parent.mkdir(exist_ok=True)
    (book / stranger).write_text("mine", encoding="utf-8")
    before = _tree(book)
    with pytest.raises(UsageError, match=stranger):
        write_folder(book, {"index.html": "<p>two"})
    assert _tree(book) == before
    assert [path.name for path in tmp_path.iterdir()] == ["book"]


def test_a_folder_without_the_mark_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    done = _docs("-o", str(tmp_path))
    assert isinstance(done.exception, UsageError)
    assert "holds what no rule book brought: index.html" in str(done.exception)


def test_a_mark_that_says_something_else_is_no_mark(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_text("index.html\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no rule book brought"):
        check_folder(tmp_path)


def test_a_file_and_the_folder_one_is_in_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="this is a file"):
        check_folder(tmp_path / "file")
    (tmp_path / "inside").mkdir()
    monkeypatch.chdir(tmp_path / "inside")
    for place in (tmp_path / "inside", tmp_path):
        with pytest.raises(UsageError, match="the folder that you are in"):
            check_folder(place)


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_folder(tmp_path / "link", _FILES)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "index.html").is_file()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        write_folder(tmp_path / "file" / "book", _FILES)


def test_the_old_book_stays_when_the_new_one_cannot_be_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book"
    write_folder(book, _FILES)
    before = _tree(book)
    rename = type(book).rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name.endswith("-new"):
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(type(book), "rename", refuse)
    with pytest.raises(UsageError, match="No space left"):
        write_folder(book, {"index.html": "<p>two"})
    assert _tree(book) == before


def test_a_base_that_does_not_load_gives_no_book(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "base.yaml").write_text("format: 1\n", encoding="utf-8")
    done = _docs(str(tmp_path / "base"), "-o", str(tmp_path / "book"))
    assert isinstance(done.exception, KnowledgeError)
    assert not (tmp_path / "book").exists()
