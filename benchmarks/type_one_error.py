"""How often the tests of a multilevel model reject where nothing is there, with the demo's few teams.

``python benchmarks/type_one_error.py [replications]`` (2,000 unless told) writes docs/type_one_error.csv and
docs/type_one_error.svg.

Outcomes of variance 1 are drawn without any effect, from the model that is then fitted, at five intraclass
correlations. A design draws its predictors anew for every 100 outcomes. Each fit is tested by Kenward-Roger
(the default), Satterthwaite and the normal distribution, at .05. Seeded: the same bytes every time.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel import fit
from isop_analysis.stats.multilevel.fitting import infer
from isop_analysis.stats.multilevel.inference import t_p_value
from isop_analysis.stats.multilevel.refits import solve_many
from isop_analysis.stats.multilevel.solution import Solution

DOCS = Path(__file__).parents[1] / "docs"
SEED = 20240901
ICCS = (0.0, 0.02, 0.05, 0.10, 0.25)
METHODS = ("kenward-roger", "satterthwaite", "normal")
LEVEL = 0.05
A_DRAW = 100
TARGET = (0.035, 0.065)
SITES = 12
BALANCED = (7,) * 24
# Members a team by the demo's register; team t is in site t modulo 12.
UNEQUAL = (5, 6, 8, 8, 8, 9, 5, 6, 7, 8, 8, 9, 5, 6, 7, 7, 10, 9, 5, 8, 7, 7, 9, 9)
PERSON_SHARE = 0.3
ANSWER_SHARES = (0.60, 0.42, 0.27)  # of members, at T0, T1 and T2: the demo's 100, 70 and 45 of 168

Rng = np.random.Generator


@dataclass(frozen=True)
class Condition:
    """A design: its rows, the model fitted to them, and the share of variance of each random effect."""

    name: str
    formula: str
    rows: Callable[[Rng], pd.DataFrame]
    shares: Callable[[float], dict[str, float]]


def members(sizes: tuple[int, ...], rng: Rng) -> pd.DataFrame:
    """Return a row a person: person, team, site and a standard normal predictor of each level."""
    team = np.repeat(np.arange(len(sizes)), sizes)
    site = team % SITES
    return pd.DataFrame(
        {
            "person": [f"p{number:03d}" for number in range(len(team))],
            "team": [f"t{number:02d}" for number in team],
            "site": [f"s{number:02d}" for number in site],
            "of_site": rng.standard_normal(SITES)[site],
            "of_team": rng.standard_normal(len(sizes))[team],
            "of_person": rng.standard_normal(len(team)),
        }
    )


def answers(sizes: tuple[int, ...], rng: Rng) -> pd.DataFrame:
    """Return a row an answer, at up to three occasions, with a predictor of each occasion."""
    people = members(sizes, rng)
    gave = rng.random((len(people), len(ANSWER_SHARES))) < ANSWER_SHARES
    person, occasion = np.nonzero(gave)
    frame = people.iloc[person].reset_index(drop=True)
    return frame.assign(occasion=occasion.astype(str), of_occasion=rng.standard_normal(len(frame)))


CONDITIONS = (
    Condition(
        "24 teams of 7",
        "score ~ of_site + of_team + of_person + (1 | team)",
        lambda rng: members(BALANCED, rng),
        lambda icc: {"team": icc},
    ),
    Condition(
        "24 teams of 5 to 10",
        "score ~ of_site + of_team + of_person + (1 | team)",
        lambda rng: members(UNEQUAL, rng),
        lambda icc: {"team": icc},
    ),
    Condition(
        "12 sites of 10 to 18",
        "score ~ of_site + of_person + (1 | site)",
        lambda rng: members(UNEQUAL, rng),
        lambda icc: {"site": icc},
    ),
    Condition(
        "24 teams in 12 sites",
        "score ~ of_site + of_team + of_person + (1 | site/team)",
        lambda rng: members(UNEQUAL, rng),
        lambda icc: {"site": icc / 2, "team": icc / 2},
    ),
    Condition(
        "24 teams, three occasions",
        "score ~ of_team + of_person + of_occasion + occasion + (1 | team) + (1 | person)",
        lambda rng: answers(UNEQUAL, rng),
        lambda icc: {"team": icc, "person": PERSON_SHARE},
    ),
)


def outcomes(frame: pd.DataFrame, shares: dict[str, float], count: int, rng: Rng) -> np.ndarray:
    """Draw outcomes (count, n) of variance 1 without effects of predictors."""
    Y = np.sqrt(1.0 - sum(shares.values())) * rng.standard_normal((count, len(frame)))
    for group, share in shares.items():
        codes, levels = pd.factorize(frame[group])
        Y += np.sqrt(share) * rng.standard_normal((count, len(levels)))[:, codes]
    return Y


def solutions(condition: Condition, icc: float, replications: int, rng: Rng) -> Iterator[Solution]:
    """Yield the fit of each replication."""
    for start in range(0, replications, A_DRAW):
        frame = condition.rows(rng)
        Y = outcomes(frame, condition.shares(icc), min(A_DRAW, replications - start), rng)
        yield from solve_many(fit(condition.formula, frame.assign(score=Y[0])), Y)


def p_values(solution: Solution, method: str) -> np.ndarray:
    """Return the p-value (p,) of each coefficient by one method."""
    inference, _ = infer(solution, method)
    df = np.array([inference.df(contrast) for contrast in np.eye(len(solution.beta))])
    return t_p_value(solution.beta / np.sqrt(np.diag(inference.covariance)), df)


def rejection_rows(condition: Condition, icc: float, replications: int, rng: Rng) -> list[dict[str, object]]:
    """Return a row a predictor and method, for one design at one intraclass correlation."""
    found = list(solutions(condition, icc, replications, rng))
    names = found[0].model.fixed.design.names
    head = {
        "design": condition.name,
        "icc": icc,
        "replications": replications,
        "singular": np.mean([solution.singular for solution in found]),
        "not_converged": np.mean([not solution.optimum.convergence.converged for solution in found]),
    }
    singular = np.array([solution.singular for solution in found])
    rows = []
    for method in METHODS:
        rejected = np.array([p_values(solution, method) < LEVEL for solution in found])
        for name, own in zip(names, rejected.T, strict=True):
            if name.startswith("of_"):
                low, high = wilson(float(own.mean()), replications)
                rates = {"rejected": own.mean(), "low": low, "high": high}
                where = {"rejected_singular": share(own[singular]), "rejected_regular": share(own[~singular])}
                rows.append({**head, "predictor": name[3:], "method": method, **rates, **where})
    return rows


def share(rejected: np.ndarray) -> float:
    """Return the share of rejections, NaN where there is no fit."""
    return float(rejected.mean()) if len(rejected) else np.nan


def wilson(rate: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    z = 1.959964
    middle = (rate + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z / (1 + z**2 / count) * np.sqrt(rate * (1 - rate) / count + z**2 / (4 * count**2))
    return middle - half, middle + half


def simulate(
    replications: int, conditions: tuple[Condition, ...] = CONDITIONS, iccs: tuple[float, ...] = ICCS
) -> pd.DataFrame:
    """Return all rows; each design and correlation has a random stream of its own."""
    rows = []
    for place, condition in enumerate(CONDITIONS):
        for number, icc in enumerate(ICCS):
            if condition in conditions and icc in iccs:
                rng = np.random.default_rng([SEED, place, number])
                rows += rejection_rows(condition, icc, replications, rng)
    order = ["design", "icc", "predictor", "method", "rejected", "low", "high", "singular"]
    parts = ["rejected_singular", "rejected_regular", "not_converged", "replications"]
    return pd.DataFrame(rows)[[*order, *parts]]


def draw(table: pd.DataFrame, path: Path) -> None:
    """Draw the shares rejected by intraclass correlation: a row a design, a panel a predictor."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    from isop_analysis.figures import style

    style.use_style()
    mpl.rcParams["svg.fonttype"] = "path"
    designs, keys = list(dict.fromkeys(table["design"])), None
    figure = Figure(figsize=(7.4, 2.0 * len(designs)), facecolor="white", layout="constrained")
    axes = figure.subplots(len(designs), 3, sharex=True, sharey=True, squeeze=False)
    for design, row in zip(designs, axes, strict=True):
        own = table[table["design"] == design]
        predictors = list(dict.fromkeys(own["predictor"]))
        for predictor, axis in zip(predictors, row, strict=False):
            draw_panel(axis, own[own["predictor"] == predictor])
            axis.set_title(f"{design} · {predictor}", fontsize=style.SIZE, loc="left")
        keys = keys or row[0].get_legend_handles_labels()
        for axis in row[len(predictors) :]:
            axis.axis("off")
            axis.legend(*keys, loc="center left", frameon=False)
    figure.supxlabel("intraclass correlation", fontsize=style.SIZE)
    figure.supylabel("share of 2,000 fits in which p < .05, though there is no effect", fontsize=style.SIZE)
    figure.savefig(path, metadata={"Date": None, "Creator": None})


