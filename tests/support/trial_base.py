"""A small base with tests at home, contradictions and consent, and somebody who does the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from surefoot.engine.assessment import Assessor
from surefoot.engine.loading import load_knowledge
from surefoot.engine.reasoning.prospect import Reading
from surefoot.intake.home_test import Console
from surefoot.intake.interview.asking import start_interview
from surefoot.intake.interview.proof import Depth
from surefoot.intake.terminal.dialogue import run_interview
from surefoot.intake.terminal.lines import Lines, Tester

from .person import SPLIT_SIGN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from surefoot.engine.vocabulary import Answer, Answers
    from surefoot.intake.terminal.lines import Outcome

    from .person import Line

BASE = """\
format: 1
name: Rowers
version: 0.0.1
each: {site: sore.sites}
topics:
  health:
    title: Health first
    why: Some signs come first.
    consent: We ask about your health. Nothing leaves this computer. It is no diagnosis.
  sore: {title: Sore places}
  you: {title: You}
  rest: {title: Rest}
  power: {title: Power}
pillars:
  power: {title: Power, about: About it., headline: Power first.}
evidence:
  expert: {cite: Us, design: opinion, seen: none}

questions:
  health.now: {title: Chest pain now, ask: Chest pain now?, why: It is urgent., answer: yes or no}
  health.ill: {title: Ill today, ask: Are you ill?, why: Rest., answer: yes or no}
  sore.sites:
    title: Sore places
    ask: Where does it hurt?
    why: Tests wait.
    answers: {wrist: Wrist, knee: Knee, none: Nowhere}
  sore.site.weeks:
    {title: "Weeks ({site})", ask: How long?, why: W., answer: 0 to 9 weeks, each: site}
  sore.site.limp: {title: "Limp ({site})", ask: Limp?, why: W., answer: yes or no, each: site}
  you.week_km: {title: Week, ask: How far a week?, why: Load., answer: 0 to 200 km}
  you.longest_km: {title: Longest, ask: The longest?, why: Load., answer: 0 to 200 km}
  power.left: {title: Pulls left, ask: Left?, why: W., answer: 0 to 40 repetitions, worse: lower}
  power.right: {title: Pulls right, ask: Right?, why: W., answer: 0 to 40 repetitions, worse: lower}
  power.hold: {title: Hold, ask: How long?, why: W., answer: 0 to 90 s, worse: lower}
  power.slips: {title: Slips, ask: How many?, why: W., answer: 0 to 2 faults, worse: higher}
  power.knows_rate: {title: Rate known, ask: Known?, why: W., answer: yes or no}
  power.rate:
    title: Rate
    ask: Which rate?
    why: W.
    answer: 20 to 200 strokes
    only_if: power.knows_rate == yes
  power.speed:
    title: Speed
    ask: How fast?
    why: W.
    answer: 1 to 30 km
    only_if: power.knows_rate == yes
  rest.hours: {title: Sleep, ask: How long?, why: W., answer: 0 to 14 h}
derived:
  you.more_km: {title: More, number: you.longest_km - you.week_km}
  you.share: {title: Share, number: you.longest_km / you.week_km, gate: you.week_km > 0}

flags:
  flag.chest:
    {title: Chest pain, when: health.now == yes, tier: A, route: ambulance, plan: none, <flag>}
  flag.lasts:
    {title: It lasts, each: site, when: sore.site.weeks > 6, tier: C, route: within two weeks,
     plan: site, <flag>}
  flag.limp:
    {title: A limp, each: site, when: sore.site.limp == yes, tier: C, route: within two weeks,
     plan: no-impact, <flag>}
  flag.pattern:
    {title: Seen as strain, when: pattern.strain >= likely, tier: C, route: within two weeks,
     plan: site, <flag>}
patterns:
  pattern.strain:
    title: Strain
    status: trial
    sites: [wrist]
    about: Rest.
    differ: Other.
    signs:
      tired: {when: rest.hours < 3 and sore.site.limp == no, say: strongly}
    evidence: [expert]
    grade: expert

