"""What was planned beside what was done."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.study.plan import read_registration
from isop_analysis.study.plan_deviations import deviations

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


def deviation_rows(study: "Study") -> list[Row]:
    """Return the rows of deviations: each part that differs from the frozen plan; none without a plan."""
    registration = read_registration(study)
    if registration is None:
        return []
    return [
        {"deviation": one.what, "key": one.key, "planned": one.planned, "present": one.present}
        for one in deviations(study, registration)
    ]
