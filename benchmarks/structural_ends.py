"""How often a fit ends below the best maximum known, over 20 kinds of models × 20 seeds.

``python benchmarks/structural_ends.py`` (a minute or two; ``--seeds 3`` for fewer)

Every data set is drawn from a population near its model, mostly of few rows. The best known is the highest
log-likelihood among the fit's own end and searches from random places around the usual start: variances times
exp(N(0, 1)), loadings and slopes moved by N(0, 1) of their size or a half, loadings turned round one time in
five. A fit ends *below* where a converged search has more than 0.001 over it; it is *unfound* where it tells
that it did not converge though another search did. The table is in `benchmarks/README.md`.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import structural
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.optimum import maximise
from isop_analysis.stats.structural.starting_values import starting_values

STARTS = 30
BELOW = 1e-3
Draw = Callable[[np.random.Generator], pd.DataFrame]


@dataclass(frozen=True)
class Kind:
    """A kind of model: its syntax, how its data are drawn, and what else is asked of the fit."""

    syntax: str
    draw: Draw
    options: dict[str, str]


def growth(rows: int, basis: tuple[float, ...], slope: float = 0.3, gaps: float = 0.0) -> Draw:
    """Return draws of a start and a growth a person at times of this basis."""

    def draw(g: np.random.Generator) -> pd.DataFrame:
        start, change = g.normal(0, 1, rows), slope + g.normal(0, 0.5, rows)
        seen = start[:, None] + np.outer(change, basis) + g.normal(0, 0.7, (rows, len(basis)))
        seen[g.random(seen.shape) < gaps] = np.nan
        return pd.DataFrame(seen, columns=[f"t{place + 1}" for place in range(len(basis))])

    return draw


def factors(rows: int, loadings: list[list[float]], shared: float, gaps: float = 0.0) -> Draw:
    """Return draws of factors that correlate `shared`, each with its own items of variance 1."""

    def draw(g: np.random.Generator) -> pd.DataFrame:
        common, columns = g.normal(0, 1, rows), {}
        for place, own in enumerate(loadings):
            factor = np.sqrt(shared) * common + np.sqrt(1 - shared) * g.normal(0, 1, rows)
            for item, loading in enumerate(own):
                left = np.sqrt(max(1 - loading**2, 0.05))
                columns[f"{'abcd'[place]}{item + 1}"] = loading * factor + left * g.normal(0, 1, rows)
        frame = pd.DataFrame(columns)
        return frame.mask(g.random(frame.shape) < gaps)

    return draw


def causes(rows: int, factor: Draw) -> Draw:
    """Return the draws with two observed causes x, z and two outcomes y, v of the first item's rows."""

    def draw(g: np.random.Generator) -> pd.DataFrame:
        frame = factor(g)
        x, z = g.normal(0, 1, rows), g.normal(0, 1, rows)
        first = frame.filter(regex="^a").to_numpy() + 0.4 * x[:, None]
        frame[frame.filter(regex="^a").columns] = first
        y = 0.3 * first.mean(axis=1) + 0.3 * z + g.normal(0, 1, rows)
        return frame.assign(x=x, z=z, y=y, v=0.3 * y + 0.2 * x + g.normal(0, 1, rows))

    return draw


def waves(rows: int, steady: float) -> Draw:
    """Return draws of x and y at four waves, with steady parts of this variance."""

    def draw(g: np.random.Generator) -> pd.DataFrame:
        person = g.normal(0, np.sqrt(steady), (rows, 2))
        now, columns = g.normal(0, 1, (rows, 2)), {}
        for wave in range(1, 5):
            columns |= {f"x_{wave}": person[:, 0] + now[:, 0], f"y_{wave}": person[:, 1] + now[:, 1]}
            now = now @ np.array([[0.4, 0.2], [0.0, 0.4]]) + g.normal(0, 0.8, (rows, 2))
        return pd.DataFrame(columns)

    return draw


