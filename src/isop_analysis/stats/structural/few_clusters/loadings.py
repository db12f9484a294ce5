"""How strongly items measure their factors within clusters."""

from collections.abc import Iterable

import pandas as pd

from isop_analysis.stats.structural.result import StructuralFit

COLUMNS = ("lhs", "rhs", "estimate", "ci_low", "ci_high", "std_all", "std_ci_low", "std_ci_high")


def loading_table(fits: Iterable[StructuralFit], joint: StructuralFit | None) -> pd.DataFrame:
    """Return a row an item: factor (`lhs`), item (`rhs`), loading with interval, and standardised.

    They are the joint two-level fit's within clusters; where there is none (`joint` is None), those of each
    factor's own model of deviations from cluster means.
    """
    tables = [joint.parameters[joint.parameters["level"] == 1]] if joint else [one.parameters for one in fits]
    found = [table.loc[table["op"] == "=~", list(COLUMNS)] for table in tables]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=list(COLUMNS))
