"""What conditions may read, and reading them from nodes with exact places."""

from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field

from ..condition import (
    NEVER,
    All,
    Any,
    Comparison,
    Condition,
    Expression,
    Not,
    Operator,
    branches,
    conjunction,
    either,
    normal_form,
    rewrite,
)
from ..errors import Problem
from ..parser import Subject, parse_condition, parse_formula
from ..source import Mapping, Node, Scalar, Sequence
from ..tokens import ConditionError

MOST_BRANCHES = 256  # Experta writes a condition out as an or of ands

_EACH_SECTIONS = {"question", "rule", "flag", "contradiction"}
_JOINS = ("all", "any", "none")


Visible = AbstractMapping[str, Subject]


@dataclass(slots=True)
class Language:
    """The subjects of a base, the sites of `each: site`, and problems found while reading.

    `excused` has ids that are there but not well formed, which was said where they stand:
    who reads one makes no mistake. `is_whole` and `knows_sites` are False where so much is
    amiss that an unknown id, or one of a site, says nothing.
    """

    subjects: dict[str, Subject]
    each_subjects: dict[str, Subject]
    site_question: str | None = None
    problems: list[Problem] = field(default_factory=list)
    excused: set[str] = field(default_factory=set)
    is_whole: bool = True
    knows_sites: bool = True

    @property
    def site_prefix(self) -> str:
        """`symptom.site.`, with which an `each` condition names the chosen site's answers."""
        return f"{(self.site_question or '').partition('.')[0]}.site."

    @property
    def site_choices(self) -> AbstractMapping[str, str]:
        """The sites that can be chosen, with their labels."""
        subject = self.each_subjects.get("site")
        return getattr(subject.kind, "labels", {}) if subject else {}

    def condition(
        self,
        node: Node,
        context: tuple[str, ...],
        *,
        each: bool = False,
        reads_conclusions: bool = False,
    ) -> Condition | None:
        """The condition in normal form; None after noting what is wrong with it.

        Only what rules conclude can be read with `reads_conclusions`: gates and derived
        values are settled before any rule.
        """
        before = len(self.problems)
        visible = self.each_subjects if each else self.subjects
        if not reads_conclusions:
            visible = {name: one for name, one in visible.items() if not _is_concluded(name)}
        tree = self._tree(node, context, visible)
        if tree is None or len(self.problems) > before:
            return None
        normal = normal_form(tree)
        if branches(normal) > MOST_BRANCHES:
            message = (
                f"the condition can hold in {branches(normal):,} ways; {MOST_BRANCHES} are allowed"
            )
            fix = "make a derived `choice:` of a part, or several rules of one group"
            self.problems.append(
                Problem(code="KB110", place=node.place, message=message, context=context, fix=fix)
            )
            return None
        return normal

    def formula(self, node: Scalar, context: tuple[str, ...]) -> Expression | None:
        """The arithmetic expression; None after noting what is wrong with it."""
        try:
            return parse_formula(node.text, self.subjects)
        except ConditionError as error:
            self._note(error, node, context, self.subjects)
            return None

    def excuses(self, word: str) -> bool:
        """Whether an unknown id follows from a mistake that is said elsewhere."""
        topic = (self.site_question or self.site_prefix).partition(".")[0]
        of_site = word == "site" or (word.startswith(f"{topic}.") and word.count(".") > 1)
        return not self.is_whole or word in self.excused or (of_site and not self.knows_sites)

    def each_problem(self, each: Node, context: tuple[str, ...]) -> Problem | None:
        """What is wrong with `each:` of an entry, if anything is."""
        if isinstance(each, Scalar) and each.text == "site":
            if self.site_question is not None or not (self.knows_sites and self.is_whole):
                return None
            message = "base.yaml does not say what `each: site` runs through"
            fix = "add `each: {site: id of the question that lists the sites}` there"
        else:
            message, fix = "`each:` can only be site", "write each: site"
        return Problem(code="KB153", place=each.place, message=message, context=context, fix=fix)

    def _tree(self, node: Node, context: tuple[str, ...], visible: Visible) -> Condition | None:
        match node:
            case Scalar(text):
                try:
                    return parse_condition(text, visible)
                except ConditionError as error:
                    self._note(error, node, context, visible)
                    return None
            case Sequence():
                message = "a list of conditions needs `all:`, `any:` or `none:` above it"
                self._problem("KB152", node, message, context)
                return None
            case Mapping(entries):
                parts = [self._joined(key, value, context, visible) for key, value in entries]
                if not parts:
                    self._problem("KB152", node, "a condition is missing here", context)
                known = tuple(part for part in parts if part is not None)
                return known[0] if len(known) == 1 else All(known)

    def _joined(
        self, key: Scalar, node: Node, context: tuple[str, ...], visible: Visible
    ) -> Condition | None:
        if key.text not in _JOINS:
            fix = "write all:, any: or none: with one comparison on each line below"
            message = f"'{key.text}' does not join conditions"
            self.problems.append(
                Problem(code="KB152", place=key.place, message=message, context=context, fix=fix)
            )
            return None
        if isinstance(node, Sequence) and self._is_cut_at_commas(node):
            message = "commas inside brackets cut the conditions of this list apart"
            fix = "write each condition on a line of its own, after a dash"
            self.problems.append(
                Problem(code="KB119", place=node.place, message=message, context=context, fix=fix)
            )
            return None
        if not isinstance(node, Sequence) or not node.items:
            message = f"'{key.text}:' needs a list, one comparison on each line after a dash"
            self._problem("KB152", node, message, context)
            return None
        trees = [
            self._tree(item, (*context, key.text, f"line {number}"), visible)
            for number, item in enumerate(node.items, start=1)
        ]
        parts = tuple(tree for tree in trees if tree is not None)
        if key.text == "all":
            return All(parts)
        return Any(parts) if key.text == "any" else Not(Any(parts))

    @staticmethod
    def _is_cut_at_commas(node: Sequence) -> bool:
        """Whether the list stands in [ ] and holds half a bracket: `[site in (a, b)]`."""
        line = node.place.source.line(node.place.line)
        texts = [item.text for item in node.items if isinstance(item, Scalar)]
        halves = any(text.count("(") != text.count(")") for text in texts)
        return halves and line[node.place.column - 1 :].startswith("[")

    def _note(
        self, error: ConditionError, node: Scalar, context: tuple[str, ...], visible: Visible
    ) -> None:
        place = node.place_at(error.start, error.width)
        code, message, fix = error.code, error.message, error.fix
        word = node.text[error.start : error.start + error.width]
        if code == "KB121" and self.excuses(word):
            return
        if code == "KB121" and word in self.subjects and word not in visible:
            code, fix = "KB152", "read what it follows from"
            message = f"'{word}' is concluded by rules, and this is settled before them"
        elif code == "KB121" and word in self.each_subjects:
            fix = "add `each: site` to read this for every chosen site"
            if context[0].partition(" ")[0] not in _EACH_SECTIONS:
                fix = "read it in a rule or flag with `each: site`, or name one site"
        self.problems.append(
            Problem(code=code, place=place, message=message, context=context, fix=fix)
        )

    def _problem(self, code: str, node: Node, message: str, context: tuple[str, ...]) -> None:
        problem = Problem(code=code, place=node.place, message=message, context=context)
        self.problems.append(problem)

    def chosen(self, site: str) -> Comparison:
        """The condition that a site was chosen."""
        return Comparison(self.site_question or "", Operator.HAS, (site,))

    def for_site(self, condition: Condition, site: str) -> Condition:
        """An `each` condition as it reads for one site."""

        def change(one: Comparison) -> Condition:
            if one.subject == "site":
                holds = {
                    Operator.IN: site in one.values, Operator.EQUAL: site in one.values,
                    Operator.NOT_IN: site not in one.values,
                    Operator.NOT_EQUAL: site not in one.values,
                }[one.operator]  # fmt: skip
                return All(()) if holds else NEVER
            if not one.subject.startswith(self.site_prefix):
                return one
            subject = one.subject.replace(self.site_prefix, self.site_prefix[:-5] + site + ".", 1)
            return Comparison(subject, one.operator, one.values)

        return simplified(rewrite(condition, change))


def _is_concluded(name: str) -> bool:
    return name.startswith(("flag.", "pattern."))


def simplified(condition: Condition) -> Condition:
    """The condition without parts that are always or never true."""
    match condition:
        case All(parts):
            return conjunction(tuple(simplified(part) for part in parts))
        case Any(parts):
            kept = tuple(part for part in (simplified(one) for one in parts) if part != NEVER)
            return either(kept)
        case _:
            return condition