def nested(clusters: int, size: int, share: float, gaps: float = 0.0) -> Draw:
    """Return draws of three items of a factor within and one between clusters."""

    def draw(g: np.random.Generator) -> pd.DataFrame:
        codes = np.repeat(np.arange(clusters), size)
        w = g.normal(0, 1, clusters)
        between = np.sqrt(share) * (0.4 * w + g.normal(0, 1, clusters))
        within = np.sqrt(1 - share) * g.normal(0, 1, len(codes))
        items = (between[codes] + within)[:, None] * np.array([1.0, 0.8, 0.7])
        items = items + g.normal(0, 0.2, (clusters, 3))[codes] + g.normal(0, 0.7, (len(codes), 3))
        items[g.random(items.shape) < gaps] = np.nan
        return pd.DataFrame(items, columns=["y1", "y2", "y3"]).assign(w=w[codes], cluster=codes)

    return draw


BASIS = "i =~ 1*t1 + 1*t2 + 1*t3 + 1*t4\n"
EQUAL = "t1 ~~ e*t1\nt2 ~~ e*t2\nt3 ~~ e*t3\nt4 ~~ e*t4\n"
MEANS = "i ~ 1\ns ~ 1\nt1 + t2 + t3 + t4 ~ 0*1\n"
THREE = "a =~ a1 + a2 + a3\nb =~ b1 + b2 + b3\nc =~ c1 + c2 + c3\n"
LEVELS = "level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nfb =~ y1 + y2 + y3\n"
SOLID, WEAK = [[0.8, 0.7, 0.6]] * 3, [[0.6, 0.4, 0.3]] * 3
KINDS = {
    "latent basis, equal residuals": Kind(
        BASIS + "s =~ 0*t1 + 1*t2 + t3 + t4\n" + MEANS + EQUAL, growth(100, (0, 1, 2, 3)), {}
    ),
    "latent basis, own residuals": Kind(
        BASIS + "s =~ 0*t1 + 1*t2 + t3 + t4\n" + MEANS, growth(100, (0, 1, 1.5, 1.8)), {}
    ),
    "latent basis to 1 at the end, FIML": Kind(
        BASIS + "s =~ 0*t1 + t2 + t3 + 1*t4\n" + MEANS + EQUAL,
        growth(100, (0, 0.5, 0.8, 1), 1.0, 0.15),
        {"missing": "fiml"},
    ),
    "latent basis without means": Kind(
        BASIS + "s =~ 0*t1 + 1*t2 + t3 + t4\n" + EQUAL, growth(100, (0, 1, 2, 3)), {}
    ),
    "quadratic growth": Kind(
        BASIS
        + "s =~ 0*t1 + 1*t2 + 2*t3 + 3*t4\nq =~ 0*t1 + 1*t2 + 4*t3 + 9*t4\nq ~~ 0*i + 0*s\nq ~ 1\n"
        + MEANS
        + EQUAL,
        growth(80, (0, 1, 2, 3)),
        {},
    ),
    "three factors, 60 rows": Kind(THREE, factors(60, SOLID, 0.3), {}),
    "three weak factors, 60 rows": Kind(THREE, factors(60, WEAK, 0.3), {}),
    "three weak factors, FIML": Kind(THREE, factors(100, WEAK, 0.3, 0.2), {"missing": "fiml"}),
    "items turned round": Kind(
        THREE, factors(80, [[0.2, -0.7, 0.6], [-0.7, 0.6, 0.5], [0.7, -0.6, -0.5]], 0.3), {}
    ),
    "a weak first item": Kind(THREE, factors(100, [[0.15, 0.7, 0.6]] * 3, 0.4), {}),
    "two items a factor": Kind(
        "a =~ a1 + a2\nb =~ b1 + b2\nc =~ c1 + c2\n", factors(80, [[0.7, 0.6]] * 3, 0.3), {}
    ),
    "second order": Kind(THREE + "h =~ a + b + c\n", factors(100, SOLID, 0.4), {}),
    "bifactor": Kind(
        "h =~ a1 + a2 + a3 + b1 + b2 + b3 + c1 + c2 + c3\n"
        + THREE
        + "h ~~ 0*a + 0*b + 0*c\na ~~ 0*b + 0*c\nb ~~ 0*c\n",
        factors(200, SOLID, 0.5),
        {},
    ),
    "cross loadings": Kind(
        "a =~ a1 + a2 + a3 + b1\nb =~ b1 + b2 + b3 + a1\n", factors(80, SOLID[:2], 0.3), {}
    ),
    "causes and outcomes of a factor": Kind(
        "a =~ a1 + a2 + a3\na ~ x + z\ny ~ a + x\nv ~ y + a\n", causes(60, factors(60, SOLID[:1], 0.0)), {}
    ),
    "a circle of causes": Kind(
        "y ~ v + x\nv ~ y + z\ny ~~ v\n", causes(100, factors(100, SOLID[:1], 0.0)), {}
    ),
    "cross-lagged with steady parts": Kind(
        structural.ri_clpm_syntax(["x", "y"], ["1", "2", "3", "4"]), waves(120, 0.5), {}
    ),
    "cross-lagged without steady parts": Kind(
        structural.ri_clpm_syntax(["x", "y"], ["1", "2", "3", "4"]), waves(120, 0.0), {}
    ),
    "two levels, 20 clusters": Kind(LEVELS + "fb ~ w\n", nested(20, 8, 0.1), {"cluster": "cluster"}),
    "two levels, 30 clusters, FIML": Kind(
        LEVELS + "fb ~ w\n", nested(30, 8, 0.15, 0.15), {"cluster": "cluster", "missing": "fiml"}
    ),
}


