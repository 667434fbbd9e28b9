"""Trails, climbs, easy runs, cadence and shoes."""

from __future__ import annotations

import datetime

import pytest

from surefoot.engine.recorded import METRICS, Confidence
from surefoot.intake.activities.diary import Diary, Run
from surefoot.intake.activities.metrics.easy import Limits, is_easy
from surefoot.intake.activities.metrics.ground import is_trail
from surefoot.intake.activities.metrics.shoes import shoe_title
from surefoot.intake.activities.shapes import Activity

from .support.recorded_runs import figures, recorded

_MONDAY = datetime.date(2026, 11, 23)
_EASY = {"gain_m": 10.0, "effort": 3.0}
_REMEDY = "a measured maximum heart rate tells easy runs: --max-heart-rate"


def _days(*days: int, **more: object) -> list[Activity]:
    """Runs of 10 km in November, in the four weeks before the 23rd."""
    return [recorded(f"2026-11-{day:02d} 07:00", **more) for day in days]  # type: ignore[arg-type]


# Trails


@pytest.mark.parametrize(
    ("more", "shoe", "answer", "sure"),
    [
        ({"ground": "trail"}, "", True, Confidence.HIGH),
        ({"ground": "treadmill", "dirt_m": 9000.0}, "", False, Confidence.HIGH),
        ({"ground": "track"}, "Speedgoat", False, Confidence.HIGH),
        ({"dirt_m": 5001.0}, "", True, Confidence.MEDIUM),
        ({"dirt_m": 5000.0}, "Speedgoat", False, Confidence.MEDIUM),
        ({}, "Hoka Speedgoat 5", True, Confidence.MEDIUM),
        ({"gain_m": 900.0}, "Pegasus", None, Confidence.LOW),  # climb alone makes no trail
    ],
)
def test_the_first_that_answers_says_if_it_was_a_trail(
    more: dict[str, object], shoe: str, answer: bool | None, sure: Confidence
) -> None:
    activity = _days(20, **more)[0]
    assert is_trail(activity, shoe) == (answer, sure)


def test_the_share_of_trails_is_by_distance() -> None:
    runs = _days(2, ground="trail", km=5) + _days(10, 12, km=10) + _days(17, km=None)
    found = figures(runs, _MONDAY)
    assert found["trail_share"].value == 0.2
    assert found["trail_share_percent"].value == 20


def test_the_week_in_which_a_record_begins_says_nothing_of_a_usual_week() -> None:
    """The figures of the formulas take it as it is; those that answer questions leave it out."""
    first = _days(4, ground="trail", km=5, gain_m=500.0)  # a Wednesday
    found = figures(first + _days(10, 12, 17, ground="track", km=10), _MONDAY)
    assert found["trail_share"].value == pytest.approx(1 / 7)
    assert found["gain_per_km"].value == 100
    assert (found["trail_share_percent"].value, found["climb_m_per_week"].value) == (None, 0)
    later = figures(_days(10, 17, ground="trail", gain_m=100.0), _MONDAY)
    for name in ("trail_share_percent", "climb_m_per_week"):
        assert (later[name].value, later[name].reason) == (
            None,
            "the record has no two whole weeks yet",
        )
    assert later["trail_share"].value == 1


def test_a_device_that_never_says_its_ground_does_not_answer_0() -> None:
    for runs in (_days(3, 10, 17), _days(3, 10, 17, ground="treadmill")):
        found = figures(runs, _MONDAY)["trail_share_percent"]
        assert (found.value, found.reason) == (None, "no run says what ground it was on")
    assert figures(_days(3, 10, 17, dirt_m=100.0), _MONDAY)["trail_share"].value == 0


def test_what_looks_like_a_trail_is_asked_and_not_counted() -> None:
    slow = _days(14, minutes=80, gain_m=250.0)
    share = figures(_days(3, 10, 17, dirt_m=0.0) + slow, _MONDAY)["trail_share"]
    assert share.value == 0
    assert share.note.endswith("1 run may have been on trails; not counted")
    assert share.confidence is Confidence.MEDIUM
    missing = figures(_days(3, 10, 17) + slow, _MONDAY)["trail_share"]
    assert "1 run may have been on trails" in missing.reason


# Climbs


def test_only_one_kind_of_source_is_summed() -> None:
    """Devices differ by a factor of two on the same run: here 50 m, and 5 m of a list."""
    watch = {"gain_m": 50.0, "loss_m": 40.0, "has_stated_gain": True}
    listed = {"gain_m": 5.0, "has_stated_gain": True, "source": "strava"}
    runs = _days(3, 10, 17, **watch) + _days(12, **listed)
    found = figures(runs, _MONDAY)
    assert (found["gain_per_km"].value, found["loss_per_km"].value) == (5, 4)
    assert found["gain_per_km"].count == 3
    both = figures([*runs, *_days(3, 10, 17, **listed)], _MONDAY)  # all four are in the list
    assert both["gain_per_km"].value == 0.5
    assert both["gain_per_km"].count == 4


