"""A determination as a card: the verdict in a sentence, a row for each requirement, what would change it, what to say
next. Everything is worded from the determination's own JSON and escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from assistant.eligibility.kleene import Verdict
from assistant.eligibility.outline import duration_words
from assistant.eligibility.wording import DISCLAIMER, VERDICT_WORDS, headline_of, months_words
from assistant.web.buttons import act, button

MARKS = {"met": "✓", "not_met": "✗", "undetermined": "?", "needs_review": "⚖"}
_BRANCHES = {"all_of": "all of these", "any_of": "one of these"}
_MOST_PATHS = 3

Found = Mapping[str, Any]


def verdict_html(found: Found, *, asks: bool = True, asks_first: bool = False) -> str:
    """The card; with `asks` the next question stands in it with a button for each answer; `asks_first`: at its top."""
    verdict = found["verdict"]
    question = next_question_html(found) if asks else ""
    parts = [
        f'<p class="verdict-line {verdict}"><span class="mark" aria-hidden="true">{MARKS[verdict]}</span> '
        f"{escape(headline_of(found))}</p>",
        f'<p class="dim">{escape(_terms(found))}</p>',
        question if asks_first else "",
        _requirements(found),
        _readings(found),
        _substitutions(found),
        _changes(found),
        "" if asks_first else question,
        _assumptions(found),
        f'<p class="dim">{escape(DISCLAIMER)}</p>',
    ]
    return f'<section class="verdict {verdict}" aria-label="Determination">{"".join(parts)}</section>'


def cite(found: Found, n: int | None) -> str:
    """The button for the citation of this number; nothing where there is none."""
    one = next((one for one in found["citations"] if one["n"] == n), None)
    return button(one["n"], one["revision"], one["start"], one["end"], one["quote"]) if one else ""


def next_question_html(found: Found) -> str:
    """The question that decides most, why it is asked, and a button for each answer that it names."""
    if not found["next_questions"]:
        return ""
    question = found["next_questions"][0]
    answers = [*question["choices"], "I don't know"]
    buttons = "".join(act("reply", answer, question=question["id"], answer=answer) for answer in answers)
    field = "" if question["choices"] else _reply_field(question)
    return (
        f'<div class="question"><h4>Next question</h4><p>{escape(question["text"])} {cite(found, question["cite"])}</p>'
        f'<p class="dim">{escape(question["why"])}</p>{field}<div class="next">{buttons}</div></div>'
    )


def _reply_field(question: Mapping[str, Any]) -> str:
    return (
        f'<form class="reply" data-form="reply" data-question="{escape(question["id"])}">'
        f'<label>Your answer <input name="answer" autocomplete="off"></label> <button type="submit">Take it in</button>'
        f"</form>"
    )


def state_words(verdict: str) -> str:
    """A verdict in plain words."""
    return VERDICT_WORDS[Verdict(verdict)]


def _terms(found: Found) -> str:
    mode = "what is not stated is not counted" if found["mode"] == "as_filed" else "what is not stated stays open"
    return f"Judged on {found['as_of']} · {mode} · counting policy {found['policy']} · {found['reviewed']}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _requirements(found: Found) -> str:
    gates = [node for node in found["requirements"] if node["gates"]]
    beside = [*(node for node in found["requirements"] if not node["gates"]), *found["shown"]]
    rows = "".join(_node(found, node) for node in gates)
    listed = f'<ul class="needs">{rows}</ul>' if rows else "<p>The text states no minimum qualifications.</p>"
    if not beside:
        return listed
    also = "".join(
        f"<li>{escape(_upper(node['text']))} {cite(found, node['cite'])}"
        f'<span class="dim"> {escape(node["reasons"][0]) if node["reasons"] else ""}</span></li>'
        for node in beside
    )
    return f"{listed}<details><summary>Stated, and not part of this check</summary><ul>{also}</ul></details>"


def _node(found: Found, node: Mapping[str, Any]) -> str:
    verdict = node["verdict"]
    children = node.get("children", []) if verdict != Verdict.MET.value else []
    text = _BRANCHES.get(node["kind"], node["text"]) if children else node["text"]
    if children and "question" in node:
        text = node["question"]
    below = f"<ul>{''.join(_node(found, child) for child in children)}</ul>" if children else _details(node)
    return (
        f'<li class="need {verdict}"><span class="state"><span aria-hidden="true">{MARKS[verdict]}</span> '
        f'{escape(state_words(verdict))}</span><div><span class="need-text">{escape(_upper(text))}</span> '
        f"{cite(found, node['cite'])}{below}</div></li>"
    )


def _details(node: Mapping[str, Any]) -> str:
    parts = []
    if "need_months" in node:
        need, credited = node["need_months"], node["credited_months"]
        missing = node["shortfall_months"][0]
        lacking = f"; {duration_words(missing)} missing" if missing and node["verdict"] == "not_met" else ""
        said = f"{months_words(credited)} credited of {duration_words(need)}{lacking}"
        parts.append(f'{_bar(credited, need)}<span class="dim">{escape(said)}</span>')
    reasons = [reason for reason in node["reasons"] if node["verdict"] != "met" or "need_months" in node]
    parts += [f'<span class="dim">{escape(reason)}</span>' for reason in reasons]
    if node.get("review", "not reviewed") != "not reviewed":
        parts.append(f'<span class="dim">rule {escape(node["review"])}</span>')
    return "".join(f'<div class="detail">{part}</div>' for part in parts)


def _bar(credited: list[float | None], need: int) -> str:
    """What is certain of the need, and what is possible, as a share of 100."""
    least = 100.0 if need <= 0 else min(100.0, 100 * (credited[0] or 0) / need)
    most = 100.0 if credited[1] is None or need <= 0 else min(100.0, 100 * credited[1] / need)
    return (
        f'<span class="bar" aria-hidden="true"><span class="sure" style="width:{least:.0f}%"></span>'
        f'<span class="possible" style="width:{max(0.0, most - least):.0f}%"></span></span>'
    )


def _readings(found: Found) -> str:
    rows = []
    for point in found["readings"]:
        said = "; ".join(f"{one['label']}: {state_words(one['verdict'])}" for one in point["readings"])
        rows.append(f"<li>{escape(point['question'])} {escape(said)} {cite(found, point['cite'])}</li>")
    return f"<h4>It depends on how the text is read</h4><ul>{''.join(rows)}</ul>" if rows else ""


def _substitutions(found: Found) -> str:
    rows = [
        f'<li><span class="state">{MARKS[use["verdict"]]} {escape(_applies(use))}</span><div>'
        f"{escape(_upper(use['text']))} {cite(found, use['cite'])}</div></li>"
        for use in found["substitutions"]
    ]
    return f'<h4>What may replace experience</h4><ul class="needs">{"".join(rows)}</ul>' if rows else ""


def _applies(use: Mapping[str, Any]) -> str:
    if use["verdict"] == "met":
        given = use["months"]
        return "applies" if given is None or given[0] is None else f"applies: {months_words(given)}"
    return "does not apply" if use["verdict"] == "not_met" else state_words(use["verdict"])


def _changes(found: Found) -> str:
    rows = []
    for path in found["paths"][:_MOST_PATHS]:
        cites = "".join(cite(found, n) for n in dict.fromkeys(one["cite"] for one in path["changes"]) if n)
        when = f" On {path['earliest_date']}, if the current job goes on." if path["earliest_date"] else ""
        rows.append(f"<li>{escape(_upper(path['text']))}.{escape(when)} {cites}</li>")
    return f"<h4>What would change this</h4><ul>{''.join(rows)}</ul>" if rows else ""


def _assumptions(found: Found) -> str:
    return _details_list("What this depends on", found["assumptions"])


def _details_list(title: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<details><summary>{title}</summary><ul>{rows}</ul></details>" if rows else ""
