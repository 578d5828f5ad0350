"""What a search found as HTML: each clause within its section, its neighbours dimmed, the words of the query bold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

import snowballstemmer  # type: ignore[import-untyped]  # has no types

from assistant.eligibility.least import Least
from assistant.web.buttons import act, button
from assistant.web.desk import Desk
from assistant.web.search_classes import Classes, degree_words, months_words, value_words
from assistant.web.search_found import MOST, Found
from assistant.web.search_wanted import FACETS, Wanted, section_words
from corpus.entries import Entry
from corpus.lexical import telling_words
from corpus.model import Clause, FieldName, Section, Spec
from index.retriever import Hit

SHOWN = 25
"""Clauses or classes that are shown at first, and each time that more are asked for."""

_WORD = re.compile(r"[^\W_]+")
Stem = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """Hits of one section; the number of each is that of its citation, by the index of its clause."""

    spec: Spec
    hits: tuple[Hit, ...]
    numbers: dict[int, int]


def found_html(desk: Desk, classes: Classes, found: Found, shown: int = SHOWN) -> str:
    """The first `shown` of what was found, under a line that says how much that is."""
    if found.wanted.query:
        body = _hits(desk, found, shown)
        there_are = len(found.hits)
    else:
        body = _class_list(classes, found.classes[:shown])
        there_are = len(found.classes)
    more = act("more", f"Show {min(SHOWN, there_are - shown)} more") if there_are > shown else ""
    return f'{_head(found)}{body}<div class="next">{more}</div>'


# ── the head ──


def _head(found: Found) -> str:
    return f'<p class="count">{escape(count_words(found))}</p>{_chosen(found.wanted)}{_notes(found)}'


def count_words(found: Found) -> str:
    """How much was found, in a sentence."""
    if not found.wanted.query:
        return _counted(len(found.classes), "class", "classes") + " fit." if found.classes else "No class fits."
    if not found.hits:
        return "No clause fits."
    of_classes = _counted(len({hit.class_code for hit in found.hits}), "class", "classes")
    clauses = _counted(len(found.hits), "clause", "clauses")
    return f"The best {clauses}, in {of_classes}." if found.is_cut else f"{clauses} in {of_classes}."


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _chosen(wanted: Wanted) -> str:
    """What the search is narrowed to, each with a button that takes it away."""
    chips = "".join(
        f'<button type="button" class="chip" data-act="drop" data-facet="{name}" data-value="{escape(value)}" '
        f'aria-label="Take away {escape(FACETS[name])}: {escape(value_words(name, value))}">'
        f'<span class="dim">{escape(FACETS[name])}</span> {escape(value_words(name, value))} '
        '<span aria-hidden="true">×</span></button>'
        for name, values in wanted.chosen.items()
        for value in values
    )
    return f'<div class="next chosen">{chips}</div>' if chips else ""


def _notes(found: Found) -> str:
    notes = []
    if found.unread:
        left_out = _counted(found.unread, "class is", "classes are")
        notes.append(f"The rules of {left_out} still being read, and left out so far; search again in a minute.")
    if found.is_cut:
        notes.append(f"Only the best {MOST} are listed; narrow the search down to see what else fits.")
    if not (found.hits or found.unread) and found.wanted.query:
        notes.append("Try other words for it, or take a narrowing away.")
    return "".join(f'<p class="notice">{escape(note)}</p>' for note in notes)


# ── clauses ──


def _hits(desk: Desk, found: Found, shown: int) -> str:
    hits = found.hits[:shown]
    numbers = {(hit.class_code, hit.clause_index): n for n, hit in enumerate(hits, 1)}
    specs = {hit.class_code: desk.spec(hit.class_code, hit.revision) for hit in hits}
    stem = stemmer()
    words = frozenset(map(stem, _words_of(found.wanted.query)))

    def passage(together: Sequence[Hit]) -> str:
        first = together[0]
        numbered = {hit.clause_index: numbers[hit.class_code, hit.clause_index] for hit in together}
        return passage_html(Passage(specs[first.class_code], tuple(together), numbered), words, stem)

    if found.wanted.layout == "list":
        rows = "".join(f"<li>{_titled(hit)}{passage([hit])}</li>" for hit in hits)
        return f'<section aria-label="Clauses"><ol class="hits flat">{rows}</ol></section>'
    return "".join(
        f'<section class="of-class" aria-label="{escape(together[0].title)}">{_class_head(together[0])}'
        + "".join(passage(part) for part in _grouped(together, lambda hit: _section(specs, hit).index))
        + "</section>"
        for together in _grouped(hits, lambda hit: hit.class_code)
    )


def _section(specs: dict[str, Spec], hit: Hit) -> Section:
    spec = specs[hit.class_code]
    return spec.section_of(spec.clauses[hit.clause_index])


def _grouped(hits: Iterable[Hit], key: Callable[[Hit], object]) -> list[list[Hit]]:
    """The hits that share a key together, where the first of them stands."""
    groups: dict[object, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(key(hit), []).append(hit)
    return list(groups.values())


def _class_head(hit: Hit) -> str:
    code = quote(hit.class_code)
    ways = " · ".join(
        f'<a href="{path}={code}">{name}</a>'
        for name, path in (("Ask", "/?class"), ("Check", "/check?class"), ("Compare", "/compare?a"))
    )
    return (
        f'<div class="class-head"><h3>{escape(hit.title)} <span class="dim">{escape(hit.class_code)}</span></h3>'
        f'<span class="ways">{ways}</span></div>'
    )


def _titled(hit: Hit) -> str:
    return f'<h3>{escape(hit.title)} <span class="dim">{escape(hit.class_code)}</span></h3>'


def passage_html(passage: Passage, words: frozenset[str], stem: Stem) -> str:
    """The hits of a section among their neighbours, in the order of the text."""
    spec, scores = passage.spec, {hit.clause_index: hit.score for hit in passage.hits}
    section = spec.section_of(spec.clauses[passage.hits[0].clause_index])
    rows: list[str] = []
    before: int | None = None
    for at in _window(spec, section, scores):
        if before is not None and at > before + 1:
            rows.append('<li class="gap" aria-hidden="true">⋯</li>')
        before = at
        clause = spec.clauses[at]
        if at in scores:
            rows.append(_hit_row(passage, clause, scores[at], words, stem))
        else:
            rows.append(f'<li class="near {clause.role.value}">{escape(spec.quote(clause))}</li>')
    return f'<h4 class="where">{escape(_where(spec, section))}</h4><ul class="passage">{"".join(rows)}</ul>'


def _where(spec: Spec, section: Section) -> str:
    """The heading as written, after what the section is about where the heading does not say so."""
    words, label = section_words(section.kind), section.label(spec.text)
    says = set(_WORD.findall(label.casefold())) & set(_WORD.findall(words.casefold()))
    return label if says else f"{words} · {label}"


def _window(spec: Spec, section: Section, hits: Iterable[int]) -> list[int]:
    """The clauses that are shown: each hit, the stems that it continues, and the one before and after it under them."""
    shown: set[int] = set()
    for at in hits:
        clause = spec.clauses[at]
        beside = [one.index for one in spec.clauses_in(section) if one.parent == clause.parent]
        place = beside.index(at)
        shown.update(beside[max(0, place - 1) : place + 2])
        shown.update(one.index for one in spec.stems(clause))
    return sorted(shown)


def _hit_row(passage: Passage, clause: Clause, score: float, words: frozenset[str], stem: Stem) -> str:
    spec, span = passage.spec, clause.span
    cite = button(passage.numbers[clause.index], spec.revision, span.start, span.end, spec.quote(clause))
    said = emphasised(spec.quote(clause), words, stem)
    fits = f'<span class="dim score" title="How well it fits, at most 1">{max(0.0, score):.2f}</span>'
    return (
        f'<li class="hit {clause.role.value}"><span class="sr">Found: </span>{said} '
        f'<span class="cited">{cite} {fits}</span></li>'
    )


def emphasised(said: str, words: frozenset[str], stem: Stem) -> str:
    """The text escaped, the words whose stems are among `words` bold."""
    parts: list[str] = []
    at = 0
    for word in _WORD.finditer(said):
        if stem(word.group()) in words:
            parts += [escape(said[at : word.start()]), f"<b>{escape(word.group())}</b>"]
            at = word.end()
    return "".join((*parts, escape(said[at:])))


def stemmer() -> Stem:
    """What gives a word's stem, as the full text search does. Serves one thread."""
    porter = snowballstemmer.stemmer("porter")

    def stem(word: str) -> str:
        plain = unicodedata.normalize("NFKD", word.casefold())
        return str(porter.stemWord("".join(sign for sign in plain if not unicodedata.combining(sign))))

    return stem


