"""The central path simulated: sites' collaboration, measured by members' items, and an outcome of the site.

``python benchmarks/central_path.py [replications]`` (500 unless told) writes docs/central_path.csv and
docs/central_path.svg.

A manifest predictor and latent collaboration explain the outcome between sites; 14 of a site's 18 members
answer five items. For every number of sites and intraclass correlation, and for each way of estimating: the
path's median, mean, median absolute deviation and root mean square error, coverage of its 95 % interval,
power, and the shares refused, not converged and inadmissible. What was refused or did not converge has no
estimate and counts in nothing but its share; inadmissible estimates are kept in everything. Seeded: the
same bytes every time.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from isop_analysis.stats import structural
from isop_analysis.stats.structural import ModelRefused, StructuralFit

DOCS = Path(__file__).parents[1] / "docs"
SEED = 20241103
ITEMS = ("y1", "y2", "y3", "y4", "y5")
LOADINGS = np.array([1.0, 0.9, 0.8, 1.1, 0.7])
SITES, CORRELATIONS, MEMBERS, ROWS = (12, 20, 40), (0.05, 0.10, 0.20), 18, 14
STANDARDISED = 0.3
"""Slope of the outcome on collaboration and on the predictor, and of collaboration on the predictor."""
METHODS = ("corrected", "finite_population", "manifest", "two_level", "two_level_free")


def joint_syntax(equal: bool) -> str:
    """Return the two-level model, with loadings equal at both levels and no residuals between, or free."""
    items = " + ".join(
        [ITEMS[0], *(f"l{place}*{name}" if equal else name for place, name in enumerate(ITEMS[1:]))]
    )
    residuals = "".join(f"\n{name} ~~ 0*{name}" for name in ITEMS) if equal else ""
    return f"level: 1\nfw =~ {items}\nlevel: 2\nf =~ {items}{residuals}\nf ~ part\nz ~ f + part"


@dataclass(frozen=True)
class Found:
    """What one way found in one data set; no estimate where it was refused or did not converge."""

    method: str
    refused: bool = False
    converged: bool = True
    admissible: bool = True
    estimate: float = np.nan
    low: float = np.nan
    high: float = np.nan


def drawn(sites: int, icc: float, generator: np.random.Generator) -> pd.DataFrame:
    """Return a row a member who answers: items, the site's predictor and outcome, its number of members."""
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
    """Return what every way finds."""
    result = structural.between_estimates(joint_syntax(True), frame, "site", "members", replicates=1)
    rows = result.table.query("lhs == 'z' and rhs == 'f' and method != 'two_level'")
    found = [
        Found(row.method, estimate=row.estimate, low=row.ci_low, high=row.ci_high)
        for row in rows.itertuples()
    ]
    try:
        free = structural.fit(joint_syntax(False), frame, cluster="site")
    except ModelRefused:
        free = None
    return [*found, judged("two_level", result.two_level), judged("two_level_free", free)]


def judged(method: str, fitted: StructuralFit | None) -> Found:
    """Return what a joint fit found."""
    if fitted is None:
        return Found(method, refused=True, converged=False)
    if not fitted.convergence.converged:
        return Found(method, converged=False)
    row = fitted.parameters.query("lhs == 'z' and op == '~' and rhs == 'f'").iloc[0]
    return Found(method, False, True, fitted.admissible, row["estimate"], row["ci_low"], row["ci_high"])


def summary(found: list[Found], true: float) -> dict[str, float]:
    """Return what is asked of one way in one cell."""
    kept = pd.DataFrame([vars(own) for own in found if np.isfinite(own.estimate)])
    middle = kept["estimate"].median()
    covered = (kept["low"] <= true) & (true <= kept["high"])
    return {
        "true": true,
        "median": middle,
        "mean": kept["estimate"].mean(),
        "median_bias": middle / true - 1,
        "mad": (kept["estimate"] - middle).abs().median(),
        "rmse": float(np.sqrt(((kept["estimate"] - true) ** 2).mean())),
        "coverage": covered[kept["low"].notna()].mean(),
        "power": ((kept["low"] > 0) | (kept["high"] < 0)).mean(),
        "refused": np.mean([own.refused for own in found]),
        "not_converged": np.mean([not own.converged and not own.refused for own in found]),
        "inadmissible": np.mean([not own.admissible for own in found]),
        "without_error": float((kept["low"].isna()).mean()),
    }


def simulate(
    replications: int, sites: tuple[int, ...] = SITES, correlations: tuple[float, ...] = CORRELATIONS
) -> pd.DataFrame:
    """Return a row a cell and way; every cell has a random stream of its own."""
    rows = []
    for count in sites:
        for icc in correlations:
            generator = np.random.default_rng([SEED, count, round(1000 * icc)])
            found = [own for _ in range(replications) for own in estimated(drawn(count, icc, generator))]
            head = {"sites": count, "icc": icc, "replications": replications}
            for method in METHODS:
                own = [one for one in found if one.method == method]
                rows.append({**head, "method": method, **summary(own, STANDARDISED / np.sqrt(icc))})
            print(pd.DataFrame(rows[-len(METHODS) :]).round(3).to_string(), flush=True)
    return pd.DataFrame(rows)


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw bias and coverage by number of sites, a column an intraclass correlation."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from isop_analysis.figures import style

    style.use_style()
    mpl.rcParams["svg.fonttype"] = "path"
    figure = Figure(figsize=(7.4, 4.6), facecolor="white", layout="constrained")
    axes = figure.subplots(2, len(CORRELATIONS), sharex=True, sharey="row")
    for column, icc in zip(axes.T, CORRELATIONS, strict=True):
        own = table[table["icc"] == icc]
        column[0].set_title(f"intraclass correlation {icc:.2f}", fontsize=style.SIZE, loc="left")
        _lines(column[0], own, "median_bias", (-0.05, 0.05))
        _lines(column[1], own, "coverage", (0.92, 0.98))
    axes[0, 0].set_ylabel("bias of the median, share of the truth")
    axes[1, 0].set_ylabel("coverage of the 95 % interval")
    axes[0, 0].set_ylim(-0.8, 0.8)
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def _lines(axis: object, rows: pd.DataFrame, column: str, band: tuple[float, float]) -> None:
    from isop_analysis.figures import style

    looks = {
        "corrected": ("corrected (leads below 30 sites)", style.SCORE, "o"),
        "manifest": ("means as they are", style.LOW, "^"),
        "finite_population": ("finite population", style.LOW_LIGHT, "v"),
        "two_level": ("two-level, loadings equal", style.WORDS, "s"),
        "two_level_free": ("two-level, loadings free", style.SOFT, "D"),
    }
    axis.axhspan(*band, color=style.BAND)
    for method, (label, hue, marker) in looks.items():
        own = rows[rows["method"] == method]
        place = [SITES.index(count) for count in own["sites"]]
        axis.plot(place, own[column], marker=marker, color=hue, markersize=4, linewidth=1.0, label=label)
    axis.set_xticks(range(len(SITES)), [f"{count} sites" for count in SITES])


def main(replications: int) -> None:
    """Write the table and the figure."""
    table = simulate(replications)
    table.round(4).to_csv(DOCS / "central_path.csv", index=False)
    draw(table, DOCS / "central_path.svg")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)
