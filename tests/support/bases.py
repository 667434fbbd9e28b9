"""Random small knowledge bases as YAML, loaded through the same door as real ones."""

import random
from pathlib import Path

QUESTIONS = {
    "a.number": "answer: 0 to 10",
    "a.other": "from_history: weekly_km_2w\n    answer: 0 to 5 km",
    "a.word": "worse: higher\n    answer: {low: Low, middle: Middle, high: High}",
    "b.free": "answer: {red: Red, blue: Blue, unsure: Not sure}",
    "b.yes": "from_history: cadence_known\n    answer: yes or no",
    "b.several": "answers: {one: One, two: Two, three: Three, none: None}",
    "s.places": "answers: {left: Left, right: Right, middle: Middle, none: None}",
}
RECORDS = {"a.recorded": "a.other", "b.recorded": "b.yes"}
EACH = {"s.site.pain": "answer: 0 to 10", "s.site.warm": "answer: yes or no"}


def write_random_base(folder: Path, seed: int) -> Path:
    """A base with gates, groups, derived values, chains of flags and patterns, and sites."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "format: 1", "name: Random", "version: 0.0.1", "each: {site: s.places}",
        "topics:", *(f"  {topic}: {{title: {topic}}}" for topic in "abs"),
        "pillars:", *(f"  {pillar}: {_PILLAR}" for pillar in ("p", "q")),
        "contexts:", f"  c: {_CONTEXT}",
        "evidence:", "  expert: {cite: Us, design: opinion, seen: none}",
    ]  # fmt: skip
    lines += ["questions:"]
    gateable = list(QUESTIONS)
    for index, (name, kind) in enumerate(QUESTIONS.items()):
        gate = ""
        if index and chance.random() < 0.4 and name != "s.places":
            gate = f"\n    only_if: {comparison(chance, gateable[:index], each=False)}"
        lines.append(f"  {name}:\n    title: {name}\n    ask: Ask\n    why: Why\n    {kind}{gate}")
    for name, kind in EACH.items():
        lines.append(
            f"  {name}:\n    each: site\n    title: {name}\n    ask: Ask\n    why: Why\n    {kind}"
        )
    lines += [f"  {name}: {{title: R, records: {asked}}}" for name, asked in RECORDS.items()]
    lines += [
        "derived:",
        "  a.beyond: {title: Beyond, number: a.other - a.recorded}",
        "  a.told:\n    title: Told\n    choice:\n      - more: a.beyond > 1"
        "\n      - as_recorded: otherwise\n    gate: a.recorded >= 0",
        "  a.ratio:\n    title: Ratio\n    number: a.number / a.other"
        + ("\n    gate: a.other > 1" if chance.random() < 0.5 else ""),
        "  a.mood:\n    title: Mood\n    choice:"
        f"\n      - good: {comparison(chance, ['a.number', 'a.word', 'b.free'], each=False)}"
        "\n      - bad: otherwise",
    ]
    readable = [*QUESTIONS, "a.ratio", "a.mood", *RECORDS, "a.beyond", "a.told"]
    lines += ["flags:"]
    flags: list[str] = []
    for number in range(chance.randint(1, 3)):
        each = chance.random() < 0.4
        subjects = [*readable, *flags]
        lines.append(_flag(chance, number, subjects, each=each))
        flags.append(f"flag.f{number}")
    lines += ["patterns:", _pattern(chance, readable, flags)]
    lines += ["rules:"]
    subjects = [*readable, *flags, "pattern.x"]
    for number in range(chance.randint(3, 8)):
        lines.append(_rule(chance, number, subjects))
    (folder / "base.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


_PILLAR = "{title: P, about: About, headline: Head}"
_CONTEXT = "{title: C, about: About, headline: Head, headline_when: a.number > 8}"
REASONS = "status: trial\n    evidence: [expert]\n    grade: expert"


def _flag(chance: random.Random, number: int, subjects: list[str], *, each: bool) -> str:
    tier, route, plan = chance.choice(
        [
            ("A", "ambulance", "none"),
            ("B", "same day", "none"),
            ("B", "within days", "hold"),
            ("C", "within two weeks", "site"),
            ("C", "within two weeks", "no-impact"),
            ("D", "self-care", "unchanged"),
        ]
    )
    head = (
        f"  flag.f{number}:\n    title: Flag\n    {REASONS}\n    tier: {tier}\n    route: {route}"
    )
    return (
        f"{head}\n    plan: {plan}\n    because: B\n    running: R\n    tell: T\n"
        + ("    each: site\n" if each else "")
        + f"    when:\n{tree(chance, subjects, 6, each=each)}"
    )


def _pattern(chance: random.Random, subjects: list[str], flags: list[str]) -> str:
    signs = []
    for number in range(chance.randint(2, 5)):
        say = chance.choice(["slightly", "clearly", "strongly", "against clearly"])
        group = "\n        group: g" if say == "slightly" and chance.random() < 0.5 else ""
        when = tree(chance, [*subjects, *flags], 10, each=True)
        signs.append(f"      s{number}:\n        say: {say}{group}\n        when:\n{when}")
    listed = "\n".join(signs)
    link = comparison(chance, subjects, each=False)
    return (
        f"  pattern.x:\n    title: X\n    {REASONS}\n    about: A\n    differ: D\n"
        f"    sites: [left, right]\n    links:\n      - p\n      - q: {link}\n"
        f"    signs:\n{listed}"
    )


def _rule(chance: random.Random, number: int, subjects: list[str]) -> str:
    pillar = chance.choice(["p", "p", "q", "c"])
    group = f"\n    group: g{chance.randint(0, 2)}" if chance.random() < 0.6 else ""
    each = chance.random() < 0.2
    return (
        f"  {pillar}.r{number}:\n    title: Rule\n    {REASONS}{group}\n"
        f"    then: {{points: {chance.randint(1, 4)}}}\n    because: B\n"
        + ("    each: site\n" if each else "")
        + f"    when:\n{tree(chance, subjects, 6, each=each)}"
    )


def tree(chance: random.Random, subjects: list[str], indent: int, *, each: bool) -> str:
    """A condition under all, any or none, two levels deep at most."""
    space = " " * indent
    lines = [f"{space}{chance.choice(['all', 'any', 'none'])}:"]
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.25:
            lines.append(f"{space}  - {chance.choice(['all', 'any', 'none'])}:")
            for _ in range(chance.randint(1, 2)):
                lines.append(f"{space}      - {comparison(chance, subjects, each=each)}")
        elif chance.random() < 0.15:
            parts = [comparison(chance, subjects, each=each) for _ in range(3)]
            lines.append(f"{space}  - at_least({chance.randint(1, 3)}, {', '.join(parts)})")
        else:
            lines.append(f"{space}  - {comparison(chance, subjects, each=each)}")
    return "\n".join(lines)


COMPARISONS = {
    "a.number": ["< 3", ">= 7", "== 5", "!= 5"], "a.other": ["<= 2", "> 1"],
    "a.word": ["== low", ">= middle", "< high", "in (low, high)"],
    "b.free": ["== red", "!= blue", "in (red, unsure)"], "b.yes": ["== yes", "!= yes"],
    "b.several": ["has one", "has none", "has two"], "s.places": ["has left", "has none"],
    "a.ratio": ["> 1.1", "<= 2"], "a.mood": ["== good", "!= good"],
    "a.recorded": ["> 2", "<= 4", ">= 0", "!= 3"], "b.recorded": ["== yes", "!= yes"],
    "a.beyond": ["> 1", "<= 0"], "a.told": ["== more", "!= more"],
    "pattern.x": [">= likely", "== possible", "< likely"],
    "s.site.pain": [">= 4", "< 2"], "s.site.warm": ["== yes"],
    "site": ["== left", "in (right, middle)"],
}  # fmt: skip


def comparison(chance: random.Random, subjects: list[str], *, each: bool) -> str:
    pool = [*subjects, *(["s.site.pain", "s.site.warm", "site"] * 2 if each else [])]
    subject = chance.choice(pool)
    word = chance.choice(COMPARISONS.get(subject, ["== yes", "!= yes", "== no"]))
    negated = "not " if chance.random() < 0.2 else ""
    return f"{negated}{subject} {word}"
