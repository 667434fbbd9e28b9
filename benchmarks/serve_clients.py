"""Runners who answer interviews on the web page at once; a process of its own, run by `serve`.

Prints JSON: the seconds of each next question (the form sent, the next page read), and each
answer that was confirmed, to be looked up in the store.
"""

import argparse
import json
import queue
import random
import threading
import time
from collections.abc import Callable

from surefoot.tests.support.web import REDIRECTS, Reply, Visitor
from surefoot.tests.support.web_interviews import (
    answer_in,
    begin,
    fields_for,
    interview_of,
    is_end,
    look,
)
from surefoot.tests.support.web_said import Said, made_up

SEED = 7


def main() -> None:
    """Answer the interviews and print what was measured."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("port", type=int)
    command.add_argument("token")
    command.add_argument("--at-once", type=int, default=20)
    command.add_argument("--interviews", type=int, default=60)
    command.add_argument("--questions", type=int, default=400, help="at most, in each interview")
    command.add_argument("--thinking", type=float, default=0.0, help="seconds before each answer")
    wanted = command.parse_args()
    waiting: queue.SimpleQueue[Said] = queue.SimpleQueue()
    for said in made_up(wanted.interviews, SEED):
        waiting.put(said)
    talks: list[_Talk] = []
    threads = [
        threading.Thread(target=_work, args=(wanted, waiting, talks, random.Random(number)))  # noqa: S311
        for number in range(wanted.at_once)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(
        json.dumps(
            {
                "seconds": [one for talk in talks for one in talk.seconds],
                "confirmed": {talk.interview: talk.confirmed for talk in talks},
                "errors": [talk.error for talk in talks if talk.error],
                "took": time.perf_counter() - started,
            }
        )
    )


class _Talk:
    """One interview, and how long each next question took."""

    def __init__(self, said: Said) -> None:
        self.said = said
        self.interview = ""
        self.seconds: list[float] = []
        self.confirmed: list[tuple[str, str]] = []
        self.error = ""

    def hold(self, visitor: Visitor, most: int, think: Callable[[], None]) -> None:
        """Answer up to so many questions."""
        path, page = look(visitor, begin(visitor))
        self.interview = interview_of(path)
        while len(self.seconds) < most and not is_end(path):
            question, form, fields = fields_for(path, page, self.said)
            think()
            start = time.perf_counter()
            reply = visitor.submit(form, fields)
            path, page = _followed(visitor, path, reply)
            self.seconds.append(time.perf_counter() - start)
            answer = answer_in(question, fields)
            # The same answer once more, as after a contradiction, is no new entry.
            if answer and answer not in self.confirmed:
                self.confirmed.append(answer)


def _followed(visitor: Visitor, path: str, reply: Reply) -> tuple[str, Reply]:
    if reply.status not in REDIRECTS or "notice=" in reply.location:
        raise AssertionError(f"{path}: {reply.status} {reply.location} {reply.body[:300]!r}")
    return look(visitor, reply.location)


def _work(
    wanted: argparse.Namespace,
    waiting: "queue.SimpleQueue[Said]",
    talks: list[_Talk],
    chance: random.Random,
) -> None:
    def think() -> None:
        if wanted.thinking:
            time.sleep(wanted.thinking * chance.uniform(0.5, 1.5))

    with Visitor(wanted.port) as visitor:
        visitor.come_in(wanted.token)
        while True:
            try:
                talk = _Talk(waiting.get_nowait())
            except queue.Empty:
                return
            talks.append(talk)
            try:
                talk.hold(visitor, wanted.questions, think)
            except Exception as error:  # noqa: BLE001  (counted, and the run goes on)
                talk.error = f"{type(error).__name__}: {error}"
                visitor.close()


if __name__ == "__main__":
    main()
