"""The one story of how many people: who agreed, whose answers are used, who has a score, who is in a team."""

from collections.abc import Iterator

from isop_analysis.contracts.cells import Count
from isop_analysis.report.blocks import Paragraph
from isop_analysis.report.document.writing import Writing

STAGES = ("invited", "agreed", "answered", "kept")


def totals(writing: Writing) -> dict[str, int]:
    """Return people per stage over all cohorts, of the stages that are told of each of them.

    A stage with more people than one before it is left out: people who answered without having agreed are
    none of these.
    """
    rows = writing.rows("people_flow", occasion="all")
    cohorts = {row["cohort"] for row in rows if row["cohort"] != "none"}
    found: dict[str, int] = {}
    for stage in STAGES:
        own = [row for row in rows if row["stage"] == stage]
        if cohorts and {row["cohort"] for row in own} >= cohorts:
            people = sum(row["people"].low for row in own)
            if people <= min(found.values(), default=people):
                found[stage] = people
    return found


def taken_part(writing: Writing) -> Iterator[Paragraph]:
    """Say who took part, in two sentences, and how many answered whom nobody had asked."""
    words, numbers = writing.words, writing.numbers
    told = totals(writing)
    if told:
        parts = [words(f"messages.flow.{stage}", people=numbers.integer(told[stage])) for stage in told]
        yield writing.paragraph("messages.flow.sentence", parts=words.listed(parts))
        outside = [row["people"] for row in writing.rows("people_flow", occasion="all", stage="outside")]
        if outside:
            people = Count(sum(one.low for one in outside), sum(one.high for one in outside))
            yield writing.paragraph("messages.flow.outside", people=numbers.count(people))
    scored = [row for row in writing.rows("scored_people") if row["people"] != Count(0, 4)]
    if scored:
        row = scored[0]
        outside = row["people"].low - row["in_team"].low
        yield writing.paragraph(
            "messages.flow.scored_outside" if outside > 0 and row["teams"] else "messages.flow.scored",
            people=writing.link(numbers.count(row["people"]), "scored_people", row["instrument"]),
            in_team=numbers.count(row["in_team"]),
            teams=words.counted("units.team", row["teams"]),
        )
