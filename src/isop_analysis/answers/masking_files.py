"""What texts are masked by, and what a person decided: lists of names, decisions, approvals of quotes.

The tables of decisions and approvals may be copies of those that the run wrote into the restricted folder: a
row whose last cells are empty is not decided yet.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from isop_analysis.answers.consent import SmallRows, open_small
from isop_analysis.answers.entry import shown
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.timestamps import moment
from isop_analysis.base.nearest import listed, told
from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study

DECISIONS = {"mask": "mask", "masker": "mask", "keep": "keep", "behoud": "keep"}
"""What a person may write of something doubtful, in either language."""
APPROVALS = {"yes": True, "ja": True, "no": False, "nee": False}
INITIALS = re.compile(r"(?:[^\W\d_]\.? ?){1,5}")
MASKED_BY = ("names", "places", "schools")


@dataclass(frozen=True)
class MaskingFiles:
    """Entries of lists (kind, entry), rows of decisions and approvals, and all that is wrong."""

    entries: list[dict[str, object]] = field(default_factory=list)
    decisions: SmallRows = field(default_factory=SmallRows)
    approvals: SmallRows = field(default_factory=SmallRows)
    problems: list[Problem] = field(default_factory=list)


def read_masking_files(study: Study) -> MaskingFiles:
    """Read the files; nothing for a study without coded texts.

    Problems: a list that is missing, is no UTF-8 or holds nothing; a decision or approval whose id is empty
    or stands twice, in a word that is not known; an approval without initials or with a damaged date.
    """
    if study.integration is None:
        return MaskingFiles()
    masking, quotes = study.integration.masking, study.integration.quotes
    problems: list[Problem] = []
    entries: list[dict[str, object]] = [
        {"kind": kind, "entry": entry}
        for kind in MASKED_BY
        for file in getattr(masking, kind)
        for entry in _entries(study, file, problems)
    ]
    decisions = _decided(study, masking.decisions, ["doubtful", "decision"], _decision)
    columns = ["quote", "approved", "by", "date"]
    approvals = _decided(study, quotes.approved if quotes else None, columns, _approval)
    return MaskingFiles(entries, decisions, approvals, [*problems, *decisions.problems, *approvals.problems])


def _entries(study: Study, file: str, problems: list[Problem]) -> list[str]:
    path = study.raw / file
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        problems.append(Problem(shown(study, file), "file is missing; put it there or correct the config"))
        return []
    except UnicodeDecodeError:
        problems.append(Problem(shown(study, file), "is not UTF-8; save it as UTF-8 text, a name a line"))
        return []
    entries = [" ".join(line.split()) for line in lines if line.strip() and not line.startswith("#")]
    if not entries:
        problems.append(Problem(shown(study, file), "holds no name; write a name a line, or take it away"))
    return entries


Read = tuple[dict[str, str | bool | None], list[str]]
"""What a row says, and what is wrong with it."""


def _decided(
    study: Study, file: str | None, columns: list[str], read: Callable[[dict[str, str]], Read]
) -> SmallRows:
    """Read a table of ids and what was decided of them; the first column is the id."""
    if file is None:
        return SmallRows()
    found, positions = open_small(study, file, columns, ())
    if found.problems or found.table is None:
        return found
    seen: dict[str, int] = {}
    for row, cells in found.table.cells(positions):
        one = cells[columns[0]]
        said, messages = read(cells) if any(cells[name] for name in columns[1:]) else ({}, [])
        if not one:
            messages = [f"column '{columns[0]}' is empty; copy the id from the list of the last run"]
        elif (first := seen.setdefault(one, row)) != row:
            messages = [f"its id stands in row {first} too; keep one"]
        found.problems += [found.table.problem(message, row) for message in messages]
        if said and not messages:
            found.rows.append({columns[0]: one, **said, "file_row": row})
    return found


def _decision(cells: dict[str, str]) -> Read:
    decision = DECISIONS.get(folded(cells["decision"]))
    if decision is not None:
        return {"decision": decision}, []
    held = told(cells["decision"], DECISIONS)
    return {}, [f"column 'decision' holds {held}; expected {listed(DECISIONS)}"]


def _approval(cells: dict[str, str]) -> Read:
    approved, day = APPROVALS.get(folded(cells["approved"])), moment(cells["date"])
    messages = []
    if approved is None:
        held = told(cells["approved"], APPROVALS)
        messages.append(f"column 'approved' holds {held}; expected {listed(APPROVALS)}")
    if not INITIALS.fullmatch(cells["by"]):
        messages.append(f"column 'by' holds no initials ({told(cells['by'])}); write who approved, as A.B.")
    if day is None:
        messages.append(f"column 'date' holds no date ({told(cells['date'])}); write it as 2024-09-30")
    said = {"approved": approved, "by": cells["by"], "date": day.date().isoformat() if day else None}
    return said, messages
