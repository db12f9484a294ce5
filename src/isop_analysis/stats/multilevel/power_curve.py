"""Power curves: what a simulated design finds at effects of any size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.inference import t_quantile


@dataclass(frozen=True)
class Chance:
    """A share of repetitions (0–1) and its Monte-Carlo standard error."""

    power: float
    monte_carlo_se: float


@dataclass(frozen=True)
class Smallest:
    """The smallest effect found with the wanted power, in the coefficient's unit, and its Monte-Carlo
    standard error; both NaN where no effect is found so often.
    """

    effect: float
    monte_carlo_se: float


@dataclass(frozen=True)
class TermPower:
    """The tests of one coefficient over the replications (R).

    Attributes:
        deviation: the estimate's departure from that at the true variances (R,).
        critical: what the estimate must exceed in size (R,), the t quantile × standard error; infinite where
            the search for the variances did not settle.
        spread: standard deviation of the estimate at the true variances.
        se, df: standard error and degrees of freedom of the test at the true variances.
    """

    deviation: Array
    critical: Array
    spread: float
    se: float
    df: float
    alpha: float

    def chance(self, effect: float) -> Chance:
        """Return the chance that an effect of this size is found, in either direction."""
        each = self._each(effect)
        return Chance(float(each.mean()), float(each.std() / np.sqrt(len(each))))

    def curve(self, effects: Sequence[float] | Array) -> pd.DataFrame:
        """Return effect, power, monte_carlo_se."""
        chances = [self.chance(float(effect)) for effect in effects]
        numbers = [(one.power, one.monte_carlo_se) for one in chances]
        frame = pd.DataFrame(numbers, columns=["power", "monte_carlo_se"])
        frame.insert(0, "effect", np.asarray(effects, dtype=np.float64))
        return frame

    def smallest(self, power: float = 0.80) -> Smallest:
        """Return the smallest effect that is found with this power (between alpha and 1)."""
        from scipy.optimize import brentq

        high = self.spread
        while self.chance(high).power < power:
            high *= 2.0
            if high > 1e6 * self.spread:
                return Smallest(float("nan"), float("nan"))
        effect = float(brentq(lambda size: self.chance(size).power - power, 0.0, high, xtol=1e-9 * high))
        step = 1e-4 * self.spread
        slope = (self.chance(effect + step).power - self.chance(effect - step).power) / (2.0 * step)
        return Smallest(effect, self.chance(effect).monte_carlo_se / slope)

    def closed_form(self, power: float = 0.80) -> float:
        """Return (t_{1−α/2} + t_power) × SE at the true variances (Bloom 1995, Evaluation Review 19)."""
        quantiles = (
            t_quantile(1.0 - self.alpha / 2.0, np.array(self.df)),
            t_quantile(power, np.array(self.df)),
        )
        return float(sum(quantiles)) * self.se

    def _each(self, effect: float) -> Array:
        """Return the chance per replication; an outcome and its mirror image are equally likely."""
        from scipy.special import ndtr

        over = [ndtr((effect + sign * self.deviation - self.critical) / self.spread) for sign in (1.0, -1.0)]
        under = [
            ndtr((-effect - sign * self.deviation - self.critical) / self.spread) for sign in (1.0, -1.0)
        ]
        return np.asarray((over[0] + over[1] + under[0] + under[1]) / 2.0)


@dataclass(frozen=True)
class DesignPower:
    """What a design can find, per coefficient.

    Attributes:
        terms: per coefficient its tests over the replications.
        n: rows; clusters: levels per grouping factor.
        singular: share of replications with a variance estimated as zero or a correlation as ±1.
        not_converged: share in which no estimate was reached; these count as finding nothing.
        replications: how many.
    """

    terms: Mapping[str, TermPower]
    n: int
    clusters: Mapping[str, int]
    singular: float
    not_converged: float
    replications: int

    def __getitem__(self, term: str) -> TermPower:
        if term not in self.terms:
            meant = nearest(term, self.terms)
            raise Refused("coefficient_absent", term=term, meant=meant, terms=list(self.terms))
        return self.terms[term]

    def table(self, power: float = 0.80) -> pd.DataFrame:
        """Return per coefficient: term, smallest, monte_carlo_se, closed_form, type_one (power without
        effect).
        """
        rows = []
        for name, term in self.terms.items():
            found = term.smallest(power)
            rows.append(
                (name, found.effect, found.monte_carlo_se, term.closed_form(power), term.chance(0).power)
            )
        return pd.DataFrame(rows, columns=["term", "smallest", "monte_carlo_se", "closed_form", "type_one"])
