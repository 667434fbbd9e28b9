"""Where the knowledge base that comes with Surefoot lies."""

from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[1] / "knowledge"
# The four questions of the weekly check-in, a small base of its own.
CHECK_IN = SHIPPED / "check_in"
