"""Many determinations: JSON lines in, JSON lines out, in order, over the cores of the machine.

A line is `{"id": ..., "class_code": ..., "applicant": {...}}`; its answer is `{"id": ..., "determination": {...}}`, the
same as one alone would be, or `{"id": ..., "error": "..."}`. A faulty line costs no other line anything.
"""

from __future__ import annotations

import gc
import itertools
import multiprocessing
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson

from assistant.eligibility.applicant import dated, parse_applicant
from assistant.eligibility.determination import Mode
from assistant.eligibility.determine import determine
from assistant.eligibility.kept import json_bytes
from assistant.eligibility.outline import Citation
from assistant.eligibility.policy import DEFAULT, CountingPolicy
from assistant.eligibility.reviews import NOT_REVIEWED, Reviewed
from assistant.eligibility.rules import RuleSet
from corpus.errors import NotFound, SpecsError, UserMistake
from corpus.model import Spec

CHUNK = 500
"""Lines that a process takes at a time; fewer than two chunks are not worth a second process."""


@dataclass(frozen=True)
class Screening:
    """What a batch is judged by: the classes by code with the reviews of their rules, the policy, and the mode.

    `as_of` is the day for all; without it each applicant has their own, and `today` is for those who state none.
    `brief`: verdict, shortfalls and deciding readings alone, without the explanation.
    """

    classes: Mapping[str, tuple[RuleSet, Spec]]
    policy: CountingPolicy = DEFAULT
    mode: Mode = "advisory"
    as_of: date | None = None
    reviewed: Mapping[str, Reviewed] = field(default_factory=dict)
    today: date | None = None
    brief: bool = False


def screen_lines(lines: Iterable[str | bytes], screening: Screening, processes: int = 1) -> Iterator[bytes]:
    """The answer to each line, in order, as JSON without a line end. Empty lines are passed over."""
    numbered = ((n, line) for n, line in enumerate(lines, 1) if line.strip())
    if processes < 2:  # each line is answered before the next is read
        for number, line in numbered:
            yield screen_line(line, screening, number)
        return
    chunks = iter(lambda: list(itertools.islice(numbered, CHUNK)), [])
    first = list(itertools.islice(chunks, 2))
    if len(first) < 2:
        for chunk in itertools.chain(first, chunks):
            yield from _screen_chunk(screening, chunk)
        return
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(processes, context, initializer=_begin, initargs=(screening,)) as pool:
        waiting = [pool.submit(_in_process, chunk) for chunk in first]
        for chunk in chunks:
            waiting.append(pool.submit(_in_process, chunk))
            if len(waiting) > 2 * processes:
                yield from waiting.pop(0).result()
        for answers in waiting:
            yield from answers.result()


_MOST_WRITTEN = 1024
_written: dict[int, tuple[tuple[Citation, ...], orjson.Fragment]] = {}
_screening: list[Screening] = []


def _begin(screening: Screening) -> None:
    """Makes a process of the pool ready."""
    _screening[:] = [screening]
    rarely_collect()


def rarely_collect() -> None:
    """Let Python look for garbage seldom. Judging leaves no reference cycles behind, and what is kept is kept within
    limits, so that to look after every few hundred new objects, as Python does, would find nothing.
    """
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def _in_process(chunk: list[tuple[int, str | bytes]]) -> list[bytes]:
    return list(_screen_chunk(_screening[0], chunk))


def _screen_chunk(screening: Screening, chunk: list[tuple[int, str | bytes]]) -> Iterator[bytes]:
    for number, line in chunk:
        yield screen_line(line, screening, number)


def is_error(answer: bytes) -> bool:
    """Whether an answer is an error: its last value is a sentence, that of a determination a list in an object."""
    return answer.endswith(b'"}')


def screen_line(line: str | bytes, screening: Screening, number: int = 1) -> bytes:
    """The answer to one line."""
    identifier: Any = None
    try:
        record = orjson.loads(line)
        if not isinstance(record, dict):
            raise UserMistake(f"line {number}: must be an object with id, class_code and applicant")
        identifier = record.get("id")
        return json_bytes({"id": identifier, "determination": _judge(record, screening, number)})
    except orjson.JSONDecodeError as error:
        return orjson.dumps({"id": None, "error": f"line {number}: not JSON: {error}"})
    except SpecsError as error:
        return orjson.dumps({"id": identifier, "error": str(error)})


def _judge(record: dict[str, Any], screening: Screening, number: int) -> dict[str, Any]:
    missing = [name for name in ("class_code", "applicant") if name not in record]
    if missing:
        raise UserMistake(f"line {number}: {missing[0]}: must be given")
    code = str(record["class_code"])
    if code not in screening.classes:
        raise NotFound(f"line {number}: class_code: no class {code}", mend="see specs list")
    rules, spec = screening.classes[code]
    applicant = parse_applicant(record["applicant"], f"line {number}: applicant")
    if screening.as_of is None and screening.today is not None:
        applicant = dated(applicant, screening.today, f"line {number}: applicant")
    reviewed = screening.reviewed.get(code, NOT_REVIEWED)
    found = determine(
        rules, spec, applicant, screening.policy, screening.mode, as_of=screening.as_of, reviewed=reviewed
    )
    if screening.brief:
        return found.brief_json()
    return found.as_json() | {"citations": _citations(found.citations)}


def _citations(citations: tuple[Citation, ...]) -> orjson.Fragment:
    """The citations of a class as JSON: they are the same for everybody, and written once."""
    kept = _written.get(id(citations))
    if kept is None or kept[0] is not citations:
        if len(_written) > _MOST_WRITTEN:
            _written.clear()
        kept = _written[id(citations)] = (citations, orjson.Fragment(orjson.dumps(list(citations))))
    return kept[1]
