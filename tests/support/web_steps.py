"""The way through the questions of the tiny base on the web page."""

from .web_pages import Visitor

WELL = {
    "safety.eaten": "no", "plant.age": "20", "plant.moved_km": "0", "symptom.sites": "none",
    "water.days_between": "7", "water.signs": "none", "light.hours": "5",
}  # fmt: skip


def to_question(visitor: Visitor, question: str, **said: str) -> Visitor:
    """Answer what is asked until a question is shown."""
    answers = WELL | {name.replace("__", "."): text for name, text in said.items()}
    for _ in range(30):
        if visitor.question == question:
            return visitor
        if visitor.at.endswith("/enough"):
            visitor.post(visitor.at)
        else:
            visitor.say(*answers[visitor.question].split(", "))
    raise AssertionError(f"never asked: {question}")


def to_check(visitor: Visitor, **said: str) -> Visitor:
    """Answer what is asked until the check page is shown."""
    answers = WELL | {name.replace("__", "."): text for name, text in said.items()}
    for _ in range(30):
        if "/check" in visitor.at:
            return visitor
        if visitor.at.endswith("/enough"):
            visitor.post(visitor.at)
        else:
            visitor.say(*answers[visitor.question].split(", "))
    raise AssertionError(visitor.at)
