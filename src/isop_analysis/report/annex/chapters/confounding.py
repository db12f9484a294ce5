"""Unmeasured causes in words: how strong one would have to be to take an indirect effect away."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.figures.kinds.confounding import figure_name
from isop_analysis.language.numbers import is_number
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.language.variables import variable_title
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.effect_names import capital, effect_name

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

Record = dict[str, Any]
COLUMNS = ("contrast", "estimate", "robustness_value", "robustness_value_interval", "left_by_covariate")


def confounding_blocks(context: "Context", model: "Structural") -> list[Block]:
    """Return each indirect effect's standing: in sentences, as a figure, and its paths in a table."""
    effects = context.rows("structural_confounding", model=model.name)
    if not effects:
        return []
    blocks: list[Block] = [Paragraph(context.words("confounding.lead"))]
    for effect in effects:
        blocks.append(Paragraph(_told(context, model, effect)))
        blocks += context.figure(figure_name(effect))
    paths = context.rows("structural_robustness", model=model.name)
    if paths:
        blocks += [Paragraph(context.words("confounding.paths")), _table(context, model, paths)]
    return blocks


def _told(context: "Context", model: "Structural", effect: Record) -> Markup:
    name = capital(_effect_name(context, model, effect))
    if isinstance(effect["note"], str):
        return context.say(
            "confounding.refused",
            name=name,
            reason=tell_reasons(effect["note"], context.words, context.names),
        )
    parts = [_strength(context, name, effect), _covariate(context, effect)]
    return Markup(" ").join(part for part in parts if part)


def _effect_name(context: "Context", model: "Structural", effect: Record) -> str:
    formula = str(effect["formula"])
    if all(formula.split("*")):
        return effect_name(context, model, str(effect["name"]), formula)
    names = (effect["predictor"], effect["mediator"], effect["outcome"])
    return " → ".join(_title(context, name) for name in names)


def _title(context: "Context", name: object) -> str:
    return variable_title(str(name), context.names, context.words)


def _strength(context: "Context", name: str, effect: Record) -> Markup:
    """Say what share of the rest of mediator and outcome a cause must explain, and in which direction."""
    ends = {"mediator": _title(context, effect["mediator"]), "outcome": _title(context, effect["outcome"])}
    if not is_number(effect["zero_at"]):
        return context.say("confounding.never", name=name, **ends)
    direction = context.words(f"confounding.{'same' if effect['zero_at'] > 0 else 'opposite'}")
    shares = {key: _share(context, effect, key) for key in ("open_share", "zero_share")}
    if effect["open_at"] == 0:
        return context.say(
            "confounding.open", name=name, zero=shares["zero_share"], direction=direction, **ends
        )
    return context.say(
        "confounding.strong",
        name=name,
        open=shares["open_share"],
        zero=shares["zero_share"],
        direction=direction,
        **ends,
    )


def _share(context: "Context", effect: Record, column: str) -> Markup:
    text = context.numbers.percentage(100 * effect[column]) if is_number(effect[column]) else "–"
    return _link(context, effect, text)


def _link(context: "Context", effect: Record, text: str) -> Markup:
    key = (effect[name] for name in ("model", "name", "mediator", "outcome"))
    return context.link(text, "structural_confounding", *key)


def _covariate(context: "Context", effect: Record) -> Markup | None:
    """Say how strong the strongest covariate is, and what a cause as strong would leave."""
    if not is_number(effect["covariate_estimate"]):
        return None
    numbers = context.numbers
    return context.say(
        "confounding.covariate",
        covariate=_title(context, effect["covariate"]),
        mediator=_title(context, effect["mediator"]),
        outcome=_title(context, effect["outcome"]),
        of_mediator=_share(context, effect, "covariate_of_mediator"),
        of_outcome=_share(context, effect, "covariate_of_outcome"),
        estimate=_link(context, effect, numbers.decimal(effect["covariate_estimate"])),
        interval=_link(context, effect, numbers.interval(effect["covariate_low"], effect["covariate_high"])),
    )


def _table(context: "Context", model: "Structural", paths: list[Record]) -> Table:
    words = context.words
    different = {tuple(str(row[one]) for one in ("group", "level", "cause", "outcome")): row for row in paths}
    columns = tuple(Cell(words(f"column.{name}"), numeric=name != "contrast") for name in COLUMNS)
    caption = words("confounding.caption", n=context.numbers.count(paths[0]["n"]))
    return Table(caption, columns, tuple(_row(context, model, row) for row in different.values()))


def _row(context: "Context", model: "Structural", row: Record) -> Row:
    numbers = context.numbers
    name = f"{_title(context, row['outcome'])} ← {_title(context, row['cause'])}"
    where = [context.names.value(model.group or "", row["group"])] if isinstance(row["group"], str) else []
    if is_number(row["level"]):
        where.append(context.words(f"instruments.level_{int(row['level'])}"))
    name = f"{name} ({', '.join(where)})" if where else name
    key = (row[one] for one in ("model", "name", "cause", "outcome"))
    estimate = context.link(numbers.decimal(row["estimate"]), "structural_robustness", *key)
    shares = [numbers.percentage(100 * row[one]) for one in ("robustness_value", "robustness_value_interval")]
    left = "–"
    if is_number(row["covariate_estimate"]):
        interval = numbers.interval(row["covariate_low"], row["covariate_high"])
        left = (
            f"{numbers.decimal(row['covariate_estimate'])} {interval} ({_title(context, row['covariate'])})"
        )
    return Row((Cell(name), *(Cell(text, numeric=True) for text in (estimate, *shares, left))))
