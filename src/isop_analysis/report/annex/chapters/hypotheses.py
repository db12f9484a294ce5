"""The hypotheses: set beforehand or explored, how they came out, and what differs from the plan."""

from typing import TYPE_CHECKING, Any

from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.findings import finding
from isop_analysis.report.annex.chapters.plan import plan_blocks
from isop_analysis.stats.verdicts import Verdict

if TYPE_CHECKING:
    from isop_analysis.language.effects import Contrast
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.model_settings import Hypothesis

COLUMNS = ("scale", "effect", "interval", "p_value", "p_holm", "verdict", "as_expected")
NUMERIC = ("effect", "interval", "p_value", "p_holm")


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words, rows = context.words, context.rows("hypotheses")
    if not rows:
        return []
    found: list[Block] = [
        Heading(words("hypotheses.plan_title")),
        *plan_blocks(context),
        Heading(words("hypotheses.tests_title")),
        Paragraph(words("hypotheses.lead")),
    ]
    families = dict.fromkeys(str(row["family"]) for row in rows if row["kind"] == "confirmatory")
    for family in families:
        own = [row for row in rows if row["family"] == family]
        tests = words.counted("units.test", len(own))
        found += [
            Heading(words("hypotheses.family", family=context.names.family(family))),
            *_told(context, own),
            Paragraph(words("hypotheses.holm", tests=tests), quiet=True),
        ]
    explored = [row for row in rows if row["kind"] == "exploratory"]
    if explored:
        found += [Heading(words("hypotheses.explored")), *_told(context, explored)]
    return found


def _told(context: "Context", rows: list[dict[str, Any]]) -> list[Block]:
    """Return each hypothesis as it was put, with the table of its tests and a sentence for each."""
    blocks: list[Block] = []
    for hypothesis in context.study.hypotheses:
        own = [row for row in rows if row["hypothesis"] == hypothesis.name]
        if own:
            rows_shown = tuple(_row(context, row, own) for row in own)
            blocks += [
                Heading(hypothesis.text.in_language(context.language), 4),
                Paragraph(_contrast_told(context, hypothesis), quiet=True),
                Table(context.words("hypotheses.caption"), tuple(_head(context, own)), rows_shown),
                *(finding(context, _contrast(context, row), whole=False) for row in own if _told_apart(row)),
            ]
    return blocks


def _told_apart(row: dict[str, Any]) -> bool:
    """Whether a test has a sentence beside its row of the table: what stays open says it all there."""
    return str(row["verdict"]) != Verdict.OPEN


def _contrast_told(context: "Context", hypothesis: "Hypothesis") -> str:
    """Return what is contrasted, the smallest effect that matters and where that comes from."""
    words, language = context.words, context.language
    effect = context.study.effect_of(hypothesis)
    title, unit = effect.title.in_language(language), effect.unit.in_language(language)
    parts = [words("hypotheses.contrast", title=title, unit=unit)]
    if effect.smallest is not None:
        number = words.numbers.decimal(effect.smallest)
        parts.append(words("hypotheses.smallest", number=number, sd=words.noun("units.sd", number)))
    if effect.smallest is not None and effect.source is not None:
        parts.append(words("hypotheses.source", source=effect.source))
    return f"{'; '.join(parts)}."


def _contrast(context: "Context", row: dict[str, Any]) -> "Contrast":
    key = (row["model"], row["scale"], row["term"])
    return next(one for one in context.contrasts if (one.model, one.scale_name, one.term) == key)


def _shown(rows: list[dict[str, Any]]) -> list[str]:
    left_out = set() if rows[0]["kind"] == "confirmatory" else {"p_holm"}
    left_out |= {"as_expected"} if rows[0]["direction"] == "either" else set()
    return [column for column in COLUMNS if column not in left_out]


def _head(context: "Context", rows: list[dict[str, Any]]) -> list[Cell]:
    return [Cell(context.words(f"column.{key}"), numeric=key in NUMERIC) for key in _shown(rows)]


def _row(context: "Context", row: dict[str, Any], rows: list[dict[str, Any]]) -> Row:
    words, numbers = context.words, context.numbers
    absent = words("absent_label")

    def p_value(value: object) -> Cell:
        text = numbers.p_value(value).removeprefix("=\u00a0") if is_number(value) else "–"
        return Cell(text, numeric=True, label="" if is_number(value) else absent)

    known = is_number(row["effect_low"])
    effect = context.link(numbers.decimal(row["effect"]), "hypotheses", row["hypothesis"], row["scale"])
    cells = {
        "scale": Cell(context.scale_title(str(row["scale"]))),
        "effect": Cell(effect, numeric=True) if known else Cell("–", numeric=True, label=absent),
        "interval": Cell(numbers.interval(row["effect_low"], row["effect_high"]), numeric=True),
        "p_value": p_value(row["p_value"]),
        "p_holm": p_value(row["p_holm"]),
        "verdict": Cell(words(f"verdict.short.{row['verdict']}")),
        "as_expected": Cell(_sign(context, row["as_expected"])),
    }
    return Row(tuple(cells[key] for key in _shown(rows)))


def _sign(context: "Context", expected: object) -> str:
    if expected is True or expected is False:
        return context.words("yes_word" if expected else "no_word")
    return "–"
