"""The fits that are compared: the same factor model with ever more held equal, over groups or waves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.measurement_invariance.comparable import group_thresholds, wave_thresholds
from isop_analysis.stats.structural.measurement_invariance.steps import ORDERED_STEPS, STEPS, check_thresholds
from isop_analysis.stats.structural.measurement_invariance.syntax import OrderedModel, longitudinal_syntax
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.statements import Statement


@dataclass(frozen=True)
class StepFits:
    """Items by factor, rows, what they are compared over (`group`, or `waves`), and how models are fitted."""

    factors: Mapping[str, Sequence[str]]
    data: pd.DataFrame
    group: str | None
    waves: Sequence[str]
    estimator: str
    missing: str
    bounds: str

    def of_numbers(self, partial: Sequence[str], freed: tuple[Statement, ...]) -> dict[str, StructuralFit]:
        """Return the fit of every step to answers as numbers; `freed` is `partial`, read."""
        if self.group is None:
            return {
                step.name: self._fit(longitudinal_syntax(self.factors, self.waves, step.equal, freed))
                for step in STEPS
            }
        syntax = "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in self.factors.items())
        return {step.name: self._fit(syntax, group_equal=step.equal, group_partial=partial) for step in STEPS}

    def of_ordered_answers(
        self, labels: Sequence[str], freed: tuple[Statement, ...]
    ) -> dict[str, StructuralFit]:
        """Return the fit of every step to ordered answers; `labels` are those of the groups or waves."""
        if self.group is not None:
            thresholds = group_thresholds(self.factors, self.data, self.group, self.missing)
        else:
            thresholds = wave_thresholds(self.factors, self.data, self.waves, self.missing)
        check_thresholds(thresholds, freed)
        keys = frozenset(line.key for line in freed)
        model = OrderedModel(self.factors, labels, self.group is None, thresholds, keys)
        return {
            step.name: self._fit(model.syntax(step.equal), ordered="all", parameterization="theta")
            for step in ORDERED_STEPS
        }

    def _fit(
        self,
        syntax: str,
        group_equal: Sequence[str] = (),
        group_partial: Sequence[str] = (),
        ordered: str | tuple[str, ...] = (),
        parameterization: str = "delta",
    ) -> StructuralFit:
        return fit(
            syntax,
            self.data,
            self.estimator,
            self.missing,
            self.group,
            group_equal=group_equal,
            group_partial=group_partial,
            ordered=ordered,
            parameterization=parameterization,
            bounds=self.bounds,
        )
