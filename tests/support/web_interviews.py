"""Whole interviews by the page's own forms, as a person fills them in."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .web import REDIRECTS, Reply, Visitor
from .web_forms import Form

Said = Mapping[str, Sequence[str]]
"""What a runner answers: the texts or choices of each question by its id."""

_QUESTION = re.compile(r"^/i/([^/]+)/q/([^/?]+)")
_END = re.compile(r"^/i/[^/]+/(see-someone|result|check)")
_AGREE = re.compile(r'href="(/[^"]*[?]agreed=1)"')
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Step:
    """A form that was sent. `question` is empty for another page than a question's."""

    path: str
    question: str
    fields: Sequence[tuple[str, str]]
    reply: Reply


def begin(visitor: Visitor, name: str = "", depth: str = "full") -> str:
    """Start an interview of a new runner; the path of its first page."""
    form = form_to(visitor.page("/start"), "/start")
    reply = visitor.submit(form, [("name", name), ("depth", depth), ("who", "new")])
    assert reply.status == 303, (reply.status, reply.body[:500])
    return reply.location


def interview_of(path: str) -> str:
    """The id of the interview that a path belongs to."""
    found = re.match(r"^/i/([^/?]+)", path)
    assert found, path
    return found[1]


def answer_all(visitor: Visitor, path: str, said: Said) -> str:
    """Answer what is asked until the interview has no more questions; the path of the last page.

    A question that `said` knows nothing of is left unknown where that is offered, else its first
    choice is taken.
    """
    for step in steps(visitor, path, said):
        path = step.reply.location
    return look(visitor, path)[0]


def steps(visitor: Visitor, path: str, said: Said) -> Iterator[Step]:
    """The forms of an interview one after the other, each sent when it is asked for."""
    for _ in range(_LONGEST):
        path, page = look(visitor, path)
        if is_end(path):
            return
        question, form, fields = fields_for(path, page, said)
        step = Step(path, question, fields, visitor.submit(form, fields))
        assert step.reply.status == 303, (path, step.reply.status, step.reply.body[:500])
        yield step
        path = step.reply.location
    raise AssertionError(f"{_LONGEST} questions, and no end: {path}")


def look(visitor: Visitor, path: str) -> tuple[str, Reply]:
    """The page that an address leads to, with its path; what is to be agreed to first, is."""
    reply = visitor.get(path)
    while True:
        if reply.status in REDIRECTS:
            path = reply.location
        else:
            assert reply.status == 200, f"{path}: {reply.status} {reply.body[:500]!r}"
            agree = _AGREE.search(reply.text)
            if not agree:
                return path, reply
            path = agree[1]
        reply = visitor.get(path)


def is_end(path: str) -> bool:
    """Whether no more is asked here: all answers to check, the result, or a warning."""
    return bool(_END.match(path))


def fields_for(path: str, page: Reply, said: Said) -> tuple[str, Form, list[tuple[str, str]]]:
    """The question of a page (empty for another page), its form, and the fields to send."""
    found = _QUESTION.match(path)
    if not found:
        form = _form(path, page, lambda one: one.method == "post" and one.action != "/units")
        return "", form, [one for one in form.buttons[:1] if one[0]]
    form = question_form(path, page)
    return found[2], form, filled(form, said.get(found[2]))


def answer_in(question: str, fields: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """The question and its answer as the log has them; None for the form of another page."""
    texts = [value for name, value in fields if name == "answer"]
    return (question, ", ".join(texts) or "unknown") if question else None


def question_form(path: str, page: Reply) -> Form:
    """The form of a question's page."""
    return _form(path, page, lambda one: ("do", "answer") in one.buttons)


def _form(path: str, page: Reply, is_wanted: Callable[[Form], bool]) -> Form:
    found = [one for one in page.forms if is_wanted(one)]
    assert found, f"{path} has no such form: {page.text[:3_000]}"
    return found[0]


def filled(form: Form, texts: Sequence[str] | None) -> list[tuple[str, str]]:
    """The fields of a question's form with an answer, and the button that sends it."""
    words = {value for _, value in form.buttons}
    if texts is None or list(texts) == ["unknown"]:
        choices = form.choices.get("answer", [])
        if "unknown" in choices:
            return [("answer", "unknown"), ("do", "answer")]
        if "unknown" in words:
            return [("do", "unknown")]
        texts = choices[:1] or [form.texts.get("answer") or "1"]
    return [*(("answer", one) for one in texts), ("do", "answer")]


def form_to(page: Reply, action: str) -> Form:
    """The form of a page that leads to an address."""
    found = [one for one in page.forms if one.action.partition("?")[0] == action]
    assert found, f"no form to {action}: {[one.action for one in page.forms]}"
    return found[0]
