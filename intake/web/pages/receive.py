"""Taking in what runners sent: files of answers and exports; each whole or not at all."""

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ....engine.days import show_date
from ....engine.errors import Problem, SurefootError, join_words
from ...store.naming import name_of
from ...store.rows import LONGEST_NAME, tidy_name
from ...store.shapes import StoredRunner
from ..answering import Page, Redirect, Visit
from ..days import DAY, day_said
from ..notices import Fault, Notice
from ..people import person_of
from ..security import LARGEST_UPLOAD
from ..service import NotFound, Service
from ..waiting import WaitingFile

if TYPE_CHECKING:
    from ...store.importing import FileRead
    from ...store.merging import TakenIn

FILE, NAME, RUNNER = "file", "name", "runner"
KEY, WHOSE = "waiting", "whose"
_DONE, _WRONG, _NOTES, _ASKED = "done", "wrong", "notes", "asked"  # kept by a notice
_MOST_FILES = 50
_MOST_LINES = 20
_OWN = "own"  # an export goes to its own runners
_NO_FILE = "Choose a file first."
_NO_NAME = "Type whose answers these are: the file does not say."
_NO_CHOICE = "Choose whose they are."
_GONE = "The file does not wait here any more. Choose it again, if it was not taken in."
_QUOTED = re.compile(r"'([a-z0-9_.]+)'|(?<=did you mean )([a-z0-9_.]+)(?=\?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenLine:
    """An interview that was taken in: whose it is, and where it is checked and shown."""

    name: str
    outcome: str
    page: str
    result: str


@dataclass(frozen=True, slots=True)
class WrongFile:
    """A file that was not taken in, and every reason."""

    called: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Whose:
    """A runner whose a file may be; `value` is what the form sends."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A file that waits until somebody says whose it is; `key` is under which it waits."""

    key: str
    called: str
    says: str
    choices: tuple[Whose, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivePage:
    """The form; the rest says what came of the last files.

    `runner` is the id of whom the files are for, empty where a name is typed; `day` and `today`
    are days as 2026-11-23.
    """

    runner: str
    whom: str
    name: str
    longest_name: int
    day: str
    today: str
    largest_kb: int
    taken: tuple[TakenLine, ...]
    wrong: tuple[WrongFile, ...]
    asked: tuple[AskedFile, ...]
    notes: tuple[str, ...]
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class _Came:
    """What came of the files so far, as a notice keeps it."""

    done: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    is_nameless: bool = False

    def faults(self) -> tuple[Fault, ...]:
        """What the summary at the top says: one line a file."""
        found = [Fault("wrong", f"{one.splitlines()[0]} was not taken in.") for one in self.wrong]
        return (*found, *([Fault(NAME, _NO_NAME)] if self.is_nameless else []))


def show(service: Service, visit: Visit) -> Page:
    """The form, with what came of the last files.

    Raises:
        NotFound: without a coach.
    """
    _only_coaches(service)
    notice = service.notices.find(visit.query.get("notice", "")) or Notice({}, ())
    said = notice.typed
    runner = (said.get(RUNNER) or [visit.query.get(RUNNER, "")])[-1]
    known = service.runner(runner) if runner else None
    asked = (_asked(service, key, known) for key in said.get(_ASKED, ()))
    page = ReceivePage(
        runner=runner,
        whom=name_of(known) if known else "",
        name=(said.get(NAME) or [""])[-1],
        longest_name=LONGEST_NAME,
        day=(said.get(DAY) or [service.today().isoformat()])[-1],
        today=service.today().isoformat(),
        largest_kb=LARGEST_UPLOAD // 1024,
        taken=tuple(filter(None, (_taken(service, one) for one in said.get(_DONE, ())))),
        wrong=tuple(_wrong(one) for one in said.get(_WRONG, ())),
        asked=tuple(filter(None, asked)),
        notes=tuple(said.get(_NOTES, ())),
        faults=notice.faults,
    )
    return Page("receive", page)


def take_in(service: Service, visit: Visit) -> Redirect:
    """Take in the files; then the form again, with what came of each.

    Raises:
        NotFound: without a coach, or for a runner that there is not.
    """
    _only_coaches(service)
    if visit.said(KEY):
        return _take_in_waiting(service, visit)
    day = day_said(visit, service.today())
    files = [one for one in visit.files.get(FILE, ()) if one[1]][:_MOST_FILES]
    runner = service.runner(visit.said(RUNNER)) if visit.said(RUNNER) else None
    faults = [Fault(FILE, _NO_FILE)] if not files else []
    if isinstance(day, Fault):
        return _again(service, visit, _Came(), (*faults, day))
    came = _Came()
    for name, data in files:
        file = WaitingFile(_called(name, data), data, day)
        _receive(service, file, runner, visit.said(NAME).strip(), came)
    return _again(service, visit, came, (*faults, *came.faults()))


def _receive(
    service: Service, file: WaitingFile, runner: StoredRunner | None, name: str, came: _Came
) -> None:
    """Take in one file, or ask first whose it is."""
    from ...store.importing import is_of_another, read_file  # noqa: PLC0415  (seldom needed)

    try:
        read = read_file(file.data, file.called, lambda: service.knowledge)
        said = name_of(runner) if runner else name
        is_export = _is_export(read)
        called = said or next(iter(read.names), "")
        if not called and not is_export:
            came.is_nameless = True
            return
        is_unclear = not (runner or is_export) and len(service.store.find_runners(called)) > 1
        if is_unclear or (said and is_of_another(read, said, runner.id if runner else "")):
            key = service.waiting.keep(file)
            came.asked.append(f"{key}\n{name}")
            return
        _keep(service, file, read, runner.id if runner else called, came)
    except SurefootError as error:
        _refuse(service, file, error, came)


def _keep(service: Service, file: WaitingFile, read: "FileRead", name: str, came: _Came) -> None:
    from ...store.importing import take_in_read  # noqa: PLC0415

    done = take_in_read(service.store, read, lambda: service.knowledge, file.day, name=name)
    came.done += [_kept(one) for one in done.interviews[:_MOST_LINES]]
    more = len(done.interviews) - _MOST_LINES
    came.notes += [f"{file.called}: {one}" for one in done.notes]
    if more > 0:
        came.notes.append(f"{file.called}: {more} more interviews were taken in.")


def _refuse(service: Service, file: WaitingFile, error: SurefootError, came: _Came) -> None:
    problems = error.problems
    reasons = [_in_words(service, one) for one in problems[:_MOST_LINES]]
    if len(problems) > _MOST_LINES:
        reasons.append(f"And {len(problems) - _MOST_LINES} more.")
    came.wrong.append("\n".join([file.called, *reasons]))


def _take_in_waiting(service: Service, visit: Visit) -> Redirect:
    """Take in a file of which somebody said whose it is."""
    from ...store.importing import read_file  # noqa: PLC0415

    key, whose, came = visit.said(KEY), visit.said(WHOSE), _Came()
    file = service.waiting.find(key)
    if file is None:
        return _again(service, visit, came, (Fault(FILE, _GONE),))
    if not whose:
        came.asked.append(f"{key}\n{visit.said(NAME)}")
        return _again(service, visit, came, (Fault(key, _NO_CHOICE),))
    try:
        read = read_file(file.data, file.called, lambda: service.knowledge)
        _keep(service, file, read, whose, came)
    except SurefootError as error:
        _refuse(service, file, error, came)
    service.waiting.drop(key)
    return _again(service, visit, came, came.faults())


def _asked(service: Service, kept: str, runner: StoredRunner | None) -> AskedFile | None:
    """What is asked of a file that waits; None once it does no more."""
    from ...store.importing import is_of_another, read_file  # noqa: PLC0415

    key, _, typed = kept.partition("\n")
    file = service.waiting.find(key)
    if file is None:
        return None
    read = read_file(file.data, file.called, lambda: service.knowledge)
    said = name_of(runner) if runner else typed
    named = join_words(read.names[:_MOST_LINES], "and")
    if _is_export(read):
        says = f"This file has everything of {named}. It is kept under that name, not for {said}."
        return AskedFile(key, file.called, says, (Whose(_OWN, f"Take it in for {named}"),))
    if said and is_of_another(read, said):
        wanted = (
            (Whose(runner.id, _label(service, runner)),) if runner else _called_so(service, said)
        )
        choices = (*wanted, *_called_so(service, named))
        return AskedFile(
            key, file.called, f"This file says {named}. Take it in for {said}?", choices
        )
    called = said or named
    says = f"Several runners are called {tidy_name(called)}. Whose is it?"
    return AskedFile(key, file.called, says, _called_so(service, called))


def _called_so(service: Service, name: str) -> tuple[Whose, ...]:
    """The runners of a name, each with the last result; a new one if there is none."""
    found = service.store.find_runners(name)
    if not found:
        return (Whose(name, f"{tidy_name(name)}, who is new here"),)
    return tuple(Whose(one.id, _label(service, one)) for one in found)


def _label(service: Service, runner: StoredRunner) -> str:
    """A runner as told from others of that name."""
    last = person_of(service, runner, service.store.interviews(runner.id)).last
    if last:
        return f"{name_of(runner)}, last result {show_date(last.day)}"
    added = datetime.datetime.fromisoformat(runner.created).astimezone().date()
    return f"{name_of(runner)}, without a result, here since {show_date(added)}"


def _is_export(read: "FileRead") -> bool:
    from ...store.received import Received  # noqa: PLC0415

    return isinstance(read.content, Received)


def _only_coaches(service: Service) -> None:
    if not service.is_coach:
        raise NotFound("receive")


def _called(name: str, data: bytes) -> str:
    """What a file is called in messages; the way it ends says how it is read."""
    end = ".json" if data.lstrip()[:1] == b"{" else ".yaml"
    shown = tidy_name(re.split(r"[\\/]", name)[-1])[:60]
    if not shown:
        return f"this file{end}"
    return shown if shown.lower().endswith(end) else f"{shown}{end}"


def _again(service: Service, visit: Visit, came: _Came, faults: tuple[Fault, ...]) -> Redirect:
    kept = {
        RUNNER: [visit.said(RUNNER)],
        NAME: [visit.said(NAME)[: LONGEST_NAME + 1]] if faults or came.asked else [""],
        DAY: [visit.said(DAY)[:20] or service.today().isoformat()],
        _DONE: came.done, _WRONG: came.wrong, _NOTES: came.notes, _ASKED: came.asked,
    }  # fmt: skip
    return Redirect(f"/receive?notice={service.notices.leave(Notice(kept, faults))}")


def _in_words(service: Service, problem: Problem) -> str:
    """A problem as a sentence, with its place in the file, and questions by their titles too."""
    place = f"Line {problem.place.line}: " if problem.place else ""
    fix = f"; {problem.fix}" if problem.fix else ""
    text = f"{place}{problem.message}{fix}".rstrip()
    text = _QUOTED.sub(lambda found: _titled(service, found), text)
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith(("?", ".")) else ".")


def _titled(service: Service, found: re.Match[str]) -> str:
    question = service.knowledge.questions.get(found[1] or found[2])
    return f"{found[0]} ({question.title})" if question else found[0]


def _wrong(kept: str) -> WrongFile:
    called, *reasons = kept.splitlines()
    return WrongFile(called, tuple(reasons))


def _kept(one: "TakenIn") -> str:
    """What a notice keeps of an interview: its id and what became of it."""
    return f"{one.interview} {one.outcome}"


def _taken(service: Service, kept: str) -> TakenLine | None:
    """An interview that was taken in; None once it was removed again."""
    interview, _, outcome = kept.partition(" ")
    stored = service.store.interview(interview)
    if stored is None:
        return None
    runner = service.runner(stored.runner)
    said = _OUTCOMES.get(outcome, outcome)
    return TakenLine(
        name=name_of(runner),
        outcome=f"{said}, {show_date(stored.day)}",
        page=f"/r/{runner.id}",
        result=f"/i/{interview}/result" if stored.base == service.knowledge.name else "",
    )


_OUTCOMES = {
    "new": "taken in",
    "longer": "was here; what was added since is taken in",
    "same": "all of it was here already",
}
