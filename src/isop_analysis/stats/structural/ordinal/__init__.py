"""Structural models of ordered answers: polychoric correlations, diagonally weighted least squares."""
