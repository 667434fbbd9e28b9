"""What is wrong with a knowledge base: all of it at once, before any runner sees it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ..assessment import QuickAssessor
from ..errors import Problem, Source
from ..file_text import read_source
from ..knowledge import Knowledge
from ..loading import read_knowledge
from ..loading.sections import Sections, read_sections, runner_files, shown_path
from ..population import check_population
from ..shipped import SHIPPED
from .beside import find_beside
from .evidence import check_evidence
from .examples import check_examples
from .ignore import without_ignored
from .logic import check_logic
from .runners import check_runners
from .severity import graded, statuses_of
from .unused import check_unused
from .versions import check_versions
from .words import check_words


def check_knowledge(folder: Path | None = None, today: date | None = None) -> list[Problem]:
    """Every finding of a folder, or of the base that comes with Surefoot; empty if all is well.

    What the parts mean to each other is only looked at once every file can be read. `today`
    decides what was looked up too long ago; without it, it is the day of the clock.
    """
    folder = folder or SHIPPED
    sections = read_sections(folder, with_examples=True)
    knowledge, problems = read_knowledge(sections)
    if knowledge is not None:
        problems += _looked_into(folder, sections, knowledge, today)
    # Only the comments of the people's files are looked at here: to compose them once is enough.
    people = (read_source(path, shown_path(path)) for path in runner_files(folder))
    sources = [*sections.sources, *(one for one in people if isinstance(one, Source))]
    left = without_ignored(problems, sources, complete=knowledge is not None)
    return graded(left, statuses_of(sections))


def _looked_into(
    folder: Path, sections: Sections, knowledge: Knowledge, today: date | None
) -> list[Problem]:
    """What is wrong with a base that can be read."""
    has_drafts = "draft" in statuses_of(sections).values()
    with_drafts = read_knowledge(sections, with_drafts=True)[0] if has_drafts else knowledge
    with_drafts = with_drafts or knowledge

    def proofs() -> Iterator[Problem]:
        yield from check_unused(with_drafts, sections)
        yield from check_logic(with_drafts, sections)

    def trials() -> Iterator[Problem]:
        yield from check_examples(sections, with_drafts)
        yield from check_runners(folder, QuickAssessor(knowledge))
        yield from check_population(folder, knowledge)
        yield from check_evidence(sections, today)
        yield from check_words(sections)
        yield from check_versions(folder, sections, knowledge, today)

    return find_beside(proofs, trials)
