"""Relations of two variables: correlations, tables of two ordered items, the bivariate normal."""
