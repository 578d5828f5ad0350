"""The canonical text: decoded characters in which `\\n`, and nothing else, ends a line."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(text: str) -> str:
    """`text` with every line end as `\\n`; nothing else is changed.

    Line ends are those that `str.splitlines` knows, after section 5.8 of the Unicode standard: besides CR LF and CR
    also NEL, the line and paragraph separators, form feed and vertical tab. So `splitlines` and splitting at `\\n`
    agree, and no two parts of the project can differ about what a line is. Canonical text is its own canonical text.
    """
    return _LINE_ENDS.sub("\n", text)


def storable(text: str) -> str:
    """`text` without what UTF-8 cannot hold: halves of surrogate pairs are joined, lone ones become U+FFFD.

    Only converted formats need it: a PDF's character maps can name half a pair, a decoder never gives one.
    """
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