def _words_of(query: str) -> Iterator[str]:
    for word in telling_words(query):
        yield from _WORD.findall(word)


# ── classes ──


def _class_list(classes: Classes, entries: Sequence[Entry]) -> str:
    if not entries:
        return ""
    least = classes.all_least(entries)
    rows = "".join(_class_row(entry, least[entry.class_code]) for entry in entries)
    heads = "".join(
        f'<th scope="col">{head}</th>' for head in ("Class", "Salary group", "Experience, at the least", "Degree")
    )
    return (
        '<div class="table-scroll"><table class="classes"><caption class="sr">Classes that fit</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _class_row(entry: Entry, least: Sequence[Least] | None) -> str:
    agency = entry.values.get(FieldName.AGENCY)
    under = " · ".join([entry.class_code, *([agency] if agency else [])])
    cells = (
        entry.values.get(FieldName.SALARY_GROUP, "not stated"),
        "; ".join(dict.fromkeys(map(experience_words, least))) if least is not None else "being read",
        ", ".join(dict.fromkeys(degree_words(degree) for one in least or () for degree in one.degrees)) or "none named",
    )
    return (
        f'<tr><th scope="row"><a href="/?class={quote(entry.class_code)}">{escape(entry.title)}</a>'
        f'<span class="dim">{escape(under)}</span></th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
    )


def experience_words(least: Least) -> str:
    """The years that a class asks for at the least: "12 years, 2 years of it special"."""
    if least.general_months is None:
        return "not told by the rules"
    said = months_words(least.general_months)
    if not least.special_months:
        return said.lower()
    special = months_words(least.special_months)
    return f"{said}, {special} special" if least.general_months else f"{special} special"


__all__ = ["SHOWN", "count_words", "emphasised", "experience_words", "found_html", "stemmer"]
