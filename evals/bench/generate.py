"""Made-up specifications in the Connecticut format, as many as wanted, the same ones always.

    python -m evals.bench.generate FOLDER [--clauses 100000]

Specification n depends on n alone, so that a smaller corpus is the beginning of a larger one. Words are drawn the way
words are found, a few often and most seldom, so that a search has both common and rare ones to tell apart.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TypeVar

from evals.bench.vocabulary import ACTS, ENDS, FIELDS, GROUPS, MATTERS, MEANS, RANKS, UNITS, FieldOfWork

SEED = 20261124
Item = TypeVar("Item")
_NUMBERS = ("one (1)", "two (2)", "three (3)", "four (4)", "five (5)", "six (6)", "seven (7)", "eight (8)")


@dataclass(frozen=True, slots=True)
class MadeSpec:
    """One made-up specification. `clauses` is how many of its clauses a search looks at: those of all sections but the
    short ones that state a field's value, and without the stems that only open a list.
    """

    code: str
    title: str
    agency: str
    salary_group: str
    text: str
    clauses: int


def made_specs(clauses: int) -> Iterator[MadeSpec]:
    """Specifications, the first ones of all, until they have so many clauses."""
    made = 0
    for number in count():
        if made >= clauses:
            return
        spec = made_spec(number)
        made += spec.clauses
        yield spec


def made_spec(number: int) -> MadeSpec:
    """Specification `number`, from 0."""
    rng = random.Random(SEED + number)
    field = FIELDS[number % len(FIELDS)]
    rank, letters, lowest = RANKS[number // len(FIELDS) % len(RANKS)]
    level = number // (len(FIELDS) * len(RANKS)) + 1
    title = f"{field.name} {rank} {level}"
    code = f"{1000 + number:04d}{letters}"
    group = f"{letters} {lowest + level}"
    sections = _sections(rng, field, rank, level, title)
    body = "\n".join(line for heading, lines in sections for line in (heading, *lines))
    stems = sum(line in _STEMS for _, lines in sections for line in lines)
    clauses = sum(len(lines) for _, lines in sections) - stems
    agency = f"Department of {field.office}"
    return MadeSpec(
        code, title, agency, group, f"{title} ({code})\n{body}\n{_values(rng, letters, group, code)}", clauses
    )


def made_questions(number: int) -> list[str]:
    """So many things to search for, in the words of the corpus and in others; the same ones always."""
    rng = random.Random(SEED)
    return [rng.choice(_QUESTIONS)(rng, rng.choice(FIELDS)) for _ in range(number)]


_QUESTIONS = (
    lambda rng, field: f"{_often(rng, ACTS).lower()} {_often(rng, field.things)}",
    lambda rng, field: f"Who deals with {_often(rng, field.bodies)} about {_often(rng, field.things)}?",
    lambda rng, field: f"years of experience in {field.studies} needed for {field.name.lower()}",
    lambda rng, field: f"which classes require knowledge of {rng.choice(MATTERS)} and {_often(rng, field.things)}",
    lambda rng, field: f"{_often(rng, ENDS)} in {field.name.lower()}",
    lambda rng, field: f"travel or a license for {_often(rng, field.things)}",
)


def write(folder: Path, clauses: int) -> tuple[int, int]:
    """Write the specifications as text files into a folder; how many, and how many clauses they have."""
    folder.mkdir(parents=True, exist_ok=True)
    specs = found = 0
    for spec in made_specs(clauses):
        (folder / f"{spec.code}.txt").write_text(spec.text, encoding="utf-8")
        specs += 1
        found += spec.clauses
    return specs, found


_STEMS = ("- Considerable knowledge of", "- Ability to")


def _sections(rng: random.Random, field: FieldOfWork, rank: str, level: int, title: str) -> list[tuple[str, list[str]]]:
    name, things = field.name.lower(), field.things
    years = min(level + 1, len(_NUMBERS)) - 1
    above = "Director" if rank in ("Director", "Program Manager") else "Supervisor"
    sections = [
        (
            "PURPOSE OF JOB CLASS (NATURE OF WORK)",
            [
                f"In the Department of {field.office} this class is accountable for work in {name}, mainly "
                f"{_often(rng, things)} and {rng.choice(things)} for {rng.choice(field.bodies)} {rng.choice(ENDS)}."
            ],
        ),
        (
            "SUPERVISION RECEIVED",
            [f"Works under the {rng.choice(('close', 'general', 'limited'))} supervision of a {field.name} {above}."],
        ),
        ("SUPERVISION EXERCISED", [f"May lead aides in work on {rng.choice(things)} {rng.choice(MEANS)} as assigned."]),
        ("EXAMPLES OF DUTIES", _duties(rng, field)),
        ("KNOWLEDGE, SKILL AND ABILITY", _knowledge(rng, field)),
        (
            "MINIMUM QUALIFICATIONS - GENERAL EXPERIENCE",
            [f"{_NUMBERS[years].capitalize()} years of experience in {name} or in {field.studies}."],
        ),
    ]
    if rng.random() < 0.7:
        special = f"One (1) year of the General Experience must have been with {_often(rng, things)}."
        note = f"- For state employees this experience is interpreted at the level of a {field.name} {rank}."
        sections += [("MINIMUM QUALIFICATIONS - SPECIAL EXPERIENCE", [special]), ("NOTE:", [note])]
    sections.append(("MINIMUM QUALIFICATIONS - SUBSTITUTIONS ALLOWED", _substitutions(rng, field)))
    if rng.random() < 0.6:
        sections.append(("SPECIAL REQUIREMENTS", _special(rng, field)))
    if rng.random() < 0.4:
        where = rng.choice(("outdoors in all weather", "in noisy places", "at heights", "on evenings and weekends"))
        sections.append(
            ("WORKING CONDITIONS", [f"Incumbents in this class may work {where} with {_often(rng, things)}."])
        )
    return sections


def _duties(rng: random.Random, field: FieldOfWork) -> list[str]:
    told = {_duty(rng, field): None for _ in range(rng.randint(12, 22))}
    return [*told, "- Performs related duties as required."]


def _duty(rng: random.Random, field: FieldOfWork) -> str:
    other = field if rng.random() < 0.8 else rng.choice(FIELDS)
    parts = [f"- {_often(rng, ACTS)} {_often(rng, field.things)}"]
    if rng.random() < 0.6:
        parts.append(rng.choice((f"and {rng.choice(other.things)}", f"for {rng.choice(other.bodies)}")))
    if rng.random() < 0.8:
        parts.append(rng.choice(MEANS))
    if rng.random() < 0.8:
        parts.append(rng.choice(ENDS))
    return f"{' '.join(parts)};"


def _knowledge(rng: random.Random, field: FieldOfWork) -> list[str]:
    known = [f"- {one} in {field.name.lower()} {rng.choice(MEANS)};" for one in rng.sample(MATTERS, 2)]
    known += [f"- the handling of {one} {rng.choice(ENDS)};" for one in rng.sample(field.things, 2)]
    able = [
        f"- deal with {rng.choice(field.bodies)} {rng.choice(MEANS)} {rng.choice(ENDS)};",
        f"- see to {rng.choice(field.things)} {rng.choice(MEANS)} {rng.choice(ENDS)};",
    ]
    return [_STEMS[0], *known, _STEMS[1], *able]


def _substitutions(rng: random.Random, field: FieldOfWork) -> list[str]:
    hours = rng.choice(("fifteen (15)", "thirty (30)"))
    college = (
        f"- College training in {field.studies} may be substituted for the General Experience on the basis of {hours} "
        f"semester hours equaling one-half (1/2) year of experience to a maximum of {rng.choice(_NUMBERS[1:4])} years."
    )
    master = (
        f"- A Master's degree in {field.studies} may be substituted for one (1) additional year of the General "
        "Experience."
    )
    return [college, master] if rng.random() < 0.6 else [college]


def _special(rng: random.Random, field: FieldOfWork) -> list[str]:
    return rng.sample(
        (
            "- Incumbents in this class may be required to travel.",
            "- Incumbents in this class may be required to possess a Motor Vehicle Operator's license.",
            f"- Incumbents in this class must be certified in the care of {rng.choice(field.things)}.",
            f"- Incumbents in this class may be called at night about {rng.choice(field.things)}.",
        ),
        rng.randint(1, 2),
    )


def _values(rng: random.Random, letters: str, group: str, code: str) -> str:
    """The sections that state the values of fields."""
    year = rng.randint(1995, 2024)
    return (
        f"JOB CLASS DESIGNATION\n{'Unclassified' if letters == 'MP' else 'Classified/Competitive'}\n"
        f"OCCUPATIONAL GROUP\n{GROUPS[letters]}\nBARGAINING UNIT\n{UNITS[letters]}\nEEO\n(2)-Professional\n"
        f"SALARY INFORMATION\n{group}\nACKNOWLEDGEMENT\n"
        "As defined by Sec. 5-196 of the Connecticut General Statutes, a job class is a position or group of positions "
        "that share general characteristics and are categorized under a single title for administrative purposes.\n"
        f"EFFECTIVE DATE\n{rng.randint(1, 12):02d}/{rng.randint(1, 28):02d}/{year}\n"
        f"CLASS: {code};\nEST: 1/2/1990;\nREV: {rng.randint(1, 12)}/{rng.randint(1, 28)}/{year};\n"
    )


def _often(rng: random.Random, items: Sequence[Item]) -> Item:
    """One of the items; the n-th weighs 1/n, as words do (Zipf)."""
    return rng.choices(items, [1 / place for place in range(1, len(items) + 1)])[0]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.generate", description="Write made-up specifications.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clauses", type=int, default=100_000)
    options = parser.parse_args(arguments)
    specs, clauses = write(options.folder, options.clauses)
    print(f"{specs} specifications with {clauses} clauses in {options.folder}")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
