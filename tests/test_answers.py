"""Answers in a file: what people write is read, and everything wrong is said at once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from surefoot.engine.answers import AnswersFile, not_applying, read_answers
from surefoot.engine.errors import AnswersError
from surefoot.engine.evaluate import Evaluator
from surefoot.engine.knowledge import Knowledge
from surefoot.engine.loading import load_knowledge
from surefoot.engine.vocabulary import State

from .support.problems import said

_VALID = Path(__file__).parent / "cases" / "valid"
_MORE = """
questions:
  body.height: {title: T, ask: A?, why: W., answer: 100 to 220 cm}
  body.weight: {title: T, ask: A?, why: W., answer: 25 to 250 kg}
  sleep.naps: {title: T, ask: A?, why: W., answer: yes or no}
  sleep.nap_h: {title: T, ask: A?, why: W., answer: 0 to 5 h, only_if: sleep.naps == yes}
  sore.signs:
    title: T
    ask: A?
    why: W.
    answers: {night: "At night, in bed", swollen: Swollen, none: None, not_sure: Not sure}
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("answers") / "kb"
    shutil.copytree(_VALID, folder)
    (folder / "more.yaml").write_text(_MORE, encoding="utf-8")
    return load_knowledge(folder)


def _read(folder: Path, knowledge: Knowledge, text: str, name: str = "me.yaml") -> AnswersFile:
    (folder / name).write_text(text, encoding="utf-8")
    return read_answers(folder / name, knowledge)


def _values(file: AnswersFile) -> dict[str, object]:
    return {name: answer.value for name, answer in file.answers.items()}


def _refused(folder: Path, knowledge: Knowledge, text: str, name: str = "me.yaml") -> list[str]:
    with pytest.raises(AnswersError) as raised:
        _read(folder, knowledge, text, name)
    return [said(one).replace(f"{folder}/", "") for one in raised.value.problems]


@pytest.mark.parametrize(
    ("line", "value", "shown"),
    [
        ("body.km: 20 mi", 32.18688, "20 mi"),
        ("body.km: 1,5", 1.5, "1.5 km"),
        ("body.km: 0170", 170.0, "170 km"),
        ("body.km: '42'", 42.0, "42 km"),
        ("body.pace: 5:30", 330.0, "5:30 /km"),
        ("body.pace: 5:30 /km", 330.0, "5:30 /km"),
        ("body.pace: 8:51 /mi", 329.9481030780243, "8:51 /mi"),
        ("body.height: 5 ft 9", 175.26, "5 ft 9 in"),
        ("body.height: 5'9\"", 175.26, "5 ft 9 in"),
        ("body.weight: 150 lb", 68.0388555, "150 lb"),
        ("sleep.hours: 7h30", 7.5, "7 h 30 min"),
        ("sleep.hours: 450 min", 7.5, "450 min"),
        ("sleep.naps: no", "no", "No"),
        ("sleep.naps: Yes", "yes", "Yes"),
        ("sleep.quality: Fair", "fair", "Fair"),
        ("body.groups: calves", frozenset({"calves"}), "Calves"),
        ("body.groups: calves, quads", frozenset({"calves", "quads"}), "Calves and Quads"),
        ("body.groups: [quads, calves]", frozenset({"calves", "quads"}), "Calves and Quads"),
        ("body.groups: None of these", frozenset({"none"}), "None of these"),
        ("sore.signs: At night, in bed", frozenset({"night"}), "At night, in bed"),
        ("sore.signs: not_sure", frozenset({"not_sure"}), "Not sure"),
        ("body.name: Zoë 李", "Zoë 李", "Zoë 李"),
    ],
)
def test_an_answer_as_people_write_it(
    tmp_path: Path, knowledge: Knowledge, line: str, value: object, shown: str
) -> None:
    ((_, answer),) = _read(tmp_path, knowledge, f"{line}\n").answers.items()
    assert (answer.state, answer.value, answer.shown, answer.source) == (
        State.GIVEN, value, shown, "file",
    )  # fmt: skip


def test_thousands_with_a_space(tmp_path: Path) -> None:
    answers = _read(tmp_path, load_knowledge(), "shoes.main_pair_km: 1 000\n").answers
    assert answers["shoes.main_pair_km"].value == 1000


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("unknown", State.DONT_KNOW),
        ("don't know", State.DONT_KNOW),
        ("prefer not to say", State.DECLINED),
    ],
)
@pytest.mark.parametrize("name", ["body.km", "sleep.naps", "body.groups", "body.name"])
def test_what_is_not_told_keeps_its_reason(
    tmp_path: Path, knowledge: Knowledge, name: str, text: str, state: State
) -> None:
    ((_, answer),) = _read(tmp_path, knowledge, f"{name}: {text}\n").answers.items()
    assert (answer.state, answer.value) == (state, None)


