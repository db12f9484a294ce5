"""Who left: scores and dose of those who left and stayed, shares per group, one regression."""

from typing import TYPE_CHECKING, Any

from isop_analysis.language.numbers import is_number
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.cells import counted
from isop_analysis.report.annex.variables import term_title, variable_title

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

Pair = tuple[str, str]


def blocks(context: "Context") -> list[Block]:
    """Write the section; nothing where nobody could have left."""
    told = [*_headline(context), *_reading(context)]
    tables = [one for one in (_measures(context), _groups(context), _odds_table(context)) if one]
    if not told and not tables:
        return []
    return [Heading(context.words("participants.dropout_title")), *told, *tables]


def _headline(context: "Context") -> list[Block]:
    words, numbers = context.words, context.numbers
    sentences = [
        words(
            "participants.left_of",
            earlier=row["from_occasion"],
            later=row["to_occasion"],
            left=numbers.count(row["left"]),
            people=words.counted("units.person", row["people"]),
            share=numbers.percentage(100 * row["share"]),
        )
        for row in context.rows("dropout_groups", attribute="all")
    ]
    return [Paragraph(" ".join(sentences))] if sentences else []


def _reading(context: "Context") -> list[Block]:
    """Say whether those who left differed, by measure and by all predictors at once, and what of it."""
    words, compared = context.words, _compared(context)
    differ = [row for row in compared if row["verdict"] == "goes_together"]
    sentences, models = [], _models(context)
    if compared:
        key = "participants.dropout_text" if differ else "participants.dropout_none"
        total = words.counted("units.comparison", len(compared))
        count = {"differ": context.numbers.integer(len(differ))} if differ else {}
        sentences.append(words(key, total=total, **count))
    sentences += _of_models(context, models)
    if sentences:
        some = differ or any(_goes_with_leaving(row) for own in models for row in _terms(own))
        sentences.append(words("participants.dropout_matters" if some else "participants.dropout_unseen"))
    return [Paragraph(" ".join(sentences))] if sentences else []


def _models(context: "Context") -> list[list[dict[str, Any]]]:
    """Return the rows of dropout_model per pair of occasions."""
    rows = context.rows("dropout_model")
    return [[r for r in rows if (r["from_occasion"], r["to_occasion"]) == pair] for pair in _pairs(rows)]


def _of_models(context: "Context", models: list[list[dict[str, Any]]]) -> list[str]:
    """Return what the regressions say: those that leave it open together, the others each."""
    words, open_, sentences = context.words, [], []
    for rows in models:
        first, pair = _first_fitted(rows), _pair(rows[0])
        differ = [row for row in _terms(rows) if _goes_with_leaving(row)]
        if first["status"] != "fitted":
            reason = tell_reasons(first["reason"], words, context.names)
            sentences.append(words("participants.odds_refused", reason=reason, **pair))
        elif differ:
            terms = words.listed([term_title(context, str(r["term"]), r["reference"]) for r in differ])
            size = _size(context, first)
            sentences.append(words("participants.odds_some", terms=terms, size=size, **pair))
        else:
            open_.append(words("participants.odds_pair", size=_size(context, first), **pair))
    if open_:
        sentences.insert(0, words("participants.odds_none", pairs=words.listed(open_)))
    return sentences


