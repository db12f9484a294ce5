"""What the programme stands on: each claim beside what this study's own figures say of it."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Cell, Row, Table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.context import Premise

MEASURES = {"region_disadvantage": "disadvantage", "region_final_test": "final_test"}
DIGITS = {"disadvantage": 2, "final_test": 1}


def premise_table(context: "Context") -> Table:
    """Return the claims with their source, and what our data say of each."""
    words = context.words
    rows = tuple(
        Row(
            (
                Cell(premise.claim.in_language(context.language)),
                Cell(premise.source),
                Cell(_ours(context, premise)),
            )
        )
        for premise in context.study.config.premises
    )
    columns = tuple(Cell(words(f"column.{key}")) for key in ("claim", "source", "ours"))
    return Table(words("integration.premises_caption"), columns, rows)


def _ours(context: "Context", premise: "Premise") -> Markup:
    """Return all that speaks to a claim; where the settings name nothing, that they do."""
    told = [*_of_region(context, premise), *(_named(context, name) for name in premise.measured_by)]
    return Markup(" ").join(told) if told else context.say("integration.not_named")


def _named(context: "Context", name: str) -> Markup:
    """Return what a hypothesis, a scale or an outcome of the study says."""
    study = context.study
    if name in {one.name for one in study.hypotheses}:
        return _of_hypothesis(context, name)
    if name in {scale.name for _, scale in study.scales}:
        return _of_scale(context, name)
    title = context.link(context.names.outcome(name), "outcome_cells", name)
    return context.say("integration.premise_outcome", outcome=title)


def _of_hypothesis(context: "Context", name: str) -> Markup:
    hypothesis = next(one for one in context.study.hypotheses if one.name == name)
    told = [
        context.say(
            "integration.verdict_on",
            scale=context.names.scale(str(row["scale"])),
            verdict=context.link(
                context.words(f"verdict.short.{row['verdict']}"), "hypotheses", name, row["scale"]
            ),
        )
        for row in context.rows("hypotheses", hypothesis=name)
    ]
    verdicts = Markup(context.words.listed([str(one) for one in told]))
    text = hypothesis.text.in_language(context.language)
    return context.say("integration.premise_hypothesis", text=text, verdicts=verdicts)


def _of_scale(context: "Context", name: str) -> Markup:
    rows = [row for row in context.rows("scale_descriptives", scale=name) if row["occasion"] != "all"]
    title, known = context.names.scale(name), [row for row in rows if is_number(row["mean"])]
    if not known:
        return context.say("integration.premise_scale_untold", scale=title)
    row = known[0]
    mean = context.link(context.numbers.decimal(row["mean"], 1), "scale_descriptives", name, row["occasion"])
    return context.say("integration.premise_scale", scale=title, mean=mean, occasion=row["occasion"])


def _of_region(context: "Context", premise: "Premise") -> list[Markup]:
    measure = MEASURES.get(premise.measure)
    rows = context.rows("region_schools", measure=measure) if measure else []
    areas = [row for row in rows if row["level"] == "area" and is_number(row["mean"])]
    country = next((row for row in rows if row["level"] == "country"), None)
    if not areas or country is None:
        return []

    def linked(row: dict[str, object]) -> Markup:
        key = (row["measure"], row["provider"], row["level"], row["code"])
        return context.link(
            context.numbers.decimal(row["mean"], DIGITS[str(row["measure"])]), "region_schools", *key
        )

    parts = [
        context.say("integration.place", name=context.names.area(str(row["code"])), mean=linked(row))
        for row in areas
    ]
    listed = Markup(", ").join(parts)
    return [context.say(f"integration.premise.{measure}", parts=listed, country=linked(country))]
