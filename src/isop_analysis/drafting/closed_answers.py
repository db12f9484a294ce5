"""What a closed question allows: its range, the labels of its answers, and codes that mean absence.

Labels come from the file's own codebook, or from the lists of known answers; a text that stands in neither is
never taken for a label: it may be someone's name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from isop_analysis.answers.spelling import folded, number, plain
from isop_analysis.drafting.answer_words import KnownAnswers, absence, known_answers, known_list
from isop_analysis.drafting.raw_tables import RawColumn

MOST_ANSWERS = 11
CODES = frozenset({-9999, -999, -998, -99, -98, -97, -96, -9, -8, -7, 97, 98, 99, 997, 998, 999, 9999})
"""Numbers that tools and people write for an absent answer, where all other answers lie far from them."""
LIMESURVEY_CODE = re.compile(r"[A-Za-z]{1,2}0*(\d{1,2})")
NEARLY = 0.9
HIGHEST = 1e12
"""Numbers from here on are no answers."""


@dataclass(frozen=True)
class Label:
    """An answer with its label in both languages, and what else the export writes for it."""

    value: float
    nl: str
    en: str
    accept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Absent:
    """A code that means that an answer is absent; `guessed` where no label says of which kind."""

    code: str
    kind: str
    guessed: bool = False


@dataclass(frozen=True)
class Answers:
    """What a question allows.

    `known` names the list that its words stand in; `ordered` is False for groups such as gender; `counted` is
    True where the range is only that of the answers seen; `never` are a list's values that nobody chose.
    """

    low: float
    high: float
    labels: tuple[Label, ...] = ()
    absent: tuple[Absent, ...] = ()
    known: KnownAnswers | None = None
    ordered: bool = True
    counted: bool = False
    open_ended: bool = False
    never: frozenset[float] = frozenset()

    @property
    def alike(self) -> tuple[object, ...]:
        """What two questions of one answer scale have in common."""
        labels = tuple((one.value, folded(one.nl)) for one in self.labels)
        return (labels, self.open_ended) if labels else (self.low, self.high, self.open_ended)


def closed_answers(column: RawColumn, confirmed: bool = False) -> Answers | None:
    """Return what a column's question allows; None where it is no closed question and no number.

    `confirmed` says that a person called it a closed question: then its texts are labels.
    """
    if not column.different:
        return None
    if column.labels.labels:
        return _by_codebook(column)
    if all(number(cell) is not None for cell in column.different if absence(cell) is None):
        return _by_numbers(column)
    found = by_words(column) or _by_codes(column)
    return found or (_by_texts(column) if confirmed else None)


def together(found: Iterable[Answers]) -> Answers:
    """Return what questions of one kind allow together: the widest range, every code.

    Where some have labels, the others' numbers and codes only say how else these answers are written.
    """
    every = list(found)
    own = [one for one in every if one.labels and not one.counted] or every
    absent = {one.code: one for answers in every for one in (*answers.absent, *_beyond(answers, own))}
    return replace(
        own[0],
        low=min(one.low for one in own),
        high=max(one.high for one in own),
        labels=_all_labels(own, every),
        absent=tuple(absent.values()),
        never=frozenset.intersection(*(one.never for one in every)),
    )


def _beyond(answers: Answers, labelled: list[Answers]) -> list[Absent]:
    """Return numbers and codes above the highest label that others have: probably no answers."""
    high = max(one.high for one in labelled)
    if answers in labelled or answers.open_ended or not answers.counted:
        return []
    if answers.labels:
        return [Absent(one.nl, "skipped", True) for one in answers.labels if one.value > high]
    return [Absent(plain(value), "skipped", True) for value in range(int(high) + 1, int(answers.high) + 1)]


def _all_labels(own: list[Answers], every: list[Answers]) -> tuple[Label, ...]:
    found = {label.value: label for answers in reversed(own) for label in answers.labels}
    for label in (label for answers in every for label in answers.labels if label.value in found):
        before = found[label.value]
        codes = () if label.nl in (before.nl, *before.accept) else (label.nl,)
        accept = tuple(dict.fromkeys([*before.accept, *label.accept, *codes]))
        found[label.value] = replace(before, accept=accept)
    return tuple(found[value] for value in sorted(found))


def _by_codebook(column: RawColumn) -> Answers | None:
    labels = column.labels.labels
    absent = [Absent(code, kind) for code, label in labels.items() if (kind := absence(label))]
    declared = [code for code in {*labels, *column.different} if _is_declared(column, code)]
    known_codes = {one.code for one in absent}
    absent += [Absent(code, "skipped", True) for code in sorted(declared) if code not in known_codes]
    left = {code: label for code, label in labels.items() if code not in {one.code for one in absent}}
    if not left:
        return replace(found, absent=(*found.absent, *absent)) if (found := _by_numbers(column)) else None
    values = _values(left)
    numbers = [v for cell in column.different if (v := number(cell)) is not None and cell not in known_codes]
    seen = [v for v in numbers if plain(v) not in {one.code for one in absent}]
    seen = [value for value in seen if _is_typed(value)]
    if len(set(seen) - set(values.values())) > MOST_ANSWERS or not all(map(_is_typed, values.values())):
        return _by_numbers(column)
    known = known_list(left.values())
    made = tuple(_label(values[code], code, label, known) for code, label in left.items())
    whole = tuple(sorted(made, key=lambda one: one.value))
    ends = sorted({*values.values(), *seen})
    between = len(ends) > len(left)
    ordered = known.ordered if known is not None else between or _is_scale(left)
    return Answers(ends[0], max(ends[-1], ends[0] + 1), whole, tuple(absent), known, ordered)


def _is_declared(column: RawColumn, code: str) -> bool:
    value = number(code)
    return value is not None and column.labels.declares_missing(value)


def _is_scale(labels: Mapping[str, str]) -> bool:
    """Whether labels that no list knows look like a scale's: four at least, half of them with one word."""
    words = [set(folded(label).split()) for label in labels.values()]
    common = max((sum(word in own for own in words) for word in set().union(*words)), default=0)
    return len(words) >= 4 and 2 * common >= len(words)


