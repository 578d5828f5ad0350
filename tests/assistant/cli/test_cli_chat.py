from __future__ import annotations

import pytest
from conftest import Run


@pytest.mark.usefixtures("home")
def test_a_conversation_carries_its_class_and_topic(specs: Run) -> None:
    ran = specs("chat", stdin="How many years of experience do I need?\nWhat about the managerial part?\n")
    assert ran.code == 0
    assert ran.out.count("✓ From the specification") == 2
    assert "managerial capacity" in ran.out.rpartition("✓")[2]
    assert ran.out.count("Answering about") == 1


@pytest.mark.usefixtures("sample_home")
def test_a_number_chooses_one_of_the_classes_that_fit(specs: Run) -> None:
    ran = specs("chat", stdin="What are the duties of a Secretary?\n2\nWhat is the salary group?\n")
    assert "? Which class?" in ran.out
    assert "2. Secretary 2  9910SX" in ran.out
    assert "CL 19" in ran.out.rpartition("✓")[2]


@pytest.mark.usefixtures("sample_home")
def test_a_number_that_is_no_choice_is_told(specs: Run) -> None:
    ran = specs("chat", stdin="What are the duties of a Secretary?\n99\n/quit\nWhat is the salary group?\n")
    assert "there is no choice 99" in ran.err
    assert "salary group" not in ran.out


@pytest.mark.usefixtures("sample_home")
def test_a_person_turns_to_another_class_and_starts_over(specs: Run) -> None:
    stdin = "/class 9920sx\nWhat is the salary group?\n/class nope\n/new\n/bogus\n\n/exit\n"
    ran = specs("chat", "--class", "9912SX", stdin=stdin)
    assert ran.code == 0
    assert ran.out.index("Plumber") < ran.out.index("Cook") < ran.out.index("TC 13") < ran.out.index("Starting over")
    assert "no class 'nope'" in ran.err and "there is no /bogus here" in ran.err
