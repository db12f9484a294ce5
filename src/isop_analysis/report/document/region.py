"""Children's chances: which figures there are of them, and the region's schools in open data."""

from collections.abc import Iterator

from isop_analysis.language.dates import written_year
from isop_analysis.language.numbers import is_number
from isop_analysis.report.blocks import Block, Heading, Table
from isop_analysis.report.document.cells import Record, cell, heads, in_annex
from isop_analysis.report.document.writing import Writing


def proxies(writing: Writing) -> Iterator[Block]:
    """Return the proxies, a row each, with how many of their figures are known."""
    words, rows = writing.words, []
    for outcome in writing.study.config.outcomes:
        cells = next(iter(writing.rows("outcome_cells", outcome=outcome.name)), None)
        if cells is not None:
            rows.append(
                (
                    cell(outcome.title.in_language(writing.language)),
                    cell(words(f"report.domain.{outcome.domain}")),
                    cell(_years(writing, cells)),
                    *(
                        cell(
                            writing.link(writing.numbers.count(cells[name]), "outcome_cells", outcome.name),
                            True,
                        )
                        for name in ("known", "suppressed", "unknown")
                    ),
                )
            )
    if not rows:
        return
    counted = ("known", "suppressed", "unknown")
    yield Heading(words("report.chances.title"))
    yield Table(
        words("report.chances.caption"),
        heads(writing, "proxy", "domain", "years", *counted, numeric=counted),
        tuple(rows),
        words("report.chances.note"),
        "proxies",
        (33, 14, 20, 10, 15, 12),
    )


def _years(writing: Writing, cells: Record) -> str:
    if not isinstance(cells["first_year"], str):
        return "–"
    first, last = (written_year(cells[name]) for name in ("first_year", "last_year"))
    return first if first == last else writing.words("report.between", low=first, high=last)


def region(writing: Writing) -> Iterator[Block]:
    """Say what open data show of the region's schools beside the country's, and draw the first of it."""
    told = [(measure, text) for measure in DIGITS if (text := beside_country(writing, measure))]
    if not told:
        return
    yield Heading(writing.words("report.region.title"))
    more = in_annex(writing, writing.words("report.annex"), "region")
    yield writing.paragraph("report.region.lead", more=more)
    if writing.study.config.invented:
        yield writing.paragraph("report.region.real")
    for _, text in told:
        yield writing.paragraph("report.text", text=text)
    yield from writing.picture(f"region_{told[0][0]}")


DIGITS = {"disadvantage": 2, "final_test": 1}


def beside_country(writing: Writing, measure: str) -> str:
    """Say what an open figure is in each part of the region and in the country; "" where it is not known."""
    rows = [row for row in writing.rows("region_schools", measure=measure) if is_number(row["mean"])]
    country = next((row for row in rows if row["level"] == "country"), None)
    areas = [
        row
        for row in rows
        if row["level"] == "area" and country is not None and row["provider"] == country["provider"]
    ]
    if country is None or not areas:
        return ""
    parts = [
        writing.words(
            "report.region.area", name=writing.names.area(row["code"]), mean=_mean(writing, row, measure)
        )
        for row in areas
    ]
    return writing.words(
        f"report.region.{measure}",
        parts=writing.words.listed(parts),
        country=_mean(writing, country, measure),
    )


def _mean(writing: Writing, row: Record, measure: str) -> str:
    key = (row["measure"], row["provider"], row["level"], row["code"])
    return writing.link(writing.numbers.decimal(row["mean"], DIGITS[measure]), "region_schools", *key)
