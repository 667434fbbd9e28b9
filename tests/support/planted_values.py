"""Points, tables, groups and bands with a defect, the same without it, and what is said."""

from __future__ import annotations

from .planted import derived, flag, flags, pattern, rule, rules

# By what it is planted in: with the defect, without it, and what is said of the first.
WORSE: dict[str, tuple[str, str, list[str]]] = {
    "the wrong way round": (
        rules(rule("p.x", "a.far < 9", "points: 3")),
        rules(rule("p.x", "a.far > 9", "points: 3")),
        [
            "KB221 <a.far < 9> a lower 'a.far' is said to be better (worse: higher), but 'p.x' "
            "gives more points for it | 9 km -> 8 km: 3 points instead of 0, everything else the "
            "same {a.far: 8}",
        ],
    ),
    "a group that goes down": (
        rules(
            rule("p.x", "a.level == mid", "points: 3", more="group: g, "),
            rule("p.y", "a.level == high", "points: 2", more="group: g, "),
        ),
        rules(
            rule("p.x", "a.level == mid", "points: 2", more="group: g, "),
            rule("p.y", "a.level == high", "points: 2", more="group: g, "),
        ),
        [
            "KB221 <a.level == mid> a lower 'a.level' is said to be better (worse: higher), but "
            "the group 'g' gives more points for it | high -> mid: 3 points instead of 2, "
            "everything else the same {a.level: mid}",
        ],
    ),
    "bands of one group": (
        rules(
            rule("p.x", "a.far > 60", "points: 1"),
            rule("p.y", "a.far > 30 and a.far <= 60", "points: 2"),
        ),
        rules(
            rule("p.x", "a.far > 60", "points: 3", more="group: far, "),
            rule("p.y", "a.far > 30 and a.far <= 60", "points: 1", more="group: far, "),
        ),
        [
            "KB221 <a.far <= 60> a lower 'a.far' is said to be better (worse: higher), but 'p.y' "
            "gives more points for it | 61 km -> 31 km: 2 points instead of 0, everything else "
            "the same {a.far: 31}",
        ],
    ),
    "a formula": (
        derived("  a.ratio: {title: R, number: a.before / a.far}\n")
        + rules(rule("p.x", "a.ratio > 2")),
        derived("  a.ratio: {title: R, number: a.far / a.before}\n")
        + rules(rule("p.x", "a.ratio > 2")),
        [
            "KB221 <a.ratio > 2> a higher 'a.before' is said to be better (worse: lower), but "
            "'p.x' gives more points for it | 4 km -> 10 km: 2 points instead of 0, everything "
            "else the same {a.far: 2, a.before: 10}",
            "KB221 <a.ratio > 2> a lower 'a.far' is said to be better (worse: higher), but 'p.x' "
            "gives more points for it | 6 km -> 2 km: 2 points instead of 0, everything else "
            "the same {a.far: 2, a.before: 10}",
        ],
    ),
    "one choice more": (
        rules(rule("p.x", "not a.signs has two"), rule("q.x", "a.signs has one")),
        rules(rule("p.x", "a.signs has two"), rule("q.x", "a.signs has one")),
        [
            "KB221 <a.signs has two> fewer of 'a.signs' is said to be better (worse: higher), but"
            " 'p.x' gives more points for it | [one, two] -> [one]: 2 points instead of 0, "
            "everything else the same {a.signs: [one]}",
        ],
    ),
    "knowing": (
        rules(rule("p.x", "a.knows == yes")),
        rules(
            rule("p.x", "a.knows == no", more="group: g, "),
            rule("p.y", "a.count < 9", "points: 3", more="group: g, "),
        ),
        [
            "KB221 <a.knows == yes> a higher 'a.knows' is said to be better (worse: lower), but "
            "'p.x' gives more points for it | no -> yes: 2 points instead of 0, everything else "
            "the same {a.knows: yes}",
        ],
    ),
}


def _table(*rows: str, gate: str = "") -> str:
    listed = "".join(f"        - [{row}]\n" for row in rows)
    head = f"  a.norm:\n    title: N\n{gate}    lookup:\n      by: [a.age, a.sex]\n      rows:\n"
    return derived(head + listed) + rules(rule("p.x", "a.norm > 1"))


def _choice(*lines: str) -> str:
    listed = "".join(f"      - {{{line}}}\n" for line in lines)
    return derived(f"  a.mood:\n    title: M\n    choice:\n{listed}") + rules(
        rule("p.x", "a.mood == bad")
    )


