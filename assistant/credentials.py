"""Degrees and credentials: how they are asked for, and how a text names them."""

from __future__ import annotations

import re

DEGREES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(ask, re.IGNORECASE), re.compile(text, re.IGNORECASE))
    for name, ask, text in (
        ("high school diploma", r"\bhigh[- ]school (?:diploma|degree|education|graduate)|\bhigh school\b(?= enough|\W*$)|\bged\b", r"high school|\bGED\b|general equivalency"),
        ("associate's degree", r"\bassociate(?:'?s)?(?: degree)\b|\bassociate's\b|\btwo[- ]year degree", r"associate['’]?s?['’]? degree"),
        ("bachelor's degree", r"\bbachelor\w*|\b(?:ba|bs|b\.a\.?|b\.s\.?)(?!\w)|\bundergrad\w*|\bfour[- ]year degree|\bcollege degree", r"bachelor|baccalaureate|four[- ]year college"),
        ("master's degree", r"\bmaster'?s?\b(?! (?:plumber|electrician|plan))|\b(?:ma|ms|m\.a\.?|m\.s\.?|m\.ed\.?|med|mba|mpa|msw|mph)(?!\w)|\bgraduate degree", r"master['’]?s|master of"),
        ("advanced degree", r"\badvanced degree", r"advanced degree"),
        ("sixth year diploma", r"\b(?:sixth|6th)[- ]year", r"sixth[- ]year"),
        ("law degree", r"\blaw (?:degree|school)|\bj\.?d\.?(?!\w)|\bjuris", r"law degree|juris|\bJ\.?D\b|law school"),
        ("doctorate", r"\bph\.?d|\bdoctora\w*|\bdoctor's\b|\bed\.?d\b|\bd\.ed\b", r"doctora|\bPh\.?D\b|\bEd\.?D\b"),
        ("diploma", r"\bdiplomas?\b", r"diploma"),
        ("degree", r"\bdegrees?\b|\b(?:college|university)\b(?! training)|\beducation(?:al)? (?:is|are|do|does|requirements?|level|background|part|needed|required)\b|\bwhat education\b|\b(?:educational|academic) (?:attainment|background|credentials?)\b|\b(?:how much|which|what level of) (?:schooling|education)\b|\bgraduat(?:e|ed|ion)\b", r"degree|diploma|graduat|college|school"),
    )
)  # fmt: skip
"""Degrees: name, how it is asked for, how a text names it. The last stands for any of them."""

CREDENTIALS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(ask, re.IGNORECASE), re.compile(text, re.IGNORECASE))
    for name, ask, text in (
        ("licence", r"\blicen[sc]\w*", r"licen[sc]"),
        ("certificate", r"\bcert(?:s|ificat\w*|ified|ifications?)?\b", r"certif"),
        ("registration", r"\bregist(?:ered|ration)\b(?! nurse)", r"regist"),
        ("permit", r"\bpermits?\b", r"\bpermit\b"),
        ("apprenticeship", r"\bapprentice\w*", r"apprentic"),
        ("trainee programme", r"\btrainee\w*|\btraining program\w*", r"trainee|training program"),
        (
            "college training",
            r"\bcollege (?:training|credits?|courses?)\b|\bsemester hours?\b|\bcredits?\b(?! union)",
            r"college training|semester hours",
        ),
    )
)
"""Credentials, as `DEGREES`."""

CERTIFICATE_NUMBER = re.compile(r"(?<![\w.$#/-])0\d{2}(?![\w%-]|\.\d)")
"""A certificate called by its number ("an 092")."""


def degrees_in(text: str) -> tuple[str, ...]:
    """The degrees that a question names; "degree" alone where it names none in particular."""
    named = tuple(name for name, ask, _ in DEGREES[:-1] if ask.search(text))
    named = tuple(name for name in named if not (name == "diploma" and len(named) > 1))
    return named or (("degree",) if DEGREES[-1][1].search(text) else ())


def credentials_in(text: str) -> tuple[str, ...]:
    """The kinds of credential that a question names."""
    return tuple(name for name, ask, _ in CREDENTIALS if ask.search(text))


def pattern_for(name: str) -> re.Pattern[str]:
    """How a text names this degree or credential."""
    return next(text for known, _, text in (*DEGREES, *CREDENTIALS) if known == name)


def names_credential(text: str) -> bool:
    """Whether the question names a degree or credential of any kind."""
    return bool(degrees_in(text) or credentials_in(text) or CERTIFICATE_NUMBER.search(text))
