from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import Answer, Choice, Citation, Outcome, Statement
from assistant.cli_answer import write_answer
from assistant.cli_terminal import Page
from corpus.model import Spec
from corpus.parse import parse

Written = Callable[..., str]

SAMPLES = Path(__file__).parents[3] / "corpus" / "samples"
SPECS = {
    spec.class_code: spec
    for code in ("9902SX", "9903SX")
    for spec in [parse((SAMPLES / f"{code}.txt").read_text(encoding="utf-8"), code)]
}


def said(n: int, text: str, code: str, quote: str) -> Statement:
    spec = SPECS[code]
    start = spec.text.index(quote)
    cited = Citation(
        n=n, class_code=code, revision=spec.revision, section="duties", start=start, end=start + len(quote), quote=quote
    )
    return Statement(text=text, citations=(cited,))


def spec_of(revision: str) -> Spec:
    return next(spec for spec in SPECS.values() if spec.revision == revision)


@pytest.fixture
def written(capsys: pytest.CaptureFixture[str]) -> Written:
    def written(*statements: Statement, text: str = "", **rest: object) -> str:
        lines = [text] if text else []
        lines += [f"{one.text} [{one.citations[0].n}]" for one in statements]
        answer = Answer.model_validate(
            {"question": "?", "outcome": Outcome.ANSWERED, "text": "\n".join(lines), "statements": statements, **rest}
        )
        write_answer(Page(), answer, spec_of, choosing="Give its number.")
        return capsys.readouterr().out

    return written


ONE = said(1, "Accounts Examiner 1 (9902SX): The group is AR 18.", "9902SX", "AR 18")
OTHER = said(2, "Accounts Examiner 2 (9903SX): The group is AR 22.", "9903SX", "AR 22")


def test_statements_on_several_classes_stand_under_their_class(written: Written) -> None:
    first, second = "9902SX\n• The group is AR 18. [1]\n\n", "9903SX\n• The group is AR 22. [2]\n"
    assert f"Accounts Examiner 1  {first}Accounts Examiner 2  {second}" in written(ONE, OTHER)


def test_statements_on_one_class_keep_their_words(written: Written) -> None:
    assert "Accounts Examiner 1 (9902SX): The group is AR 18. [1]\n" in written(ONE)
    both = written(ONE, said(2, "The group is AR 22.", "9903SX", "AR 22"))
    assert "Accounts Examiner 1 (9902SX): The group is AR 18. [1]\nThe group is AR 22. [2]\n" in both


def test_what_is_said_before_the_statements_is_said_first(written: Written) -> None:
    out = written(ONE, text="The specification says something else:")
    assert "The specification says something else:\nAccounts Examiner 1 (9902SX)" in out


def test_what_is_said_between_and_after_the_statements_keeps_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = said(1, "The first.", "9902SX", "AR 18"), said(2, "The second.", "9902SX", "AR 18")
    answer = Answer(
        question="?",
        outcome=Outcome.ANSWERED,
        text="It is so.\nThe first. [1]\nBut also:\nThe second. [2]\nThe agency decides.",
        statements=(first, second),
    )
    write_answer(Page(), answer, spec_of, choosing="")
    told = "It is so.\n\nThe first. [1]\n\nBut also:\nThe second. [2]\n\nThe agency decides.\n"
    assert told in capsys.readouterr().out


def test_a_quote_is_left_out_only_where_a_long_list_has_its_very_words(written: Written) -> None:
    long = [
        said(1, "The group is AR 18.", "9902SX", "AR 18"),
        said(2, "The group is AR 180.", "9902SX", "AR 1"),
        said(3, "Interpersonal skills.", "9902SX", "Interpersonal skills"),
        said(4, "Communication skills.", "9902SX", "Oral and written communication skills"),
    ]
    out = written(*long)
    assert "[1] SALARY INFORMATION, word for word above" in out
    assert "[2] AR 1\n" in out
    assert "[3] KNOWLEDGE, SKILL AND ABILITY, word for word above" in out
    assert "[4] Oral and written communication skills" in out
    assert "[1] AR 18\n" in written(*long[:1])


def test_choices_are_numbered_once_and_say_how_to_choose(written: Written) -> None:
    choices = (Choice(class_code="9902SX", title="Accounts Examiner 1"), Choice(class_code="9903SX", title="Two"))
    out = written(outcome=Outcome.CLARIFY, text="Which do you mean: 9902SX or 9903SX?", choices=choices)
    assert out == "? Which class?\n\n  1. Accounts Examiner 1  9902SX\n  2. Two  9903SX\n\nGive its number.\n"
    kept = written(outcome=Outcome.CLARIFY, text="Two classes have this title.", choices=choices)
    assert "Two classes have this title.\n" in kept


def test_notices_and_questions_to_ask_next_come_last(written: Written) -> None:
    out = written(ONE, notices=("One statement was withheld.",), follow_ups=("What are the duties?",))
    assert out.endswith("\nNote: One statement was withheld.\n\nAsk next\n  What are the duties?\n")
