"""Does a model fit its data: influence of clusters, residuals by level, predictors, assumptions."""
