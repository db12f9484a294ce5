"""Likelihood ratios: of two fits, and of a model to itself without one variance, in finite samples too."""
