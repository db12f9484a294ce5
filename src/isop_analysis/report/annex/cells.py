"""How cells of published tables are written: numbers as their contract says, names by title, reasons told."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from isop_analysis.contracts import Column
from isop_analysis.contracts.cells import Count, read_mapping, read_names
from isop_analysis.language.chapters import chapter_title
from isop_analysis.language.dates import written_year
from isop_analysis.language.effects import counts_of, with_people_alone
from isop_analysis.language.names import place_of
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record
from isop_analysis.language.told_reasons import tell_notes, tell_reasons
from isop_analysis.language.variables import written_point
from isop_analysis.report.annex.blocks import Cell
from isop_analysis.report.annex.variables import variable_title

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

Naming = Callable[["Context", Record, str], str]


def is_numeric(column: Column) -> bool:
    """Tell whether a column of a contract holds numbers."""
    return column.kind in ("number", "integer", "count")


def written(context: "Context", column: Column, row: Record) -> Cell:
    """Return one cell of a table as readers see it."""
    value = row[column.name]
    if is_numeric(column):
        return _number(context, column, value)
    if value is None or value != value or str(value) in ("<NA>", "nan"):
        return Cell("–", label=context.words("absent_label"))
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return Cell(context.words("yes_word" if value else "no_word"))
    if column.kind in PACKED:
        return Cell(PACKED[column.kind](context, row, column.name))
    return Cell(_named(context, column.name, row, str(value)))


def counted(context: "Context", count: Count) -> Cell:
    """Return a count; a band is read aloud as one."""
    numbers = context.numbers
    return Cell(numbers.count(count), numeric=True, label="" if count.exact else numbers.aloud(count))


def _number(context: "Context", column: Column, value: object) -> Cell:
    if isinstance(value, Count):
        return counted(context, value)
    if not is_number(value):
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return Cell(number_text(context, column, float(value)), numeric=True)  # type: ignore[arg-type]


def number_text(context: "Context", column: Column, value: float) -> str:
    """Write a number of a column as its contract says."""
    numbers = context.numbers
    if column.role == "p":
        return numbers.p_value(value).removeprefix("=\u00a0")
    if column.kind == "integer" or (column.often_whole and value.is_integer()):
        return numbers.integer(value)
    if column.unit == "share":
        return numbers.percentage(100 * value)
    return numbers.decimal(value, column.digits, bounded=column.bounded)


def _reasons(context: "Context", row: Record, column: str) -> str:
    tell = tell_notes if column in NOTES else tell_reasons
    return tell(row[column], context.words, context.names)


def _mapping(context: "Context", row: Record, column: str) -> str:
    words, values = context.words, read_mapping(row[column])
    if column == "cluster_counts":
        alone = row["model"] in with_people_alone(context.study)
        return ", ".join(_units(context, group, count) for group, count in counts_of(row[column], alone))
    if column == "verdicts":
        told = (
            f"{words(f'indirect.name.{one}')}: {words(f'verdict.short.{v}')}" for one, v in values.items()
        )
        return "; ".join(told)
    return written_point(values, context.names, words)


def _units(context: "Context", group: str, count: Count) -> str:
    key = f"units.{group}"
    if context.words.has(f"{key}.one"):
        return context.words.counted(key, count)
    return f"{group} {context.numbers.count(count)}"


def _names(context: "Context", row: Record, column: str) -> str:
    if column == "told_with":
        return ", ".join(context.words(f"stage.{one}") for one in read_names(row[column]))
    if column in ("merged_in", "wider"):
        return ", ".join(_profession(context, row, one) for one in read_names(row[column])) or "–"
    over = str(row.get("over")) if column == "groups" else ""
    return ", ".join(context.names.value(over, one) for one in read_names(row[column]))


PACKED: dict[str, Naming] = {"reasons": _reasons, "mapping": _mapping, "names": _names}
NOTES = ("notes", "omega_notes")
"""Columns whose reasons are told as sentences: they stand beside numbers, others instead of them."""


def _of_names(method: str) -> Naming:
    return lambda context, row, value: str(getattr(context.names, method)(value))


def _of_words(*stems: str, ending: str = "") -> Naming:
    """Return how a value is told by the first of these texts that there is."""

    def told(context: "Context", row: Record, value: str) -> str:
        keys = (f"{stem}.{value}{ending}" for stem in stems)
        return next((context.words(key) for key in keys if context.words.has(key)), value)

    return told


def _variable(context: "Context", row: Record, value: str) -> str:
    return variable_title(context, value)


def _outcome(context: "Context", row: Record, value: str) -> str:
    title = context.names.outcome(value)
    return variable_title(context, value) if title == value else title


def _instrument(context: "Context", row: Record, value: str) -> str:
    return context.words.label(f"instrument.{value}", context.names.instrument(value))


def _scale(context: "Context", row: Record, value: str) -> str:
    return context.words("missing.all_scales") if value == "all" else context.names.scale(value)


def _over(context: "Context", row: Record, value: str) -> str:
    return context.words("invariance.occasions") if value == "occasions" else context.names.attribute(value)


def _unit(context: "Context", row: Record, value: str) -> str:
    keys = (f"units.{value}.one", f"effect_unit.{value}", f"unit_name.{value}")
    return next((context.words(key) for key in keys if context.words.has(key)), value)


def _everyone(otherwise: Naming) -> Naming:
    """Return a naming that tells 'all' as everyone."""
    return lambda context, row, value: (
        context.words("everyone") if value == "all" else otherwise(context, row, value)
    )


def _plain(context: "Context", row: Record, value: str) -> str:
    return value


def _occasion(context: "Context", row: Record, value: str) -> str:
    return context.words("every_occasion") if value == "all" else value


def _year(context: "Context", row: Record, value: str) -> str:
    return written_year(value)


def _wave(context: "Context", row: Record, value: str) -> str:
    found = next((one for one in context.study.config.waves if one.name == value), None)
    return value if found is None else f"{found.occasion} ({found.cohort})"


def _value(context: "Context", row: Record, value: str) -> str:
    attribute, integration = row.get("attribute"), context.study.integration
    if row.get("by") == "kind":
        return context.words(f"integration.kind.{value}")
    if row.get("by") == "role" and integration is not None:
        attribute = integration.coded.attribute
    return context.names.value(str(attribute), value)


def _code(context: "Context", row: Record, value: str) -> str:
    if value == "all":
        return context.words("integration.all_codes" if "alpha" in row else "everyone")
    return context.code_title(value)


def _chapter(context: "Context", row: Record, value: str) -> str:
    return chapter_title(place_of(value), context.names, context.words)


def _profession(context: "Context", row: Record, value: str) -> str:
    networks = context.study.config.networks
    return value if networks is None else context.names.value(networks.attribute, value)


def _option(context: "Context", row: Record, value: str) -> str:
    return context.names.option(str(row.get("question")), value)


def _conclusion(context: "Context", row: Record, value: str) -> str:
    stem = "answer.measured" if row.get("asks") == "measurement" else "answer.label"
    return context.words.label(f"{stem}.{value}", value)


NAMED: dict[str, Naming] = {
    **dict.fromkeys(("variable", "predictor", "mediator", "cause", "covariate"), _variable),
    **dict.fromkeys(("factor", "other"), _of_names("scale")),
    **{name: _of_names(name) for name in ("item", "model", "question", "theme", "area", "family", "margin")},
    **dict.fromkeys(("profession", "profession_2"), _profession),
    **dict.fromkeys(("partner", "task"), _option),
    "scale": _scale,
    "over": _over,
    "occasion": _occasion,
    "wave": _wave,
    "value": _everyone(_value),
    "attribute": _everyone(_of_names("attribute")),
    "code": _code,
    "group": _everyone(_plain),
    "about": _plain,
    "outcome": _outcome,
    "method": _of_words("levels.method", "sites.method"),
    "leads": _of_words("indirect.name", "sites.method"),
    **dict.fromkeys(("table", "source"), _of_words("reader_table")),
    "instrument": _instrument,
    "path": _of_words("sites.path"),
    "answer": _conclusion,
    "unit": _unit,
    "resampled": _of_words("units", ending=".other"),
    "verdict": _of_words("verdict.short", "second_opinion.verdict"),
    "excluded": _of_words("direction"),
    "direction": _of_words("direction"),
    "pair": _of_names("pair"),
    **{name: _of_words(f"report.fit.{name}") for name in ("proposal", "why", "judgement")},
    "chapter": _chapter,
    **dict.fromkeys(("first_year", "last_year"), _year),
}


def _named(context: "Context", column: str, row: Record, value: str) -> str:
    """Return a name by its title, and a value with words of its own, `<column>.<value>`, by these."""
    if column in NAMED:
        return NAMED[column](context, row, value)
    return context.words.label(f"{column}.{value}", value)
