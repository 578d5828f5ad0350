"""One person's visit to the Check page: their facts, the class, what was read of their words; kept no longer."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import yaml

from assistant.eligibility.applicant import Applicant, dated, parse_applicant
from assistant.eligibility.determination import Determination, Mode
from assistant.eligibility.files import parse_data
from assistant.eligibility.freetext import MOST_CHARACTERS, merge, read_facts
from assistant.eligibility.interview import apply_answer
from assistant.web.desk import Desk
from assistant.web.facts_draft import LISTS, Draft, added, adopted, drafted, removed, taken
from assistant.web.facts_form import first_field_id
from assistant.web.facts_stated import Stated, stated
from assistant.web.facts_terms import FormTerms, form_terms
from assistant.web.read_words import Span, shown_spans, spans, without
from corpus.errors import SpecsError, UserMistake

MOST_FILE_CHARACTERS = 1_000_000


class Visit:
    """The facts of one person and the class that they are checked for.

    `version` numbers the drawings of the form: what an older drawing sends is not taken. `latest` is when, by the
    browser's clock, the fields were sent that were taken last; `numbering` changes where entries get other numbers.
    `problem` and `notice` are what is to be said of the last thing that was done. All of it is done under `lock`,
    because a page may send several things at once.
    """

    def __init__(self, desk: Desk, class_code: str | None = None) -> None:
        self.desk = desk
        self.class_code = class_code or ""
        self.draft = Draft()
        self.version = self.numbering = 0
        self.text = ""
        self.struck: frozenset[Span] = frozenset()
        self.focus = self.problem = self.notice = ""
        self.lock = threading.Lock()
        self.is_entered = False
        self.latest = 0.0

    def __deepcopy__(self, _: dict[int, Any]) -> Visit:
        """A new visit to the same desk: what Gradio gives each visitor of the visit that the page was made with."""
        return Visit(self.desk)

    def enter(self, class_code: str | None) -> None:
        """Check for this class, unless something was done before."""
        if not self.is_entered:
            self.class_code = class_code or ""
        self.is_entered = True

    # ── what is known ──

    @property
    def today(self) -> date:
        """The day on which facts are judged that state none."""
        return self.desk.today()

    @property
    def mode(self) -> Mode:
        """Whether what is not stated is left open, or not counted."""
        return "as_filed" if self.draft.person.get("as_filed") else "advisory"

    def stated(self) -> Stated:
        """What can be read of the facts, as they are said for the class."""
        return stated(self.draft, self.class_code, self.today)

    def terms(self) -> FormTerms:
        """What the class asks the form to ask; nothing where there is no class."""
        return form_terms(*self.desk.rules.rules(self.class_code)) if self.class_code else FormTerms()

    def determination(self, known: Stated) -> Determination | None:
        """How the person stands to the class; None where there is no class."""
        if not self.class_code:
            return None
        return self.desk.check(self.class_code, known.applicant, mode=self.mode)

    def applicant_for(self, class_code: str, *, as_here: bool) -> Applicant:
        """The facts for another class; with `as_here`, work counts there as it was said to count in this one."""
        own = stated(self.draft, class_code, self.today).applicant
        if as_here and self.class_code and own.employment:
            here = self.stated().applicant.employment or ()
            jobs = tuple(
                job.model_copy(update={"counts_as": job.counts_as or other.counts_as})
                for job, other in zip(own.employment, here, strict=True)
            )
            own = own.model_copy(update={"employment": jobs})
        return dated(own, self.today)

    # ── the form ──

    def begin(self) -> None:
        """Something new is done: what was to be said of the last is said."""
        self.focus = self.problem = self.notice = ""

    def take(self, done: Mapping[str, Any]) -> bool:
        """Take the fields of the form in, if they are of its present drawing and not overtaken by later ones; whether
        they were."""
        fields, at = done.get("fields"), float(done.get("at") or 0)
        if not isinstance(fields, Mapping) or str(done.get("version")) != str(self.version) or at < self.latest:
            return False
        self.latest = at
        self.draft = taken(self.draft, fields)
        return True

    def add(self, name: str) -> None:
        """One more entry in a list."""
        if name in self.draft.lists:
            self._draw(added(self.draft, name))
            self.focus = first_field_id(name, len(self.draft.lists[name]) - 1)

    def remove(self, name: str, index: int) -> None:
        """An entry less in a list."""
        if name in self.draft.lists:
            self._draw(removed(self.draft, name, index), renumbers=True)
            self.focus = f"add-{name}"

    def clear(self) -> None:
        """Forget all facts."""
        self._draw(Draft(), renumbers=True)
        self.text, self.struck = "", frozenset()
        self.notice = "All of it is forgotten."

    def turn_to(self, class_code: str | None) -> None:
        """Check for another class; what was said of work counts for the class for which it was said."""
        if class_code and not self.class_code:
            self.draft = adopted(self.draft, class_code)
        self.class_code = class_code or ""
        self._draw(replace(self.draft, not_known=()))

    def ask_again(self) -> None:
        """Ask what the person could not answer."""
        self.draft = replace(self.draft, not_known=())

    def _draw(self, draft: Draft, *, renumbers: bool = False) -> None:
        self.draft = draft
        self.version += 1
        self.numbering += renumbers

    # ── questions ──

    def reply(self, question_id: str, answer: str) -> None:
        """Take the answer to one of the determination's questions in."""
        known = self.stated()
        found = self.determination(known)
        question = next((one for one in (found.next_questions if found else ()) if one["id"] == question_id), None)
        if question is None:
            self.problem = "That question is answered already."
            return
        self._replace(apply_answer(known.applicant, question, None if answer == "I don't know" else answer), known)

    def _replace(self, applicant: Applicant, known: Stated) -> None:
        stays = all(list(known.places[name]) == [*range(len(self.draft.lists[name]))] for name in LISTS)
        self._draw(drafted(applicant, self.class_code, self.draft, known.places), renumbers=not stays)

    # ── the person's own words ──

    def read(self, text: str) -> None:
        """Read what a person says of themselves; nothing of it counts yet."""
        self.text, self.struck = text[:MOST_CHARACTERS], frozenset()
        self.version += 1

    def strike(self, kept: object) -> None:
        """Leave out what was read of other words than these."""
        self.struck = shown_spans(self.text, self.struck) - spans(kept)
        self.version += 1

    def take_in(self) -> None:
        """The facts that were read, among the others."""
        known = self.stated()
        reading = read_facts(without(self.text, self.struck))
        self._replace(merge(known.applicant, reading), known)
        count = len(reading.facts)
        self.notice = f"{count} fact{'s' * (count != 1)} taken in. They stand in the form; complete them there."
        self.text, self.struck = "", frozenset()

    # ── files ──

    def load(self, name: str, text: str) -> None:
        """The facts of a file in place of those in the form. Raises SpecsError where they cannot be read."""
        if not text or len(text) > MOST_FILE_CHARACTERS:
            raise UserMistake(f"{name}: empty, or too large for the facts of one person", mend="choose another file")
        applicant = parse_applicant(parse_data(text.removeprefix("\ufeff"), name), name)
        draft = drafted(applicant, self.class_code)
        day = applicant.as_of.isoformat() if applicant.as_of else ""
        self._draw(replace(draft, person={**draft.person, "as_of": day}), renumbers=True)
        self.notice = f"The facts of {name} stand in the form."

    def facts_file(self) -> tuple[str, int]:
        """The facts as YAML for the person to keep, and how many fields are not in it because they cannot be read."""
        known = self.stated()
        data = known.applicant.model_dump(mode="json", exclude_defaults=True)
        head = f"# What work counts as is said for class {self.class_code}.\n" if self.class_code else ""
        return head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True), len(known.faults)

    def safely(self, what: Any, *given: Any) -> None:
        """Do something; a mistake becomes the problem that is shown, and all is as it was."""
        try:
            what(*given)
        except SpecsError as error:
            self.problem = f"{error.message}. {error.mend or ''}".strip()
