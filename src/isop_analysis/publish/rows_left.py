"""Rows that models had, used and lost: told as numbers of rows that are left, no two of which tell of few.

Models of one questionnaire had the same rows. A band for the rows that one of them lost, beside those of what
others used, would bound the few that a third one lost. So nothing is told but how many rows are left after
each variable, as every n is, and what a variable took is the difference of two such numbers as told.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.publish.sizes import Sizes

TABLES = ("model_rows", "structural_rows")
ALL = "all"


@dataclass(frozen=True)
class RowsLeft:
    """Rows of model_rows or structural_rows, in order, with the rows left before and after each variable.

    Attributes:
        rows: as processed: of each model `all`, then its variables in the order in which they take rows.
        before, after: numbers of rows (one each); of `all` those available and used.
    """

    rows: "pd.DataFrame"
    before: list[int]
    after: list[int]

    @classmethod
    def of(cls, rows: "pd.DataFrame") -> "RowsLeft":
        """Reckon them from what each variable takes first."""
        whole = _whole(rows)
        models = [rows[name] for name in ("model", "scale") if name in rows]
        taken = rows["lost_first"].mask(whole, 0)
        after = rows["available"] - taken.groupby(models, observed=True).cumsum()
        return cls(rows, (after + taken).tolist(), after.mask(whole, rows["used"]).tolist())

    def alike(self, width: int) -> set[int]:
        """Return numbers of rows available and used of models that lost fewer than `width`."""
        own = self.rows[_whole(self.rows) & (self.rows["available"] - self.rows["used"] < width)]
        return {*own["available"].tolist(), *own["used"].tolist()}

    def told(self, sizes: "Sizes") -> "pd.DataFrame":
        """Return the rows with what was lost as readers may know it.

        A variable stands there where the numbers before and after it are told differently.
        """
        both = [(sizes.told(b), sizes.told(a)) for b, a in zip(self.before, self.after, strict=True)]
        lost = [str(Count(max(0, b.low - a.high), b.high - a.low)) for b, a in both]
        stands = [whole or b != a for whole, (b, a) in zip(_whole(self.rows), both, strict=True)]
        return self.rows.assign(lost_first=lost).loc[stands]


def _whole(rows: "pd.DataFrame") -> "pd.Series":
    return rows["variable"].astype("str") == ALL
