"""A determination for the file: one HTML page that needs nothing else, and the same as JSON."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from assistant.eligibility.applicant import Applicant
from assistant.eligibility.chart import CHART_STYLE, chart, ledger_table, legend
from assistant.eligibility.determination import Determination, Node, SubstitutionUse
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.outline import duration_words
from assistant.eligibility.timeline import LedgerLane
from assistant.eligibility.wording import DISCLAIMER, VERDICT_WORDS, headline, months_words

_MARKS = {"met": "✓", "not_met": "✗", "undetermined": "?", "needs_review": "⚖"}

_STYLE = (
    CHART_STYLE
    + """
body{font:16px/1.55 system-ui,sans-serif;color:#1c2430;max-width:62rem;margin:2rem auto;padding:0 1.2rem}
h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #d5dbe3}
.verdict{padding:.8rem 1rem;border-left:.4rem solid #5b6675;background:#f4f6f8;font-size:1.1rem}
.verdict.met{border-color:#1a7f4b}.verdict.not_met{border-color:#b3342d}.verdict.needs_review{border-color:#9a6b00}
ul.tree{list-style:none;padding-left:0}ul.tree ul{list-style:none;border-left:1px solid #d5dbe3;margin-left:.6rem}
.mark{display:inline-block;width:1.4rem;font-weight:700}.why,.quote,.small{color:#4a5563;font-size:.92rem}
.quote{display:block;border-left:2px solid #c3ccd6;padding-left:.6rem;margin:.2rem 0 .4rem 1.4rem}
table{border-collapse:collapse;width:100%;font-size:.95rem}
td,th{text-align:left;padding:.25rem .6rem .25rem 0;vertical-align:top}
th{font-weight:600;color:#4a5563}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}}
""".rstrip()
)


def report_json(determination: Determination, applicant: Applicant, made_on: date | None = None) -> str:
    """The determination, the facts that it was made of, and when, as indented JSON."""
    data: dict[str, Any] = {
        "made_on": made_on.isoformat() if made_on else None,
        "reviewer_status": determination.reviewed,
        "notice": DISCLAIMER,
        "applicant": applicant.model_dump(mode="json", exclude_defaults=True),
        "determination": determination.as_json(),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def report_html(determination: Determination, applicant: Applicant, made_on: date | None = None) -> str:
    """The determination as one HTML page without any reference to another file: facts, ledger chart, tree, quotes.

    `made_on` is the day printed on the page.
    """
    title = f"{determination.title} ({determination.class_code})"
    verdict = determination.verdict.value
    parts = [
        f"<h1>{_e(title)}</h1>",
        f"<p class=small>{_e(_origin(determination, made_on))}</p>",
        f'<p class="verdict {verdict}">{_MARKS[verdict]} {_e(headline(determination))}</p>',
        f"<p>{_e(DISCLAIMER)}</p>",
        _section("Requirements", _tree(determination.requirements, determination)),
        _section("What may replace experience", _uses(determination.substitutions, determination)),
        _section("How the text is read", _readings(determination)),
        _section("Shown, and not part of this check", _tree(determination.shown, determination)),
        _section("Where each month counted", _ledger(determination.ledger, determination.as_of)),
        _section(
            "What would change this", _list(path["text"] + _when(path["earliest_date"]) for path in determination.paths)
        ),
        _section("What is not known", _list(f"{q['text']} {q['why']}" for q in determination.next_questions)),
        _section("Facts", _facts(applicant)),
        _section(
            "What this depends on", _list([f"Counting policy: {determination.policy}", *determination.assumptions])
        ),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_e(title)}</title>'
    body = "".join(parts)
    return f'<!doctype html><html lang="en"><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>\n'


def _e(text: object) -> str:
    return html.escape(str(text))


def _origin(determination: Determination, made_on: date | None) -> str:
    made = f" · report of {made_on.isoformat()}" if made_on else ""
    return (
        f"Judged on {determination.as_of}{made} · {determination.mode.replace('_', ' ')} · revision "
        f"{determination.revision[:12]} · counting policy {determination.policy} · {determination.reviewed}"
    )


def _section(title: str, body: str) -> str:
    return f"<h2>{_e(title)}</h2>{body}" if body else ""


def _list(items: Iterable[str]) -> str:
    found = "".join(f"<li>{_e(item)}</li>" for item in items)
    return f"<ul>{found}</ul>" if found else ""


def _when(day: str | None) -> str:
    return f" — on {day}, if the current job goes on" if day else ""


# ── the tree ──


def _tree(nodes: list[Node], determination: Determination) -> str:
    items = "".join(_node(node, determination) for node in nodes)
    return f'<ul class="tree">{items}</ul>' if items else ""


def _node(node: Node, determination: Determination) -> str:
    state = VERDICT_WORDS[Verdict(node["verdict"])]
    children = _tree(node.get("children", []), determination)
    text = "" if children else node["text"]
    kind = {"all_of": "All of these", "any_of": "One of these", "interpretation": node.get("question", "")}
    label = kind.get(node["kind"], text)
    reasons = "".join(f"<br>{_e(reason)}" for reason in node["reasons"])
    facts = "".join(f"<br>{_e(_evidence(node, index))}" for index in range(len(node["evidence"])))
    quote = "" if children else _quote(node["cite"], determination)
    review = f" · rule {_e(node['review'])}" if "review" in node else ""
    return (
        f'<li><span class="mark">{_MARKS[node["verdict"]]}</span>{_e(label)} <span class="why">— {_e(state)}'
        f"{_e(_months(node))}{review}{facts}{reasons}</span>{quote}{children}</li>"
    )


def _months(node: Node) -> str:
    if "need_months" not in node:
        return ""
    return f"; {months_words(node['credited_months'])} credited of {duration_words(node['need_months'])}"


def _evidence(node: Node, index: int) -> str:
    fact = node["evidence"][index]
    months = f", {months_words(fact['months'])}" if "months" in fact else ""
    return f"{fact['name'] or fact['fact']}: {fact['verdict'].replace('_', ' ')}{months}"


def _quote(number: int, determination: Determination) -> str:
    citation = next((c for c in determination.citations if c["n"] == number), None)
    if citation is None:
        return ""
    return f'<span class="quote">“{_e(citation["quote"])}” — {_e(citation["section"])} [{number}]</span>'


def _uses(uses: list[SubstitutionUse], determination: Determination) -> str:
    items = "".join(
        f'<li><span class="mark">{_MARKS[use["verdict"]]}</span>{_e(use["text"])} <span class="why">— '
        f"{_e(_given(use))}</span>{_quote(use['cite'], determination)}</li>"
        for use in uses
    )
    return f'<ul class="tree">{items}</ul>' if items else ""


def _given(use: SubstitutionUse) -> str:
    state = VERDICT_WORDS[Verdict(use["verdict"])]
    return state if use["months"] is None else f"{state}; {months_words(use['months'])} given"


def _readings(determination: Determination) -> str:
    found = []
    for point in determination.deciding:
        said = [f"{r['label']}: {VERDICT_WORDS[Verdict(r['verdict'])]}" for r in point["readings"] if r["verdict"]]
        found.append(f"{point['question']} {'; '.join(said)}.")
    return _list(found)


# ── the ledger ──


def _ledger(lanes: list[LedgerLane], as_of: str) -> str:
    return f"{chart(lanes, as_of)}{legend(lanes)}{ledger_table(lanes)}" if lanes else ""


# ── the facts ──


def _facts(applicant: Applicant) -> str:
    """The stated facts, list by list; a list that was not given is said to be not known."""
    data = applicant.model_dump(mode="json", exclude_none=True)
    rows = []
    for name in ("education", "credentials", "employment"):
        listed = data.get(name)
        if listed is None:
            rows.append((name, "not stated"))
        elif not listed:
            rows.append((name, "none"))
        else:
            rows += [(f"{name} {index}", _entry(entry)) for index, entry in enumerate(listed, 1)]
    stated = applicant.state_employee
    rows.append(("state employee", "not stated" if stated is None else "yes" if stated else "no"))
    return "<table>" + "".join(f"<tr><th>{_e(a)}</th><td>{_e(b)}</td></tr>" for a, b in rows) + "</table>"


def _entry(entry: dict[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in entry.items() if value not in ({}, [])
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " and ".join(str(part) for part in value)
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