def _first_fitted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a term that is told: those of small groups are refused though the regression was fitted."""
    return next((row for row in rows if row["status"] == "fitted"), rows[0])


def _pair(row: dict[str, Any]) -> dict[str, Any]:
    return {"earlier": row["from_occasion"], "later": row["to_occasion"]}


def _compared(context: "Context") -> list[dict[str, Any]]:
    return [row for row in context.rows("dropout") if is_number(row["ci_low"])]


def _measures(context: "Context") -> Table | None:
    words, rows = context.words, _compared(context)
    head = ("measure_of", "occasion", "stayed_n", "left_n", "difference_sd", "interval")
    columns = tuple(
        Cell(words(f"column.{key}"), numeric=key not in ("measure_of", "occasion")) for key in head
    )
    shown = tuple(_measure(context, row) for row in rows)
    return Table(words("participants.dropout_caption"), columns, shown, folded=True) if shown else None


def _measure(context: "Context", row: dict[str, Any]) -> Row:
    numbers, variable = context.numbers, str(row["variable"])
    title = context.words("variable.dose") if variable == "dose" else context.scale_title(variable)
    key = (variable, row["from_occasion"], row["to_occasion"])
    return Row(
        (
            Cell(title),
            Cell(f"{row['from_occasion']} → {row['to_occasion']}"),
            counted(context, row["stayed_n"]),
            counted(context, row["left_n"]),
            Cell(context.link(numbers.decimal(row["difference_sd"]), "dropout", *key), numeric=True),
            Cell(numbers.interval(row["ci_low"], row["ci_high"]), numeric=True),
        )
    )


def _pairs(rows: list[dict[str, Any]]) -> list[Pair]:
    return list(dict.fromkeys((str(row["from_occasion"]), str(row["to_occasion"])) for row in rows))


def _groups(context: "Context") -> Table | None:
    rows, words = context.rows("dropout_groups"), context.words
    if not rows:
        return None
    pairs = _pairs(rows)
    cells = {
        (str(r["attribute"]), str(r["value"]), (str(r["from_occasion"]), str(r["to_occasion"]))): r
        for r in rows
    }
    shown: list[Row] = []
    for attribute in dict.fromkeys(str(row["attribute"]) for row in rows):
        if attribute != "all":
            shown.append(
                Row(
                    (Cell(context.names.attribute(attribute)), *(Cell("", numeric=True) for _ in pairs)),
                    heads=True,
                )
            )
        for value in dict.fromkeys(str(row["value"]) for row in rows if row["attribute"] == attribute):
            name = words("everyone") if value == "all" else f"– {context.names.value(attribute, value)}"
            own = (_left(context, cells.get((attribute, value, pair))) for pair in pairs)
            shown.append(Row((Cell(name), *own)))
    columns = (Cell(words("column.group")), *(Cell(f"{a} → {b}", numeric=True) for a, b in pairs))
    note = words("participants.groups_note")
    return Table(words("participants.groups_caption"), columns, tuple(shown), note, folded=True)


def _left(context: "Context", row: dict[str, Any] | None) -> Cell:
    if row is None:
        return Cell("–", numeric=True, label=context.words("absent_label"))
    numbers = context.numbers
    key = (row["from_occasion"], row["to_occasion"], row["attribute"], row["value"])
    share, low, high = (numbers.percentage(100 * row[name]) for name in ("share", "ci_low", "ci_high"))
    return Cell(context.link(share, "dropout_groups", *key) + f" [{low}–{high}]", numeric=True)


def _terms(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row["status"] == "fitted" and row["term"] != "(Intercept)"]


def _goes_with_leaving(row: dict[str, Any]) -> bool:
    return bool(row["verdict"] == "goes_together")


def _size(context: "Context", row: dict[str, Any]) -> str:
    words, clusters = context.words, context.words.counted("units.cluster", int(row["clusters"]))
    n, left = words.counted("units.person", row["n"]), context.numbers.count(row["left"])
    return words("participants.odds_size", n=n, left=left, clusters=clusters)


def _odds_table(context: "Context") -> Table | None:
    words, shown = context.words, _terms(context.rows("dropout_model"))
    keys = ("predictor", "occasion", "odds_ratio", "interval", "df", "p_value")
    columns = tuple(
        Cell(words(f"column.{key}"), numeric=key not in ("predictor", "occasion")) for key in keys
    )
    table = tuple(_odds(context, row) for row in shown)
    note = " ".join([words("participants.odds_note"), *_notes(context)])
    return Table(words("participants.odds_caption"), columns, table, note, folded=True) if shown else None


def _notes(context: "Context") -> list[str]:
    """Return what to know of each regression: few events, predictors left out."""
    words, found = context.words, []
    for rows in _models(context):
        first = _first_fitted(rows)
        if first["status"] == "fitted" and bool(first["few_events"]):
            found.append(words("participants.odds_few", **_pair(rows[0])))
        left_out = [variable_title(context, str(row["term"])) for row in rows if row["status"] == "left_out"]
        if left_out:
            names = words.listed(left_out)
            found.append(words("participants.odds_left_out", names=names, **_pair(rows[0])))
    return found


def _odds(context: "Context", row: dict[str, Any]) -> Row:
    numbers = context.numbers
    key = (row["from_occasion"], row["to_occasion"], row["term"])
    return Row(
        (
            Cell(term_title(context, str(row["term"]), row["reference"])),
            Cell(f"{row['from_occasion']} → {row['to_occasion']}"),
            Cell(context.link(numbers.decimal(row["odds_ratio"]), "dropout_model", *key), numeric=True),
            Cell(numbers.interval(row["odds_low"], row["odds_high"]), numeric=True),
            Cell(numbers.decimal(row["df"], 1), numeric=True),
            Cell(numbers.p_value(row["p_value"]).removeprefix("=\u00a0"), numeric=True),
        )
    )
