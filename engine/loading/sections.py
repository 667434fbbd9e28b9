"""The folder of YAML files to entries: which section, which id, what fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic

from ..errors import Problem, Source, did_you_mean, join_words
from ..plan_shapes import (
    AskShape,
    BlockShape,
    ExerciseShape,
    PlacingShape,
    SessionShape,
    StepShape,
)
from ..shape import (
    AdviceShape,
    AnyShape,
    ContradictionShape,
    DerivedShape,
    EvidenceShape,
    FlagShape,
    HomeTestShape,
    LimitShape,
    PatternShape,
    PillarShape,
    QuestionShape,
    RecordShape,
    RuleShape,
    Shape,
    TopicShape,
    fit,
)
from ..source import Mapping, Node, Scalar, hidden_characters, read_file

SHAPES: dict[str, type[Shape]] = {
    "topics": TopicShape,
    "pillars": PillarShape,
    "contexts": PillarShape,
    "questions": QuestionShape,
    "derived": DerivedShape,
    "rules": RuleShape,
    "flags": FlagShape,
    "patterns": PatternShape,
    "limits": LimitShape,
    "contradictions": ContradictionShape,
    "home_tests": HomeTestShape,
    "advice": AdviceShape,
    "evidence": EvidenceShape,
    "asks": AskShape,
    "exercises": ExerciseShape,
    "sessions": SessionShape,
    "placings": PlacingShape,
    "blocks": BlockShape,
    "steps": StepShape,
}
_NAMES = {"format": "1", "name": None, "version": None}
_ONE = {
    "topics": "topic", "pillars": "pillar", "contexts": "context", "questions": "question",
    "derived": "derived value", "rules": "rule", "flags": "flag", "patterns": "pattern",
    "limits": "limit", "contradictions": "contradiction", "home_tests": "home test",
    "asks": "what the plan asks for:", "exercises": "exercise", "sessions": "session",
    "placings": "placing", "blocks": "plan block", "steps": "step",
}  # fmt: skip
PLAN_PARTS = ("asks", "exercises", "sessions", "placings", "blocks", "steps")
FORMAT = "1"


@dataclass(frozen=True, slots=True)
class Entry(Generic[AnyShape]):
    """One entry of a section."""

    id: str
    key: Scalar
    node: Mapping
    shape: AnyShape
    context: tuple[str, ...]


@dataclass(slots=True)
class Sections:
    """All entries of a folder by section, what base.yaml says of it, and every problem.

    `known` has every id that stands in a section, also of entries that are not well formed,
    so that one mistake is not said again by all who name the entry; `broken` has those.
    `is_whole` is False where a file cannot be read, so that what is missing may stand in it.
    """

    folder: Path
    entries: dict[str, dict[str, Entry[Shape]]] = field(default_factory=dict)
    broken: dict[str, list[Entry[Shape]]] = field(default_factory=dict)
    is_whole: bool = True
    names: dict[str, Scalar] = field(default_factory=dict)
    each: dict[str, Scalar] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    known: dict[str, set[str]] = field(default_factory=dict)
    first: dict[tuple[str, str], Scalar] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def of(self, section: str, shape: type[AnyShape]) -> list[Entry[AnyShape]]:
        """The entries of a section in the order of the files."""
        if SHAPES[section] is not shape:
            raise TypeError(f"{section} holds {SHAPES[section].__name__}")
        return list(self.entries.get(section, {}).values())  # type: ignore[arg-type]

    def malformed(self, section: str) -> set[str]:
        """The ids of a section whose entries have a problem of their own."""
        return self.known.get(section, set()) - self.entries.get(section, {}).keys()


def read_sections(folder: Path, *, with_examples: bool = False) -> Sections:
    """Read every YAML file of a folder (not of `runners/`); never raises for what is in it.

    The examples of rules are passed over unless `with_examples` asks for them: a report needs
    none, and they are half of the text.
    """
    sections = Sections(folder)
    files, reason = _files(folder)
    if not files:
        message = f"the knowledge folder {reason}"
        sections.problems.append(Problem(code="KB100", where=str(folder), message=message))
        sections.is_whole = False
    for path in files:
        if path.suffix != ".yaml":
            message = "only files that end in .yaml are read"
            sections.problems.append(
                Problem(
                    code="KB100", where=shown_path(path), message=message, severity="warning",
                    fix=f"call it {path.stem}.yaml",
                )
            )  # fmt: skip
            continue
        reading = read_file(path, shown_path(path), without="" if with_examples else "examples")
        sections.sources.append(reading.source)
        sections.problems += [*reading.problems, *hidden_characters(reading.source)]
        if reading.node is not None:
            _take_file(sections, reading.node)
        elif reading.problems:
            sections.is_whole = False
    return sections


def shown_path(path: Path) -> str:
    """The path as a person would type it from where they are."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _files(folder: Path) -> tuple[list[Path], str]:
    """The files of a folder, or why there are none."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".yml"})
    except NotADirectoryError:
        return [], "is a file, not a folder"
    except FileNotFoundError:
        return [], "does not exist"
    except OSError as error:
        return [], f"cannot be read: {error.strerror or 'the system refused'}"
    return files, "has no .yaml files"


def _take_file(sections: Sections, node: Node) -> None:
    if isinstance(node, Scalar) and not node.text:
        return
    if not isinstance(node, Mapping):
        message = "a knowledge file begins with sections such as `rules:`"
        sections.problems.append(Problem(code="KB152", place=node.place, message=message))
        return
    for key, value in node.entries:
        if key.text in _NAMES:
            _take_name(sections, key, value)
        elif key.text == "each":
            _take_each(sections, value)
        elif key.text == "plan":
            _take_plan(sections, value)
        elif key.text in SHAPES and key.text not in PLAN_PARTS:
            _take_section(sections, key.text, value)
        else:
            known = [
                *_NAMES,
                "each",
                "plan",
                *(one for one in SHAPES if one not in PLAN_PARTS),
            ]
            meant = did_you_mean(key.text, known)
            fix = f"did you mean {meant}?" if meant else f"sections: {join_words(known)}"
            message = f"there is no section '{key.text}'"
            sections.problems.append(
                Problem(code="KB150", place=key.place, message=message, fix=fix)
            )


def _take_name(sections: Sections, key: Scalar, value: Node) -> None:
    if not isinstance(value, Scalar) or not value.text:
        sections.known.setdefault("names", set()).add(key.text)
        message = f"'{key.text}' is one text"
        sections.problems.append(Problem(code="KB153", place=value.place, message=message))
    elif key.text in sections.names:
        also = sections.names[key.text].place
        message = f"'{key.text}' stands in another file already"
        sections.problems.append(Problem(code="KB109", place=key.place, message=message, also=also))
    elif key.text == "format" and value.text != FORMAT:
        sections.known.setdefault("names", set()).add(key.text)
        message = f"format {value.text} is not known; this version reads format {FORMAT}"
        sections.problems.append(Problem(code="KB153", place=value.place, message=message))
    else:
        sections.names[key.text] = value


def _take_each(sections: Sections, node: Node) -> None:
    if isinstance(node, Mapping) and all(isinstance(value, Scalar) for _, value in node.entries):
        for key, value in node.entries:
            if key.text == "site" and isinstance(value, Scalar):
                sections.each["site"] = value
                return
    sections.known.setdefault("names", set()).add("each")
    message = "write `each: {site: id of the question that lists the sites}`"
    sections.problems.append(Problem(code="KB153", place=node.place, message=message))


def _take_plan(sections: Sections, node: Node) -> None:
    parts = node.entries if isinstance(node, Mapping) else ()
    if not parts:
        message = "the plan has `exercises:` and `blocks:`"
        sections.problems.append(Problem(code="KB152", place=node.place, message=message))
    for key, value in parts:
        if key.text in PLAN_PARTS:
            _take_section(sections, key.text, value)
        else:
            message = f"there is no field '{key.text}' here"
            fix = f"fields here: {join_words(PLAN_PARTS)}"
            sections.problems.append(
                Problem(code="KB150", place=key.place, message=message, fix=fix)
            )


def _take_section(sections: Sections, section: str, node: Node) -> None:
    if not isinstance(node, Mapping):
        if not (isinstance(node, Scalar) and not node.text):
            message = f"'{section}:' holds entries, each under its id"
            sections.problems.append(Problem(code="KB152", place=node.place, message=message))
        return
    seen = sections.entries.setdefault(section, {})
    known = sections.known.setdefault(section, set())
    for key, value in node.entries:
        _check_twin(sections, section, key)
        context = (f"{_ONE.get(section, section)} {key.text}{_title(value)}",)
        if (section, key.text) in sections.first:
            also = sections.first[section, key.text].place
            message = f"'{key.text}' stands in {section} already"
            sections.problems.append(
                Problem(code="KB109", place=key.place, message=message, also=also)
            )
            continue
        known.add(key.text)
        sections.first[section, key.text] = key
        shape, problems = fit(_shape(section, value), value, context, key.place)
        sections.problems += problems
        if not isinstance(value, Mapping):
            continue
        if shape is not None:
            seen[key.text] = Entry(key.text, key, value, shape, context)
        else:
            broken = Entry(key.text, key, value, Shape(), context)
            sections.broken.setdefault(section, []).append(broken)


def _shape(section: str, node: Node) -> type[Shape]:
    is_record = section == "questions" and isinstance(node, Mapping) and node.get("records")
    return RecordShape if is_record else SHAPES[section]


def _check_twin(sections: Sections, section: str, key: Scalar) -> None:
    """Pillars and contexts are ranked together, so that an id is one or the other."""
    twin = {"pillars": "contexts", "contexts": "pillars"}.get(section, "")
    if (twin, key.text) in sections.first:
        also = sections.first[twin, key.text].place
        message = f"'{key.text}' stands in {twin} already"
        sections.problems.append(Problem(code="KB109", place=key.place, message=message, also=also))


def _title(node: Node) -> str:
    title = node.get("title") if isinstance(node, Mapping) else None
    return f' "{title.text}"' if isinstance(title, Scalar) and title.text else ""


def runner_files(folder: Path) -> Iterator[Path]:
    """The files of whole people, sorted."""
    yield from sorted((folder / "runners").glob("*.yaml"))