def test_a_treadmill_and_an_unknown_climb_are_out_of_both_sums() -> None:
    runs = _days(2, 10, gain_m=100.0) + _days(12, ground="treadmill", gain_m=0.0) + _days(17)
    found = figures(runs, _MONDAY)
    assert found["gain_per_km"].value == 10
    assert found["climb_m_per_week"].value == 100  # of 30 km outdoors in three weeks
    assert found["climb_m_per_week"].note.endswith("from 20 of 30 km")
    assert found["loss_per_km"].value is None


def test_climb_known_for_little_of_the_way_says_nothing_of_the_week() -> None:
    found = figures(_days(2, gain_m=100.0) + _days(10, 12, 17), _MONDAY)["climb_m_per_week"]
    assert (found.value, found.reason) == (None, "the climb is known for only 10 of 40 km")


# Easy runs


def _easy(limits: Limits, **more: object) -> bool | None:
    activity = recorded("2026-11-20 07:00", **more)  # type: ignore[arg-type]
    return is_easy(Run(activity, datetime.datetime(2026, 11, 20, 7), 10), limits)


_FAST = Limits(best_s_per_km=300)  # easy from 6:00 /km


@pytest.mark.parametrize(
    ("limits", "more", "answer"),
    [
        (Limits(190), {"heart_rate": 152.0}, True),
        (Limits(190), {"heart_rate": 153.0}, False),
        (Limits(), {"heart_rate": 120.0}, None),  # without a known maximum it says nothing
        (Limits(190), {"heart_rate": 150.0, "heart_rate_bpm": ((140, 84), (180, 16))}, False),
        (Limits(190), {"heart_rate": 160.0, "heart_rate_bpm": ((140, 85), (180, 15))}, True),
        (Limits(190), {"heart_rate": 120.0, "is_race": True}, False),
        (Limits(), {"effort": 4.0}, True),
        (Limits(), {"effort": 5.0}, False),
        (Limits(190), {"heart_rate": 180.0, "effort": 1.0}, False),  # the heart comes first
        (_FAST, {"minutes": 60.1, "gain_m": 149.0}, True),
        (_FAST, {"minutes": 60, "gain_m": 149.0}, False),
        (_FAST, {"minutes": 70, "gain_m": 150.0}, None),  # hills slow down
        (_FAST, {"minutes": 70}, None),  # and nobody knows if there were any
        (_FAST, {"minutes": 70, "ground": "treadmill"}, True),
        (_FAST, {"minutes": 70, "gain_m": 300.0, "grade_adjusted_m": 11000.0}, True),
        (_FAST, {"minutes": 70, "gain_m": 300.0, "grade_adjusted_m": 12000.0}, False),
        (_FAST, {"minutes": 62, "gain_m": 9.0, "speed_m_s": ((2.5, 84), (3.5, 16))}, False),
        (_FAST, {"minutes": 62, "gain_m": 9.0, "speed_m_s": ((2.5, 85), (3.5, 15))}, True),
        (_FAST, {"minutes": 121, "gain_m": 9.0}, None),  # slower than 12 min a km: a walk
        (_FAST, {"minutes": None, "gain_m": 9.0}, None),
    ],
)
def test_easy_runs_are_told_by_heart_then_effort_then_pace(
    limits: Limits, more: dict[str, object], answer: bool | None
) -> None:
    assert _easy(limits, **more) is answer


def test_the_share_of_easy_time_needs_most_of_the_time_told() -> None:
    told = _days(3, 10, minutes=60, effort=2.0) + _days(12, minutes=60, effort=8.0)
    assert figures(told, _MONDAY)["easy_share"].value == pytest.approx(2 / 3)
    enough = told + _days(17, minutes=70)
    assert figures(enough, _MONDAY)["easy_share"].value == pytest.approx(2 / 3)
    found = figures(enough + _days(19, minutes=40), _MONDAY)["easy_share"]
    assert found.value is None
    assert found.reason == "only 62 % of the time can be told easy or hard, and 70 % is needed"


def test_a_pace_that_calls_no_run_easy_is_not_taken_for_0_percent() -> None:
    """All runs were as fast as the best one, which may have been a gentle one too."""
    runs = _days(3, 10, 12, minutes=60, gain_m=10.0, heart_rate=140.0)
    found = figures(runs, _MONDAY)["easy_share"]
    assert found.value is None
    assert found.reason == f"no run of the last 28 days is known to be easy; {_REMEDY}"
    assert figures(runs, _MONDAY, max_heart_rate=190)["easy_share"].value == 1
    assert figures(runs, _MONDAY, max_heart_rate=150)["easy_share"].value == 0
    hard = _days(3, 10, 12, minutes=60, gain_m=10.0, effort=8.0)
    assert figures(hard, _MONDAY)["easy_share"].value == 0
    slow = _days(17, minutes=80, gain_m=10.0)
    assert figures(runs + slow, _MONDAY)["easy_share"].value == pytest.approx(80 / 260)
    no_pulse = figures(_days(3, 10, 12, minutes=60, gain_m=10.0), _MONDAY)["easy_share"]
    assert no_pulse.reason == "no run of the last 28 days is known to be easy"


# Cadence


