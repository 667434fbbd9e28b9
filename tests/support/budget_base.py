"""A small base with exercises that share a session, a bath and a chore, and asks for the time."""

from collections.abc import Iterable
from pathlib import Path

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.planning import Action

from .small import HEAD

_BASE = """
pillars:
  p: {title: Pillar P, about: About, headline: P first.}
  q: {title: Pillar Q, about: About, headline: Q first.}
questions:
  a.one: {title: One, ask: Ask, why: Why, answer: 0 to 10}
  a.two: {title: Two, ask: Ask, why: Why, answer: 0 to 10}
  a.time: {title: Time, ask: Ask, why: Why, answer: 0 to 600 min}
  s.places: {title: Places, ask: Ask, why: Why, answers: {left: Left, none: None}}
plan:
  asks: {minutes: {question: a.time}}
  exercises:
    push: {title: Push, how: H, dose: D, half: H, stop: S, minutes: 5}
    pull: {title: Pull, how: H, dose: D, half: H, stop: S, minutes: 7}
  sessions:
    gym: {title: Gym, text: T, minutes: 3}
  blocks:
    run: {title: Run, always: yes, <weeks>}
    lift:
      title: Lift
      weeks: [w1, w2, w3, w4, w5, w6, w7, w8]
      parts:
        front: {title: Front, sessions: [gym], one_of: [push]}
        back: {title: Back, sessions: [gym], one_of: [pull]}
    bath: {title: Bath, minutes: 6, <weeks>}
advice:
""".replace("<weeks>", "weeks: [w1, w2, w3, w4, w5, w6, w7, w8]")


def advised(name: str, block: str, minutes: int, *more: str) -> str:
    """The YAML of a piece of advice, with further fields."""
    fields = [
        f"title: {name.title()}", "text: T", "dose: D", "stop: S", f"minutes_per_week: {minutes}",
        f"block: {block}", "evidence: [expert]", "grade: expert", *(one for one in more if one),
    ]  # fmt: skip
    return f"  {name}: {{{', '.join(fields)}}}\n"


def budget_base(folder: Path, advice: str, rules: Iterable[str]) -> Assessor:
    """An assessor over the base with this advice and these rules."""
    text = HEAD + _BASE + advice + "rules:\n" + "".join(rules)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return Assessor(load_knowledge(folder))


def ids(actions: Iterable[Action]) -> list[str]:
    """The advice of some actions."""
    return [one.advice.id for one in actions]
