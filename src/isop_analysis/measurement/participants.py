"""Who took part: counts of people with small cells suppressed."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.description import small_cells
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.people import Attribute
    from isop_analysis.study.study import Study

Row = dict[str, object]


def sample_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of sample: people per value of each attribute who answered at each occasion."""
    present = rows.responses[["person", "occasion"]].drop_duplicates()
    present = present.astype({"person": "str"}).merge(persons, on="person", how="left")
    found: list[Row] = []
    for attribute in study.config.attributes:
        for occasion in rows.occasions:
            here = present[present["occasion"] == occasion]
            if len(here):
                found += _attribute_rows(study, attribute, occasion, here[attribute.name])
    return found


def _attribute_rows(study: "Study", attribute: "Attribute", occasion: str, values: pd.Series) -> list[Row]:
    words = {value.name: (value.nl, value.en) for value in attribute.values}
    known = values.astype("str").where(values.notna(), "unknown")
    counts = known.value_counts().reindex([*words, "unknown"], fill_value=0)
    counts = counts[counts > 0]
    # As many people are unknown in every attribute: one table would give away another's.
    hidden = small_cells(counts, study.config.privacy.minimum_cell, told_elsewhere=("unknown",))
    return [
        {
            "attribute": attribute.name,
            "value": value,
            "label_nl": words.get(value, ("onbekend", "unknown"))[0],
            "label_en": words.get(value, ("onbekend", "unknown"))[1],
            "occasion": occasion,
            "people": None if hidden[value] else int(count),
            "share": None if hidden[value] else count / counts.sum(),
            "suppressed": bool(hidden[value]),
        }
        for value, count in zip(counts.index.astype("str"), counts, strict=True)
    ]
