"""The report's templates, watched while they render: which branches ran, which fields were read."""

from __future__ import annotations

import dataclasses
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest import mock

from jinja2 import Environment, nodes

from surefoot.reports import render as rendering

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEEN = "branch_was_rendered"


@dataclass(frozen=True)
class Watched:
    """What happened: branches as `html/end.j2:12 if`, fields as (class, name) for each format."""

    branches: set[str] = field(default_factory=set)
    rendered: set[str] = field(default_factory=set)
    read: set[tuple[str, type, str]] = field(default_factory=set)

    def never_rendered(self) -> list[str]:
        """The branches that no rendering came through."""
        return sorted(self.branches - self.rendered)


@contextmanager
def watching() -> Iterator[Watched]:
    """While this is open, `render` watches its templates."""
    watched = Watched()
    made = {name: _environment(name, watched) for name in rendering.FORMATS}
    with mock.patch.object(rendering, "environment", made.__getitem__):
        yield watched


def _environment(format_: str, watched: Watched) -> Environment:
    plain = rendering.environment.__wrapped__(format_)

    class Watching(Environment):
        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            return _marked(super()._parse(source, name, filename), str(name), watched)

        def getattr(self, obj: Any, attribute: str) -> Any:
            if dataclasses.is_dataclass(obj):
                watched.read.add((format_, type(obj), attribute))
            return super().getattr(obj, attribute)

    plain.__class__ = Watching
    plain.globals[_SEEN] = watched.rendered.add
    return plain


def _marked(template: nodes.Template, name: str, watched: Watched) -> nodes.Template:
    """The template with a call at the start of every branch; a condition has two of them."""
    conditions = list(template.find_all(nodes.If))
    others = {id(one) for condition in conditions for one in condition.elif_}
    for one in conditions:
        one.body = [_mark(one, name, "if", watched), *one.body]
        if id(one) not in others:  # what is left over by all of them stands with the first
            one.else_ = [_mark(one, name, "else", watched), *one.else_]
    for loop in list(template.find_all(nodes.For)):
        loop.body = [_mark(loop, name, "for", watched), *loop.body]
    return template


def _mark(node: nodes.If | nodes.For, name: str, what: str, watched: Watched) -> nodes.ExprStmt:
    condition = node.test if isinstance(node, nodes.If) else None
    line = node.lineno if condition is None else condition.lineno
    key = f"{name}:{line} {what} {_written(condition)}".rstrip()
    watched.branches.add(key)
    call = nodes.Call(nodes.Name(_SEEN, "load"), [nodes.Const(key)], [], None, None)
    mark = nodes.ExprStmt(call)
    mark.set_lineno(line)
    return mark


def _written(condition: nodes.Node | None) -> str:
    """The names in a condition, to tell two of one line apart."""
    if condition is None:
        return ""
    fields = [one.attr for one in condition.find_all(nodes.Getattr)]
    names = [one.name for one in condition.find_all(nodes.Name)]
    return ".".join([*names, *reversed(fields)])
