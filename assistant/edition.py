"""Which text of a class: its code, title and revision, and the dates that the text states."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from corpus.model import FieldName, Spec


class Edition(BaseModel):
    """One revision of a class's specification; dates are ISO, None where the text states none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    class_code: str
    title: str
    revision: str
    revised: str | None = None
    effective: str | None = None
    established: str | None = None

    @property
    def dated(self) -> str:
        """When it is of: the day of its revision, or else since when it applies, or else the revision itself."""
        if self.revised:
            return f"revised {self.revised}"
        return f"effective {self.effective}" if self.effective else f"text {self.revision[:8]}"


def edition_of(spec: Spec) -> Edition:
    """The edition that a specification is."""
    return Edition(
        class_code=spec.class_code,
        title=spec.title,
        revision=spec.revision,
        revised=spec.value(FieldName.REVISED),
        effective=spec.value(FieldName.EFFECTIVE_DATE),
        established=spec.value(FieldName.ESTABLISHED),
    )
