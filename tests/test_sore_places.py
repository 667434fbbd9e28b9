"""The picture beside the list of places that can be sore."""

from __future__ import annotations

import itertools
import math
from xml.etree import ElementTree

import typst

from surefoot.engine.vocabulary import Several
from surefoot.reports.drawings.sore_places import SorePlaces, sore_places
from surefoot.reports.render import environment

from .support.sample_runners import assessor

_SVG = "{http://www.w3.org/2000/svg}"
_ACROSS = 19  # of a number's circle
# Not at one place of the body.
_NOWHERE = {"skin_nails", "other", "none"}


def _words() -> tuple[str, ...]:
    kind = assessor().knowledge.questions["symptom.sites"].kind
    assert isinstance(kind, Several)
    return tuple(kind.labels)


def _picture() -> SorePlaces:
    found = sore_places(_words())
    assert found is not None
    return found


def _svg() -> str:
    module = environment("html").get_template("svg/body.j2").make_module({})
    return str(module.body(_picture()))  # type: ignore[attr-defined]


def test_every_place_of_the_shipped_base_has_its_number_of_the_list() -> None:
    words = _words()
    assert set(_picture().numbers) == set(words) - _NOWHERE
    for mark in _picture().marks:
        assert words[mark.number - 1] == mark.word


def test_the_list_of_another_base_has_no_picture() -> None:
    assert sore_places(()) is None
    assert sore_places(("knee", "hip", "none")) is None
    assert sore_places(tuple(one for one in _words() if one != "shin")) is None


def test_every_number_can_be_read() -> None:
    picture = _picture()
    for one, other in itertools.combinations(picture.marks, 2):
        assert math.dist((one.x, one.y), (other.x, other.y)) >= _ACROSS, (one.word, other.word)
    for one in picture.marks:
        assert _ACROSS / 2 <= one.x <= picture.width - _ACROSS / 2, one.word
        assert _ACROSS / 2 <= one.y <= picture.height - _ACROSS / 2, one.word


def test_left_and_right_of_a_figure_are_mirror_images() -> None:
    skins = [one for one in _picture().areas if one.tone == "skin"]
    for skin, (_, middle) in zip(skins, _picture().titles, strict=True):
        numbers = [float(one) for one in skin.path.translate(str.maketrans("MCLZ", "    ")).split()]
        places = set(zip(numbers[::2], numbers[1::2], strict=True))
        mirrored = {(round(2 * middle - x, 1), y) for x, y in places}
        assert all(
            min(math.dist(one, other) for other in places) <= 0.15 for one in mirrored
        )  # rounded to a tenth


def test_it_is_a_whole_picture_for_pages_and_for_paper() -> None:
    root = ElementTree.fromstring(_svg())  # noqa: S314  (ours)
    assert root.tag == f"{_SVG}svg"
    assert {"width", "height", "viewBox"} <= set(root.attrib)
    assert not [one for one in root.iter() if "style" in one.attrib]
    texts = [one.text for one in root.iter(f"{_SVG}text")]
    assert texts[:-2] == [str(one.number) for one in _picture().marks]
    assert texts[-2:] == ["Front", "Back"]
    source = f'#image(bytes("{_svg().replace(chr(34), chr(92) + chr(34))}"), format: "svg")'
    assert typst.compile(source.encode(), format="pdf").startswith(b"%PDF")
