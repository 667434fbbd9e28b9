"""A folder of YAML to a knowledge base: what each part becomes, and what is refused as a whole."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from surefoot.engine.condition import NEVER, All, Comparison, Condition, Operator
from surefoot.engine.errors import KnowledgeError
from surefoot.engine.knowledge import (
    Knowledge,
    Lookup,
    Points,
    Range,
    Rule,
    Sign,
)
from surefoot.engine.loading import load_knowledge
from surefoot.engine.loading.order import sorted_by_need
from surefoot.engine.vocabulary import Choice, Number, Several, Text

from .support.problems import said

_VALID = Path(__file__).parent / "cases" / "valid"


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the valid base, under the name `kb`."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(_VALID, "kb")
    return Path("kb")


def _with(base: Path, text: str) -> Knowledge:
    """The valid base with one more file."""
    (base / "more.yaml").write_text(text, encoding="utf-8")
    return load_knowledge(base)


def _refused(base: Path, text: str) -> list[str]:
    with pytest.raises(KnowledgeError) as raised:
        _with(base, text)
    return [said(problem) for problem in raised.value.problems]


def _rule(name: str, when: str, **fields: str) -> str:
    given = {"status": "trial", "then": "{points: 1}", **fields}
    lines = "".join(f"    {key}: {value}\n" for key, value in given.items())
    return (
        f"  {name}:\n    title: A rule\n    when: {when}\n    because: A reason.\n"
        f"    evidence: [expert]\n    grade: expert\n{lines}"
    )


def _question(name: str, **fields: str) -> str:
    given = {"answer": "yes or no", **fields}
    lines = "".join(f"    {key}: {value}\n" for key, value in given.items())
    return f"  {name}:\n    title: T\n    ask: A?\n    why: W.\n{lines}"


def _is(subject: str, operator: str, *values: float | str) -> Comparison:
    return Comparison(subject, Operator(operator), values)


def test_the_shipped_base_loads() -> None:
    knowledge = load_knowledge()
    assert list(knowledge.pillars) == ["strength", "form", "gear", "recovery"]
    assert list(knowledge.contexts) == ["load", "trail"]
    assert knowledge.site_question == "symptom.sites"


def test_the_parts_of_a_base(base: Path) -> None:
    knowledge = load_knowledge(base)
    assert (knowledge.name, knowledge.version) == ("Small base", "1.0.0")
    assert list(knowledge.topics) == ["body", "sleep", "sore"]
    assert list(knowledge.scored) == ["rest", "legs", "load"]
    assert [one.is_context for one in knowledge.scored.values()] == [False, False, True]
    assert list(knowledge.sites) == ["shin", "heel"]
    assert list(knowledge.rules) == [
        "flag.long-pain", "headline.load", "pattern.shin-pain.sore-shin",
        "pattern.shin-pain.not-new", "legs.much-before-a-race", "rest.short-sleep",
        "rest.needs-an-alarm", "legs.few-groups", "legs.no-quads",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("body.name", Text(80)),
        ("body.km", Number(0, 250, "km")),
        ("body.surface", Choice({"road": "Road", "trail": "Trail"})),
        ("body.groups", Several({"calves": "Calves", "quads": "Quads", "none": "None of these"})),
        ("sore.heel.weeks", Number(0, 52, "weeks")),
        ("body.race", Number(date(2000, 1, 1).toordinal(), date(2099, 12, 31).toordinal(), "date")),
    ],
)
def test_the_kinds_of_questions(base: Path, name: str, kind: object) -> None:
    assert load_knowledge(base).questions[name].kind == kind


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("yes or no", Choice({"no": "No", "yes": "Yes"})),
        ("-5 to 5", Number(-5, 5)),
        ("0.5 to 2.5 steps/min", Number(0.5, 2.5, "steps/min")),
        ("text up to 5 characters", Text(5)),
    ],
)
def test_the_forms_of_an_answer(base: Path, form: str, kind: object) -> None:
    knowledge = _with(base, "questions:\n" + _question("sleep.more", answer=form))
    assert knowledge.questions["sleep.more"].kind == kind


def test_a_question_of_each_site_is_one_question_a_site(base: Path) -> None:
    knowledge = _with(
        base,
        "questions:\n"
        + _question("sore.site.night", each="site", only_if="sore.site.weeks > 2")
        + _question("sore.site.knock", each="site", only_if="site == heel"),
    )
    shin, heel = knowledge.questions["sore.shin.weeks"], knowledge.questions["sore.heel.weeks"]
    assert "sore.site.weeks" not in knowledge.questions
    assert (shin.title, shin.ask) == ("How long (shin)", "For how many weeks has the shin hurt?")
    assert (shin.site, shin.gate) == ("shin", _is("sore.sites", "has", "shin"))
    assert heel.gate == _is("sore.sites", "has", "heel")
    assert knowledge.questions["sore.heel.night"].gate == All(
        (_is("sore.sites", "has", "heel"), _is("sore.heel.weeks", ">", 2.0))
    )
    assert knowledge.questions["sore.heel.knock"].gate == _is("sore.sites", "has", "heel")
    assert knowledge.questions["sore.shin.knock"].gate == NEVER


def _condition_of(rule: Rule) -> Condition:
    (instance,) = rule.instances
    return instance.condition


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("sleep.hours < 5", _is("sleep.hours", "<", 5.0)),
        ("not sleep.hours < 5", _is("sleep.hours", ">=", 5.0)),
        ("\n      none: [sleep.hours < 5]", _is("sleep.hours", ">=", 5.0)),
        (
            "\n      all:\n        - sleep.hours < 5\n        - none:\n            - body.km > 9"
            "\n            - body.groups has calves",
            All((
                _is("sleep.hours", "<", 5.0),
                _is("body.km", "<=", 9.0),
                _is("body.groups", "lacks", "calves"),
            )),
        ),
        (
            "\n      all: [sleep.hours < 5]\n      none: [body.km > 9]",
            All((_is("sleep.hours", "<", 5.0), _is("body.km", "<=", 9.0))),
        ),
    ],
    ids=["line", "not", "none", "nested", "two-joins"],
)  # fmt: skip
def test_a_condition_is_kept_without_not(base: Path, when: str, expected: Condition) -> None:
    knowledge = _with(base, "rules:\n" + _rule("rest.more", when))
    assert _condition_of(knowledge.rules["rest.more"]) == expected


def test_a_rule_of_each_site_reads_that_site(base: Path) -> None:
    knowledge = _with(
        base, "rules:\n" + _rule("rest.more", "site == heel and sore.site.weeks > 2", each="site")
    )
    (instance,) = knowledge.rules["rest.more"].instances
    assert instance.site == "heel"
    assert instance.condition == All(
        (_is("sore.sites", "has", "heel"), _is("sore.heel.weeks", ">", 2.0))
    )


def test_signs_are_rules_that_name_their_pattern(base: Path) -> None:
    rules = load_knowledge(base).rules
    sign = rules["pattern.shin-pain.not-new"].conclusion
    assert sign == Sign("pattern.shin-pain", 1, "pattern.shin-pain.not-new")
    assert [one.site for one in rules["pattern.shin-pain.not-new"].instances] == ["shin"]


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_rule_that_is_not_in_use_does_not_count(base: Path, status: str) -> None:
    knowledge = _with(
        base,
        "rules:\n"
        + _rule("rest.heavy", "sleep.hours < 4", status=status, then="{points: 9}", group="g")
        + _rule("rest.light", "sleep.hours < 5", group="g"),
    )
    assert "rest.heavy" not in knowledge.rules
    (group,) = [group for group in knowledge.groups if group.id == "g"]
    assert ([rule.id for rule in group.rules], group.worth) == (["rest.light"], 1)


def test_a_pattern_that_is_not_in_use_is_not_there(base: Path) -> None:
    text = (base / "rules.yaml").read_text(encoding="utf-8")
    head, pattern, tail = text.partition("  pattern.shin-pain:")
    draft = tail.replace("status: trial", "status: draft", 1)
    (base / "rules.yaml").write_text(head + pattern + draft, encoding="utf-8")
    assert load_knowledge(base).patterns == {}


def test_a_group_is_of_one_pillar_even_if_another_has_one_of_the_same_name(base: Path) -> None:
    knowledge = _with(
        base,
        "rules:\n"
        + _rule("rest.a", "sleep.hours < 5", group="g", then="{points: 3}")
        + _rule("legs.b", "sleep.hours < 6", group="g", then="{points: 2}")
        + _rule("rest.c", "sleep.hours < 7", group="g", then="{points: 1}"),
    )
    groups = [
        (one.pillar, one.id, one.worth, [rule.id for rule in one.rules]) for one in knowledge.groups
    ]
    assert groups[:2] == [("rest", "g", 3, ["rest.a", "rest.c"]), ("legs", "g", 2, ["legs.b"])]


def test_a_rule_without_points_is_no_item(base: Path) -> None:
    knowledge = _with(base, "rules:\n" + _rule("rest.more", "sleep.hours < 5", then="{points: 0}"))
    assert knowledge.rules["rest.more"].conclusion == Points("rest", "rest.more", 0, None)
    assert [one.id for one in knowledge.groups] == ["sleep", "legs.few-groups", "legs.no-quads"]


def test_rules_that_read_a_conclusion_come_after_it(base: Path) -> None:
    knowledge = _with(
        base,
        "rules:\n"
        + _rule("rest.first", "pattern.shin-pain >= likely")
        + _rule("rest.second", "flag.long-pain == yes"),
    )
    stratum = {name: rule.stratum for name, rule in knowledge.rules.items()}
    assert stratum["pattern.shin-pain.sore-shin"] == stratum["flag.long-pain"] == 0
    assert stratum["rest.first"] == stratum["rest.second"] == 1
    assert [len(rules) for rules in knowledge.strata] == [9, 2]


def test_a_lookup_has_ranges_and_words(base: Path) -> None:
    knowledge = _with(
        base,
        "derived:\n  body.norm:\n    title: Norm\n    lookup:\n      by: [body.km, body.surface]\n"
        "      rows:\n        - [under 30, road, 1]\n        - [30 to under 40.5, trail, 2.5]\n"
        "        - [80 or more, road, -3]\n",
    )
    assert knowledge.derived["body.norm"].formula == Lookup(
        ("body.km", "body.surface"),
        (
            ((Range(float("-inf"), 30), "road"), 1),
            ((Range(30, 40.5), "trail"), 2.5),
            ((Range(80, float("inf")), "road"), -3),
        ),
    )


def test_a_derived_value_has_the_gates_of_all_that_it_reads(base: Path) -> None:
    knowledge = _with(
        base,
        "questions:\n"
        + _question("sleep.naps")
        + _question("sleep.nap_h", answer="0 to 5 h", only_if="sleep.naps == yes")
        + "derived:\n"
        "  sleep.twice: {title: T, number: sleep.all * 2, gate: body.km > 0}\n"
        "  sleep.all: {title: T, number: sleep.hours + sleep.nap_h, gate: sleep.hours > 1}\n"
        "  sleep.word: {title: T, choice: [{much: sleep.nap_h > 1}, {little: otherwise}]}\n",
    )
    naps, slept = _is("sleep.naps", "==", "yes"), _is("sleep.hours", ">", 1.0)
    assert knowledge.derived["sleep.all"].gate == All((slept, naps))
    assert knowledge.derived["sleep.twice"].gate == All((_is("body.km", ">", 0.0), slept, naps))
    assert knowledge.derived["sleep.word"].gate is None
    order = knowledge.derived_order
    assert order.index("sleep.all") < order.index("sleep.twice")


def test_many_derived_values_that_read_each_other_load_at_once(base: Path) -> None:
    lines = "".join(
        f"  body.d{n}:\n    title: T\n    number: body.d{n - 1} + body.d{n - 2}\n"
        f"    gate: body.km > {n % 9}\n"
        for n in range(2, 1500)
    )
    start = "  body.d0: {title: T, number: body.km}\n  body.d1: {title: T, number: body.km}\n"
    knowledge = _with(base, f"derived:\n{start}{lines}")
    gate = knowledge.derived["body.d1499"].gate
    assert isinstance(gate, All)
    assert len(gate.parts) == 9


def test_the_hash_follows_the_meaning(base: Path) -> None:
    before = load_knowledge(base).hash
    assert load_knowledge(base).hash == before
    assert _with(base, "# a comment\n").hash == before
    twice = "derived:\n  body.twice: {title: T, number: body.km + body.km}\n"
    assert _with(base, twice).hash != before


def test_loading_says_every_error_of_every_file_and_no_warning(base: Path) -> None:
    (base / "a.yaml").write_text("notes: 1\nname: Second #1\n", encoding="utf-8")
    (base / "b.yml").write_text("", encoding="utf-8")
    assert _refused(base, "evidence:\n  other: text\n") == [
        "kb/a.yaml:1:1 KB150 there is no section 'notes' | sections: format, name, version, each, "
        "plan, topics, pillars, contexts, questions, derived, rules, flags, patterns, limits, "
        "contradictions, home_tests, advice or evidence",
        "kb/base.yaml:3:1 KB109 'name' stands in another file already",
        "kb/more.yaml:2:10 KB152 fields are expected here, each as `name: value` on a line of "
        "its own",
    ]


def test_a_warning_does_not_stop_loading(base: Path) -> None:
    knowledge = _with(base, "topics:\n  food:\n    title: Food #1\n")
    assert knowledge.topics["food"].title == "Food"


@pytest.mark.parametrize(
    ("needs", "order", "cycles"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, ["c", "b", "a"], []),
        ({"a": {"x"}, "b": set()}, ["a", "b"], []),
        ({"a": {"a"}}, ["a"], [["a"]]),
        ({"a": {"b"}, "b": {"a"}, "c": {"b"}}, ["b", "a", "c"], [["a", "b"]]),
        ({"a": {"b", "c"}, "b": {"a"}, "c": {"a"}}, ["b", "c", "a"], [["a", "b"], ["a", "c"]]),
    ],
    ids=["chain", "unknown", "itself", "pair", "two-cycles"],
)
def test_what_is_needed_comes_first(
    needs: dict[str, set[str]], order: list[str], cycles: list[list[str]]
) -> None:
    assert sorted_by_need(needs) == (order, cycles)
