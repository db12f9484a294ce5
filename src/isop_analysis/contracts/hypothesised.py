"""Tests of the hypotheses, and what differs from the frozen plan."""

from isop_analysis.contracts.kinds import (
    category,
    integer,
    maybe_category,
    maybe_flag,
    maybe_integer,
    maybe_number,
    maybe_text,
    text,
)
from isop_analysis.contracts.table import Table

HYPOTHESISED: tuple[Table, ...] = (
    Table(
        "hypotheses",
        "fit_models",
        "Every test of a hypothesis, effects in SDs at the first occasion; p_holm within a family of `tests`",
        (
            category("hypothesis"),
            category("kind", "confirmatory", "exploratory"),
            maybe_category("family"),
            category("direction", "positive", "negative", "either"),
            category("model"),
            category("scale"),
            text("term"),
            category("status", "fitted", "refused", "failed"),
            maybe_text("reason"),
            maybe_number("smallest"),
            maybe_number("effect"),
            maybe_number("effect_low"),
            maybe_number("effect_high"),
            maybe_flag("as_expected"),
            maybe_number("p_value"),
            maybe_number("p_holm"),
            maybe_integer("tests"),
            integer("n"),
            integer("clusters"),
            maybe_flag("converged"),
            maybe_flag("singular"),
        ),
        key=("hypothesis", "scale"),
    ),
    Table(
        "deviations",
        "fit_models",
        "What differs from the frozen plan: the key, its planned and its present value as JSON",
        (text("key"), maybe_text("planned"), maybe_text("present")),
        key=("key",),
    ),
)
