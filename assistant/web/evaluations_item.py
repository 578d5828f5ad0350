"""An item of a run, or of two side by side, as HTML: what was asked, the gold, and what came of it.

Passages stand in the text that the run was on, each with up to three marks that differ in shape and in words, not in
colour alone: gold (bold and shaded), cited (a thick line), retrieved (a dotted line).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.eligibility.kleene import Verdict
from assistant.eligibility.wording import VERDICT_WORDS
from assistant.web.search_wanted import section_words
from corpus.model import Span, Spec

if TYPE_CHECKING:
    from evals.items import AnyOne, Evidence
    from evals.runs.record import ItemScore, Row

MOST_RETRIEVED = 10
"""Passages of a search that are marked, from the best on."""

KINDS = {
    "gold": "what a right answer rests on, by the set",
    "cited": "what the answer cites, with its number",
    "retrieved": f"what the search found, with its rank; the first {MOST_RETRIEVED} are marked",
}
"""The marks, and what each says."""

OUTCOMES = {
    "answered": "✓ answered",
    "abstained": "○ not in the specification",
    "clarify": "? asks which class",
    "determination": "⚖ a determination",
}

TextOf = Callable[[str], Spec | None]
"""The text of a class that a run was on; None where it is not at hand any more."""


@dataclass(frozen=True)
class Side:
    """What one run made of the item: how the run is called, its row and score, and the texts that it was on."""

    name: str
    row: Row | None
    score: ItemScore
    text_of: TextOf


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters of a text that are marked as one of `KINDS`, and the words that say which."""

    kind: str
    span: Span
    words: str


def item_html(item: AnyOne, sides: Sequence[Side], notes: Sequence[str] = ()) -> str:
    """The whole item; `notes` say what its reader should know first."""
    said = "".join(f'<p class="notice">{escape(note)}</p>' for note in notes)
    columns = "".join(_side_html(item, side) for side in sides)
    shape = "item-sides two" if len(sides) > 1 else "item-sides"
    return f'{said}{_asked_html(item)}{_legend_html()}<div class="{shape}">{columns}</div>'


def _asked_html(item: AnyOne) -> str:
    facts = "".join(f"<tr><th scope=row>{escape(name)}</th><td>{value}</td></tr>" for name, value in _gold(item))
    return (
        f'<p class="asked">{escape(_question(item))}</p>'
        f'<div class="scroll" role="region" tabindex="0" aria-label="Gold"><table class="gold-facts">'
        f"<caption>Gold: what a right answer is, by the set</caption><tbody>{facts}</tbody></table></div>"
    )


def _question(item: AnyOne) -> str:
    """What is asked; of an applicant what the item is about."""
    return (
        item.text
        if item.kind != "eligibility"
        else f"Does this person meet the minimum qualifications of {item.class_code}?"
    )


def _gold(item: AnyOne) -> Iterator[tuple[str, str]]:
    """What the set says of the item, as names and HTML."""
    yield "Item", escape(f"{item.id} · {item.kind}" + (f" · {', '.join(item.tags)}" if item.tags else ""))
    more = item.model_dump(mode="json")
    if more.get("applicant"):
        written = escape(json.dumps(more["applicant"], indent=1, ensure_ascii=False))
        yield "Applicant", f"<details><summary>on {escape(more['as_of'])}</summary><pre>{written}</pre></details>"
    for name, key in (("Outcome", "outcomes"), ("Right classes", "right_classes"), ("Never said", "forbidden")):
        if more.get(key):
            yield name, escape(" or ".join(OUTCOMES.get(one, one) for one in more[key]))
    if more.get("facts"):
        yield "Said", "<br>".join(escape(" / ".join(fact)) for fact in more["facts"])
    if more.get("label"):
        yield "Borne out", escape({"supported": "yes", "partial": "in part only", "not": "no"}[more["label"]])
    if more.get("verdict"):
        yield "Verdict", escape(VERDICT_WORDS[Verdict(more["verdict"])])
    quotes = [(f"Gold {one.group}", f"{one.class_code}: {one.quote}") for one in _evidence(item)]
    yield from ((name, escape(quote)) for name, quote in quotes)


