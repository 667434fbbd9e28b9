"""What one made-up runner answers agrees with itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from statistics import correlation

import pytest

from surefoot.engine.condition import Value

from .support.population import people

_SEED = 11
_MANY = 5_000
Values = Mapping[str, Value]

_AGREE: dict[str, Callable[[Values], bool]] = {
    "longest-7d-in-the-weeks": lambda v: (
        _n(v, "training.longest_run_7d_km") <= _n(v, "training.weekly_km")
    ),
    "running-this-fortnight-if-a-run": lambda v: (
        (_n(v, "training.weekly_km") > 0) or _n(v, "training.longest_run_7d_km") == 0
    ),
    "nothing-only-in-a-break": lambda v: (
        (_n(v, "training.weekly_km") > 0) or _n(v, "training.weeks_without_running") >= 2
    ),
    "nothing-before-only-in-a-break": lambda v: (
        (_n(v, "training.previous_weekly_km") > 0) or _n(v, "training.weeks_without_running") >= 2
    ),
    "two-months-have-eight-weeks": lambda v: _n(v, "training.weeks_without_running") <= 8,
    "speed-of-the-longest-run": lambda v: (
        not _n(v, "training.longest_run_hours")
        or max(_n(v, "training.longest_run_7d_km"), _n(v, "training.longest_run_30d_km"))
        / (_n(v, "training.longest_run_hours") + 0.05)
        < 20
    ),
    "hard-runs-are-runs": lambda v: (
        _n(v, "training.hard_sessions_per_week") <= _n(v, "training.runs_per_week")
    ),
    "in-a-row-needs-hard-ones": lambda v: (
        _n(v, "training.hard_sessions_per_week") >= 1 or v["training.hard_days_in_a_row"] == "no"
    ),
    "rest-days-and-runs": lambda v: (
        _n(v, "recovery.rest_days_per_week") <= max(0, 7 - _n(v, "training.runs_per_week"))
    ),
    "years-and-age": lambda v: _n(v, "runner.years_running") <= _n(v, "runner.age") - 4,
    "no-strength-no-groups": lambda v: (
        (_n(v, "strength.sessions_per_week") < 1)
        is (v["strength.muscle_groups"] == frozenset({"none"}))
    ),
    "no-strength-no-months": lambda v: (
        _n(v, "strength.sessions_per_week") >= 1 or _n(v, "strength.months") == 0
    ),
    "months-on-trails-and-years": lambda v: (
        _n(v, "terrain.months_at_technicality") <= 12 * _n(v, "runner.years_running")
    ),
    "pregnancy-and-age": lambda v: v["safety.pregnancy"] == "no" or _n(v, "runner.age") < 46,
    "periods": lambda v: (
        "missed_periods" not in str(v["recovery.low_energy_signs"])
        or (v["runner.sex"] == "female" and _n(v, "runner.age") < 50)
    ),
    "antibiotic-and-tendon": lambda v: (
        "recent_fluoroquinolone" not in str(v["safety.general"])
        or "achilles" in str(v["symptom.sites"])
    ),
    "back-pain-and-back": lambda v: (
        "back_pain" not in str(v["safety.nerve_and_back"]) or "low_back" in str(v["symptom.sites"])
    ),
    "pain-at-rest": lambda v: all(
        _n(v, f"{name.rpartition('.')[0]}.pain_running") >= _n(v, name)
        for name in v
        if name.endswith(".pain_at_rest")
    ),
    "kept-from-running": lambda v: (
        _n(v, "training.weeks_without_running") >= 2
        or all(
            _n(v, f"{name.rpartition('.')[0]}.weeks") >= 10
            for name in v
            if name.endswith(".stopped_running") and v[name] == "yes"
        )
    ),
}


def _n(values: Values, name: str) -> float:
    value = values[name]
    return value if isinstance(value, float) else math.nan


@pytest.mark.parametrize("relation", _AGREE)
def test_answers_agree_with_each_other(relation: str) -> None:
    agrees, seen = _AGREE[relation], 0
    for values in people(_MANY, _SEED):
        try:
            found = agrees(values)
        except KeyError:  # one of the questions was not answered or does not apply
            continue
        seen += 1
        assert found, values
    assert seen > 1_000


_TOGETHER = {
    ("training.weekly_km", "training.previous_weekly_km"): (0.7, 1.0),
    ("training.weekly_km", "training.longest_run_30d_km"): (0.6, 1.0),
    ("training.weekly_km", "form.easy_pace"): (-0.6, -0.1),
    ("recovery.stress", "recovery.sleep_hours"): (-0.6, -0.2),
    ("runner.height_cm", "runner.mass_kg"): (0.4, 0.9),
    ("runner.age", "strength.calf_raises_left"): (-0.7, -0.3),
    ("strength.calf_raises_left", "strength.calf_raises_right"): (0.85, 1.0),
}


@pytest.mark.parametrize("pair", _TOGETHER, ids=" with ".join)
def test_what_goes_together_goes_together(pair: tuple[str, str]) -> None:
    pairs = [
        (_n(one, pair[0]), _n(one, pair[1]))
        for one in people(_MANY, _SEED)
        if pair[0] in one and pair[1] in one
    ]
    low, high = _TOGETHER[pair]
    assert low < correlation(*zip(*pairs, strict=True)) < high
