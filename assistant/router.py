"""Questions put in words that no expression of the topic table has: the topic whose examples are nearest in meaning.

The examples are embedded once for a model and kept beside the index; they are how people ask, in general words, and
none is a question of an evaluation set.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

NEAR_ENOUGH = 0.58
"""From this cosine on, a question is taken for one on the example's topic."""

BROAD = frozenset({"purpose", "duties", "capacities", "minimum qualifications", "knowledge, skill and ability"})
BROAD_ENOUGH = 0.68
"""Topics that a question on a thing which the text does not state comes near to: they have to be nearer."""

EXAMPLES: dict[str, tuple[str, ...]] = {
    "purpose": (
        "What is this class responsible for in general?", "Why does this job exist?", "What's the main role of this position?",
        "Give me a short description of the job.", "What kind of work is this?", "What is this position all about?",
        "What is the job there for?", "What is the mission of this role?", "Tell me about this job.",
    ),
    "duties": (
        "What would I be doing in this job?", "Which tasks come with the position?", "What are the main activities?",
        "What will my responsibilities be?", "What does a normal week look like in this job?", "List the work performed.",
        "What do people in this class do?", "What functions does the employee carry out?", "What is expected of me on the job?",
    ),
    "capacities": (
        "How is this class used?", "In which functions may somebody of this class be placed?", "Which levels or roles are there within this class?",
        "When is this class to be used?", "Which assignments does the class cover?",
    ),
    "supervision received": (
        "Who is my supervisor?", "Who would I work under?", "Who oversees this position?", "Who do I answer to?",
        "How closely is the work supervised?", "Who gives the orders to this position?", "Who is above this job in the chain of command?",
        "How independent is the position?", "Who is the manager of this class?",
    ),
    "supervision exercised": (
        "Does the job come with subordinates?", "Would I be in charge of other people?", "Whose work would I direct?",
        "Does this class have staff under it?", "Is it a leadership position with employees to supervise?", "Who works under this position?",
        "Am I somebody's boss in this job?",
    ),
    "knowledge, skill and ability": (
        "Which competencies are needed?", "What am I supposed to be good at?", "Which abilities and know-how are expected?",
        "What should a candidate know and be able to do?", "What are the KSAs?", "Which talents does the job call for?",
    ),
    "minimum qualifications": (
        "What does a person need to get this job?", "What background do you need for the position?", "How do I become one?",
        "What are the entry requirements?", "Which criteria must an applicant meet?", "What must I have to be accepted?",
        "What are the prerequisites?", "What education and experience must candidates have?", "What credentials and experience must I bring?",
    ),
    "years of experience": (
        "How long must I have worked in the field?", "How much work experience is demanded?", "How many years of work do they want?",
        "How much time in the profession is needed?", "What is the length of experience asked for?", "How seasoned must I be?",
    ),
    "years of special experience": (
        "How much of the experience must be in management?", "How long do I have to have been a supervisor?",
        "How many years in a leading role are needed?", "How much leadership experience is wanted?", "What part of the experience must be special?",
    ),
    "definition": (
        "What is understood by this term?", "How does the specification define this?", "What do they mean by this expression?",
    ),
    "interpretation for state employees": (
        "I am already with the state; which job title counts?", "What level must a current state worker have had?",
        "How is the experience of people in state service judged?", "Which state job titles give the experience?",
    ),
    "substitutions": (
        "Can schooling replace some of the experience?", "Is there another way to meet the experience requirement?",
        "What can be used in place of experience?", "Can I make up for missing years?", "Does more education reduce the years needed?",
        "Are there alternatives for people with fewer years?", "What if I do not have enough years?", "Does college credit count as experience?",
    ),
    "degree asked": (
        "What schooling is needed?", "Which level of education is required?", "Do I have to have gone to college?",
        "What academic background is necessary?", "Do I need a diploma?", "What educational attainment is required?",
    ),
    "special requirements": (
        "Are there any extra conditions for holding the job?", "What else must employees in this class possess?",
        "Which licenses or certificates do I have to keep?", "Are there other requirements besides the qualifications?",
    ),
    "physical requirements": (
        "Do I have to be strong or fit?", "How physically demanding is the work?", "Is good health needed?", "What must my body be able to do?",
    ),
    "working conditions": (
        "What is the work environment like?", "Is the work dangerous?", "To what could I be exposed?", "Is it an unpleasant place to work?",
    ),
    "character requirements": ("Must I be of good character?", "Is my reputation looked into?"),
    "salary group": ("At which pay grade is the job?", "On what salary level is the position?", "Which pay group does it belong to?"),
    "pay in dollars": (
        "What does the job pay per year?", "How many dollars would I earn?", "What is the wage?", "What is the salary range in dollars?",
    ),
    "bargaining unit": ("Which union represents this class?", "Is the job unionized?", "Which union contract covers it?"),
    "occupational group": ("Which occupational family is it in?", "In which group of occupations does the class fall?"),
    "EEO category": ("Which equal employment category applies?", "How is the class reported for equal opportunity?"),
    "job class designation": (
        "Is it a civil service competitive position?", "Is it in the classified service?", "How is the class designated?",
    ),
    "class code": ("What number does the class have?", "What is the code of this job?"),
    "class title": ("What is the official name of the job?", "How is this class called?"),
    "agency": ("Which agency uses this class?", "In which department would I work?", "For which organization is the job?"),
    "date of establishment": (
        "When did this class come into being?", "Since when has the class existed?", "In which year was it first created?", "How old is the class?",
    ),
    "revision date": ("When was the specification last changed?", "How recent is the current version?", "What is the date of the last update?"),
    "effective date": ("From what date does the specification apply?", "Since when has it been in force?", "When did it start to apply?"),
    "reason for the revision": (
        "What was altered in the latest version?", "Why was a new version issued?", "What is the reason for the rewrite?",
    ),
    "what was replaced": ("Which earlier version does this supersede?", "What did the old specification look like?"),
    "appointment": ("How is a person appointed to this position?", "How long does the appointment last?", "Who appoints to the position?"),
    "acknowledgement": ("Is the list of tasks exhaustive?", "May I be given work that is not listed?", "What does job class mean in the statutes?"),
}  # fmt: skip
"""How people ask about each topic. Only the table's topics, and "degree asked", stand here."""


