"""The rules of a class for review: each beside the words it was read from, what people said of it, and what to look at.

Rules are said in plain words; what a person has to judge is said to be that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from assistant.eligibility.nodes import Node, children
from assistant.eligibility.outline import KIND_WORDS, duration_words, listed, requirement_words, substitution_words
from assistant.eligibility.reviews import Review, ReviewRow, ReviewStatus, node_digest, review_words
from assistant.eligibility.rules import (
    AllOf,
    AnyOf,
    CredentialRequirement,
    Definition,
    EducationRequirement,
    Equivalence,
    ExperienceRequirement,
    Finding,
    Interpretation,
    Modality,
    Opaque,
    Phase,
    RuleSet,
    Substitution,
)
from assistant.eligibility.rules_yaml import export_yaml
from assistant.rule_source import CatalogueRules
from assistant.web import frame
from assistant.web.buttons import button
from assistant.web.desk import Desk
from corpus.errors import NotFound, SpecsError
from corpus.model import Span, Spec

MARKS = {
    ReviewStatus.UNREVIEWED: "○",
    ReviewStatus.APPROVED: "✓",
    ReviewStatus.CORRECTED: "✎",
    ReviewStatus.REJECTED: "✗",
    ReviewStatus.VOID: "⚠",
}
CHECKS = {
    "residue": "not read as a rule",
    "mixed and/or": "“and” with “or”",
    "substitution without target": "replaces what is not asked for",
    "cap without unit": "a maximum without years or months",
    "subset exceeds its parent": "a part longer than the whole",
    "unreachable branch": "an alternative that changes nothing",
}
"""The checks in plain words; those that are not here are plain already."""
MOST_FINDINGS = 300
"""Findings that are shown at once."""
_DEEPEST = 4

Reviews = Mapping[str, Review]


@dataclass(frozen=True, slots=True)
class _Shown:
    """One rule in its place: how deep, under which words of its parent, and its number."""

    node: Node
    depth: int
    label: str
    n: int


def class_rules(desk: Desk, class_code: str | None) -> tuple[str, str, str]:
    """The rules of a class for review, as YAML to correct, and no problem with that."""
    if not class_code:
        return frame.empty("Which class?", "Choose a class to read its rules beside the words of its text."), "", ""
    try:
        ruled, spec = desk.rules.rules(class_code)
        reviews = desk.rules.reviews(class_code)
    except NotFound as error:
        return frame.problem(error.message, "choose another class"), "", ""
    except SpecsError as error:  # an imported document that cannot be meant any longer
        stored = desk.rules.document(class_code)
        mend = "correct it below, or go back to the rules as they are read"
        return frame.problem(error.message, mend), stored.document if stored else "", ""
    stored = desk.rules.document(class_code)
    signed = f" · as written by {stored.reviewer}, {stored.date}" if stored else ""
    return rules_html(ruled, spec, reviews, signed), export_yaml(ruled, spec.text, reviews), ""


def review_row(class_code: str, reviewer: str, done: Mapping[str, Any], today: date) -> ReviewRow:
    """The review that a form of the rules states; NotFound where it states none."""
    status = str(done.get("status", ""))
    if status not in {ReviewStatus.APPROVED, ReviewStatus.REJECTED, ReviewStatus.UNREVIEWED}:
        raise NotFound(f"there is no review {status!r}", mend="approve or reject")
    fields = done.get("fields") or {}
    return ReviewRow(
        class_code,
        str(done.get("key", "")),
        str(done.get("digest", "")),
        ReviewStatus(status),
        reviewer,
        today.isoformat(),
        " ".join(str(fields.get("note", "")).split())[:500],
    )


def rules_html(ruled: RuleSet, spec: Spec, reviews: Reviews, signed: str = "") -> str:
    """All rules of a class, each with its words, its review and what to do; `signed` says who imported them."""
    parts = [
        f"<h3>{escape(spec.title)}</h3>",
        f'<p class="dim">{escape(ruled.class_code)} · {escape(review_words(reviews))} · '
        f"{ruled.residue_share:.0%} of the text not read as rules{escape(signed)}</p>",
    ]
    numbers = iter(range(1, 10_000))
    for title, nodes in _groups(ruled):
        if nodes:
            rows = "".join(
                _rule_html(one, ruled, spec.text, reviews) for node in nodes for one in _placed(node, numbers)
            )
            parts.append(f'<h4>{title}</h4><ul class="rules">{rows}</ul>')
    if ruled.requirement is None:
        parts.append("<p>The text states no minimum qualifications.</p>")
    parts.append(_own_findings(ruled, spec, next(numbers)))
    return f'<section aria-label="Rules of {escape(spec.title)}">{"".join(parts)}</section>'


def findings_html(source: CatalogueRules, codes: Iterable[str], check: str = "") -> str:
    """What a person should look at in these classes, by check; with `check` only that one."""
    found, failed = [], []
    for code in codes:
        try:
            ruled, spec = source.rules(code)
            found += [(ruled, spec, finding) for finding in ruled.findings]
        except SpecsError as error:  # the other classes are looked at all the same
            failed.append(frame.problem(error.message, "Rules, Correct: go back to the rules as they are read"))
    counts = Counter(finding.check for _, _, finding in found)
    if not found:
        return "".join(failed) + frame.empty("Nothing to look at", "Every text was read without an open point.")
    chips = [_check_chip("", "all", len(found), check)]
    chips += [_check_chip(name, _check_words(name), count, check) for name, count in counts.most_common()]
    kept = [one for one in found if not check or one[2].check == check]
    rows = "".join(_finding_html(n, *one) for n, one in enumerate(kept[:MOST_FINDINGS], 1))
    more = (
        f'<p class="dim">The first {MOST_FINDINGS} of {len(kept)} are shown.</p>' if len(kept) > MOST_FINDINGS else ""
    )
    shown = f'<section><ul class="findings">{rows}</ul></section>'
    return f'{"".join(failed)}<div class="next">{"".join(chips)}</div>{more}{shown}'


def node_words(node: Node) -> str:
    """What a rule says, in plain words, without its parts."""
    if isinstance(node, AllOf | AnyOf):
        return "All of these" if isinstance(node, AllOf) else "Any one of these"
    if isinstance(node, Substitution):
        said = substitution_words(node)
    elif isinstance(node, Equivalence):
        said = f"For {node.audience}, {node.applies_to} means the level of {listed(list(node.levels))}"
    elif isinstance(node, Definition):
        said = f"“{node.term}” is defined"
    elif isinstance(node, Interpretation):
        said = f"The text can be read in more than one way: {node.question}"
    elif isinstance(node, Opaque):
        said = f"For a person to judge: {requirement_words(node)}"
    else:
        said = requirement_words(node)
    return said[:1].upper() + said[1:]


def _groups(ruled: RuleSet) -> Iterator[tuple[str, Sequence[Node]]]:
    yield "Required", (ruled.requirement,) if ruled.requirement is not None else ()
    yield "What may replace experience", ruled.substitutions
    yield "What counts as the same level", ruled.equivalences
    yield "Words that the text defines", ruled.definitions
    yield "Stated, and not asked for when applications are screened", ruled.shown


def _placed(node: Node, numbers: Iterator[int], depth: int = 0, label: str = "") -> Iterator[_Shown]:
    yield _Shown(node, depth, label, next(numbers))
    for place, part in enumerate(children(node)):
        said = f"Reading {place + 1}: {node.labels[place]}" if isinstance(node, Interpretation) else ""
        yield from _placed(part, numbers, depth + 1, said)


def _rule_html(one: _Shown, ruled: RuleSet, text: str, reviews: Reviews) -> str:
    node, key = one.node, one.node.source.key
    review = reviews.get(key, Review(ReviewStatus.UNREVIEWED))
    words = node_words(node)
    label = f'<p class="dim">{escape(one.label)}</p>' if one.label else ""
    limits = "".join(f' <span class="limit">{escape(limit)}</span>' for limit in _limits(node))
    note = f' <span class="dim">“{escape(review.row.note)}”</span>' if review.row and review.row.note else ""
    return (
        f'<li class="rule depth-{min(one.depth, _DEEPEST)} {review.status}">'
        f'<div class="rule-sides"><div>{label}<p class="strong">{escape(words)}{limits}</p><p class="review">'
        f'<span aria-hidden="true">{MARKS[review.status]}</span> {escape(str(review))}{note}</p></div>'
        f"<div>{_quotes(node, ruled.revision, text, one.n)}</div></div>{_review_form(node, key, words, review)}</li>"
    )


def _quotes(node: Node, revision: str, text: str, n: int) -> str:
    """The words that a rule rests on; of a node that only joins others, its parts have them."""
    if isinstance(node, AllOf | AnyOf):
        return ""
    return "".join(_quote_html(n, revision, text, span) for span in (*node.source.more, node.source.span))


def _quote_html(n: int, revision: str, text: str, span: Span) -> str:
    words = span.of(text)
    return (
        f'<p class="quote">{button(n, revision, span.start, span.end, words)} “{escape(" ".join(words.split()))}”</p>'
    )


def _limits(node: Node) -> Iterator[str]:
    """What limits a rule, in a few words each."""
    if isinstance(node, ExperienceRequirement):
        if node.subset_of:
            yield f"part of the {KIND_WORDS[node.subset_of]}"
        if node.or_equivalent:
            yield "or equivalent"
        if node.full_time:
            yield "full time"
    if isinstance(node, Substitution):
        if node.cap_months is not None:
            yield f"at most {duration_words(node.cap_months)}"
        if node.stacking == "additional":
            yield "on top of other substitutions"
    if isinstance(node, ExperienceRequirement | EducationRequirement | CredentialRequirement | Opaque):
        if node.only_for:
            yield f"only for {node.only_for}"
        if node.modality is Modality.MAY_BE_REQUIRED:
            yield "may be required"
        if node.phase is Phase.APPOINTMENT:
            yield "due by appointment"


def _review_form(node: Node, key: str, words: str, review: Review) -> str:
    about = escape(words[:100])
    place = escape(key)

    def submit(status: ReviewStatus, label: str, kind: str) -> str:
        return (
            f'<button type="submit" class="{kind}" id="{status}-{place}" data-status="{status}" '
            f'aria-label="{label}: {about}">{label}</button>'
        )

    back = submit(ReviewStatus.UNREVIEWED, "Take back", "plain quiet") if review.row is not None else ""
    return (
        f'<form class="review-form" data-form="review" data-key="{place}" data-digest="{node_digest(node)}">'
        f'<label>Note <input name="note" maxlength="500" autocomplete="off" aria-label="Note on: {about}"></label>'
        f"{submit(ReviewStatus.APPROVED, 'Approve', 'plain')}{submit(ReviewStatus.REJECTED, 'Reject', 'plain')}"
        f"{back}</form>"
    )


def _own_findings(ruled: RuleSet, spec: Spec, first: int) -> str:
    if not ruled.findings:
        return ""
    rows = "".join(_finding_html(n, ruled, spec, one, is_own=True) for n, one in enumerate(ruled.findings, first))
    return f'<h4>To look at</h4><ul class="findings">{rows}</ul>'


def _finding_html(n: int, ruled: RuleSet, spec: Spec, one: Finding, *, is_own: bool = False) -> str:
    of_class = (
        ""
        if is_own
        else (
            f' <button type="button" class="chip" data-act="rules" data-code="{escape(ruled.class_code)}" '
            f'aria-label="Rules of {escape(spec.title)}">Rules</button>'
        )
    )
    title = "" if is_own else f' <span class="dim">{escape(spec.title)} · {escape(ruled.class_code)}</span>'
    return (
        '<li><p><span aria-hidden="true">⚠</span> '
        f'<span class="strong">{escape(_check_words(one.check))}</span>{title}{of_class}</p>'
        f"<p>{escape(one.message)}</p>{_quote_html(n, ruled.revision, spec.text, one.span)}</li>"
    )


def _check_words(check: str) -> str:
    return CHECKS.get(check, check)


def _check_chip(value: str, words: str, count: int, chosen: str) -> str:
    pressed = "true" if value == chosen else "false"
    return (
        f'<button type="button" class="chip" data-act="check" data-check="{escape(value)}" '
        f'aria-pressed="{pressed}">{escape(words)} ({count})</button>'
    )
