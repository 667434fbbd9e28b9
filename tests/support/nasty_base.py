"""A knowledge base of every kind of entry in which each text tries to break out of a page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "<script>alert(1)</script> \"quotes\" & 'more' שלום"
# Braces are refused where a text can print values; elsewhere they are letters like any other.
BRACES = "{{ 7 * 7 }} {% include 'x' %} {# gone #}"

_BASE = """
format: 1
name: <braces>
version: <nasty>
each: {site: s.places}
topics: {a: {title: <nasty>, why: <nasty>}, s: {title: <nasty>}}
pillars:
  p: {title: <nasty>, about: <nasty>, headline: <nasty>}
  q: {title: <nasty>, about: <nasty>, headline: <nasty>}
contexts:
  c: {title: <nasty>, about: <nasty>, headline: <nasty>, headline_when: a.number > 8}
evidence:
  study: {cite: <braces>, design: <braces>, size: <braces>, population: <braces>,
          result: <braces>, doi: "10.1000/(x)<y>&\\"z\\"", seen: excerpt, checked: 2026-01-02 A B}
  expert: {cite: Us, design: opinion, seen: none, was: [we]}
questions:
  a.number: {title: <nasty>, ask: <nasty>, help: <nasty>, why: <nasty>, answer: 0 to 120 years,
             worse: higher, change: 3, refused: <nasty>, measurement_error: 2,
             step: 0.5}
  a.word: {title: <nasty>, ask: <nasty>, why: <nasty>, worse: higher,
           answer: {low: <nasty>, middle: <nasty>, high: <nasty>}, only_if: a.number > 3}
  a.yes: {title: <nasty>, ask: <nasty>, why: <nasty>, answer: yes or no}
  a.free: {title: <nasty>, ask: <nasty>, why: <nasty>, answer: text up to 80 characters}
  s.places: {title: <nasty>, ask: <nasty>, why: <nasty>,
             answers: {left: <nasty>, right: <nasty>, none: <nasty>}}
  s.site.pain: {each: site, title: <nasty>, ask: <nasty>, why: <nasty>, answer: 0 to 10,
                only_if: site == left or a.number > 3, was: [s.site.ache]}
derived:
  a.double: {title: <braces>, number: a.number * 2, unit: <unit>, gate: a.number > 1}
  a.mood: {title: <braces>, choice: [{bad: a.word >= middle}, {good: otherwise}]}
  a.norm: {title: <braces>, lookup: {by: [a.number, a.yes], rows: [[under 30, "yes", 3],
           [30 or more, "yes", 4]]}}
rules:
  p.near:
    title: <nasty>
    status: trial
    group: near
    when: a.number >= 24 and a.number < 25
    then: {points: 2, advice: act}
    because: '<script>alert(1)</script> {a.number}[[ and {a.word}]].'
    evidence: [study, expert]
    grade: weak
    not_for: <nasty>
    changed: ['2026-01-02 A B <script>alert(1)</script>']
    reviewed: [Ann <b> Bo 2026-03-01]
    was: [p.former]
    examples:
      <name>: {given: {a.number: 24}, expect: fires}
      quiet: {given: {a.number: 25}, expect: quiet}
      open: {given: {}, expect: unknown}
      undecided: {given: {a.number: 3}, expect: "?"}
  p.next:
    title: Next
    status: stable
    group: near
    when: {any: [a.number >= 25, {all: [a.word == high, a.double > 100, a.mood == bad]}]}
    then: {points: 3}
    because: <nasty>
    evidence: [expert]
    grade: expert
  p.note:
    title: <nasty>
    status: trial
    when: a.number > 12
    then: {points: 0}
    claim: <nasty>
    because: '<nasty-inside> {a.number}.'
    evidence: [study]
    grade: contested
  p.each:
    title: Each
    status: trial
    each: site
    when: site in (left) and s.site.pain > 3
    then: {points: 1, advice: other}
    because: <nasty>
    evidence: [expert]
    grade: expert
  p.coming:
    title: Coming
    status: draft
    when: not (a.yes == yes) and flag.stop == no
    then: {points: 1}
    because: <nasty>
    evidence: [expert]
    grade: expert
  p.gone:
    title: <nasty>
    status: retired
    when: a.number > 100
    then: {points: 1}
    because: <nasty>
    evidence: [study]
    grade: contested
    replaced_by: [p.near]
flags:
  flag.stop:
    title: <nasty>
    status: trial
    tier: B
    route: same day
    plan: none
    when: s.places has left or pattern.ache >= likely
    because: <nasty>
    running: <nasty>
    tell: <nasty>
    evidence: [study]
    grade: moderate
limits:
  limit.old: {title: <nasty>, status: trial, when: a.number > 90, plan: none, text: <nasty>,
              evidence: [expert], grade: strong}
patterns:
  pattern.ache:
    title: <nasty>
    status: trial
    sites: [left, right]
    about: <nasty>
    differ: <nasty>
    links: [p, {q: a.yes == yes}]
    blocks: [run]
    evidence: [study]
    grade: moderate
    signs:
      strong-pain: {when: s.site.pain >= 5, say: strongly, examples: {sore: {given:
        {s.places: [left], s.left.pain: 6}, expect: fires}}}
      left-only: {when: site == left, say: against slightly, group: where}
contradictions:
  odd: {title: <nasty>, when: a.number > 100 and a.yes == yes, never: yes,
        text: '<nasty-inside> {a.number}.'}
  odd-place: {title: <nasty>, each: site, when: s.site.pain > 8 and a.number > 100,
              text: '<nasty-inside> {site} {s.site.pain}.'}
home_tests:
  count: {title: <nasty>, about: <nasty>, needs: <nasty>, questions: [a.number], measure: count,
          seconds: 30, times: 2, steps: [<nasty>, <nasty>], stop: <nasty>, ask_first: [<nasty>],
          loads: [left], impact: yes, withhold_if: a.number > 90, evidence: [study], grade: weak}
advice:
  act: {title: <nasty>, text: '<nasty-inside>[[ {a.number}]].', dose: <nasty>, stop: <nasty>,
        minutes_per_week: 0, block: run, withhold_if: a.number > 80, increases: yes,
        not_with: [other], evidence: [study], grade: weak}
  other: {title: <nasty>, text: <nasty>, dose: <nasty>, stop: <nasty>, minutes_per_week: 20,
          block: run, evidence: [expert], grade: expert}
plan:
  blocks:
    run: {title: <nasty>, always: yes, weeks: [a, b, c, d, e, f, g, h]}
"""


def write_nasty_base(folder: Path) -> Path:
    """Write the base into a folder, and give the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    text = _BASE
    for mark, value in {
        "<nasty-inside>": NASTY.replace("'", "''"),
        "<nasty>": json.dumps(NASTY, ensure_ascii=False),
        "<braces>": json.dumps(f"{NASTY} {BRACES}", ensure_ascii=False),
        "<unit>": json.dumps("<u>&"),
        "<name>": json.dumps("<script>just"),
    }.items():
        text = text.replace(mark, value)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return folder
