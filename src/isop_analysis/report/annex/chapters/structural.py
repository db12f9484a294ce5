"""Factor and path models in words: their fit, their defined effects, or why they were not computed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.base.reasons import read_reasons
from isop_analysis.language.rows import row_id
from isop_analysis.language.sentences import FEW_CLUSTERS
from isop_analysis.language.told_reasons import tell, tell_reasons
from isop_analysis.language.variables import variable_title
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.bounded import bounded_blocks
from isop_analysis.report.annex.chapters.confounding import confounding_blocks
from isop_analysis.report.annex.chapters.fit_reading import fit_reading, kept_gaps
from isop_analysis.report.annex.chapters.indirect import defined_blocks
from isop_analysis.report.annex.chapters.invariance import invariance_blocks
from isop_analysis.report.annex.chapters.levels import level_blocks
from isop_analysis.report.annex.chapters.ordered import omega_blocks, ordered_blocks

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

INADMISSIBLE = ("heywood_case", "latent_indefinite", "residuals_indefinite")
"""Notes of a fit that say what no population can have."""


def structural_blocks(context: "Context", models: "list[Structural]") -> list[Block]:
    """Return each model's question, and its fit or refusal."""
    blocks: list[Block] = []
    rows = {str(row["model"]): row for row in context.rows("structural_fits")}
    for model in models:
        fit = rows.get(model.name)
        if fit is None:
            continue
        blocks.append(Heading(model.question.in_language(context.language), 4))
        if fit["status"] != "fitted":
            blocks.append(refusal(context, model.title.in_language(context.language), fit))
            blocks += level_blocks(context, model)
            continue
        if model.kind == "invariance":
            blocks += [*invariance_blocks(context, model), *bounded_blocks(context, model, fit)]
            continue
        said = [fit_sentence(context, fit)]
        if fit["admissible"] and fit["df"] > 0:
            said += kept_gaps(context, fit) if fit["clusters"] else fit_reading(context, fit)
        blocks.append(Paragraph(Markup(" ").join(said)))
        blocks += [*bounded_blocks(context, model, fit), *ordered_blocks(context, model, fit)]
        if fit["admissible"] is False:
            blocks.append(Paragraph(no_solution(context, fit)))
            blocks += level_blocks(context, model)
            continue
        if model.kind == "cfa":
            blocks += [
                *_apart(context, model),
                *omega_blocks(context, model),
                *context.figure(f"loadings_{model.name}"),
            ]
        else:
            blocks += [
                *context.figure(f"path_{model.name}"),
                *context.figure(f"path_{model.name}_between"),
                _paths(context, model),
                *level_blocks(context, model),
                *defined_blocks(context, model),
                *confounding_blocks(context, model),
            ]
    return blocks


def refusal(context: "Context", title: str, fit: dict[str, Any]) -> Paragraph:
    """Return why a model says nothing."""
    key = "outcome.failed" if fit["status"] == "failed" else "outcome.not_fitted"
    reason = tell_reasons(fit["reason"], context.words, context.names)
    return Paragraph(context.say(key, title=title, reason=reason))


def no_solution(context: "Context", fit: dict[str, Any]) -> str:
    """Return that a solution is inadmissible, and what makes it so."""
    words = context.words
    found = [
        tell(note, words, context.names) for note in read_reasons(fit["notes"]) if note.key in INADMISSIBLE
    ]
    reasons = "; ".join(found) or words("instruments.inadmissible_any")
    return words("instruments.inadmissible", reasons=reasons)


def fit_sentence(context: "Context", fit: dict[str, Any]) -> Markup:
    """Return how a model fits."""
    numbers, name = context.numbers, str(fit["model"])

    def linked(text: str) -> Markup:
        return context.link(text, "structural_fits", name)

    if fit["df"] == 0:
        return context.say("instruments.saturated", n=linked(numbers.count(fit["n"])))
    if fit["clusters"]:
        return _fit_of_levels(context, fit, linked)
    sentence = context.say(
        "instruments.fit",
        df=linked(numbers.integer(fit["df"])),
        chi2=linked(numbers.decimal(fit["chi2"])),
        p=linked(numbers.p_value(fit["p_value"])),
        cfi=linked(numbers.decimal(fit["cfi"], 3, bounded=True)),
        rmsea=linked(numbers.decimal(fit["rmsea"], 3, bounded=True)),
        rmsea_interval=linked(numbers.interval(fit["rmsea_ci_low"], fit["rmsea_ci_high"], 3, bounded=True)),
        srmr=linked(numbers.decimal(fit["srmr"], 3, bounded=True)),
        n=linked(numbers.count(fit["n"])),
    )
    if fit["indices"] not in ("robust", "scaled"):
        return sentence
    return sentence + Markup(" ") + context.words(f"instruments.indices_{fit['indices']}")


