"""`specs eval`: evaluation sets checked and run, runs looked at, compared and gated."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_arguments import Json
from assistant.cli_terminal import Page, counted, write_json
from corpus.errors import NotFound, UserMistake

if TYPE_CHECKING:
    from collections.abc import Callable

    from corpus.model import Spec
    from evals.comparing.compare import Comparison
    from evals.runs.record import Run

FAULTY = 3
"""The exit code of `check` where a set has an error."""

Sets = Annotated[list[str], typer.Argument(metavar="SET", help="A .jsonl file, the name of a shipped set, or shipped.")]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="The system and its settings, as YAML or JSON.")
]
Runs = Annotated[Path, typer.Option("--runs", metavar="DIR", help="The folder that runs are kept in.")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=64, help="Items that are worked on at once.")]
Resume = Annotated[str | None, typer.Option("--resume", metavar="RUN", help="Go on with a run that was cut off.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Work everything out anew.")]
Only = Annotated[
    str | None, typer.Option("--only", metavar="TEXT", help="Only items with this tag or in whose id it is.")
]
OneRun = Annotated[str, typer.Argument(metavar="RUN", help="A run: its folder, its name, or latest.")]
RunA = Annotated[str, typer.Argument(metavar="A", help="The run before: its folder, its name, or latest.")]
RunB = Annotated[str, typer.Argument(metavar="B", help="The run that is looked at.")]
Policy = Annotated[Path | None, typer.Option("--policy", metavar="FILE", help="What B may not be worse in, as YAML.")]
Reports = Annotated[
    list[Path] | None,
    typer.Option("--report", metavar="FILE", help="Write a report: .html, .md, .csv or .xml; may be repeated."),
]
Home = Annotated[Path | None, typer.Option("--home", metavar="DIR", help="The home whose texts the set is about.")]
HERE = Path("runs")

evaluations = typer.Typer(
    name="eval",
    help="Write, check and run evaluation sets; compare runs and gate a change on them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@evaluations.command()
def check(sets: Sets, home: Home = None, json: Json = False) -> None:
    """Look sets over before they are run.

    Errors are lines that are no item, ids that stand twice, quotes that the text does not have (any more), and twins
    that do not match; each is named with its line. Notes are for the author to judge. The exit code is 3 where there
    is an error.
    """
    from evals.checks import check_set
    from evals.items import find_set, shipped_sets

    names = shipped_sets() if sets == ["shipped"] else sets
    with _texts(home) as spec_of:
        found = {str(path): check_set(path, spec_of) for path in map(find_set, names)}
    if json:
        write_json([{"set": path, **vars(one)} for path, findings in found.items() for one in findings])
    else:
        page = Page()
        for path, findings in found.items():
            errors = sum(one.grade == "error" for one in findings)
            page.line(path, ("  sound", "green") if not errors else (f"  {counted(errors, 'error')}", "red"))
            for one in findings:
                where = f"line {one.line}: " if one.line else ""
                page.line(f"{where}{one.said}", indent=2, marker="✗ " if one.grade == "error" else "• ")
    if any(one.grade == "error" for findings in found.values() for one in findings):
        raise typer.Exit(FAULTY)


@evaluations.command()
def run(  # noqa: PLR0917
    sets: Sets,
    config: Config = None,
    runs: Runs = HERE,
    workers: Workers = 1,
    resume: Resume = None,
    no_cache: NoCache = False,
    only: Only = None,
    report: Reports = None,
    json: Json = False,
) -> None:
    """Run sets and score them; the run is written down in a folder of its own.

    What was worked out before with the same code, texts, settings and question is taken from a cache; crashes are
    never kept, and are tried again by --resume. The exit code is 3 where too much crashed to measure anything.
    """
    from evals.items import shipped_sets
    from evals.runs.config import load_config
    from evals.runs.execute import execute
    from evals.runs.record import open_run
    from evals.runs.scored import score_run

    with _bar() as progress:
        done = execute(
            shipped_sets() if sets == ["shipped"] else sets,
            load_config(config),
            runs,
            workers=workers,
            resume=open_run(resume, runs) if resume else None,
            use_cache=not no_cache,
            progress=progress,
            only=only,
        )
    score_run(done)
    _tell_run(done, report or (), json=json)
    if not done.summary["measurable"]:
        raise typer.Exit(FAULTY)


@evaluations.command()
def score(one: OneRun, runs: Runs = HERE, report: Reports = None, json: Json = False) -> None:
    """Score a run anew, by the metrics and the gold of today, without answering again."""
    from evals.runs.record import open_run
    from evals.runs.scored import score_run

    found = open_run(one, runs)
    score_run(found)
    _tell_run(found, report or (), json=json)


@evaluations.command()
def judge(  # noqa: PLR0917
    one: OneRun,
    model: Annotated[str, typer.Option("--model", metavar="PROVIDER:NAME", help="The chat model that judges.")],
    labels: Annotated[
        str, typer.Option("--labels", metavar="SET", help="Statements that people labelled.")
    ] = "citations",
    most: Annotated[int, typer.Option("--most", min=1, help="Statements of the run that are judged.")] = 200,
    runs: Runs = HERE,
    json: Json = False,
) -> None:
    """Let a chat model judge whether a run's statements rest on what they cite, beside its agreement with people."""
    from assistant.agent.models import load_model, model_settings
    from evals import judge as judging
    from evals.items import find_set
    from evals.runs.record import open_run

    found, labelled = open_run(one, runs), judging.citation_items(find_set(labels))
    if not labelled:
        raise UserMistake(f"{labels} has no labelled statement", mend="name a set with items of the kind citation")
    judge_model = load_model(model_settings().model_copy(update={"name": model}))
    with _bar() as bar:
        judged = judging.judge(judge_model, model, found, labelled, most=most, progress=bar)
    if json:
        write_json({"run": str(found.folder), **judged.as_json()})
    else:
        _say("".join(f"{line}\n" for line in judging.judged_lines(judged)))


