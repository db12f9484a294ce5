"""From a cell to an answer, by the codebook: its value and its kind."""

from collections.abc import Mapping
from dataclasses import dataclass

from isop_analysis.answers.export import ValueLabels
from isop_analysis.answers.spelling import folded, key, number, plain
from isop_analysis.base.nearest import SURE, nearest, told
from isop_analysis.study.instrument import AnswerKind, AnswerScale


@dataclass(frozen=True)
class Answer:
    """What a cell says; `seen` is whether it shows that the question was seen."""

    value: float | None
    kind: AnswerKind
    seen: bool = True


@dataclass(frozen=True)
class Misfit:
    """Why a cell is no answer: what was expected, and the label that was probably meant."""

    reason: str


SKIPPED = Answer(None, "skipped", seen=False)
NO_LABELS = ValueLabels()
USER_MISSING = "is user-missing in the file; add it to the source's 'missing'"


def given(value: float) -> Answer:
    """Return an answer with its value."""
    return Answer(value, "given")


def absent(kind: AnswerKind) -> Answer:
    """Return the answer of an explicit code for absence; all of these show that the question was seen
    but one.
    """
    return Answer(None, kind, seen=kind != "not_seen")


class Codebook:
    """Reads the cells of items with one answer scale in one source."""

    def __init__(
        self, scale: AnswerScale, missing: Mapping[str, AnswerKind], file: ValueLabels = NO_LABELS
    ) -> None:
        self.scale, self.file = scale, file
        self.missing = {key(code): kind for code, kind in missing.items()}
        self.missing |= {key(code.code): code.kind for code in scale.missing}
        self.by_value = {value.value: value for value in scale.values}
        self.by_label = {folded(word): v for v in scale.values for word in (v.nl, v.en)}
        self.by_accept = {key(word): v for v in scale.values for word in v.accept}
        self.other = next((value for value in scale.values if value.other), None)
        self.whole = bool(scale.values) and all(value.value.is_integer() for value in scale.values)

    def read(self, cell: str) -> Answer | Misfit:
        """Return what a cell says, or why it says nothing."""
        spelling = key(cell)
        if not spelling:
            return SKIPPED
        if spelling in self.missing:
            return absent(self.missing[spelling])
        if spelling in self.file.missing_words:
            return Misfit(f"{told(cell, self._words)} {USER_MISSING}")
        own = self.file.labels.get(spelling)
        known = self.by_accept.get(spelling) or self.by_label.get(spelling)
        if known is not None:
            return given(known.value)
        value = number(cell)
        if value is None and self.other is not None:
            return given(self.other.value)
        if value is None:
            return Misfit(self._unknown(cell))
        if own is not None and folded(own) in self.missing:
            return absent(self.missing[folded(own)])
        return self._number(value, own)

    def _number(self, value: float, own: str | None) -> Answer | Misfit:
        if self.file.declares_missing(value):
            return Misfit(f"{told(plain(value))} {USER_MISSING}")
        label = self.by_value.get(value)
        if own is not None and self.scale.values:
            return self._labelled(value, own)
        if label is None and self.whole and not value.is_integer() and self._inside(value):
            return Misfit(f"{told(plain(value))} {self._expected()}")
        return given(value)

    def _labelled(self, value: float, own: str) -> Answer | Misfit:
        """Hold the label that the file itself gives a value to the codebook: neither may be wrong unseen."""
        meant = self.by_label.get(folded(own)) or self.by_accept.get(key(own))
        here = self.by_value.get(value)
        if meant is not None and meant is here:
            return given(value)
        says = f"'{here.nl}'" if here is not None else "nothing"
        return Misfit(
            f"value {told(plain(value))} is labelled {told(own, self._words)} in the file, but {says} in the "
            f"codebook ({self.scale.name}); correct the codebook, or add the label to 'accept'"
        )

    def _inside(self, value: float) -> bool:
        return self.scale.low <= value <= self.scale.high

    def _unknown(self, cell: str) -> str:
        if not self.scale.values:
            comma = " with a decimal point" if number(cell.replace(",", ".")) is not None else ""
            low, high = plain(self.scale.low), plain(self.scale.high)
            return f"{told(cell)} is no number; a number from {low} to {high}{comma} was expected"
        near = nearest(cell, self._words, SURE)
        if near is not None:
            shown = told(cell, self._words)
            return f"{shown} is not in the codebook ({self.scale.name}); did you mean '{near}'?"
        return f"{told(cell)} {self._expected()}"

    @property
    def _words(self) -> list[str]:
        words = [word for v in self.scale.values for word in (v.nl, v.en, *v.accept)]
        return words + [code.code for code in self.scale.missing]

    def _expected(self) -> str:
        labels = ", ".join(f"'{value.nl}'" for value in self.scale.values)
        low, high = plain(self.scale.low), plain(self.scale.high)
        return f"is not in the codebook ({self.scale.name}); expected {low}–{high} or {labels}"
