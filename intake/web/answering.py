"""What a page is asked and what it answers, without a word of the web framework."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in: the parts of its address, its query and its form.

    `form` has every field with all its values; `files` the name and content of what was uploaded.
    """

    method: Literal["GET", "POST"]
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """The last value of a form's field; empty where there is none."""
        return (self.form.get(name) or [""])[-1]


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show: the template `web/NAME.html.j2` with its values."""

    template: str
    values: object
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """On to another page, as after every form (303)."""

    to: str


@dataclass(frozen=True, slots=True)
class Document:
    """A whole file: shown in the browser, or saved under `save_as`.

    `styles` are the hashes (`sha256-…`) of style sheets inside an HTML file that may be used.
    """

    content: bytes
    type: str
    save_as: str = ""
    styles: tuple[str, ...] = ()


Answered = Page | Redirect | Document
