"""Limits by which numbers are told as weak, the same at every depth."""

USUAL_FIT = {"cfi": 0.95, "rmsea": 0.06, "srmr": 0.08}
"""CFI at least, RMSEA and SRMR at most (Hu & Bentler 1999, Structural Equation Modeling 6, 1–55)."""

HARDLY_DIFFER = 0.3
"""A reliability of sites' means below which a slope on them rests on very little."""
