"""The form of a person's facts: cards of fields, each empty where something is not known, with the clause beside what
only the person can say. Everything in it is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from assistant.eligibility.outline import CAPACITY_WORDS, KIND_WORDS
from assistant.web.buttons import button
from assistant.web.facts_draft import ALL, LISTS, Draft, Entry
from assistant.web.facts_terms import FormTerms, WorkClause

Choices = Sequence[tuple[str, str]]

DONT_KNOW = ("", "I don't know")
_YES_NO: Choices = (("yes", "Yes"), ("no", "No"), DONT_KNOW)

LEVELS: Choices = (
    DONT_KNOW,
    ("high_school", "High school diploma or GED"),
    ("associate", "Associate's degree"),
    ("bachelor", "Bachelor's degree"),
    ("master", "Master's degree"),
    ("sixth_year", "Sixth Year diploma"),
    ("law", "Law degree"),
    ("doctorate", "Doctorate"),
)
_CAPACITIES: Choices = (
    DONT_KNOW,
    *((capacity.value, words.capitalize()) for capacity, words in CAPACITY_WORDS.items()),
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. `choices` make it a list to choose from, or buttons where there are three."""

    name: str
    label: str
    hint: str = ""
    choices: Choices = ()
    suggestions: str = ""
    is_wide: bool = False


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "education": (
        Field("level", "Level", choices=LEVELS),
        Field("field", "Field of study", "as on the transcript", suggestions="fields"),
        Field("name", "Name of the degree", "such as Ed.D. or M.P.A., if it has one"),
        Field("semester_hours", "Semester hours (credits)", "for college without a degree, such as 60"),
        Field("completed", "Completed?", choices=_YES_NO),
        Field("completed_on", "Completed when", "2012-05 or only 2012"),
    ),
    "credentials": (
        Field("name", "What it is", "a licence, a certificate, a completed program", suggestions="credentials"),
        Field("expires", "Valid until", "leave empty if it does not expire"),
    ),
    "employment": (
        Field("title", "Job title", is_wide=True),
        Field("start", "First day", "2015-08-20, 2015-08 or only 2015"),
        Field("end", "Last day", "leave empty if you still work there"),
        Field("hours_per_week", "Hours a week", "such as 40"),
        Field("length", "Or, without dates, how long", "such as 3 years 6 months"),
    ),
}
_MORE = (
    Field("capacity", "Your level of responsibility", choices=_CAPACITIES),
    Field("state_job", "Was it a State of Connecticut job?", choices=_YES_NO),
    Field("state_class", "Its state job class", "as on the payroll", suggestions="state_classes", is_wide=True),
)

