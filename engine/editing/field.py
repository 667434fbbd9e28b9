"""A field of a knowledge file, and those that entries of several sections have."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry.

    `kind` names what it may hold (a definition of the editor schema), `says` is what an
    editor shows about it.
    """

    name: str
    kind: str
    says: str
    required: bool = False


TITLE = Field("title", "text", "A short name, as the report and the tables print it.", True)
ASKED = "What it is asked for, in a sentence or two before the first question of the topic."
STATUS = Field(
    "status",
    "status",
    "draft: not used. trial: used, still watched. stable: used, reviewed by two people. "
    "retired: not used any more, kept so that its id is never given again.",
    True,
)
EACH = Field(
    "each", "each", "`each: site` reads the entry once for every sore place that was chosen."
)
WHEN = Field(
    "when",
    "condition",
    "The condition: one comparison, or lines under all:, any: or none:. "
    "It is true, false, or unknown while an answer that matters is missing.",
    True,
)
EVIDENCE = Field("evidence", "evidence_ids", "The sources it rests on, by their ids.", True)
GRADE = Field(
    "grade",
    "grade",
    "How good the evidence is: strong (is well supported), moderate (probably), weak (may), "
    "expert (we suggest, from experience), contested (studies disagree).",
    True,
)
WAS = Field("was", "texts", "Earlier ids. Old answers and reports that use them still load.")
NOT_FOR = Field("not_for", "text", "Who this is wrong for.")
EXAMPLES = Field(
    "examples",
    "examples",
    "Answers with what must come of them, each under a name: fires, quiet or unknown.",
)
CHANGED = Field("changed", "dated_texts", "What was changed, newest last: the day, who, and what.")
REVIEWED = Field(
    "reviewed",
    "signed_texts",
    "Who reviewed it and when. It counts while the meaning stays what it was on that day.",
)
LAST = (EXAMPLES, CHANGED, REVIEWED, NOT_FOR, WAS)
