"""A store with people in it, and the web page over it without a server."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from surefoot.engine.reasoning.prospect import Reading
from surefoot.intake.interview.log import entries_of
from surefoot.intake.store.database import Store, open_store
from surefoot.intake.store.sessions import start_stored
from surefoot.intake.web.app import create_app
from surefoot.intake.web.notices import Notices
from surefoot.intake.web.security import make_keys
from surefoot.intake.web.service import Service

from .sample_runners import DAY, assessor, diagnosis

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from werkzeug.test import TestResponse

    from surefoot.engine.vocabulary import Answers

_HOST = "127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class People:
    """A store with its service; runners are added by name with the kinds of sample runners."""

    service: Service

    @property
    def store(self) -> Store:
        """The store."""
        return self.service.store

    def add(self, name: str, *kinds: str) -> str:
        """A runner with a finished interview for each kind, four weeks apart; the id."""
        runner = self.store.add_runner(name).id
        for number, kind in enumerate(kinds):
            weeks = 4 * (len(kinds) - 1 - number)
            day = DAY - datetime.timedelta(weeks=weeks)
            self.store.finish(self.begin(runner, diagnosis(kind).answers), day)
        return runner

    def begin(self, runner: str, answers: Answers) -> str:
        """An interview with answers that goes on; the id."""
        knowledge = self.service.knowledge
        stored = start_stored(self.store, runner, knowledge)
        self.store.append(stored.id, entries_of(answers, knowledge), knowledge.hash)
        return stored.id

    def results(self, runner: str) -> list[str]:
        """The ids of a runner's interviews, the latest first."""
        return [one.id for one in self.store.interviews(runner)]


def make_people(folder: Path, *, is_coach: bool = True) -> People:
    """An empty store in a folder, on the day of the sample runners."""
    return People(
        Service(
            store=open_store(folder),
            reading=Reading(assessor()),
            today=lambda: DAY,
            is_coach=is_coach,
            notices=Notices(),
        )
    )


class Browser:
    """The page as a browser asks for it: with its cookie, and the token in every form."""

    def __init__(self, people: People) -> None:
        """Takes the people whose pages are looked at."""
        self._keys = make_keys(8000)
        self._client = create_app(people.service, self._keys).test_client()
        self._client.set_cookie(self._keys.cookie, self._keys.session, domain="127.0.0.1")

    def get(self, address: str) -> TestResponse:
        """A page, without following where it leads."""
        return self._client.get(address, headers={"Host": _HOST})

    def post(self, address: str, form: Mapping[str, object] | None = None) -> TestResponse:
        """Send a form, without following where it leads; lists and files as Flask takes them."""
        data = {**(form or {}), "form_token": self._keys.form}
        return self._client.post(address, data=data, headers={"Host": _HOST})

    def follow(self, response: TestResponse) -> TestResponse:
        """The page to which a form led."""
        assert response.status_code == 303
        return self.get(response.headers["Location"])


def words_of(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<style>.*?</style>", "", page)).split())


def any_of(words: Sequence[str], text: str) -> list[str]:
    """Those of the words that stand in a text."""
    return [word for word in words if word in text]
