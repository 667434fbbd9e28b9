"""Answers that decide nothing: questions that change no rule, and choices never told apart."""

from collections.abc import Iterator
from itertools import permutations

from ...condition import NEVER, Comparison, Condition, Value, comparisons
from ...errors import Problem, join_words
from ...evaluate import test_of
from ...knowledge import FirstThatHolds, Lookup, Rule
from ...loading.sections import Entry
from ...nodes import place_of
from ...search import Runner
from ...search.formulas import inputs
from ...search.grounding import every, key_comparisons
from ...shape import QuestionShape
from ...vocabulary import EXCLUSIVE, UNSURE, Choice, Number, Question, Several
from ..unused import followed, is_of, printed, read_for_advice
from .answers import answers_to
from .direction import behind_pattern
from .effect import always_fires
from .places import comparisons_in, replaced
from .prover import Prover, whole

_MOST_NAMED = 3
_STEPS = 16  # values tried of a number that a formula reads


def check_dead(prover: Prover) -> Iterator[Problem]:
    """Questions that are read and change nothing, and choices that no condition tells apart."""
    knowledge = prover.knowledge
    for_advice = read_for_advice(knowledge)
    for_advice |= followed(knowledge, for_advice) | {knowledge.site_question or ""}
    shown = printed(knowledge)
    shown |= followed(knowledge, shown)
    tests = _tests(prover)
    for entry in prover.sections.of("questions", QuestionShape):
        questions = [one for one in knowledge.questions.values() if is_of(one.id, entry.id)]
        if not any(one.id in for_advice for one in questions) and is_dead(prover, questions):
            yield _dead(prover, entry, questions)
        elif entry.id not in shown and not any(one.id in shown for one in questions):
            yield from _alike(entry, questions, tests)


# --- questions


def is_dead(prover: Prover, questions: list[Question]) -> bool:
    """Whether rules read a question, and it is proved that none depends on it at any site."""
    found = [
        (rule, one)
        for one in questions
        for rule in prover.knowledge.rules.values()
        if one.id in prover.questions(rule)
    ]
    if not found or any(_changes(prover, rule, one) for rule, one in found):
        return False
    if any(_changes_a_part(prover, rule, one) for rule, one in found):
        return False
    if not any(_can_differ(prover, rule) for rule, _ in found):
        return False  # the rules are at fault, and that is said of them
    return all(_changes_nothing(prover, rule, one) for rule, one in found)


def _can_differ(prover: Prover, rule: Rule) -> bool:
    return prover.runner(rule) is not None and not always_fires(prover, rule)


def _changes(prover: Prover, rule: Rule, question: Question) -> bool:
    """Whether another answer of the runner that was found for a rule makes it quiet."""
    return _is_changed(prover, whole(rule), question, prover.runner(rule))


def _changes_a_part(prover: Prover, rule: Rule, question: Question) -> bool:
    """The same of a runner for whom the comparison that reads the question decides."""
    for one in rule.instances:
        condition = one.condition
        for path, part in comparisons_in(condition):
            if question.id in prover.behind(part.subject):
                without = replaced(condition, path, NEVER)
                runner = prover.search.runner([condition], [without])
                if _is_changed(prover, condition, question, runner):
                    return True
    return False


def _is_changed(
    prover: Prover, condition: Condition, question: Question, runner: Runner | None
) -> bool:
    if runner is None or question.id not in runner:
        return False
    changed = ({**runner, question.id: value} for value in _other_answers(question))
    truth = prover.evaluator.truth
    return any(
        truth(condition, facts) is False and prover.is_real(facts)
        for facts in (prover.facts(one, condition) for one in changed)
    )


def _other_answers(question: Question) -> Iterator[Value]:
    match question.kind:
        case Number(lowest, highest):
            for step in range(_STEPS + 1):
                yield lowest + (highest - lowest) * step / _STEPS
        case Choice(labels):
            yield from labels
        case Several(labels):
            yield from (frozenset([word]) for word in labels)
        case _:
            return


