"""The check-in in the browser: one page, what is missing said beside it, and what came out."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from surefoot.intake.check_in import check_ins
from surefoot.intake.store.database import open_store

from .support.check_ins import MILD, NO_RUNNING, SEVERE, SUBSTANTIAL, add_check_in
from .support.web import served

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from surefoot.intake.store.shapes import StoredRunner

    from .support.web import Reply, Server, Visitor
    from .support.web_forms import Form


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("web")) as running:
        yield running


@pytest.fixture
def visitor(server: Server) -> Iterator[Visitor]:
    with server.visitor() as one:
        yield one


@pytest.fixture
def runner(server: Server) -> StoredRunner:
    return open_store(server.data).add_runner("<i>Sam</i>")


def _form(visitor: Visitor, runner: StoredRunner) -> Form:
    page = visitor.page(f"/r/{runner.id}/checkin")
    return next(one for one in page.forms if one.action.endswith("/checkin"))


def _send(visitor: Visitor, runner: StoredRunner, words: Mapping[str, str]) -> tuple[str, Reply]:
    fields = [(f"week.{name}", word) for name, word in words.items()]
    reply = visitor.submit(_form(visitor, runner), fields)
    assert reply.status == 303
    return visitor.follow(reply)


def test_one_page_has_all_four_questions(visitor: Visitor, runner: StoredRunner) -> None:
    form = _form(visitor, runner)
    assert list(form.choices) == [
        "week.taking_part", "week.training_change", "week.performance", "week.symptoms",
    ]  # fmt: skip
    assert form.token
    assert {len(one) for one in form.choices.values()} == {5}  # four, and "I don't know"


def test_it_is_kept_and_shown(server: Server, visitor: Visitor, runner: StoredRunner) -> None:
    path, page = _send(visitor, runner, SUBSTANTIAL)
    assert path == f"/r/{runner.id}/checked-in"
    assert "Trouble this week: 50 of 100." in page.text
    assert "substantial problem" in page.text
    assert "&lt;i&gt;Sam&lt;/i&gt;" in page.text
    (found,) = check_ins(open_store(server.data), runner.id)
    assert (found.score, found.is_substantial) == (50, True)
    assert {one.source for one in found.answers.values()} == {"web"}


def test_a_form_sent_twice_is_kept_once(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    form = _form(visitor, runner)
    fields = [(f"week.{name}", word) for name, word in SUBSTANTIAL.items()]
    for _ in range(2):
        assert visitor.submit(form, fields).location.endswith("/checked-in")
    (kept,) = open_store(server.data).interviews(runner.id)
    assert (kept.entries, kept.is_finished) == (4, True)


def test_of_a_second_one_today_only_what_differs_is_kept(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    _send(visitor, runner, SUBSTANTIAL)
    assert visitor.page(f"/r/{runner.id}/checkin").text.count(" checked>") == 4
    _send(visitor, runner, {**SUBSTANTIAL, "symptoms": "severe"})
    store = open_store(server.data)
    (kept,) = store.interviews(runner.id)
    assert [one.question for one in store.log(kept.id)][4:] == ["week.symptoms"]
    (found,) = check_ins(store, runner.id)
    assert found.answers["week.symptoms"].entered == "severe"


def test_nothing_is_taken_while_something_is_missing(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    _, page = _send(visitor, runner, {"taking_part": "reduced", "symptoms": "mild"})
    assert 'href="#week.training_change"' in page.text
    assert 'href="#week.performance"' in page.text
    assert 'href="#week.symptoms"' not in page.text
    assert page.text.count(" checked>") == 2
    assert open_store(server.data).interviews(runner.id) == ()


def test_nothing_chosen_asks_for_the_first_only(visitor: Visitor, runner: StoredRunner) -> None:
    _, page = _send(visitor, runner, {})
    assert page.text.count('class="fault"') == 1
    assert 'href="#week.taking_part"' in page.text


def test_what_the_first_answer_leaves_out_is_not_taken(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    _send(visitor, runner, {**SEVERE, **NO_RUNNING})
    (found,) = check_ins(open_store(server.data), runner.id)
    assert (found.score, list(found.answers)) == (100, ["week.taking_part"])


def test_a_word_that_is_no_choice_is_refused(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    _, page = _send(visitor, runner, {"taking_part": "<script>alert(1)</script>"})
    assert "Choose an answer" in page.text
    assert "<script" not in page.text
    assert open_store(server.data).interviews(runner.id) == ()


def test_who_should_look_stands_first_where_it_cannot_wait(
    visitor: Visitor, runner: StoredRunner
) -> None:
    _, page = _send(visitor, runner, SEVERE)
    assert page.text.index("See a doctor within days.") < page.text.index("Trouble this week")


def test_several_weeks_are_a_picture_and_a_list(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    store = open_store(server.data)
    today = datetime.datetime.now().astimezone().date()
    for weeks, words in ((2, MILD), (1, SUBSTANTIAL)):
        add_check_in(store, runner.id, words, today - datetime.timedelta(weeks=weeks))
    _, page = _send(visitor, runner, NO_RUNNING)
    assert page.text.count("<svg") == 1
    assert "50, a substantial problem, on" in page.text
    assert "now it is 50 more." in page.text
    assert "All check-ins" in page.text


def test_without_one_the_result_leads_to_the_questions(
    visitor: Visitor, runner: StoredRunner
) -> None:
    assert visitor.get(f"/r/{runner.id}/checked-in").location.endswith("/checkin")


def test_a_runner_who_is_not_there(visitor: Visitor) -> None:
    for path in ("/r/0/checkin", "/r/0/checked-in"):
        assert visitor.get(path).status == 404


def test_a_form_without_its_token_is_refused(
    server: Server, visitor: Visitor, runner: StoredRunner
) -> None:
    fields = [("week.taking_part", "full")]
    assert visitor.post(f"/r/{runner.id}/checkin", fields).status == 403
    assert open_store(server.data).interviews(runner.id) == ()