@pytest.mark.parametrize("blank", ["", "~", "null"])
def test_an_empty_answer_was_not_asked(tmp_path: Path, knowledge: Knowledge, blank: str) -> None:
    file = _read(tmp_path, knowledge, f"body.km: {blank}\nsleep.naps: no\n")
    assert _values(file) == {"sleep.naps": "no"}


_FORMS = {
    "at-the-top": ("me.yaml", "body.km: 40\nsleep.naps: no\n"),
    "under-answers": ("me.yaml", "answers:\n  body.km: 40\n  sleep.naps: no\n"),
    "in-braces": ("me.yaml", "answers: {body.km: 40, sleep.naps: no}\n"),
    "vignette": (
        "me.yaml",
        "title: A runner\nexpect: {tier: none}\nanswers: {body.km: 40, sleep.naps: no}\n",
    ),
    "json": ("me.json", json.dumps({"answers": {"body.km": 40, "sleep.naps": "no"}})),
    "json-at-the-top": ("me.json", '{\n\t"body.km": "40",\n\t"sleep.naps": "no"\n}\n'),
    "json-with-null": ("me.json", '{"body.km":40,"sleep.naps":"no","sleep.hours":null}'),
    "other-ending": ("answers.txt", "body.km: 40\nsleep.naps: no\n"),
}


@pytest.mark.parametrize("form", _FORMS)
def test_the_forms_of_a_file(tmp_path: Path, knowledge: Knowledge, form: str) -> None:
    name, text = _FORMS[form]
    file = _read(tmp_path, knowledge, text, name)
    assert _values(file) == {"body.km": 40.0, "sleep.naps": "no"}


def test_answers_keep_their_order_and_their_places(tmp_path: Path, knowledge: Knowledge) -> None:
    file = _read(tmp_path, knowledge, "answers:\n  sleep.naps: no\n  body.km: 40\n")
    assert list(file.answers) == ["sleep.naps", "body.km"]
    assert [(place.line, place.column) for place in file.places.values()] == [(2, 3), (3, 3)]


def test_letters_outside_ascii_come_through_json(tmp_path: Path, knowledge: Knowledge) -> None:
    text = json.dumps({"body.name": "Zoë 🏃 李雷"})
    assert _values(_read(tmp_path, knowledge, text, "me.json")) == {"body.name": "Zoë 🏃 李雷"}


_WRONG = """\
answers:
  body.kms: 40
  body.height: 9 ft
  body.weight: 70 km
  sleep.quality: fiar
  sore.signs: [none, swollen]
  sleep.naps: [yes, no]
  body.groups: {calves: yes}
  body.pace: {easy: 5:30}
  sleep.hours: 1,500
  body.surface: ''
"""


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path, knowledge: Knowledge) -> None:
    assert _refused(tmp_path, knowledge, _WRONG) == [
        "me.yaml:2:3 AN101 there is no question 'body.kms' | did you mean body.km?",
        "me.yaml:3:16 AN103 'body.height' cannot be 9 ft | 100 to 220 cm is accepted",
        "me.yaml:4:16 AN102 'body.weight': '70 km' is not a number of kg"
        " | 25 to 250 kg is accepted",
        "me.yaml:5:18 AN104 'sleep.quality' has no choice 'fiar'"
        " | did you mean fair? accepted: poor, fair or good",
        "me.yaml:6:15 AN105 'sore.signs' says none and swollen; none stands alone"
        " | leave out none, or leave out the others",
        "me.yaml:7:15 AN102 'sleep.naps' takes a single answer, not fields or a list",
        "me.yaml:8:16 AN102 'body.groups' takes a list of answers",
        "me.yaml:9:14 AN102 'body.pace' takes a single answer, not fields or a list",
        "me.yaml:10:16 AN102 'sleep.hours': '1,500' can be read in two ways; write 1500 or 1.500"
        " | 0 to 14 hours is accepted",
        "me.yaml:11:17 AN104 'body.surface' has no choice '' | accepted: road or trail",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "body.km: 40\nsleep.naps: no\nbody.km: 50\n",
            "me.yaml:3:1 AN107 'body.km' stands here twice",
        ),
        ("", "me.yaml AN106 the file is empty"),
        ("# nothing yet\n", "me.yaml AN106 the file is empty"),
        ("null\n", "me.yaml AN106 the file is empty"),
        (
            "- body.km: 40\n",
            "me.yaml:1:1 AN106 answers are written as `question: answer`, one on each line",
        ),
        (
            "I run a lot\n",
            "me.yaml:1:1 AN106 answers are written as `question: answer`, one on each line",
        ),
        (
            "answers: [40]\n",
            "me.yaml:1:10 AN106 `answers:` holds one `question: answer` on each line",
        ),
        (
            "title: A runner\n",
            "me.yaml:1:1 AN106 there are no answers here; write them as `body.raises: …`",
        ),
        (
            "body.km: &a 40\n",
            "me.yaml:1:10 KB104 `&a` names a part for reuse; this language has no such thing"
            " | write it out in full",
        ),
        ("body.name: Anna: me\n", "me.yaml:1:16 KB105 a second colon in one line; YAML reads it as"
         ' another name | put the text in double quotes:   body.name: "Anna: me"'),
        ("\tbody.km: 40\n", "me.yaml:1:1 KB102 a tab stands here | use spaces, two for each level"),
    ],
    ids=[
        "twice", "empty", "comment", "null", "list", "text", "list-of-answers", "no-answers",
        "anchor", "second-colon", "tab",
    ],
)  # fmt: skip
def test_a_file_that_holds_no_answers(
    tmp_path: Path, knowledge: Knowledge, text: str, expected: str
) -> None:
    assert _refused(tmp_path, knowledge, text) == [expected]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n", "me AN100 byte 1 is not UTF-8 text; this may not be a text file"),
        (b"x" * 10_000_000, "me KB101 the file has more than 524,288 bytes"),
    ],
    ids=["binary", "10-mb"],
)
def test_a_file_of_another_kind(
    tmp_path: Path, knowledge: Knowledge, data: bytes, expected: str
) -> None:
    (tmp_path / "me").write_bytes(data)
    with pytest.raises(AnswersError) as raised:
        read_answers(tmp_path / "me", knowledge)
    assert [said(one).replace(f"{tmp_path}/", "") for one in raised.value.problems] == [expected]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing.yaml", "there is no such file"), ("", "this is a folder, not a file")],
    ids=["missing", "folder"],
)
def test_what_is_no_file(tmp_path: Path, knowledge: Knowledge, name: str, reason: str) -> None:
    with pytest.raises(AnswersError) as raised:
        read_answers(tmp_path / name, knowledge)
    (problem,) = raised.value.problems
    assert (problem.code, problem.message) == ("AN100", reason)
    assert problem.where == str(tmp_path / name)