def _changes_nothing(prover: Prover, rule: Rule, question: Question) -> bool:
    """Whether it is proved that no two answers to a question differ in what becomes of a rule."""
    grounding = prover.search.grounding
    asked = [grounding.true(question.gate)] if question.gate is not None else []
    for condition in (one.condition for one in rule.instances):
        true, false = grounding.true(condition), grounding.false(condition)
        atoms = {*comparisons(true), *comparisons(false)}
        if any(_is_reckoned(prover, one, question) for one in atoms):
            return False
        for answers in answers_to(question, (true, false, *prover.never)):
            for one, other in permutations(answers, 2):
                goal = every((*asked, one.into(true), other.into(false)))
                if not prover.is_refuted(goal, (one, other)):
                    return False
    return True


def _is_reckoned(prover: Prover, one: Comparison, question: Question) -> bool:
    """Whether a comparison is with a number or pattern that the answer bears on."""
    knowledge = prover.knowledge
    if one.subject in knowledge.derived:
        return question.id in inputs(knowledge, one.subject)
    is_pattern = one.subject in knowledge.patterns
    return is_pattern and question.id in behind_pattern(one.subject, knowledge)


def _dead(prover: Prover, entry: Entry[QuestionShape], questions: list[Question]) -> Problem:
    readers = [
        rule
        for rule in prover.knowledge.rules.values()
        if any(one.id in prover.questions(rule) for one in questions)
    ]
    names = [f"'{rule.id}'" for rule in readers[:_MOST_NAMED]]
    names += [f"{len(readers) - len(names)} more"] if len(readers) > len(names) else []
    verb = "reads it" if len(names) == 1 else "read it"
    first = prover.written(readers[0])
    runner = prover.runner(readers[0])
    example = f", as for {prover.shown(runner)}" if runner is not None else ""
    return Problem(
        code="KB216", place=entry.key.place, context=entry.context, subject=entry.id,
        message=f"no answer to '{entry.id}' changes anything",
        why=f"{join_words(names, 'and')} {verb}, and the same follows whatever it is{example}",
        also=first.place(readers[0].when),
        fix="mend the condition that reads it, or leave the question out",
    )  # fmt: skip


# --- choices


def _tests(prover: Prover) -> dict[str, set[Comparison]]:
    """Every comparison that a base makes, by what it compares."""
    knowledge = prover.knowledge
    conditions = [one.condition for rule in knowledge.rules.values() for one in rule.instances]
    conditions += [*prover.evaluator.gates.values()]
    conditions += [one.withhold_if for one in knowledge.advice.values() if one.withhold_if]
    for pattern in knowledge.patterns.values():
        conditions += [link.condition for link in pattern.links if link.condition]
    for derived in knowledge.derived.values():
        match derived.formula:
            case FirstThatHolds(branches):
                conditions += [condition for _, condition in branches]
            case Lookup() as table:
                for keys, _ in table.rows:
                    for subject, key in zip(table.by, keys, strict=True):
                        conditions += key_comparisons(subject, key)
            case _:
                pass
    found: dict[str, set[Comparison]] = {}
    for condition in conditions:
        for one in comparisons(condition):
            found.setdefault(one.subject, set()).add(one)
    return found


def _alike(
    entry: Entry[QuestionShape], questions: list[Question], tests: dict[str, set[Comparison]]
) -> Iterator[Problem]:
    """Choices that every comparison treats in the same way."""
    made = [one for question in questions for one in tests.get(question.id, ())]
    kind = questions[0].kind if questions else None
    if not made or not isinstance(kind, Choice | Several):
        return
    alike: dict[tuple[bool, ...], list[str]] = {}
    for word in kind.labels:
        if word not in {*EXCLUSIVE, *UNSURE}:
            answer = word if isinstance(kind, Choice) else frozenset([word])
            truths = tuple(test_of(one, tuple(kind.labels))(answer) for one in made)
            alike.setdefault(truths, []).append(word)
    for words in alike.values():
        if len(words) > 1:
            field = "answers" if isinstance(kind, Several) else "answer"
            quoted = join_words([f"'{word}'" for word in words], "and")
            yield Problem(
                code="KB217", place=place_of(entry.node, field, words[1], key=True),
                message=f"no condition tells {quoted} of '{entry.id}' apart",
                fix="make one choice of them, or write a rule that reads one",
                context=entry.context, subject=entry.id,
            )  # fmt: skip
