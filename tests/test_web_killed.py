"""The server is killed at any moment: what it confirmed is on disk, and the file is whole.

Kill -9 stands for a crash of the program. That a power cut loses nothing rests on SQLite's own
promise (`synchronous = full`), which no test here can show.
"""

import http.client
import random
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from surefoot.intake.interview.log import Act, Entry
from surefoot.intake.store.database import open_store
from surefoot.tests.support.web import Server, Visitor, start_server, stop_server
from surefoot.tests.support.web_interviews import Step, answer_in, begin, interview_of, steps
from surefoot.tests.support.web_said import Said, made_up

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9 of POSIX")
_AT_ONCE = 6
_LOST_LINE = (OSError, http.client.HTTPException)


@dataclass(slots=True)
class Talk:
    """One interview from the runner's side: what was said, and what the server confirmed."""

    said: Said
    interview: str = ""
    confirmed: list[tuple[str, str]] = field(default_factory=list)
    is_over: bool = False
    failure: str = ""

    def go_on(self, port: int, token: str) -> None:
        """Answer on from where the interview stands until it ends or the line breaks."""
        try:
            with Visitor(port) as visitor:
                visitor.come_in(token)
                if not self.interview:
                    self.interview = interview_of(begin(visitor, depth="full"))
                for step in steps(visitor, f"/i/{self.interview}", self.said):
                    self._note(step)
                self.is_over = True
        except _LOST_LINE:
            return
        except AssertionError as error:
            self.failure = str(error)[:2_000]

    def _note(self, step: Step) -> None:
        if "notice=" in step.reply.location:
            raise AssertionError(f"{step.question} was not taken: {step.fields}")
        answer = answer_in(step.question, step.fields)
        # The same answer once more, as after a contradiction, is no new entry.
        if answer and answer not in self.confirmed:
            self.confirmed.append(answer)


def _killed_again_and_again(data: Path, *, interviews: int, kills: int, seed: int) -> str:
    """Kills while interviews go on; the interviews are ended after the last. A line on it all."""
    chance = random.Random(seed)
    runners = made_up(interviews, seed)
    talks = [Talk(one) for one in runners]
    killed_starting = sum(_kill_while_starting(data, chance) for _ in range(kills // 20))
    for number in range(kills):
        server = start_server(data)
        _talk_until_killed(server, _some(talks, chance), chance.uniform(0, 0.6))
        if number % 10 == 0 or number == kills - 1:
            _check_all(data, talks)
        if all(one.is_over for one in talks):
            talks += [Talk(one) for one in made_up(interviews, seed + number + 1)]
    server = start_server(data)
    try:
        rest = [one for one in talks if not one.is_over]
        for start in range(0, len(rest), _AT_ONCE):
            _talk(server, rest[start : start + _AT_ONCE])
    finally:
        stop_server(server)
    _check_all(data, talks)
    assert all(one.is_over for one in talks)
    confirmed = sum(len(one.confirmed) for one in talks)
    return (
        f"{kills} kills, {killed_starting} more while starting, {len(talks)} interviews,"
        f" {confirmed} answers confirmed and found"
    )


def _some(talks: Sequence[Talk], chance: random.Random) -> list[Talk]:
    going_on = [one for one in talks if not one.is_over]
    return chance.sample(going_on, min(_AT_ONCE, len(going_on)))


def _kill_while_starting(data: Path, chance: random.Random) -> bool:
    """Kill it before it says where it is: while it makes or opens the store."""
    import subprocess  # noqa: PLC0415

    from surefoot.tests.support.web import environment  # noqa: PLC0415

    data.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "surefoot", "serve", "--no-browser", "--data", str(data)],
        env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(chance.uniform(0.1, 0.9))
    process.kill()
    return process.wait() != 0


def _talk_until_killed(server: Server, talks: Sequence[Talk], seconds: float) -> None:
    threads = [
        threading.Thread(target=one.go_on, args=(server.port, server.token)) for one in talks
    ]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()
    assert not [one.failure for one in talks if one.failure]


def _talk(server: Server, talks: Sequence[Talk]) -> None:
    threads = [
        threading.Thread(target=one.go_on, args=(server.port, server.token)) for one in talks
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not [one.failure for one in talks if one.failure]


def _check_all(data: Path, talks: Sequence[Talk]) -> None:
    with closing(sqlite3.connect(data / "surefoot.sqlite")) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert database.execute("pragma foreign_key_check").fetchall() == []
    store = open_store(data)
    for talk in talks:
        if not talk.interview:
            continue
        assert store.interview(talk.interview) is not None, "a confirmed start is there"
        stored = iter(_answers(store.log(talk.interview)))
        for answer in talk.confirmed:
            assert answer in stored, (talk.interview, answer, "was confirmed, in this order")


def _answers(log: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    return ((one.question, one.said) for one in log if one.act is Act.ANSWER)


def test_what_was_confirmed_outlives_a_kill(tmp_path: Path) -> None:
    print(_killed_again_and_again(tmp_path / "data", interviews=4, kills=5, seed=1))


@pytest.mark.long
def test_what_was_confirmed_outlives_two_hundred_kills(tmp_path: Path) -> None:
    """`pytest -m long -s tests/test_web_killed.py` prints what was counted."""
    print(_killed_again_and_again(tmp_path / "data", interviews=50, kills=200, seed=2))
