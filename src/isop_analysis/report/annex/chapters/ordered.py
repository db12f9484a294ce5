"""Models of ordered answers in words: what was assumed, the twin with answers as numbers, omega of both."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.language.variables import variable_title
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

MEASURES = ("omega", "twin_omega", "composite_reliability")
KINDS = {"=~": "loading", "~": "path", "~~": "covariance"}


def ordered_blocks(context: "Context", model: "Structural", fit: dict[str, Any]) -> list[Block]:
    """Return what the model assumes of answers, and what its twin finds; nothing of numbers."""
    if not model.ordered:
        return []
    twins = context.rows("structural_twins", model=model.name)
    return [Paragraph(_assumed(context, model, fit)), *(Paragraph(_twin(context, twin)) for twin in twins)]


def omega_blocks(context: "Context", model: "Structural") -> list[Block]:
    """Return the table of omega from both models; nothing where answers are numbers."""
    rows = context.rows("factor_measures", model=model.name) if model.ordered else []
    if not rows:
        return []
    head = (Cell(context.words("column.scale")),)
    columns = tuple(Cell(context.words(f"column.{key}"), numeric=True) for key in MEASURES)
    caption = context.words("ordered.caption", n=context.numbers.count(rows[0]["n"]))
    return [Table(caption, (*head, *columns), tuple(_measures(context, row) for row in rows))]


def ordered_invariance(context: "Context", model: "Structural") -> list[Block]:
    """Return what a comparison of ordered answers assumes, and how far its twin's steps hold."""
    words = context.words
    fit = context.rows("structural_fits", model=model.name)[0]
    found: list[Block] = [Paragraph(_assumed(context, model, fit) + " " + words("ordered.steps"))]
    for twin in context.rows("structural_twins", model=model.name):
        if twin["status"] != "fitted":
            found.append(Paragraph(_twin(context, twin)))
            continue
        held = isinstance(twin["step"], str)
        step = words(f"step.{twin['step']}") if held else ""
        key = "ordered.twin_steps" if held else "ordered.twin_no_step"
        link = context.link(step or str(twin["estimator"]), "structural_twins", twin["model"])
        found.append(Paragraph(context.say(key, estimator=twin["estimator"], step=link)))
    return found


def _measures(context: "Context", row: dict[str, Any]) -> Row:
    cells = [Cell(context.names.scale(str(row["factor"])))]
    for key in MEASURES:
        if row[key] is None or row[key] != row[key]:
            cells.append(Cell("–", numeric=True, label=context.words("absent_label")))
            continue
        text = context.numbers.decimal(row[key], bounded=True)
        link = context.link(text, "factor_measures", str(row["model"]), row["factor"])
        cells.append(Cell(link, numeric=True))
    return Row(tuple(cells))


def _assumed(context: "Context", model: "Structural", fit: dict[str, Any]) -> str:
    words = context.words
    if model.ordered == "all":
        items = words("ordered.all")
    else:
        items = words("ordered.some", items=words.counted("units.item", len(model.ordered)))
    missing = f" {words(f'ordered.{model.missing}')}" if model.missing == "pairwise" else ""
    return words("ordered.assumed", items=items, estimator=fit["estimator"]) + missing


def _twin(context: "Context", twin: dict[str, Any]) -> Markup:
    if twin["status"] != "fitted":
        reason = tell_reasons(twin["reason"], context.words, context.names)
        return context.say("ordered.no_twin", reason=reason)
    numbers = context.numbers

    def linked(text: str) -> Markup:
        return context.link(text, "structural_twins", twin["model"])

    sentence = context.say(
        "ordered.twin",
        estimator=twin["estimator"],
        df=linked(numbers.integer(twin["df"])),
        chi2=linked(numbers.decimal(twin["chi2"])),
        p=linked(numbers.p_value(twin["p_value"])),
        cfi=linked(numbers.decimal(twin["cfi"], 3, bounded=True)),
        rmsea=linked(numbers.decimal(twin["rmsea"], 3, bounded=True)),
        srmr=linked(numbers.decimal(twin["srmr"], 3, bounded=True)),
        n=linked(numbers.count(twin["n"])),
    )
    if twin["admissible"] is False:
        return sentence + Markup(" ") + context.words("ordered.twin_inadmissible")
    return sentence + Markup(" ") + _furthest(context, twin) if isinstance(twin["lhs"], str) else sentence


def _furthest(context: "Context", twin: dict[str, Any]) -> Markup:
    def called(name: str) -> str:
        title = variable_title(name, context.names, context.words)
        return context.names.item(name) if title == name else title

    kind = KINDS[str(twin["op"])]
    parameter = context.words(f"ordered.{kind}", lhs=called(str(twin["lhs"])), rhs=called(str(twin["rhs"])))
    ends = [
        context.link(context.numbers.decimal(twin[key], bounded=True), "structural_twins", twin["model"])
        for key in ("std_all", "twin_std_all")
    ]
    return context.say("ordered.furthest", parameter=parameter, own=ends[0], other=ends[1])
