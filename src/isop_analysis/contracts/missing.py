"""What is missing: who answered what, kinds, Little's test, who left, and the rows that models lost."""

from isop_analysis.contracts.kinds import (
    category,
    flag,
    integer,
    maybe_category,
    maybe_flag,
    maybe_integer,
    maybe_number,
    maybe_text,
    number,
    reasons,
    text,
)
from isop_analysis.contracts.modelled import SIGN
from isop_analysis.contracts.received import ANSWER_KINDS
from isop_analysis.contracts.table import Column, Table

STEP = "describe_missingness"
PAIR: tuple[Column, ...] = (category("from_occasion"), category("to_occasion"))

MISSING: tuple[Table, ...] = (
    Table(
        "missing_patterns",
        STEP,
        "People by what they answered: 1, 0 or - (not asked) per occasion, or instrument at an occasion, in "
        "the study's order; the rare as 'rest'",
        (
            category("of", "occasions", "instruments"),
            category("occasion"),
            text("pattern"),
            maybe_category("kind", "complete", "left", "late", "intermittent"),
            integer("people"),
            number("share"),
        ),
        key=("of", "occasion", "pattern"),
    ),
    Table(
        "answer_kinds",
        STEP,
        "Answers to a scale's items by kind, over all occasions; those of a few people suppressed",
        (
            category("scale"),
            category("answer_kind", *ANSWER_KINDS),
            maybe_integer("answers"),
            maybe_number("share"),
            flag("suppressed"),
        ),
        key=("scale", "answer_kind"),
    ),
    Table(
        "missing_tests",
        STEP,
        "Little's test: of a scale's scores over the occasions, and of all scales together at an occasion",
        (
            category("of", "occasions", "scales"),
            category("scale"),
            category("occasion"),
            category("status", "computed", "refused", "suppressed"),
            reasons("reason"),
            maybe_integer("n"),
            maybe_integer("n_dropped"),
            maybe_integer("variables"),
            maybe_integer("patterns"),
            maybe_number("cells_missing"),
            maybe_number("statistic"),
            maybe_integer("df"),
            maybe_number("p_value"),
        ),
        key=("of", "scale", "occasion"),
    ),
    Table(
        "dropout",
        STEP,
        "Scores and dose at an occasion: those who answered again against those who did not, in pooled SDs",
        (
            category("variable"),
            *PAIR,
            integer("stayed_n"),
            integer("left_n"),
            maybe_number("stayed_mean"),
            maybe_number("left_mean"),
            maybe_number("difference_sd"),
            maybe_number("ci_low"),
            maybe_number("ci_high"),
            SIGN,
        ),
        key=("variable", "from_occasion", "to_occasion"),
    ),
    Table(
        "dropout_groups",
        STEP,
        "How many of each group left between occasions, with Wilson's interval; small groups suppressed",
        (
            *PAIR,
            category("attribute"),
            category("value"),
            maybe_integer("people"),
            maybe_integer("left"),
            maybe_number("share"),
            maybe_number("ci_low"),
            maybe_number("ci_high"),
            flag("suppressed"),
        ),
        key=("from_occasion", "to_occasion", "attribute", "value"),
    ),
    Table(
        "dropout_model",
        STEP,
        "Logistic regression of leaving, CR2 errors by site: log odds and odds ratios; what was refused or "
        "left out has a reason",
        (
            *PAIR,
            text("term"),
            maybe_text("reference"),
            maybe_number("estimate"),
            maybe_number("se"),
            maybe_number("df"),
            maybe_number("statistic"),
            maybe_number("p_value"),
            maybe_number("odds_ratio"),
            maybe_number("odds_low"),
            maybe_number("odds_high"),
            SIGN,
            maybe_integer("n"),
            maybe_integer("n_dropped"),
            maybe_integer("left"),
            maybe_integer("clusters"),
            maybe_flag("converged"),
            maybe_flag("few_events"),
            category("status", "fitted", "refused", "failed", "left_out"),
            reasons("reason"),
            flag("suppressed"),
        ),
        key=("from_occasion", "to_occasion", "term"),
    ),
)
