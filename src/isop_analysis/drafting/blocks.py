"""Neighbours: those with the same answers are a set; those whose answers one list holds share it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from isop_analysis.drafting.answer_words import known_list
from isop_analysis.drafting.closed_answers import by_words
from isop_analysis.drafting.judged import Judged

LONE_RUN = 4
"""Neighbours with the same answers that are taken for a set although their names share nothing."""


def in_blocks(columns: Sequence[Judged], words: int) -> list[Judged]:
    """Give neighbours one stem where their names share none and their answers are the same.

    Headings of more words are questions: two neighbours are enough; of other names it takes four.
    """
    sizes = Counter(one.stem for one in columns)
    runs: list[list[int]] = []
    for place, one in enumerate(columns):
        if one.kind != "closed" or one.answers is None or sizes[one.stem] > 1:
            continue
        last = columns[runs[-1][-1]] if runs else None
        if last is not None and runs[-1][-1] == place - 1 and _go_together(last, one, words):
            runs[-1].append(place)
        else:
            runs.append([place])
    found = list(columns)
    for number, run in enumerate(runs, start=1):
        if len(run) >= (2 if _is_question(columns[run[0]], words) else LONE_RUN):
            for place in run:
                found[place] = replace(columns[place], stem=f"block {number}")
    return found


def in_one_list(columns: Sequence[Judged]) -> list[Judged]:
    """Take neighbours' answers from one list where one holds them all: each may miss some."""
    found, run, words = list(columns), list[int](), set[str]()
    for place, one in enumerate(columns):
        own = _known_words(one)
        if not own or known_list(words | own) is None:
            run, words = [], set()
        if own:
            run.append(place)
            words |= own
            known = known_list(words)
            for other in run:
                answers = by_words(columns[other].column, known)
                found[other] = replace(columns[other], answers=answers)
    return found


def _known_words(one: Judged) -> set[str]:
    """Return a column's texts that stand in a list of answers in an order."""
    known = one.answers.known if one.answers is not None else None
    if one.kind != "closed" or known is None or not known.ordered or one.column.labels.labels:
        return set()
    return {word for word in one.column.different if known.place(word) is not None}


def _is_question(one: Judged, words: int) -> bool:
    return len(one.column.name.split()) > words


def _go_together(one: Judged, other: Judged, words: int) -> bool:
    """Whether two neighbours have the same answers; of numbers, whose range is only seen, nearly the same."""
    first, second = one.answers, other.answers
    if first is None or second is None or _is_question(one, words) != _is_question(other, words):
        return False
    if first.labels or second.labels:
        return first.ordered and second.ordered and first.alike == second.alike
    near = first.low == second.low and abs(first.high - second.high) <= 1
    return near and min(first.high, second.high) > 2