def test_an_answer_that_does_not_apply_is_kept_and_named(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    answers = _read(tmp_path, knowledge, "sleep.naps: no\nsleep.nap_h: 1\nbody.km: 40\n").answers
    assert answers["sleep.nap_h"].value == 1
    assert not_applying(answers, Evaluator(knowledge).facts(answers)) == ["sleep.nap_h"]


def test_an_answer_that_may_apply_is_not_named(tmp_path: Path, knowledge: Knowledge) -> None:
    answers = _read(tmp_path, knowledge, "sleep.nap_h: 1\n").answers
    assert not_applying(answers, Evaluator(knowledge).facts(answers)) == []


def test_text_behind_a_hash_is_a_warning(tmp_path: Path, knowledge: Knowledge) -> None:
    file = _read(tmp_path, knowledge, "body.name: Anna #2\nbody.km: 40 # about\n")
    assert _values(file) == {"body.name": "Anna", "body.km": 40.0}
    assert [said(one).replace(f"{tmp_path}/", "") for one in file.warnings] == [
        "me.yaml:1:17 KB108 what follows ` #` is a comment, so this ends after 'Anna'"
        " | put the whole text in double quotes, or a space after the #"
    ]


def test_thousands_of_unknown_questions_are_said_at_once(
    tmp_path: Path, knowledge: Knowledge
) -> None:
    lines = "".join(f"body.km{number}: 1\n" for number in range(20_000))
    said_of = _refused(tmp_path, knowledge, lines)
    assert len(said_of) == 20_000
    assert said_of[0].endswith("| did you mean body.km?")
    assert said_of[-1] == "me.yaml:20000:1 AN101 there is no question 'body.km19999'"


def test_control_characters_in_an_answer_are_refused(tmp_path: Path, knowledge: Knowledge) -> None:
    assert _refused(tmp_path, knowledge, '{"body.name": "a\\u001b[31m"}', "me.json") == [
        "me.json:1:15 KB103 a character that cannot be seen stands here (U+001B) | delete it"
    ]


def test_a_distance_without_unit_beside_miles_is_read_in_km_and_said(tmp_path: Path) -> None:
    path = tmp_path / "mixed.yaml"
    path.write_text(
        "training.longest_run_7d_km: 13 miles\n"
        "training.longest_run_30d_km: 8\n"
        "training.weekly_km: 40 km\n"
        "runner.age: 40\n",
        encoding="utf-8",
    )
    read = read_answers(path, load_knowledge())
    assert [(one.code, one.severity, one.place.line) for one in read.warnings if one.place] == [
        ("AN108", "warning", 2)
    ]
    assert "is read as 8 km" in read.warnings[0].message
