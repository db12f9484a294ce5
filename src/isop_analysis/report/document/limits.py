"""Limits, each once, and what could not be computed, with its reason."""

from collections.abc import Iterator

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts.cells import read_mapping
from isop_analysis.language.conclusions import Estimate
from isop_analysis.language.sentences import FEW_CLUSTERS
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Block, Bullets, Heading, Part, Table
from isop_analysis.report.document.cells import Record, cell, heads, linked, nothing, row_of
from isop_analysis.report.document.instruments import weak_at
from isop_analysis.report.document.writing import Writing

MANY = 20
VOICES = ("voices", "mixing")
"""Limits of what people said, and of putting it beside numbers."""


def limits(writing: Writing) -> Part:
    """Write the chapter."""
    words = writing.words
    tells = (*(VOICES if writing.rows("theme_counts") else ()), "elsewhere")
    told = [*_items(writing), *(words(f"report.limits.{one}") for one in tells)]
    blocks: list[Block] = [Bullets(tuple(tuple(spans_of(text)) for text in told))]
    table = _not_computed(writing)
    if table is not None:
        blocks += [Heading(words("report.limits.not_computed")), table]
    return Part("limits", words("report.limits.title"), tuple(blocks), tells=tells)


def _items(writing: Writing) -> Iterator[str]:
    words, study = writing.words, writing.study
    if study.config.invented:
        yield words(
            "report.limits.invented_but_region"
            if writing.rows("region_schools")
            else "report.limits.invented"
        )
    yield words("report.limits.together")
    yield words("report.limits.self_report")
    told = [own for one in writing.facts.conclusions for own in one.estimates if not own.refused]
    yield from _few(writing, told)
    counted = [own for own in told if own.unit in ("points", "sd_of_sites")]
    if any(own.found and _small_for_it(own) for own in counted):
        yield words("report.limits.larger")
    if len(counted) >= MANY:
        yield words("report.limits.many", count=words.counted("units.estimate", len(counted)))
    if weak_at(writing):
        weak = words.listed([f"‘{writing.names.scale(name)}’" for name in weak_at(writing)])
        yield words("report.limits.weak", scales=weak)
    if writing.rows("dropout_groups", attribute="all"):
        differ = any(row["verdict"] == "goes_together" for row in writing.rows("dropout"))
        key = "report.limits.left" if differ else "report.limits.left_alike"
        yield words(key, more=linked(writing, words("report.limits.left_more"), "#participants"))
    if study.micro_macro:
        yield words("report.limits.proxies")
    held = writing.rows("held_back")
    if held:
        dates = words.listed(list(dict.fromkeys(str(row["as_of"]) for row in held)))
        yield words("report.limits.held_back", dates=dates)
    if any(row["table"] == "quotes" for row in held):
        yield words("report.limits.no_quotes")


def _small_for_it(own: Estimate) -> bool:
    """Tell whether a found effect is smaller than what the study would find in most repetitions."""
    return own.detectable is None or abs(own.points or 0) < own.detectable


def _few(writing: Writing, told: list[Estimate]) -> Iterator[str]:
    """Say on how few groups answers rest, where they are few: the smallest number, by its unit."""
    counted = [own for own in told if own.clusters and row_of(own)]
    if not counted:
        return
    least = min(counted, key=lambda own: own.clusters or 0)
    groups = least.clusters or 0
    if groups < FEW_CLUSTERS:
        unit = "site" if least.unit == "sd_of_sites" else _unit_of(writing, least, groups)
        key = f"units.{unit}" if writing.words.has(f"units.{unit}.one") else "units.cluster"
        yield writing.words(
            "report.limits.few", groups=linked(writing, writing.words.counted(key, groups), row_of(least))
        )


def _unit_of(writing: Writing, one: Estimate, groups: int) -> str:
    for row in writing.rows("model_fits", model=one.model, scale=one.scale):
        for name, count in read_mapping(row["cluster_counts"]).items():
            if str(count) == str(groups):
                return name.split(":")[0]
    return "cluster"


def _not_computed(writing: Writing) -> Table | None:
    """Return what was refused or failed, a row a model and reason."""
    found: dict[tuple[str, str], list[Record]] = {}
    for table in ("model_fits", "structural_fits", "site_models"):
        for row in writing.rows(table):
            if row["status"] in ("refused", "failed"):
                why = tell_reasons(row["reason"], writing.words, writing.names).rstrip(".")
                found.setdefault((row["model"], why), []).append(row)
    if not found:
        return None
    rows = tuple((cell(_what(writing, model, own)), cell(f"{why}.")) for (model, why), own in found.items())
    return Table(
        writing.words("report.limits.not_computed_caption"),
        heads(writing, "calculation", "why"),
        rows,
        _unlinked_count(writing),
        "not-computed",
        (45, 55),
    )


def _unlinked_count(writing: Writing) -> str:
    """Say that forms of nobody count as people, where a refusal counts people and there are such forms."""
    of_people = any(
        reason.key == "panel_people"
        for row in writing.rows("structural_fits")
        for reason in read_reasons(row["reason"])
    )
    unlinked = any(not nothing(row["responses"]) for row in writing.rows("linking", linked_by="unlinked"))
    return writing.words("report.limits.unlinked") if of_people and unlinked else ""


def _what(writing: Writing, model: str, rows: list[Record]) -> str:
    names, words = writing.names, writing.words
    outcomes = dict.fromkeys(names.outcome(row["outcome"]) for row in rows if row.get("outcome"))
    scales = dict.fromkeys(writing.facts.short(row["scale"]) for row in rows if row.get("scale"))
    parts = [words.listed([f"‘{one}’" for one in outcomes]) if outcomes else "", words.listed(list(scales))]
    told = ", ".join(part for part in parts if part)
    return f"{names.model(model)}: {told}" if told else names.model(model)
