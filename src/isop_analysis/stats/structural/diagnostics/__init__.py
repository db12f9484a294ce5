"""Where a fitted model misses the data: residual correlations, and what freeing a parameter would gain."""
