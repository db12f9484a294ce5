"""The multilevel models of a study: fits, effects, variances, means, diagnostics, as rows of tables."""
