"""Invented data and models, fitted here and by lavaan: where do estimates, errors and tests differ?

``python benchmarks/structural_agreement.py [seeds]``

Two dozen kinds of models on new data for every seed: badly scaled, misspecified, with Heywood cases, weak or
negative markers, factors of factors, equal parameters, groups, means, missing values, two levels. A line a
fit: log-likelihood here less lavaan's, the largest difference of an estimate in standard errors, of a
standard error in per cent, of the standardised solution, and of chi-square; then who converged.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from isop_analysis.stats import structural

IN_R = """
suppressMessages(library(lavaan)); args <- commandArgs(TRUE)
todo <- jsonlite::fromJSON(file.path(args[1], "todo.json"), simplifyVector = FALSE)
found <- lapply(todo, function(m) {
  given <- c(list(model = m$model, data = read.csv(file.path(args[1], m$file))), m$options)
  for (name in c("group.equal")) if (!is.null(given[[name]])) given[[name]] <- unlist(given[[name]])
  fit <- tryCatch(suppressWarnings(do.call("sem", given)), error = function(e) NULL)
  if (is.null(fit) || !lavInspect(fit, "converged")) return(list(converged = FALSE))
  table <- parameterEstimates(fit, remove.nonfree = FALSE)
  list(converged = TRUE, est = table$est, se = table$se, std = standardizedSolution(fit, se = FALSE)$est.std,
       loglik = as.numeric(logLik(fit)), chisq = unname(fitMeasures(fit, "chisq")))
})
jsonlite::write_json(found, file.path(args[1], "found.json"), auto_unbox = TRUE, digits = NA, na = "null")
"""
CFA = "f1 =~ a1+a2+a3+a4\nf2 =~ b1+b2+b3+b4\nf3 =~ c1+c2+c3+c4\n"
ITEMS = [f"{letter}{count}" for letter in "abc" for count in range(1, 5)]


@dataclass(frozen=True)
class Case:
    """A model, its data, and lavaan's options."""

    name: str
    model: str
    data: pd.DataFrame
    options: dict[str, object] = field(default_factory=dict)


def items(rng: np.random.Generator, n: int, strength: float = 0.7, noise: float = 0.0) -> pd.DataFrame:
    """Return three correlated factors' twelve items; `noise` is left over that no factor explains."""
    spread = np.array([[1.0, 0.4, 0.3], [0.4, 1.0, 0.5], [0.3, 0.5, 1.0]])
    factors = rng.multivariate_normal(np.zeros(3), spread, size=n)
    loadings = strength * rng.uniform(0.7, 1.2, 12)
    values = np.repeat(factors, 4, axis=1) * loadings + rng.normal(size=(n, 12)) * np.sqrt(1 - strength**2)
    shared = rng.normal(size=(n, 4))
    data = pd.DataFrame(values + noise * np.tile(shared, 3), columns=ITEMS) + rng.normal(size=12)
    data["x"] = 0.5 * factors[:, 0] + rng.normal(size=n)
    data["y"] = 0.4 * factors[:, 1] + 0.3 * data["x"] + rng.normal(size=n)
    data["z"] = 0.4 * data["y"] - 0.2 * data["x"] + rng.standard_t(5, size=n)
    return data


def without(rng: np.random.Generator, data: pd.DataFrame, share: float) -> pd.DataFrame:
    """Return the data with values of the items missing, more often where the first is high."""
    high = (data["a1"] > data["a1"].median()).to_numpy()[:, None]
    gone = rng.random((len(data), 11)) < share * np.where(high, 1.5, 0.5)
    return data.assign(**data[ITEMS[1:]].mask(gone))


def nested(rng: np.random.Generator, clusters: int, icc: float) -> pd.DataFrame:
    """Return persons in clusters of different sizes: four items, a predictor, an outcome of the cluster."""
    site = np.repeat(np.arange(clusters), rng.integers(4, 25, clusters))
    upper, w = rng.normal(size=clusters) * np.sqrt(icc), rng.normal(size=clusters)
    factor = (upper + 0.3 * np.sqrt(icc) * w)[site] + rng.normal(size=len(site)) * np.sqrt(1 - icc)
    data = pd.DataFrame({f"y{count}": factor * (0.6 + 0.1 * count) for count in range(4)})
    data += rng.normal(size=(len(site), 4)) * 0.7 + (rng.normal(size=(clusters, 4)) * 0.15)[site]
    outcome = 0.5 * upper + 0.5 * rng.normal(size=clusters)
    return data.assign(x=rng.normal(size=len(site)), w=w[site], u=outcome[site], site=site)


