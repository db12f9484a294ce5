"""How often codes occur: documents and people of those that were asked, over all and by group; together; new.

Only documents whose coding is analysed count: who was not interviewed, or whose text is not coded yet, is
missing, and never someone who did not raise a code. Groups are those of talks; open answers of surveys have a
row of their own among the kinds of text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.integration.talks import ANSWER
from isop_analysis.integration.themes import ALL

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

NO_TEAM = "none"
BY = (ALL, "role", "team", "wave", "occasion", "kind")
"""What codes are counted by; everyone who was in a talk first, kinds of text last."""
OF_TALKS = BY[1:-1]


def asked_documents(documents: "pd.DataFrame") -> "pd.DataFrame":
    """Return the documents whose coding is analysed."""
    return documents[documents["analysed"].notna()]


@dataclass(frozen=True)
class Asked:
    """A document whose coding is analysed: who speaks, its length, and the groups that it belongs to."""

    document: str
    speaker: str
    characters: int | None
    groups: tuple[tuple[str, str], ...]


def frequency_rows(study: "Study", documents: "pd.DataFrame", segments: "pd.DataFrame") -> list[Row]:
    """Return the rows of code_frequencies: each code of the codebook × everyone in a talk, × each group of
    theirs, and × each kind of text.

    `documents` of `documents_with`, `asked` people of `people` who raised the code; segments per 1,000
    characters of the group's documents, where the length of each is known.
    """
    groups: dict[tuple[str, str], list[Asked]] = {}
    for one in _asked(study, documents):
        for group in one.groups:
            groups.setdefault(group, []).append(one)
    given: dict[str, dict[str, set[int]]] = {}
    columns = (segments[name].astype("object") for name in ("code", "document", "segment"))
    for code, document, segment in zip(*columns, strict=True):
        given.setdefault(str(code), {}).setdefault(str(document), set()).add(int(segment))
    order = sorted(groups, key=lambda group: (BY.index(group[0]), group[1]))
    codes = study.integration.codes if study.integration else []
    return [
        {"theme": code.theme, "code": code.name, "by": by, "value": value}
        | _counted(groups[by, value], given.get(code.name, {}))
        for code in codes
        for by, value in order
    ]


def _asked(study: "Study", documents: "pd.DataFrame") -> Iterator[Asked]:
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    for row in asked_documents(documents).astype("object").to_dict("records"):
        own = {name: _text(row[name]) for name in ("person", "role", "team", "wave")}
        own["occasion"] = occasions.get(own["wave"] or "")
        own["team"] = None if own["team"] == NO_TEAM else own["team"]
        groups = [(by, value) for by in OF_TALKS if (value := own[by]) is not None]
        groups = [] if row["kind"] == ANSWER else [(ALL, ALL), *groups]
        document, length = str(row["document"]), _text(row["characters"])
        characters = None if length is None else int(float(length))
        yield Asked(document, own["person"] or document, characters, (*groups, ("kind", str(row["kind"]))))


def _text(cell: object) -> str | None:
    """Return a cell as text; None for an absent one, whatever stands for it."""
    import pandas as pd

    return None if cell is None or cell is pd.NA or cell != cell else str(cell)


def _counted(asked: Sequence[Asked], given: Mapping[str, set[int]]) -> Row:
    with_code = [one for one in asked if one.document in given]
    segments = sum(len(given[one.document]) for one in with_code)
    lengths = [one.characters for one in asked if one.characters is not None]
    known = len(lengths) == len(asked) and sum(lengths) > 0
    return {
        "documents": len(asked),
        "documents_with": len(with_code),
        "asked": len({one.speaker for one in asked}),
        "people": len({one.speaker for one in with_code}),
        "segments": segments,
        "per_thousand": 1000 * segments / sum(lengths) if known else None,
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
