"""Sites' collaboration and participation against children's chances, told without any site's own figures."""

from isop_analysis.contracts.kinds import (
    category,
    flag,
    integer,
    maybe_category,
    maybe_flag,
    maybe_number,
    maybe_text,
    reasons,
    text,
)
from isop_analysis.contracts.modelled import ESTIMATE, FIT_STATUS, SIGN
from isop_analysis.contracts.table import Table

METHODS = ("corrected", "finite_population", "manifest", "two_level")
INDICES = ("chi2", "df", "p_value", "cfi", "tli", "rmsea", "srmr_within", "srmr_between", "loglik")
AGAINST = (category("model"), category("scale"), category("outcome"))

RELATED: tuple[Table, ...] = (
    Table(
        "site_models",
        "relate_outcomes",
        "Every micro–macro model × scale × outcome: estimated or refused, and why; cells are site × year",
        (
            *AGAINST,
            category("unit", "site", "municipality"),
            FIT_STATUS,
            reasons("reason"),
            maybe_text("first_year"),
            maybe_text("last_year"),
            integer("people"),
            integer("n"),
            integer("clusters"),
            integer("cells_suppressed"),
            integer("cells_unknown"),
            maybe_category("leads", *METHODS),
            maybe_number("reliability"),
            maybe_number("sd_between"),
            maybe_flag("joint_converged"),
            maybe_flag("joint_admissible"),
            *(maybe_number(index) for index in INDICES),
            reasons("notes"),
        ),
        key=("model", "scale", "outcome"),
    ),
    Table(
        "site_estimates",
        "relate_outcomes",
        "Slopes between sites, each way of estimating beside the others; bootstrap, leave-one-out, bounds",
        (
            *AGAINST,
            category("method", *METHODS),
            flag("leads"),
            text("path"),
            *ESTIMATE,
            SIGN,
            flag("depends"),
            maybe_flag("hinges"),
            maybe_number("percentile_low"),
            maybe_number("percentile_high"),
            maybe_number("without_one_low"),
            maybe_number("without_one_high"),
            maybe_number("lowest"),
            maybe_number("highest"),
            maybe_number("error_taken"),
            maybe_number("detectable_slope"),
            maybe_number("std_all"),
            integer("n"),
            integer("clusters"),
            flag("converged"),
            flag("admissible"),
        ),
        key=("model", "scale", "outcome", "method", "path"),
    ),
    Table(
        "site_loadings",
        "relate_outcomes",
        "How strongly each item measures collaboration within sites, by the way of estimating that leads",
        (
            *AGAINST,
            category("item"),
            *(maybe_number(name) for name in ("estimate", "ci_low", "ci_high")),
            *(maybe_number(name) for name in ("std_all", "std_ci_low", "std_ci_high")),
            SIGN,
            integer("n"),
            integer("clusters"),
            flag("converged"),
            flag("admissible"),
        ),
        key=("model", "scale", "outcome", "item"),
    ),
)