def cases(seed: int) -> Iterator[Case]:
    rng = np.random.default_rng(seed)
    plain, small = items(rng, 250), items(rng, 70, 0.5)
    scaled = plain.assign(**plain[ITEMS] * 10.0 ** rng.uniform(-3, 4, 12))
    yield Case("three factors", CFA, plain)
    yield Case("badly scaled", CFA, scaled)
    yield Case("one factor for three", f"g =~ {'+'.join(ITEMS)}", plain)
    yield Case("misfit by methods", CFA, items(rng, 400, 0.6, 0.8))
    yield Case("few rows, weak items", CFA, small)
    yield Case("Heywood", "f1 =~ a1+a2+a3\nf2 =~ b1+b2+b3", items(rng, 40, 0.45))
    yield Case("weak marker", CFA, plain.assign(a1=0.15 * plain["a1"] + rng.normal(size=250)))
    yield Case("negative marker", CFA, plain.assign(a1=-plain["a1"], b3=-plain["b3"]))
    yield Case("second order", CFA + "g =~ f1+f2+f3", plain)
    yield Case("second order, few rows", CFA + "g =~ f1+f2+f3", small)
    equal = "f1 =~ a*a1+a*a2+a*a3+b*a4\nf2 =~ b1+b*b2+b3+b4\nf1 ~~ c*f1\nf2 ~~ c*f2"
    yield Case("equal parameters", equal, plain)
    yield Case("unit variances", CFA + "a1 ~~ b1\nc1 ~~ c2", plain, {"std.lv": True})
    yield Case("structure", CFA + "f3 ~ p*f2 + f1\nf2 ~ q*f1\npq := p*q", plain)
    yield Case("predictors", CFA + "f1 ~ x + y\nf2 ~ f1 + x\nz ~ f2 + f3", plain)
    yield Case("paths only", "y ~ p*x\nz ~ q*y + x\npq := p*q", plain)
    yield Case("robust", CFA + "f3 ~ f1\nz ~ f3", plain, {"estimator": "MLR"})
    yield Case("many items", "\n".join(f"g{k} =~ " + "+".join(ITEMS[k::3]) for k in range(3)), scaled)
    grouped = items(rng, 420).assign(team=np.repeat(["p", "q", "r"], [200, 140, 80]))
    yield Case("groups", CFA, grouped, {"group": "team"})
    for kinds in (["loadings"], ["loadings", "intercepts"], ["loadings", "intercepts", "residuals"]):
        options = {"group": "team", "group.equal": kinds}
        yield Case(f"equal {kinds[-1]}", CFA, grouped, options)
    growth = "i =~ 1*a1+1*a2+1*a3+1*a4\ns =~ 0*a1+1*a2+2*a3+3*a4\na1+a2+a3+a4 ~ 0*1\ni ~ 1 + x\ns ~ 1 + x"
    yield Case("growth", growth, plain)
    for name, data in (("plain", plain), ("scaled", scaled)):
        yield Case(f"missing, {name}", CFA, without(rng, data, 0.15), {"missing": "fiml"})
    much = {"missing": "fiml", "estimator": "MLR"}
    yield Case("missing, robust", CFA + "f1 ~ x\nz ~ f2", without(rng, plain, 0.3), much)
    yield Case("missing, groups", CFA, without(rng, grouped, 0.1), {"missing": "fiml", "group": "team"})
    both = "level: 1\nfw =~ y0+y1+y2+y3\nfw ~ x\nlevel: 2\nfb =~ y0+y1+y2+y3\nfb ~ w\n"
    for clusters, icc in ((40, 0.3), (80, 0.1), (15, 0.3)):
        yield Case(f"{clusters} clusters", both, nested(rng, clusters, icc), {"cluster": "site"})
    outcome = both + "u ~ fb"
    yield Case("cluster outcome", outcome, nested(rng, 60, 0.3), {"cluster": "site", "estimator": "MLR"})


def theirs(chosen: list[Case]) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        todo = []
        for place, case in enumerate(chosen):
            case.data.to_csv(Path(folder) / f"{place}.csv", index=False)
            todo.append({"model": case.model, "file": f"{place}.csv", "options": case.options})
        (Path(folder) / "todo.json").write_text(json.dumps(todo))
        subprocess.run(["Rscript", "-e", IN_R, folder], check=True)
        return json.loads((Path(folder) / "found.json").read_text())


def ours(case: Case) -> structural.StructuralFit:
    options = {name.replace(".", "_"): value for name, value in case.options.items()}
    return structural.fit(case.model, case.data, **options)


def compared(case: Case, other: dict[str, object]) -> str:
    try:
        fitted = ours(case)
    except structural.ModelRefused as refusal:
        return f"refused: {refusal}"
    said = f"here {fitted.convergence.iterations:2d} steps"
    said += "" if fitted.convergence.converged else ", NOT CONVERGED"
    if not other["converged"]:
        return f"{said}; lavaan NOT CONVERGED"
    table = fitted.parameters
    est, se, std = (np.array(other[name], dtype=float) for name in ("est", "se", "std"))
    off = np.abs(table["estimate"] - est) / np.where(table["se"] > 0, table["se"], np.inf)
    errors = np.abs(table["se"] - se) / np.where(se > 0, se, np.inf)
    shares = np.abs(table["std_all"] - std)
    chi2 = fitted.fit_indices["chi2"] - float(other["chisq"] or np.nan)
    higher = fitted.fit_indices["loglik"] - float(other["loglik"])
    return (
        f"loglik {higher:+.1e}  estimates {off.max():.0e} SE  errors {100 * errors.max():6.3f} %  "
        f"std {shares.max():.0e}  chi2 {chi2:+.0e}; {said}{'' if fitted.admissible else ', inadmissible'}"
    )


def main() -> None:
    for seed in range(1, 1 + int(sys.argv[1] if len(sys.argv) > 1 else 1)):
        chosen = list(cases(seed))
        for case, other in zip(chosen, theirs(chosen), strict=True):
            print(f"{seed} {case.name:24s} {compared(case, other)}", flush=True)


if __name__ == "__main__":
    main()
