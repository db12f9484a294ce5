"""From config to micro–macro models: units, their outcomes, their people, the estimates side by side."""

from isop_analysis.models.sites.micro_macro import SiteRows, fit_micro_macro
from isop_analysis.models.sites.unit_outcomes import SiteTables, read_site_tables

__all__ = ["SiteRows", "SiteTables", "fit_micro_macro", "read_site_tables"]
