"""What is missing: patterns, kinds, tests, and what models lost to it."""

from isop_analysis.contracts.kinds import (
    category,
    flag,
    integer,
    maybe_integer,
    maybe_number,
    maybe_text,
    number,
    text,
)
from isop_analysis.contracts.received import ANSWER_KINDS
from isop_analysis.contracts.table import Table

MISSING: tuple[Table, ...] = (
    Table(
        "missing_patterns",
        "measure_scales",
        "People by what they answered: 1 or 0 per occasion, or instrument at an occasion; the rare as 'rest'",
        (
            category("of", "occasions", "instruments"),
            category("occasion"),
            text("pattern"),
            integer("people"),
            number("share"),
        ),
        key=("of", "occasion", "pattern"),
    ),
    Table(
        "missing_tests",
        "measure_scales",
        "Little's test of each scale's scores over the occasions",
        (
            category("scale"),
            category("status", "computed", "refused"),
            maybe_text("reason"),
            integer("n"),
            maybe_integer("patterns"),
            maybe_number("cells_missing"),
            maybe_number("statistic"),
            maybe_integer("df"),
            maybe_number("p_value"),
        ),
        key=("scale",),
    ),
    Table(
        "answer_kinds",
        "measure_scales",
        "Cells of a scale's items by kind of answer, per occasion; small cells suppressed",
        (
            category("scale"),
            category("occasion"),
            category("answer_kind", *ANSWER_KINDS),
            maybe_integer("answers"),
            maybe_number("share"),
            flag("suppressed"),
        ),
        key=("scale", "occasion", "answer_kind"),
    ),
    Table(
        "model_rows",
        "fit_models",
        "Rows a multilevel model had and used, lost in all and to each variable: any, first, only it",
        (
            category("model"),
            category("scale"),
            category("status", "fitted", "refused", "failed"),
            integer("available"),
            integer("used"),
            text("variable"),
            integer("lost_any"),
            integer("lost_first"),
            integer("lost_only"),
        ),
        key=("model", "scale", "variable"),
    ),
)
