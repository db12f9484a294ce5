"""The columns of a table of segments, told by headings in English and Dutch, MAXQDA's among them."""

from collections.abc import Mapping

from isop_analysis.answers.small_tables import SmallTable
from isop_analysis.answers.spelling import folded
from isop_analysis.base.nearest import heading_meant
from isop_analysis.study.problems import StudyError

HEADINGS: dict[str, tuple[str, ...]] = {
    "document": ("document name", "document", "documentnaam", "naam document", "bron", "source", "interview"),
    "group": ("document group", "documentgroep", "group", "groep"),
    "code": ("code", "codenaam", "code name", "thema"),
    "coder": (
        *("coder", "codeur", "created by", "gemaakt door", "aangemaakt door", "author", "auteur"),
        *("user", "gebruiker"),
    ),
    "text": ("segment", "text", "tekst", "coded segment", "gecodeerd segment", "passage", "citaat", "quote"),
    "start": ("start", "start position", "startpositie"),
    "end": ("end position", "eindpositie", "stop"),
    "length": ("document length", "documentlengte"),
    "place": ("beginning", "begin", "paragraph", "alinea"),
    "place_end": ("end", "einde", "eind"),
    "created": (
        *("created", "creation date", "date", "gemaakt", "gemaakt op", "aanmaakdatum", "aangemaakt"),
        "datum",
    ),
    "note": ("comment", "commentaar", "opmerking", "notitie", "memo", "note"),
}
"""Headings by what they head, as they are known without being told; the first that is there counts."""


def positions_of(table: SmallTable, columns: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each thing that is there; StudyError where a declared or needed one is missing."""
    unknown = sorted(set(columns) - set(HEADINGS))
    if unknown:
        known = ", ".join(HEADINGS)
        raise StudyError([table.problem(f"columns names {unknown[0]!r}, which no column is; known: {known}")])
    found, problems = table.positions(list(columns.values()))
    positions = {name: found[heading] for name, heading in columns.items() if heading in found}
    headings = [folded(one) for one in table.header]
    for name, known_as in HEADINGS.items():
        there = [headings.index(one) for one in known_as if one in headings]
        free = [place for place in there if place not in positions.values()]
        if name not in columns and free:
            positions[name] = free[0]
    if "place_end" in positions and "place" not in positions and "start" in positions:
        positions["end"] = positions.pop("place_end")
    problems += [
        table.problem(
            f"has no column of the {what}{heading_meant(name, table.header)}; name it in columns"
            if name == "code"
            else f"has neither a column of the {what}; name one in columns"
        )
        for name, what, missing in (
            ("code", "code", "code" not in positions),
            ("text", "segment's words nor its start and end", _nowhere(positions)),
        )
        if missing
    ]
    if problems:
        raise StudyError(problems)
    return positions


def _nowhere(positions: Mapping[str, int]) -> bool:
    return "text" not in positions and not {"start", "end"} <= positions.keys()
