"""Whose coding of a document is analysed: consensus or coder as config says, else its only coder."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from isop_analysis.study.integration_settings import CONSENSUS
from isop_analysis.study.study import Study

Cells = dict[Hashable, object]


@dataclass(frozen=True)
class Chosen:
    """Whose coding of a document is analysed: how it was chosen, and the coder (None: the consensus)."""

    how: str
    coder: object = None


def coders_of(codings: Sequence[Cells]) -> dict[str, list[object]]:
    """Return who coded each document independently of others."""
    found: dict[str, dict[object, None]] = {}
    for row in codings:
        if row["coding"] != CONSENSUS:
            found.setdefault(str(row["document"]), {})[row["coder"]] = None
    return {document: list(coders) for document, coders in found.items()}


def chosen_codings(study: Study, codings: Sequence[Cells]) -> dict[str, Chosen]:
    """Return whose coding of each coded document is analysed."""
    wanted = study.integration.coded.analysis_coding if study.integration else None
    agreed = {str(row["document"]) for row in codings if row["coding"] == CONSENSUS}
    found = {document: Chosen("consensus") for document in agreed if wanted == CONSENSUS}
    for document, coders in coders_of(codings).items():
        if wanted in coders:
            found[document] = Chosen("coder", wanted)
        elif len(coders) == 1:
            found.setdefault(document, Chosen("only_coder", coders[0]))
    return found


def analysed_rows(
    study: Study, codings: Sequence[Cells], chosen: dict[str, Chosen], kept: Mapping[str, Cells]
) -> list[tuple[object, ...]]:
    """Return the rows of segments: each code of a passage once, passages numbered in the documents' order."""
    themes = {code.name: code.theme for code in study.integration.codes} if study.integration else {}
    order = {document: place for place, document in enumerate(kept)}
    rows = [row for row in codings if _is_analysed(row, chosen.get(str(row["document"])))]
    rows.sort(key=lambda row: (order[str(row["document"])], *_passage(row)[1:], str(row["code"])))
    numbers: dict[tuple[object, ...], int] = {}
    found: dict[tuple[int, object], tuple[object, ...]] = {}
    for row in rows:
        passage = _passage(row)
        number = numbers.setdefault(passage, len(numbers) + 1)
        characters = len(row["text"]) if isinstance(row["text"], str) else None
        found.setdefault(
            (number, row["code"]),
            (
                *(number, *cells_of(row, kept, "document", "team", "site", "identity", "code")),
                themes[str(row["code"])],
                *cells_of(row, kept, "coder", "wave", "start", "end"),
                characters,
            ),
        )
    return list(found.values())


def _is_analysed(row: Cells, chosen: Chosen | None) -> bool:
    if chosen is None:
        return False
    if chosen.coder is None:
        return row["coding"] == CONSENSUS
    return row["coding"] != CONSENSUS and row["coder"] == chosen.coder


def _passage(row: Cells) -> tuple[str, int, int, str]:
    """Return what tells passages apart: their place, or their words where they have none."""
    start, end = (-1 if row[name] is None else int(str(row[name])) for name in ("start", "end"))
    return str(row["document"]), start, end, "" if start >= 0 else str(row["text"] or "")


def cells_of(row: Cells, kept: Mapping[str, Cells], *names: str) -> tuple[object, ...]:
    """Return cells of a coding, else of its document."""
    return tuple(row[name] if name in row else kept[str(row["document"])][name] for name in names)
