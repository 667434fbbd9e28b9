"""Surefoot: which foundation pillar of a runner is weak, why, and what to do.

The repository root is this package. `surefoot.engine` holds knowledge, inference
and meaning, `surefoot.intake` collects answers, `surefoot.reports` prints them.
"""

__version__ = "0.1.0"
