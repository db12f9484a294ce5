"""The study's numbers computed again by other people's libraries, and how far these come out from ours.

`mixed_models` and `averaged_models` ask statsmodels, `factor_models` semopy, `scale_measures` pingouin; they
know nothing of a study. `models_again`, `scales_again` and `structures_again` hold what the fits and measures
left beside it, a row a number (`opinions`).
"""
