"""The structural models of a study: fits, parameters, invariance, indirect effects, as rows of tables."""