def _evidence(item: AnyOne) -> list[Evidence]:
    """The evidence of the item; of an applicant the words of the requirements that are judged one by one."""
    from evals.items import EligibilityItem, Evidence

    leaves = item.leaves if isinstance(item, EligibilityItem) else ()
    said = [
        Evidence(class_code=str(item.class_code), quote=leaf.quote, group=number)
        for number, leaf in enumerate(leaves, len(item.evidence) + 1)
    ]
    return [*item.evidence, *said]


def _legend_html() -> str:
    shown = "".join(
        f'<li><span class="tag {kind}">{kind}</span><mark class="m {kind}">like this</mark>: {words}</li>'
        for kind, words in KINDS.items()
    )
    return f'<ul class="legend" aria-label="Marks">{shown}</ul>'


# ── one run's side ──


def _side_html(item: AnyOne, side: Side) -> str:
    return (
        f'<section aria-label="{escape(side.name)}"><h3>{escape(side.name)}</h3>{_judged_html(side.score)}'
        f"{_came_html(side.row)}{_passages_html(item, side)}{_scores_html(side.score)}</section>"
    )


def _judged_html(score: ItemScore) -> str:
    from evals.comparing.compare import right

    is_right = right(score)
    words = {True: "✓ right", False: "✗ wrong", None: "○ not judged right or wrong"}[is_right]
    tone = {True: "good", False: "bad", None: "dim"}[is_right]
    why = "".join(f"<li>{escape(one)}</li>" for one in score.failures)
    return f'<p class="judged {tone}">{words}</p>' + (f"<ul>{why}</ul>" if why else "")


def _came_html(row: Row | None) -> str:
    if row is None:
        return '<p class="dim">What came was not kept with this run.</p>'
    if row.output is None:
        return f'<p class="bad">✗ crashed: {escape(str(row.crash))}</p>'
    answer = row.output.get("answer")
    if answer:
        return _answer_html(answer)
    if "determination" in row.output:
        verdict = Verdict(row.output["determination"]["verdict"])
        return f'<p class="came">{escape(VERDICT_WORDS[verdict])}</p>'
    if "passes" in row.output:
        reasons = "; ".join(row.output["reasons"])
        return (
            f'<p class="came">{"The statement passes." if row.output["passes"] else f"Withheld: {escape(reasons)}"}</p>'
        )
    count = len(row.output.get("retrieved") or ())
    return f'<p class="came">{count} passages found. This system searches, and answers nothing.</p>'


def _answer_html(answer: Mapping[str, Any]) -> str:
    outcome = str(answer["outcome"])
    statements = answer.get("statements") or ()
    if not statements:
        said = "".join(f"<p>{escape(line)}</p>" for line in str(answer["text"]).splitlines() if line.strip())
    else:
        said = "".join(f"<p>{escape(one['text'])} {_numbers(one)}</p>" for one in statements)
    return (
        f'<div class="came"><p class="badge {escape(outcome)}">{escape(OUTCOMES.get(outcome, outcome))}</p>{said}</div>'
    )


def _numbers(statement: Mapping[str, Any]) -> str:
    numbers = dict.fromkeys(int(one["n"]) for one in statement.get("citations") or ())
    return "".join(f'<span class="tag cited">cited {n}</span>' for n in numbers)


def _scores_html(score: ItemScore) -> str:
    from evals.metrics import METRICS
    from evals.reports.wording import number

    found = [(name, score.value(name)) for name in score.values if name in METRICS]
    rows = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{escape(number(value, METRICS[name].unit))}</td></tr>"
        for name, value in found
        if value is not None
    )
    return (
        f'<details><summary>Scores</summary><table class="scores"><tbody>{rows}</tbody></table></details>'
        if rows
        else ""
    )


# ── the passages ──


def _passages_html(item: AnyOne, side: Side) -> str:
    marks = marks_of(item, side.row, side.text_of)
    shown = [_class_html(text, of) for code, of in marks.items() if (text := side.text_of(code)) is not None]
    lost = [code for code in _classes(item, side.row) if side.text_of(code) is None]
    if lost:
        said = f"The text of {', '.join(lost)} that this run was on is not at hand any more."
        shown.append(f'<p class="notice">{escape(said)}</p>')
    return "".join(shown) or '<p class="dim">Nothing was cited or retrieved, and the gold names no passage.</p>'


