"""What the study stands on: claims, their sources, and what its own data say of each."""

from isop_analysis.report.blocks import Part, Table
from isop_analysis.report.document.cells import cell, heads, linked, nothing, range_of
from isop_analysis.report.document.region import beside_country
from isop_analysis.report.document.words_told import codes_untold, people_of
from isop_analysis.report.document.writing import Writing
from isop_analysis.study.context import Premise

MEASURES = {"region_disadvantage": "disadvantage", "region_final_test": "final_test"}


def premises(writing: Writing) -> Part | None:
    """Write the chapter; None where the study names no premise."""
    told = writing.study.config.premises
    if not told:
        return None
    words, language = writing.words, writing.language
    rows = tuple(
        (cell(one.claim.in_language(language)), cell(one.source), cell(ours(writing, one))) for one in told
    )
    table = Table(
        words("report.premises.caption"),
        heads(writing, "claim", "source", "ours"),
        rows,
        id="premises-table",
        widths=(36, 16, 60),
    )
    return Part(
        "premises", words("report.premises.title"), (writing.paragraph("report.premises.lead"), table)
    )


def ours(writing: Writing, premise: Premise) -> str:
    """Say what the study's own data say of a claim; 'not measured' only where nothing is named for it."""
    told = beside_country(writing, MEASURES[premise.measure]) if premise.measure != "none" else ""
    answer = premise.answered_by
    if answer is None:
        return told or writing.words("report.premises.not_measured")
    own = (
        _question(writing, answer.question)
        if answer.question
        else _scale(writing, answer.scale)
        if answer.scale
        else _outcome(writing, answer.outcome)
        if answer.outcome
        else _theme(writing, str(answer.theme))
    )
    return " ".join(part for part in (told, own) if part)


def _question(writing: Writing, name: str) -> str:
    one = next((one for one in writing.facts.conclusions if one.question.name == name), None)
    if one is None:
        return writing.words("report.premises.no_figures")
    told = "".join(
        linked(writing, span.text, span.link.rpartition("#")[2]) if span.link else span.text
        for span in writing.answer(one).text
    )
    more = linked(writing, writing.words("report.premises.answer"), f"#answer-{name}")
    return writing.words("report.premises.question", answer=told, more=more)


def _scale(writing: Writing, name: str) -> str:
    rows = [row for row in writing.rows("scale_descriptives", scale=name) if row["occasion"] != "all"]
    told = [row for row in rows if row["mean"] == row["mean"] and row["mean"] is not None]
    if not told:
        return writing.words("report.premises.no_figures")
    row = told[0]
    return writing.words(
        "report.premises.scale",
        scale=writing.names.scale(name),
        mean=writing.link(
            writing.numbers.decimal(row["mean"], 1), "scale_descriptives", name, row["occasion"]
        ),
        range=range_of(writing, name),
        occasion=row["occasion"],
    )


def _outcome(writing: Writing, name: str) -> str:
    rows = writing.rows("outcome_cells", outcome=name)
    if not rows:
        return writing.words("report.premises.no_figures")
    row = rows[0]
    counts = {
        kind: writing.link(writing.numbers.count(row[kind]), "outcome_cells", name)
        for kind in ("known", "suppressed", "unknown")
    }
    return writing.words("report.premises.outcome", outcome=writing.names.outcome(name), **counts)


def _theme(writing: Writing, name: str) -> str:
    rows = [row for row in writing.rows("theme_counts", theme=name) if not nothing(row["people"])]
    whole = next((row for row in rows if row["code"] == "all"), None)
    if whole is None:
        return writing.words("report.premises.no_figures")
    codes = [
        writing.words("report.words.code", code=writing.code(row["code"]), people=people_of(writing, row))
        for row in rows
        if row["code"] != "all"
    ]
    told = writing.words(
        "report.premises.theme" if codes else "report.premises.theme_alone",
        people=people_of(writing, whole),
        theme=writing.names.theme(name),
        codes=writing.words.listed(codes),
    )
    hidden = [f"‘{writing.names.code(one)}’" for one in codes_untold(writing, [name])]
    untold = writing.words("report.premises.untold", codes=writing.words.listed(hidden)) if hidden else ""
    return f"{untold} {told}".strip()
