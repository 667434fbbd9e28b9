"""Made-up runners: how each answer is drawn, and drawing them.

`read_population` reads what a knowledge base says of its runners, `generate` makes them up.
A base that says nothing has runners all the same, by the defaults.
"""

from .generating import MOST_RUNNERS, generate
from .model import Population
from .reading import check_population, read_population

__all__ = ["MOST_RUNNERS", "Population", "check_population", "generate", "read_population"]
