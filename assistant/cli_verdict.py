"""A determination as a person reads it: the verdict in a sentence, a row for each requirement, what would change it,
the next question, and the clauses quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from assistant.answer import Outcome
from assistant.cli_answer import BADGES, edition
from assistant.cli_terminal import Page, shown
from assistant.eligibility.determination import Determination, Node, Question
from assistant.eligibility.kleene import Verdict
from assistant.eligibility.outline import duration_words
from assistant.eligibility.reviews import UNREVIEWED
from assistant.eligibility.timeline import Months
from assistant.eligibility.wording import DISCLAIMER, VERDICT_WORDS, headline, months_words
from corpus.model import Spec

MARKS = {
    Verdict.MET: ("✓", "green"),
    Verdict.NOT_MET: ("✗", "red"),
    Verdict.UNDETERMINED: ("?", "yellow"),
    Verdict.NEEDS_REVIEW: ("⚖", "magenta"),
}
_STATE_WIDTH = 2 + max(map(len, VERDICT_WORDS.values())) + 2
_BAR = 24
_MOST_PATHS, _MOST_REASONS = 3, 4


def write_determination(page: Page, found: Determination, spec: Spec) -> None:
    """Write a determination on a page; `spec` is the text that it is of."""
    page.line(BADGES[Outcome.DETERMINATION])
    page.gap()
    page.line((headline(found), f"bold {MARKS[found.verdict][1]}"))
    page.line((_terms(found), "dim"))
    cited: list[int] = []
    _write_readings(page, found, cited)
    _write_requirements(page, found, cited)
    _write_substitutions(page, found, cited)
    _write_paths(page, found, cited)
    if found.next_questions:
        write_question(page, found.next_questions[0], "Next question")
        cited += _number(found.next_questions[0]["cite"])
    if found.assumptions:
        _write_list(page, "What this depends on", found.assumptions)
    page.gap()
    page.line(DISCLAIMER)
    write_sources(page, found, spec, cited)


def _terms(found: Determination) -> str:
    mode = "what is not stated is not counted" if found.mode == "as_filed" else "what is not stated stays open"
    return f"Judged on {found.as_of} · {mode} · counting policy {found.policy} · {found.reviewed}"


# ── requirements ──


def _write_requirements(page: Page, found: Determination, cited: list[int]) -> None:
    page.gap()
    if not found.requirements:
        page.line("The text states no minimum qualifications.")
    for node in found.requirements:
        if node["gates"]:
            _write_node(page, node, cited, 0)
    beside = [*(node for node in found.requirements if not node["gates"]), *found.shown]
    if beside:
        page.gap()
        page.line(("Stated, and not part of this check", "bold"))
        for node in beside:
            cited.append(node["cite"])
            why = f"  {shown(node['reasons'][0])}" if node["reasons"] else ""
            page.line(shown(_upper(node["text"])), (f" [{node['cite']}]", "cyan"), (why, "dim"), marker="• ")


def _write_node(page: Page, node: Node, cited: list[int], depth: int) -> None:
    verdict = Verdict(node["verdict"])
    mark, colour = MARKS[verdict]
    state = f"{mark} {VERDICT_WORDS[verdict]}".ljust(_STATE_WIDTH)
    children = node.get("children", []) if verdict is not Verdict.MET else []
    text = _BRANCHES.get(node["kind"], node["text"]) if children else node["text"]
    if children and "question" in node:
        text = node["question"]
    cited.append(node["cite"])
    page.line(
        shown(_upper(text)), (f" [{node['cite']}]", "cyan"), indent=2 * depth, marker=state, marked=f"bold {colour}"
    )
    for line in () if children else _details(page, node):
        page.line((line, "dim"), indent=2 * depth + _STATE_WIDTH)
    for child in children:
        _write_node(page, child, cited, depth + 1)


_BRANCHES = {"all_of": "all of these", "any_of": "one of these"}


def _details(page: Page, node: Node) -> Iterable[str]:
    """What was credited of what is needed, and why not more."""
    if "need_months" in node:
        need, credited = node["need_months"], node["credited_months"]
        bar = f"{_bar(credited, need)}  " if page.is_terminal else ""
        missing = node["shortfall_months"][0]
        lacking = f"; {duration_words(missing)} missing" if missing and node["verdict"] == Verdict.NOT_MET else ""
        yield f"{bar}{months_words(credited)} credited of {duration_words(need)}{lacking}"
    reasons = [reason for reason in node["reasons"] if node["verdict"] != Verdict.MET or "need_months" in node]
    yield from (shown(reason) for reason in reasons[:_MOST_REASONS])
    if len(reasons) > _MOST_REASONS:
        yield f"and {len(reasons) - _MOST_REASONS} more; --json has all"
    if node.get("review", UNREVIEWED) != UNREVIEWED:
        yield f"rule {node['review']}"


def _bar(credited: list[Months], need: int) -> str:
    """What is certain of the need filled, what is possible in half, the rest empty."""
    if need <= 0:
        return "█" * _BAR
    least = min(_BAR, int(_BAR * (credited[0] or 0) / need))
    most = _BAR if credited[1] is None else min(_BAR, int(_BAR * credited[1] / need))
    return "█" * least + "▒" * (most - least) + "░" * (_BAR - most)


# ── beside the requirements ──


def _write_substitutions(page: Page, found: Determination, cited: list[int]) -> None:
    # Who meets the requirements needs no list of what would have helped otherwise.
    useful = (Verdict.MET,) if found.verdict is Verdict.MET else tuple(Verdict)
    uses = [use for use in found.substitutions if Verdict(use["verdict"]) in useful]
    if not uses:
        return
    page.gap()
    page.line(("What may replace experience", "bold"))
    for use in uses:
        verdict = Verdict(use["verdict"])
        mark, colour = MARKS[verdict]
        given = use["months"]
        used = "" if given is None else f"  {'gives' if verdict is Verdict.MET else 'would give'} {months_words(given)}"
        if given == [0, 0] or verdict is Verdict.NOT_MET:
            used = ""
        cited.append(use["cite"])
        state = f"{mark} {_APPLIES[verdict]}".ljust(_STATE_WIDTH)
        page.line(
            shown(_upper(use["text"])),
            (f" [{use['cite']}]", "cyan"),
            (used, "dim"),
            marker=state,
            marked=f"bold {colour}",
        )


_APPLIES = {**VERDICT_WORDS, Verdict.MET: "applies", Verdict.NOT_MET: "does not apply"}


def _write_readings(page: Page, found: Determination, cited: list[int]) -> None:
    if not found.deciding:
        return
    page.gap()
    page.line(("It depends on how the text is read", "bold"))
    for point in found.deciding:
        numbers = _number(point["cite"])
        cited += numbers
        page.line(shown(point["question"]), ("".join(f" [{n}]" for n in numbers), "cyan"), marker="• ")
        for reading in point["readings"]:
            if reading["verdict"]:
                said = VERDICT_WORDS[Verdict(reading["verdict"])]
                page.line(f"{shown(reading['label'])}: ", (said, "bold"), indent=4)


def _write_paths(page: Page, found: Determination, cited: list[int]) -> None:
    if not found.paths:
        return
    page.gap()
    page.line(("What would change this", "bold"))
    for path in found.paths[:_MOST_PATHS]:
        numbers = list(dict.fromkeys(n for change in path["changes"] for n in _number(change["cite"])))
        cited += numbers
        when = f"; on {path['earliest_date']}, if the current job goes on" if path["earliest_date"] else ""
        page.line(shown(_upper(path["text"]) + when), ("".join(f" [{n}]" for n in numbers), "cyan"), marker="• ")


def write_question(page: Page, question: Question, title: str) -> None:
    """Write a question and why it is asked."""
    page.gap()
    page.line((title, "bold"))
    page.line(shown(question["text"]), indent=2)
    page.line((shown(question["why"]), "dim"), indent=2)


def _write_list(page: Page, title: str, items: Iterable[str]) -> None:
    page.gap()
    page.line((title, "bold"))
    for item in items:
        page.line((shown(item), "dim"), marker="• ")


def write_sources(page: Page, found: Determination, spec: Spec, cited: Iterable[int]) -> None:
    """Write the clauses with these numbers, word for word, under their headings."""
    wanted = set(cited)
    sources = [citation for citation in found.citations if citation["n"] in wanted]
    if not sources:
        return
    page.gap()
    page.heading(spec.title, edition(spec))
    for heading, group in groupby(sources, lambda citation: citation["section"]):
        page.line((shown(heading), "dim"), indent=2)
        for citation in group:
            page.line(shown(citation["quote"]), indent=2, marker=f"[{citation['n']}] ")


def _number(cite: int | None) -> list[int]:
    return [] if cite is None else [cite]


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
