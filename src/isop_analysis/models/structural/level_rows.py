"""Both levels of a path model beside the joint fit: rows of the table structural_levels."""

import math
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused, written
from isop_analysis.contracts.table import Row
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.structural_settings import Structural

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.stats.structural import StructuralFit

REPLICATES = 1000
KEPT = (
    *("level", "method", "leads", "lhs", "op", "rhs", "label", "estimate", "se", "ci_low", "ci_high"),
    *("percentile_low", "percentile_high", "without_one_low", "without_one_high"),
)


def level_rows(model: Structural, fitted: "StructuralFit", data: "pd.DataFrame", seed: int) -> list[Row]:
    """Return a row a level, way of estimating and parameter; none for a model of one level.

    Where neither level can be estimated beside the joint fit, there are no rows.
    """
    from isop_analysis.stats.structural import level_estimates

    if model.cluster is None:
        return []
    try:
        found = level_estimates(fitted, data, model.cluster, REPLICATES, seed)
    except Refused:
        return []
    record: Row = {
        "model": model.name,
        "n": found.n,
        "clusters": found.clusters,
        "note": written(found.notes) or None,
    }
    joint: Row = {"n": fitted.n, "clusters": fitted.clusters, "converged": fitted.convergence.converged}
    table = found.table[found.table["estimate"].map(math.isfinite)]
    rows: list[Row] = table.to_dict("records")  # type: ignore[assignment]
    return [
        record
        | {name: row[name] for name in KEPT}
        | {"df": row["df"] if math.isfinite(float(str(row["df"]))) else None}
        | {"joint_difference": row["difference"], "verdict": sign_of(row["ci_low"], row["ci_high"])}
        | (joint if row["method"] == "two_level" else {"converged": True})
        for row in rows
    ]
