"""How time and training are counted: the counting policy, as data that a person can read, name and change.

No published Connecticut rule settles these points, so they are assumptions; a determination names the policy and every
assumption that it depended on. The shipped ones stand in `policies/*.yaml`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import NotFound, UserMistake

SHIPPED = Path(__file__).parent / "policies"


class CountingPolicy(BaseModel):
    """How dates, hours a week, college hours and what is left unsaid are counted.

    `*_not_stated` say what the absence of a fact means; `unknown` leaves it open.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="how determinations name this policy")
    full_time_hours_per_week: float = Field(
        default=35, gt=0, le=80, description="from this many hours a week, work counts in full"
    )
    part_month_days: Literal[30] = Field(
        default=30, description="a day of a part month is one of this many parts of a month"
    )
    february_days: Literal[28, 30] = Field(
        default=28, description="the same for February, so that 15 February to 14 February is a year"
    )
    bachelor_semester_hours: int = Field(
        default=120,
        ge=0,
        description="semester hours that a Bachelor's degree equals in a college-training substitution",
    )
    hours_not_stated: Literal["unknown", "full_time"] = Field(
        default="unknown", description="a job without hours_per_week"
    )
    completed_not_stated: Literal["unknown", "completed"] = Field(
        default="unknown", description="a degree without completed"
    )
    expires_not_stated: Literal["unknown", "valid"] = Field(default="valid", description="a credential without expires")
    state_employee_not_stated: Literal["unknown", "no"] = Field(
        default="unknown",
        description="an applicant without state_employee, where the text has a clause for state employees",
    )
    one_degree_for_both: Literal["both_readings", "allowed", "forbidden"] = Field(
        default="both_readings", description="whether one degree serves a degree requirement and a substitution"
    )
    degree_cap_without_degree: Literal["both_readings", "allowed", "forbidden"] = Field(
        default="both_readings",
        description='whether hours alone reach "a maximum of N years for a Bachelor\'s degree"',
    )


def read_policy(text: str, source: str = "policy") -> CountingPolicy:
    """The policy written as YAML in `text`. Raises UserMistake naming the setting that cannot be meant."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UserMistake(f"{source}: not YAML: {error}") from error
    try:
        return CountingPolicy.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise UserMistake(
            f"{source}: {where}: {first['msg']}", mend="see docs/eligibility.md for the settings"
        ) from error


def shipped_policies() -> tuple[str, ...]:
    """The names of the shipped policies, the default first."""
    names = sorted(path.stem for path in SHIPPED.glob("*.yaml"))
    return tuple(sorted(names, key=lambda name: name != "default"))


@cache
def load_policy(name_or_path: str) -> CountingPolicy:
    """A shipped policy by its file name ("default"), or one from a YAML file.

    Raises NotFound where there is neither, UserMistake where the file cannot be meant.
    """
    shipped = SHIPPED / f"{name_or_path}.yaml"
    path = shipped if name_or_path in shipped_policies() else Path(name_or_path)
    if not path.is_file():
        raise NotFound(
            f"no counting policy {name_or_path!r}",
            mend=f"shipped ones: {', '.join(shipped_policies())}; or a YAML file",
        )
    return read_policy(path.read_text(encoding="utf-8"), str(name_or_path))


DEFAULT = load_policy("default")
"""SPEC-LANGUAGE.md, "How time is counted"."""
