"""The answers that make a rule fire, as lines to print."""

from collections.abc import Iterable, Iterator, Sequence

from ...engine.condition import All, Any, AtLeast, Comparison, Condition, Not
from ...engine.diagnosis import Diagnosis
from ...engine.knowledge import Knowledge, Rule
from ..person import side_question, site_of
from ..sentences import printable
from ..shapes import AnswerLine


def answers_that_fire(
    diagnosis: Diagnosis, rules: Iterable[Rule], sites: Sequence[str]
) -> tuple[AnswerLine, ...]:
    """The answers, and what follows from answers, on which these rules fire; each once.

    Of a rule that is read for each site, what fires it at these sites; the site itself and its
    side are left out, since they stand beside the lines. Of alternatives those that hold.
    """
    lines: dict[str, AnswerLine] = {}
    for rule in rules:
        for subject in _telling(diagnosis, rule, sites):
            line = _line(diagnosis, subject, is_one_site=len(sites) < 2)  # noqa: PLR2004
            if line is not None:
                lines[subject] = line
    return tuple(lines.values())


def short_title(knowledge: Knowledge, question: str) -> str:
    """The title of a question about a site, without the site: `Night pain (shin)`, `Night pain`."""
    title = knowledge.questions[question].title
    is_named = site_of(knowledge, question) and title.endswith(")")
    return title.rpartition(" (")[0] if is_named else title


def _telling(diagnosis: Diagnosis, rule: Rule, sites: Sequence[str]) -> Iterator[str]:
    """The subjects of the comparisons that hold, and make the rule fire."""
    beside = {diagnosis.knowledge.site_question}
    beside |= {side_question(diagnosis.knowledge, site) for site in sites}
    for instance in rule.instances:
        truth = diagnosis.assessment.truths.get((rule.id, instance.site))
        if truth and (instance.site is None or not sites or instance.site in sites):
            for one in _holding(diagnosis, instance.condition):
                if one.subject not in beside:
                    yield one.subject


def _holding(diagnosis: Diagnosis, condition: Condition) -> Iterator[Comparison]:
    if not diagnosis.assessor.evaluator.truth(condition, diagnosis.assessment.facts):
        return
    match condition:
        case Comparison():
            yield condition
        case All(parts) | Any(parts) | AtLeast(_, parts):
            for part in parts:
                yield from _holding(diagnosis, part)
        case Not():
            raise AssertionError("normal form has no `not`")


def _line(diagnosis: Diagnosis, subject: str, *, is_one_site: bool) -> AnswerLine | None:
    """A value that is known, or the pattern or flag that was concluded."""
    knowledge = diagnosis.knowledge
    if knowledge.is_concluded(subject):
        kind = "Pattern" if subject in knowledge.patterns else "Flag"
        return AnswerLine(title=kind, shown=knowledge.title_of(subject))
    shown = diagnosis.shown(subject)
    if shown is None:
        return None
    is_question = subject in knowledge.questions
    title = short_title(knowledge, subject) if is_question and is_one_site else ""
    return AnswerLine(title=title or knowledge.title_of(subject), shown=printable(shown))
