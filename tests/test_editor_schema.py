"""The schema for editors: it knows every field, finds mistakes, and takes every base of ours."""

from __future__ import annotations

import json
import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from surefoot.engine.editing.fields import PARTS, SECTIONS, TOP
from surefoot.engine.editor_schema import (
    KNOWLEDGE_FILE,
    RUNNER_FILE,
    editor_schemas,
    schema_text,
)
from surefoot.engine.loading.sections import SHAPES, read_sections
from surefoot.engine.plan_shapes import PartShape, VariantShape
from surefoot.engine.shape import (
    ExpectShape,
    LikeShape,
    LookupShape,
    PlanExpectation,
    RunnerShape,
    Shape,
    SignShape,
    ThenShape,
)
from surefoot.engine.shipped import SHIPPED

from .support.editor_reading import as_editor_reads, text_as_editor_reads
from .support.repository import ROOT

_BASES = [SHIPPED, ROOT / "tests/cases/valid", ROOT / "tests/fixtures/tiny_knowledge"]
_PARTS: dict[str, type[Shape]] = {
    "then": ThenShape, "sign": SignShape, "lookup": LookupShape, "runner": RunnerShape,
    "expect": ExpectShape, "plan_expectation": PlanExpectation,
    "part": PartShape, "variant": VariantShape, "person": LikeShape,
}  # fmt: skip

