"""The Library page's parts without a browser: what is shown is escaped, what is sent is checked, one sync at a time."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.eligibility.nodes import all_nodes
from assistant.eligibility.reviews import ReviewRow, ReviewStatus, node_digest
from assistant.session import open_assistant
from assistant.web.desk import Desk
from assistant.web.inbox import feedback_csv, inbox_html, plain_cell
from assistant.web.rules import class_rules, findings_html, review_row
from assistant.web.shelf import shelf_html, short_source
from assistant.web.taking import (
    Going,
    StoppedError,
    Taker,
    documents_of,
    failed_html,
    going_html,
    mended_html,
    report_html,
)
from corpus.errors import InputError, NotFound, StoreLocked, UserMistake
from corpus.feedback import Feedback
from corpus.loaders.document import Document
from index.home import Home
from index.sync import Step, SyncReport
from index.testing import HashEmbedder

DAY = date(2026, 11, 24)
NASTY = "<img src=x onerror=alert(1)>"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk over a home of its own with 3039MP."""
    home = Home.at(tmp_path / "home")
    embedder = HashEmbedder()
    desk = Desk(lambda: open_assistant(home.path, embedder=embedder), home=home, embedder=embedder, today=lambda: DAY)
    yield desk
    desk.close()


def report(steps: Iterator[Going | SyncReport]) -> SyncReport:
    *_, last = steps
    assert isinstance(last, SyncReport)
    return last


def taken(desk: Desk, *files: Path, code: str | None = None) -> SyncReport:
    return report(Taker(desk.home, desk.embedder).take(documents_of(files, ""), code))


# ── taking in ──


def test_each_file_is_told_under_its_own_name(desk: Desk, tmp_path: Path) -> None:
    good, bad = tmp_path / "sec ret" / "9902SX.txt", tmp_path / "sec ret" / "<b>broken.pdf"
    good.parent.mkdir()
    good.write_bytes(Path("corpus/samples/9902SX.txt").read_bytes())
    bad.write_bytes(b"%PDF-1.4 nothing")
    shown = report_html(taken(desk, good, bad))
    assert "1 added, 1 not taken in" in shown
    assert "9902SX.txt" in shown
    assert "&lt;b&gt;broken.pdf: is a damaged PDF" in shown
    assert "sec ret" not in shown
    assert "sec ret" not in shelf_html(desk)
    assert "Accounts Examiner" in shelf_html(desk)


def test_a_newer_and_an_older_text_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    text = Path("corpus/specs/3039MP.txt").read_text(encoding="utf-8")
    assert "5/15/2023" in text
    for name, revised in (("new.txt", "6/15/2024"), ("old.txt", "6/15/2001")):
        (tmp_path / name).write_text(text.replace("5/15/2023", revised), encoding="utf-8")
    shown = report_html(taken(desk, tmp_path / "new.txt", tmp_path / "old.txt", tmp_path / "new.txt"))
    assert "1 revised, 1 kept as history, 1 unchanged" in shown
    listed = shelf_html(desk)
    assert "3 revisions" in listed
    assert "/compare?a=3039MP&amp;a_rev=" in listed
    assert "revised 2001-06-15" in listed


def test_a_text_that_claims_a_code_of_another_class_says_what_to_do(desk: Desk, tmp_path: Path) -> None:
    text = Path("corpus/samples/9902SX.txt").read_text(encoding="utf-8").replace("9902SX", "3039MP")
    (tmp_path / "claims.txt").write_text(text, encoding="utf-8")
    found = taken(desk, tmp_path / "claims.txt")
    assert found.conflicts
    assert "with the class code" in report_html(found)
    assert "specs ingest" not in report_html(found)


@pytest.mark.parametrize(
    "address",
    [
        "/etc/passwd",
        "file:///etc/passwd",
        "corpus/specs",
        "ftp://example.org/x",
        "javascript:alert(1)",
        " \t/etc/passwd",
    ],
)
def test_only_a_web_address_is_taken_for_one(address: str) -> None:
    with pytest.raises(UserMistake, match="is no web address"):
        documents_of((), address)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:9/x", "http://[::1]/", "http://localhost/x", "HTTP://127.0.0.1/"]
)
def test_an_address_within_is_refused(address: str) -> None:
    (found,) = documents_of((), address)
    assert isinstance(found, InputError)
    assert "not on the public internet" in found.reason


