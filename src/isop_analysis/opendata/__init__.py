"""Open data of DUO and CBS: cells as published, sites' outcomes, the region's primary schools."""

from isop_analysis.opendata.disadvantage import read_disadvantage
from isop_analysis.opendata.final_test import read_final_test
from isop_analysis.opendata.looking import identity_problems, open_data_problems, units_by_year
from isop_analysis.opendata.outcomes import read_outcome
from isop_analysis.opendata.region import describe_region
from isop_analysis.opendata.region_names import region_names
from isop_analysis.opendata.site_keys import read_site_keys
from isop_analysis.opendata.text_table import read_text_table

__all__ = [
    "describe_region",
    "identity_problems",
    "open_data_problems",
    "read_disadvantage",
    "read_final_test",
    "read_outcome",
    "read_site_keys",
    "read_text_table",
    "region_names",
    "units_by_year",
]