_BASE = """
format: 1
name: Small base
version: 1.0.0
each: {site: sore.sites}
topics:
  body: {title: Body}
  sleep: {title: Sleep}
  sore: {title: Sore places}
pillars:
  rest: {title: Rest, about: About., headline: Rest first., headline_when: body.km > 100}
  legs: {title: Legs, about: About.}
questions:
  body.km: {title: Distance, ask: How far?, why: Load., answer: 0 to 250 km, change: 3,
    refused: In km?, measurement_error: 2, step: 0.5}
  body.race: {title: Race, ask: When?, why: Plan., answer: a date}
  body.pace: {title: Pace, ask: How fast?, why: Speed., answer: 150 to 900 s/km}
  body.name: {title: Name, ask: Your name?, why: Report., answer: text up to 8 characters}
  body.groups: {title: Muscles, ask: Which?, why: Some., answers: {calf: Calf, none: None}}
  sleep.hours: {title: Sleep, ask: How long?, why: Rest., answer: 0 to 14 h, worse: lower}
  sleep.good: {title: Good, ask: Sleep well?, why: Rest., answer: yes or no}
  sleep.sound: {title: Sound, ask: Like what?, why: Rest., answer: {true: A log, false: A cat}}
  sore.sites: {title: Places, ask: Where?, why: Plan., answers: {shin: Shin, heel: Heel, none: No}}
  sore.site.weeks: {title: Long, ask: Weeks?, why: Time., answer: 0 to 52 weeks, each: site}
derived:
  body.ratio: {title: Ratio, number: body.km / sleep.hours}
  body.load: {title: Load, choice: [high: body.km > 90, low: otherwise]}
  body.norm: {title: Norm, lookup: {by: [body.km], rows: [[under 30, 5], [30 or more, 7]]}}
rules:
  rest.short-sleep:
    title: Short sleep
    status: trial
    when: {any: [sleep.hours < 7, {all: [body.km > 9, sleep.good == no]}]}
    then: {points: 2, advice: sleep-more}
    because: You sleep {sleep.hours}.
    evidence: [expert]
    grade: expert
    examples:
      just under: {given: {sleep.hours: 6.9, body.pace: 5:30, sore.shin.weeks: 3}, expect: fires}
      not asked: {given: {body.km: 20 mi, sore.sites: [shin, heel], sleep.sound: true}, expect: "?"}
      unknown: {given: {body.km: unknown, body.groups: none, body.name: Ann}, expect: quiet}
      racing: {given: {body.race: 2027-04-18}, expect: unknown}
    changed: [2026-04-02 MH raises 1 -> 2]
    reviewed: [Maria Huber 2026-04-02]
flags:
  flag.long:
    title: Long
    status: draft
    tier: C
    route: within two weeks
    plan: site
    each: site
    when: sore.site.weeks > 6
    because: Long.
    running: Less.
    tell: Weeks.
    evidence: [expert]
    grade: expert
patterns:
  pattern.shin:
    title: Shin
    status: trial
    sites: [shin]
    about: It gets better.
    differ: Night pain.
    links: [legs, rest: body.km > 3]
    blocks: [running]
    signs:
      sore: {when: site == shin, say: against slightly}
    evidence: [expert]
    grade: weak
limits:
  limit.child: {title: Child, status: trial, when: body.km < 1, plan: none, text: No., evidence: [],
    grade: expert}
contradictions:
  far-asleep: {title: Far, when: body.km > 200 and sleep.hours > 12, text: Far., never: yes}
home_tests:
  raises:
    {title: Raises, questions: [body.km], measure: repetitions, steps: [Up., Down.], stop: Pain.,
    beats_per_minute: 60, loads: [shin], withhold_if: body.km < 1, evidence: [expert],
    grade: expert}
advice:
  sleep-more:
    {title: More, text: Bed., dose: Daily., stop: Rested., minutes_per_week: 0, block: running,
    increases: no, evidence: [expert], grade: expert, not_with: [sleep-less]}
  sleep-less:
    {title: Less, text: Up., dose: Daily., stop: Tired., minutes_per_week: 0, block: running,
    evidence: [expert], grade: expert}
plan:
  exercises:
    raise: {title: Raise, how: Up., dose: Ten., half: Five., stop: Pain.}
  blocks:
    running: {title: Run, weeks: [a, b, c, d, e, f, g, 8], loads: [shin], exercises: [raise]}
evidence:
  expert: {cite: Us, design: opinion, seen: none, year: 2020, checked: 2026-02-11 MH}
"""
_RUNNER = """
title: Rested
source: Made up
answers: {body.km: 40, sleep.hours: 8 h, sore.heel.weeks: 2}
expect:
  deficit_percent: {rest: 0, legs: null}
  ranking: [rest, legs]
  flags: [flag.long]
  patterns: []
  tier: none
  plan: {shown: yes, mode: full}
  headline: keep-going
"""
# What is written instead of what, and the field at which an editor underlines it.
_MISTAKES = [
    ("format: 1", "format: 2", "format"),
    ("contradictions:", "contradictons:", ""),
    ("never: yes", "never: maybe", "contradictions/far-asleep/never"),
    ("measure: repetitions", "measure: reps", "home_tests/raises/measure"),
    ("questions: [body.km]", "questions: [body.kms]", "home_tests/raises/questions/0"),
    ("measurement_error: 2", "measurement_error: 0", "questions/body.km/measurement_error"),
    ("step: 0.5", "step: 0", "questions/body.km/step"),
    ("{site: sore.sites}", "{site: sore.stes}", "each/site"),
    ("sleep: {title: Sleep}", "sleep: {titel: Sleep}", "topics/sleep"),
    ("about: About., headline", "headline", "pillars/rest"),
    ("body.km: {title", "bdy.km: {title", "questions"),
    ("ask: How far?, ", "", "questions/body.km"),
    ("0 to 250 km", "up to 250 km", "questions/body.km/answer"),
    ("{calf: Calf, none: None}", "{Calf: Calf, none: None}", "questions/body.groups/answers"),
    ("answer: yes or no", "answers: yes or no", "questions/sleep.good/answers"),
    ("worse: lower", "worse: less", "questions/sleep.hours/worse"),
    ("change: 3", "change: 12", "questions/body.km/change"),
    ("each: site}", "each: place}", "questions/sore.site.weeks/each"),
    ("number: body.km / sleep.hours", "numbr: body.km", "derived/body.ratio"),
    ("by: [body.km]", "by: [body.kn]", "derived/body.norm/lookup/by/0"),
    ("rest.short-sleep", "rst.short-sleep", "rules"),
    ("status: trial\n    when: {any", "status: tested\n    when: {any",
     "rules/rest.short-sleep/status"),
    ("{any: [sleep", "{either: [sleep", "rules/rest.short-sleep/when"),
    ("points: 2", "points: two", "rules/rest.short-sleep/then/points"),
    ("advice: sleep-more}", "advice: sleep-mor}", "rules/rest.short-sleep/then/advice"),
    ("because: You", "becuase: You", "rules/rest.short-sleep"),
    ("evidence: [expert]\n    grade: expert\n    examples", "evidence: [exprt]\n    grade: expert\n"
     "    examples", "rules/rest.short-sleep/evidence/0"),
    ("grade: expert\n    examples", "grade: export\n    examples", "rules/rest.short-sleep/grade"),
    ("{sleep.hours: 6.9", "{slep.hours: 6.9", "rules/rest.short-sleep/examples/just under/given"),
    ("sleep.hours: 6.9", "sleep.hours: 69",
     "rules/rest.short-sleep/examples/just under/given/sleep.hours"),
    ("body.race: 2027-04-18", "body.race: 04/18/2027",
     "rules/rest.short-sleep/examples/racing/given/body.race"),
    ("body.pace: 5:30", "body.pace: fast",
     "rules/rest.short-sleep/examples/just under/given/body.pace"),
    ("sore.shin.weeks: 3", "sore.site.weeks: 3",
     "rules/rest.short-sleep/examples/just under/given"),
    ("sore.sites: [shin, heel]", "sore.sites: [shin, hel]",
     "rules/rest.short-sleep/examples/not asked/given/sore.sites"),
    ("sleep.sound: true", "sleep.sound: yes",
     "rules/rest.short-sleep/examples/not asked/given/sleep.sound"),
    ("expect: fires", "expect: fire", "rules/rest.short-sleep/examples/just under/expect"),
    ("[2026-04-02 MH", "[MH 2026-04-02", "rules/rest.short-sleep/changed/0"),
    ("[Maria Huber 2026-04-02]", "[Maria Huber]", "rules/rest.short-sleep/reviewed/0"),
    ("flag.long:", "long:", "flags"),
    ("tier: C", "tier: E", "flags/flag.long/tier"),
    ("route: within two weeks", "route: within a week", "flags/flag.long/route"),
    ("plan: site", "plan: rest", "flags/flag.long/plan"),
    ("sites: [shin]", "sites: [shins]", "patterns/pattern.shin/sites/0"),
    ("links: [legs", "links: [leg", "patterns/pattern.shin/links/0"),
    ("rest: body.km > 3", "rst: body.km > 3", "patterns/pattern.shin/links/1"),
    ("blocks: [running]", "blocks: [runing]", "patterns/pattern.shin/blocks/0"),
    ("say: against slightly", "say: slighty", "patterns/pattern.shin/signs/sore/say"),
    ("plan: none", "plan: hold", "limits/limit.child/plan"),
    ("increases: no", "increases: never", "advice/sleep-more/increases"),
    ("not_with: [sleep-less]", "not_with: [sleep-les]", "advice/sleep-more/not_with/0"),
    ("block: running,\n    evidence", "block: runing,\n    evidence", "advice/sleep-less/block"),
    ("e, f, g, 8]", "e, f, g]", "plan/blocks/running/weeks"),
    ("exercises: [raise]", "exercises: [rise]", "plan/blocks/running/exercises/0"),
    ("seen: none", "seen: all", "evidence/expert/seen"),
    ("checked: 2026-02-11 MH", "checked: MH", "evidence/expert/checked"),
    ("evidence: [expert]\n    grade: weak", "evidence: expert\n    grade: weak",
     "patterns/pattern.shin/evidence"),
]  # fmt: skip
_RUNNER_MISTAKES = [
    ("source: Made up\n", "", ""),
    ("body.km: 40", "body.km: 400", "answers/body.km"),
    ("sore.heel.weeks", "sore.hel.weeks", "answers"),
    ("legs: null", "leg: null", "expect/deficit_percent"),
    ("ranking: [rest", "ranking: [rst", "expect/ranking/0"),
    ("[flag.long]", "[flag.lng]", "expect/flags/0"),
    ("tier: none", "tier: no", "expect/tier"),
    ("shown: yes", "shown: true", "expect/plan/shown"),
    ("mode: full", "mode: ful", "expect/plan/mode"),
    ("keep-going", "keep-gong", "expect/headline"),
]


