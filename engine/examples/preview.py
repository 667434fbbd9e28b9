"""What a rule says to one runner, and whether it fires."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from ..assessment import Assessor
from ..diagnosis import Diagnosis, diagnose
from ..explaining.rules import concludes
from ..findings import STATES
from ..knowledge import Points, Rule, Warn
from ..texts import fill
from ..vocabulary import Answers
from .lines import Lines


@dataclass(frozen=True, slots=True)
class Preview:
    """A rule for one runner.

    `texts` has what the report would say of it, by what it is called in the file; `concludes`
    what happens when it fires; `blocking` the comparisons that keep it from that.
    """

    rule: Rule
    state: str
    texts: tuple[tuple[str, str], ...]
    concludes: str
    blocking: tuple[str, ...]


def preview(assessor: Assessor, rule: Rule, answers: Answers) -> Preview:
    """The rule as this runner would read it, whether or not it fires."""
    diagnosis = diagnose(assessor, answers)
    lines = Lines(assessor, answers, diagnosis.assessment)
    return Preview(
        rule=rule,
        state=STATES[diagnosis.assessment.states[rule.id]],
        texts=tuple(_texts(rule, diagnosis)),
        concludes=concludes(assessor.knowledge, rule, diagnosis.shown),
        blocking=tuple(lines.blocking(rule)),
    )


def _texts(rule: Rule, diagnosis: Diagnosis) -> Iterator[tuple[str, str]]:
    name = "because" if isinstance(rule.conclusion, Points | Warn) else "text"
    said = []
    for site in _sites(rule, diagnosis):
        said.append(fill(rule.because, partial(diagnosis.shown, site=site)))
    if rule.claim:
        yield "claim", rule.claim
    if rule.because:
        yield name, " ".join(dict.fromkeys(said))
    match rule.conclusion:
        case Warn(running=running, tell=tell):
            yield "running", running
            yield "tell", tell
        case Points(advice=str(advice)):
            told = diagnosis.knowledge.advice[advice]
            yield "advice", f"{told.title}. {fill(told.text, diagnosis.shown)}"


def _sites(rule: Rule, diagnosis: Diagnosis) -> tuple[str | None, ...]:
    """Where it fires; else the chosen places that it looks at; else the first of those."""
    if not rule.is_each:
        return (None,)
    fired = diagnosis.assessment.sites_of(rule)
    if fired:
        return fired
    chosen = diagnosis.assessment.facts.values.get(diagnosis.knowledge.site_question or "")
    looked_at = [one.site for one in rule.instances]
    own = [site for site in looked_at if isinstance(chosen, frozenset) and site in chosen]
    return tuple(own or looked_at[:1])
