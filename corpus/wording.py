"""What the words of a line say of the lines about it: that it opens a list, goes on, ends, or closes one."""

from __future__ import annotations

import re

GRADE = (
    r"(?:considerable|some|thorough|working|extensive|basic|good|general|broad|advanced|comprehensive|excellent|strong|"
    r"demonstrated|proven|specialized|limited|professional|knowledges?|skills?|skilled|ability|abilities|proficiency|"
    r"understanding|familiarity|aptitude|capacity|of|in|to|with|the|use|and|for|following)"
)
BARE_STEM = re.compile(rf"^(?:and\s+)?{GRADE}(?:[\s,/]+{GRADE})*\s*:?$", re.IGNORECASE)
"""Nothing but the words that open a list of knowledge, skills or abilities."""
_CONNECTOR = re.compile(r"^(?:[-–—]*\s*)(?:AND/OR|OR|AND|or|and|Or|And)[\s,:;\-–—]*$")
_OPEN_END = re.compile(
    r"(?:[,(/&]|\b(?:and|or|of|in|to|for|with|the|a|an|by|as|at|on|from|that|which|is|are|be|must|may|their|its|"
    r"other|such|including|than|into|within|under|between|per|not|no))$",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.;:!?][\"”’)\]]*$")
_CLOSER = re.compile(
    r"(?:(?:Performs?|Does|Do|Carr(?:y|ies) out) |To do |And )?(?:all )?(?:other )?(?:job[- ])?related "
    r"(?:duties|work|tasks)\b",
    re.IGNORECASE,
)
_BEFORE_FIGURE = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|half|least|than|sec(?:tion)?s?\.?|nos?\.?|rules?|"
    r"title|part|paragraph|chapter|grade|range|step|level|schedule|plan|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)$",
    re.IGNORECASE,
)
_TAIL = 24
"""Characters that tell how a line ends; looking through all of a long paragraph is slow."""


def is_closer(written: str) -> bool:
    """Whether it is the closing line of a list of duties ("Performs related duties as required.")."""
    return bool(_CLOSER.match(written))


def is_connector(written: str) -> bool:
    """Whether it is a bare OR or AND."""
    return bool(_CONNECTOR.match(written))


def ends_sentence(written: str) -> bool:
    """Whether it ends with a full stop, semicolon, colon, or question or exclamation mark."""
    return bool(_TERMINAL.search(written[-_TAIL:]))


def ends_open(written: str) -> bool:
    """Whether it ends with a word or sign after which something must follow."""
    return bool(_OPEN_END.search(written[-_TAIL:]))


def awaits_figure(written: str) -> bool:
    """Whether a figure or letter must follow: one that opens the next line ("two" / "(2) years") counts no list."""
    return bool(_BEFORE_FIGURE.search(written[-_TAIL:]))
