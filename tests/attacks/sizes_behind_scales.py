"""Attack: n of a scale, told as a band, from p beside ICC(2), and from the interval of alpha beside alpha.

ICC(2) is 1 − 1/F (Bliese 2000), and p is that of F with k − 1 and n − k df; Feldt's interval has n − 1 and
(n − 1)(items − 1) df.
"""

from published_outputs import Published, count, printed
from read_page import Row
from scipy.special import fdtrc, fdtri


def sizes_behind_scales(told: Published) -> list[str]:
    """Return scales whose n is bounded to fewer numbers than its band has, the middle not among them."""
    found = []
    for name, fits in (("agreement", _fits_p), ("reliability", _fits_interval)):
        for row in told.table(name):
            if not row["n"] or "-" not in row["n"]:
                continue
            low, high = count(row["n"])
            possible = [n for n in range(low, high + 1) if fits(row, n)]
            if 0 < len(possible) <= high - low and (low + high) / 2 not in possible:
                found.append(f"{name} {row['scale']} {row['occasion']} {row['n']}: {possible}")
    return found


def _fits_p(row: Row, n: int) -> bool:
    if not row["p_value"] or not row["icc2"] or printed(row["icc2"])[1] >= 1:
        return True
    k = int(float(row["clusters"]))
    ends = [float(fdtrc(k - 1, n - k, 1 / (1 - one))) for one in printed(row["icc2"])] if n > k else [0, 1]
    told = printed(row["p_value"])
    return min(ends) <= told[1] and told[0] <= max(ends)


def _fits_interval(row: Row, n: int) -> bool:
    if not row["alpha_ci_low"]:
        return True
    df = n - 1, (n - 1) * (int(float(row["n_items"])) - 1)
    for name, share in (("alpha_ci_low", 0.975), ("alpha_ci_high", 0.025)):
        ends = [1 - (1 - one) * float(fdtri(*df, share)) for one in printed(row["alpha"])]
        told = printed(row[name])
        if min(ends) > told[1] or told[0] > max(ends):
            return False
    return True