@cache
def _schemas(folder: Path) -> dict[str, Any]:
    return editor_schemas(read_sections(folder))


def _validator(folder: Path, name: str) -> jsonschema.Draft202012Validator:
    schemas = _schemas(folder)
    knowledge = Resource.from_contents(schemas[KNOWLEDGE_FILE])
    registry: Registry[Any] = Registry().with_resource(KNOWLEDGE_FILE, knowledge)
    return jsonschema.Draft202012Validator(schemas[name], registry=registry)


def _found(folder: Path, name: str, value: Any) -> list[str]:
    """The fields at which an editor underlines something."""
    errors = _validator(folder, name).iter_errors(value)
    return sorted({"/".join(str(part) for part in error.absolute_path) for error in errors})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kb")
    (folder / "base.yaml").write_text(_BASE, encoding="utf-8")
    return folder


@pytest.mark.parametrize("folder", _BASES, ids=lambda path: path.name)
def test_it_is_a_valid_schema_without_dead_references(folder: Path) -> None:
    schema = _schemas(folder)[KNOWLEDGE_FILE]
    jsonschema.Draft202012Validator.check_schema(schema)
    named = set(re.findall(r'"#/\$defs/([^"]+)"', json.dumps(schema)))
    assert named <= schema["$defs"].keys()
    patterns = re.findall(r'"pattern": "(.*?)"[,}]', json.dumps(schema))
    assert patterns
    assert all(re.compile(json.loads(f'"{one}"')) for one in patterns)


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (folder, path)
        for folder in _BASES
        for path in (*sorted(folder.glob("*.yaml")), *sorted(folder.glob("runners/*.yaml")))
    ],
    ids=lambda path: path.stem,
)
def test_it_finds_nothing_in_our_own_files(folder: Path, path: Path) -> None:
    name = RUNNER_FILE if path.parent.name == "runners" else KNOWLEDGE_FILE
    assert _found(folder, name, as_editor_reads(path)) == []


