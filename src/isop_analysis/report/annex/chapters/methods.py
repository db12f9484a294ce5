"""Methods, written from the study's settings and the versions of what computed it."""

import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis import __version__
from isop_analysis.language.dates import written_date
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Listed, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.plan import plan_sentence

if TYPE_CHECKING:
    from isop_analysis.language.rows import Record
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.cleaning_rules import Rule

PACKAGES = ("numpy", "scipy", "pandas", "matplotlib", "snakemake")


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    return [
        Paragraph(words("methods.lead")),
        Heading(words("methods.data_title")),
        Paragraph(_data(context)),
        Heading(words("methods.cleaning_title")),
        *_cleaning(context),
        Heading(words("methods.scales_title")),
        _scales(context),
        *_missing(context),
        Heading(words("methods.privacy_title")),
        Paragraph(_privacy(context)),
        Heading(words("methods.models_title")),
        Paragraph(words("methods.statistics")),
        *_explained(context),
        *_designs(context),
        *_models(context),
        Heading(words("methods.sentence_title")),
        Paragraph(words("methods.sentence")),
        *_hypotheses(context),
        Heading(words("methods.versions_title")),
        Paragraph(_versions(context)),
        Paragraph(words("methods.seed", seed=context.study.config.seed)),
    ]


def _data(context: "Context") -> str:
    config = context.study.config
    instruments = [one.title.in_language(context.language) for one in context.study.instruments]
    return context.words(
        "methods.data",
        instruments=context.words.listed(instruments),
        waves=context.words.counted("units.moment", len(config.waves)),
        date=written_date(context.words, config.data_date),
    )


def _cleaning(context: "Context") -> list[Block]:
    steps = context.study.config.cleaning.steps
    if not steps:
        return [Paragraph(context.words("methods.no_cleaning"))]
    return [
        Paragraph(context.words("methods.cleaning")),
        Listed(tuple(_rule(context, rule) for rule in steps)),
    ]


def _rule(context: "Context", rule: "Rule") -> str:
    words = context.words
    values = {}
    for name, value in rule.model_dump().items():
        if name == "minimum_share":
            values[name] = words.numbers.percentage(100 * value)
        elif isinstance(value, str):
            values[name] = words.label(f"methods.rules.words.{value}", value)
        else:
            values[name] = words.numbers.decimal(value, 0 if float(value).is_integer() else 1)
    return words(f"methods.rules.{rule.rule}", **values)


def _scales(context: "Context") -> Table:
    words = context.words
    rows = tuple(
        Row(
            (
                Cell(context.scale_title(scale.name)),
                Cell(instrument.title.in_language(context.language)),
                Cell(words(f"about.{scale.about}")),
                Cell(words.numbers.integer(len(scale.items)), numeric=True),
                Cell(words.numbers.integer(scale.minimum_answered), numeric=True),
            )
        )
        for instrument, scale in context.study.scales
    )
    keys = ("scale", "instrument", "about", "n_items", "minimum_answered")
    columns = tuple(
        Cell(words(f"column.{key}"), numeric=key in ("n_items", "minimum_answered")) for key in keys
    )
    return Table(words("methods.scales_caption"), columns, rows)


def _missing(context: "Context") -> list[Block]:
    words, told = context.words, []
    if context.rows("dropout_groups"):
        told.append(words("methods.missing_followed"))
    if context.rows("missing_tests"):
        told.append(words("methods.missing_test"))
    if context.rows("dropout_model"):
        told.append(words("methods.missing_model"))
    if context.rows("dropout_groups"):
        told.append(words("methods.missing_privacy"))
    return [Heading(words("methods.missing_title")), Listed(tuple(told))] if told else []


def _privacy(context: "Context") -> str:
    privacy = context.study.config.privacy
    return context.words(
        "methods.privacy", minimum_cell=privacy.minimum_cell, minimum_team=privacy.minimum_team
    )


def _models(context: "Context") -> list[Block]:
    words = context.words
    rows = []
    for model in context.study.multilevel:
        fits = context.rows("model_fits", model=model.name)
        counts = [sum(fit["status"] == status for fit in fits) for status in ("fitted", "refused", "failed")]
        formula = Markup("<code>{}</code>").format(" ".join(model.formula.split()))
        numbers = tuple(Cell(words.numbers.integer(count), numeric=True) for count in counts)
        rows.append(Row((Cell(model.title.in_language(context.language)), Cell(formula), *numbers)))
    if not rows:
        return []
    keys = ("model", "formula", "fitted", "refused", "failed")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key not in ("model", "formula")) for key in keys)
    return [Table(words("methods.models_caption"), columns, tuple(rows))]


def _explained(context: "Context") -> list[Block]:
    """Return how to read the tables of what each model explains, where there are any."""
    fitted = context.rows("model_fits", status="fitted")
    return [Paragraph(context.words("diagnostics.explained_note"))] if fitted else []


def _designs(context: "Context") -> list[Block]:
    if not context.rows("detectable_effects", status="simulated"):
        return []
    replications = context.words.numbers.integer(context.study.config.planning.replications)
    return [Paragraph(context.words("methods.designs", replications=replications))]


def _hypotheses(context: "Context") -> list[Block]:
    tests = context.rows("hypotheses")
    if not tests:
        return []
    return [
        Heading(context.words("methods.hypotheses_title")),
        Paragraph(_rule_of_families(context, tests)),
        Paragraph(plan_sentence(context)),
    ]


def _rule_of_families(context: "Context", tests: "list[Record]") -> str:
    words = context.words
    planned = [test for test in tests if test["kind"] == "confirmatory"]
    explored = words.counted("units.test", len(tests) - len(planned))
    if not planned:
        return words("methods.hypotheses_explored", explored=explored)
    counted = words(
        "methods.hypotheses_counted",
        planned=words.counted("units.test", len(planned)),
        families=words.counted("units.family", len({test["family"] for test in planned})),
        explored=explored,
    )
    return f"{counted} {words('methods.hypotheses')}"


def _versions(context: "Context") -> str:
    found = [f"isop_analysis {__version__}", *(f"{name} {version(name)}" for name in PACKAGES)]
    python = "{}.{}".format(*sys.version_info[:2])
    return context.words("methods.versions", python=python, packages=", ".join(found))
