"""A small knowledge base from a few lines, for tests that need exact numbers."""

from collections.abc import Mapping
from pathlib import Path

from surefoot.engine.assessment import Assessor
from surefoot.engine.diagnosis import Diagnosis, diagnose
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answer, Misfit, read_answer

HEAD = """
format: 1
name: Small
version: 0.0.1
topics: {a: {title: A}, s: {title: S}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
each: {site: s.places}
"""
PILLARS = """
pillars:
  p: {title: Pillar P, about: About, headline: P first.}
  q: {title: Pillar Q, about: About, headline: Q first.}
contexts:
  c: {title: Context, about: About, headline: Context first., headline_when: a.lead == yes}
"""
QUESTIONS = """
questions:
  a.one: {title: One, ask: Ask, why: Why, answer: 0 to 10}
  a.two: {title: Two, ask: Ask, why: Why, answer: 0 to 10}
  a.three: {title: Three, ask: Ask, why: Why, answer: 0 to 10}
  a.four: {title: Four, ask: Ask, why: Why, answer: 0 to 10}
  a.five: {title: Five, ask: Ask, why: Why, answer: 0 to 10}
  a.lead: {title: Lead, ask: Ask, why: Why, answer: yes or no}
  a.gate: {title: Gate, ask: Ask, why: Why, answer: yes or no}
  a.gated: {title: Gated, ask: Ask, why: Why, answer: 0 to 10, only_if: a.gate == yes}
  s.places: {title: Places, ask: Ask, why: Why, answers: {left: Left, right: Right, none: None}}
  s.site.pain: {each: site, title: Pain, ask: Ask, why: Why, answer: 0 to 10}
"""
_RULE = """  {id}:
    title: {title}
    status: trial
    evidence: [expert]
    grade: expert
    {group}when: {when}
    then: {{points: {points}{advice}}}
    because: Because of {{a.one}}.
"""
_FLAG = """  {id}:
    title: {title}
    status: trial
    evidence: [expert]
    grade: expert
    tier: {tier}
    route: {route}
    plan: {plan}
    because: Because.
    running: Stop.
    tell: Tell.
    {each}when: {when}
"""
ROUTE = {"A": "ambulance", "B": "same day", "C": "within two weeks", "D": "self-care"}
PLAN = """
plan:
  blocks:
    run: {title: Run, always: yes, keep_going: yes, impact: yes, hold: Hold, loads: [left], %s}
    lift: {title: Lift, loads: [left], %s}
    calm: {title: Calm, hold: Stay calm, %s}
advice:
  do-run: {title: Run, text: "Run[[ {a.one}]].", minutes_per_week: 0, block: run, <how>}
  do-lift: {title: Lift, text: T, minutes_per_week: 9, block: lift, <how>}
  do-calm:
    {title: Calm, text: T, minutes_per_week: 9, block: calm, withhold_if: a.five > 5, <how>}
""".replace("<how>", "dose: D, stop: S, evidence: [expert], grade: expert")
WEEKS = "weeks: [w1, w2, w3, w4, w5, w6, w7, w8]"
HALF = f"{WEEKS}, half: [h1, h2, h3, h4, h5, h6, h7, h8]"


def rule(
    name: str, when: str, points: int, *, group: str = "", advice: str = "", title: str = "Rule"
) -> str:
    """The YAML of a rule."""
    return _RULE.format(
        id=name, title=title, when=when, points=points,
        group=f"group: {group}\n    " if group else "",
        advice=f", advice: {advice}" if advice else "",
    )  # fmt: skip


def flag(
    name: str, when: str, *, tier: str = "B", route: str = "", plan: str = "none",
    each: bool = False,
) -> str:  # fmt: skip
    """The YAML of a flag."""
    return _FLAG.format(
        id=f"flag.{name}", title=name.title(), when=when, tier=tier, route=route or ROUTE[tier],
        plan=plan,
        each="each: site\n    " if each else "",
    )  # fmt: skip


def never(*conditions: str) -> str:
    """The YAML of contradictions that no real runner fulfils: never-1, never-2 and so on."""
    return "contradictions:\n" + "".join(
        f"  never-{number}: {{title: Never, when: {one}, text: Check both., never: yes}}\n"
        for number, one in enumerate(conditions, start=1)
    )


def small_base(
    folder: Path, *rules: str, flags: tuple[str, ...] = (), extra: str = "", plan: bool = False
) -> Assessor:
    """An assessor over a small base with these rules, flags and further sections."""
    text = HEAD + PILLARS + QUESTIONS + extra
    if rules:
        text += "rules:\n" + "".join(rules)
    if flags:
        text += "flags:\n" + "".join(flags)
    if plan:
        text += PLAN % (HALF, HALF, WEEKS)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return Assessor(load_knowledge(folder))


def answered(assessor: Assessor, answers: Mapping[str, str]) -> dict[str, Answer]:
    """Answers from text."""
    read = {}
    for name, text in answers.items():
        found = read_answer(assessor.knowledge.questions[name], text.split(","))
        assert not isinstance(found, Misfit), found
        read[name] = found
    return read


def diagnosed(assessor: Assessor, **answers: str) -> Diagnosis:
    """The diagnosis; `one="3"` answers a.one, `left_pain="3"` answers s.left.pain."""
    named = {}
    for name, text in answers.items():
        site, _, rest = name.partition("_")
        in_s = name == "places" or site in {"left", "right"}
        named[f"s.{site}.{rest}" if rest and in_s else f"{'s' if in_s else 'a'}.{name}"] = text
    return diagnose(assessor, answered(assessor, named))
