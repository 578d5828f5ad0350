"""A conversation as Markdown and as JSON: whole, with revisions, and with nothing of it taken for markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pydantic import ValidationError

from assistant import Assistant, Conversation, open_assistant
from assistant.export import ConversationRecord, as_json, as_markdown, escaped, markdown, record
from corpus.loaders.document import Document
from index.home import Home
from index.sync import sync
from index.testing import HashEmbedder

TODAY = date(2026, 11, 24)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = "<script>alert(1)</script> | `rm` [click](http://evil.example) www.evil.example <b>bold</b> **x** ~~y~~"
TEXT = (
    f"Trap Setter {HOSTILE} (6601TS)\n\nPURPOSE OF JOB CLASS (NATURE OF WORK)\nThis class is accountable for traps.\n"
    f"EXAMPLES OF DUTIES\n- Sets the trap {HOSTILE};\n- # Opens the trap;\n"
    "MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE\nThree (3) years of experience in trapping.\n"
    "SALARY INFORMATION\nTS 12\nCLASS: 6601TS;\nREV: 2/6/2002;\n"
)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("export") / "home"
    shipped = Path(__file__).parents[2] / "corpus" / "specs" / "3039MP.txt"
    documents = (Document("6601TS.txt", "6601TS", TEXT), Document("3039MP.txt", "3039MP", shipped.read_text("utf-8")))
    sync(Home.at(home), documents, HashEmbedder())
    with open_assistant(home, embedder=HashEmbedder()) as opened:
        yield opened


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Conversation:
    conversation = Conversation(assistant, as_of=TODAY)
    for said in (
        f"What are the duties of 6601TS? {HOSTILE}",
        "and for 3039MP?",
        "Do I qualify with a master's in education and 11 years as a principal?",
        "I said 12 years, not 11",
        "Can I telework?",
    ):
        conversation.ask(said)
    return conversation


def test_every_turn_is_there_with_its_quotes_and_revisions(talk: Conversation, assistant: Assistant) -> None:
    kept = record(talk)
    assert [turn.question for turn in kept.turns] == list(talk.questions)
    assert [turn.outcome.value for turn in kept.turns] == [
        "answered",
        "answered",
        "determination",
        "determination",
        "abstained",
    ]
    for turn in kept.turns:
        named = {(one.class_code, one.revision) for one in turn.editions}
        for statement in turn.statements:
            for citation in statement.citations:
                spec = assistant.library.spec(citation.class_code, citation.revision)
                assert spec.text[citation.start : citation.end] == citation.quote
                assert (citation.class_code, citation.revision) in named
    assert kept.turns[1].asked is not None and "(3039MP)" in kept.turns[1].asked
    assert kept.turns[4].searched
    own = kept.turns[1].editions[0]
    assert (own.revised, own.effective, len(own.revision)) == ("2023-05-15", "2023-05-12", 64)


def test_a_judged_turn_has_its_verdict_its_day_and_the_facts_that_counted(talk: Conversation) -> None:
    first, then = record(talk).turns[2:4]
    assert [fact.words for fact in first.facts] == ["a master's in education", "11 years as a principal"]
    assert [fact.words for fact in then.facts] == ["a master's in education", "12 years as a principal"]
    assert then.determination is not None
    assert then.determination.verdict in {"met", "not_met", "undetermined", "needs_review"}
    assert (then.as_of, then.determination.as_of) == (TODAY, TODAY.isoformat())
    assert record(talk).turns[0].facts == ()


def test_json_reads_back_as_the_same_and_refuses_anything_else(talk: Conversation) -> None:
    written = as_json(talk)
    again = ConversationRecord.model_validate_json(written)
    assert again == record(talk)
    assert markdown(again) == as_markdown(talk)
    with pytest.raises(ValidationError):
        ConversationRecord.model_validate_json(written.replace('"turns"', '"torns"'))


def test_forgotten_facts_are_not_exported(assistant: Assistant) -> None:
    talk = Conversation(assistant, "3039MP", as_of=TODAY)
    talk.ask("Do I qualify with 11 years as a principal?")
    assert record(talk).facts and record(talk).turns[0].facts
    talk.forget()
    assert record(talk).facts == () == record(talk).turns[0].facts


def test_nothing_that_was_written_becomes_markup(talk: Conversation) -> None:
    tokens = PARSER.parse(as_markdown(talk))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {
        "html_block",
        "html_inline",
        "link_open",
        "image",
        "code_inline",
        "code_block",
        "fence",
        "em_open",
        "s_open",
    }
    strong = [
        token.children[index + 1].content
        for token in tokens
        for index, child in enumerate(token.children or ())
        if token.children and child.type == "strong_open"
    ]
    assert set(strong) <= {
        "From the specification",
        "Not in the specification",
        "Which class?",
        "Stated minimum qualifications",
    }
    headings = [token for token in tokens if token.type == "heading_open"]
    assert len(headings) == 1 + len(talk.turns) + 2
    rows = [token for token in tokens if token.type == "tr_open"]
    cells = [token for token in tokens if token.type in ("td_open", "th_open")]
    assert len(cells) == 4 * len(rows)


def test_the_quotes_stand_in_the_markdown_as_they_are(talk: Conversation) -> None:
    shown = " ".join(token.content for token in PARSER.parse(as_markdown(talk)) if token.type == "inline")
    plain = re.sub(r"\\(?=[^\w\s])", "", shown)
    for turn in record(talk).turns:
        for statement in turn.statements:
            for citation in statement.citations:
                assert " ".join(citation.quote.split()) in plain
    assert HOSTILE in plain


@given(st.one_of(st.text(max_size=60), st.text("\\`*_{}[]()<>#|~&$@!:w.-+=012 http/\nx;\"'^", max_size=60)))
def test_an_escaped_text_is_that_text_and_nothing_else(text: str) -> None:
    line = escaped(text)
    if not line:
        return
    parsed = PARSER.parse(line)
    assert [token.type for token in parsed] == ["paragraph_open", "inline", "paragraph_close"]
    children = parsed[1].children or []
    assert {child.type for child in children} <= {"text", "text_special"}
    said = "".join(child.content for child in children)
    wanted = " ".join(text.split())
    assert len(said) == len(wanted)
    assert all(one in (other, "\N{REPLACEMENT CHARACTER}") for one, other in zip(said, wanted, strict=True))
