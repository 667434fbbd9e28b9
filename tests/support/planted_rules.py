"""Rules with a defect, the same without it, and what is said of the first."""

from __future__ import annotations

from .planted import ADVICE, flag, flags, pattern, rule, rules
from .small import never

_BLOCK = "{all: [%s, any: [a.age > 50, a.pain > 3 and a.far > 2], %s]}"

# By what it is planted in: with the defect, without it, and what is said of the first.
ONE_RULE: dict[str, tuple[str, str, list[str]]] = {
    "two comparisons": (
        rules(rule("p.x", "{all: [a.hours < 5, a.pain > 2, a.hours > 7]}")),
        rules(rule("p.x", "{all: [a.hours > 5, a.pain > 2, a.hours < 7]}")),
        [
            "KB210 <a.hours > 7> 'p.x' never fires: 'a.hours < 5' and 'a.hours > 7' are never "
            "both true | without the last of them it fires for {a.hours: 4, a.pain: 3}"
        ],
    ),
    "two comparisons round a block": (
        rules(rule("p.x", _BLOCK % ("a.hours < 5", "a.hours > 7"))),
        rules(rule("p.x", _BLOCK % ("a.hours > 5", "a.hours < 7"))),
        [
            "KB210 <a.hours > 7> 'p.x' never fires: 'a.hours < 5' and 'a.hours > 7' are never "
            "both true | without the last of them it fires for {a.age: 51, a.hours: 4}"
        ],
    ),
    "a gate": (
        rules(rule("p.x", "{all: [a.knows == no, a.count < 9]}")),
        rules(rule("p.x", "{any: [a.knows == no, a.count < 9]}")),
        [
            "KB210 <a.count < 9> 'p.x' never fires: 'a.knows == no' and 'a.count < 9' are never "
            "both true | 'a.count' only applies if 'a.knows == yes'; without the last of them it "
            "fires for {a.knows: no}"
        ],
    ),
    "what no real runner fulfils": (
        rules(rule("p.x", "a.hours < 5 and a.pain > 2")) + never("a.hours < 6 and a.pain > 1"),
        rules(rule("p.x", "a.hours < 5 and a.pain > 2")) + never("a.hours < 6 and a.pain > 8"),
        [
            "KB210 <a.pain > 2> 'p.x' never fires: 'a.hours < 5' and 'a.pain > 2' are never both "
            "true | it would fire for {a.hours: 4, a.pain: 3}, but never-1 says never: "
            "'a.hours < 6 and a.pain > 1'"
        ],
    ),
    "a flag read at each site": (
        flags(flag("x", "s.site.pain < 2 and s.site.weeks > 2", more="each: site, ")),
        flags(flag("x", "s.site.pain > 2 and s.site.weeks > 2", more="each: site, ")),
        [
            "KB210 <s.site.weeks > 2> 'flag.x' never fires: 's.site.pain < 2' and "
            "'s.site.weeks > 2' are never both true | without the last of them it fires for "
            "{s.places: [left], s.left.pain: 1}"
        ],
    ),
    "a sign": (
        pattern(
            "here: {when: s.site.pain > 4 and s.site.pain < 3, say: strongly}",
            "there: {when: s.site.pain > 4, say: strongly}",
        ),
        pattern("here: {when: s.site.pain > 4 and s.site.weeks < 3, say: strongly}"),
        [
            "KB210 <s.site.pain < 3> 'pattern.x.here' never fires: 's.site.pain > 4' and "
            "'s.site.pain < 3' are never both true | without the last of them it fires for "
            "{s.places: [left], s.left.pain: 5}"
        ],
    ),
    "all answers": (
        rules(rule("p.x", "a.hours < 7 or a.hours > 5")),
        rules(rule("p.x", "a.hours < 5 or a.pain > 7")),
        [
            "KB211 <a.hours < 7> 'p.x' fires for everyone to whom it applies | it fires for "
            "{a.hours: 4}, and no answers make it quiet"
        ],
    ),
    "all answers of those who are asked": (
        rules(rule("p.x", "{any: [a.count < 90, a.count > 80]}")),
        rules(rule("p.x", "{any: [a.count < 90, a.knows == no]}")),
        [
            "KB211 <a.count < 90> 'p.x' fires for everyone to whom it applies | it fires for "
            "{a.knows: yes, a.count: 79}, and no answers make it quiet"
        ],
    ),
    "a part of all": (
        rules(rule("p.x", "{all: [a.pain >= 4, a.hours < 5, a.pain > 2]}")),
        rules(rule("p.x", "{all: [a.pain >= 4, a.hours < 5, a.pain < 9]}")),
        [
            "KB212 <a.pain > 2> 'a.pain > 2' changes nothing here | whoever fulfils 'a.pain >= 4' "
            "fulfils it too; 'p.x' fires for {a.hours: 4, a.pain: 4}"
        ],
    ),
    "a part of any": (
        rules(rule("p.x", "{any: [a.pain >= 4, a.hours < 5, a.pain > 2]}")),
        rules(rule("p.x", "{any: [a.pain >= 4, a.hours < 5, a.pain < 2]}")),
        [
            "KB212 <a.pain >= 4> 'a.pain >= 4' changes nothing here | whoever fulfils it fulfils "
            "'a.pain > 2' too; 'p.x' fires for {a.pain: 4}"
        ],
    ),
    "a part of at_least": (
        rules(rule("p.x", '"at_least(2, a.pain > 5, a.pain > 3, a.hours < 6)"')),
        rules(rule("p.x", '"at_least(2, a.pain > 5, a.far > 3, a.hours < 6)"')),
        [],
    ),
    "a block that is always true": (
        rules(rule("p.x", "{all: [a.hours < 5, any: [a.pain > 5, a.pain < 7]]}")),
        rules(rule("p.x", "{all: [a.hours < 5, any: [a.pain > 7, a.pain < 5]]}")),
        [
            "KB212 <a.pain > 5> 'a.pain > 5 or a.pain < 7' changes nothing here | it is always "
            "true; 'p.x' fires for {a.hours: 4, a.pain: 6}",
            "KB216 <a.pain> no answer to 'a.pain' changes anything | 'p.x' reads it, and the same "
            "follows whatever it is, as for {a.hours: 4, a.pain: 6}",
        ],
    ),
    "a number beside the question whether it is known": (
        rules(rule("p.x", "{any: [a.knows == yes, a.count > 9]}")),
        rules(rule("p.x", "{all: [a.knows == yes, a.count < 9]}")),
        [
            "KB212 <a.count > 9> 'a.count > 9' changes nothing here | whoever fulfils it fulfils "
            "'a.knows == yes' too; 'p.x' fires for {a.knows: yes}",
            "KB216 <a.count> no answer to 'a.count' changes anything | 'p.x' reads it, and the "
            "same follows whatever it is, as for {a.knows: yes}",
        ],
    ),
}

