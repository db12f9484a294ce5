"""What masking writes of coded texts: masked words, what is doubtful (restricted), how it was done."""

from collections.abc import Sequence

from isop_analysis.contracts.kinds import flag, integer, maybe_category, text
from isop_analysis.contracts.table import Table

STEP = "mask_texts"

MASKED: Sequence[Table] = (
    Table(
        "masked_texts",
        STEP,
        "Coded texts of those who agreed to an interview, masked; what is doubtful stands there",
        (text("document"), text("text")),
        key=("document",),
        restricted=True,
    ),
    Table(
        "masked_segments",
        STEP,
        "Where the passages of the analysed coding lie in the masked text, and how much doubtful in each is "
        "not decided on",
        (integer("segment"), text("document"), integer("start"), integer("end"), integer("undecided")),
        key=("segment",),
        restricted=True,
    ),
    Table(
        "masking_log",
        STEP,
        "Every masking: where, how long, of which kind, with a keyed hash of the words, never the words",
        (
            text("document"),
            text("part"),
            integer("offset"),
            integer("length"),
            text("kind"),
            text("hash"),
            integer("masked_offset"),
        ),
        restricted=True,
    ),
    Table(
        "masking_doubtful",
        STEP,
        "For a person to decide on: words that may name somebody, and facts on health and care, in context",
        (
            text("doubtful"),
            text("document"),
            text("kind"),
            integer("offset"),
            integer("length"),
            text("words"),
            text("context"),
            maybe_category("decision", "mask", "keep"),
        ),
        key=("doubtful",),
        restricted=True,
    ),
    Table(
        "masking",
        STEP,
        "How the coded texts were masked: by lists and patterns, and by the package deduce if it was wanted "
        "and there",
        (
            integer("documents"),
            integer("maskings"),
            integer("doubtful"),
            integer("undecided"),
            flag("deduce"),
            flag("searched"),
        ),
    ),
)