class Router:
    """Finds the topic of a question by the nearest example. Examples are embedded when the first question comes."""

    def __init__(self, embed: Callable[[Sequence[str]], Matrix], kept_in: Path | None = None, key: str = "") -> None:
        self._embed = embed
        self._path = kept_in / f"examples-{_digest(key)}.npy" if kept_in else None
        self._names = tuple(name for name, questions in EXAMPLES.items() for _ in questions)
        self._matrix: Matrix | None = None

    def topic(self, question: str) -> str | None:
        """The name of the topic that the question is on, or None where no example is near enough."""
        scores = self._vectors() @ self._embed([question])[0]
        best = int(np.argmax(scores))
        name = self._names[best]
        return name if float(scores[best]) >= (BROAD_ENOUGH if name in BROAD else NEAR_ENOUGH) else None

    def _vectors(self) -> Matrix:
        if self._matrix is None:
            self._matrix = self._read() if self._path and self._path.is_file() else self._make()
        return self._matrix

    def _read(self) -> Matrix:
        assert self._path is not None
        matrix: Matrix = np.load(self._path, allow_pickle=False)
        return matrix

    def _make(self) -> Matrix:
        matrix = self._embed([question for questions in EXAMPLES.values() for question in questions])
        if self._path is not None:
            partial = self._path.with_suffix(f".{os.getpid()}.npy")
            # Where they cannot be kept they are made again the next time, and nothing else is lost.
            with contextlib.suppress(OSError):
                np.save(partial, matrix, allow_pickle=False)
                partial.replace(self._path)
        return matrix


def _digest(key: str) -> str:
    """A name for the examples as one model embeds them."""
    told = "\n".join([key, *(question for questions in EXAMPLES.values() for question in questions)])
    return hashlib.sha256(told.encode()).hexdigest()[:16]