@evaluations.command()
def show(
    item: Annotated[str, typer.Argument(metavar="ID", help="The id of an item.")],
    one: Annotated[str, typer.Option("--run", metavar="RUN", help="The run that it was in.")] = "latest",
    runs: Runs = HERE,
    json: Json = False,
) -> None:
    """Show an item of a run: what was asked, its gold, what came, and how it scored."""
    from evals.reports.item import item_json, item_lines
    from evals.runs.record import open_run

    found = open_run(one, runs)
    if json:
        write_json(item_json(found, item))
        return
    page = Page()
    for label, text in item_lines(found, item):
        page.line((f"{label:<10}", "bold"), text)


@evaluations.command()
def compare(a: RunA, b: RunB, runs: Runs = HERE, report: Reports = None, json: Json = False) -> None:
    """Compare two runs: one sentence, differences with their intervals, flips, and where answers are lost."""
    comparison = _compared(a, b, runs)
    _write_comparison(comparison, None, report or ())
    if json:
        write_json(_comparison_json(comparison))
        return
    from evals.reports.markdown import comparison_report

    _say(comparison_report(comparison))


@evaluations.command()
def gate(  # noqa: PLR0917
    a: RunA, b: RunB, policy: Policy = None, runs: Runs = HERE, report: Reports = None, json: Json = False
) -> None:
    """Say whether run B may take the place of run A.

    The exit code is 0 where it may, 1 for a regression, 2 where nothing can be measured, and 3 where more items are
    needed to tell, with how many.
    """
    from evals.comparing.gate import DEFAULT_POLICY, load_policy
    from evals.comparing.gate import gate as gated
    from evals.reports.markdown import gate_rows
    from evals.reports.wording import ENDED

    comparison = _compared(a, b, runs)
    found = gated(comparison, load_policy(policy or DEFAULT_POLICY))
    _write_comparison(comparison, found, report or ())
    if json:
        checks = [{"check": one.name, "ended": ENDED[one.status], "why": one.said} for one in found.checks]
        write_json({"gate": ENDED[found.status], "checks": checks})
    else:
        _say("\n".join([f"Gate: {ENDED[found.status]}", "", *gate_rows(found), ""]))
    if found.status:
        raise typer.Exit(int(found.status))


