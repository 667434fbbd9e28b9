"""A real browser that is driven: the machine's own Chromium, by Playwright.

Playwright brings browsers of its own; none is fetched. Its driver is a program of Node, and talks
to the browser over a pipe.
"""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import axe, chromium

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page, Request, ViewportSize

    from .web import Server

PHONE = 320
DESK = 1280
_HEIGHT = 720
_USUAL_WINDOW: ViewportSize = {"width": 800, "height": 600}  # that of a Chromium without a window
_MILLISECONDS = 20_000
_SIDEWAYS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def why_not_available() -> str | None:
    """Reason why no browser can be driven here, or None."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed (it is in the extra test)"
    return chromium.why_not_available()


@contextmanager
def driven() -> Iterator[Browser]:
    """A browser without a window.

    Raises:
        FileNotFoundError: if there is no Chromium.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  (may be missing)

    path = chromium.find_chromium()
    if path is None:
        raise FileNotFoundError(chromium.why_not_available())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass(slots=True)
class Window:
    """A page in a browser that came in by the launch token, and what was noted on the way.

    `hosts` are all that were asked for something; `errors` what the browser complained of in its
    console, and scripts and requests that failed.
    """

    page: Page
    address: str
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open a page of the server."""
        self.page.goto(self.address + path)

    def press(self, what: Locator) -> None:
        """Click a link or a button, and wait for the page that it leads to."""
        with self.page.expect_navigation():
            what.click()

    def button(self, name: str) -> None:
        """Press the first button with these words."""
        self.press(self.page.get_by_role("button", name=name).first)

    def link(self, name: str) -> None:
        """Follow the first link with these words."""
        self.press(self.page.get_by_role("link", name=name).first)

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return urlsplit(self.page.url).path

    @property
    def question(self) -> str:
        """The id of the question that is shown, or read about; empty on another page."""
        return self.path.partition("/q/")[2]

    @property
    def interview(self) -> str:
        """The path of the interview that is shown."""
        parts = self.path.split("/")
        assert parts[1] == "i", self.path
        return f"/i/{parts[2]}"

    @property
    def heading(self) -> str:
        """The one main heading of the page."""
        headings = self.page.locator("h1").all_inner_texts()
        assert len(headings) == 1, (self.path, headings)
        return headings[0]

    def is_too_wide(self) -> bool:
        """Whether the page scrolls sideways."""
        content, window = self.page.evaluate(_SIDEWAYS)
        return bool(content > window)


@contextmanager
def window(
    browser: Browser,
    server: Server,
    *,
    width: int = DESK,
    scripts: bool = False,
    **wishes: Any,
) -> Iterator[Window]:
    """A window of its own, with its own cookies, at the first page of the server."""
    context = browser.new_context(
        viewport={"width": width, "height": _HEIGHT}, java_script_enabled=scripts, **wishes
    )
    context.set_default_timeout(_MILLISECONDS)
    page = context.new_page()
    found = Window(page, f"http://127.0.0.1:{server.port}")
    page.on("request", lambda one: found.hosts.add(urlsplit(one.url).hostname or one.url[:20]))
    page.on("requestfailed", lambda one: _note_failure(found, one))
    page.on("pageerror", lambda error: found.errors.append(f"script: {error}"))
    page.on(
        "console",
        lambda said: found.errors.append(said.text) if said.type in {"error", "warning"} else None,
    )
    try:
        found.go(f"/open?token={server.token}")
        yield found
    finally:
        context.close()


def _note_failure(found: Window, request: Request) -> None:
    """What the browser gave up itself, for a page that was opened meanwhile, is no failure."""
    if request.failure != "net::ERR_ABORTED":
        found.errors.append(f"failed: {request.url}: {request.failure}")


def violations(found: Window, *rules: str) -> list[str]:
    """The rules of accessibility that the page shown breaks, a line for each place.

    All rules are checked, or only those that are named.

    The window must be one with scripts and `bypass_csp`: our pages let no script in.

    Raises:
        RuntimeError: if axe checked nothing.
    """
    if not found.page.evaluate("'axe' in window"):
        found.page.evaluate(axe.script())
    wanted = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    result = found.page.evaluate("wanted => axe.run(wanted)", wanted)
    if not result["passes"]:
        raise RuntimeError(f"axe checked nothing on {found.path}")
    return [
        f"{found.path}: {one['id']}: {node['html'][:200]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


def violations_of_file(browser: Browser, path: Path) -> list[str]:
    """The rules of accessibility that a page breaks, read where it lies, with its style sheet.

    As `axe.violations`, without a browser of its own for each page.
    """
    page = browser.new_page(viewport=_USUAL_WINDOW, bypass_csp=True)
    try:
        page.goto(path.resolve().as_uri())
        return violations(Window(page, ""))
    finally:
        page.close()