TWO_RULES: dict[str, tuple[str, str, list[str]]] = {
    "one covers the other": (
        rules(
            rule("p.x", "a.hours < 6", "points: 3, advice: do-a"),
            rule("p.y", "a.hours < 7", "points: 1, advice: do-a"),
        )
        + ADVICE,
        rules(
            rule("p.x", "a.hours < 6", "points: 3, advice: do-a", more="group: hours, "),
            rule("p.y", "a.hours < 7", "points: 1, advice: do-a", more="group: hours, "),
        )
        + ADVICE,
        [
            "KB213 <a.hours < 6> where 'p.x' fires, 'p.y' fires too, and both give the advice "
            "'do-a' | both count for {a.hours: 5}",
        ],
    ),
    "the same in other words": (
        rules(
            rule("p.x", "not (a.pain < 4 or a.hours > 6)"),
            rule("p.y", "{all: [a.hours <= 6, a.pain >= 4]}"),
        ),
        rules(
            rule("p.x", "not (a.pain < 4 or a.hours > 6)"),
            rule("p.y", "{all: [a.hours < 6, a.pain >= 4]}"),
        ),
        [
            "KB214 <a.hours <= 6> 'p.y' fires for the same runners as 'p.x' | both fire for "
            "{a.hours: 5, a.pain: 4}, and neither fires without the other",
        ],
    ),
    "two flags that say the same": (
        flags(
            flag("x", "s.site.pain > 3", more="each: site, "),
            flag("y", "not (s.site.pain <= 3)", more="each: site, "),
        ),
        flags(
            flag("x", "s.site.pain > 3", more="each: site, "),
            flag("y", "not (s.site.pain <= 4)", more="each: site, "),
        ),
        [
            "KB214 <s.site.pain <= 3> 'flag.y' fires for the same runners as 'flag.x' | both fire"
            " for {s.places: [left], s.left.pain: 4}, and neither fires without the other",
        ],
    ),
    "advice that does not go together": (
        rules(
            rule("p.x", "a.hours < 6", "points: 3, advice: do-a"),
            rule("q.y", "a.pain > 5", "points: 1, advice: do-b"),
        )
        + ADVICE,
        rules(
            rule("p.x", "a.hours < 6 and a.pain < 4", "points: 3, advice: do-a"),
            rule("q.y", "a.pain > 5", "points: 1, advice: do-b"),
        )
        + ADVICE,
        [
            "KB220 <a.hours < 6> 'p.x' and 'q.y' can both count, but 'do-a' and 'do-b' do not go "
            "together | both count for {a.hours: 5, a.pain: 6}",
        ],
    ),
    "advice that is withheld beside the other": (
        rules(
            rule("p.x", "a.hours < 6", "points: 3, advice: do-a"),
            rule("q.y", "a.pain > 5", "points: 1, advice: do-b"),
        )
        + ADVICE.replace("title: A,", "title: A, withhold_if: a.pain > 7,"),
        rules(
            rule("p.x", "a.hours < 6", "points: 3, advice: do-a"),
            rule("q.y", "a.pain > 5", "points: 1, advice: do-b"),
        )
        + ADVICE.replace("title: A,", "title: A, withhold_if: a.pain > 5,"),
        [
            "KB220 <a.hours < 6> 'p.x' and 'q.y' can both count, but 'do-a' and 'do-b' do not go "
            "together | both count for {a.hours: 5, a.pain: 6}",
        ],
    ),
    "advice of two rules of one group": (
        rules(
            rule("p.x", "a.hours < 5", "points: 3, advice: do-a", more="group: hours, "),
            rule("p.y", "a.hours < 7", "points: 2, advice: do-b", more="group: hours, "),
            rule("p.z", "a.hours < 6 and a.pain > 3", "points: 2, advice: do-a"),
        )
        + ADVICE,
        rules(
            rule("p.x", "a.hours < 5", "points: 3, advice: do-a", more="group: hours, "),
            rule("p.y", "a.hours < 7", "points: 2, advice: do-b", more="group: hours, "),
        )
        + ADVICE,
        [
            "KB220 <a.hours < 6> 'p.z' and 'p.y' can both count, but 'do-a' and 'do-b' do not go "
            "together | both count for {a.hours: 5, a.pain: 4}",
        ],
    ),
}
