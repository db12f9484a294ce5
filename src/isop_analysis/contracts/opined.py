"""What other people's libraries say of the study's numbers, beside ours."""

from isop_analysis.contracts.kinds import (
    category,
    maybe_category,
    maybe_flag,
    maybe_integer,
    maybe_number,
    maybe_text,
    reasons,
)
from isop_analysis.contracts.table import Column, Table

SOURCES = (
    *("model_fits", "model_coefficients", "model_variances", "structural_fits", "structural_parameters"),
    *("factor_measures", "reliability", "agreement"),
)
OPINION: tuple[Column, ...] = (
    category("source", *SOURCES),
    category("engine", "statsmodels", "statsmodels_gee", "pingouin", "semopy"),
    maybe_category("model"),
    maybe_category("scale"),
    maybe_category("occasion"),
    maybe_text("term"),
    maybe_category("quantity"),
    maybe_category("unit", "se", "total_variance", "one"),
)
SAID: tuple[Column, ...] = (
    maybe_integer("magnitude"),
    category("verdict", "agrees", "differs", "other_estimator", "not_compared"),
    reasons("reason"),
)

OPINED: tuple[Table, ...] = (
    Table(
        "second_opinions",
        "second_opinion",
        "Numbers computed again by other libraries: ours, theirs, and the smallest power of ten, in units, "
        "that their difference stays below",
        (
            *OPINION,
            *(maybe_number(name) for name in ("our_value", "their_value", "difference")),
            *SAID,
            maybe_integer("n"),
            maybe_integer("clusters"),
            maybe_flag("converged"),
        ),
        key=("source", "engine", "model", "scale", "occasion", "term", "quantity"),
    ),
)