_TITLES = {"education": "Education", "credentials": "Licences and certificates", "employment": "Jobs"}
_ONE = {"education": "Degree or training", "credentials": "Licence or certificate", "employment": "Job"}
_ADD = {"education": "Add education", "credentials": "Add a licence or certificate", "employment": "Add a job"}
_COMPLETE = {
    "education": ("I have no degree and no college training", "That is all my education"),
    "credentials": ("I hold none", "That is all I hold"),
    "employment": ("I have never been employed", "Those are all my jobs"),
}
_OPEN = ("Not said yet", "There may be more")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the browser must know of one drawing of the form: `version` tells it from the next, `taken` is when the
    fields were sent that it has, `numbering` changes where entries get other numbers."""

    version: int = 0
    taken: float = 0.0
    numbering: int = 0


def form_html(
    draft: Draft, faults: Mapping[str, str], terms: FormTerms, drawing: Drawing = Drawing(), *, focus: str = ""
) -> str:
    """The whole form; `focus` is the id of what to go to."""
    lists = "".join(_list(name, draft, faults, terms) for name in LISTS)
    suggestions = "".join(_datalist(name, getattr(terms, name)) for name in ("fields", "credentials", "state_classes"))
    return (
        f'<section class="facts" aria-label="Your facts" data-focus-on="{escape(focus)}">'
        f'<form data-live="facts" data-form="facts" data-version="{drawing.version}" '
        f'data-taken="{drawing.taken}" data-numbering="{drawing.numbering}" autocomplete="off">'
        f"{lists}{_person(draft, faults, terms)}{_check_terms(draft, faults)}{suggestions}</form></section>"
    )


def faults_html(faults: Mapping[str, str]) -> str:
    """What is wrong with fields, to be put beside them: the form is not drawn anew while somebody writes in it."""
    return "".join(f'<span data-for="{_id(name)}-fault">{escape(words)}</span>' for name, words in faults.items())


# ── the parts ──


def _list(name: str, draft: Draft, faults: Mapping[str, str], terms: FormTerms) -> str:
    entries = draft.lists[name]
    cards = "".join(_card(name, index, entry, faults, terms) for index, entry in enumerate(entries))
    words = (_OPEN[bool(entries)], _COMPLETE[name][bool(entries)])
    whole = _radios(
        f"{name}.{ALL}",
        "Is that all?" if entries else "Is there any?",
        tuple(zip(("", ALL), words, strict=True)),
        draft.person.get(f"{name}.{ALL}", ""),
        shown=False,
    )
    return (
        f'<section class="fact-list" aria-label="{_TITLES[name]}"><h3>{_TITLES[name]}</h3>{cards}'
        f'<div class="list-end">{_add_button(name)}{whole}</div></section>'
    )


def _add_button(name: str) -> str:
    return (
        f'<button type="button" class="chip" id="add-{name}" data-act="add" data-list="{name}">'
        f'<span aria-hidden="true">+</span> {_ADD[name]}</button>'
    )


def _card(name: str, index: int, entry: Entry, faults: Mapping[str, str], terms: FormTerms) -> str:
    title = f"{_ONE[name]} {index + 1}"
    place = f"{name}.{index}"
    fields = "".join(_field(f"{place}.{one.name}", one, entry.get(one.name, ""), faults) for one in FIELDS[name])
    more = _work(place, entry, faults, terms) if name == "employment" else ""
    remove = (
        f'<button type="button" class="quiet" data-act="remove" data-list="{name}" data-index="{index}" '
        f'aria-label="Remove {title.lower()}">Remove</button>'
    )
    return (
        f'<fieldset class="card" id="{_id(place)}"><legend class="sr">{title}</legend>'
        f'<div class="card-head"><h4>{title}</h4>{remove}</div><div class="fields">{fields}</div>{more}</fieldset>'
    )


def _work(place: str, entry: Entry, faults: Mapping[str, str], terms: FormTerms) -> str:
    """What only the person can say of a job, with the clauses that it hangs on."""
    more = "".join(_field(f"{place}.{one.name}", one, entry.get(one.name, ""), faults) for one in _MORE)
    own = "".join(_own_work(place, entry, clause, terms) for clause in terms.own_work)
    stretch = _stretch(place, entry) if entry.get("length") else ""
    is_open = own or stretch or any(entry.get(one.name) for one in _MORE)
    return (
        f"{_counts(place, entry, terms)}"
        f'<details id="{_id(place)}-more"{" open" if is_open else ""}><summary>More about this job</summary>'
        f'<div class="fields">{more}</div>{own}{stretch}</details>'
    )


def _counts(place: str, entry: Entry, terms: FormTerms) -> str:
    """Whether a job counts: asked beside the clauses that say what counts."""
    if not terms.kinds:
        return ""
    name = f"counts_as.{terms.class_code}"
    kinds = [kind.value for kind, _ in terms.kinds]
    said = {
        "general": "Yes, as General Experience" if len(kinds) > 1 else "Yes",
        "special": "Yes, as Special Experience alone" if len(kinds) > 1 else "Yes",
        "both": "Yes, as both",
        "neither": "No",
    }
    offered = [*kinds, *(["both"] if len(kinds) > 1 else []), "neither"]
    value = entry.get(name, "")
    choices = [*((one, said[one]) for one in [*offered, value] if one in said), DONT_KNOW]
    clauses = "".join(
        f"<p><strong>{KIND_WORDS[kind]}:</strong> {_clause_words(clause)}</p>"
        for kind, found in terms.kinds
        for clause in found
    )
    asked = _radios(
        f"{place}.{name}", "Does this work count? You say so yourself.", tuple(dict(choices).items()), value
    )
    return f'<div class="counts">{asked}<div class="clauses">{clauses}</div></div>'


def _own_work(place: str, entry: Entry, clause: WorkClause, terms: FormTerms) -> str:
    name = f"attested.{terms.class_code}.{clause.key}"
    asked = _radios(f"{place}.{name}", "Was it this work?", _YES_NO, entry.get(name, ""))
    return f'<div class="counts">{asked}<div class="clauses"><p>{_clause_words(clause)}</p></div></div>'


def _clause_words(clause: WorkClause) -> str:
    one = clause.citation
    cite = button(one["n"], one["revision"], one["start"], one["end"], one["quote"])
    return f"{escape(clause.words)} {cite}"


def _stretch(place: str, entry: Entry) -> str:
    value = entry.get("stretch", "")
    return _radios(
        f"{place}.stretch",
        "Did it overlap with other jobs that have no dates?",
        ((value or "one", "No, they followed one another"), ("", "It may have")),
        value,
    )


def _person(draft: Draft, faults: Mapping[str, str], terms: FormTerms) -> str:
    fields = [
        Field("state_employee", "Are you an employee of the State of Connecticut?", choices=_YES_NO, is_wide=True)
    ]
    if terms.assignments:
        choices = (("", "Another assignment, or I don't know"), *((one, one) for one in terms.assignments))
        fields.append(
            Field(f"assignment.{terms.class_code}", "The assignment you apply for", choices=choices, is_wide=True)
        )
    shown = "".join(_field(one.name, one, draft.person.get(one.name, ""), faults) for one in fields)
    return f'<section class="fact-list" aria-label="You"><h3>You</h3><div class="fields">{shown}</div></section>'


def _check_terms(draft: Draft, faults: Mapping[str, str]) -> str:
    day = Field("as_of", "Judge on this day", "leave empty for today; such as 2026-11-24")
    shown = _field(day.name, day, draft.person.get("as_of", ""), faults)
    checked = " checked" if draft.person.get("as_filed") else ""
    filed = (
        f'<label class="check"><input type="checkbox" name="as_filed"{checked}> Count only what is stated, as filed '
        "applications are screened</label>"
    )
    return (
        f'<section class="fact-list" aria-label="How it is judged"><h3>How it is judged</h3>'
        f'<div class="fields">{shown}</div>{filed}</section>'
    )


# ── single fields ──


def _field(name: str, field: Field, value: str, faults: Mapping[str, str]) -> str:
    fault = faults.get(name, "")
    wide = " wide" if field.is_wide else ""
    slot = f'<span class="fault" id="{_id(name)}-fault">{escape(fault)}</span>'
    if len(field.choices) == 3:
        return f'<div class="field{wide}">{_radios(name, field.label, field.choices, value)}{slot}</div>'
    return (
        f'<div class="field{wide}"><label for="{_id(name)}">{escape(field.label)}</label>'
        f"{_control(name, field, value, is_wrong=bool(fault))}"
        f'<span class="hint" id="{_id(name)}-hint">{escape(field.hint)}</span>{slot}</div>'
    )


def _control(name: str, field: Field, value: str, *, is_wrong: bool) -> str:
    invalid = ' aria-invalid="true"' if is_wrong else ""
    shared = f'id="{_id(name)}" name="{escape(name)}" aria-describedby="{_id(name)}-hint {_id(name)}-fault"{invalid}'
    if field.choices:
        known = dict(field.choices)
        choices = [*field.choices, *([(value, value)] if value not in known else [])]
        options = "".join(
            f'<option value="{escape(one)}"{" selected" if one == value else ""}>{escape(words)}</option>'
            for one, words in choices
        )
        return f"<select {shared}>{options}</select>"
    suggested = f' list="suggest-{field.suggestions}"' if field.suggestions else ""
    return f'<input type="text" {shared} value="{escape(value)}" maxlength="300"{suggested}>'


def _radios(name: str, label: str, choices: Choices, value: str, *, shown: bool = True) -> str:
    options = "".join(
        f'<label><input type="radio" name="{escape(name)}" value="{escape(one)}"{" checked" if one == value else ""}> '
        f"{escape(words)}</label>"
        for one, words in choices
    )
    legend = f"<legend{'' if shown else ' class=sr'}>{escape(label)}</legend>"
    return f'<fieldset class="radios" id="{_id(name)}">{legend}<div class="options">{options}</div></fieldset>'


def _datalist(name: str, values: Iterable[str]) -> str:
    options = "".join(f'<option value="{escape(value)}"></option>' for value in values)
    return f'<datalist id="suggest-{name}">{options}</datalist>'


def _id(name: str) -> str:
    return "fact-" + re.sub(r"[^A-Za-z0-9_-]", "-", name)


def first_field_id(name: str, index: int) -> str:
    """The id of the first field of an entry."""
    return _id(f"{name}.{index}.{FIELDS[name][0].name}")
