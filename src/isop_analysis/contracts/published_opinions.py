"""The published table of second opinions: both numbers as ours is told, their difference as a magnitude."""

from isop_analysis.contracts.kinds import maybe_count, maybe_flag, maybe_integer, maybe_number
from isop_analysis.contracts.opined import OPINION, SAID
from isop_analysis.contracts.publication import STEP, Published

SECOND_OPINIONS = Published(
    "second_opinions",
    STEP,
    "Numbers computed again by other libraries, rounded as ours are, and the smallest power of ten, in "
    "units, that their difference stays below",
    (
        *OPINION,
        *(maybe_number(name) for name in ("our_value", "their_value")),
        *SAID,
        maybe_count("n"),
        maybe_integer("clusters"),
        maybe_flag("converged"),
    ),
    ("source", "engine", "model", "scale", "occasion", "term", "quantity"),
    unit="people",
    counts="rows of people at occasions",
)
