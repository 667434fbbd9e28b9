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

_JOINS = ("all", "any", "none")


@dataclass(slots=True)
class Language:
    """The subjects of a base, the sites of `each: site`, and problems found while reading."""

    subjects: dict[str, Subject]
    each_subjects: dict[str, Subject]
    site_question: str | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def site_prefix(self) -> str:
        """`symptom.site.`, with which an `each` condition names the chosen site's answers."""
        return f"{(self.site_question or '').partition('.')[0]}.site."

    def condition(
        self, node: Node, context: tuple[str, ...], *, each: bool = False
    ) -> Condition | None:
        """The condition in normal form; None after noting what is wrong with it."""
        before = len(self.problems)
        tree = self._tree(node, context, each=each)
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
            self._note(error, node, context)
            return None

    def _tree(self, node: Node, context: tuple[str, ...], *, each: bool) -> Condition | None:
        match node:
            case Scalar(text):
                try:
                    return parse_condition(text, self._visible(each=each))
                except ConditionError as error:
                    self._note(error, node, context, each=each)
                    return None
            case Sequence():
                message = "a list of conditions needs `all:`, `any:` or `none:` above it"
                self._problem("KB152", node, message, context)
                return None
            case Mapping(entries):
                parts = [self._joined(key, value, context, each=each) for key, value in entries]
                if not parts:
                    self._problem("KB152", node, "a condition is missing here", context)
                known = tuple(part for part in parts if part is not None)
                return known[0] if len(known) == 1 else All(known)

    def _joined(
        self, key: Scalar, node: Node, context: tuple[str, ...], *, each: bool
    ) -> Condition | None:
        if key.text not in _JOINS:
            fix = "write all:, any: or none: with one comparison on each line below"
            message = f"'{key.text}' does not join conditions"
            self.problems.append(
                Problem(code="KB152", place=key.place, message=message, context=context, fix=fix)
            )
            return None
        if not isinstance(node, Sequence) or not node.items:
            message = f"'{key.text}:' needs a list, one comparison on each line after a dash"
            self._problem("KB152", node, message, context)
            return None
        trees = [
            self._tree(item, (*context, key.text, f"line {number}"), each=each)
            for number, item in enumerate(node.items, start=1)
        ]
        parts = tuple(tree for tree in trees if tree is not None)
        if key.text == "all":
            return All(parts)
        return Any(parts) if key.text == "any" else Not(Any(parts))

    def _visible(self, *, each: bool) -> AbstractMapping[str, Subject]:
        return self.each_subjects if each else self.subjects

    def _note(
        self, error: ConditionError, node: Scalar, context: tuple[str, ...], *, each: bool = False
    ) -> None:
        place = node.place_at(error.start, error.width)
        fix = error.fix
        word = node.text[error.start : error.start + error.width]
        if error.code == "KB121" and not each and word in self.each_subjects:
            fix = "add `each: site` to read this for every chosen site"
        self.problems.append(
            Problem(code=error.code, place=place, message=error.message, context=context, fix=fix)
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
