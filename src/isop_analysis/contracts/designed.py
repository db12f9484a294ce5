"""What the designs of the multilevel models can find."""

from isop_analysis.contracts.kinds import category, integer, maybe_number, number, reasons, text
from isop_analysis.contracts.table import Table

DESIGNED: tuple[Table, ...] = (
    Table(
        "detectable_effects",
        "simulate_designs",
        "The smallest effect that four of five repetitions of the study would find, by simulation at its own "
        "clusters, sizes and missing answers: from the spread assumed beforehand and from the fitted one",
        (
            category("model"),
            category("scale"),
            text("term"),
            category("basis", "planned", "fitted"),
            category("chapter"),
            number("change"),
            category("status", "simulated", "refused", "failed"),
            reasons("reason"),
            maybe_number("detectable"),
            maybe_number("monte_carlo_se"),
            maybe_number("detectable_sd"),
            maybe_number("monte_carlo_se_sd"),
            maybe_number("closed_form"),
            maybe_number("smallest"),
            maybe_number("chance_of_smallest"),
            maybe_number("type_one_error"),
            number("power"),
            number("test_level"),
            integer("replications"),
            maybe_number("singular"),
            maybe_number("not_converged"),
            integer("n"),
            integer("clusters"),
        ),
        key=("model", "scale", "term", "basis"),
    ),
)
