"""Two-level data with missing values: their exact likelihood, from the patterns within clusters."""
