"""Names of the region's places and primary schools, from config and DUO's file: texts are masked by them."""

import re
from pathlib import Path

from isop_analysis.opendata.final_test import MUNICIPALITY
from isop_analysis.opendata.published_values import municipality_code
from isop_analysis.opendata.text_table import read_text_table
from isop_analysis.study.context import Region

SCHOOL = ("INSTELLINGSNAAM_VESTIGING", "INSTELLINGSNAAM", "VESTIGINGSNAAM")
SHORTENED = re.compile(r"^(?:Basissch|BS|B S)\b\.?", re.IGNORECASE)
TOWN = re.compile(r" GEM\b.*", re.IGNORECASE)
"""What DUO adds to places of one name: BEEK GEM MONTFERLAND."""
PLACE = ("PLAATSNAAM", "PLAATSNAAM_VESTIGING")


def region_names(region: Region, path: Path | None, shown: str) -> list[dict[str, object]]:
    """Return the rows of region_names: municipalities, and the places and schools that the file has in them.

    A file without names of places or schools gives none.
    """
    towns = [town for area in region.areas for town in area.municipalities]
    found = {("places", town.name) for town in towns}
    if path is not None:
        table, codes = read_text_table(path, shown), {town.code for town in towns}
        municipality = table.position(*MUNICIPALITY)
        here = [row for row in table.rows if municipality_code(row[municipality]) in codes]
        for kind, columns in (("places", PLACE), ("schools", SCHOOL)):
            position = table.find(*columns)
            if position is not None:
                found |= {(kind, name) for row in here if (name := _plain(row[position]))}
    return [{"kind": kind, "entry": entry} for kind, entry in sorted(found)]


def _plain(name: str) -> str:
    """Return a name as people say it: basisschool written out, no municipality behind a place."""
    return TOWN.sub("", SHORTENED.sub("basisschool", " ".join(name.split())))
