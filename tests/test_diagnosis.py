"""Headline, tier, plan and patterns; and the vignettes that others wrote."""

import re
from pathlib import Path

import pytest
import yaml

from surefoot.engine.answers import read_answers
from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.loading import load_knowledge

from .support.small import HALF, PLAN, WEEKS, diagnosed, flag, rule, small_base
from .test_scoring import PATTERN

VIGNETTES = Path(__file__).resolve().parents[2] / "shared" / "vignettes"
FILES = sorted(VIGNETTES.glob("*.yaml")) if VIGNETTES.is_dir() else []
SUPPRESSED = ("suppressed",)
_ROWS_FILE = Path(__file__).with_name("evidence_rows.yaml")
ROWS = yaml.safe_load(_ROWS_FILE.read_text(encoding="utf-8"))["rows"]


@pytest.mark.skipif(not FILES, reason="needs ../shared/vignettes")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_vignettes_that_others_wrote(path: Path) -> None:
    expect = yaml.safe_load(path.read_text(encoding="utf-8"))["expect"]
    assessor = Assessor(load_knowledge())
    diagnosis = diagnose(assessor, read_answers(path, assessor.knowledge).answers)
    expected = {
        **expect["deficit_percent"],
        "load": expect["load_percent"],
        "trail": expect["trail_percent"],
    }
    found = {name: diagnosis.score(name).deficit for name in expected}
    assert found == {
        name: None if value is None else pytest.approx(value, abs=1)
        for name, value in expected.items()
    }
    assert [score.pillar.id for score in diagnosis.pillars] == expect["ranking"]
    assert (diagnosis.tier or "none") in expect["tier"].replace(",", "").split()
    assert diagnosis.plan.shown is not expect["plan"].startswith(SUPPRESSED)
    row = re.search(r"\bP\d+\b", expect["pattern"])
    wanted = ROWS[row.group()]["patterns"] if row else []
    assert [one.pattern.id for one in diagnosis.patterns][:1] == wanted


def test_a_flag_of_tier_a_or_b_is_the_headline_and_the_most_urgent_one_wins(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 1),
        flags=(
            flag("later", "a.two > 3", tier="B", route="within days"),
            flag("sooner", "a.three > 3", tier="B", route="same day"),
            flag("mild", "a.four > 3", tier="C", route="within two weeks", plan="site"),
        ),
    )
    both = diagnosed(base, one="9", two="9", three="9", four="9")
    assert both.headline.id == "flag.sooner"
    assert both.tier == "B"
    assert [one.rule.id for one in both.flags] == ["flag.sooner", "flag.later", "flag.mild"]
    assert diagnosed(base, one="9", two="0", three="0", four="9").headline.id == "p"


def test_an_unanswered_flag_question_is_named_and_hides_no_milder_flag(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        flags=(
            flag("mild", "a.one > 3", tier="B"),
            flag("grave", "a.one > 3 and a.two > 3", tier="A", route="ambulance"),
        ),
    )
    diagnosis = diagnosed(base, one="9")
    assert diagnosis.tier == "B"
    assert diagnosis.undecided_flags == ("flag.grave",)
    assert diagnosed(base, one="9", two="9").tier == "A"


def test_a_context_leads_when_its_condition_holds_whatever_the_pillars_say(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("c.two", "a.two > 3", 1))
    assert diagnosed(base, one="9", two="0", lead="yes").headline.id == "c"
    assert diagnosed(base, one="9", two="9", lead="no").headline.id == "c"  # 40 or more
    assert diagnosed(base, one="9", two="0", lead="no").headline.id == "p"
    assert diagnosed(base, one="9", two="0").headline.id == "p"  # unknown leads nothing


def test_pillars_within_10_of_the_first_are_named_beside_it(tmp_path: Path) -> None:
    base = small_base(
        tmp_path,
        rule("p.one", "a.one > 3", 45),
        rule("p.rest", "a.three > 3", 55),
        rule("q.two", "a.two > 3", 35),
        rule("q.rest", "a.three > 3", 65),
    )
    text = diagnosed(base, one="9", two="9", three="0").headline.text
    assert text == "P first. About as much room: Pillar Q."


def test_nothing_weak_means_keep_going_and_too_few_answers_say_so(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("q.one", "a.one > 3", 1))
    assert diagnosed(base, one="0").headline.id == "keep-going"
    assert diagnosed(base).headline.id == "not-enough-answers"


PLAN_RULES = (
    rule("p.run", "a.one > 3", 1, advice="do-run"),
    rule("p.lift", "a.one > 3", 2, advice="do-lift"),
    rule("p.calm", "a.one > 3", 3, advice="do-calm"),
)


def _plan_base(tmp_path: Path, *flags: str, extra: str = "") -> Assessor:
    return small_base(tmp_path, *PLAN_RULES, flags=flags, plan=True, extra=extra)


