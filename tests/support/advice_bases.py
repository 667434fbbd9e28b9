"""Random knowledge bases in which advice competes for time, and runners who answer them."""

import json
import random
from collections.abc import Iterator, Mapping
from pathlib import Path

from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import Answer, Choice, Number, Several, State

_ADVICE = [f"do-{letter}" for letter in "abcdefghij"]
_PLACES = ["left", "right"]
_THINGS = ["chair", "band"]
_NUMBERS = [f"a.n{number}" for number in range(6)]
_ASK = {"ask": "Ask", "why": "Why"}
_REASONS = {"status": "trial", "evidence": ["expert"], "grade": "expert"}
_WEEKS = [f"w{week}" for week in range(1, 9)]


def advice_base(folder: Path, chance: random.Random) -> Knowledge:
    """A base of four pillars and contexts whose rules ask for ten pieces of advice."""
    sections = {
        "format": 1, "name": "Advice", "version": "0.0.1",
        "topics": {"a": {"title": "A"}, "s": {"title": "S"}},
        "evidence": {"expert": {"cite": "Us", "design": "opinion", "seen": "none"}},
        "each": {"site": "s.places"},
        "pillars": {name: _scored(name) for name in "pq"},
        "contexts": {
            "c": {**_scored("c"), "headline_when": _condition(chance)}, "d": _scored("d"),
        },
        "questions": _questions(chance),
        "plan": _plan(chance),
        "advice": {name: _advice(chance, name) for name in _ADVICE},
        "flags": {f"flag.f{number}": _flag(chance) for number in range(3)},
        "patterns": {f"pattern.x{number}": _pattern(chance) for number in range(2)},
        "limits": {"limit.stop": {
            **_REASONS, "title": "L", "when": "a.n0 > 9", "text": "T", "plan": "none",
        }},
        "rules": dict(_rules(chance)),
    }  # fmt: skip
    (folder / "base.yaml").write_text(json.dumps(sections), encoding="utf-8")
    return load_knowledge(folder)


def _scored(name: str) -> Mapping[str, str]:
    return {"title": name.upper(), "about": "About", "headline": "First."}


def _condition(chance: random.Random) -> str:
    sign = chance.choice(["<", ">", ">="])
    return f"{chance.choice(_NUMBERS)} {sign} {chance.randint(1, 8)}"


def _questions(chance: random.Random) -> Mapping[str, object]:
    found: dict[str, object] = {
        name: {"title": name, **_ASK, "answer": "0 to 10"} for name in _NUMBERS
    }
    found["a.gate"] = {"title": "Gate", **_ASK, "answer": "yes or no"}
    gated = {"only_if": "a.gate == yes"} if chance.random() < 0.5 else {}
    found["a.time"] = {"title": "Time", **_ASK, "answer": "0 to 600 min", **gated}
    for name, words in (("a.things", _THINGS), ("s.places", _PLACES)):
        labels = {word: word.title() for word in [*words, "none"]}
        found[name] = {"title": "Several", **_ASK, "answers": labels}
    found["s.site.pain"] = {"each": "site", "title": "Pain", **_ASK, "answer": "0 to 10"}
    return found


def _plan(chance: random.Random) -> Mapping[str, object]:
    exercises = {f"e{number}": _exercise(chance) for number in range(6)}
    sessions = {
        name: {
            "title": name, "text": "T", "minutes": chance.choice([0, 2, 3]),
            "skip_if": _condition(chance), "skipped": "No day.",
        }
        for name in "xy"
    }  # fmt: skip
    blocks = {
        "run": {**_block(chance), "always": "yes", "keep_going": "yes"},
        "lift": {**_block(chance), "parts": _parts(chance)},
        "hard": {**_block(chance), "parts": _parts(chance), "minutes": chance.choice([0, 4])},
        "bath": {**_block(chance), "minutes": 6},
        "calm": _block(chance),
    }
    asks = {"minutes": {"question": "a.time"}, "equipment": {"question": "a.things"}}
    return {"asks": asks, "exercises": exercises, "sessions": sessions, "blocks": blocks}


def _yes(chance: random.Random, share: float) -> str:
    return "yes" if chance.random() < share else "no"


def _some(chance: random.Random, words: list[str], most: int) -> list[str]:
    return sorted(chance.sample(words, chance.randint(0, most)))


