"""What holds for all tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where platformdirs looks for the cache folder: Linux and macOS, then Windows.
_CACHE_HOMES = ("XDG_CACHE_HOME", "LOCALAPPDATA", "WIN_PD_OVERRIDE_LOCAL_APPDATA")


@pytest.fixture(scope="session", autouse=True)
def _no_cache_of_a_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the programs that they start, keep what they read in a folder of their own."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        for name in _CACHE_HOMES:
            patch.setenv(name, str(folder))
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_store_of_a_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests, and the programs that they start, keep runners in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUREFOOT_DATA", str(tmp_path_factory.mktemp("data")))
        yield
