"""How something was concluded, down to answers and where they came from, and what would turn it.

An explanation is data first: sentences, a tree of steps that hold, do not hold or are unknown, and
the nearest other answers. `format_explanation` prints it, `explanation_data` writes it out.
"""

from ..diagnosis import Diagnosis
from ..errors import Problem, UsageError, did_you_mean, join_words
from .actions import explain_advice
from .data import explanation_data
from .patterns import explain_pattern
from .pillars import explain_pillar
from .plan import PLAN, explain_plan
from .questions import explain_derived, explain_question
from .rules import explain_contradiction, explain_rule
from .shapes import Explanation
from .text import format_explanation
from .trace import Trace
from .whole import REPORT, explain_report

__all__ = ["Explanation", "explain", "explanation_data", "format_explanation"]


def explain(diagnosis: Diagnosis, name: str = "") -> Explanation:
    """The explanation of an id of the base, of the `plan`, or of the whole `report` (or no name).

    An id may be that of a pillar, context, rule, flag, limit, note, pattern, piece of advice,
    question, worked-out value or contradiction, also one that it had before.

    Raises:
        UsageError: for an id that there is not.
    """
    knowledge, trace = diagnosis.knowledge, Trace(diagnosis)
    named = (
        knowledge.scored, knowledge.patterns, knowledge.rules, knowledge.advice,
        knowledge.questions, knowledge.derived, knowledge.contradictions,
    )  # fmt: skip
    known = frozenset().union(*named)
    if name not in known:
        name = knowledge.former_questions.get(name, knowledge.former_ids.get(name, name))
    if name in knowledge.scored:
        return explain_pillar(trace, diagnosis.score(name))
    if name in knowledge.patterns:
        return explain_pattern(trace, knowledge.patterns[name])
    if name in knowledge.rules:
        return explain_rule(trace, knowledge.rules[name])
    if name in knowledge.advice:
        return explain_advice(trace, knowledge.advice[name])
    if name in knowledge.questions:
        return explain_question(trace, knowledge.questions[name])
    if name in knowledge.derived:
        return explain_derived(trace, name)
    if name in knowledge.contradictions:
        return explain_contradiction(trace, name)
    if name == PLAN:
        return explain_plan(trace)
    if name in {"", REPORT}:
        return explain_report(trace, known)
    meant = did_you_mean(name, [REPORT, PLAN, *(one for part in named for one in part)])
    pillars = join_words(knowledge.scored)
    fix = (
        f"did you mean {meant}?"
        if meant
        else (f"pillars: {pillars}; or an id that `surefoot explain ANSWERS` shows")
    )
    message = f"there is nothing called '{name}' to explain"
    raise UsageError(Problem(code="US104", message=message, fix=fix))
