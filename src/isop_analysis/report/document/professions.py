"""Who works with which profession and on what: at most two short paragraphs and one figure."""

from collections.abc import Iterator

from isop_analysis.figures.kinds.professions import name_of
from isop_analysis.language.numbers import is_number
from isop_analysis.language.professions import TASKS, TIES, ProfessionMatrix, profession_matrices
from isop_analysis.report.blocks import Block
from isop_analysis.report.document.cells import Record
from isop_analysis.report.document.writing import Writing

LEAST = 20
"""People of whom shares are told (PRIVACY: `publish.banding`)."""


def professions(writing: Writing) -> Iterator[Block]:
    """Tell of the first question with whom, and of that of tasks; nothing of a study without networks."""
    found = profession_matrices(writing.tables, writing.names, writing.words)
    ties = [one for one in found if one.table == TIES][:1]
    for one in ties:
        yield writing.led(
            writing.words("report.professions.head"), writing.say("report.text", text=_ties(writing, one))
        )
        yield from writing.picture(name_of(one.question))
    for one in (one for one in found if one.table == TASKS and one.mostly_told):
        yield writing.led(
            writing.words("report.professions.tasks"), writing.say("report.text", text=_tasks(writing, one))
        )


def _ties(writing: Writing, one: ProfessionMatrix) -> str:
    """Say whom each profession names most, or why not; then of their teams."""
    words, question = writing.words, writing.names.question(one.question)
    if not one.rows:
        first = words("report.professions.few", question=question, least=LEAST)
    elif not one.mostly_told:
        told = len(one.professions)
        first = words("report.professions.hidden", question=question, told=told, whole=one.every)
    else:
        first = _most(writing, one)
    return " ".join([first, *_teams(writing, one.question)])


def _tasks(writing: Writing, one: ProfessionMatrix) -> str:
    return next(_alike(writing, one), "") or _most(writing, one)


def _most(writing: Writing, one: ProfessionMatrix) -> str:
    """Say what each profession names most, its share linked to its row, and of which nothing stands out."""
    words, parts = writing.words, []
    for profession, label in one.professions.items():
        most = one.most_of(profession)
        if not most:
            continue
        share = writing.link(
            writing.numbers.percentage(100 * most[0]["share"]), one.table, *_key(one, most[0])
        )
        named = words.listed([f"‘{one.named_by(row)}’" for row in most])
        parts.append(words("report.professions.part", profession=label, named=named, share=share))
    if len(parts) < len(one.professions):
        parts.append(words(f"report.professions.{'others' if parts else 'none'}"))
    question = writing.names.question(one.question)
    return words("report.professions.named", question=question, parts="; ".join(parts))


def _key(one: ProfessionMatrix, row: Record) -> tuple[object, ...]:
    if one.table == TASKS:
        return one.question, row["profession"], row["task"]
    return one.question, row["at_least"], row["profession"], row["partner"]


def _teams(writing: Writing, question: str) -> Iterator[str]:
    """Say whether ties lean to the own profession or to others, and how dense teams are."""
    for row in writing.rows("network_measures", question=question):
        numbers = writing.numbers
        if is_number(row["ei"]):
            people = writing.link(numbers.count(row["people"]), "network_measures", question)
            yield writing.words(f"report.professions.{row['leaning']}", people=people)
        if is_number(row["density_low"]):
            low, high = (numbers.percentage(100 * row[f"density_{end}"]) for end in ("low", "high"))
            low = writing.link(low, "network_measures", question)
            yield writing.words("report.professions.density", low=low, high=high)


def _alike(writing: Writing, one: ProfessionMatrix) -> Iterator[str]:
    """Say how far the tasks of two professions overlap, at least and at most, of three pairs or more."""
    rows = [row for row in writing.rows("task_overlaps") if is_number(row["schoener"])]
    if len(rows) < 3:
        return
    ends = [pick(rows, key=lambda row: row["schoener"]) for pick in (min, max)]
    least, most = (
        writing.link(
            writing.numbers.percentage(100 * row["schoener"]),
            "task_overlaps",
            row["profession"],
            row["profession_2"],
        )
        for row in ends
    )
    question = writing.names.question(one.question)
    yield writing.words("report.professions.alike", question=question, least=least, most=most)
