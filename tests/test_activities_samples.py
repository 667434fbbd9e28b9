"""Figures over the moments of an activity, whatever the format."""

from __future__ import annotations

import math

import pytest

from surefoot.intake.activities import samples as figures
from surefoot.intake.activities.samples import Sample


def steady(seconds: int, speed: float = 3.0, **other: float) -> list[Sample]:
    return [
        Sample(at_s=second, distance_m=speed * second, speed_m_s=speed, **other)
        for second in range(seconds + 1)
    ]


@pytest.mark.parametrize(
    ("altitudes", "expected"),
    [
        ([], (0, 0)),
        ([100], (0, 0)),
        ([100, 102, 100, 102], (0, 0)),
        ([100, 103], (3, 0)),
        ([100, 97], (0, 3)),
        ([100, 110, 108, 120], (20, 0)),
        ([100, 110, 107, 120], (23, 3)),
        ([100, 150, 100, 150], (100, 50)),
        ([101, 100, 150, 149], (50, 0)),
    ],
)
def test_only_turns_of_three_metres_count(
    altitudes: list[float], expected: tuple[float, float]
) -> None:
    assert figures.climb(altitudes) == expected


def test_a_flat_run_with_a_noisy_device_does_not_climb() -> None:
    noise = [100 + math.sin(second) for second in range(3000)]
    assert figures.climb(noise) == (0, 0)


def test_an_upside_down_hill_swaps_up_and_down() -> None:
    hill = [50 + 40 * math.sin(second / 50) + math.sin(second) for second in range(1000)]
    up, down = figures.climb(hill)
    assert figures.climb([-one for one in hill]) == pytest.approx((down, up))


def test_standing_does_not_lower_the_cadence() -> None:
    moments = [*steady(10, cadence_spm=170), *steady(10, 0, cadence_spm=0)]
    assert figures.mean_cadence(moments) == 170
    assert figures.mean_cadence([Sample(cadence_spm=0), Sample()]) is None


def test_cadence_of_running_leaves_walking_out() -> None:
    moments = [*steady(10, cadence_spm=170), *steady(10, 1.7, cadence_spm=110)]
    assert figures.running_cadence(moments) == 170
    assert figures.running_cadence(steady(10, 1.7, cadence_spm=110)) is None
    assert figures.running_cadence([Sample(cadence_spm=170)]) is None


def test_a_cadence_of_both_legs_is_not_doubled() -> None:
    moments, problem = figures.with_steps_counted_once(steady(10, cadence_spm=340))
    assert figures.mean_cadence(moments) == 170
    assert problem
    same = steady(10, cadence_spm=170)
    assert figures.with_steps_counted_once(same) == (same, "")


def test_a_moment_that_no_runner_steps_is_left_out() -> None:
    moments, problem = figures.with_steps_counted_once(
        [*steady(100, cadence_spm=170), Sample(cadence_spm=480)]
    )
    assert figures.mean_cadence(moments) == 170
    assert problem == ""


def test_moving_is_faster_than_a_slow_walk() -> None:
    run = steady(100)
    pause = [Sample(at_s=400, distance_m=310)]
    assert figures.moving_seconds([*run, *pause]) == 100
    assert figures.moving_seconds([Sample(distance_m=3), Sample(distance_m=6)]) is None
    assert figures.moving_seconds([]) is None
    by_speed = [Sample(at_s=second, speed_m_s=second % 2) for second in range(11)]
    assert figures.moving_seconds(by_speed) == 5


def test_distance_is_the_furthest_stated_else_that_of_the_speeds() -> None:
    assert figures.distance_from(steady(100)) == 300
    by_speed = [Sample(at_s=second, speed_m_s=3) for second in range(101)]
    assert figures.distance_from(by_speed) == 300
    assert figures.distance_from([Sample(at_s=0), Sample(at_s=9)]) is None
    after_a_pause = [*by_speed, Sample(at_s=4000, speed_m_s=3)]
    assert figures.distance_from(after_a_pause) == 390


def test_speed_is_that_of_the_seconds_before() -> None:
    bare = [sample._replace(speed_m_s=None) for sample in steady(20)]
    assert [one.speed_m_s for one in figures.with_speeds(bare)][1:] == pytest.approx([3.0] * 20)
    jump = [*bare, Sample(at_s=80, distance_m=120), Sample()]
    assert [one.speed_m_s for one in figures.with_speeds(jump)][-2:] == [pytest.approx(1), None]
    assert figures.with_speeds(steady(3)) == steady(3)


def test_a_spread_is_the_seconds_at_each_value() -> None:
    moments = [*steady(60, 2.96, heart_rate=150.4), Sample(at_s=1000)]
    assert dict(figures.heart_rates(moments)) == {150: 90}
    assert dict(figures.speeds(moments)) == {3.0: 90}
    assert figures.mean_of(figures.heart_rates(moments)) == 150
    assert figures.heart_rates([]) == ()
    assert figures.mean_of(()) is None


@pytest.mark.parametrize(
    "values",
    [
        [1, 2.5, None],
        [None],
        [],
        [1, 300],
        [-1, 5],
        [1, float("nan")],
        [float("inf"), 5],
        [1, (2, 3)],
        ["a", 1],
        [True, 5],
        [b"x", None],
    ],
)
def test_a_column_is_its_values_one_by_one(values: list[object]) -> None:
    bounds = (0, 250)
    expected = [figures.within(value, bounds) for value in values]
    assert list(figures.column(values, bounds)) == expected
