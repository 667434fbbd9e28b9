"""A small base in the usual form, with comments, for tests that change its files."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "base.yaml": """\
# A small base.
format: 1
name: Small
version: 0.0.1

each: {site: sore.sites}

topics:
  body: {title: Body}
  sleep: {title: Sleep}
  sore: {title: Sore}
pillars:
  rest: {title: Rest, about: About., headline: Rest first., headline_when: sleep.hours < 3}
  legs: {title: Legs, about: About., headline: Legs first.}
contexts:
  load: {title: Load, about: About.}

plan:
  blocks:
    rest:
      title: Rest
      always: yes
      weeks: [a, b, c, d, e, f, g, "Sleep {sleep.hours} on."]
""",
    "rest.yaml": """\
questions:
  body.km: {title: Km, ask: How far?, why: Load., answer: 0 to 250 km}

  sleep.hours:               # the one that all read
    title: Sleep
    ask: How long do you sleep?
    why: It is rest.
    answer: 0 to 14 h
    worse: lower

  sleep.hours_usual: {title: Usual, ask: And usually?, why: Rest., answer: 0 to 14 h}

  sore.sites:
    title: Places
    ask: Where?
    why: Plan.
    answers: {shin: Shin, heel: Heel, none: Nowhere}

  sore.site.weeks:
    title: Weeks
    ask: For how long?
    why: Time.
    answer: 0 to 52 weeks
    each: site
    only_if: sleep.hours < 14

derived:
  sleep.debt: {title: Debt, number: 8 - sleep.hours, unit: h}
  sleep.norm:
    title: Norm
    lookup: {by: [sleep.hours], rows: [[under 6, 1], [6 or more, 2]]}

rules:
  # sleep.hours is asked of all
  rest.short-sleep:
    title: Short sleep
    status: trial
    when:
      any:
        - sleep.hours < 7 and sleep.debt > 1       # sleep.hours again
        - sleep.hours_usual < 7 and sleep.norm >= 1
        - flag.tired == yes and pattern.shin >= likely
    then: {points: 2, advice: sleep-more}
    because: >-
      You sleep {sleep.hours} a night[[, usually {sleep.hours_usual}]], in all
      {sleep.hours}. A text that says sleep.hours is left.
    evidence: [expert, study]
    grade: expert
    examples:
      short: {given: {sleep.hours: 6, sleep.hours_usual: 8, sore.shin.weeks: 3}, expect: fires}
    was: [rest.little-sleep]
  # the end of rest

flags:
  flag.tired:
    title: Tired
    status: trial
    tier: D
    route: self-care
    plan: unchanged
    when: sleep.hours < 4
    because: Tired.
    running: Rest.
    tell: Hours.
    evidence: [expert]
    grade: expert

patterns:
  pattern.shin:
    title: Shin
    status: trial
    sites: [shin]
    about: Better soon.
    differ: Pain at night.
    links: [legs, {rest: sleep.hours < 6}]
    blocks: [rest]
    signs:
      sore: {when: sore.site.weeks > 2, say: clearly}
      not-new: {when: sore.shin.weeks > 3 and site == shin, say: slightly}
    evidence: [study]
    grade: weak

limits:
  limit.far: {title: Far, status: trial, when: body.km > 240, text: Far., evidence: [], grade: weak}

contradictions:
  far-asleep:
    title: Far
    when: body.km > 200 and sleep.hours > 12
    text: You sleep {sleep.hours} and run {body.km}.
    never: yes

home_tests:
  long-sleep:
    title: Sleep in
    questions: [sleep.hours]
    sets: {sleep.hours_usual: 8}
    measure: hold
    steps: [Lie down.]
    stop: The clock rings.
    loads: [heel]
    withhold_if: sleep.hours < 1
    evidence: [study]
    grade: weak

advice:
  sleep-more:
    title: More
    text: Sleep more.
    dose: Daily.
    stop: Rested.
    minutes_per_week: 0
    block: rest
    not_with: [sleep-less]
    evidence: [study]
    grade: weak
  sleep-less:
    title: Less
    text: Sleep less.
    dose: Daily.
    stop: Tired.
    minutes_per_week: 0
    block: rest
    withhold_if: sleep.hours < 9
    evidence: [expert]
    grade: expert

evidence:
  expert: {cite: Us, design: opinion, seen: none}
  study: {cite: Them, design: cohort, seen: full}
""",
    "runners/ann.yaml": """\
title: Ann
source: Made up
answers:
  body.km: 40
  sleep.hours: 8        # slept well
  sore.sites: [heel]
  sore.heel.weeks: 2
expect:
  flags: []
""",
}  # fmt: skip


def write_editing_base(folder: Path) -> Path:
    """The base in a new folder of this name."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def texts_of(folder: Path) -> dict[str, str]:
    """Every file of a base by its path in the folder."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def changed_lines(before: dict[str, str], after: dict[str, str]) -> dict[str, list[str]]:
    """The new and changed lines of each file, stripped."""
    found = {}
    for name, text in after.items():
        old = before.get(name, "").split("\n")
        new = [line.strip() for line in text.split("\n") if line not in old]
        if new:
            found[name] = new
    return found
