"""A visitor of the web page in this process: no socket, no second program."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Self

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from surefoot.engine.assessment import Assessor
from surefoot.engine.prepared import load_prepared
from surefoot.engine.reasoning.prospect import Reading
from surefoot.intake.interview.asking import Interview
from surefoot.intake.store.database import open_store
from surefoot.intake.web.app import create_app
from surefoot.intake.web.notices import Notices
from surefoot.intake.web.security import Keys, make_keys
from surefoot.intake.web.service import Service

PORT = 5000
HOST = f"http://127.0.0.1:{PORT}"
TODAY = datetime.date(2026, 11, 23)
TINY_BASE = Path(__file__).parents[1] / "fixtures" / "tiny_knowledge"
REDIRECTED = 303

Fields = dict[str, str | Sequence[str]]


def reading_of(folder: Path | None = None) -> Reading:
    """A base, ready to be asked."""
    return Reading(Assessor(load_prepared(folder)))


def make_service(folder: Path, reading: Reading, *, is_coach: bool = False) -> Service:
    """A service with a store in a folder of the test."""
    return Service(
        store=open_store(folder), reading=reading, today=lambda: TODAY, is_coach=is_coach,
        notices=Notices(),
    )  # fmt: skip


@dataclass(slots=True)
class Visitor:
    """Somebody with a browser; `at` is the address of the page, `page` its text."""

    client: FlaskClient
    keys: Keys
    service: Service
    at: str = ""
    page: str = ""
    status: int = 0

    @classmethod
    def of(cls, service: Service) -> Self:
        """A visitor who is not let in yet."""
        keys = make_keys(PORT)
        return cls(create_app(service, keys).test_client(), keys, service)

    def come_in(self) -> Self:
        """Open the page as the terminal says."""
        return self.go(f"/open?token={self.keys.launch}")

    def go(self, address: str) -> Self:
        """Open a page, wherever it leads to."""
        return self._arrive(self.client.get(address, base_url=HOST), address)

    def post(self, address: str, fields: Fields | None = None) -> Self:
        """Send a form of the site's own page."""
        sent = {"form_token": self.keys.form, **(fields or {})}
        headers = {"Origin": HOST, "Sec-Fetch-Site": "same-origin"}
        reply = self.client.post(address, data=sent, base_url=HOST, headers=headers)
        return self._arrive(reply, address)

    def _arrive(self, reply: TestResponse, address: str) -> Self:
        for _ in range(10):
            if reply.status_code != REDIRECTED:
                break
            address = reply.headers["Location"]
            reply = self.client.get(address, base_url=HOST)
        self.at, self.page, self.status = address, reply.text, reply.status_code
        return self

    def start(self, depth: str = "full", **fields: str) -> str:
        """Begin an interview and agree to what is asked for; its id."""
        self.post("/start", {"depth": depth, **fields})
        self.agree()
        return self.interview

    @property
    def interview(self) -> str:
        """The id of the interview of this page."""
        found = re.match(r"/i/([^/?]+)", self.at)
        assert found is not None, self.at
        return found[1]

    def stored(self, name: str = "") -> Interview:
        """The interview as it is on disk now."""
        service = make_service(self.service.store.path.parent, self.service.reading)
        return service.interview(name or self.interview)

    def agree(self) -> Self:
        """Where a topic asks for consent, give it."""
        found = re.search(r'href="([^"]*agreed=1[^"]*)"', self.page)
        return self.go(unescape(found[1])) if found and "<form" not in self.main else self

    @property
    def question(self) -> str:
        """The id of the question that is shown; empty on another page."""
        found = re.search(r"/q/([^/?]+)(?:\?|$)", self.at)
        return found[1] if found else ""

    @property
    def action(self) -> str:
        """Where the question's form goes to."""
        found = re.search(r'action="(/i/[^"]*/q/[^"]*)"', self.page)
        assert found is not None, self.main
        return unescape(found[1])

    def say(self, *words: str, **others: str) -> Self:
        """Answer the question that is shown."""
        fields: Fields = {"do": "answer", "answer": list(words), **others}
        return self.post(self.action, fields).agree()

    def press(self, do: str) -> Self:
        """Press another button of the question."""
        return self.post(self.action, {"do": do}).agree()

    def link(self, words: str) -> str:
        """Where a link of the page leads to."""
        for found in re.finditer(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', self.page, re.DOTALL):
            if words in plain(found[2]):
                return unescape(found[1])
        raise AssertionError(f"no link says {words!r}: {self.main}")

    @property
    def main(self) -> str:
        """The main part of the page."""
        return self.page.partition("<main")[2].partition("</main>")[0]

    @property
    def text(self) -> str:
        """What can be read on the page."""
        return plain(self.main)

    @property
    def title(self) -> str:
        """The title of the page."""
        found = re.search(r"<title>(.*?)</title>", self.page, re.DOTALL)
        return unescape(found[1]) if found else ""


def plain(html: str) -> str:
    """The text of a piece of HTML, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
