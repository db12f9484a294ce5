"""Who works with which profession and on what: at most two short paragraphs and one figure."""

from collections.abc import Iterator

from isop_analysis.figures.professions import name_of
from isop_analysis.language.numbers import is_number
from isop_analysis.language.professions import TASKS, TIES, ProfessionMatrix, profession_matrices
from isop_analysis.report.blocks import Block
from isop_analysis.report.document.cells import Record
from isop_analysis.report.document.writing import Writing

LEAST = 20
"""People of whom shares are told (PRIVACY: `publish.banding`)."""


def professions(writing: Writing) -> Iterator[Block]:
    """Tell of the first question with whom, and of that of tasks; nothing of a study without networks."""
    found = profession_matrices(writing.tables, writing.names)
    ties = [one for one in found if one.table == TIES][:1]
    for one in ties:
        yield writing.led(
            writing.words("report.professions.head"), writing.say("report.text", text=_ties(writing, one))
        )
        yield from writing.picture(name_of(one.question), small=True)
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
        first = words("report.professions.named", question=question, parts=_most(writing, one))
    return " ".join([first, *_teams(writing, one.question)])


def _tasks(writing: Writing, one: ProfessionMatrix) -> str:
    question = writing.names.question(one.question)
    first = writing.words("report.professions.tasks_named", question=question, parts=_most(writing, one))
    return " ".join([first, *_alike(writing, one)])


def _most(writing: Writing, one: ProfessionMatrix) -> str:
    """List what each profession names most, its share linked to its row."""
    parts = []
    for profession, label in one.professions.items():
        row = one.most_of(profession)
        share = writing.link(writing.numbers.percentage(100 * row["share"]), one.table, *_key(one, row))
        named = one.named_by(row)
        parts.append(writing.words("report.professions.part", profession=label, partner=named, share=share))
    return writing.words.listed(parts)


def _key(one: ProfessionMatrix, row: Record) -> tuple[object, ...]:
    if one.table == TASKS:
        return one.question, row["profession"], row["task"]
    return one.question, row["at_least"], row["profession"], row["partner"]


def _teams(writing: Writing, question: str) -> Iterator[str]:
    """Say whether ties lean to the own profession or to others, and how dense teams are."""
    for row in writing.rows("network_measures", question=question):
        numbers = writing.numbers
        if is_number(row["ei"]):
            ei = writing.link(numbers.decimal(row["ei"], bounded=True), "network_measures", question)
            expected = numbers.decimal(row["expected"], bounded=True)
            yield writing.words(f"report.professions.{row['leaning']}", ei=ei, expected=expected)
        if is_number(row["density_low"]):
            low, high = (numbers.percentage(100 * row[f"density_{end}"]) for end in ("low", "high"))
            low = writing.link(low, "network_measures", question)
            yield writing.words("report.professions.density", low=low, high=high)
        else:
            enough = writing.link(numbers.count(row["enough"]), "network_measures", question)
            teams = numbers.count(row["teams"])
            yield writing.words("report.professions.no_density", enough=enough, teams=teams)


def _alike(writing: Writing, one: ProfessionMatrix) -> Iterator[str]:
    """Say which two professions' tasks are most alike and which least, of three pairs or more."""
    rows = [row for row in writing.rows("task_overlaps") if is_number(row["schoener"])]
    if len(rows) < 3:
        return
    most, least = (pick(rows, key=lambda row: row["schoener"]) for pick in (max, min))
    names = [
        one.professions[str(row[key])] for row in (most, least) for key in ("profession", "profession_2")
    ]
    told = [
        writing.link(
            writing.numbers.decimal(row["schoener"], bounded=True),
            "task_overlaps",
            row["profession"],
            row["profession_2"],
        )
        for row in (most, least)
    ]
    values = dict(zip(("one", "two", "three", "four"), names, strict=True))
    yield writing.words("report.professions.alike", **values, most=told[0], least=told[1])
