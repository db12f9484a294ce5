"""Attack: n of a structural model, told as a band, from chi-square beside RMSEA and the ends of its interval.

RMSEA² is (χ² − df) / (n df) (Steiger 1990), and an end of its interval has the noncentrality of that end for
χ² − df. A robust RMSEA has a factor that is told nowhere, so that n can be anything beside it.
"""

import json
from collections.abc import Iterator
from math import inf

from feasible import Range
from published_outputs import Published, count, printed
from read_page import Row
from scipy.special import chdtr, chndtrinc

TABLES = ("structural_fits", "structural_twins", "structural_invariance", "site_models")
ENDS = {"rmsea_ci_low": 0.95, "rmsea_ci_high": 0.05}


def sizes_behind_fit(told: Published) -> list[str]:
    """Return models whose n is bounded to fewer numbers than its band has, the middle not among them.

    Where indices are told as for the middle of the band every attack finds just that, whatever n is.
    """
    found = []
    for name in TABLES:
        for row in told.table(name):
            low, high = count(row["n"])
            known = list(bounds(row))
            fits = [n for n in range(low, high + 1) if all(least <= n <= most for least, most in known)]
            if low < high and 0 < len(fits) <= high - low and (low + high) / 2 not in fits:
                found.append(f"{name} {row['model']} {row['n']}: {fits}")
    return sorted(set(found))


def bounds(row: Row) -> Iterator[Range]:
    """Yield what each index says of n."""
    if not row["chi2"] or not row["rmsea"] or not float(row["df"]) or row.get("indices") == "robust":
        return
    df, chi2 = float(row["df"]), printed(row["chi2"])
    times = _groups(row) / df
    yield _bounds((chi2[0] - df, chi2[1] - df), printed(row["rmsea"]), times)
    for name, share in ENDS.items():
        if row.get(name):
            missed = (_noncentrality(chi2[0], df, share), _noncentrality(chi2[1], df, share))
            yield _bounds(missed, printed(row[name]), times)


def _bounds(missed: Range, rmsea: Range, times: float) -> Range:
    if rmsea[0] <= 0 or missed[0] <= 0:
        return 0, inf
    return missed[0] * times / rmsea[1] ** 2, missed[1] * times / rmsea[0] ** 2


def _noncentrality(chi2: float, df: float, share: float) -> float:
    """Return the noncentrality at which so much of the distribution lies below chi-square."""
    return 0.0 if chi2 <= 0 or chdtr(df, chi2) < share else float(chndtrinc(chi2, df, share))


def _groups(row: Row) -> int:
    return len(json.loads(row["groups"])) if row.get("over") == "groups" else 1