OTHERS: dict[str, tuple[str, str, list[str]]] = {
    "a rule that never counts in its group": (
        rules(
            rule("p.x", "a.hours < 6", more="group: hours, "),
            rule("p.y", "a.hours < 7", more="group: hours, "),
        ),
        rules(
            rule("p.x", "a.hours < 6", "points: 3", more="group: hours, "),
            rule("p.y", "a.hours < 7", more="group: hours, "),
        ),
        [
            "KB213 <a.hours < 6> 'p.x' never counts: where it fires, 'p.y' of the same group "
            "fires too, with 2 points to its 2 | both fire for {a.hours: 5}"
        ],
    ),
    "groups of one": (
        rules(
            rule("p.x", "a.hours < 6", more="group: hours, "),
            rule("p.y", "a.hours < 7", more="group: hour, "),
        ),
        rules(
            rule("p.x", "a.hours < 6", "points: 3", more="group: hours, "),
            rule("p.y", "a.hours < 7", more="group: hours, "),
        ),
        [
            "KB209 <hours> nothing else is in the group 'hours'",
            "KB209 <hour> nothing else is in the group 'hour'",
        ],
    ),
    "signs for and against": (
        pattern(
            "one: {when: s.site.pain > 3, say: strongly, group: g}",
            "two: {when: s.site.pain < 2, say: against clearly, group: g}",
        ),
        pattern(
            "one: {when: s.site.pain > 3, say: strongly, group: g}",
            "two: {when: s.site.pain > 2, say: clearly, group: g}",
        ),
        [
            "KB225 <g> the group 'g' has signs for and against the pattern",
        ],
    ),
    "choices never told apart": (
        rules(
            rule("p.x", "a.sex == female"),
            rule("p.y", "a.level >= mid"),
            rule("q.y", "a.signs has one"),
        ),
        rules(
            rule("p.x", "a.sex == female"),
            rule("p.y", "a.level >= mid"),
            rule("p.z", "a.sex == male"),
            rule("q.y", "a.level == high and a.signs has one"),
            rule("q.z", "a.signs has two"),
        ),
        [
            "KB217 <other> no condition tells 'male' and 'other' of 'a.sex' apart",
            "KB217 <high> no condition tells 'mid' and 'high' of 'a.level' apart",
            "KB217 <three> no condition tells 'two' and 'three' of 'a.signs' apart",
        ],
    ),
    "rows of a table": (
        _table(
            "under 30, female, 1",
            "30 to under 50, female, 2",
            "60 or more, female, 3",
            "under 40, male, 1",
            "30 or more, male, 2",
            "105 or more, male, 2",
        ),
        _table(
            "under 30, female, 1",
            "30 or more, female, 2",
            "under 40, male, 1",
            "40 to under 101, male, 2",
            gate="    gate: a.sex != other\n",
        ),
        [
            "KB212 <[> no answers fit this row",
            "KB222 <-> no row is for a.sex other | 'a.norm' stays unknown for {a.age: 10, a.sex: "
            "other}",
            "KB223 <[> two rows are for a.age 30 to under 40 and a.sex male | 1 and 2 both fit "
            "{a.age: 30, a.sex: male}; the first one counts",
            "KB222 <-> no row is for a.age 50 to under 60 and a.sex female | 'a.norm' stays "
            "unknown for {a.age: 50, a.sex: female}",
        ],
    ),
    "lines of a choice": (
        _choice(
            "bad: a.pain > 4",
            "worse: a.pain > 7",
            "odd: a.pain < 2 and a.pain > 3",
            "fine: a.pain <= 4",
            "good: otherwise",
        ),
        _choice("worse: a.pain > 7", "bad: a.pain > 4", "good: otherwise"),
        [
            "KB223 <a.pain > 7> the line 'worse' of 'a.mood' is never reached | 'a.pain > 4' is "
            "true before it, as for {a.pain: 8}: 'bad'",
            "KB223 <a.pain < 2> the line 'odd' of 'a.mood' is never reached | its condition is "
            "never true",
            "KB223 <{> `otherwise` of 'a.mood' is never reached | one of the lines before it "
            "always holds, the last of them for {a.pain: 1}",
        ],
    ),
    "a pillar that is never weak": (
        rules(
            rule("p.x", "a.pain > 7"),
            rule("p.y", "a.pain < 2"),
            rule("p.z", "{all: [a.pain > 4, a.pain < 5]}"),
        ),
        rules(
            rule("p.x", "a.pain > 7"),
            rule("p.y", "a.pain < 2"),
            rule("p.z", "{all: [a.hours > 4, a.pain < 5]}"),
        ),
        [
            "KB226 <p> nobody's 'p' is ever weak: its rules exclude each other | 40 percent are "
            "needed; at best 2 of 6 points come together, for {a.pain: 8}",
        ],
    ),
    "a pattern that is never likely": (
        pattern(
            "one: {when: s.site.pain > 3, say: clearly}",
            "two: {when: s.site.pain < 2, say: clearly}",
            "not: {when: s.site.pain > 9, say: against clearly}",
        ),
        pattern(
            "one: {when: s.site.pain > 3, say: clearly}",
            "two: {when: s.site.pain > 2, say: clearly}",
            "not: {when: s.site.pain > 9, say: against clearly}",
        ),
        [
            "KB226 <pattern.x> 'pattern.x' is never likely: its signs do not add up to 3 | at "
            "best they add up to 2, for {s.places: [left], s.left.pain: 4} slightly counts 1, "
            "clearly 2, strongly 4; of a group only the heaviest counts",
        ],
    ),
    "a flag behind what no flag reads": (
        flags(flag("x", "a.count < 5")),
        flags(
            flag("x", "a.count < 5", tier="C"),
            flag("y", "s.site.weeks > 7", more="each: site, "),
            flag("z", "s.site.pain > 8", more="each: site, "),
        ),
        [
            "KB228 <a.count < 5> 'flag.x' hangs on 'a.knows', which asks about no warning sign | "
            "'a.count' is only asked if 'a.knows == yes'; who skips 'a.knows' is never asked",
        ],
    ),
}