@pytest.mark.parametrize("section", SECTIONS)
def test_its_fields_are_those_of_the_loader(section: str) -> None:
    _check_fields(section, SHAPES[section], [(one.name, one.required) for one in SECTIONS[section]])


@pytest.mark.parametrize("part", _PARTS)
def test_its_parts_have_the_fields_of_the_loader(part: str) -> None:
    _check_fields(part, _PARTS[part], [(one.name, one.required) for one in PARTS[part]])


def _check_fields(name: str, shape: type[Shape], fields: list[tuple[str, bool]]) -> None:
    loaded = {field: info.is_required() for field, info in shape.model_fields.items()}
    # That a rule has a condition is said by the loader when it reads it.
    is_optional = name in {"exercises", "placings", "variant"}
    loaded |= {"when": True} if "when" in loaded and not is_optional else {}
    assert dict(fields) == loaded, name
    assert len(fields) == len(dict(fields)), name


def test_every_section_and_part_is_there_and_every_field_is_described(tmp_path: Path) -> None:
    assert SECTIONS.keys() == SHAPES.keys()
    (tmp_path / "base.yaml").write_text("quux: 1\n", encoding="utf-8")
    (fix,) = [one.fix for one in read_sections(tmp_path).problems]
    said = re.findall("[a-z_]+", fix.removeprefix("sections: "))
    assert sorted(one.name for one in TOP) == sorted(set(said) - {"or"})
    fields = [one for listed in (TOP, *SECTIONS.values(), *PARTS.values()) for one in listed]
    assert [one.name for one in fields if not one.says.endswith((".", ")"))] == []


def test_the_small_base_has_no_mistake(small: Path) -> None:
    assert read_sections(small).problems == []
    assert _found(small, KNOWLEDGE_FILE, text_as_editor_reads(_BASE)) == []
    assert _found(small, RUNNER_FILE, text_as_editor_reads(_RUNNER)) == []


