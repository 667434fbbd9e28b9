"""What a page is asked and what it answers, without a word of the web framework."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .service import Service


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in: the parts of its address, its query and its form.

    `address` is its path with the query. `form` has every field with all its values; `files` the
    names and contents of what was uploaded in each field.
    """

    method: Literal["GET", "POST"]
    address: str = "/"
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)

    def said(self, name: str) -> str:
        """The last value of a form's field; empty where there is none."""
        return (self.form.get(name) or [""])[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every template knows beside its own values.

    `form_token` stands in every form. `where` is the file of the store. `units` is metric,
    imperial, or empty for what the runner counts in; `address` is where the form that switches
    them comes back to.
    """

    form_token: str
    is_coach: bool
    where: str
    units: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page to show: the template `web/NAME.html.j2` with its values."""

    template: str
    values: object
    status: int = 200


@dataclass(frozen=True, slots=True)
class Redirect:
    """On to another page of ours, as after every form (303).

    `units` are those that the browser is to remember from now on; None leaves them as they are.
    """

    to: str
    units: str | None = None


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
PageFunction = Callable[["Service", Visit], Answered]
