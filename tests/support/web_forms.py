"""The forms of a page, read from its HTML as a browser reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Attributes = list[tuple[str, str | None]]
_TEXT_LIKE = {"text", "number", "search", "tel", "email", "date"}


@dataclass(slots=True)
class Form:
    """A form: where it goes, its hidden fields, what can be chosen or typed, its buttons.

    `choices` are radio buttons, check boxes and the options of lists by field name; `several`
    the names of fields that take more than one; `texts` what stands in each text field.
    """

    action: str
    method: str
    hidden: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    several: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def token(self) -> str:
        """The form token; empty without one."""
        return dict(self.hidden).get("form_token", "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._list = ""
        self._area = ""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None:
            return
        name = has.get("name", "")
        match tag:
            case "input":
                self._input(self._form, name, has)
            case "button":
                self._form.buttons.append((name, has.get("value", "")))
            case "select":
                self._list = name
                self._form.choices.setdefault(name, [])
            case "option" if self._list:
                self._form.choices[self._list].append(has.get("value", ""))
            case "textarea":
                self._area = name
                self._form.texts[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.texts[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._form = None
            case "select":
                self._list = ""
            case "textarea":
                self._area = ""

    @staticmethod
    def _input(form: Form, name: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text")
        value = has.get("value", "")
        if kind == "hidden":
            form.hidden.append((name, value))
        elif kind in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value)
            if kind == "checkbox":
                form.several.add(name)
        elif kind == "file":
            form.files.append(name)
        elif kind == "submit":
            form.buttons.append((name, value))
        elif kind in _TEXT_LIKE:
            form.texts[name] = value


def read_forms(page: str) -> tuple[Form, ...]:
    """The forms of a page, in order."""
    reader = _Reader()
    reader.feed(page)
    return tuple(reader.forms)


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def read_tags(page: str) -> list[tuple[str, dict[str, str]]]:
    """Every tag of a page with its attributes: what a browser would see of a script."""
    reader = _TagReader()
    reader.feed(page)
    return reader.tags