def _values(labels: Mapping[str, str]) -> dict[str, float]:
    numbers = {code: number(code) for code in labels}
    if all(value is not None for value in numbers.values()):
        return {code: float(value) for code, value in numbers.items() if value is not None}
    numbered = {code: LIMESURVEY_CODE.fullmatch(code) for code in labels}
    if all(numbered.values()):
        return {code: float(found.group(1)) for code, found in numbered.items() if found}
    return {code: float(place) for place, code in enumerate(labels, start=1)}


def _label(value: float, code: str, label: str, known: KnownAnswers | None) -> Label:
    bare = " ".join(label.split())
    own = () if plain(value) == code else (code,)
    place = known.place(bare) if known is not None else None
    if known is None or place is None:
        return Label(value, bare, bare, own)
    answer = known.answers[place]
    other = () if folded(bare) in {folded(answer.nl), folded(answer.en)} else (bare,)
    return Label(value, answer.nl, answer.en, (*own, *other))


def _by_numbers(column: RawColumn) -> Answers | None:
    words = [cell for cell in column.different if number(cell) is None]
    absent = [Absent(word, kind) for word in words if (kind := absence(word))]
    numbers = sorted({v for cell in column.different if (v := number(cell)) is not None})
    if not all(abs(value) < HIGHEST for value in numbers):
        return None
    rest = [v for v in numbers if v not in CODES]
    codes = [v for v in numbers if v in CODES and rest and _is_far(v, rest)]
    absent += [Absent(plain(code), "skipped", True) for code in codes]
    numbers = [v for v in numbers if v not in codes]
    if not numbers:
        return None
    whole = all(value.is_integer() for value in numbers)
    if whole and numbers[0] >= 0 and numbers[-1] <= 10 and len(numbers) <= MOST_ANSWERS:
        return Answers(min(numbers[0], 1.0), max(numbers[-1], 1.0), (), tuple(absent), counted=True)
    low, high = _round_down(numbers[0]), _round_up(numbers[-1])
    return Answers(low, high, (), tuple(absent), counted=True, open_ended=True)