contradictions:
  further:
    title: A tour longer than the week
    when: you.more_km > 0
    text: One tour cannot be longer than the whole week.
    never: yes
  share:
    title: All in one tour
    when: you.share == 1 and rest.hours > 12
    text: All distance in one tour, and much rest.

home_tests:
  pulls:
    title: Pulls to a beat
    about: It counts pulls.
    needs: A band.
    minutes: 3
    questions: [power.left, power.right]
    rounds: [Left arm, Right arm]
    measure: repetitions
    beats_per_minute: 600
    beats_per_repetition: 2
    beat_words: [out, back]
    rest_seconds: 70
    steps: [Stand up., Pull.]
    stop: Stop if it hurts.
    ask_first: [Does your wrist hurt?, Are you ill?]
    loads: [wrist]
    withhold_if:
      any: [health.ill == yes, rest.hours > 13]
    evidence: [expert]
    grade: expert
  hold:
    title: Hold
    questions: [power.hold]
    rounds: [Left, Right]
    keep: worst
    measure: hold
    steps: [Hold it.]
    stop: Stop if it hurts.
    loads: [wrist, knee]
    evidence: [expert]
    grade: expert
  slips:
    title: Slips on film
    questions: [power.slips]
    rounds: [Left arm, Right arm]
    keep: worst
    measure: faults
    faults: [Does the hand slip?, Does the elbow drop?]
    steps: [Film it.]
    stop: Stop if it hurts.
    evidence: [expert]
    grade: expert
  rate:
    title: Rate
    questions: [power.rate]
    sets: {power.knows_rate: yes}
    rounds: [One, Two]
    keep: average
    measure: count
    seconds: 1
    times: 4
    steps: [Count.]
    stop: Stop if it hurts.
    impact: yes
    evidence: [expert]
    grade: expert
""".replace(
    "<flag>",
    "status: trial, because: Because., running: Sit down., tell: T., evidence: [expert], "
    "grade: expert",
)


def trial_base(folder: Path, change: Mapping[str, str] | None = None) -> Path:
    """The folder with the base in it, with some pieces of text replaced."""
    text = BASE
    for old, new in (change or {}).items():
        assert old in text
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    (folder / "base.yaml").write_text(text, encoding="utf-8")
    return folder


def trial_assessor(folder: Path, change: Mapping[str, str] | None = None) -> Assessor:
    return Assessor(load_knowledge(trial_base(folder, change)))


@dataclass(frozen=True)
class After:
    """A line that is typed so many seconds after the one before."""

    seconds: float
    line: Line


@dataclass
class Athlete:
    """Types lines at prompts and while the time runs; time passes only when it is waited for."""

    script: list[Line | After]
    printed: list[str] = field(default_factory=list)
    saved: list[Answers] = field(default_factory=list)
    rings: list[float] = field(default_factory=list)
    time: float = 0.0
    last: float = 0.0

    def read(self, prompt: str) -> str:
        self.printed.append(prompt)
        if not self.script:
            raise EOFError
        line = self.script.pop(0)
        assert not isinstance(line, After), (prompt, line)
        return self._typed(line)

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> str | None:
        event = self.script[0] if self.script else None
        if not isinstance(event, After) or self.last + event.seconds > self.time + seconds:
            self.time += max(0.0, seconds)
            return None
        self.time = max(self.time, self.last + event.seconds)
        self.script.pop(0)
        return self._typed(event.line)

    def _typed(self, line: Line) -> str:
        self.last = self.time
        if isinstance(line, BaseException):
            raise line
        self.printed[-1] += SPLIT_SIGN + line
        return line

    def ring(self) -> None:
        self.rings.append(self.time)

    @property
    def console(self) -> Console:
        return Console(self.read, self.printed.append, self.ring, self)

    @property
    def text(self) -> str:
        return "\n".join(self.printed)

    def talk(self, assessor: Assessor, answers: Mapping[str, Answer] | None = None) -> Outcome:
        """An interview in which tests can be done right there."""
        return run_interview(
            start_interview(Reading(assessor), answers, depth=Depth.ALL),
            Lines(self.read, self.printed.append),
            lambda _, after: self.saved.append(after.answers),
            Tester(self, self.ring),
        )
