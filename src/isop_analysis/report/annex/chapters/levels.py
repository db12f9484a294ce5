"""Within and between groups in words: what leads where groups are few, beside the joint model."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.base.reasons import read_reasons
from isop_analysis.language.numbers import is_number
from isop_analysis.language.sentences import FEW_CLUSTERS
from isop_analysis.language.variables import variable_title
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.effect_names import capital, effect_name

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

Record = dict[str, Any]
COLUMNS = ("reckoned", "estimate", "interval", "bootstrap_interval", "joint_difference")


def joint_leads(context: "Context", model: "Structural") -> bool:
    """Whether nothing stands before the joint model: it has one level, or groups enough."""
    rows = context.rows("structural_levels", model=model.name)
    return not any(row["leads"] and row["method"] != "two_level" for row in rows)


def level_blocks(context: "Context", model: "Structural") -> list[Block]:
    """Return how both levels were reckoned, what is defined by them in sentences, and all ways in a table."""
    rows = context.rows("structural_levels", model=model.name)
    if not rows:
        return []
    defined = [row for row in rows if row["op"] == ":=" and row["leads"]]
    return [
        Paragraph(_how(context, rows)),
        *(Paragraph(_told(context, model, row, rows)) for row in defined),
        _table(context, model, rows),
    ]


def _how(context: "Context", rows: list[Record]) -> str:
    words = context.words
    few = int(rows[0]["clusters"]) < FEW_CLUSTERS
    count = words.counted("units.group", int(rows[0]["clusters"]))
    parts = [words("levels.few" if few else "levels.enough", count=count, needed=FEW_CLUSTERS)]
    notes = {note.key for note in read_reasons(rows[0]["note"])}
    if "error_partly_taken" in notes:
        parts.append(words("levels.part_taken"))
    if "constraints_joint_only" in notes:
        parts.append(words("levels.held_jointly"))
    return " ".join(parts)


def _told(context: "Context", model: "Structural", row: Record, rows: list[Record]) -> Markup:
    """Return a defined effect by the way that leads, and whether the joint model sees 0 otherwise."""
    name = capital(effect_name(context, model, str(row["lhs"]), str(row["rhs"])))
    sentence = context.say(
        f"indirect.{'open' if _holds_zero(row) else 'sure'}",
        name=name,
        estimate=_link(context, row, context.numbers.decimal(row["estimate"])),
        interval=_link(context, row, context.numbers.interval(row["ci_low"], row["ci_high"])),
    )
    same = (row["level"], row["lhs"], row["op"], row["rhs"])
    others = [
        other
        for other in rows
        if (other["level"], other["lhs"], other["op"], other["rhs"]) == same
        and other["method"] == "two_level"
    ]
    if not others or row["method"] == "two_level":
        return sentence
    joint = others[0]
    beside = context.say(
        f"levels.{'agrees' if _holds_zero(joint) == _holds_zero(row) else 'disagrees'}",
        estimate=_link(context, joint, context.numbers.decimal(joint["estimate"])),
        interval=_link(context, joint, context.numbers.interval(joint["ci_low"], joint["ci_high"])),
    )
    return sentence + Markup(" ") + beside


def _holds_zero(row: Record) -> bool:
    return bool(row["verdict"] != "goes_together")


def _link(context: "Context", row: Record, text: str) -> Markup:
    key = (row["model"], row["level"], row["method"], row["lhs"], row["op"], row["rhs"])
    return context.link(text, "structural_levels", *key)


def _table(context: "Context", model: "Structural", rows: list[Record]) -> Table:
    words = context.words
    shown: list[Row] = []
    for level in (1, 2):
        own = [row for row in rows if row["level"] == level]
        parameters = dict.fromkeys((row["lhs"], row["op"], row["rhs"]) for row in own)
        for parameter in sorted(parameters, key=lambda one: one[1] != ":="):
            ways = [row for row in own if (row["lhs"], row["op"], row["rhs"]) == parameter]
            head = f"{_named(context, model, ways[0])} ({words(f'instruments.level_{level}')})"
            shown.append(Row((Cell(head), *(Cell("") for _ in COLUMNS[1:])), heads=True))
            shown += [_row(context, row) for row in sorted(ways, key=lambda row: not row["leads"])]
    columns = tuple(Cell(words(f"column.{name}"), numeric=name != "reckoned") for name in COLUMNS)
    counts = {
        "n": context.numbers.count(rows[0]["n"]),
        "clusters": context.numbers.integer(rows[0]["clusters"]),
    }
    more = [row for row in rows if row["method"] == "two_level" and row["n"].low > rows[0]["n"].high]
    caption = words("levels.caption", **counts)
    if more:
        caption = f"{caption} {words('levels.with_gaps', n=context.numbers.count(more[0]['n']))}"
    return Table(caption, columns, tuple(shown))


def _row(context: "Context", row: Record) -> Row:
    numbers, words = context.numbers, context.words
    lead = f" ({words('sites.leads')})" if row["leads"] else ""
    way = capital(words(f"levels.method.{row['method']}"))
    pairs = (("ci_low", "ci_high"), ("percentile_low", "percentile_high"))
    intervals = [numbers.interval(row[low], row[high]) if is_number(row[low]) else "–" for low, high in pairs]
    apart = numbers.signed(row["joint_difference"]) if is_number(row["joint_difference"]) else "–"
    texts = (_link(context, row, numbers.decimal(row["estimate"])), *intervals, apart)
    return Row((Cell(f"{way}{lead}"), *(Cell(text, numeric=True) for text in texts)))


def _named(context: "Context", model: "Structural", row: Record) -> str:
    if row["op"] == ":=":
        return effect_name(context, model, str(row["lhs"]), str(row["rhs"]), level=False)
    left, right = (variable_title(str(row[side]), context.names, context.words) for side in ("lhs", "rhs"))
    return f"{left} ← {right}"
