"""Reading the shipped knowledge in a process that runs already."""

import yaml

from surefoot.engine.loading import load_knowledge
from surefoot.engine.shipped import SHIPPED

from .timing import Row, time_turns

_LOAD, _COMPOSE = "load_knowledge", "libyaml composing the same files"


def measure(rounds: int) -> list[Row]:
    """The row for all files."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.yaml"))]
    lines = sum(text.count("\n") for text in texts)
    whole = time_turns({_LOAD: load_knowledge, _COMPOSE: lambda: _compose(texts)}, rounds)
    return [
        Row(
            id="load",
            title="knowledge loading",
            ours=whole[_LOAD],
            peers=(whole[_COMPOSE],),
            note=f"{len(texts)} files with {lines:,} lines; libyaml checks nothing",
        ),
    ]


def _compose(texts: list[str]) -> None:
    for text in texts:
        yaml.compose(text, Loader=yaml.CSafeLoader)