def _blocks(assessor: Assessor, **answers: str) -> list[str]:
    """The texts of the first week; none where no block is left."""
    weeks = diagnosed(assessor, **answers).plan.weeks
    return [cell.text for cell in weeks[0]] if weeks else []


def test_a_full_plan_has_the_blocks_of_the_first_actions_heaviest_first(tmp_path: Path) -> None:
    diagnosis = diagnosed(_plan_base(tmp_path), one="9", five="0")
    assert diagnosis.plan.mode == "full"
    assert [one.advice.id for one in diagnosis.actions] == ["do-calm", "do-lift", "do-run"]
    assert [cell.block for cell in diagnosis.plan.weeks[0]] == ["run", "lift", "calm"]
    assert [cells[0].text for cells in diagnosis.plan.weeks] == [f"w{week}" for week in range(1, 9)]
    assert diagnosis.actions[2].text == "Run 9 of 10."


def test_advice_is_withheld_unless_its_contraindication_is_certainly_absent(tmp_path: Path) -> None:
    base = _plan_base(tmp_path)
    assert "do-calm" not in [one.advice.id for one in diagnosed(base, one="9", five="9").actions]
    assert "do-calm" not in [one.advice.id for one in diagnosed(base, one="9").actions]


def test_without_a_weak_pillar_the_plan_keeps_going(tmp_path: Path) -> None:
    plan = diagnosed(_plan_base(tmp_path), one="0", five="0").plan
    assert plan.mode == "keep-going"
    assert [cell.block for cell in plan.weeks[0]] == ["run"]


def test_plan_none_shows_no_plan_no_action_and_no_exercise(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, flag("stop", "a.two > 3"))
    diagnosis = diagnosed(base, one="9", two="9", five="0")
    assert not diagnosis.plan.shown
    assert diagnosis.plan.mode == "none"
    assert (diagnosis.plan.weeks, diagnosis.plan.exercises, diagnosis.actions) == ((), (), ())


def test_hold_keeps_only_blocks_that_can_stay_as_they_are(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, flag("wait", "a.two > 3", plan="hold"))
    diagnosis = diagnosed(base, one="9", two="9", five="0")
    assert diagnosis.plan.mode == "hold"
    assert [one.text for one in diagnosis.plan.weeks[0]] == ["Hold", "Stay calm"]
    assert {cells[0].text for cells in diagnosis.plan.weeks} == {"Hold"}


def test_no_impact_leaves_running_out(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, flag("soft", "a.two > 3", tier="C", plan="no-impact"))
    assert _blocks(base, one="9", two="9", five="0") == ["w1", "w1"]


SITE_FLAG = flag(
    "sore", "s.site.pain > 2", tier="C", route="within two weeks", plan="site", each=True
)


def test_site_without_a_pattern_spares_what_loads_the_site_at_half_volume(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, SITE_FLAG)
    answers = {"one": "9", "five": "0"}
    assert _blocks(base, **answers, places="left", left_pain="3") == []
    assert _blocks(base, **answers, places="right", right_pain="3") == ["h1", "h1"]


def test_site_with_a_pattern_keeps_the_blocks_that_the_pattern_lists(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, SITE_FLAG, extra=PATTERN)
    assert _blocks(base, one="9", five="0", places="left", left_pain="5") == ["h1"]


def test_the_strictest_mode_counts_and_the_weaker_ones_limits_stay(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, SITE_FLAG, flag("wait", "a.two > 3", plan="hold"))
    diagnosis = diagnosed(base, one="9", two="9", five="0", places="left", left_pain="3")
    assert diagnosis.plan.mode == "hold"
    assert diagnosis.plan.weeks == ()  # run loads the site; calm has no half volume


def test_hold_and_site_together_stay_at_the_first_half_week(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, SITE_FLAG, flag("wait", "a.two > 3", plan="hold"))
    plan = diagnosed(base, one="9", two="9", five="0", places="right", right_pain="3").plan
    assert (plan.is_held, plan.is_halved) == (True, True)
    assert {cells[0].text for cells in plan.weeks} == {"h1"}


def test_advice_that_increases_is_not_given_while_a_flag_restricts_the_plan(tmp_path: Path) -> None:
    raising = PLAN.replace("title: Calm, text: T", "title: Calm, increases: yes, text: T")
    base = small_base(
        tmp_path,
        *PLAN_RULES,
        flags=(flag("wait", "a.two > 3", plan="hold"),),
        extra=raising % (HALF, HALF, WEEKS),
    )
    given = [one.advice.id for one in diagnosed(base, one="9", two="0", five="0").actions]
    held = [one.advice.id for one in diagnosed(base, one="9", two="9", five="0").actions]
    assert "do-calm" in given
    assert "do-calm" not in held
    assert "do-run" in held


