from __future__ import annotations

import pytest

from assistant.credentials import (
    CREDENTIALS,
    DEGREES,
    credentials_in,
    degrees_in,
    names_credential,
    pattern_for,
)


@pytest.mark.parametrize(
    ("question", "degrees", "credentials"),
    [
        ("is a GED enough", ("high school diploma",), ()),
        ("I have an associate's degree", ("associate's degree",), ()),
        ("does my B.S. count", ("bachelor's degree",), ()),
        ("with an MPA or MBA", ("master's degree",), ()),
        ("do I need an advanced degree?", ("advanced degree",), ()),
        ("my sixth year diploma", ("sixth year diploma",), ()),
        ("is a J.D. required", ("law degree",), ()),
        ("PhD or Ed.D.", ("doctorate",), ()),
        ("what diploma", ("diploma",), ()),
        ("what degree?", ("degree",), ()),
        ("which licence and which certificate", (), ("licence", "certificate")),
        ("as a registered nurse", (), ()),
        ("an apprenticeship or a permit", (), ("permit", "apprenticeship")),
        ("15 semester hours", (), ("college training",)),
        ("how many years?", (), ()),
        ("the master plumber", (), ()),
        ("a master's plan and an electrician", ("master's degree",), ()),
    ],
)
def test_degrees_and_credentials_that_a_question_names(
    question: str, degrees: tuple[str, ...], credentials: tuple[str, ...]
) -> None:
    assert degrees_in(question) == degrees
    assert credentials_in(question) == credentials


def test_a_certificate_may_be_called_by_its_number() -> None:
    assert names_credential("does an 092 help?")
    assert not names_credential("class 3092 with $092 or 092.5")


@pytest.mark.parametrize(
    ("name", "text", "near"),
    [
        ("bachelor's degree", "A Bachelor’s degree in nursing", "A college course"),
        ("master's degree", "A Master's degree", "A master plumber"),
        ("doctorate", "an Ed.D. (Doctorate in Leadership)", "an edition"),
        ("high school diploma", "a General Equivalency Diploma", "a diploma"),
        ("licence", "must be licensed", "like"),
        ("certificate", "must be certified", "certain"),
    ],
)
def test_how_a_text_names_a_degree_or_credential(name: str, text: str, near: str) -> None:
    assert pattern_for(name).search(text)
    assert not pattern_for(name).search(near)


def test_every_degree_and_credential_is_found_under_its_own_name() -> None:
    """The name is shown to people, who may ask with it."""
    for name, _, text in (*DEGREES, *CREDENTIALS):
        assert name in (*degrees_in(f"a {name}"), *credentials_in(f"a {name}")), name
        assert pattern_for(name) is text
