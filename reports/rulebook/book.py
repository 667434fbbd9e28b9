"""What all pages of a rule book draw on: the base, its entries as written, and their pages."""

from dataclasses import replace
from typing import assert_never

from ...engine.condition import ALWAYS, All, Comparison, Condition, Operator, conjunction, rewrite
from ...engine.errors import KnowledgeError, Problem
from ...engine.examples.base import ExampleBase
from ...engine.knowledge import Lead, Limit, Points, Rule, Sign, Warn
from ...engine.loading.sections import Entry
from ...engine.sentence import Pieces, name_of, pieces
from ...engine.shape import Shape
from ...engine.versions.lock import Locked, read_lock
from ...engine.versions.locking import valid_reviews
from .paths import anchor, page_path
from .shapes import Line, Words, line

REASONED = ("rules", "flags", "limits", "patterns")


class Book:
    """One knowledge base, drafts included, with its entries as they are written."""

    def __init__(self, base: ExampleBase) -> None:
        """Takes the base with its examples; reads its lock if it has one.

        Raises:
            KnowledgeError: if the lock cannot be read.
        """
        self.base = base
        self.knowledge = base.knowledge
        self.examples = base.examples
        lock = read_lock(base.folder)
        if isinstance(lock, Problem):
            raise KnowledgeError(lock)
        self._lock = lock
        reviews = valid_reviews(lock, base.knowledge)
        self.counting_reviews = {
            name: [f"{one.name} {one.day}" for one in found] for name, found in reviews.items()
        }

    def entries(self, section: str) -> dict[str, Entry[Shape]]:
        """The entries of a section by id, in the order of the files."""
        return self.base.sections.entries.get(section, {})

    def locked(self, kind: str, name: str) -> Locked | None:
        """An entry as the lock of the base has it."""
        return self._lock.entries.get((kind, name)) if self._lock else None

    # --- where things stand

    def link(self, section: str, name: str, text: str = "") -> Words:
        """A link to the page of an entry, by its title."""
        return Words(text or self.title(section, name), page_path(section, name))

    def title(self, section: str, name: str) -> str:
        """What to call an entry; a question of every place has no place in its title."""
        if section == "questions":
            return self.name(name)
        entry = self.entries(section).get(name)
        return str(getattr(entry.shape, "title", name)) if entry else name

    def name(self, subject: str) -> str:
        """What to call what a condition reads."""
        return name_of(subject, self.knowledge)

    def reasoned_link(self, name: str) -> Words:
        """A link to a rule, flag, limit or pattern by its id."""
        section = next((one for one in REASONED if name in self.entries(one)), "rules")
        return self.link(section, name)

    def rule_link(self, rule: Rule, text: str = "") -> Words:
        """A link to the page of a rule, or to where a sign or a headline is said."""
        return Words(text or rule.title, self.rule_path(rule))

    def rule_path(self, rule: Rule) -> str:
        """Where a rule is said."""
        match rule.conclusion:
            case Points():
                return page_path("rules", rule.id)
            case Warn():
                return page_path("flags", rule.id)
            case Limit():
                return page_path("limits", rule.id)
            case Sign(pattern):
                return f"{page_path('patterns', pattern)}#{anchor('sign', sign_name(rule))}"
            case Lead(context):
                return f"{page_path('contexts', context)}#headline"
            case _:
                assert_never(rule.conclusion)

    def subject_path(self, subject: str) -> str:
        """The page of a question, derived value, flag or pattern; empty for `site`."""
        entry = self.general(subject)
        for section in ("questions", "derived", "patterns", "flags"):
            if entry in self.entries(section):
                return page_path(section, entry)
        return ""

    # --- what conditions say

    def said(self, condition: Condition) -> Line:
        """A condition as a sentence, with links to what it reads."""
        return self.linked(pieces(condition, self.knowledge))

    def when(self, condition: Condition | None) -> Line:
        """` when …`, to follow what goes only then; empty for what always goes."""
        return line(" when ", self.said(condition)) if condition is not None else ()

    def linked(self, sentence: Pieces) -> Line:
        """The pieces of a sentence, with links."""
        return tuple(
            Words(piece.text, self.subject_path(piece.subject) if piece.subject else "")
            for piece in sentence
        )

    def general(self, subject: str) -> str:
        """The id of an entry, for an id that may be that of one place.

        `symptom.shin.weeks` stands in the entry `symptom.site.weeks`.
        """
        question = self.knowledge.questions.get(subject)
        if question is None or question.site is None:
            return subject
        return subject.replace(f".{question.site}.", ".site.", 1)

    def generalised(self, condition: Condition) -> Condition:
        """The condition with the ids of entries; what it says of one place, it says of all."""
        return rewrite(condition, lambda one: replace(one, subject=self.general(one.subject)))

    def gates(self, name: str) -> dict[Condition, tuple[str, ...]]:
        """When a question is asked, with the places for which that is so; no gate is ALWAYS.

        A question that is not about places has one gate and no places.
        """
        if name in self.knowledge.questions:
            return {self.knowledge.questions[name].gate or ALWAYS: ()}
        found: dict[Condition, tuple[str, ...]] = {}
        for question in self.knowledge.questions.values():
            if question.site is not None and self.general(question.id) == name:
                chosen = Comparison(
                    self.knowledge.site_question or "", Operator.HAS, (question.site,)
                )
                gate = self.generalised(_without(question.gate or ALWAYS, chosen))
                found[gate] = (*found.get(gate, ()), question.site)
        return found


def sign_name(rule: Rule) -> str:
    """The id of a sign within its pattern."""
    return rule.id.rpartition(".")[2]


def _without(gate: Condition, chosen: Comparison) -> Condition:
    """The gate of one place without the part that the place was chosen."""
    parts = gate.parts if isinstance(gate, All) else (gate,)
    return conjunction(tuple(part for part in parts if part != chosen))