def test_nothing_and_too_much_are_said() -> None:
    with pytest.raises(UserMistake, match="nothing to add"):
        documents_of((), "  ")
    with pytest.raises(UserMistake, match="201 files"):
        documents_of(["x.txt"] * 201, "")


def test_one_change_at_a_time_and_another_is_told_so(desk: Desk) -> None:
    taker, go_on = Taker(desk.home, desk.embedder), threading.Event()

    def slow() -> Iterator[Document]:
        yield Document("a.txt", "a", "A text without much.")
        go_on.wait(20)

    first = taker.take(slow())
    assert isinstance(next(first), Going)
    with pytest.raises(StoreLocked, match="being changed just now"):
        next(taker.take(()))
    go_on.set()
    assert report(first).failures == ()
    assert report(taker.take(())).failures == ()


def test_another_process_that_writes_is_not_described(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.web.taking.WAIT_SECONDS", 0.05)
    with desk.home.writing(), pytest.raises(StoreLocked) as caught:
        report(Taker(desk.home, desk.embedder).take(()))
    assert "process" not in str(caught.value)


def test_what_is_stopped_leaves_the_library_as_it_was(desk: Desk) -> None:
    taker = Taker(desk.home, desk.embedder)

    def endless() -> Iterator[Document]:
        for number in range(100_000):
            if number == 3:
                taker.stop()
            yield Document(f"{number}.txt", str(number), f"Text {number} of a class ({number:04d}XX)")

    with pytest.raises(StoppedError) as caught:
        report(taker.take(endless()))
    assert [entry.class_code for entry in desk.entries()] == ["3039MP"]
    assert "as it was" in failed_html(caught.value)


def test_a_step_is_told_with_its_words_and_bar() -> None:
    assert 'max="8" value="2"' in going_html(Going(Step.EMBEDDING, 2, 8))
    assert "<progress aria-label" in going_html(Going(Step.READING, 3, 0))
    assert "max=" not in going_html(Going(Step.READING, 3, 0))


def test_a_resync_says_what_was_missing(desk: Desk) -> None:
    assert "nothing was missing" in mended_html(taken_nothing(desk), 1)


def taken_nothing(desk: Desk) -> SyncReport:
    return report(Taker(desk.home, desk.embedder).take(()))


def test_a_source_is_shown_without_its_folder() -> None:
    assert short_source("/home/ann/specs/a.zip!x/b.txt") == "b.txt"
    assert short_source("C:\\specs\\b.txt") == "b.txt"
    assert short_source("https://example.org/x/b.html") == "https://example.org/x/b.html"


# ── the list ──


def test_the_list_is_searched_and_what_is_wanted_is_escaped(desk: Desk) -> None:
    assert "Chief of Educational Services" in shelf_html(desk, "EDUCATIONAL 3039")
    nothing = shelf_html(desk, NASTY)
    assert NASTY not in nothing
    assert "No class has" in nothing


# ── rules ──


def first_rule(desk: Desk) -> tuple[str, str]:
    node = list(all_nodes(desk.rules.rules("3039MP")[0]))[1]
    return node.source.key, node_digest(node)


def reviewed(desk: Desk, status: str, note: str = "", reviewer: str = "Ann") -> None:
    key, digest = first_rule(desk)
    form = {"status": status, "key": key, "digest": digest, "fields": {"note": note}}
    desk.rules.review("3039MP", review_row("3039MP", reviewer, form, DAY))


def test_a_rule_stands_beside_the_words_that_it_rests_on(desk: Desk) -> None:
    shown, document, problem = class_rules(desk, "3039MP")
    assert "12 years of General Experience" in shown
    assert "twelve (12) years of professional experience" in shown
    assert shown.count('data-form="review"') == len(list(all_nodes(desk.rules.rules("3039MP")[0])))
    assert "class_code: 3039MP" in document
    assert problem == ""


def test_a_review_is_kept_with_who_and_when_and_can_be_taken_back(desk: Desk) -> None:
    reviewed(desk, "approved", f"read {NASTY}")
    shown = class_rules(desk, "3039MP")[0]
    assert "approved by Ann, 2026-11-24" in shown
    assert NASTY not in shown
    assert "0% of the rules reviewed" not in shelf_html(desk)
    reviewed(desk, "rejected")
    assert desk.rules.reviews("3039MP")[first_rule(desk)[0]].status is ReviewStatus.REJECTED
    reviewed(desk, "unreviewed")
    assert all(one.status is ReviewStatus.UNREVIEWED for one in desk.rules.reviews("3039MP").values())


def test_a_review_of_one_rule_leaves_the_others(desk: Desk) -> None:
    rules = desk.rules.rules("3039MP")[0]
    for node in all_nodes(rules):
        row = ReviewRow("", node.source.key, node_digest(node), ReviewStatus.APPROVED, "Ann", DAY.isoformat())
        desk.rules.review("3039MP", row)
    reviewed(desk, "rejected")
    statuses = [one.status for one in desk.rules.reviews("3039MP").values()]
    assert statuses.count(ReviewStatus.REJECTED) >= 1
    assert statuses.count(ReviewStatus.APPROVED) == len(statuses) - statuses.count(ReviewStatus.REJECTED)


def test_a_review_of_what_is_no_longer_so_is_refused(desk: Desk) -> None:
    key, digest = first_rule(desk)
    stale = {"status": "approved", "key": key, "digest": "0" * 64}
    with pytest.raises(UserMistake, match="has changed since"):
        desk.rules.review("3039MP", review_row("3039MP", "Ann", stale, DAY))
    with pytest.raises(NotFound, match="has no rule"):
        desk.rules.review("3039MP", review_row("3039MP", "Ann", {**stale, "key": "x.y.1"}, DAY))
    with pytest.raises(UserMistake, match="needs a reviewer"):
        desk.rules.review("3039MP", review_row("3039MP", "  ", {**stale, "digest": digest}, DAY))
    with pytest.raises(NotFound, match="no review"):
        review_row("3039MP", "Ann", {**stale, "status": "corrected"}, DAY)


def test_a_corrected_document_is_in_force_and_a_wrong_one_is_told(desk: Desk) -> None:
    document = class_rules(desk, "3039MP")[1]
    desk.rules.keep("3039MP", document.replace("months: 144", "months: 132", 1), "Ann", DAY.isoformat())
    shown = class_rules(desk, "3039MP")[0]
    assert "11 years of General Experience" in shown
    assert "as written by Ann, 2026-11-24" in shown
    assert "corrected by Ann" in shown
    with pytest.raises(UserMistake):
        desk.rules.keep("3039MP", "class_code: [", "Ann", DAY.isoformat())
    desk.rules.forget("3039MP")
    assert "12 years of General Experience" in class_rules(desk, "3039MP")[0]


def test_no_class_and_an_unknown_one_are_said(desk: Desk) -> None:
    assert "Choose a class" in class_rules(desk, None)[0]
    assert NASTY not in class_rules(desk, NASTY)[0]


def test_findings_are_counted_by_check_and_narrowed(desk: Desk) -> None:
    taken(desk, Path("corpus/samples/9914SX.txt"), Path("corpus/samples/9907SX.txt"))
    every = findings_html(desk.rules, desk.rules.codes())
    assert "not read as a rule" in every
    assert "word and figure disagree" in every
    one = findings_html(desk.rules, desk.rules.codes(), "word and figure disagree")
    assert one.count("<li>") < every.count("<li>")
    assert 'aria-pressed="true">word and figure disagree' in one


# ── feedback ──


def rated(comment: str = "", answer: str = "{}", question: str = "How many?") -> Feedback:
    return Feedback("2026-11-24", question, "3039MP", "ab" * 32, "wrong_evidence", comment, answer, 7)


def test_feedback_is_shown_with_its_answer_and_escaped(desk: Desk) -> None:
    answer = desk.ask("What is the salary group?", class_code="3039MP")
    shown = inbox_html([rated(NASTY, answer.model_dump_json(), NASTY)])
    assert NASTY not in shown
    assert "Wrong evidence" in shown
    assert 'class="cite"' in shown
    assert 'data-act="done" data-id="7"' in shown


def test_feedback_on_an_answer_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert "&lt;b&gt;" in inbox_html([rated(answer="<b>")])


def test_an_empty_inbox_says_what_arrives_there() -> None:
    assert "arrives here" in inbox_html([])


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =cmd|'/c calc'!A0"])
def test_no_cell_of_the_csv_is_a_formula(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"
    (_, row) = csv.reader(io.StringIO(feedback_csv([rated(cell)]).decode("utf-8-sig"), newline=""))
    assert row[4] == f"'{cell}"


def test_the_csv_has_the_text_of_the_answer(desk: Desk) -> None:
    answer: Answer = desk.ask("What is the salary group?", class_code="3039MP")
    (_, row) = csv.reader(io.StringIO(feedback_csv([rated(answer=answer.model_dump_json())]).decode("utf-8-sig")))
    assert row[3] == answer.text
