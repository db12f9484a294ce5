"""Whether questions measure the same in groups or at occasions, in words and as a table of steps."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.contracts.cells import read_names
from isop_analysis.language.rows import Record, row_id
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.ordered import ordered_invariance
from isop_analysis.report.usual_limits import USUAL_FIT

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

COLUMNS = ("chi2", "df", "p_value", "cfi", "cfi_change", "rmsea", "rmsea_change", "p_difference")


def invariance_blocks(context: "Context", model: "Structural") -> list[Block]:
    """Return what the steps of a model tell, the table of steps, and what differs most."""
    steps = context.rows("structural_invariance", model=model.name)
    if not steps:
        return []
    reached = _reached(steps)
    if model.ordered and reached == "configural":
        reached = "configural_ordered"
    found: list[Block] = [Paragraph(context.words(f"invariance.{reached}", where=_where(context, steps[0])))]
    if reached != "none" and _short_of_usual(steps[0]):
        found.append(Paragraph(_poor_start(context, steps[0])))
    if model.ordered:
        found += ordered_invariance(context, model)
    found.append(_table(context, steps))
    if freed := read_names(steps[0]["freed"]):
        found.append(Paragraph(context.words("invariance.freed", freed=", ".join(freed))))
    releases = context.rows("structural_releases", model=model.name)
    if releases:
        found.append(Paragraph(_release(context, releases[0])))
    return found


def _short_of_usual(first: Record) -> bool:
    """Tell whether the first step fits less well than models of measurement should (Hu & Bentler, 1999)."""
    return bool(first["cfi"] < USUAL_FIT["cfi"] or first["rmsea"] > USUAL_FIT["rmsea"])


def _poor_start(context: "Context", first: Record) -> str:
    numbers = context.numbers
    index = {"usual_cfi": numbers.decimal(USUAL_FIT["cfi"], bounded=True)}
    index["usual_rmsea"] = numbers.decimal(USUAL_FIT["rmsea"], bounded=True)
    index |= {name: numbers.decimal(first[name], 3, bounded=True) for name in ("cfi", "rmsea")}
    return context.words("invariance.poor_start", **index)


def _judged(context: "Context", row: Record, steps: list[Record]) -> Cell:
    """Say whether a step holds; after one that does not there is nothing to hold to."""
    before = steps[: steps.index(row)]
    if not all(one["step_holds"] for one in before):
        return Cell("–", label=context.words("invariance.not_judged"))
    return Cell(context.words("yes_word" if row["step_holds"] else "no_word"))


def _reached(steps: list[Record]) -> str:
    reached = "none"
    for row in steps:
        if not row["step_holds"]:
            break
        reached = str(row["step"])
    return reached


def _where(context: "Context", row: dict[str, Any]) -> str:
    over, labels = str(row["over"]), read_names(row["groups"])
    if over == "occasions":
        return context.words("invariance.over_occasions", groups=", ".join(labels))
    groups = ", ".join(context.names.value(over, label) for label in labels)
    return context.words("invariance.over_groups", groups=groups, over=context.names.attribute(over))


def _table(context: "Context", steps: list[dict[str, Any]]) -> Table:
    words, numbers = context.words, context.numbers
    rows = []
    for row in steps:
        link = row_id("structural_invariance", row["model"], row["step"])
        name = Markup('<a href="#{}">{}</a>').format(
            link, words.label(f"step.{row['step']}", str(row["step"]))
        )
        cells = [
            Cell(name),
            Cell(numbers.decimal(row["chi2"]), numeric=True),
            Cell(numbers.integer(row["df"]), numeric=True),
            Cell(numbers.p_value(row["p_value"]).removeprefix("=\u00a0"), numeric=True),
            Cell(numbers.decimal(row["cfi"], 3, bounded=True), numeric=True),
            _change(context, row["cfi_change"]),
            Cell(numbers.decimal(row["rmsea"], 3, bounded=True), numeric=True),
            _change(context, row["rmsea_change"]),
            _difference(context, row["p_difference"]),
            _judged(context, row, steps),
        ]
        rows.append(Row(tuple(cells)))
    head = (Cell(words("column.step")), *(Cell(words(f"column.{key}"), numeric=True) for key in COLUMNS))
    caption = words("invariance.caption", n=numbers.count(steps[0]["n"]))
    return Table(caption, (*head, Cell(words("column.step_holds"))), tuple(rows))


def _change(context: "Context", value: float) -> Cell:
    if value != value:
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return Cell(context.numbers.decimal(value, 3, bounded=True), numeric=True)


def _difference(context: "Context", value: float) -> Cell:
    if value != value:
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return Cell(context.numbers.p_value(value).removeprefix("=\u00a0"), numeric=True)


def _release(context: "Context", row: dict[str, Any]) -> Markup:
    numbers = context.numbers
    link = (row["model"], row["step"], row["parameter"])

    def linked(text: str) -> Markup:
        return context.link(text, "structural_releases", *link)

    return context.say(
        "invariance.release",
        parameter=parameter_words(context, str(row["parameter"])),
        df=linked(numbers.integer(row["df"])),
        chi2=linked(numbers.decimal(row["chi2"])),
        p=linked(numbers.p_value(row["p_value"])),
        p_adjusted=linked(numbers.p_value(row["p_adjusted"])),
    )


def parameter_words(context: "Context", text: str) -> str:
    """Return a parameter such as 'x3 ~ 1', 'scale =~ x3' or 'x3 | t2' in words."""
    lhs, op, rhs = text.split()
    if op == "=~":
        item, scale = context.names.item(rhs), context.names.scale(lhs)
        return context.words("invariance.loading", item=item, scale=scale)
    if op == "|":
        numbers, lower = context.numbers, int(rhs.removeprefix("t"))
        between = {"lower": numbers.integer(lower), "upper": numbers.integer(lower + 1)}
        return context.words("invariance.threshold", item=context.names.item(lhs), **between)
    kind = "intercept" if op == "~" else "residual"
    return context.words(f"invariance.{kind}", item=context.names.item(lhs))
