"""Where each month counted: the jobs over time, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from assistant.eligibility.chart import chart, ledger_table, legend


def ledger_html(found: Mapping[str, Any]) -> str:
    """The ledger of a determination; nothing where it has no jobs."""
    lanes = found["ledger"]
    if not lanes:
        return ""
    drawn = chart(lanes, found["as_of"])
    undated = [lane["title"] or "a job" for lane in lanes if not lane["stretches"]]
    beside = f'<p class="dim">Not drawn, for want of dates: {escape("; ".join(undated))}.</p>' if undated else ""
    hint = '<p class="told" aria-hidden="true">Point at a bar, or go to it by keyboard, to read why it counts.</p>'
    return (
        '<section class="ledger" aria-label="Where each month counted"><h3>Where each month counted</h3>'
        f"{drawn + legend(lanes) + hint if drawn else ''}{beside}"
        f"<details{'' if drawn else ' open'}><summary>The same as a table</summary>"
        f'<div class="scroll" tabindex="0" role="region" aria-label="Jobs as a table">{ledger_table(lanes)}</div>'
        "</details></section>"
    )
