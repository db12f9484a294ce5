"""Every table between two stages, in the order of the line."""

from isop_analysis.contracts.cleaned import CLEANED
from isop_analysis.contracts.designed import DESIGNED
from isop_analysis.contracts.diagnosed import DIAGNOSED
from isop_analysis.contracts.hypothesised import HYPOTHESISED
from isop_analysis.contracts.indirect import INDIRECT
from isop_analysis.contracts.masked import MASKED
from isop_analysis.contracts.measured import MEASURED
from isop_analysis.contracts.missing import MISSING
from isop_analysis.contracts.mixed import MIXED
from isop_analysis.contracts.modelled import MODELLED
from isop_analysis.contracts.networked import NETWORKED
from isop_analysis.contracts.opined import OPINED
from isop_analysis.contracts.received import RECEIVED
from isop_analysis.contracts.related import RELATED
from isop_analysis.contracts.structural import STRUCTURAL
from isop_analysis.contracts.table import Table
from isop_analysis.contracts.worded import WORDED

TABLES: tuple[Table, ...] = (
    *(*RECEIVED, *CLEANED, *MASKED, *MEASURED, *NETWORKED, *MISSING),
    *(*MODELLED, *STRUCTURAL, *INDIRECT, *DIAGNOSED, *HYPOTHESISED, *RELATED),
    *(*OPINED, *DESIGNED, *WORDED, *MIXED),
)


def tables_of(step: str) -> list[str]:
    """Return the names of the tables a step writes."""
    return [table.name for table in TABLES if table.step == step]
