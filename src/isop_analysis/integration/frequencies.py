"""How often codes occur: documents and people of those that were asked, over all and by group; together; new.

Only documents whose coding is analysed count: who was not interviewed, or whose text is not coded yet, is
missing, and never someone who did not raise a code.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.integration.themes import ALL, speakers

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

NO_TEAM = "none"


def asked_documents(documents: "pd.DataFrame") -> "pd.DataFrame":
    """Return the documents whose coding is analysed."""
    return documents[documents["analysed"].notna()]


def frequency_rows(study: "Study", documents: "pd.DataFrame", segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of code_frequencies: each code of the codebook × everyone, and × each group.

    `documents` of `documents_with`, `asked` people of `people` who raised the code; segments per 1,000
    characters of the group's documents, where the length of each is known.
    """
    asked = asked_documents(documents)
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    groups = list(_groups(asked, occasions))
    codes = study.integration.codes if study.integration else []
    return [
        {"theme": code.theme, "code": code.name, "by": by, "value": value}
        | _counted(own, segments[segments["code"].astype("str") == code.name])
        for code in codes
        for by, value, own in groups
        if len(own)
    ]


def _groups(asked: "pd.DataFrame", occasions: Mapping[str, str]) -> Iterator[tuple[str, str, "pd.DataFrame"]]:
    yield "all", ALL, asked
    waves = asked["wave"].astype("object")
    keys = {
        "role": asked["role"].astype("object"),
        "team": asked["team"].astype("object").replace(NO_TEAM, None),
        "wave": waves,
        "occasion": waves.map(occasions),
    }
    for by, key in keys.items():
        for value in sorted({str(one) for one in key.dropna()}):
            yield by, value, asked[key == value]


def _counted(asked: "pd.DataFrame", given: "pd.DataFrame") -> Row:
    here = given[given["document"].isin(asked["document"])]
    with_code = asked[asked["document"].isin(here["document"])]
    characters, segments = asked["characters"].sum(min_count=len(asked)), int(here["segment"].nunique())
    known = asked["characters"].notna().all() and int(characters) > 0
    return {
        "documents": len(asked),
        "documents_with": len(with_code),
        "asked": speakers(asked),
        "people": speakers(with_code),
        "segments": segments,
        "per_thousand": 1000 * segments / int(characters) if known else None,
    }


def pair_rows(segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of code_pairs: codes that occur in one document, and passages that overlap."""
    by_code = {str(code): own for code, own in segments.groupby(segments["code"].astype("str"))}
    rows: list[Row] = []
    for one, other in combinations(sorted(by_code), 2):
        both = set(by_code[one]["document"]) & set(by_code[other]["document"])
        if both:
            overlaps = _overlapping(by_code[one], by_code[other])
            rows.append({"code": one, "other": other, "documents": len(both), "segments": overlaps})
    return rows


def _overlapping(one: "pd.DataFrame", other: "pd.DataFrame") -> int:
    """Return how many pairs of passages share a character, or are the same where they have no place."""
    pairs = one.merge(other, on="document", suffixes=("", "_2"))
    placed = (pairs["start"] < pairs["end_2"]) & (pairs["start_2"] < pairs["end"])
    return int((placed.fillna(False).astype(bool) | (pairs["segment"] == pairs["segment_2"])).sum())


def saturation_rows(documents: "pd.DataFrame", segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of saturation: codes that a document is the first to have, and how many are known then.

    Documents stand in the order of their days, those without one last, in the order of their names.
    """
    codes = {str(name): set(own["code"].astype("str")) for name, own in segments.groupby("document")}
    known: set[str] = set()
    rows: list[Row] = []
    for name in asked_documents(documents).sort_values("place")["document"]:
        new = codes.get(str(name), set()) - known
        known |= new
        rows.append({"place": len(rows) + 1, "document": name, "new_codes": len(new), "codes": len(known)})
    return rows
