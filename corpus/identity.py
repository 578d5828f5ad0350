"""What a text is called and by which code it is known; where it does not say so, the file's name decides."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from corpus.fields import CODE
from corpus.model import Field, FieldName, Section
from corpus.titles import changed_title, header_title

_SLUG = re.compile(r"[^A-Za-z0-9]+")
_RETITLED = re.compile(r"\bchanged?\s+(?:the\s+)?(?:class\s+)?title\b(?! of)", re.IGNORECASE)
_IN_NAME = re.compile(rf"(?<![\w.-]){CODE}(?![\w.-])")

Classes = tuple[tuple[str, str], ...]


def title_of(
    text: str, sections: tuple[Section, ...], fields: tuple[Field, ...], name: str | None
) -> tuple[str, Field | None, tuple[str, ...]]:
    """The title, the field that it was read from, and notices.

    In this order: the header, the new title that the reason of the revision names, the title of the revision that was
    replaced, the file's name.
    """
    stated = {field.name: field for field in fields}
    found = header_title(text, sections) or changed_title(text, fields)
    previous = stated.get(FieldName.PREVIOUS_TITLE)
    reason = stated.get(FieldName.REVISION_REASON)
    if found is not None:
        return found.value, found, ()
    if previous is not None:
        said = reason is not None and _RETITLED.search(reason.value)
        notices = (f"the class was given another title than {previous.value!r}; the text does not say which",)
        return previous.value, replace(previous, name=FieldName.CLASS_TITLE), notices if said else ()
    title = name or "Untitled"
    where = f"; {title!r} comes from the file name" if name else ""
    return title, None, (f"no class title in the text{where}",)


def code_of(text: str, fields: tuple[Field, ...], classes: Classes, name: str | None) -> tuple[str, tuple[str, ...]]:
    """The class code and notices. Of several classes in one text, the one that the file is named by."""
    stated = next((field.value for field in fields if field.name is FieldName.CLASS_CODE), None)
    named = [match.group() for match in _IN_NAME.finditer(name or "")]
    codes = [code for code, _ in classes]
    meant = next((code for code in named if code in codes), None)
    if meant or stated or codes:
        return meant or stated or codes[0], ()
    if name:
        code = named[0] if named else _SLUG.sub("-", name).strip("-").lower() or "untitled"
    else:
        code = "text-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return code, (f"no class code in the text; {code!r} comes from the {'file name' if name else 'text itself'}",)


def all_classes(code: str, title: str, classes: Classes, stated: tuple[str, ...]) -> Classes:
    """The classes that the text specifies: those named with their titles, and codes (`stated`) that share the title."""
    found = dict(classes)
    for other in (code, *stated):
        found.setdefault(other, title)
    return tuple(found.items()) if classes else tuple(sorted(found.items(), key=lambda pair: pair[0] != code))
