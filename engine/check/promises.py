"""Phrases that no text of a base may have: promises, causes, personal risks, diagnoses, weights.

What nobody has measured for this runner is not said of them. Each pattern is one idea; a phrase
that is also said in good faith (`if you have a fracture`, `unexplained weight loss`) stays out.
"""

import re

_INJURY = r"(?:injur\w+|pain|harm|damage|fractures?|tears?|strains?|overuse)"
_SOME_WORDS = r"(?:[\w-]+ ){0,2}"
_DIAGNOSIS = (
    r"(?:\w*(?:tendinopathy|tend[io]nitis|fasciitis|arthritis|bursitis)|fracture|syndrome|injury"
    r"|sprain|strain|tear|shin splints|anaemia|disorder|runner['’]s knee)"
)
_RISK = r"(?:risk|chances?|odds|likelihood)"

_PHRASES = (
    # A promise.
    r"prevent(?:s|ed|ing|ion)?",
    r"cure[sd]?|curing",
    r"guarantee(?:s|d|ing)?",
    r"heals",
    r"will (?:fix|heal|stop the pain|make you|keep you|go away|be gone|disappear)",
    rf"protect(?:s|ed|ing)? (?:you |your \w+ )?(?:from|against) {_SOME_WORDS}{_INJURY}",
    r"injury[- ]free",
    r"(?:never|not) get (?:hurt|injured) again",
    r"safe to run",
    # A cause.
    r"(?<!\bother )causes|caused|causing",
    r"(?:can|could|may|might|will|would|often) cause",
    r"(?:is|are|was|were) due to",
    rf"(?:lead(?:s|ing)?|led) to {_SOME_WORDS}{_INJURY}",
    rf"result(?:s|ed|ing)? in {_SOME_WORDS}{_INJURY}",
    # A diagnosis. Who asks "if you have" makes none.
    rf"(?<!\bif )(?<!\bwhen )(?<!\bwhether )(?<!\bthat )you have "
    rf"(?!had\b)(?:a |an |the )?(?:\w+ ){{0,3}}{_DIAGNOSIS}",
    r"you (?:are suffering|suffer) from|your diagnosis",
    # A risk of this runner.
    rf"your (?:own |personal |injury )*{_RISK} (?:is|are|of|to)",
    rf"(?:(?:rais|lower|reduc|doubl|halv)\w*|cuts?|cutting|increase[sd]?|increasing) "
    rf"(?:your|the) (?:injury )?{_RISK}",
    rf"\d+ ?(?:%|percent|per cent) (?:\w+ )?(?:{_RISK}|likely)",
    rf"{_RISK} of (?:\w+ ){{0,2}}\d",
    r"(?:twice|half|\w+ times) (?:as|more|less) likely",
    # A weight or an amount of energy to aim for.
    r"(?:target|goal|ideal|race|racing) weight",
    r"(?:lose|shed|drop) (?:some |body )?weight",
    r"(?:get|be|become) (?:lighter|leaner)|weigh (?:less|under|below)",
    r"k?cal(?:orie)?s?",
    r"(?:reach|aim for|get to|stay (?:under|below)) (?:a )?(?:weight|BMI|body mass index)",
)  # fmt: skip
PROMISE = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b|\d+ ?% (?:risk|chance)", re.IGNORECASE)

# What a text says for the grade of its evidence, and what only a higher grade may say.
_VERBS = {
    "strong": r"\bwell supported\b",
    "moderate": r"\bprobably\b",
    "weak": r"\b(?:may|might)\b",
    "expert": r"\bfrom experience\b",
    "contested": r"\bdisagree\b",
}
VERBS = {grade: re.compile(pattern, re.IGNORECASE) for grade, pattern in _VERBS.items()}
SHOWN_VERBS = {
    "strong": "is well supported for", "moderate": "probably helps", "weak": "may help",
    "expert": "we suggest, from experience", "contested": "studies disagree",
}  # fmt: skip
# `may` is also a plain word ("a pad may be worth a try"); these two are only ever a claim.
_OF_HIGHER = {"moderate": ("strong",), "weak": ("strong", "moderate"),
              "expert": ("strong", "moderate"), "contested": ("strong", "moderate")}  # fmt: skip


def verb_mistake(text: str, grade: str) -> str:
    """What is wrong with how sure a text sounds, for the grade of its evidence; empty if nothing.

    >>> verb_mistake("Softer landings may help.", "weak")
    ''
    >>> verb_mistake("Softer landings probably help.", "weak")
    "this says 'probably', and its grade is weak"
    """
    if grade not in VERBS:
        return ""
    for higher in _OF_HIGHER.get(grade, ()):
        claimed = VERBS[higher].search(text)
        if claimed:
            return f"this says '{claimed.group()}', and its grade is {grade}"
    return "" if VERBS[grade].search(text) else f"this does not say how sure grade {grade} is"
