"""The web page under load: from an answer to the next question, from the start to the first page.

A real server and, in a process of their own, 20 runners who answer whole interviews at once.
Without thinking time the server is never idle, and each runner waits for 19 others; with a
second of thinking time it is a coach's busiest hour. Every answer that was confirmed is then
looked up in the store.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from threading import Thread

from surefoot.intake.interview.log import Act
from surefoot.intake.store.database import open_store
from surefoot.tests.support.web import (
    Server,
    Visitor,
    environment,
    served,
    start_server,
    stop_server,
)

from .processes import CACHE_HOMES
from .timing import Row, Times, summary

AT_ONCE = 20
IN_FLIGHT = 200
NEXT_SLOW = 0.080  # seconds, 19 of 20 within it
START_TARGET = 0.6
MEMORY_TARGET = 300  # MB
FEWEST_ROUNDS = 7
_INTERVIEWS = {0.0: 40, 1.0: 20}
_BARE_QUESTIONS = 2_000
_IMPORTS, _BARE = "importing its libraries", "python alone"
_LIBRARIES = "surefoot.engine._experta, pydantic, jinja2, yaml, click, flask, waitress, sqlite3"


class LostAnswerError(Exception):
    """An answer that was confirmed is not in the store, or a request failed."""


@dataclass(frozen=True, slots=True)
class _Load:
    """What the runners of a load saw."""

    seconds: list[float]
    per_second: float


def measure(rounds: int) -> list[Row]:
    """Next question with and without thinking time, memory, and the start."""
    rows = [_next_question(thinking) for thinking in _INTERVIEWS]
    return [*rows, _in_flight(), _start(max(rounds, FEWEST_ROUNDS))]


def _next_question(thinking: float) -> Row:
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as server:
        _clients(server, thinking=0, interviews=2, at_once=2)  # warm-up
        load = _clients(server, thinking=thinking, interviews=_INTERVIEWS[thinking])
        memory = server.resident_kilobytes() / 1000
    slow = quantiles(load.seconds, n=20)[-1]
    how = f"{thinking:.0f} s of thinking time" if thinking else "no thinking time"
    kept = "reached" if slow <= NEXT_SLOW else "MISSED"
    return Row(
        id=f"next-question-{thinking:.0f}",
        title=f"next question, {AT_ONCE} interviews at once, {how}",
        ours=summary("next question", load.seconds),
        peers=() if thinking else (_bare(),),
        note=(
            f"19 of 20 within {slow * 1000:.0f} ms (≤ {NEXT_SLOW * 1000:.0f} ms: {kept});"
            f" {load.per_second:.0f} answers a second; no error, every confirmed answer is in the"
            f" store; {memory:.0f} MB"
        ),
    )


def _clients(
    server: Server, *, thinking: float, interviews: int, at_once: int = AT_ONCE, most: int = 400
) -> _Load:
    """Runners at this server, in a process of their own; nothing they said may be missing."""
    arguments = [
        str(server.port), server.token, "--at-once", str(at_once), "--interviews", str(interviews),
        "--questions", str(most), "--thinking", str(thinking),
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603 (our own command)
        [sys.executable, "-m", "benchmarks.serve_clients", *arguments],
        cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = json.loads(done.stdout)
    if found["errors"]:
        raise LostAnswerError(f"{len(found['errors'])} requests failed: {found['errors'][0]}")
    _check_stored(server.data, found["confirmed"])
    return _Load(found["seconds"], len(found["seconds"]) / found["took"])


def _check_stored(data: Path, confirmed: Mapping[str, Sequence[Sequence[str]]]) -> None:
    store = open_store(data)
    for interview, answers in confirmed.items():
        log = store.log(interview)
        stored = iter([(one.question, one.said) for one in log if one.act is Act.ANSWER])
        lost = [(question, said) for question, said in answers if (question, said) not in stored]
        if lost:
            raise LostAnswerError(f"{interview}: {lost[0]}")


def _bare() -> Times:
    """Flask and waitress with a form that does nothing, under the same load."""
    peer = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.serve_peer"],
        cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert peer.stdout is not None
        port = int(peer.stdout.readline())
        taken: list[float] = []
        threads = [Thread(target=_ask_bare, args=(port, taken)) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        peer.kill()
        peer.communicate()
    return summary("Flask and waitress, a form that does nothing", taken)


def _ask_bare(port: int, taken: list[float]) -> None:
    with Visitor(port) as visitor:
        for _ in range(_BARE_QUESTIONS // AT_ONCE):
            start = time.perf_counter()
            reply = visitor.post("/q", [("answer", "1"), ("do", "answer")])
            visitor.get(reply.location)
            taken.append(time.perf_counter() - start)


def _in_flight() -> Row:
    """Interviews begun and left in the middle, all in one server; its memory then."""
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as server:
        empty = server.resident_kilobytes() / 1000
        load = _clients(server, thinking=0, interviews=IN_FLIGHT, most=15)
        memory = server.resident_kilobytes() / 1000
    kept = "reached" if memory < MEMORY_TARGET else "MISSED"
    return Row(
        id="in-flight",
        title=f"next question, the first 15 of {IN_FLIGHT} interviews",
        ours=summary("next question", load.seconds),
        note=(
            f"{memory:.0f} MB with {IN_FLIGHT} interviews in flight (< {MEMORY_TARGET} MB: {kept}),"
            f" {empty:.0f} MB with none"
        ),
    )


def _start(rounds: int) -> Row:
    """From the command to its first page; knowledge and bytecode are kept from a first round."""
    title = "serve, from the command to the first page"
    taken: dict[str, list[float]] = {title: [], _IMPORTS: [], _BARE: []}
    with tempfile.TemporaryDirectory() as name:
        for number in range(-1, rounds):
            found = {
                title: _first_page(Path(name)),
                _IMPORTS: _run(["-c", f"import {_LIBRARIES}"], Path(name)),
                _BARE: _run(["-c", "pass"], Path(name)),
            }
            if number >= 0:
                for each, seconds in found.items():
                    taken[each].append(seconds)
    times = {each: summary(each, seconds) for each, seconds in taken.items()}
    return Row(
        id="serve-start",
        title=title,
        ours=times[title],
        target=START_TARGET,
        peers=(times[_IMPORTS], times[_BARE]),
    )


def _first_page(folder: Path) -> float:
    """Ending the server is not counted."""
    start = time.perf_counter()
    server = start_server(folder / "data", environ=_environment(folder))
    try:
        with server.visitor() as visitor:
            visitor.page("/")
        return time.perf_counter() - start
    finally:
        stop_server(server)


def _run(arguments: Sequence[str], folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(  # noqa: S603 (our own commands)
        [sys.executable, *arguments], check=True, capture_output=True, env=_environment(folder)
    )
    return time.perf_counter() - start


def _environment(folder: Path) -> dict[str, str]:
    """Bytecode and knowledge are kept in a folder of their own, as an installed Surefoot does."""
    made = {
        **environment(folder / "data"),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        **dict.fromkeys(CACHE_HOMES, str(folder / "cache")),
    }
    made.pop("PYTHONDONTWRITEBYTECODE", None)
    return made
