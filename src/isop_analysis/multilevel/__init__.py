"""Multilevel models that hold with few clusters, to the digits of R's lme4, lmerTest and pbkrtest.

`fit` reads a formula in lme4's notation; `null_model` says how much of an outcome lies between clusters;
`power` what a design can find.
"""

from isop_analysis.multilevel.fitting import fit
from isop_analysis.multilevel.inference import FTest
from isop_analysis.multilevel.null_model import NullModel, null_model
from isop_analysis.multilevel.optimum import Convergence
from isop_analysis.multilevel.power import power
from isop_analysis.multilevel.power_curve import DesignPower
from isop_analysis.multilevel.refusals import ModelRefused
from isop_analysis.multilevel.result import Fit

__all__ = [
    "Convergence",
    "DesignPower",
    "FTest",
    "Fit",
    "ModelRefused",
    "NullModel",
    "fit",
    "null_model",
    "power",
]
