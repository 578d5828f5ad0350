"""Scores the rows of a run by the metrics, without answering again, and sums them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from corpus.errors import NotFound, UserMistake
from corpus.model import Spec
from evals.items import SPEAKS, AnyOne, CitationItem, EligibilityItem, Item, Label, find_set, load_set
from evals.metrics import METRICS, Judged
from evals.metrics.right_class import found_class
from evals.metrics.verdicts import got, three_way
from evals.proof.cases import specs
from evals.runs.record import SUMMARY, ItemScore, Row, Run
from evals.statistics import summary

STAGES = ("right class", "evidence retrieved", "shown", "cited", "correct")
"""The loss funnel: what has to go right for an answer, in order."""


def score_run(run: Run, spec_of: Callable[[str], Spec] | None = None) -> tuple[ItemScore, ...]:
    """Score a run and write `scores.jsonl` and `summary.json`; the scores.

    `spec_of` holds the texts that the run was on, where they are open already. The sets are read anew, so that a
    mended gold counts. Raises NotFound where gold is in no text that the run was on.
    """
    rows, texts = run.rows(), spec_of or _texts(run)
    judged = [one for name, about in run.manifest["sets"].items() for one in _judged(name, about, rows, texts, run)]
    scores = tuple(_score(name, one) for name, one in judged)
    run.write_scores(scores)
    run.write(SUMMARY, summary(scores, seed=int(run.manifest["seed"])))
    return scores


def _judged(
    name: str, about: Mapping[str, str], rows: Mapping[tuple[str, str], Row], spec_of: Callable[[str], Spec], run: Run
) -> list[tuple[str, Judged]]:
    found: dict[str, Judged] = {}
    for item in _items(name, about):
        if item.status != "active":
            continue
        row = rows.get((name, item.id))
        if row is not None:
            milliseconds = None if row.cached else row.milliseconds
            found[item.id] = Judged(item, row.output, spec_of, row.crash, milliseconds)
    for judged in found.values():
        judged.twin = found.get(judged.item.twin or "")
    return [(name, one) for one in found.values()]


def _items(name: str, about: Mapping[str, str]) -> Sequence[AnyOne]:
    path = Path(about["path"])
    return load_set(path if path.is_file() else find_set(name))


def _texts(run: Run) -> Callable[[str], Spec]:
    home = run.manifest["config"]["home"]
    if home is not None:
        import assistant

        return assistant.open_assistant(Path(home)).catalogue.spec

    def look_up(class_code: str) -> Spec:
        if class_code not in specs():
            raise NotFound(f"no class {class_code}")
        return specs()[class_code]

    for held in run.manifest["revisions"].values():
        for code, revision in held.items():
            if look_up(code).revision != revision:
                raise UserMistake(
                    f"{run.name} was on another text of {code} than the one shipped now", mend="specs eval run SET"
                )
    return look_up


def _score(name: str, judged: Judged) -> ItemScore:
    item = judged.item
    values = {key: found for key, metric in METRICS.items() if (found := metric.of(judged)) is not None}
    wanted, outcome = _outcomes(judged)
    return ItemScore(
        set=name,
        id=item.id,
        kind=item.kind,
        split=item.split,
        cluster=item.cluster,
        class_code=min(item.classes, default=None),
        values={key: (found.part, found.whole) for key, found in values.items()},
        outcome=outcome,
        wanted=wanted,
        crash=judged.crash is not None,
        stages=dict(_stages(judged)),
        failures=tuple(_failures(judged)) if item.split == "dev" else (),
    )


def _outcomes(judged: Judged) -> tuple[str | None, str | None]:
    """What was wanted, and what came."""
    item = judged.item
    if isinstance(item, EligibilityItem):
        verdict = got(judged)
        return three_way(item.verdict), three_way(verdict) if verdict else None
    if isinstance(item, CitationItem):
        passes = (judged.output or {}).get("passes")
        return item.label.value, None if passes is None else "passes" if passes else "withheld"
    if isinstance(item, Item) and judged.answer is not None:
        came = str(judged.answer["outcome"])
        return came if came in item.outcomes else item.outcomes[0].value, came
    return (item.outcomes[0].value if isinstance(item, Item) and judged.crash is not None else None), None


def _stages(judged: Judged) -> Iterable[tuple[str, bool]]:
    """The stages of the loss funnel that an answerable question with evidence passed, each only where those before."""
    item = judged.item
    if not isinstance(item, Item) or not item.evidence or not SPEAKS.issuperset(item.outcomes):
        return
    if judged.crash is not None:
        yield from ((stage, False) for stage in STAGES)
        return
    if judged.answer is None or judged.score is None:
        return
    shown, cited = judged.places("shown"), judged.cited()
    about = item.class_code is not None or found_class(judged) in item.classes
    passed = (
        about,
        judged.share([*judged.places("retrieved"), *shown, *cited]) == 1,
        judged.share([*shown, *cited]) == 1,
        judged.share(cited) == 1,
        judged.score.correct,
    )
    so_far = True
    for stage, here in zip(STAGES, passed, strict=True):
        so_far = so_far and here
        yield stage, so_far


def _failures(judged: Judged) -> Iterable[str]:
    item = judged.item
    if judged.crash is not None:
        yield f"crashed: {judged.crash}"
    elif judged.score is not None:
        yield from judged.score.failures
        yield from (f"unsupported: {reason}" for reason in judged.score.unsupported)
    elif isinstance(item, EligibilityItem):
        if got(judged) != item.verdict:
            yield f"verdict {got(judged)}, not {item.verdict}"
    elif isinstance(item, CitationItem):
        passes = (judged.output or {}).get("passes")
        if passes and item.label is not Label.SUPPORTED:
            yield f"passed, though its label is {item.label.value}"
        elif not passes and item.label is Label.SUPPORTED:
            yield "withheld, though supported: " + "; ".join((judged.output or {}).get("reasons") or ())
