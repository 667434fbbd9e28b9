"""A knowledge base with its examples, drafts among them, ready to be run."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..answers import answers_from
from ..assessment import Assessor
from ..errors import KnowledgeError, Problem, UsageError, did_you_mean
from ..knowledge import Knowledge, Rule, Sign
from ..loading import read_knowledge
from ..loading.sections import Sections, read_sections
from ..people import Person, read_people
from ..shipped import SHIPPED
from ..vocabulary import Answers
from .reading import Examples, read_examples
from .running import Outcome, run_examples


@dataclass(frozen=True)
class ExampleBase:
    """A base, its examples and its runners.

    `knowledge` holds drafts too: their examples are run like those of any rule.
    """

    folder: Path
    sections: Sections
    knowledge: Knowledge
    examples: Examples

    @cached_property
    def assessor(self) -> Assessor:
        """For examples: it knows drafts."""
        return Assessor(self.knowledge)

    @cached_property
    def used(self) -> Assessor:
        """For runners: it knows what a report knows, and so no draft."""
        if all(rule.status != "draft" for rule in self.knowledge.rules.values()):
            return self.assessor
        knowledge, _ = read_knowledge(self.sections)
        return Assessor(knowledge or self.knowledge)

    @cached_property
    def outcomes(self) -> Mapping[str, tuple[Outcome, ...]]:
        """What became of every example, by rule."""
        return run_examples(self.assessor, self.examples)

    @cached_property
    def runners(self) -> Mapping[str, Answers]:
        """The answers of the runners, by their names.

        Raises:
            AnswersError: if those of one cannot be read.
        """
        knowledge = self.used.knowledge
        people = (one for one in read_people(self.folder) if isinstance(one, Person))
        return {one.name: answers_from(one.reading, knowledge).answers for one in people}

    def rules(self, names: Iterable[str]) -> list[Rule]:
        """The rules with these ids; of a pattern all its signs; without ids all that are used.

        Raises:
            UsageError: for ids that the base does not have.
        """
        listed = list(names)
        found, problems = [], []
        for name in listed:
            of_name = self._named(name)
            found += of_name
            if not of_name:
                problems.append(unknown_rule(name, self.knowledge))
        if problems:
            raise UsageError(*problems)
        if listed:
            return list(dict.fromkeys(found))
        return [rule for rule in self.knowledge.rules.values() if rule.status != "draft"]

    def _named(self, name: str) -> list[Rule]:
        name = self.knowledge.former_ids.get(name, name)
        rules = self.knowledge.rules
        if name in rules:
            return [rules[name]]
        return [rule for rule in rules.values() if _pattern_of(rule) == name]


def _pattern_of(rule: Rule) -> str:
    return rule.conclusion.pattern if isinstance(rule.conclusion, Sign) else ""


def unknown_rule(name: str, knowledge: Knowledge) -> Problem:
    """That there is no such rule, with the one that may have been meant."""
    known = [*knowledge.rules, *knowledge.patterns]
    meant = did_you_mean(name, known)
    fix = f"did you mean {meant}?" if meant else "an id is like recovery.short-sleep"
    message = f"there is no rule, flag, limit or pattern called '{name}'"
    return Problem(code="US104", message=message, fix=fix)


def load_examples(folder: Path | None = None) -> ExampleBase:
    """The base in a folder, or the one that comes with Surefoot, with its examples.

    Raises:
        KnowledgeError: with every problem, also of an example, that is an error.
    """
    folder = folder or SHIPPED
    sections = read_sections(folder, with_examples=True)
    knowledge, problems = read_knowledge(sections, with_drafts=True)
    examples: Examples = {}
    if knowledge is not None:
        examples, mistakes = read_examples(sections, knowledge)
        problems += mistakes
    errors = [one for one in problems if one.severity == "error"]
    if knowledge is None or errors:
        raise KnowledgeError(*errors)
    return ExampleBase(folder, sections, knowledge, examples)
