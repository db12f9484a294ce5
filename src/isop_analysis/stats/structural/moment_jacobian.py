"""Derivatives of all modelled means and covariances by the free parameters."""

import numpy as np

from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import ParameterTable


def moment_jacobian(model: Likelihood, theta: Array, saturated: ParameterTable) -> Array:
    """Return d moments / d theta, (moments, q), in the order of the saturated table's parameters."""
    values = model.values(theta)
    derivatives = [block.derivatives(values) for block in model.blocks]
    jacobian = np.zeros((saturated.n_free, model.n_free))
    index = [{name: place for place, name in enumerate(block.roles.observed)} for block in saturated.blocks]
    for row in saturated.parameters:
        if row.free >= 0:
            by, first = derivatives[row.block], index[row.block][row.lhs]
            own = by.mean[:, first] if row.op == "~1" else by.covariance[:, first, index[row.block][row.rhs]]
            jacobian[row.free, model.blocks[row.block].free] = own
    return jacobian