def test_cadence_is_the_median_of_easy_runs_with_their_pace() -> None:
    runs = [
        run
        for day, steps, minutes in ((3, 160.0, 60), (10, 166.0, 66), (12, 170.0, 63))
        for run in _days(day, running_cadence_spm=steps, minutes=minutes, **_EASY)
    ]
    runs += _days(17, running_cadence_spm=190.0, minutes=40, effort=9.0)
    found = figures(runs, _MONDAY)
    assert (found["cadence_easy"].value, found["cadence_easy"].count) == (166, 3)
    assert found["pace_easy"].value == pytest.approx(378)
    assert found["cadence_known"].value == "yes"
    assert found["cadence_easy"].confidence is Confidence.HIGH


def test_a_pulse_without_its_maximum_is_told_how_to_be_of_use() -> None:
    runs = _days(3, 10, 12, cadence_spm=160.0, heart_rate=140.0)
    found = figures(runs, _MONDAY)
    for name in ("cadence_easy", "pace_easy", "cadence_known"):
        assert found[name].reason == (f"no run of the last 56 days is known to be easy; {_REMEDY}")
    assert figures(runs, _MONDAY, max_heart_rate=190)["cadence_easy"].value == 160
    too_low = figures(runs, _MONDAY, max_heart_rate=150)["cadence_easy"]
    assert too_low.reason == "no run of the last 56 days is known to be easy"


def test_two_easy_runs_are_too_few() -> None:
    found = figures(_days(3, 10, running_cadence_spm=160.0, **_EASY), _MONDAY)
    assert {found[name].value for name in ("cadence_easy", "pace_easy", "cadence_known")} == {None}
    assert found["cadence_easy"].reason == (
        "2 easy runs with a cadence in 56 days, and 3 are needed"
    )


def test_half_counted_cadence_is_left_out_and_named() -> None:
    runs = _days(3, 10, 12, cadence_spm=160.0, **_EASY) + _days(17, cadence_spm=85.0, **_EASY)
    found = figures(runs, _MONDAY)["cadence_easy"]
    assert found.value == 160
    assert found.confidence is Confidence.MEDIUM
    assert found.note == (
        "3 runs with walking in the average; 1 run outside 130 to 230 steps a minute left out"
    )


@pytest.mark.parametrize(("steps", "count"), [(130.0, 4), (129.9, 3), (230.0, 4), (230.1, 3)])
def test_cadence_lies_between_130_and_230(steps: float, count: int) -> None:
    runs = _days(3, 10, 12, cadence_spm=160.0, **_EASY) + _days(17, cadence_spm=steps, **_EASY)
    assert figures(runs, _MONDAY)["cadence_easy"].count == count


# Shoes


def test_shoes_are_summed_by_id_with_walks_and_short_runs() -> None:
    runs = _days(3, 10, gear="77", gear_name="Blue") + _days(17, gear="78")
    runs += _days(11, gear="77", km=0.4, minutes=3)
    runs += _days(12, gear="77", sport="walking", km=4) + _days(13, gear="77", sport="cycling")
    runs += _days(18, km=6)
    found = figures(runs, _MONDAY)
    assert found["shoe_km"].value == pytest.approx({"77": 24.4, "78": 10, "-": 6})
    assert found["shoe_km"].note == "6 km name no shoe"
    assert found["main_shoe_km"].value == pytest.approx(24.4)
    assert found["main_shoe_km"].note.startswith("Blue: at least so far")
    assert found["shoe_distance_known"].value == "yes"


def test_the_main_shoe_is_one_of_the_last_60_days() -> None:
    old = [recorded(f"2026-0{month}-15 07:00", 40, 240, gear="old") for month in (3, 4, 5, 6, 7)]
    found = figures([*old, *_days(3, 10, gear="new")], _MONDAY)
    assert found["main_shoe_km"].value == 20
    assert figures(old, _MONDAY)["main_shoe_km"].reason == "no shoe was used in the last 60 days"


def test_a_shoe_is_called_by_its_name_and_never_by_a_decimal() -> None:
    names = {"123.0": "Blue", "7.0": ""}
    titles = {
        "123.0": "Blue",
        "7.0": "a shoe without a name",
        "8.0": "shoe 8",
        "-": "no shoe named",
    }
    for shoe, title in (titles | {"Wave 2.0": "Wave 2.0"}).items():
        assert shoe_title(Diary(shoe_names=names), shoe) == title


def test_pairs_in_use_are_those_of_30_days() -> None:
    runs = _days(3, 10, gear="a") + _days(12, 14, gear="b")
    runs += [recorded("2026-10-20 07:00", gear="c")]
    assert figures(runs, _MONDAY)["shoes_in_use"].value == 2
    fifth = figures(runs + _days(16), _MONDAY)["shoes_in_use"]
    assert (fifth.value, fifth.confidence) == (2, Confidence.MEDIUM)
    found = figures(runs + _days(16, 17), _MONDAY)["shoes_in_use"]
    assert found.value is None
    assert found.reason == "only 4 of 6 runs of the last 30 days name a shoe"


def test_every_metric_that_a_question_can_name_is_worked_out() -> None:
    assert figures([], _MONDAY).keys() >= METRICS.keys()