def best_known(fitted: structural.StructuralFit, g: np.random.Generator, starts: int) -> float:
    """Return the highest log-likelihood that a converged search from a random start finds."""
    solved = fitted.solved
    assert solved is not None
    usual = starting_values(solved.model.table, solved.statistics.start)
    best = -np.inf
    for _ in range(starts):
        try:
            with np.errstate(all="ignore"):
                found = maximise(solved.model, moved(solved.model.table, usual, g))
        except (Refused, np.linalg.LinAlgError):
            continue
        if found.convergence.converged:
            best = max(best, found.slope.loglik)
    return best


def moved(table: object, usual: Array, g: np.random.Generator) -> Array:
    """Return a random place around the usual start."""
    theta = usual.copy()
    for row in {row.free: row for row in table.parameters if row.free >= 0}.values():  # type: ignore[attr-defined]
        place = row.free
        if row.op == "~~" and row.lhs == row.rhs:
            theta[place] *= np.exp(g.normal())
        elif row.op in ("=~", "~"):
            theta[place] += g.normal() * max(abs(theta[place]), 0.5)
            theta[place] *= -1 if row.op == "=~" and g.random() < 0.2 else 1
    return theta


def counted(kind: Kind, seeds: int, starts: int) -> dict[str, float]:
    """Return how the fits of a kind end."""
    found = {"below": 0, "unfound": 0, "unconverged": 0, "inadmissible": 0, "worst": 0.0, "seconds": 0.0}
    for seed in range(seeds):
        g = np.random.default_rng(seed)
        frame = kind.draw(g)
        began = time.process_time()
        fitted = structural.fit(kind.syntax, frame, **kind.options)  # type: ignore[arg-type]
        found["seconds"] += time.process_time() - began
        assert fitted.solved is not None
        own = fitted.solved.model.loglik(fitted.theta)
        short = best_known(fitted, g, starts) - own
        converged = fitted.convergence.converged
        found["below"] += short > BELOW
        found["unfound"] += not converged and short > -BELOW
        found["unconverged"] += not converged
        found["inadmissible"] += not fitted.admissible
        found["worst"] = max(found["worst"], short if np.isfinite(short) else 0.0)
    return found


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--starts", type=int, default=STARTS)
    asked.add_argument("--kinds", default="", help="kinds whose name has this")
    options = asked.parse_args()
    print(
        "| model | below | unfound | unconverged | inadmissible | worst | seconds a fit |\n"
        "|---|---|---|---|---|---|---|"
    )
    total = dict.fromkeys(("below", "unfound", "unconverged", "inadmissible"), 0)
    for name, kind in ((name, kind) for name, kind in KINDS.items() if options.kinds in name):
        found = counted(kind, options.seeds, options.starts)
        counts = " | ".join(f"{found[key]:.0f}" for key in total)
        seconds = found["seconds"] / options.seeds
        print(f"| {name} | {counts} | {found['worst']:.3f} | {seconds:.4f} |", flush=True)
        for key in total:
            total[key] += int(found[key])
    print(f"| of {options.seeds * len(KINDS)} | {' | '.join(map(str, total.values()))} | | |")


if __name__ == "__main__":
    main()
