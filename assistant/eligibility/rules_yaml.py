"""Rules as YAML that a domain expert reads, corrects and signs.

Every rule stands with the words it was read from (`quote`) and their place (`at`). To correct one, change its fields;
to add one, copy another and quote the words that it rests on, without `at`; to accept or refuse one, write `review:
approved` or `review: rejected`. On import the quotes are checked against the text, so that no correction can rest on
words that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import yaml

from assistant.eligibility.combine import all_of
from assistant.eligibility.compile import compile_rules, difference, measured
from assistant.eligibility.nodes import all_nodes, keyed
from assistant.eligibility.reviews import Review, ReviewRow, ReviewStatus, node_digest
from assistant.eligibility.rules import AllOf, AnyOf, Interpretation, Opaque, OpaqueReason, RuleSet, Source
from assistant.eligibility.rules_json import Json, rules_from_dict, rules_to_dict
from corpus.errors import UserMistake
from corpus.model import Span, Spec

_LISTS = ("substitutions", "equivalences", "definitions", "shown")
_KEPT = ("class_code", "revision", "requirement", *_LISTS)
_HEAD = """\
# Rules of {code}, read from revision {revision}.
# quote and at show where a rule was read; they must stay true to the text. Months: a year is 12.
# To correct a rule change its fields. To add one, quote its words and leave out at and key.
# To sign a rule write  review: approved  or  review: rejected  (and a note).
# Then: specs rules {code} --import FILE --reviewer NAME --date YYYY-MM-DD
"""


class _Dumper(yaml.SafeDumper):
    """Writes spans in one line, without anchors for repeated values."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _write_list(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=all(type(item) is int for item in data))


_Dumper.add_representer(list, _write_list)


def export_yaml(rules: RuleSet, text: str, reviews: Mapping[str, Review] | None = None) -> str:
    """The rule set as YAML; `text` is the canonical text of its revision, `reviews` are shown where there are any."""
    data = {name: value for name, value in rules_to_dict(rules).items() if name in _KEPT}
    readable = _with_quotes(data, text, reviews or {})
    body = yaml.dump(readable, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)
    return _HEAD.format(code=rules.class_code, revision=rules.revision[:12]) + body


def import_yaml(document: str, spec: Spec, reviewer: str, date: str) -> tuple[RuleSet, tuple[ReviewRow, ...]]:
    """The rules that the document states for this revision, and the reviews that it signs.

    A rule that differs from what the grammar reads is signed as corrected; one marked `review: approved` or
    `review: rejected` as that. Raises UserMistake, naming the rule, where the document cannot be meant: another class
    or revision, a quote that the text does not hold, an unknown field, no reviewer or no ISO date.
    """
    if not reviewer.strip():
        raise UserMistake("a review needs a reviewer", mend="--reviewer NAME")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", date):
        raise UserMistake(f"{date!r} is no date", mend="--date YYYY-MM-DD")
    data, read, compiled = _read(document, spec)
    signed = _signed(keyed(read, spec), compiled, _marks(data), reviewer.strip(), date)
    return _with_residue(read, spec, compiled), signed


def reviewed_rules(spec: Spec, document: str | None, class_code: str | None = None) -> RuleSet:
    """The rules in force: those of an imported document while it is of this revision, else the compiled ones.

    Raises UserMistake where a document of this revision cannot be meant.
    """
    compiled = compile_rules(spec, class_code)
    if document is None:
        return compiled
    data = _loaded(document)
    if (data.get("class_code"), data.get("revision")) != (compiled.class_code, compiled.revision):
        return compiled
    _, read, compiled = _read(document, spec)
    return _with_residue(read, spec, compiled)


def _read(document: str, spec: Spec) -> tuple[Json, RuleSet, RuleSet]:
    """The document's data, the rules that it states, and the compiled rules of the same class."""
    data = _loaded(document)
    listed = {code for code, _ in spec.classes}
    compiled = compile_rules(spec, data["class_code"] if data.get("class_code") in listed else None)
    for name, known in (("class_code", compiled.class_code), ("revision", compiled.revision)):
        if data.get(name) != known:
            raise UserMistake(
                f"{name}: the rules are of {data.get(name)!r}, the specification is {known!r}",
                mend=f"specs rules {compiled.class_code} --export writes the present rules",
            )
    plain = _without_quotes(data, spec, "rules")
    measures: Json = {"bound": [], "residue": [], "residue_share": 0.0, "findings": []}
    lists: Json = {name: [] for name in _LISTS}
    return data, rules_from_dict({"requirement": None, **lists, **plain, **measures}), compiled


def _loaded(document: str) -> Json:
    try:
        data = yaml.safe_load(document)
    except yaml.YAMLError as error:
        raise UserMistake(f"rules: not YAML ({error})") from error
    if not isinstance(data, dict):
        raise UserMistake("rules: a mapping with class_code, revision and requirement was expected")
    return data