def test_the_stricter_of_two_flags_of_a_tier_comes_first_and_speaks_of_running(
    tmp_path: Path,
) -> None:
    """`Keep your running as it is` must not stand above `do not run`."""
    base = small_base(
        tmp_path,
        flags=(
            flag("a-hold", "a.one > 3", route="same day", plan="hold"),
            flag("stop", "a.two > 3", route="within days", plan="none"),
        ),
    )
    diagnosis = diagnosed(base, one="9", two="9")
    assert diagnosis.headline.id == "flag.stop"
    assert [one.is_strictest for one in diagnosis.flags] == [True, False]


def test_a_milder_tier_that_is_stricter_about_running_has_its_word_in_the_headline(
    tmp_path: Path,
) -> None:
    limp = flag("limp", "a.two > 3", tier="C", route="within two weeks", plan="no-impact")
    base = small_base(
        tmp_path,
        flags=(flag("bone", "a.one > 3", plan="hold"), limp.replace("Stop.", "Do not run.")),
    )
    headline = diagnosed(base, one="9", two="9").headline
    assert (headline.id, headline.text) == ("flag.bone", "Bone: Do not run.")


def test_keep_going_is_not_said_to_someone_with_a_restricting_flag(tmp_path: Path) -> None:
    limp = flag("limp", "a.two > 3", tier="C", route="within two weeks", plan="no-impact")
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("q.one", "a.one > 3", 1),
                      flags=(limp,))  # fmt: skip
    assert diagnosed(base, one="0", two="9").headline.id == "flag.limp"
    assert diagnosed(base, one="0", two="0").headline.id == "keep-going"


def test_keep_going_is_not_said_while_an_urgent_flag_is_undecided(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.one", "a.one > 3", 1), rule("q.one", "a.one > 3", 1),
                      flags=(flag("grave", "a.two > 3", tier="A", route="ambulance"),))  # fmt: skip
    assert diagnosed(base, one="0").headline.id == "not-enough-answers"


def test_no_impact_for_a_site_spares_the_site_too(tmp_path: Path) -> None:
    limp = SITE_FLAG.replace("plan: site", "plan: no-impact")
    base = _plan_base(tmp_path, limp)
    diagnosis = diagnosed(base, one="9", five="0", places="right", right_pain="3")
    assert diagnosis.plan.mode == "no-impact"
    assert [cell.text for cell in diagnosis.plan.weeks[0]] == ["h1"]  # lift, at half volume


def test_each_concludes_once_for_each_site(tmp_path: Path) -> None:
    base = _plan_base(tmp_path, SITE_FLAG)
    diagnosis = diagnosed(base, places="left,right", left_pain="3", right_pain="9")
    assert diagnosis.flags[0].sites == ("left", "right")
    one_side = diagnosed(base, places="left,right", left_pain="3", right_pain="0")
    assert one_side.flags[0].sites == ("left",)


LIMIT = """
limits:
  limit.young:
    title: Young
    status: trial
    when: a.three < 3
    plan: none
    text: Ask your doctor.
    evidence: [expert]
    grade: expert
"""


def test_a_limit_that_stops_leaves_its_text_and_no_plan(tmp_path: Path) -> None:
    diagnosis = diagnosed(_plan_base(tmp_path, extra=LIMIT), one="9", three="1", five="0")
    assert diagnosis.headline.id == "limit.young"
    assert diagnosis.plan.reason == "Ask your doctor."
    assert not diagnosis.plan.shown


def test_keep_going_is_not_said_where_an_answer_about_safety_was_cancelled(tmp_path: Path) -> None:
    """Pain on the left, and "nothing hurts": one of the two is a slip."""
    base = small_base(
        tmp_path, rule("p.one", "a.one > 3", 1), rule("q.one", "a.one > 3", 1), flags=(SITE_FLAG,)
    )
    slip = diagnosed(base, one="0", places="none", left_pain="9")
    assert slip.unused_safety == ("s.left.pain",)
    assert slip.is_safety_open
    assert slip.headline.id == "not-enough-answers"
    well = diagnosed(base, one="0", places="none")
    assert (well.unused_safety, well.headline.id) == ((), "keep-going")


def test_a_headline_has_the_runners_own_numbers_in_it(tmp_path: Path) -> None:
    base = small_base(tmp_path, rule("p.it", "a.one > 5", 4), rule("c.it", "a.two > 5", 4))
    file = tmp_path / "base.yaml"
    text = file.read_text(encoding="utf-8")
    text = text.replace("headline: P first.", 'headline: "P first, at {a.one}."')
    text = text.replace("headline: Context first.", 'headline: "Context first[[, at {a.two}]]."')
    file.write_text(text, encoding="utf-8")
    changed = Assessor(load_knowledge(tmp_path))
    assert base.knowledge.hash == changed.knowledge.hash
    assert diagnosed(changed, one="9", two="0").headline.text == "P first, at 9 of 10."
    assert diagnosed(changed, one="9", two="7").headline.text == "Context first, at 7 of 10."
    assert diagnosed(changed, one="9", lead="yes").headline.text == "Context first."
