"""The one door out: what readers may know, made of processed tables."""

from isop_analysis.publish.publishing import published_tables

__all__ = ["published_tables"]