def _with_quotes(data: Any, text: str, reviews: Mapping[str, Review]) -> Any:
    """The data with quotes before spans, without digests, and with the review of each rule."""
    if isinstance(data, list):
        return [_with_quotes(item, text, reviews) for item in data]
    if not isinstance(data, dict):
        return data
    shown: Json = {}
    for name, value in data.items():
        if name == "at":
            shown["quote"] = _quote(text, Span(*value))
            shown["at"] = value
        elif name not in ("digest", "nodes"):
            shown[name] = _with_quotes(value, text, reviews)
    if "key" in data:
        review = reviews.get(data["key"], Review(ReviewStatus.UNREVIEWED))
        shown["review"] = review.status.value
        if review.row is not None:
            shown["reviewed"] = f"{review.row.reviewer}, {review.row.date}"
    # The words come first, then what was read in them.
    first = [name for name in ("is", "quote") if name in shown]
    last = [name for name in ("at", "more", "key", "review", "reviewed") if name in shown]
    inner = [name for name in ("condition", "children", "readings") if name in shown]
    middle = [name for name in shown if name not in (*first, *last, *inner)]
    return {name: shown[name] for name in (*first, *middle, *last, *inner)}


def _marks(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The review and note of every rule of the document, in the order of `all_nodes`."""
    for name in ("requirement", *_LISTS):
        for root in data.get(name) or () if name in _LISTS else (data.get(name),):
            yield from _marks_under(root)


def _marks_under(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        yield str(node.get("review", ReviewStatus.UNREVIEWED.value)), str(node.get("note", ""))
        for part in (*(node.get("children") or ()), *(node.get("readings") or ()), node.get("condition")):
            yield from _marks_under(part)


def _with_residue(rules: RuleSet, spec: Spec, compiled: RuleSet) -> RuleSet:
    """The rule set, measured; text that was residue and that no rule of the document has read is residue still."""
    read: list[Span] = []
    unread: list[Span] = []
    for node in all_nodes(rules):
        if not isinstance(node, AllOf | AnyOf | Interpretation):
            is_unread = isinstance(node, Opaque) and node.reason is OpaqueReason.UNREAD
            (unread if is_unread else read).extend((node.source.span, *node.source.more))
    # What a document leaves unread is so, also where it stands within the words of a rule that was read.
    residue = difference(spec.text, compiled.residue, difference(spec.text, read, unread))
    held = [*read, *unread]
    lost = [
        Opaque(Source(span), " ".join(span.of(spec.text).split()), relaxes=True)
        for span in difference(spec.text, residue, held)
    ]
    asked = [rules.requirement] if rules.requirement is not None else []
    requirement = all_of([*asked, *lost]) if lost else rules.requirement
    return measured(replace(rules, requirement=requirement), spec, residue)


def _without_quotes(data: Any, spec: Spec, where: str) -> Any:
    """The data as `rules_from_dict` takes it, with every quote checked."""
    if isinstance(data, list):
        return [_without_quotes(item, spec, f"{where}[{place}]") for place, item in enumerate(data)]
    if not isinstance(data, dict):
        return data
    plain: Json = {}
    for name, value in data.items():
        if name not in ("quote", "review", "reviewed", "note"):
            plain[name] = _without_quotes(value, spec, f"{where}.{name}")
    if "is" in data:
        plain["at"] = _place(data, spec, where)
    return plain


def _place(data: Mapping[str, Any], spec: Spec, where: str) -> list[int]:
    """Where the quote of a rule stands in the text."""
    quote = " ".join(str(data.get("quote", "")).split())
    if not quote:
        raise UserMistake(f"{where}: the rule has no quote")
    at = data.get("at")
    if at is not None:
        if not (isinstance(at, list) and len(at) == 2 and all(type(value) is int for value in at)):
            raise UserMistake(f"{where}.at: expected [start, end], found {at!r}")
        if _quote(spec.text, Span(*at)) == quote:
            return at
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = [
        Span(match.start(), match.end())
        for match in re.finditer(pattern, spec.text)
        if any(clause.span.overlaps(Span(*match.span())) for clause in spec.clauses)
    ]
    if len(found) != 1:
        times = "nowhere" if not found else f"{len(found)} times"
        raise UserMistake(f"{where}: the quote stands {times} in the text: {quote!r}", mend="quote more of the words")
    return [found[0].start, found[0].end]


def _quote(text: str, span: Span) -> str:
    return " ".join(span.of(text).split())


def _signed(
    rules: RuleSet, compiled: RuleSet, marks: Iterator[tuple[str, str]], reviewer: str, date: str
) -> tuple[ReviewRow, ...]:
    known = {node_digest(node) for node in all_nodes(compiled)}
    rows: list[ReviewRow] = []
    for node, (mark, note) in zip(all_nodes(rules), marks, strict=True):
        digest = node_digest(node)
        if mark not in set(ReviewStatus):
            raise UserMistake(f"{node.source.key}: review {mark!r} is none of {', '.join(ReviewStatus)}")
        status = ReviewStatus(mark)
        if digest not in known and status is not ReviewStatus.REJECTED:
            status = ReviewStatus.CORRECTED
        if status in (ReviewStatus.APPROVED, ReviewStatus.REJECTED, ReviewStatus.CORRECTED):
            rows.append(ReviewRow(rules.class_code, node.source.key, digest, status, reviewer, date, note))
    return tuple(rows)
