"""Numbers of rows behind models: exact, but for those so close to another that single people would show.

Two models of the same people whose n differ by one to four tell of these few by their difference: then both
stand as bands, wherever they are told, in reasons and notes too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Reason, read_reasons, written
from isop_analysis.contracts.cells import Count, read_mapping, written_mapping

if TYPE_CHECKING:
    import pandas as pd

ROWS_LOST = frozenset(
    [
        *("rows_left_out_missing", "rows_dropped", "agreement_left_out", "agreement_singles"),
        *("two_level_omega_left_out",),
    ]
)
"""Notes of how many rows were left out: what they say stands as bands in the columns beside them."""
PERSON = "person"
ROBUSTNESS = ("partial_r2", "robustness_value", "robustness_value_interval")
RMSEA = ("rmsea", "rmsea_ci_low", "rmsea_ci_high", "rmsea_change")
OF_ROWS = frozenset(["found", "all", "remain", "rows", "people", "used", "n"])
"""What reasons call numbers of rows or people, but for those `OF_NO_PEOPLE`."""
OF_NO_PEOPLE = frozenset(
    [
        *(
            "clusters",
            "few_units",
            "few_units_lead",
            "few_in_groups",
            "few_in_small_groups",
            "members_too_few",
        ),
        *(
            "few_clusters_only",
            "few_clusters_for_predictors",
            "clusters_for_coefficients",
            "clusters_of_one_row",
        ),
        *("few_independent_clusters", "single_row_clusters", "leaving_clusters", "two_level_omega_groups"),
        *(
            "few_to_resample",
            "few_replicates",
            "samples_failed",
            "panel_waves",
            "panel_times",
            "panel_variables",
        ),
        *(
            "items_few",
            "factor_few_items",
            "omega_items",
            "omega_ordinal_items",
            "htmt_factors",
            "variable_twice",
        ),
        *(
            "few_answers",
            "too_many_answers",
            "polychoric_answers",
            "degree_too_high",
            "cells_empty",
            "thin_pairs",
        ),
        *("threshold_unknown", "partial_threshold", "partial_few_thresholds", "f_test_partly_estimable"),
        *("modifier_entries", "syntax_too_many_names"),
    ]
)
"""Reasons that count groups (told exactly beside every estimate), items, answers, occasions or samples."""
DIGITS = {"p": 3, "size": 0}
"""Decimals of numbers in reasons, by name; two otherwise. A mean size times groups is a number of people."""


@dataclass(frozen=True)
class Sizes:
    """Exact numbers of one release.

    Attributes:
        bands: those that are told, by their place from zero: of numbers within `width` − 1 of another one, or
            of a band that another one is told in.
        width: numbers in a band.
    """

    bands: frozenset[int]
    width: int

    @classmethod
    def of(cls, numbers: Iterable[int], width: int, alike: Iterable[int] = ()) -> "Sizes":
        """Return which of the numbers lie too close to others; those `alike` are told twice, of few or none.

        Told exactly beside a band, a number says that none of the band lies within `width` − 1 of it.
        """
        alike = set(alike)
        known = sorted(alike.union(numbers))
        close = {one for low, high in pairwise(known) if high - low < width for one in (low, high)}
        found = cls(frozenset(one // width for one in close | alike), width)
        while more := {one // width for one in known if found._beside(one)} - found.bands:
            found = cls(found.bands | more, width)
        return found

    def told(self, number: int) -> Count:
        """Return a number as readers may have it."""
        return Count.banded(number, self.width) if self._beside(number) else Count.exactly(number)

    def _beside(self, number: int) -> bool:
        """Tell whether a number lies in one of the bands, or within `width` − 1 of it."""
        reach = self.width - 1
        return not self.bands.isdisjoint((number + step) // self.width for step in (-reach, 0, reach))

    def with_rmsea(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """Return fits whose RMSEA, and its interval, are those of the middle of the band that n is told in.

        RMSEA² is (χ² − df) / (n df) (Steiger 1990): beside χ² it would tell n, and so would an end of its
        interval. Times √(n / middle) it follows from χ² and the band alone; in bands of five it moves by 2 %
        at 50 people, by 1 % at 100. Where n is exact it stays.
        """
        numbers = rows["n"].astype("float64").tolist()
        share = [(n / self.told(int(n)).middle) ** 0.5 if n > 0 else 1.0 for n in numbers]
        return rows.assign(**{name: rows[name] * share for name in RMSEA if name in rows})

    def with_robustness(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """Return slopes against an unmeasured cause as t tells them with the df of the middle of n's band.

        Partial R² is t² / (t² + df), and the robustness values follow from it and df (Cinelli & Hazlett 2020,
        eq. 5 and 7): beside t they would tell df, and that n. Where n is exact they stay.
        """
        from isop_analysis.stats.structural.sensitivity.robustness import robustness_value

        told = rows.copy()
        for place, t, df, n in zip(rows.index, rows["t"], rows["df"], rows["n"], strict=True):
            own = df + self.told(int(n)).middle - n
            if own == df or min(own, df) <= 0 or not isfinite(t):
                continue
            f = t / own**0.5
            values = f**2 / (1 + f**2), robustness_value(f, own), robustness_value(f, own, 0.05)
            told.loc[place, list(ROBUSTNESS)] = values
        return told

    def reasons(self, cell: Any) -> Any:
        """Return a cell of reasons without notes of rows lost, numbers of rows as they may be told."""
        if not isinstance(cell, str):
            return cell
        kept = [self._reason(one) for one in read_reasons(cell) if one.key not in ROWS_LOST]
        return written(kept) if kept else None

    def _reason(self, reason: Reason) -> Reason:
        return reason.with_values(_rounded if reason.key in OF_NO_PEOPLE else self._value)

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, Reason):
            return self._reason(value)
        if isinstance(value, list):
            kept = [one for one in value if not isinstance(one, Reason) or one.key not in ROWS_LOST]
            return [self._value(name, one) for one in kept]
        if name in OF_ROWS and isinstance(value, int):
            told = self.told(value)
            return value if told.low == told.high else str(told)
        return _rounded(name, value)

    def clusters(self, cell: Any) -> Any:
        """Return a cell of clusters by group, people as they may be told."""
        if not isinstance(cell, str):
            return cell
        counts: Mapping[str, Any] = read_mapping(cell)
        return written_mapping(
            {group: str(self.told(int(n))) if group == PERSON else n for group, n in counts.items()}
        )


def _rounded(name: str, value: Any) -> Any:
    return round(value, DIGITS.get(name, 2)) if isinstance(value, float) else value
