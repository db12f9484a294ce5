"""What integrate writes of numbers and words together: scores against what was raised, cases in order."""

from isop_analysis.contracts.kinds import category, integer, maybe_flag, maybe_number, number, reasons, text
from isop_analysis.contracts.table import Table

MIXED: tuple[Table, ...] = (
    Table(
        "theme_scores",
        "integrate_findings",
        "How many more of every hundred interviewed people of a team raised a theme or code, per point of "
        "its mean score, at equal length of text; p_holm over the `tests` of a display",
        (
            category("display"),
            category("scale"),
            category("theme"),
            category("code"),
            integer("teams"),
            integer("people"),
            integer("raised"),
            maybe_number("estimate"),
            maybe_number("ci_low"),
            maybe_number("ci_high"),
            maybe_number("p_value"),
            maybe_number("p_holm"),
            integer("tests"),
            category(
                "verdict",
                *("matters", "may_be_too_small", "too_little", "goes_together"),
                *("none_that_matters", "open", "refused"),
            ),
            maybe_flag("holds"),
            category("status", "fitted", "refused"),
            reasons("reason"),
        ),
        key=("display", "theme", "code"),
    ),
    Table(
        "case_order",
        "integrate_findings",
        "Teams, and their interviewed people, in the order of their scores, and how many raised a theme",
        (
            category("display"),
            category("unit", "team", "person"),
            text("case"),
            text("team"),
            number("score"),
            integer("asked"),
            category("theme"),
            integer("raised"),
        ),
        key=("display", "unit", "case", "team", "theme"),
    ),
)
