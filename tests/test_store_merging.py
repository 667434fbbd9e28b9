"""One interview that went on in two places: nothing is lost, and the later answer stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from surefoot.intake.interview.log import Act, Entry, Log
from surefoot.intake.store.database import Store, open_store
from surefoot.intake.store.exporting import export_text
from surefoot.intake.store.importing import take_in
from surefoot.intake.store.merging import merged

from .support.stores import BASE, DAY, example, said

if TYPE_CHECKING:
    from pathlib import Path


def _take_in(store: Store, other: Store) -> list[str]:
    data = export_text(other, other.runners()).encode()
    done = take_in(store, data, "export.json", lambda: BASE, DAY)
    return [one.outcome for one in done.interviews]


def test_what_both_said_since_is_kept_and_the_later_answer_stands(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here", take=3), open_store(tmp_path / "there")
    _take_in(there, here)
    (one,) = here.interviews(here.runners()[0].id)
    for number in range(4):
        store = (here, there)[number % 2]
        at = f"2099-01-01T00:00:0{number}.000+00:00"
        store.append(one.id, [replace(said(str(number))[0], at=at)], "h")
    here.finish(one.id, DAY)
    was = {store.path: store.log(one.id) for store in (here, there)}
    for _ in range(2):
        _take_in(there, here)
        _take_in(here, there)
    for store in (here, there):
        log = store.log(one.id)
        assert log[: len(was[store.path])] == was[store.path], "a log only grows at its end"
        assert {entry.said for entry in log[3:]} == {"0", "1", "2", "3"}
        assert log[-1].said == "3"
        found = store.interview(one.id)
        assert found is not None
        assert (found.finished, found.is_finished) == (DAY.isoformat(), False)
    assert _take_in(there, here) == _take_in(here, there) == ["same"]


def test_an_older_answer_that_comes_late_does_not_win(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here", take=3), open_store(tmp_path / "there")
    _take_in(there, here)
    (one,) = here.interviews(here.runners()[0].id)
    for store, text, day in ((here, "new", "02"), (there, "old", "01")):
        at = f"2099-01-{day}T00:00:00.000+00:00"
        store.append(one.id, [replace(said(text)[0], at=at)], "h")
    assert _take_in(here, there) == ["longer"]
    assert [entry.said for entry in here.log(one.id)[3:]] == ["new", "old", "new"]
    assert _take_in(here, there) == ["same"]


def test_a_result_that_covers_all_of_both_stays_finished(tmp_path: Path) -> None:
    here, there = example(tmp_path / "here", take=3), open_store(tmp_path / "there")
    _take_in(there, here)
    (one,) = here.interviews(here.runners()[0].id)
    here.finish(one.id, DAY)
    assert _take_in(there, here) == ["same"]
    found = there.interview(one.id)
    assert found is not None
    assert found.is_finished


# Two logs of one interview: how they begin, and what each said since. No two entries have one
# time, as on two computers in the hands of one person; `_at` gives even and odd ones.
_SAID = st.tuples(
    st.sampled_from(Act), st.sampled_from(["a", "b"]), st.sampled_from("xy"), st.integers(10, 40)
)
_MORE = st.lists(_SAID, max_size=5, unique_by=lambda one: one[3]).map(
    lambda found: sorted(found, key=lambda one: one[3])
)


def _log(found: list[tuple[Act, str, str, int]], odd: int) -> Log:
    return tuple(
        Entry(act, "" if act is Act.RECORD else name, text, at=f"{2 * at + odd:03}")
        for act, name, text, at in found
    )


def _answers(log: Log) -> dict[str, str]:
    """What stands, as `replay` has it; a record has no question."""
    counted = {Act.ANSWER, Act.TAKE_BACK, Act.RECORD}
    standing = {one.question: one for one in log if one.act in counted}
    return {name: one.said for name, one in standing.items() if one.act is not Act.TAKE_BACK}


_BEGIN = (Entry(Act.ANSWER, "a", "w", at="001"), Entry(Act.ANSWER, "b", "w", at="002"))


@given(_MORE, _MORE, st.integers(0, 2))
def test_merged_logs_lose_nothing_and_agree(
    mine: list[tuple[Act, str, str, int]], other: list[tuple[Act, str, str, int]], begun: int
) -> None:
    here, there = _BEGIN[:begun] + _log(mine, 0), _BEGIN[:begun] + _log(other, 1)
    by_time = tuple(sorted({*here, *there}, key=lambda one: one.at))
    both, same = merged(here, there), merged(there, here)
    for log, own in ((both, here), (same, there)):
        assert log[: len(own)] == own, "a log only grows at its end"
        assert set(log) == {*here, *there}
        assert _answers(log) == _answers(by_time)
        for known in (here, there, log):
            assert merged(log, known) == log, "nothing is taken in twice"
    met = merged(both, same)
    assert _answers(met) == _answers(merged(same, both)) == _answers(by_time)
    assert merged(met, same) == met
