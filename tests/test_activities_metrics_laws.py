"""Laws of the metrics, on made-up diaries, and the same figures worked out plainly and slowly."""

from __future__ import annotations

import dataclasses
import datetime
import random
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from surefoot.engine.recorded import METRICS
from surefoot.intake.activities.shapes import Activity

from .support.recorded_runs import DAY, days_of, figures, judged, recorded
from .support.slow_metrics import slow_figures

_FEW = settings(max_examples=20, deadline=None)
_SINCE = datetime.date(2026, 7, 1)
_DAYS = st.integers(0, (DAY - _SINCE).days).map(lambda days: _SINCE + datetime.timedelta(days))
# In tenths of a km, from just above the least that counts.
_RUNS = st.dictionaries(_DAYS, st.integers(6, 400).map(lambda tenths: tenths / 10), max_size=60)
_HOURS = st.integers(0, 23)
_SPORTS = st.sampled_from(["running", "walking", "cycling", "yoga", None])


@st.composite
def _activities(draw: st.DrawFn) -> list[Activity]:
    """Sessions of any kind at any hour, many with something that is not known."""
    found = []
    for number in range(draw(st.integers(0, 16))):
        start = f"{draw(_DAYS)} {draw(_HOURS):02d}:{draw(st.integers(0, 59)):02d}"
        km = draw(st.none() | st.integers(0, 300).map(lambda tenths: tenths / 10))
        minutes = draw(st.none() | st.integers(0, 240).map(float))
        source = draw(st.sampled_from(["fit", "gpx", "strava", "table"]))
        found.append(
            recorded(
                start,
                km,
                minutes,
                sport=draw(_SPORTS),
                source=source,
                file=f"{source}/{number % 7}",
                gain_m=draw(st.none() | st.integers(0, 500).map(float)),
                gear=draw(st.sampled_from(["", "1", "2"])),
                cadence_spm=draw(st.none() | st.integers(60, 240).map(float)),
            )
        )
    return found


def _from(runs: Mapping[datetime.date, float]) -> list[Activity]:
    return [recorded(f"{day} 12:00", km, 6 * km) for day, km in runs.items()]


@_FEW
@given(_RUNS, st.integers(0, 40))
def test_weeks_and_spikes_are_those_of_a_plain_calendar(
    runs: dict[datetime.date, float], back: int
) -> None:
    day = DAY - datetime.timedelta(days=back)
    found = figures(_from(runs), day)
    for name, expected in slow_figures(sorted(runs.items()), day).items():
        value = found[name].value
        if isinstance(expected, int | float):
            assert isinstance(value, float), (name, value, expected)
            assert abs(value - expected) < 1e-9, name
        else:
            assert value == expected, name


@_FEW
@given(_activities(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_read_does_not_matter(
    activities: list[Activity], chance: random.Random
) -> None:
    shuffled = list(activities)
    chance.shuffle(shuffled)
    assert figures(shuffled) == figures(activities)


@_FEW
@given(_activities())
def test_importing_a_copy_of_each_file_changes_nothing(activities: list[Activity]) -> None:
    copies = [dataclasses.replace(one, file=f"copy of {one.file}") for one in activities]
    assert _values([*activities, *copies]) == _values(activities)


def _values(activities: list[Activity]) -> dict[str, object]:
    return {name: figure.value for name, figure in figures(activities).items()}


@_FEW
@given(_RUNS, st.integers(-60, 60), st.floats(-0.02, 0.02))
def test_a_second_device_changes_no_distance(
    runs: dict[datetime.date, float], late_s: int, share: float
) -> None:
    known = _from(runs)
    noon = datetime.timedelta(hours=12, seconds=late_s)
    copies = [
        recorded(
            f"{datetime.datetime.combine(day, datetime.time()) + noon}",
            km * (1 + share),
            6 * km,
            source="gpx",
        )
        for day, km in runs.items()
    ]
    assert _values(known + copies) == _values(known)


@_FEW
@given(_activities())
def test_every_activity_is_used_or_told_why_not(activities: list[Activity]) -> None:
    verdicts, diary = judged(activities)
    assert len(verdicts) == len(activities)
    assert all(one.used != bool(one.why_not) for one in verdicts)
    runs = [run for outing in diary.outings for run in outing.runs]
    assert len(runs) == sum(one.used for one in verdicts)


@_FEW
@given(_activities())
def test_what_is_missing_is_none_with_a_reason(activities: list[Activity]) -> None:
    found = figures(activities)
    assert found.keys() >= METRICS.keys()
    for name, figure in found.items():
        assert (figure.value is None) == bool(figure.reason), name
        if figure.value is not None:
            assert figure.first is not None, name
            assert figure.last is not None, name
            assert figure.first <= figure.last <= DAY, name
        if figure.value == 0:
            assert any(one.used for one in judged(activities)[0]), name


@_FEW
@given(_RUNS, st.integers(1, 6))
def test_an_older_week_changes_no_recent_figure(
    runs: dict[datetime.date, float], count: int
) -> None:
    """A record that reaches over all windows already is not changed by what lies before them."""
    known = _from(runs) + days_of("2026-06-01", *[5.0] * 21) + days_of("2026-11-21", 6.0)
    older = days_of("2026-05-18", *[7.0] * count)
    before, after = figures(known), figures(known + older)
    assert {name: before[name].value for name in before if name != "shoe_km"} == {
        name: after[name].value for name in after if name != "shoe_km"
    }


@_FEW
@given(_RUNS, st.integers(1, 60))
def test_what_comes_later_changes_no_figure_of_a_day(
    runs: dict[datetime.date, float], back: int
) -> None:
    day = DAY - datetime.timedelta(days=back)
    until = {on: km for on, km in runs.items() if on <= day}
    assert figures(_from(runs), day) == figures(_from(until), day)


def test_a_diary_without_anything_has_no_figure_at_all() -> None:
    found = figures([])
    assert {figure.value for figure in found.values()} == {None}
    assert all(figure.reason for figure in found.values())


def test_one_run_gives_what_one_run_can_give() -> None:
    found = figures([recorded("2026-11-21 08:00", 8.0, 48)])
    given_values = {name: one.value for name, one in found.items() if one.value is not None}
    assert given_values["longest_km_30d"] == 8
    assert given_values["last_run_km"] == 8
    assert given_values["days_since_last_run"] == 1
    assert not given_values.keys() & {"weekly_km", "weekly_km_2w", "last_spike", "cadence_easy"}
    assert found["weekly_km"].reason == (
        "no complete week yet: 1 run and 8.0 km in 2 days, from 21 November 2026"
    )
