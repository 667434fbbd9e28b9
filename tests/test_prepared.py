"""A base that was read is kept, and never out of date."""

import os
import pickle
import shutil
from pathlib import Path

import platformdirs
import pytest

from surefoot.engine import loading
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.prepared import load_prepared

from .support.repository import ROOT

TINY = ROOT / "tests/fixtures/tiny_knowledge"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")
    return tmp_path / "cache" / "knowledge"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "base"))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path | None]:
    """The folders whose YAML was read."""
    found: list[Path | None] = []
    read = loading.load_knowledge

    def noted(folder: Path | None = None) -> Knowledge:
        found.append(folder)
        return read(folder)

    monkeypatch.setattr(loading, "load_knowledge", noted)
    return found


def test_the_second_time_no_yaml_is_read(cache: Path, base: Path, reads: list[Path | None]) -> None:
    first, second = load_prepared(base), load_prepared(base)
    assert reads == [base]
    assert first == second
    assert [path.stat().st_mode & 0o777 for path in (cache, *cache.iterdir())] == [0o700, 0o600]


def test_one_byte_more_is_another_base(cache: Path, base: Path, reads: list[Path | None]) -> None:
    load_prepared(base)
    first = next(base.glob("*.yaml"))
    first.write_text(first.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    load_prepared(base)
    assert reads == [base, base]
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("what", [b"", b"nonsense", pickle.dumps("no knowledge"), b"\x80\x05K"])
def test_what_cannot_be_used_is_read_again(
    cache: Path, base: Path, reads: list[Path | None], what: bytes
) -> None:
    load_prepared(base)
    (kept,) = cache.iterdir()
    kept.write_bytes(what)
    assert load_prepared(base) == load_prepared(base)
    assert reads == [base, base]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files, as on Unix")
def test_what_others_can_write_is_not_trusted(
    cache: Path, base: Path, reads: list[Path | None]
) -> None:
    load_prepared(base)
    (kept,) = cache.iterdir()
    kept.chmod(0o666)
    load_prepared(base)
    assert reads == [base, base]


def test_a_cache_that_cannot_be_written_is_no_error(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "file")
    assert load_prepared(base) == load_prepared(base)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="needs owners of files, as on Unix")
def test_a_link_is_not_followed_and_a_folder_of_all_is_not_trusted(
    cache: Path, base: Path, reads: list[Path | None]
) -> None:
    load_prepared(base)
    (kept,) = cache.iterdir()
    elsewhere = kept.rename(base.parent / "elsewhere")
    kept.symlink_to(elsewhere)
    load_prepared(base)
    cache.chmod(0o777)
    load_prepared(base)
    assert reads == [base, base, base]


def test_a_file_saved_while_the_base_is_read_keeps_nothing(
    cache: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, first = loading.load_knowledge, next(base.glob("*.yaml"))

    def disturbed(folder: Path | None = None) -> Knowledge:
        knowledge = read(folder)
        first.write_text(first.read_text(encoding="utf-8") + "\n", encoding="utf-8")
        return knowledge

    monkeypatch.setattr(loading, "load_knowledge", disturbed)
    load_prepared(base)
    assert not cache.exists()


def test_from_another_folder_it_is_the_same_base(
    cache: Path, base: Path, reads: list[Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    load_prepared(base)
    monkeypatch.chdir(base)
    load_prepared(base)
    assert reads == [base]
    assert len(list(cache.iterdir())) == 1


def test_a_file_without_an_end_is_left_to_the_loader(cache: Path, base: Path) -> None:
    (base / "endless.yaml").symlink_to("/dev/zero")
    with pytest.raises(KnowledgeError):
        load_prepared(base)
    assert not cache.exists()


def test_where_the_disk_is_full_nothing_is_left_behind(
    cache: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path, __: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    load_prepared(base)
    assert list(cache.iterdir()) == []


def test_only_a_few_are_kept_and_the_oldest_goes(cache: Path, base: Path) -> None:
    first = next(base.glob("*.yaml"))
    text = first.read_text(encoding="utf-8")
    for number in range(6):
        first.write_text(text + "\n" * number, encoding="utf-8")
        load_prepared(base)
    assert len(list(cache.iterdir())) == 4


def test_of_a_base_with_mistakes_nothing_is_kept(cache: Path, base: Path) -> None:
    (base / "wrong.yaml").write_text("rules: {x: }\n", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        load_prepared(base)
    assert not cache.exists()


def test_a_folder_that_is_not_there_is_said_by_the_loader(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="does not exist"):
        load_prepared(tmp_path / "missing")
    assert not cache.exists()


def test_tests_never_use_the_cache_of_a_person(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = platformdirs.user_cache_path("surefoot", appauthor=False)
    assert folder.is_relative_to(tmp_path_factory.getbasetemp())
