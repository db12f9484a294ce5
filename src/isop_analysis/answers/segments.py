"""Coded segments as coders hand them over: team, person, code, coder, text, wave.

Rows are segment × code × coder: rows with the same words of the same person are one segment.
"""

from isop_analysis.answers.consent import SmallRows, open_small
from isop_analysis.answers.register import wave_name
from isop_analysis.answers.spelling import folded
from isop_analysis.study.study import Study


def read_segments(study: Study) -> SmallRows:
    """Read the coded segments; a segment's number is its first row in the file. Empty for a study without."""
    if study.integration is None:
        return SmallRows()
    settings = study.integration.segments
    named = {n: getattr(settings, n) for n in ("team", "person", "code", "coder", "text", "wave")}
    named = {name: column for name, column in named.items() if column is not None}
    found, positions = open_small(study, settings.file, list(named.values()), [settings.person])
    if found.problems or found.table is None:
        return found
    raw = dict(found.table.rows)
    first: dict[tuple[str, ...], int] = {}
    for row, cells in found.table.cells(positions):
        segment: dict[str, str | None] = {name: cells[column] or None for name, column in named.items()}
        if segment["text"] is not None:
            segment["text"] = raw[row][positions[settings.text]].strip()
        for name in ("code", "coder"):
            if segment[name] is None:
                message = f"column '{named[name]}' is empty; fill it in"
                found.problems.append(found.table.problem(message, row))
        wave = segment.get("wave")
        if wave is not None:
            segment["wave"] = wave_name(study, found.table, row, named["wave"], wave, found.problems)
        number = first.setdefault(_passage(row, segment), row)
        found.rows.append({"segment": number, "file_row": row, "wave": None, **segment})
    return found


def _passage(row: int, segment: dict[str, str | None]) -> tuple[str, ...]:
    """Return what is equal for rows of one segment; a row without text stands alone."""
    if not segment["text"]:
        return (str(row),)
    return tuple(folded(segment.get(name) or "") for name in ("team", "person", "wave", "text"))
