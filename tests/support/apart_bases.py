"""Random small bases in which no question is read twice, so that bounds can be exact."""

import random
from pathlib import Path

from .small import flag, rule

_HEAD = """
format: 1
name: Apart
version: 0.0.1
topics: {a: {title: A}}
evidence: {expert: {cite: Us, design: opinion, seen: none}}
pillars:
  p: {title: Pillar P, about: About, headline: P first.}
  q: {title: Pillar Q, about: About, headline: Q first.}
contexts:
  c: {title: Context, about: About, headline: Context first., headline_when: a.lead == yes}
plan:
  blocks:
    lift: {title: Lift, always: yes, keep_going: yes, weeks: [a, b, c, d, e, f, g, h]}
advice:
  do-p: {title: P, text: T, minutes_per_week: 5, block: lift, <how>}
  do-q: {title: Q, text: T, minutes_per_week: 5, block: lift, <how>}
questions:
  a.lead: {title: Lead, ask: Ask, why: Why, answer: yes or no}
""".replace("<how>", "dose: D, stop: S, evidence: [expert], grade: expert")


def write_base_with_questions_apart(folder: Path, seed: int) -> Path:
    """Two pillars, a context and perhaps a flag; each rule reads a question of its own."""
    chance = random.Random(seed)
    questions, rules = "", []
    for number in range(chance.randint(3, 5)):
        pillar = chance.choice(["p", "p", "q", "q", "c"])
        gate = ""
        if chance.random() < 0.25:
            questions += f"  a.gate{number}: {{title: G, ask: Ask, why: Why, answer: yes or no}}\n"
            gate = f", only_if: a.gate{number} == yes"
        questions += f"  a.n{number}: {{title: N, ask: Ask, why: Why, answer: 0 to 10{gate}}}\n"
        advice = f"do-{pillar}" if pillar != "c" and chance.random() < 0.5 else ""
        points = chance.randint(1, 4)
        rules.append(rule(f"{pillar}.r{number}", f"a.n{number} > 5", points, advice=advice))
    flags = ""
    if chance.random() < 0.5:
        questions += "  a.sore: {title: Sore, ask: Ask, why: Why, answer: 0 to 10}\n"
        tier, plan = chance.choice([("A", "none"), ("C", "site"), ("D", "unchanged")])
        flags = "flags:\n" + flag("sore", "a.sore > 5", tier=tier, plan=plan)
    said = "".join(rules).replace("{a.one}", "this")
    text = _HEAD + questions + "rules:\n" + said + flags
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return folder
