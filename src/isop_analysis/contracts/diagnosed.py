"""Whether fits may be trusted, and what they expect: assumptions, influence, means, random effects."""

from isop_analysis.contracts.kinds import category, integer, maybe_number, maybe_text, number, text
from isop_analysis.contracts.modelled import FIT_STATUS, RECORD
from isop_analysis.contracts.table import Table

DIAGNOSED: tuple[Table, ...] = (
    Table(
        "model_diagnostics",
        "fit_models",
        "Each assumption of each fitted multilevel model: what was looked at, the limit, the verdict",
        (
            category("model"),
            category("scale"),
            category("assumption"),
            text("about"),
            category("looks", "in_order", "doubtful", "not_judged"),
            maybe_number("value"),
            maybe_number("threshold"),
            maybe_number("p_value"),
            maybe_text("source"),
            *RECORD,
        ),
        key=("model", "scale", "assumption", "about"),
    ),
    Table(
        "model_influence",
        "fit_models",
        "Each declared effect without one team at a time, nameless; teams too small to show stay in",
        (
            category("model"),
            category("scale"),
            text("term"),
            text("group"),
            integer("place"),
            maybe_number("without"),
            maybe_number("change"),
            maybe_number("dfbetas"),
            number("look_at"),
            category("refit", "fitted", "not_converged", "not_estimable"),
            *RECORD,
        ),
        key=("model", "scale", "term", "place"),
    ),
    Table(
        "model_means",
        "fit_models",
        "Expected outcomes and slopes at declared points, in points of the scale",
        (
            category("model"),
            category("scale"),
            category("margin"),
            category("kind", "mean", "slope"),
            text("point"),
            maybe_number("estimate"),
            maybe_number("se"),
            maybe_number("df"),
            maybe_number("ci_low"),
            maybe_number("ci_high"),
            FIT_STATUS,
            maybe_text("reason"),
            *RECORD,
        ),
        key=("model", "scale", "margin", "point"),
    ),
    Table(
        "model_random",
        "fit_models",
        "Predicted effects of groups of people with their errors, by size, nameless; too small ones left out",
        (
            category("model"),
            category("scale"),
            text("group"),
            text("term"),
            integer("place"),
            number("value"),
            number("se"),
            number("ci_low"),
            number("ci_high"),
            *RECORD,
        ),
        key=("model", "scale", "group", "term", "place"),
    ),
)