def marks_of(item: AnyOne, row: Row | None, text_of: TextOf) -> dict[str, list[Mark]]:
    """The marks by class code: the classes of the gold first, then in the order in which they were found."""
    found: dict[str, list[Mark]] = {}
    for code, mark in (*_gold_marks(item, text_of), *_cited_marks(row, text_of), *_retrieved_marks(row, text_of)):
        found.setdefault(code, []).append(mark)
    return found


def _gold_marks(item: AnyOne, text_of: TextOf) -> Iterator[tuple[str, Mark]]:
    from evals.scoring import locate

    for one in _evidence(item):
        text = text_of(one.class_code)
        for span in locate(text, one) if text is not None else ():
            yield one.class_code, Mark("gold", span, f"gold {one.group}")


def _cited_marks(row: Row | None, text_of: TextOf) -> Iterator[tuple[str, Mark]]:
    answer = ((row.output if row else None) or {}).get("answer") or {}
    found = [one for statement in answer.get("statements") or () for one in statement.get("citations") or ()]
    found += (answer.get("determination") or {}).get("citations") or ()
    seen = set()
    for one in found:
        code, span = str(one["class_code"]), Span(int(one["start"]), int(one["end"]))
        text = text_of(code)
        if text is not None and text.revision == one["revision"] and (code, span) not in seen:
            seen.add((code, span))
            yield code, Mark("cited", span, f"cited {one['n']}" if one.get("n") else "cited")


def _retrieved_marks(row: Row | None, text_of: TextOf) -> Iterator[tuple[str, Mark]]:
    found = ((row.output if row else None) or {}).get("retrieved") or ()
    for rank, (code, start, end) in enumerate(found[:MOST_RETRIEVED], 1):
        if text_of(code) is not None:
            yield code, Mark("retrieved", Span(start, end), f"retrieved {rank}")


def _classes(item: AnyOne, row: Row | None) -> list[str]:
    """The classes of which something would be marked."""
    output = (row.output if row else None) or {}
    codes = [one.class_code for one in _evidence(item)]
    return list(dict.fromkeys([*codes, *(code for code, *_ in (output.get("retrieved") or ())[:MOST_RETRIEVED])]))


def _class_html(text: Spec, marks: Sequence[Mark]) -> str:
    """The clauses of a text that have a mark, under the headings of their sections."""
    parts, section = [], -1
    for clause in text.clauses:
        if not any(clause.span.overlaps(mark.span) for mark in marks):
            continue
        if clause.section != section:
            section = clause.section
            parts.append(f"<h5>{escape(section_words(text.section_of(clause).kind))}</h5>")
        parts.append(f'<p class="clause">{marked_html(text.text, clause.span, marks)}</p>')
    head = f"<h4>{escape(text.title)} <span class=dim>{escape(text.class_code)}</span></h4>"
    return f'<div class="of-text">{head}{"".join(parts)}</div>'


def marked_html(text: str, span: Span, marks: Iterable[Mark]) -> str:
    """The characters of a span, each once, with the marks that lie on them; where a mark begins its words stand."""
    here = [mark for mark in marks if mark.span.overlaps(span)]
    edges = {edge for mark in here for edge in (mark.span.start, mark.span.end) if span.start < edge < span.end}
    cuts = sorted({span.start, span.end} | edges)
    return "".join(_piece_html(text, Span(*pair), span.start, here) for pair in pairwise(cuts))


def _piece_html(text: str, piece: Span, start: int, marks: Sequence[Mark]) -> str:
    on = [mark for mark in marks if mark.span.covers(piece)]
    said = escape(piece.of(text))
    if not on:
        return said
    begun = [mark for mark in on if max(mark.span.start, start) == piece.start]
    tags = "".join(f'<span class="tag {mark.kind}">{escape(mark.words)}</span>' for mark in begun)
    kinds = [kind for kind in KINDS if any(mark.kind == kind for mark in on)]
    return f'{tags}<mark class="m {" ".join(kinds)}">{said}</mark>'