@evaluations.command("import")
def import_set(
    source: Annotated[Path, typer.Argument(metavar="SOURCE", help="A .csv file, or a folder of O*NET queries.")],
    into: Annotated[Path, typer.Option("--to", metavar="PATH", help="The .jsonl file, or for O*NET the folder.")],
) -> None:
    """Make a set of a spreadsheet that was saved as CSV, or of the queries made from O*NET."""
    page = Page()
    if source.is_dir():
        from evals.onet import import_onet

        for path, count in import_onet(source, into).items():
            page.line(f"{path}: {counted(count, 'item')}")
        return
    from evals.csv_import import read_csv
    from evals.items import dump_items

    items = read_csv(source)
    into.write_text(dump_items(items), encoding="utf-8")
    page.line(f"{into}: {counted(len(items), 'item')}  ▸ specs eval check {into}")


def _compared(a: str, b: str, runs: Path) -> Comparison:
    from evals.comparing.compare import Comparison
    from evals.runs.record import open_run

    return Comparison(open_run(a, runs), open_run(b, runs))


def _tell_run(found: Run, reports: Any, *, json: bool) -> None:
    from evals.reports.machine import run_csv, run_junit
    from evals.reports.markdown import run_report
    from evals.reports.page import run_page

    _write(
        reports,
        {
            ".html": lambda: run_page(found),
            ".md": lambda: run_report(found),
            ".csv": lambda: run_csv(found),
            ".xml": lambda: run_junit(found),
        },
    )
    if json:
        write_json({"run": str(found.folder), **found.summary})
    else:
        _say(run_report(found))


def _write_comparison(comparison: Comparison, found: Any, reports: Any) -> None:
    from evals.reports.machine import comparison_csv, gate_junit
    from evals.reports.markdown import comparison_report
    from evals.reports.page import comparison_page

    def junit() -> str:
        if found is None:
            raise UserMistake(
                "two runs have no JUnit report of their own", mend="specs eval gate A B --report FILE.xml"
            )
        return gate_junit(found)

    _write(
        reports,
        {
            ".html": lambda: comparison_page(comparison, found),
            ".md": lambda: comparison_report(comparison, found),
            ".csv": lambda: comparison_csv(comparison),
            ".xml": junit,
        },
    )


def _write(reports: Any, forms: dict[str, Callable[[], str]]) -> None:
    for path in reports:
        if path.suffix not in forms:
            raise UserMistake(f"{path}: no report has this ending", mend=f"use one of {', '.join(forms)}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(forms[path.suffix](), encoding="utf-8")


def _comparison_json(comparison: Comparison) -> dict[str, Any]:
    from evals.comparing.compare import verdict

    flips = comparison.flips
    return {
        "verdict": verdict(comparison),
        "clustered_by": comparison.clustered_by,
        "differences": {
            name: {
                "items": one.items,
                "a": one.a,
                "b": one.b,
                "low": one.interval.low,
                "high": one.interval.high,
                "p": one.p,
                "p_holm": one.corrected,
                "test": one.test,
            }
            for name, one in comparison.differences.items()
        },
        "gained": [f"{one.set}/{one.id}" for one in flips.gained],
        "lost": [f"{one.set}/{one.id}" for one in flips.lost],
        "both_wrong": [f"{one.set}/{one.id}" for one in flips.both_wrong],
        "funnel": comparison.funnels,
    }


def _say(text: str) -> None:
    """Past the console, which would wrap tables."""
    sys.stdout.write(text)


@contextmanager
def _texts(home: Path | None) -> Iterator[Callable[[str], Spec]]:
    """The shipped texts and the samples by class code, or those of a home."""
    if home is not None:
        from assistant.session import open_assistant

        with open_assistant(home) as opened:
            yield opened.catalogue.spec
        return
    from evals.proof.cases import specs

    def look_up(class_code: str) -> Spec:
        if class_code not in specs():
            raise NotFound(f"there is no class {class_code}", mend="specs eval check SET --home DIR")
        return specs()[class_code]

    yield look_up


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Progress on standard error, on a terminal alone."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Running items    "), BarColumn(30), MofNCompleteColumn(), TimeRemainingColumn())
    console = Page(is_error=True).console
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
