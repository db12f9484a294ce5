"""Who took part: counts of people."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.participant_settings import Attribute
    from isop_analysis.study.study import Study

Row = dict[str, object]
UNKNOWN = "unknown"


def sample_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of sample: people per value of each attribute who answered at each occasion."""
    present = rows.responses[["person", "occasion"]].drop_duplicates()
    present = present.astype({"person": "str"}).merge(persons, on="person", how="left")
    return [
        row
        for attribute in study.config.attributes
        for occasion in rows.occasions
        for row in _attribute_rows(
            attribute, occasion, present.loc[present["occasion"] == occasion, attribute.name]
        )
    ]


def _attribute_rows(attribute: "Attribute", occasion: str, values: pd.Series) -> list[Row]:
    order = [*(value.name for value in attribute.values), UNKNOWN]
    known = values.astype("object")
    counts = known.astype("str").where(known.notna(), UNKNOWN).value_counts().reindex(order, fill_value=0)
    counts = counts[counts > 0]
    return [
        {
            "attribute": attribute.name,
            "value": value,
            "occasion": occasion,
            "people": int(count),
            "share": count / counts.sum(),
        }
        for value, count in zip(counts.index.astype("str"), counts, strict=True)
    ]
