"""From a cell to chosen options: joined texts in one cell, or a mark in a column of the option's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from isop_analysis.answers.export import ValueLabels
from isop_analysis.answers.match import USER_MISSING, Misfit, absent
from isop_analysis.answers.spelling import folded, key
from isop_analysis.base.nearest import SURE, nearest, told
from isop_analysis.study.instrument import AnswerKind, MultipleChoice, Option

CHOSEN = frozenset({"1", "y", "yes", "ja", "j", "true", "waar", "x", "selected", "geselecteerd", "checked"})
NOT_CHOSEN = frozenset(
    {*("0", "n", "no", "nee", "false", "onwaar"), *("not selected", "niet geselecteerd", "unchecked")}
)
SEPARATORS = ",;|\n"


@dataclass(frozen=True)
class Chosen:
    """Which options a joined cell chooses; without `options` the question has no answer, of this kind."""

    kind: AnswerKind
    options: frozenset[str] | None = None
    seen: bool = True


NOTHING = Chosen("skipped", seen=False)


def words_of(option: Option) -> list[str]:
    """Return every way to write an option in a joined cell."""
    return [option.nl, option.en, *option.accept, *([option.suffix] if option.suffix else [])]


class JoinedCells:
    """Reads the cells of a question whose chosen options stand together in one cell."""

    def __init__(self, question: MultipleChoice, missing: Mapping[str, AnswerKind]) -> None:
        self.question = question
        self.missing = {key(code): kind for code, kind in missing.items()}
        pairs = {folded(word): option.name for option in question.options for word in words_of(option)}
        self.other = next((option.name for option in question.options if option.other), None)
        self.words = dict(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))

    def read(self, cell: str) -> Chosen | Misfit:
        """Return the chosen options; a text may itself hold a separator, so the longest fitting one
        counts.
        """
        spelling = folded(cell)
        if not spelling:
            return NOTHING
        if key(cell) in self.missing:
            kind = self.missing[key(cell)]
            return Chosen(kind, seen=absent(kind).seen)
        chosen: set[str] = set()
        while spelling := spelling.lstrip(SEPARATORS + " "):
            word = next((word for word in self.words if self._starts(spelling, word)), None)
            if word is None and self.other is None:
                return Misfit(self._unknown(spelling))
            chosen.add(self.words[word] if word is not None else str(self.other))
            spelling = spelling[len(word) :] if word is not None else self._after_text(spelling)
        return Chosen("given", frozenset(chosen))

    @staticmethod
    def _starts(text: str, word: str) -> bool:
        return text.startswith(word) and (text[len(word) :].lstrip(" ") or ",")[0] in SEPARATORS

    def _after_text(self, rest: str) -> str:
        """Return what follows a text of one's own: from the next separator before a known option on."""
        for place, sign in enumerate(rest):
            following = rest[place + 1 :].lstrip(" ")
            if sign in SEPARATORS and any(self._starts(following, word) for word in self.words):
                return following
        return ""

    def _unknown(self, rest: str) -> str:
        separator = ";" if ";" in rest else ","
        cell = rest.split(separator)[0].strip()
        words = [word for option in self.question.options for word in (option.nl, option.en)]
        near = nearest(cell, words, SURE)
        labels = ", ".join(f"'{option.nl}'" for option in self.question.options)
        hint = f"did you mean '{near}'?" if near else f"expected {labels}"
        return f"{told(cell, words)} is no option of {self.question.name}; {hint}"


class OptionCells:
    """Reads the cells of one option's own column: '1' chosen, '0' explicitly not, '' not marked, or a
    kind.
    """

    def __init__(
        self, option: Option, missing: Mapping[str, AnswerKind], file: ValueLabels | None = None
    ) -> None:
        self.option, self.file = option, file or ValueLabels()
        self.counted = key(file.counted) if file is not None and file.counted is not None else None
        self.missing = {key(code): kind for code, kind in missing.items()}
        self.words = {key(word) for word in (*words_of(option), option.name)}

    def read(self, cell: str) -> AnswerKind | bool | Misfit | None:
        """Return True or False, None for an empty cell, the kind of absence, or why it is none of these."""
        spelling = key(cell)
        if not spelling:
            return None
        if spelling in self.missing:
            return self.missing[spelling]
        if self.file.declares_cell_missing(cell):
            return Misfit(f"{told(cell)} {USER_MISSING}")
        if self.counted is not None:
            return spelling == self.counted
        if spelling in self.words or spelling in CHOSEN:
            return True
        if spelling in NOT_CHOSEN:
            return False
        if self.option.other:
            return True
        return Misfit(
            f"{told(cell, words_of(self.option))} is no mark of option {self.option.name}; expected "
            f"'{self.option.nl}', 1 or 0"
        )