@pytest.mark.parametrize(
    ("name", "text", "right", "wrong", "path"),
    [
        *((KNOWLEDGE_FILE, _BASE, *one) for one in _MISTAKES),
        *((RUNNER_FILE, _RUNNER, *one) for one in _RUNNER_MISTAKES),
    ],
    ids=lambda value: value.strip().split("\n")[0] if isinstance(value, str) else None,
)
def test_it_finds_a_mistake_where_it_stands(
    small: Path, name: str, text: str, right: str, wrong: str, path: str
) -> None:
    assert text.count(right) >= 1
    changed = text_as_editor_reads(text.replace(right, wrong, 1))
    assert _found(small, name, changed) == [path]


def test_given_has_every_question_with_its_choices(small: Path) -> None:
    definitions = _schemas(small)[KNOWLEDGE_FILE]["$defs"]
    given = definitions["given"]["properties"]
    assert list(given) == [
        "body.groups", "body.km", "body.name", "body.pace", "body.race", "sleep.good",
        "sleep.hours", "sleep.sound", "sore.shin.weeks", "sore.heel.weeks", "sore.sites",
    ]  # fmt: skip
    weeks = definitions["question.sore.site.weeks"]
    assert given["sore.heel.weeks"] == {"$ref": "#/$defs/question.sore.site.weeks"}
    assert weeks["description"] == "Weeks?\n\n0 to 52 weeks"
    assert weeks["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 52}
    good = definitions["question.sleep.good"]
    assert dict(zip(good["enum"], good["enumDescriptions"], strict=True)) == {
        "no": "No", "yes": "Yes", "unknown": "The runner does not know.",
        "prefer not to say": "The runner does not want to say.",
    }  # fmt: skip


def test_ids_are_shown_with_what_they_stand_for(small: Path) -> None:
    definitions = _schemas(small)[KNOWLEDGE_FILE]["$defs"]
    assert definitions["evidence_id"]["enum"] == ["expert"]
    assert definitions["evidence_id"]["enumDescriptions"] == ["Us"]
    assert definitions["advice_id"]["enumDescriptions"] == ["Less", "More"]


def test_a_broken_file_makes_no_id_unknown(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(small, folder)
    (folder / "more.yaml").write_text("rules:\n  rest.one: [\n", encoding="utf-8")
    changed = _BASE.replace("evidence: [expert]", "evidence: [elsewhere]")
    changed = changed.replace("advice: sleep-more}", "advice: elsewhere}")
    changed = changed.replace("{sleep.hours: 6.9", "{else.where: 6.9")
    assert _found(folder, KNOWLEDGE_FILE, text_as_editor_reads(changed)) == []
    assert "expert" in json.dumps(_schemas(folder)[KNOWLEDGE_FILE]["$defs"]["evidence_id"])


def test_a_half_written_entry_leaves_the_rest_of_the_schema(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "kb"
    shutil.copytree(small, folder)
    text = "questions:\n  sleep.naps: {title: Naps, answer: many}\n"
    (folder / "more.yaml").write_text(text, encoding="utf-8")
    given = _schemas(folder)[KNOWLEDGE_FILE]["$defs"]["given"]["properties"]
    assert given["sleep.naps"] == {}
    assert "sleep.hours" in given


def test_an_empty_folder_gives_a_schema_that_takes_a_base(tmp_path: Path) -> None:
    schema = _schemas(tmp_path)[KNOWLEDGE_FILE]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert _found(tmp_path, KNOWLEDGE_FILE, text_as_editor_reads("name: New\nversion: 1\n")) == []


@pytest.mark.parametrize("name", [KNOWLEDGE_FILE, RUNNER_FILE])
def test_the_schema_that_is_shipped_is_current(name: str) -> None:
    written = (SHIPPED / name).read_text(encoding="utf-8")
    assert written == schema_text(_schemas(SHIPPED)[name]), "run: surefoot kb schema"


def test_its_text_is_its_value(small: Path) -> None:
    schema = _schemas(small)[KNOWLEDGE_FILE]
    text = schema_text(schema)
    assert json.loads(text) == schema
