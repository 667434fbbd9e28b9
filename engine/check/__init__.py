"""What is wrong with a knowledge base: all of it at once, before any runner sees it."""

from pathlib import Path

from ..errors import Problem
from ..loading import SHIPPED, read_knowledge
from ..loading.sections import read_sections
from .runners import check_runners
from .unused import check_unused
from .words import check_words


def check_knowledge(folder: Path | None = None) -> list[Problem]:
    """Every finding of a folder, or of the base that comes with Surefoot; empty if all is well.

    What the parts mean to each other is only looked at once every file can be read.
    """
    folder = folder or SHIPPED
    sections = read_sections(folder)
    knowledge, problems = read_knowledge(sections)
    if knowledge is None:
        return problems
    return [
        *problems,
        *check_unused(knowledge, sections),
        *check_words(sections),
        *check_runners(folder, knowledge),
    ]
