"""What is asked or written and then never used."""

from collections.abc import Iterable, Iterator

from ..condition import subjects
from ..errors import Problem
from ..knowledge import Knowledge, Points, Warn
from ..loading.sections import Sections
from ..plan_reads import plan_conditions, plan_texts
from ..texts import values_in
from ..vocabulary import Question, Text


def check_unused(knowledge: Knowledge, sections: Sections) -> Iterator[Problem]:
    """Questions, advice and evidence that nothing uses, and points without advice."""
    read = _read(knowledge)
    for entry in sections.entries.get("questions", {}).values():
        ids = [name for name in knowledge.questions if is_of(name, entry.id)]
        questions = [knowledge.questions[name] for name in ids]
        is_read = entry.id in read or any(one.id in read for one in questions)
        if questions and not is_read and not any(_is_shown_only(one) for one in questions):
            message = f"no rule, gate, contradiction or text reads '{entry.id}'"
            yield Problem(
                code="KB215", place=entry.key.place, message=message, subject=entry.id,
                context=entry.context, fix="write a rule that reads it, or leave the question out",
            )  # fmt: skip
    used_advice = set()
    for rule in knowledge.rules.values():
        if isinstance(rule.conclusion, Points) and rule.conclusion.points:
            used_advice.add(rule.conclusion.advice)
    yield from _unused(sections, "advice", {name for name in used_advice if name})
    yield from _unused(sections, "evidence", _cited(knowledge))
    for group in knowledge.groups:
        advised = any(getattr(rule.conclusion, "advice", None) for rule in group.rules)
        if not advised:
            message = f"the item '{group.id}' can lose points, but no advice answers it"
            yield Problem(
                code="KB224", place=group.rules[0].place, message=message,
                fix="add `advice:` to one of its rules", subject=group.rules[0].id,
            )  # fmt: skip


def is_of(name: str, entry: str) -> bool:
    """Whether a question is that of an entry, at one of its sites where it has some."""
    if ".site." not in entry:
        return name == entry
    first, last = entry.split(".site.")
    return name.startswith(f"{first}.") and name.endswith(f".{last}") and name.count(".") == 2  # noqa: PLR2004


def _is_shown_only(question: Question) -> bool:
    """A question for the report alone, like the runner's name."""
    return isinstance(question.kind, Text)


def _read(knowledge: Knowledge) -> set[str]:
    found = printed(knowledge) | read_for_advice(knowledge) | _checked(knowledge)
    for rule in knowledge.rules.values():
        found |= knowledge.questions_behind(rule)
    for question in knowledge.questions.values():
        found |= subjects(question.gate) if question.gate else set()
    found |= followed(knowledge, found)
    if knowledge.site_question:
        found.add(knowledge.site_question)
    return found


def printed(knowledge: Knowledge) -> set[str]:
    """The ids whose values are printed in a text."""
    rules = knowledge.rules.values()
    texts = [rule.because for rule in rules]
    texts += [rule.conclusion.running for rule in rules if isinstance(rule.conclusion, Warn)]
    texts += [advice.text for advice in knowledge.advice.values()]
    texts += plan_texts(knowledge)
    return {name for text in texts for name, _ in values_in(text)}


def read_for_advice(knowledge: Knowledge) -> set[str]:
    """The ids that decide on advice, tests, the plan, and the pillars a pattern links to."""
    conditions = [advice.withhold_if for advice in knowledge.advice.values()]
    conditions += [test.withhold_if for test in knowledge.home_tests.values()]
    conditions += plan_conditions(knowledge)
    conditions += [
        link.condition for pattern in knowledge.patterns.values() for link in pattern.links
    ]
    read = {name for one in conditions if one is not None for name in subjects(one)}
    return read | set(knowledge.plan_asks.values())


def _checked(knowledge: Knowledge) -> set[str]:
    """The ids that are held against each other, and those whose values are said then."""
    found: set[str] = set()
    for one in knowledge.contradictions.values():
        found |= subjects(one.when) | {name for name, _ in values_in(one.text)}
    return found


def followed(knowledge: Knowledge, names: Iterable[str]) -> set[str]:
    """What the derived values among some ids follow from, all the way."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        new = knowledge.needs(name) - found if name in knowledge.derived else set[str]()
        found |= new
        waiting += new
    return found


def _cited(knowledge: Knowledge) -> set[str]:
    parts = (
        knowledge.rules, knowledge.patterns, knowledge.advice, knowledge.home_tests,
        knowledge.steps,
    )  # fmt: skip
    return {name for part in parts for one in part.values() for name in one.evidence}


def _unused(sections: Sections, section: str, used: set[str]) -> Iterator[Problem]:
    for entry in sections.entries.get(section, {}).values():
        if entry.id not in used:
            message = f"nothing uses the {section} '{entry.id}'"
            yield Problem(
                code="KB218", place=entry.key.place, message=message, subject=entry.id,
                context=entry.context, fix="use it, or leave it out",
            )  # fmt: skip
