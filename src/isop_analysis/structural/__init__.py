"""Structural equation models: lavaan's syntax and conventions, maximum likelihood.

`fit` and `cfa` return a `StructuralFit`; what can't be fitted is a `ModelRefused` with one sentence.
"""

from isop_analysis.structural.factor_models import cfa
from isop_analysis.structural.fitting import fit
from isop_analysis.structural.optimum import Convergence
from isop_analysis.structural.refusals import ModelRefused
from isop_analysis.structural.result import StructuralFit

__all__ = ["Convergence", "ModelRefused", "StructuralFit", "cfa", "fit"]