def _is_typed(value: float) -> bool:
    """Whether someone may have typed a number: damaged files hold others, such as 3e-159."""
    return abs(value) < HIGHEST and round(value, 6) == value


def _is_far(code: float, rest: list[float]) -> bool:
    return (code < 0 <= rest[0]) or (code > 20 and rest[-1] <= 20)


def _round_up(value: float) -> float:
    """Return a round number above: of the highest answer itself nothing may be told."""
    if value <= 0:
        return 0.0
    steps = (10.0**power * factor for power in range(-3, 15) for factor in (1, 2, 5))
    return next(step for step in steps if step > value)


def _round_down(value: float) -> float:
    return 0.0 if value >= 0 else -_round_up(-value)


def by_words(column: RawColumn, known: KnownAnswers | None = None) -> Answers | None:
    """Return what a column allows whose texts stand in a known list: the one given, else the shortest."""
    absent = [Absent(cell, kind) for cell in column.different if (kind := absence(cell))]
    words = {cell: count for cell, count in column.different.items() if absence(cell) is None}
    known = known or known_list(words) or _nearly_known(words)
    if known is None:
        return None
    labels = tuple(
        Label(place, answer.nl, answer.en, _spelled(words, answer.nl, answer.en, known, place - 1))
        for place, answer in enumerate(known.answers, start=1)
    )
    chosen = {known.place(word) for word in words}
    never = frozenset(label.value for place, label in enumerate(labels) if place not in chosen)
    return Answers(1, len(labels), labels, tuple(absent), known, known.ordered, never=never)


def _nearly_known(words: Mapping[str, int]) -> KnownAnswers | None:
    """Return the list that holds three answers and nine cells in ten: `check` tells of the others."""
    whole = sum(words.values())
    for one in known_answers():
        own = [word for word in words if one.place(word) is not None]
        if len(own) > 2 and sum(words[word] for word in own) >= NEARLY * whole:
            return one
    return None


def _by_codes(column: RawColumn) -> Answers | None:
    """Return answers by LimeSurvey's codes, A1 to A5; their labels stand in the survey only."""
    codes = {cell: found for cell in column.different if (found := LIMESURVEY_CODE.fullmatch(cell))}
    alike = {cell.rstrip("0123456789") for cell in codes}
    values = {float(found.group(1)): cell for cell, found in codes.items()}
    if len(codes) != len(column.different) or len(alike) != 1 or max(values) > MOST_ANSWERS:
        return None
    letters = alike.pop()
    every = range(1, int(max(values)) + 1)
    labels = tuple(Label(float(n), code := values.get(n, f"{letters}{n}"), code) for n in every)
    return Answers(1, max(2.0, *values), labels, counted=True)


def _spelled(words: Iterable[str], nl: str, en: str, known: KnownAnswers, place: int) -> tuple[str, ...]:
    own = [word for word in words if known.place(word) == place]
    return tuple(word for word in own if folded(word) not in {folded(nl), folded(en)})


def _by_texts(column: RawColumn) -> Answers | None:
    absent = [Absent(cell, kind) for cell in column.different if (kind := absence(cell))]
    words = sorted({folded(cell): cell for cell in column.different if absence(cell) is None}.values())
    if len(words) < 2:
        return None
    labels = tuple(Label(place, word, word) for place, word in enumerate(words, start=1))
    return Answers(1, len(labels), labels, tuple(absent), None, ordered=False)
