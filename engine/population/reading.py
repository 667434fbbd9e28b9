"""The YAML of a population to a `Population`, or to every problem in it at once."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import KnowledgeError, Place, Problem, did_you_mean, join_words
from ..knowledge import ANY_NUMBER, Knowledge
from ..loading.order import sorted_by_need
from ..loading.sections import shown_path
from ..nodes import place_of
from ..shape import fit
from ..shipped import SHIPPED
from ..source import Mapping, Node, Scalar, hidden_characters, read_file
from ..vocabulary import Text
from .drawings import Frame, read_drawing
from .generating import needs_of
from .model import Drawing, Population
from .reader import Context, Reader, make_reader
from .shapes import QuestionShape, TraitShape

FOLDER = "population"
CHOICE = "choice"
_SECTIONS = ("traits", "population")
_TRAIT_ID = re.compile(r"trait\.[a-z][a-z0-9]*(_[a-z0-9]+)*")


def read_population(folder: Path | None, knowledge: Knowledge) -> Population:
    """What the base in a folder says of its runners; without a folder, the shipped base.

    A base without a folder `population` says nothing, which is no error.

    Raises:
        KnowledgeError: with every problem of every file.
    """
    files = _read_files(folder or SHIPPED)
    population = _population(files, knowledge)
    errors = [one for one in files.problems if one.severity == "error"]
    if errors:
        raise KnowledgeError(*errors)
    return population


def check_population(folder: Path, knowledge: Knowledge) -> Iterator[Problem]:
    """Everything that is wrong with what a base says of its runners."""
    files = _read_files(folder)
    _population(files, knowledge)
    yield from files.problems


@dataclass(slots=True)
class _Files:
    """The entries of all files by section, and the problems found so far."""

    entries: dict[str, dict[str, tuple[Scalar, Node]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def _read_files(folder: Path) -> _Files:
    files = _Files({section: {} for section in _SECTIONS})
    for path in sorted((folder / FOLDER).glob("*.yml")):
        message, fix = "only files that end in .yaml are read", f"call it {path.stem}.yaml"
        files.problems.append(
            Problem(
                code="KB100", where=shown_path(path), message=message, fix=fix, severity="warning"
            )
        )
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        reading = read_file(path, shown_path(path))
        files.problems += [*reading.problems, *hidden_characters(reading.source)]
        node = reading.node
        if node is None or (isinstance(node, Scalar) and not node.text):
            continue
        if isinstance(node, Mapping):
            for key, value in node.entries:
                _take_section(files, key, value)
        else:
            message = "a file of the population begins with `traits:` or `population:`"
            files.problems.append(Problem(code="KB152", place=node.place, message=message))
    return files


def _take_section(files: _Files, key: Scalar, node: Node) -> None:
    if key.text not in _SECTIONS:
        meant = did_you_mean(key.text, _SECTIONS)
        fix = f"did you mean {meant}?" if meant else f"sections: {join_words(_SECTIONS)}"
        message = f"there is no section '{key.text}' in a population"
        files.problems.append(Problem(code="KB150", place=key.place, message=message, fix=fix))
        return
    if not isinstance(node, Mapping):
        if not (isinstance(node, Scalar) and not node.text):
            message = f"'{key.text}:' holds entries, each under its id"
            files.problems.append(Problem(code="KB152", place=node.place, message=message))
        return
    seen = files.entries[key.text]
    for name, value in node.entries:
        if name.text in seen:
            message = f"'{name.text}' stands in {key.text} already"
            also = seen[name.text][0].place
            files.problems.append(
                Problem(code="KB109", place=name.place, message=message, also=also)
            )
        else:
            seen[name.text] = (name, value)


def _population(files: _Files, knowledge: Knowledge) -> Population:
    """The population, without the entries in which something is wrong."""
    reader = make_reader(knowledge, [name for name in files.entries["traits"] if _is_new(name)])
    traits: dict[str, Drawing] = {}
    questions: dict[str, Drawing] = {}
    keys: dict[str, Scalar] = {}
    for key, node in files.entries["traits"].values():
        drawing = _trait(key, node, knowledge, reader)
        if drawing is not None:
            traits[key.text] = drawing
            keys[key.text] = key
    for key, node in files.entries["population"].values():
        found = _question(key, node, knowledge, reader)
        questions |= found
        keys |= dict.fromkeys(found, key)
    reader.problems.extend(_cycles(knowledge, traits | questions, keys))
    files.problems += reader.problems
    return Population(traits, questions)


def _is_new(name: str) -> bool:
    return _TRAIT_ID.fullmatch(name) is not None


def _trait(key: Scalar, node: Node, knowledge: Knowledge, reader: Reader) -> Drawing | None:
    context = (f"trait {key.text}",)
    if not _is_new(key.text):
        message = "a trait's id is trait.name, in small letters and _"
        reader.note("KB201", key.place, message, context)
    elif key.text in knowledge.questions or key.text in knowledge.derived:
        reader.note("KB109", key.place, f"'{key.text}' stands in the base already", context)
    elif _fits(key, node, TraitShape, knowledge, reader, context) and isinstance(node, Mapping):
        return read_drawing(reader, node, Frame(ANY_NUMBER, context, is_trait=True))
    return None


def _question(key: Scalar, node: Node, knowledge: Knowledge, reader: Reader) -> dict[str, Drawing]:
    """The drawing of a question, or of that of every site, by id."""
    context = (f"population {key.text}",)
    of_sites = reader.site_questions.get(key.text)
    question = knowledge.questions.get(key.text)
    if of_sites is not None:
        question = next(knowledge.questions[name] for name in of_sites.values())
    elif question is None:
        _note_unknown(key, knowledge, reader, context)
        return {}
    elif question.site is not None:
        topic, site, name = key.text.split(".")
        message = "a question of every site is named once for all of them"
        fix = f"write {topic}.site.{name}, with a case `when: site == {site}`"
        reader.note("KB152", key.place, message, context, fix)
        return {}
    if isinstance(question.kind, Text):
        message = f"'{key.text}' is free text, which is never made up"
        reader.note("KB130", key.place, message, context, "leave the entry out")
        return {}
    if not _fits(key, node, QuestionShape, knowledge, reader, context):
        return {}
    frame = Frame(question.kind, context, each=of_sites is not None)
    drawing = read_drawing(reader, node, frame) if isinstance(node, Mapping) else None
    if drawing is None:
        return {}
    if not question.offers_dont_know and any(one.silence.dont_know for one in drawing.cases):
        message = "'dont_know' is no answer to this question, which has a choice for it"
        reader.note("KB130", key.place, message, context, "write `shares:` for that choice")
        return {}
    if of_sites is None:
        return {key.text: drawing}
    return {name: reader.for_site(drawing, site) for site, name in of_sites.items()}


def _note_unknown(key: Scalar, knowledge: Knowledge, reader: Reader, context: Context) -> None:
    plain = [name for name, one in knowledge.questions.items() if one.site is None]
    meant = did_you_mean(key.text, [*plain, *reader.site_questions])
    fix = f"did you mean {meant}?" if meant else ""
    if key.text in knowledge.former_questions:
        fix = f"it is now called {knowledge.former_questions[key.text]}"
    if key.text in knowledge.derived:
        fix = "leave the entry out: it follows from answers"
    reader.note("KB121", key.place, f"there is no question '{key.text}'", context, fix)


def _fits(
    key: Scalar,
    node: Node,
    shape: type[TraitShape],
    knowledge: Knowledge,
    reader: Reader,
    context: Context,
) -> bool:
    """Whether an entry has its fields, and says where they come from."""
    found, problems = fit(shape, node, context, key.place)
    reader.problems.extend(problems)
    if found is None:
        return False
    if found.source == CHOICE:
        if not found.reason:
            message = "a choice needs a reason"
            reader.note("KB151", key.place, message, context, "add a line `reason: …`")
    elif found.source not in knowledge.evidence:
        meant = did_you_mean(found.source, [*knowledge.evidence, CHOICE])
        fix = f"did you mean {meant}?" if meant else f"name a source of the base, or {CHOICE}"
        message = f"there is no source '{found.source}'"
        reader.note("KB202", place_of(node, "source"), message, context, fix)
    return True


def _cycles(
    knowledge: Knowledge, drawings: AbstractMapping[str, Drawing], keys: dict[str, Scalar]
) -> Iterator[Problem]:
    """Answers that are drawn from each other."""
    said: set[Place] = set()
    _, cycles = sorted_by_need(needs_of(knowledge, drawings))
    for cycle in cycles:
        key = next((keys[name] for name in cycle if name in keys), None)
        if key is None or key.place in said:  # the same for every site
            continue
        said.add(key.place)
        message = f"these are drawn from each other: {' → '.join([*cycle, cycle[0]])}"
        fix = "let one of them be drawn first, without the others"
        yield Problem(code="KB205", place=key.place, message=message, fix=fix)
