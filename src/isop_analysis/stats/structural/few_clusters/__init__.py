"""Estimates for few clusters: measurement first, structure after it."""
