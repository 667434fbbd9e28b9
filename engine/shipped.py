"""Where the knowledge base that comes with Surefoot lies."""

from pathlib import Path

SHIPPED = Path(__file__).resolve().parents[1] / "knowledge"
