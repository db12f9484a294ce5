"""Causes in a reader's words: one of them, or several of which nobody can say which it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from isop_analysis.comparing.causes import Cause, Kind
from isop_analysis.contracts.cells import Count
from isop_analysis.language.words import Words

NAMED = 4
"""Causes of a kind that a sentence names; it counts those of which there are more."""
KINDS: tuple[Kind, ...] = ("answers", "texts", "context", "key", "code", "library", "unrecorded")


@dataclass(frozen=True)
class TellingCauses:
    """How causes are told in one language."""

    words: Words

    def kind(self, cause: Cause) -> str:
        """Return what kind of cause it is."""
        return self.words(f"compared.kind.{cause.kind}")

    def one(self, cause: Cause) -> str:
        """Return one cause."""
        if cause.people:
            return self._people(cause)
        if cause.kind == "key":
            return self._key(cause)
        if cause.kind == "library":
            return self.words("compared.library", name=cause.name, change=self._change(cause))
        if cause.kind == "code":
            commits = cause.then and cause.now and cause.then != cause.now
            change = f" ({self._change(cause)})" if commits else ""
            return self.words("compared.code", step=cause.name) + change
        return self.words(f"compared.{cause.kind}")

    def why(self, causes: Sequence[Cause]) -> str:
        """Return the sentence on why a number changed."""
        if not causes:
            return self.words("compared.why.untold")
        if len(causes) == 1:
            return self.words("compared.why.one", cause=self.one(causes[0]))
        return self.words("compared.why.several", causes="; ".join(self._grouped(causes)))

    def _grouped(self, causes: Sequence[Cause]) -> list[str]:
        told: list[str] = []
        for kind in KINDS:
            own = [one for one in causes if one.kind == kind]
            if len(own) > NAMED:
                told.append(self.words(f"compared.many.{kind}", count=self.words.numbers.integer(len(own))))
            else:
                told += [self.one(one) for one in own]
        return told

    def _people(self, cause: Cause) -> str:
        how = [self.words(f"compared.{cause.kind}_how.{one}") for one in cause.name.split(", ") if one]
        count = self.words.numbers.aloud(Count.read(cause.people))
        told = self.words.listed(how) if how else self.words(f"compared.{cause.kind}_how.any")
        return self.words(f"compared.{cause.kind}", people=count, how=told)

    def _key(self, cause: Cause) -> str:
        if not cause.then and not cause.now:
            return self.words("compared.key", path=cause.name)
        return self.words("compared.key_with", path=cause.name, change=self._change(cause))

    def _change(self, cause: Cause) -> str:
        absent = self.words("compared.by_default" if cause.kind == "key" else "compared.absent")
        return f"{cause.then or absent} → {cause.now or absent}"
