"""An applicant's facts as they were stated. What is absent is unknown, never false, zero or no.

A list that is given is complete unless `more_possible` names it; an empty list says that there are none. What only the
person can say (does this job count as General Experience?) is theirs to attest in `counts_as`; nothing infers it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.eligibility.rules import Capacity
from assistant.eligibility.when import Day, Moment
from corpus.errors import UserMistake

HeldLevel = Literal["high_school", "associate", "bachelor", "master", "sixth_year", "law", "doctorate"]
Counts = Literal["general", "special", "neither"]
ListName = Literal["education", "credentials", "employment"]

_STRICT = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Education(BaseModel):
    """A degree, or semester hours of college training; both for a degree that was not completed."""

    model_config = _STRICT

    level: HeldLevel | None = Field(default=None, description="the level of the degree")
    field: str | None = Field(default=None, description="the field of study, as on the transcript")
    name: str | None = Field(
        default=None, description="the degree's name, as in Ed.D. or Master of Public Administration"
    )
    completed: bool | Moment | None = Field(default=None, description="true, false, or when it was completed")
    semester_hours: float | None = Field(
        default=None, ge=0, le=1000, description="semester hours (credits) of college training"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.level is None and self.semester_hours is None:
            raise ValueError("give the degree's level or semester_hours")
        return self


class Credential(BaseModel):
    """A licence, certificate, or completed trainee or apprentice programme that the applicant holds."""

    model_config = _STRICT

    name: str = Field(min_length=1, description="what it is, as in '092 certificate' or 'Registered Nurse license'")
    expires: Moment | None = Field(
        default=None, description="when it expires; absent where it does not or that is not known"
    )


def _month_range(value: Any) -> Any:
    return [value, value] if isinstance(value, int | float) and not isinstance(value, bool) else value


MonthRange = Annotated[
    tuple[Annotated[float, Field(ge=0)], Annotated[float, Field(le=1200)]], BeforeValidator(_month_range)
]


class Employment(BaseModel):
    """A job, by its dates (no end: it goes on) or, where only its length is known, by its months.

    `stretch` names a run of jobs given by their months that followed one another; others may have overlapped.
    `attested` says for a rule node, by the key of its text, whether the job is the work that it describes.
    """

    model_config = _STRICT

    title: str | None = None
    start: Moment | None = None
    end: Moment | None = Field(default=None, description="the last day; absent where the job goes on")
    months: MonthRange | None = Field(default=None, description="instead of dates: its length, or [least, most] months")
    years: MonthRange | None = Field(default=None, exclude=True, description="the same in years, kept as months")
    stretch: str | None = Field(default=None, description="jobs given by months with the same stretch did not overlap")
    hours_per_week: float | None = Field(default=None, gt=0, le=168)
    counts_as: tuple[Counts, ...] | None = Field(
        default=None, description="what the person attests that the work counts as: general, special, both, or neither"
    )
    capacity: Capacity | None = Field(default=None, description="the level of responsibility held")
    state_class: str | None = Field(
        default=None, description="the state job class held; empty where it was no state job"
    )
    attested: dict[str, bool] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_meant(self) -> Self:
        start, end, months, counts = self.start, self.end, self.months, self.counts_as
        if self.years is not None:
            if months is not None:
                raise ValueError("months: give months or years, not both")
            months = (12 * self.years[0], 12 * self.years[1])
            return type(self).model_validate(self.model_dump(exclude_unset=True) | {"months": months})
        if months is not None:
            if start or end:
                raise ValueError("months: give a job's dates or its months, not both")
            if months[0] > months[1]:
                raise ValueError("months: the least is more than the most")
        if start is not None and end is not None and end.last < start.first:
            raise ValueError(f"end: {end.written} lies before the start, {start.written}")
        if counts and len(counts) > 1 and "neither" in counts and len(set(counts)) > 1:
            raise ValueError("counts_as: neither stands alone")
        return self


class Applicant(BaseModel):
    """What a person stated of themselves on the day `as_of`."""

    model_config = _STRICT

    as_of: Day | None = Field(default=None, description="the day on which the facts are judged")
    education: tuple[Education, ...] | None = None
    credentials: tuple[Credential, ...] | None = None
    employment: tuple[Employment, ...] | None = None
    state_employee: bool | None = Field(default=None, description="whether the applicant is a state employee")
    assignment: str | None = Field(default=None, description="the assignment applied for, where a class has several")
    more_possible: tuple[ListName, ...] = Field(default=(), description="lists that are given and may not be complete")
    not_known: tuple[str, ...] = Field(default=(), description="questions that the person has said they cannot answer")

    @model_validator(mode="after")
    def _no_future(self) -> Self:
        if self.as_of is not None and (found := future_fact(self, self.as_of)):
            raise ValueError(found)
        return self


def future_fact(applicant: Applicant, as_of: date) -> str | None:
    """Which fact begins only after `as_of`, as `field: sentence`, or None.

    A planned end of a job that goes on is no such fact: the time after `as_of` is simply not counted.
    """
    today = as_of.toordinal()
    for index, job in enumerate(applicant.employment or ()):
        name, begun = ("start", job.start) if job.start is not None else ("end", job.end)
        if begun is not None and begun.first > today:
            return f"employment[{index}].{name}: {begun.written} lies after {as_of.isoformat()}, the day of the check"
    for index, entry in enumerate(applicant.education or ()):
        done = entry.completed
        if done is not None and not isinstance(done, bool) and done.earliest > as_of:
            return (
                f"education[{index}].completed: {done.written} lies after {as_of.isoformat()}; "
                "a degree not yet completed has completed: false"
            )
    return None


def dated(applicant: Applicant, today: date, source: str = "applicant") -> Applicant:
    """The applicant on their own day, or on `today` where they state none.

    Raises UserMistake naming a fact that begins only after `today`.
    """
    if applicant.as_of is not None:
        return applicant
    if found := future_fact(applicant, today):
        raise UserMistake(f"{source}: {found}", mend="see docs/eligibility.md, Facts")
    return applicant.model_copy(update={"as_of": today})


def parse_applicant(data: Any, source: str = "applicant") -> Applicant:
    """The applicant that `data` (as read from JSON or YAML) states. Raises UserMistake naming the field at fault."""
    try:
        return Applicant.model_validate(data)
    except ValidationError as error:
        raise UserMistake(f"{source}: {'; '.join(_faults(error))}", mend="see docs/eligibility.md, Facts") from error


_PLAIN = {
    "extra_forbidden": "there is no such field",
    "missing": "must be given",
    "model_type": "must be a mapping of fields",
    "model_attributes_type": "must be a mapping of fields",
    "tuple_type": "must be a list",
}


def _faults(error: ValidationError) -> list[str]:
    faults: dict[str, str] = {}
    for fault in error.errors(include_url=False):
        where = ""
        for part in fault["loc"]:
            if isinstance(part, int):
                where += f"[{part}]"
            elif part.isidentifier() and part != "bool":
                where += f".{part}" if where else part
        said = _PLAIN.get(fault["type"], fault["msg"].removeprefix("Value error, "))
        faults[where] = said
    return [f"{where}: {said}" if where else said for where, said in faults.items()]
