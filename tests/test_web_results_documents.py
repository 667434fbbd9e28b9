"""A result as a page: the report with a bar that is not printed, and its files."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from surefoot.engine.answers import answers_in
from surefoot.engine.diagnosis import diagnose
from surefoot.engine.errors import Source
from surefoot.engine.result import result as result_data
from surefoot.intake.web.people import people as people_of
from surefoot.intake.web.people import summary_for
from surefoot.intake.web.results import summarised
from surefoot.reports.printing import Printing
from surefoot.reports.trend.history_dots import history_dots, past_result
from surefoot.reports.writing import build

from .support.sample_runners import DAY, NASTY_NAME, RUNNERS, assessor, diagnosis
from .support.web_people import Browser, People, make_people

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def people(tmp_path: Path) -> People:
    """A coach's store."""
    return make_people(tmp_path)


def test_files_are_what_the_report_command_writes(people: People) -> None:
    (result,) = people.results(people.add("Ann", "weak"))
    browser = Browser(people)
    plain = diagnose(assessor(), diagnosis("weak").answers, DAY)
    for ending, address in (("html", "report.html"), ("pdf", "report.pdf"), ("ics", "plan.ics")):
        file = browser.get(f"/i/{result}/{address}")
        assert file.data == build(plain, ending, Printing(date=DAY)).data, address
        assert "attachment" in file.headers["Content-Disposition"]


def test_the_page_is_the_report_and_a_bar_that_is_not_printed(people: People) -> None:
    (result,) = people.results(people.add("Ann", "weak"))
    browser = Browser(people)
    page, file = (browser.get(f"/i/{result}/{name}").text for name in ("result", "report.html"))
    report = file[file.index('<div class="page">') :]
    assert page.endswith(report)
    assert 'class="bar"' not in file
    assert re.search(r"@media print \{ \.bar \{ display: none; \} \}", page)
    assert "no-referrer" not in page  # or a browser would not say where our forms come from


def test_only_the_style_sheets_of_the_report_are_allowed(people: People) -> None:
    (result,) = people.results(people.add("Ann", "weak"))
    page = Browser(people).get(f"/i/{result}/result")
    policy = page.headers["Content-Security-Policy"]
    styles = re.findall(rb"<style>(.*?)</style>", page.data, re.DOTALL)
    for one in styles:
        assert base64.b64encode(hashlib.sha256(one).digest()).decode() in policy
    assert policy.count("sha256-") == len(styles) == 2
    assert "unsafe" not in policy
    assert b" style=" not in page.data


@pytest.mark.parametrize("kind", ["ambulance", "referral", "child"])
def test_no_calendar_where_no_plan_is_shown(people: People, kind: str) -> None:
    (result,) = people.results(people.add("Ann", kind))
    browser = Browser(people)
    assert browser.get(f"/i/{result}/plan.ics").status_code == 404
    assert "plan.ics" not in browser.get(f"/i/{result}/result").text


def test_the_answers_file_reads_back_the_same(people: People) -> None:
    (result,) = people.results(people.add("Ann", "sore"))
    text = Browser(people).get(f"/i/{result}/answers.yaml").text
    read = answers_in(Source("file", text), assessor().knowledge, is_json=False)
    again = diagnose(assessor(), read.answers)
    assert result_data(again) == result_data(diagnosis("sore"))


def test_editions_and_units_follow_the_address_and_the_switch(people: People) -> None:
    (result,) = people.results(people.add("Ann", "weak"))
    browser = Browser(people)
    at = f"/i/{result}/result"
    assert "How this was worked out" in browser.get(f"{at}?edition=coach").text
    assert browser.get(f"{at}?edition=handover").status_code == 200
    assert browser.get(f"{at}?edition=nobody").status_code == 404
    miles = browser.get(f"{at}?units=imperial").text
    assert " mi" in miles
    browser.post("/units", {"units": "imperial", "address": at})
    report = '<div class="page">'
    assert browser.get(at).text.partition(report)[2] == miles.partition(report)[2]


def test_the_coach_edition_is_for_coaches(tmp_path: Path) -> None:
    people = make_people(tmp_path, is_coach=False)
    (result,) = people.results(people.add("Ann", "weak"))
    browser = Browser(people)
    assert browser.get(f"/i/{result}/report.pdf?edition=coach").status_code == 404
    assert browser.get(f"/i/{result}/result?edition=handover").status_code == 200
    assert "edition=coach" not in browser.get(f"/i/{result}/result").text


def test_file_names_come_from_days_and_ids_alone(people: People) -> None:
    runner = people.add(NASTY_NAME)
    result = people.begin(runner, diagnosis("weak", NASTY_NAME).answers)
    people.store.finish(result, DAY)
    browser = Browser(people)
    names = [
        browser.get(address).headers["Content-Disposition"].partition("filename=")[2].strip('"')
        for address in (
            f"/i/{result}/report.pdf", f"/i/{result}/report.html?edition=coach",
            f"/i/{result}/plan.ics", f"/i/{result}/answers.yaml", f"/r/{runner}/export",
        )
    ]  # fmt: skip
    assert names == [
        f"surefoot-2026-11-23-{result[:6]}-report.pdf",
        f"surefoot-2026-11-23-{result[:6]}-coach-report.html",
        f"surefoot-2026-11-23-{result[:6]}-plan.ics",
        f"surefoot-2026-11-23-{result[:6]}-answers.yaml",
        f"surefoot-2026-11-23-{runner[:6]}-everything.json",
    ]


def test_an_unfinished_interview_says_so_above_its_report(people: People) -> None:
    name = people.begin(people.add("Ann"), diagnosis("weak").answers)
    page = Browser(people).get(f"/i/{name}/result").text
    assert "This interview is not finished yet." in page
    assert f'href="/i/{name}"' in page


def test_a_result_keeps_its_day(people: People) -> None:
    results = people.results(people.add("Ann", "weak", "weak"))
    page = Browser(people).get(f"/i/{results[-1]}/result").text
    assert '<time datetime="2026-10-26">' in page


@pytest.mark.parametrize("kind", RUNNERS)
def test_a_line_of_the_table_says_what_experta_concludes(people: People, kind: str) -> None:
    people.add("Ann", kind)
    (person,) = people_of(people.service)
    exact = diagnose(assessor(), diagnosis(kind).answers, DAY)
    assert summary_for(people.service, person) == summarised(exact, DAY)


def test_a_picture_of_results_needs_two_and_a_last_one_with_pillars() -> None:
    weak, solid, urgent = (
        past_result(diagnosis(one), DAY) for one in ("weak", "solid", "ambulance")
    )
    assert history_dots([weak]) is None
    assert history_dots([weak, urgent]) is None
    assert history_dots([urgent, weak]) is None
    chart = history_dots([weak, urgent, solid])
    assert chart is not None
    for mark in chart.marks:
        assert [dot.x is None for dot in (*mark.earlier, mark.last)][1] is True
        assert [dot.y for dot in mark.earlier] == sorted(dot.y for dot in mark.earlier)
        assert mark.title in chart.description
    assert "not shown on 23 November 2026" in chart.description


def test_many_results_keep_the_last_eight_on_the_picture() -> None:
    chart = history_dots([past_result(diagnosis("weak"), DAY)] * 20, narrow=True)
    assert chart is not None
    assert {len(mark.earlier) for mark in chart.marks} == {7}
    assert all(dot.x is None or 0 <= dot.x <= chart.width
               for mark in chart.marks for dot in (*mark.earlier, mark.last))  # fmt: skip