def _fit_of_levels(context: "Context", fit: dict[str, Any], linked: Callable[[str], Markup]) -> Markup:
    """Return how a model of two levels fits, and whether there are groups enough for it."""
    numbers = context.numbers
    sentence = context.say(
        "instruments.fit_levels",
        df=linked(numbers.integer(fit["df"])),
        chi2=linked(numbers.decimal(fit["chi2"])),
        p=linked(numbers.p_value(fit["p_value"])),
        cfi=linked(numbers.decimal(fit["cfi"], 3, bounded=True)),
        rmsea=linked(numbers.decimal(fit["rmsea"], 3, bounded=True)),
        within=linked(numbers.decimal(fit["srmr_within"], 3, bounded=True)),
        between=linked(numbers.decimal(fit["srmr_between"], 3, bounded=True)),
        n=linked(numbers.count(fit["n"])),
        clusters=linked(numbers.integer(fit["clusters"])),
    )
    if fit["clusters"] >= max(FEW_CLUSTERS, fit["n_between"] + 1):
        return sentence
    few = context.say(
        "instruments.few_for_levels",
        clusters=numbers.integer(fit["clusters"]),
        parameters=numbers.integer(fit["n_between"]),
    )
    return sentence + Markup(" ") + few


def _apart(context: "Context", model: "Structural") -> list[Block]:
    """Return which two factors are hardest to tell apart, and how reliably factors are measured."""
    pairs = [row for row in context.rows("factor_pairs", model=model.name) if row["htmt"] == row["htmt"]]
    measures = context.rows("factor_measures", model=model.name)
    shares = [row for row in measures if row["composite_reliability"] == row["composite_reliability"]]
    if not pairs or not shares:
        return []
    numbers, name = context.numbers, model.name
    closest = max(pairs, key=lambda row: row["htmt"])
    least, most = (pick(shares, key=lambda row: row["composite_reliability"]) for pick in (min, max))
    pair = (name, closest["factor"], closest["other"])
    ends = [
        context.link(
            numbers.decimal(row["composite_reliability"], bounded=True),
            "factor_measures",
            name,
            row["factor"],
        )
        for row in (least, most)
    ]
    sentence = context.say(
        "instruments.apart",
        first=context.names.scale(str(closest["factor"])),
        second=context.names.scale(str(closest["other"])),
        htmt=context.link(numbers.decimal(closest["htmt"]), "factor_pairs", *pair),
        low=ends[0],
        high=ends[1],
    )
    return [Paragraph(sentence)]


def _beside(context: "Context", row: dict[str, Any]) -> Cell:
    value = row["twin_std_all"]
    if value is None or value != value:
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return Cell(context.numbers.decimal(value, bounded=True), numeric=True)


def _paths(context: "Context", model: "Structural") -> Table:
    titles = {effect.term: effect.title.in_language(context.language) for effect in model.effects}
    rows = context.rows("structural_parameters", model=model.name)
    shown = ("~",) if context.rows("structural_defined", model=model.name) else ("~", ":=")
    return parameter_table(context, rows, lambda row: row["op"] in shown, titles, bool(model.ordered))


def parameter_key(row: dict[str, Any]) -> tuple[object, ...]:
    """Return what identifies a parameter among all."""
    return tuple(row[name] for name in ("model", "lhs", "op", "rhs", "group", "level"))


def parameter_table(
    context: "Context",
    parameters: list[dict[str, Any]],
    shown: Callable[[dict[str, Any]], bool],
    titles: dict[str, str] | None = None,
    twin: bool = False,
) -> Table:
    """Return those parameters that are shown, each a link to its row; with `twin` its estimate beside."""
    words, numbers = context.words, context.numbers
    rows = []
    for row in parameters:
        if not shown(row):
            continue
        left = (titles or {}).get(str(row["lhs"])) or variable_title(str(row["lhs"]), context.names, words)
        name = _named(context, row, left)
        link = row_id("structural_parameters", *parameter_key(row))
        estimate = Markup('<a class="n" href="#{}">{}</a>').format(link, numbers.decimal(row["estimate"]))
        cells = (
            Cell(name),
            Cell(estimate, numeric=True),
            Cell(numbers.interval(row["ci_low"], row["ci_high"]), numeric=True),
            Cell(numbers.p_value(row["p_value"]).removeprefix("=\u00a0"), numeric=True),
            Cell(numbers.decimal(row["std_all"], bounded=True), numeric=True),
            *([_beside(context, row)] if twin else []),
        )
        rows.append(Row(cells))
    head = ["contrast", "estimate", "interval", "p_value", "std_all", *["twin_std_all"] * twin]
    columns = tuple(Cell(words(f"column.{key}"), numeric=key != "contrast") for key in head)
    return Table(words("outcome.path_caption"), columns, tuple(rows))


def _named(context: "Context", row: dict[str, Any], left: str) -> str:
    """Name a parameter by what it is, and by its group and level where it has them."""
    where = []
    if isinstance(row["group"], str):
        model = next(one for one in context.study.structural if one.name == row["model"])
        where.append(context.names.value(model.group or "", row["group"]))
    if row["level"] == row["level"] and row["level"] is not None:
        where.append(context.words(f"instruments.level_{int(row['level'])}"))
    name = _plain_name(context, row, left)
    return f"{name} ({', '.join(where)})" if where else name


def _plain_name(context: "Context", row: dict[str, Any], left: str) -> str:
    if row["op"] == "~1":
        return context.words("panels.mean_of", variable=left)
    right = variable_title(str(row["rhs"]), context.names, context.words)
    if row["op"] == "~~":
        own = row["lhs"] == row["rhs"]
        return context.words("panels.variance_of", variable=left) if own else f"{left} ↔ {right}"
    return f"{left} {'←' if row['op'] == '~' else '='} {right}"
