"""Tests of the hypotheses, and what differs from the frozen plan."""

from isop_analysis.contracts.kinds import (
    category,
    integer,
    maybe_category,
    maybe_flag,
    maybe_integer,
    maybe_number,
    maybe_text,
    reasons,
    text,
)
from isop_analysis.contracts.modelled import FIT_STATUS, VERDICTS
from isop_analysis.contracts.table import Table

HYPOTHESISED: tuple[Table, ...] = (
    Table(
        "hypotheses",
        "fit_multilevel",
        "Every test of a hypothesis, effect in SDs at the first occasion; p_holm within a family of `tests`",
        (
            category("hypothesis"),
            category("kind", "confirmatory", "exploratory"),
            maybe_category("family"),
            category("direction", "positive", "negative", "either"),
            category("model"),
            category("scale"),
            text("term"),
            FIT_STATUS,
            reasons("reason"),
            category("verdict", *VERDICTS),
            maybe_number("smallest"),
            *(maybe_number(name) for name in ("estimate", "ci_low", "ci_high")),
            *(maybe_number(name) for name in ("effect", "effect_low", "effect_high")),
            maybe_flag("as_expected"),
            maybe_number("df"),
            maybe_number("p_value"),
            maybe_number("p_holm"),
            maybe_integer("tests"),
            maybe_flag("holds"),
            integer("n"),
            integer("clusters"),
            maybe_flag("converged"),
            maybe_flag("singular"),
        ),
        key=("hypothesis", "scale"),
    ),
    Table(
        "deviations",
        "integrate_findings",
        "What differs from the frozen plan: the part, its planned and its present value as JSON",
        (
            category("deviation", "added", "removed", "changed"),
            text("key"),
            maybe_text("planned"),
            maybe_text("present"),
        ),
        key=("key",),
    ),
)
