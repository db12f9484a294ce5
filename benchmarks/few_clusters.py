"""The central path simulated: sites' collaboration, measured by members' items, and an outcome of the site.

``python benchmarks/few_clusters.py [replications]``

A manifest predictor and latent collaboration explain the outcome between sites; 14 members a site answer
five items. For every number of sites and intraclass correlation, and for each way of estimating: median,
mean, median absolute deviation and root mean square error of the path, coverage of its 95 % interval,
power, the share not found (refused or not converged) and the share inadmissible. Inadmissible estimates are
kept in everything else, those not found in nothing.
"""

import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis import structural

ITEMS = ("y1", "y2", "y3", "y4", "y5")
LOADINGS = np.array([1.0, 0.9, 0.8, 1.1, 0.7])
SYNTAX = f"level: 1\nfw =~ {' + '.join(ITEMS)}\nlevel: 2\nf =~ {' + '.join(ITEMS)}\nf ~ part\nz ~ f + part"
SITES, CORRELATIONS, MEMBERS, ROWS = (12, 20, 40), (0.05, 0.10, 0.20), 18, 14
STANDARDISED = 0.3
"""Slope of the outcome on collaboration and on the predictor, and of collaboration on the predictor."""


@dataclass(frozen=True)
class Found:
    """What one way found in one data set."""

    method: str
    estimate: float
    low: float
    high: float
    admissible: bool


def drawn(sites: int, icc: float, generator: np.random.Generator) -> pd.DataFrame:
    b = STANDARDISED
    part = generator.standard_normal(sites)
    site = b * part + np.sqrt(1 - b**2) * generator.standard_normal(sites)
    left = 1 - 2 * b**2 - 2 * b**3
    outcome = b * site + b * part + np.sqrt(left) * generator.standard_normal(sites)
    codes = np.repeat(np.arange(sites), ROWS)
    person = np.sqrt(icc) * site[codes] + np.sqrt(1 - icc) * generator.standard_normal(len(codes))
    items = person[:, None] * LOADINGS + 0.8 * generator.standard_normal((len(codes), len(ITEMS)))
    frame = pd.DataFrame(items, columns=list(ITEMS))
    return frame.assign(part=part[codes], z=outcome[codes], site=codes, members=MEMBERS)


def estimated(frame: pd.DataFrame) -> list[Found]:
    result = structural.between_estimates(SYNTAX, frame, "site", "members", replicates=1)
    rows = result.table.query("lhs == 'z' and rhs == 'f'")
    joint = result.two_level
    found = []
    for row in rows.itertuples():
        if row.method == "two_level" and (joint is None or not joint.convergence.converged):
            continue
        proper = row.method != "two_level" or (joint is not None and joint.admissible)
        found.append(Found(row.method, row.estimate, row.ci_low, row.ci_high, proper))
    return found


def told(found: list[Found], true: float, replications: int) -> str:
    estimates = np.array([own.estimate for own in found])
    covered = np.mean([own.low <= true <= own.high for own in found])
    power = np.mean([own.low > 0 or own.high < 0 for own in found])
    middle = float(np.median(estimates))
    spread = float(np.median(np.abs(estimates - middle)))
    error = float(np.sqrt(np.mean((estimates - true) ** 2)))
    return (
        f"{middle:7.2f} {estimates.mean():7.2f} {spread:6.2f} {error:8.2f} {covered:6.3f} {power:6.3f} "
        f"{1 - len(found) / replications:6.3f} {np.mean([not own.admissible for own in found]):6.3f}"
    )


def main(replications: int) -> None:
    print("sites  icc  true method             median    mean    MAD     RMSE  cover  power   lost  inadm")
    for sites in SITES:
        for icc in CORRELATIONS:
            generator = np.random.default_rng([sites, round(1000 * icc)])
            found = [own for _ in range(replications) for own in estimated(drawn(sites, icc, generator))]
            true = STANDARDISED / np.sqrt(icc)
            for method in dict.fromkeys(own.method for own in found):
                own = [one for one in found if one.method == method]
                print(
                    f"{sites:5d} {icc:4.2f} {true:5.2f} {method:17s} {told(own, true, replications)}",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
