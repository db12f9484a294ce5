"""Intervals without normality of the estimates: bootstrap, and draws from their distribution."""
