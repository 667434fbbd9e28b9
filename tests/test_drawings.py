"""Line drawings of the exercises, and the tear-off sheet that shows them."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from surefoot.reports.context import report_context
from surefoot.reports.drawings import body as bodies
from surefoot.reports.drawings.body import Body, Foot, Point, Pose, Reaching, body
from surefoot.reports.drawings.drawing import Line, Scene, draw
from surefoot.reports.drawings.exercises import SCENES, exercise_drawing
from surefoot.reports.drawings.figures import Figure
from surefoot.reports.drawings.lines import WALL
from surefoot.reports.printing import Printing
from surefoot.reports.render import environment, render
from surefoot.reports.words import HOLD_ON, MOVE_ON, MOVE_ON_NOT_FOR
from surefoot.reports.writing import build

from .support import needs, page_text
from .support.page_text import Page
from .support.sample_runners import DAY, assessor, diagnosis

if TYPE_CHECKING:
    from pathlib import Path

    from surefoot.reports.shapes import ReportContext

_EXERCISES = assessor().knowledge.exercises
_FIGURES = [(name, one) for name, scene in SCENES.items() for one in scene.figures]
_NASTY = '"/><script>alert(1)</script> #panic("x") & co'
_GROUND = 0.8  # a sole drawn this far from its ground still stands on it

# Where feet stand: for each figure of a drawing the height under the near and the far foot, None
# for a foot in the air or lying.
_STANDING: dict[str, list[tuple[float | None, float | None]]] = {
    "squat": [(0, 0), (0, 0)],
    "chair-squat": [(0, 0), (0, 0)],
    "split-squat": [(0, 0), (0, 0)],
    "raised-split-squat": [(0, 20), (0, 20)],
    "band-walk": [(0, 0), (0, 0)],
    "bridge": [(0, 0)],
    "hip-hinge": [(0, 0), (0, 0)],
    "one-leg-hinge": [(0, 0), (0, None)],
    "lunge": [(0, 0), (0, 0)],
    "step-up": [(9, 0), (9, 9)],
    "step-down": [(12, None), (12, 0)],
    "plank-reach": [(0, 0)],
    "carry": [(0, 0), (0, 0)],
    "calf-raise": [(0, 0), (0, 0)],
    "one-leg-calf-raise": [(0, None), (0, None)],
    "bent-calf-raise": [(0, 0), (0, 0)],
    "one-leg-bent-calf-raise": [(0, None), (0, None)],
    "feet-and-balance": [(0, None)],
    "harder-balance": [(6, None)],
    "beat-run": [(0, None)],
}


def _context(runner: str, name: str = "") -> ReportContext:
    return report_context(diagnosis(runner, name), Printing(date=DAY))


def _svg(exercise: str, title: str) -> str:
    module = environment("html").get_template("svg/exercise.j2").make_module({})
    return str(module.exercise(exercise_drawing(exercise, title)))  # type: ignore[attr-defined]


def test_every_exercise_of_the_shipped_base_has_a_drawing_and_no_drawing_is_left_over() -> None:
    assert set(SCENES) == set(_EXERCISES)


def test_an_exercise_without_a_drawing_prints_none() -> None:
    assert exercise_drawing("handstand", "Handstand") is None
    context = _context("weak")
    bare = tuple(
        replace(part, exercises=tuple(replace(one, picture=None) for one in part.exercises))
        for part in context.sheet
    )
    html = render(replace(context, sheet=bare), "html")
    sheet = html[html.index('<section class="sheet"') :]
    assert "<svg" not in sheet
    assert all(one.title in sheet for part in bare for one in part.exercises)


@pytest.mark.parametrize(("name", "figure"), _FIGURES, ids=[name for name, _ in _FIGURES])
def test_limbs_keep_their_length(name: str, figure: Figure) -> None:
    assert name
    made = body(figure.pose)
    assert math.isclose((made.neck - made.hips).length, bodies.TRUNK)
    assert math.isclose((made.head - made.neck).length, bodies.NECK)
    for leg in made.legs.values():
        assert math.isclose((leg.knee - leg.hip).length, bodies.THIGH)
        assert math.isclose((leg.ankle - leg.knee).length, bodies.SHANK)
        assert math.isclose((leg.ball - leg.heel).length, bodies.HEEL_BACK + bodies.BALL_AHEAD)
        assert math.isclose((leg.toe - leg.ball).length, bodies.TOES)
    for arm in made.arms.values():
        assert math.isclose((arm.elbow - arm.shoulder).length, bodies.UPPER_ARM)
        assert math.isclose((arm.hand - arm.elbow).length, bodies.FOREARM)


def _soles(made: Body) -> tuple[float, float]:
    near, far = (
        min(leg.heel.y, leg.ball.y, leg.toe.y) - bodies.SOLE
        for leg in (made.legs["near"], made.legs["far"])
    )
    return near, far


@pytest.mark.parametrize("name", sorted(_STANDING))
def test_feet_that_stand_are_on_the_ground(name: str) -> None:
    for figure, grounds in zip(SCENES[name].figures, _STANDING[name], strict=True):
        for sole, ground in zip(_soles(body(figure.pose)), grounds, strict=True):
            if ground is None:
                assert sole > _GROUND
            else:
                assert abs(sole - ground) < _GROUND


def _bend(first: Point, joint: Point, last: Point) -> float:
    """By how many degrees a line from the first to the last place turns at the joint."""
    there, on = joint - first, last - joint
    cosine = (there.x * on.x + there.y * on.y + there.z * on.z) / (there.length * on.length)
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


@pytest.mark.parametrize("name", ["calf-raise", "one-leg-calf-raise"])
def test_a_calf_raise_with_straight_knees_has_straight_knees(name: str) -> None:
    for figure in SCENES[name].figures:
        made = body(figure.pose)
        leg = made.legs["near"]
        assert _bend(leg.hip, leg.knee, leg.ankle) < 1
        assert _bend(made.neck, made.hips, Point(leg.ankle.x, leg.ankle.y)) < 1


@pytest.mark.parametrize("name", sorted(one for one in SCENES if "calf-raise" in one))
def test_who_rises_on_the_toes_holds_on_to_a_wall_in_picture_and_words(name: str) -> None:
    scene = SCENES[name]
    walls = [one for one in scene.before if isinstance(one, Line) and one.style == WALL]
    for figure, wall in zip(scene.figures, walls, strict=True):
        for arm in body(figure.pose).arms.values():
            tip = arm.hand.x + 2.5  # an arm is 5 wide
            assert abs(tip - min(x for x, _ in wall.points)) < 1
    assert "fingertips on a wall" in _EXERCISES[name].how
    assert "ingertips on a wall" in scene.description


@pytest.mark.parametrize("name", ["split-squat", "raised-split-squat", "lunge"])
def test_the_back_knee_stays_well_above_the_ground(name: str) -> None:
    knee = body(SCENES[name].figures[-1].pose).legs["far"].knee
    assert knee.y - 3.5 > 5  # a leg is 7 wide; 5 are some 9 cm


def test_a_side_plank_on_the_knees_is_straight_down_to_them() -> None:
    (figure,) = SCENES["side-plank"].figures
    made = body(figure.pose)
    upper, lower = made.legs["near"], made.legs["far"]
    assert lower.knee.y < 4  # a leg is 7 wide: it lies on the ground
    assert upper.knee.y - lower.knee.y < 7.5  # and the other one on it
    for leg in (upper, lower):
        middle = Point(leg.knee.x, leg.knee.y)
        assert _bend(made.neck, made.hips, middle) < 12
        assert leg.ankle.z < -15  # behind
    arm = made.arms["far"]
    assert arm.elbow.y < 4
    assert abs(arm.elbow.x - arm.shoulder.x) < 1


def test_a_start_is_a_dashed_edge_of_what_moves() -> None:
    for name, scene in SCENES.items():
        page = Page(_svg(name, "x"))
        dashed = [one for one in page.all("path") if one.get("stroke-dasharray")]
        assert bool(dashed) == any(figure.is_start for figure in scene.figures)
        assert all(one.get("fill") is None for one in dashed)
        assert bool(dashed) == ("(dashed" in scene.description)
    leg_and_foot = [
        one for one in Page(_svg("side-leg-lift", "x")).all("path") if "stroke-dasharray" in one
    ]
    assert sum(str(one["d"]).count("M") for one in leg_and_foot) == 2


def test_on_a_slope_the_whole_sole_follows_it() -> None:
    (figure,) = SCENES["easy-descent"].figures
    foot = body(figure.pose).legs["near"]
    slope = (foot.toe.y - foot.heel.y) / (foot.toe.x - foot.heel.x)
    assert -0.18 < slope < -0.1


@pytest.mark.parametrize(("name", "figure"), _FIGURES, ids=[name for name, _ in _FIGURES])
def test_nobody_sinks_into_the_ground_and_knees_bend_forward(name: str, figure: Figure) -> None:
    made = body(figure.pose)
    points = [point for limb in (*made.legs.values(), *made.arms.values()) for point in limb]
    assert min(point.y for point in points) > 0
    if name in {"squat", "chair-squat", "split-squat", "lunge", "step-up", "step-down"}:
        leg = made.legs["near"]
        share = (leg.knee.y - leg.ankle.y) / (leg.hip.y - leg.ankle.y)
        assert leg.knee.x > leg.ankle.x + (leg.hip.x - leg.ankle.x) * share


def test_a_place_out_of_reach_is_an_error() -> None:
    pose = SCENES["squat"].figures[0].pose
    with pytest.raises(ValueError, match=r"\(0, -20\) is .* away and cannot be reached"):
        body(replace(pose, near_leg=Reaching(x=0, y=-20, joint=1)))


def test_a_scene_wider_than_the_canvas_is_an_error() -> None:
    far = replace(SCENES["squat"].figures[0].pose, x=300, near_leg=_hanging(), far_leg=_hanging())
    scene = Scene(description="Two.", figures=(*SCENES["squat"].figures, Figure(pose=far)))
    with pytest.raises(ValueError, match=r"two is .* wide, more than 140"):
        draw("two", "Two", scene)


def _hanging() -> bodies.Bent:
    return bodies.Bent(upper=-90, lower=-90, foot=Foot(angle=0))


@pytest.mark.parametrize("name", sorted(SCENES))
def test_a_drawing_is_small_stays_on_its_canvas_and_says_what_is_seen(name: str) -> None:
    svg = _svg(name, _EXERCISES[name].title)
    assert len(svg.encode()) < 2500
    page = Page(svg)
    (root,) = page.all("svg")
    ids = {one["id"] for one in page.all("title", "desc")}
    assert root["role"] == "img"
    assert set(str(root["aria-labelledby"]).split()) == ids
    assert len(ids) == 2
    assert root["viewbox"] == f"0 0 {root['width']} {root['height']}"
    for path in page.all("path"):
        half = float(path["stroke-width"] or 0) / 2
        for x, y in _places(str(path["d"])):
            assert half <= x <= float(root["width"] or 0) - half
            assert half <= y <= float(root["height"] or 0) - half
    said = SCENES[name].description
    assert len(said) > 30
    assert len(said.split()) <= 25
    assert said.endswith(".")
    assert f">{said}</desc>" in svg


def _places(path: str) -> list[tuple[float, float]]:
    """The places that a path goes through, from its letters M, l, q, a and z."""
    places: list[tuple[float, float]] = []
    for letter, text in re.findall(r"([MlqazLQ])([^MlqazLQ]*)", path):
        numbers = [float(one) for one in re.findall(r"-?[\d.]+", text)]
        if letter == "a":
            numbers = numbers[-2:]
        x, y = places[-1] if places and letter != "M" else (0.0, 0.0)
        places += [(x + dx, y + dy) for dx, dy in zip(numbers[::2], numbers[1::2], strict=True)]
    return places


def test_a_nasty_name_stays_text_in_every_format() -> None:
    drawing = exercise_drawing("squat", _NASTY)
    assert drawing is not None
    assert "<script" not in _svg("squat", _NASTY)
    assert "&lt;script&gt;" in _svg("squat", _NASTY)
    context = _context("weak")
    first = context.sheet[0]
    worse = replace(first.exercises[0], title=_NASTY, picture=drawing)
    nasty = replace(context, sheet=(replace(first, exercises=(worse,)), *context.sheet[1:]))
    assert "<script" not in render(nasty, "html")
    assert not re.search(r"(?<!\\)<script", render(nasty, "md"))
    typst = render(nasty, "typst")
    strings = re.compile(r'"(?:[^"\\]|\\.)*"')
    assert "panic" not in strings.sub("", typst)


def test_all_ids_of_a_page_are_unique() -> None:
    page = Page(render(_context("weak"), "html"))
    ids = [str(one["id"]) for _, one in page.elements if "id" in one]
    assert len(ids) == len(set(ids))


def test_an_exercise_that_comes_again_is_drawn_once() -> None:
    lines = [one for part in _context("weak").sheet for one in part.exercises]
    again = [one for one in lines if one.how.startswith("As in ")]
    assert again
    assert all(one.picture is None for one in again)
    assert all(one.picture is not None for one in lines if one not in again)


@pytest.mark.parametrize("format", ["html", "typst", "md", "txt"])
@pytest.mark.parametrize("runner", ["weak", "sore"])
def test_the_rule_for_pain_stands_on_the_sheet(runner: str, format: str) -> None:  # noqa: A002
    sheet = _sheet(render(_context(runner), format))
    words = " ".join(re.sub(r'[#;"\\>*]', " ", sheet).split())
    assert MOVE_ON in words
    assert MOVE_ON_NOT_FOR in words


@pytest.mark.parametrize("format", ["html", "typst", "md", "txt"])
def test_a_held_sheet_says_to_hold(format: str) -> None:  # noqa: A002
    context = _context("weak")
    assert context.plan is not None
    plan = replace(context.plan, move_on=HOLD_ON, move_on_not_for="")
    words = " ".join(_sheet(render(replace(context, plan=plan), format)).split())
    assert HOLD_ON in words
    assert MOVE_ON not in words


def _sheet(text: str) -> str:
    """The part of a report from the sheet's heading to its first session."""
    start = max(text.rfind("Exercise sheet"), text.rfind("EXERCISE SHEET"))
    return text[start : text.index("Session A", start)]


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("runner", ["weak", "sore"])
def test_the_sheet_is_one_page_and_alone_on_it(tmp_path: Path, runner: str, paper: str) -> None:
    if reason := page_text.why_no_pdf_text():
        needs.skip_or_fail(reason)
    one = diagnosis(runner, "Łukasz Żółć")
    path = tmp_path / "report.pdf"
    path.write_bytes(build(one, "pdf", Printing(date=DAY, paper=paper)).data)
    pages = page_text.pdf_pages(path)
    sheets = [page for page in pages if page.startswith("Exercise sheet for Łukasz Żółć")]
    assert len(sheets) == 1
    lines = [line for part in _context(runner).sheet for line in part.exercises]
    assert all(line.title in sheets[0] for line in lines)
    others = [page for page in pages if page is not sheets[0]]
    for line in lines:
        assert line.how[:30] in sheets[0]
        assert not [page for page in others if line.how[:30] in page]
    assert "Not answered" not in sheets[0]


def test_the_exercises_that_need_a_thing_show_it() -> None:
    """What `needs` names is drawn, and no drawing of a free exercise shows a weight."""
    with_weight = {name for name in SCENES if _has_load(SCENES[name])}
    assert with_weight == {name for name, one in _EXERCISES.items() if "weights" in one.needs}


def _has_load(scene: Scene) -> bool:
    return any(mark.style.colour == "#111111" for mark in scene.before if hasattr(mark, "style"))


def test_body_is_one_hundred_high() -> None:
    pose: Pose = SCENES["squat"].figures[0].pose
    made = body(pose)
    assert 98 < made.head.y + bodies.HEAD < 104
    assert all(
        first >= second for first, second in pairwise((made.head.y, made.neck.y, made.hips.y))
    )
