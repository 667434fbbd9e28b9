"""What the rules of a base mean to each other, proved over all runners there can be.

Every finding is proved: where neither a runner nor a proof is found within the bounds of the
search, nothing is said.
"""

from collections.abc import Iterator

from ...errors import Problem
from ...knowledge import Knowledge
from ...loading.sections import Sections
from .contradictions import check_contradictions
from .dead import check_dead
from .effect import check_effect
from .hidden import check_hidden
from .items import check_items
from .monotone import check_monotone
from .pairs import check_pairs
from .prover import Prover
from .reach import check_reach
from .tables import check_tables


def check_logic(knowledge: Knowledge, sections: Sections) -> Iterator[Problem]:
    """Every finding about what rules, tables and questions mean.

    Args:
        knowledge: The base, drafts included where they are to be checked too.
        sections: The entries that it was read from, for their places.
    """
    prover = Prover(knowledge, sections)
    for check in (
        check_items, check_effect, check_pairs, check_dead, check_monotone, check_tables,
        check_reach, check_hidden, check_contradictions,
    ):  # fmt: skip
        yield from check(prover)
