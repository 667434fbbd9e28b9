"""A small base of which single lines can be changed, for tests of what it means."""

from pathlib import Path

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge

_REASONS = "status: trial, evidence: [expert], grade: expert"
TEXT = f"""
format: 1
name: Small
version: 0.1.0
each: {{site: s.places}}
topics: {{a: {{title: A}}, s: {{title: S}}}}
pillars:
  p: {{title: P, about: About, headline: P first.}}
  q: {{title: Q, about: About, headline: Q first.}}
contexts:
  c: {{title: C, about: About, headline: C first., headline_when: a.one > 9}}
evidence:
  expert: {{cite: Us, design: opinion, seen: none}}
  study: {{cite: Them, design: trial, seen: full}}
questions:
  a.one: {{title: One, ask: Ask, why: Why, answer: 0 to 10, worse: higher, change: 3}}
  a.two: {{title: Two, ask: Ask, why: Why, answer: 0 to 10 km}}
  a.word:
    {{title: Word, ask: Ask, why: Why, worse: higher, answer: {{low: Low, high: High, top: Top}}}}
  a.free: {{title: Free, ask: Ask, why: Why, answer: {{red: Red, blue: Blue, green: Green}}}}
  a.gated: {{title: Gated, ask: Ask, why: Why, answer: 0 to 10, only_if: a.one > 1}}
  s.places: {{title: Places, ask: Ask, why: Why, answers: {{left: Left, right: Right, none: None}}}}
  s.site.pain: {{each: site, title: Pain, ask: Ask, why: Why, answer: 0 to 10}}
  s.site.warm:
    {{each: site, title: Warm, ask: Ask, why: Why, answer: yes or no, only_if: site in (left)}}
derived:
  a.sum: {{title: Sum, number: a.one + a.two}}
  a.share: {{title: Share, number: a.gated / a.two, gate: a.two > 0}}
  a.mood: {{title: Mood, choice: [{{bad: a.one > 8}}, {{good: otherwise}}]}}
rules:
  p.first:
    title: First
    {_REASONS.replace(", ", chr(10) + "    ")}
    when:
      all:
        - a.one >= 2
        - a.free in (red, blue)
    then: {{points: 2, advice: rest}}
    because: Because you said {{a.one}}.
  p.second:
    {{title: Second, {_REASONS}, group: g, when: a.two > 5, then: {{points: 3}}, because: B}}
  q.third:
    {{title: Third, {_REASONS}, group: g, when: a.sum > 7, then: {{points: 1}}, because: B}}
flags:
  flag.warn:
    title: Warn
    {_REASONS.replace(", ", chr(10) + "    ")}
    tier: B
    route: same day
    plan: none
    each: site
    when: s.site.pain >= 7 or pattern.sore >= likely
    because: Because.
    running: Stop.
    tell: Tell.
patterns:
  pattern.sore:
    title: Sore
    {_REASONS.replace(", ", chr(10) + "    ")}
    about: About.
    differ: Differ.
    sites: [left, right]
    links: [p, {{q: a.two > 1}}]
    signs:
      hurts: {{when: s.site.pain > 3, say: clearly}}
      cold: {{when: s.site.warm == no, say: against slightly, group: warmth}}
limits:
  limit.low: {{title: Low, {_REASONS}, when: a.one < 1, text: Too low.}}
advice:
  rest:
    title: Rest
    text: Rest well.
    dose: Daily
    stop: Never
    minutes_per_week: 5
    block: run
    withhold_if: a.two > 9
    evidence: [expert]
    grade: expert
plan:
  blocks:
    run: {{title: Run, always: yes, loads: [left], weeks: [a, b, c, d, e, f, g, h]}}
"""


def write_base(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> Path:
    """A folder with the base, after each change of a text that stands in it once."""
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return folder


def changed_base(folder: Path, *changes: tuple[str, str], text: str = TEXT) -> Knowledge:
    """The same, loaded."""
    return load_knowledge(write_base(folder, *changes, text=text))