def _exercise(chance: random.Random) -> Mapping[str, object]:
    texts = {"title": f"E{chance.random()}", "how": "H", "dose": "D", "half": "H", "stop": "S"}
    return {
        **texts, "minutes": chance.randint(1, 9), "needs": _some(chance, _THINGS, 1),
        "loads": _some(chance, _PLACES, 1), "impact": _yes(chance, 0.2),
        **({"when": _condition(chance)} if chance.random() < 0.3 else {}),
    }  # fmt: skip


def _block(chance: random.Random) -> dict[str, object]:
    found: dict[str, object] = {"title": f"B{chance.random()}", "weeks": _WEEKS}
    found |= {"impact": _yes(chance, 0.3), "loads": _some(chance, _PLACES, 1)}
    if chance.random() < 0.7:
        found["half"] = _WEEKS
    if chance.random() < 0.6:
        found["hold"] = "Hold"
    if chance.random() < 0.3:
        found |= {"withhold_if": _condition(chance), "withheld": "Not now."}
    return found


def _parts(chance: random.Random) -> Mapping[str, object]:
    return {
        part: {
            "title": part, "sessions": chance.choice([["x"], ["y"], ["x", "y"]]),
            "one_of": chance.sample([f"e{number}" for number in range(6)], chance.randint(1, 3)),
        }
        for part in ("front", "back", "side")[: chance.randint(1, 3)]
    }  # fmt: skip


def _advice(chance: random.Random, name: str) -> Mapping[str, object]:
    block = chance.choice(["run", "lift", "lift", "hard", "bath", "calm"])
    others = [one for one in _ADVICE if one != name]
    return {
        "title": name, "text": "T", "dose": "D", "stop": "S", "evidence": ["expert"],
        "grade": "expert", "block": block, "minutes_per_week": chance.choice([0, 0, 2, 5]),
        "increases": _yes(chance, 0.15),
        "not_with": _some(chance, others, 1),
        **({"parts": ["front"]} if block in {"lift", "hard"} and chance.random() < 0.6 else {}),
        **({"withhold_if": _condition(chance)} if chance.random() < 0.2 else {}),
    }  # fmt: skip


def _flag(chance: random.Random) -> Mapping[str, object]:
    plan = chance.choice(["no-impact", "hold", "site", "site"])
    each = plan == "site" or chance.random() < 0.5
    when = f"s.site.pain > {chance.randint(6, 9)}" if each else f"a.n1 > {chance.randint(7, 9)}"
    return {
        **_REASONS, "title": "F", "tier": "C", "route": "within two weeks", "plan": plan,
        "because": "B.", "running": "R.", "tell": "T.", "when": when,
        **({"each": "site"} if each else {}),
    }  # fmt: skip


def _pattern(chance: random.Random) -> Mapping[str, object]:
    sites = _some(chance, _PLACES, 2)
    when = f"s.site.pain > {chance.randint(3, 8)}" if sites else _condition(chance)
    return {
        **_REASONS, "title": "X", "about": "A", "differ": "D", "sites": sites,
        "blocks": ["run", *_some(chance, ["lift", "hard", "bath", "calm"], 4)],
        "signs": {"sore": {"when": when, "say": "strongly"}},
    }  # fmt: skip


def _rules(chance: random.Random) -> Iterator[tuple[str, Mapping[str, object]]]:
    for scored in "pqcd":
        for item in range(chance.randint(3, 5)):
            for number in range(chance.randint(1, 2)):
                yield f"{scored}.r{item}{number}", {
                    **_REASONS, "title": "R", "group": f"i{item}", "when": _condition(chance),
                    "because": "B.",
                    "then": {"points": chance.randint(1, 4), "advice": chance.choice(_ADVICE)},
                }  # fmt: skip


def some_answers(knowledge: Knowledge, chance: random.Random) -> dict[str, Answer]:
    """Answers to most questions, of the base that is shipped or of one above."""
    found = {}
    for name, question in knowledge.questions.items():
        value: object
        match question.kind:
            case Number():
                value = float(chance.randint(0, 60 if name == "a.time" else 10))
            case Choice(labels):
                value = chance.choice(list(labels))
            case Several(labels):
                words = [word for word in labels if word != "none"]
                value = frozenset(_some(chance, words, len(words)) or ["none"])
            case _:
                continue
        if chance.random() < 0.85:
            found[name] = Answer(State.GIVEN, value, str(value), str(value))
    return found
