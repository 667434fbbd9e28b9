"""What an answer bears on: a question, or a value that is worked out from several."""

from collections.abc import Callable, Iterable, Iterator

from ..condition import subjects
from ..evaluate import Truth
from ..knowledge import FirstThatHolds, Lookup, Rule, Sign, Warn, formula_reads
from ..plan_reads import plan_conditions
from ..sentence import formula_pieces
from ..vocabulary import Answer, Question, State
from .shapes import Explanation, Section, Step, said, section
from .told import told
from .trace import Trace

_MOST_LISTED = 12  # rules of a sort
_ORDER: dict[Truth, int] = {True: 0, None: 1, False: 2}


def explain_question(trace: Trace, question: Question) -> Explanation:
    """What was answered, where that came from, and everything that it bears on."""
    name = question.id
    answer = trace.diagnosis.answers.get(name)
    applies = trace.facts.gate(name)
    outcome = "not answered" if answer is None else answer.shown
    is_given = answer is not None and answer.state is State.GIVEN
    heard = [f"{_asked(trace, question)} {_capital(_heard(question, answer))}."]
    if is_given and applies is not True:
        heard.append("It counts for nothing, because another answer says, or leaves open, that it "
                     "does not apply.")  # fmt: skip
    return Explanation(
        id=name, kind="question", title=question.title, outcome=outcome,
        sentences=(*heard, *([question.why] if question.why else [])),
        sections=(
            *section("Whether it applies", *trace.gate(name)),
            *bearing(trace, name),
            *section("It opens these questions", *_opens(trace, name)),
        ),
        missing=() if is_given else (name,) if name in trace.diagnosis.unanswered else (),
    )  # fmt: skip


def _asked(trace: Trace, question: Question) -> str:
    if not question.records:
        return question.ask
    asked = trace.knowledge.questions[question.records]
    return f"Nobody is asked this: it is what a record shows of “{asked.title}”."


def _heard(question: Question, answer: Answer | None) -> str:
    return "no record shows it" if question.records and answer is None else told(question, answer)


def explain_derived(trace: Trace, name: str) -> Explanation:
    """How a value is worked out, from which answers, and what it bears on."""
    derived = trace.knowledge.derived[name]
    formula = derived.formula
    match formula:
        case FirstThatHolds(branches):
            sentences: tuple[str, ...] = ("The first of these that holds gives the word.",)
            steps = tuple(
                said(word, "", (trace.condition(condition),)) for word, condition in branches
            )
        case Lookup():
            sentences, steps = ("It is looked up in a table.",), ()
        case _:
            words = "".join(piece.text for piece in formula_pieces(formula, trace.knowledge))
            sentences, steps = (f"It is worked out as: {words}.",), ()
    return Explanation(
        id=name, kind="worked-out value", title=derived.title,
        outcome=trace.diagnosis.shown(name) or "not known", sentences=sentences,
        sections=(
            *section("Whether it applies", *trace.gate(name)),
            *section("Worked out from", *(steps or trace.inputs(formula_reads(formula)))),
            *bearing(trace, name),
        ),
        missing=tuple(
            one
            for one in trace.diagnosis.unanswered
            if one in trace.knowledge.questions_leading_to({name})
        ),
    )  # fmt: skip


def bearing(trace: Trace, name: str) -> tuple[Section, ...]:
    """The rules, patterns, parts of the plan and contradictions that an id bears on."""
    knowledge = trace.knowledge
    reading = [rule for rule in knowledge.rules.values() if _leads_to(trace, name, rule.reads)]
    signs = {rule.conclusion.pattern: None for rule in reading if isinstance(rule.conclusion, Sign)}
    clashing = [
        Step(one.title, trace.assessor.evaluator.truth(one.when, trace.facts), (), one.id)
        for one in knowledge.contradictions.values()
        if _leads_to(trace, name, subjects(one.when))
    ]
    return (
        *section("It bears on these flags", *_rules(trace, reading, _is_flag)),
        *section("It bears on these rules", *_rules(trace, reading, _is_other)),
        *section("It bears on these patterns", *(
            Step(knowledge.patterns[one].title, _is_matched(trace, one), (), one) for one in signs
        )),
        *section("It bears on the plan", *_plan(trace, name)),
        *section("It has to fit with other answers", *_most(clashing)),
    )  # fmt: skip


def _leads_to(trace: Trace, name: str, read: Iterable[str]) -> bool:
    """Whether an id is read, itself, through a value worked out from it or through a gate."""
    seen, waiting = set(read), list(read)
    while waiting and name not in seen:
        one = waiting.pop()
        if one in trace.knowledge.rules or one in trace.knowledge.patterns:
            continue  # what follows from a conclusion is said of that conclusion
        new = trace.knowledge.needs(one) - seen
        seen |= new
        waiting += new
    return name in seen


def _is_flag(rule: Rule) -> bool:
    return isinstance(rule.conclusion, Warn)


def _is_other(rule: Rule) -> bool:
    return not isinstance(rule.conclusion, Warn | Sign)


def _rules(trace: Trace, rules: Iterable[Rule], wanted: Callable[[Rule], bool]) -> tuple[Step, ...]:
    return _most([trace.rule(rule) for rule in rules if wanted(rule)])


def _most(steps: list[Step]) -> tuple[Step, ...]:
    """Those that hold first, then the open ones; many are cut short."""
    ordered = sorted(steps, key=lambda one: _ORDER[one.truth])
    more = len(ordered) - _MOST_LISTED
    if more <= 1:
        return tuple(ordered)
    return (*ordered[:_MOST_LISTED], said(f"and {more} more"))


def _is_matched(trace: Trace, pattern: str) -> bool:
    return any(one.is_matched for one in trace.assessment.scores[pattern])


def _plan(trace: Trace, name: str) -> Iterator[Step]:
    knowledge = trace.knowledge
    for ask, question in knowledge.plan_asks.items():
        if question == name:
            yield said(f"It is fitted to your answer: {ask}")
    if any(_leads_to(trace, name, subjects(one)) for one in plan_conditions(knowledge)):
        yield said("It decides on exercises, sessions or blocks")
    for advice in knowledge.advice.values():
        against = advice.withhold_if
        if against is not None and _leads_to(trace, name, subjects(against)):
            truth = trace.assessor.evaluator.truth(against, trace.facts)
            yield Step(f"It may withhold: {advice.title}", truth, (), advice.id)


def _opens(trace: Trace, name: str) -> tuple[Step, ...]:
    gated = [
        Step(one.title, trace.facts.gate(one.id), (), one.id)
        for one in trace.knowledge.asked.values()
        if one.gate is not None and name in subjects(one.gate)
    ]
    return _most(gated)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
