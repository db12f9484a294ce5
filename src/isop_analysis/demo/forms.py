"""Microsoft Forms XLSX: question texts as headers, the interface in Dutch, some of its columns absent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from isop_analysis.demo.claims import Claim
from isop_analysis.demo.files import new_workbook, store_plainly
from isop_analysis.demo.presets import Export
from isop_analysis.study.instrument import Instrument, Item

ABSENT = {"not_applicable": "N.v.t.", "dont_know": "Weet ik niet"}
DATE_FORMAT = "m/d/yy h:mm:ss"
# Headers as people leave them: a space at the end, non-breaking spaces between words.
SPACED = ("tq2", "np1", "open_good")
NON_BREAKING = ("tq4", "np3", "grade")


@dataclass(frozen=True)
class Column:
    """A header and its cells."""

    header: str
    cell: Callable[[Claim], str | float | datetime | None]


def write_forms(path: Path, export: Export, instrument: Instrument, claims: list[Claim]) -> None:
    """Write one workbook; exports of a single wave lack the last two columns of the interface."""
    columns = _columns(instrument, whole=len(export.waves) > 1)
    workbook = new_workbook(path)
    sheet = workbook.add_worksheet("Sheet1")
    moment = workbook.add_format({"num_format": DATE_FORMAT})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.header)
        for row, claim in enumerate(claims, start=1):
            cell = column.cell(claim)
            if isinstance(cell, datetime):
                sheet.write_datetime(row, place, cell, moment)
            elif isinstance(cell, float):
                sheet.write_number(row, place, cell)
            elif cell:
                sheet.write_string(row, place, cell)
    workbook.close()
    store_plainly(path)


def _columns(instrument: Instrument, whole: bool) -> list[Column]:
    columns = [
        Column("ID", lambda c: float(c.tool_response)),
        Column("Begintijd", lambda c: c.answered.started),
        Column("Tijd van voltooien", _ended),
        Column("E-mail", lambda c: c.email),
    ]
    if whole:
        columns.append(Column("Naam", lambda c: c.name))
        columns.append(Column("Tijd van laatste wijziging", lambda c: None))
    columns.append(Column("Welk meetmoment is dit?", lambda c: c.answered.wave))
    columns.append(Column("In welk leerteam zit u?\xa0", lambda c: c.answered.team))
    columns.append(Column("Uw persoonlijke code", lambda c: c.self_code))
    columns += [Column(_header(item), _cell(instrument, item)) for item in instrument.items]
    columns.append(Column("Deze vragen zijn verzonnen", lambda c: None))
    return columns


def _ended(claim: Claim) -> datetime:
    return claim.answered.started + timedelta(seconds=claim.answered.seconds)


def _header(item: Item) -> str:
    text = item.column("forms")
    if item.name in SPACED:
        return text + " "
    return text.replace(" ", "\xa0", 2) if item.name in NON_BREAKING else text


def _cell(instrument: Instrument, item: Item) -> Callable[[Claim], str | float | None]:
    def cell(claim: Claim) -> str | float | None:
        answered = claim.answered
        if item.answers == "open":
            return answered.texts.get(item.name)
        value = answered.values.get(item.name)
        if value is None:
            return ABSENT.get(answered.absent.get(item.name, "skipped"))
        labels = {v.value: v.nl for v in instrument.answer_scale(item.answers).values}
        return labels.get(value, value)

    return cell
