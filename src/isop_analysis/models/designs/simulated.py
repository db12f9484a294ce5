"""Simulations of designs, each made once: found again by the hash of all that decides its numbers.

The hash covers the design matrix, groups, weights, variances, settings and the code that simulates. What a
run did not use is removed.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.base.whole_files import whole_file

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from isop_analysis.stats.multilevel import DesignPower
    from isop_analysis.stats.multilevel.assembly import Assembly
    from isop_analysis.stats.multilevel.degrees import Degrees
    from isop_analysis.stats.multilevel.truth import Truth

SHARED = ("spread", "se", "df")


@dataclass(frozen=True)
class Simulations:
    """A folder of simulated designs, with the settings they have in common."""

    folder: Path
    seed: int
    replications: int
    alpha: float
    used: set[str] = field(default_factory=set)

    def of(self, model: "Assembly", truth: "Truth", terms: list[str], df: "Degrees") -> "DesignPower":
        """Return what a design can find, simulated where that was not done before."""
        from isop_analysis.stats.multilevel.design_power import design_power

        name = self._hash(model, truth, terms, df)
        self.used.add(name)
        path = self.folder / f"{name}.npz"
        if path.exists():
            return _read(path, model, terms, self.alpha)
        found = design_power(
            model, truth, seed=self.seed, terms=terms, replications=self.replications, alpha=self.alpha, df=df
        )
        _write(path, found)
        return found

    def forget_unused(self) -> None:
        """Remove the designs that were not asked for."""
        for path in sorted(self.folder.glob("*.npz")):
            if path.stem not in self.used:
                path.unlink()

    @cached_property
    def _code(self) -> str:
        import numpy
        import scipy

        from isop_analysis.stats import multilevel

        digest = hashlib.sha256(f"numpy {numpy.__version__} scipy {scipy.__version__}".encode())
        for path in sorted(Path(str(multilevel.__file__)).parent.glob("*.py")):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def _hash(self, model: "Assembly", truth: "Truth", terms: list[str], df: "Degrees") -> str:
        settings = (self._code, self.seed, self.replications, self.alpha, df, terms, model.fixed.design.names)
        digest = hashlib.sha256(repr(settings).encode())
        arrays: list[NDArray[Any]] = [model.fixed.design.matrix, *truth.relative]
        for block in model.layout.blocks:
            digest.update(repr((block.group, block.levels, block.spans, block.matrix.shape)).encode())
            arrays += [block.codes, block.matrix]
        if model.root_weights is not None:
            arrays.append(model.root_weights)
        for array in arrays:
            digest.update(repr((array.dtype.str, array.shape)).encode() + array.tobytes())
        digest.update(float(truth.sigma2).hex().encode())
        return digest.hexdigest()[:32]


def _write(path: Path, found: "DesignPower") -> None:
    import numpy as np

    every = list(found.terms.values())
    with whole_file(path) as part, part.open("wb") as file:
        np.savez(
            file,
            deviation=np.array([one.deviation for one in every]),
            critical=np.array([one.critical for one in every]),
            shared=np.array([[getattr(one, name) for name in SHARED] for one in every]),
            shares=np.array([found.singular, found.not_converged]),
        )


def _read(path: Path, model: "Assembly", terms: list[str], alpha: float) -> "DesignPower":
    import numpy as np

    from isop_analysis.stats.multilevel import DesignPower
    from isop_analysis.stats.multilevel.power_curve import TermPower

    with np.load(path) as kept:
        deviation, critical = kept["deviation"], kept["critical"]
        shared, (singular, not_converged) = kept["shared"], kept["shares"]
    by_term = {}
    for place, term in enumerate(terms):
        spread, se, df = (float(value) for value in shared[place])
        by_term[term] = TermPower(deviation[place], critical[place], spread, se, df, alpha)
    clusters = {effect.group: len(effect.factor.levels) for effect in model.layout.effects}
    return DesignPower(by_term, model.n, clusters, float(singular), float(not_converged), deviation.shape[1])