def draw_panel(axis: object, rows: pd.DataFrame) -> None:
    """Draw three methods with their intervals, over the band aimed at."""
    from isop_analysis.figures import style

    looks = {
        "kenward-roger": ("Kenward–Roger (default)", style.SCORE, "o", -0.12),
        "satterthwaite": ("Satterthwaite", style.WORDS, "s", 0.0),
        "normal": ("normal", style.LOW, "^", 0.12),
    }
    axis.axhspan(*TARGET, color=style.BAND)
    axis.axhline(LEVEL, color=style.SOFT, linewidth=0.8)
    for method, (label, hue, marker, shift) in looks.items():
        own = rows[rows["method"] == method]
        spread = np.abs(own[["low", "high"]].to_numpy().T - own["rejected"].to_numpy())
        place = np.arange(len(own)) + shift
        axis.errorbar(
            place, own["rejected"], spread, fmt=marker, color=hue, markersize=4, linewidth=1.2, label=label
        )
    axis.set_xticks(np.arange(len(ICCS)), [f"{icc:g}" for icc in ICCS])
    axis.set_ylim(0, 0.12)


def main(replications: int) -> None:
    """Simulate, write, draw."""
    table = simulate(replications)
    table.to_csv(DOCS / "type_one_error.csv", index=False, float_format="%.5g", lineterminator="\n")
    draw(table, DOCS / "type_one_error.svg")
    print(table.to_string(index=False))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
