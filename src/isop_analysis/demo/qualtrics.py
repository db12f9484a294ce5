"""Qualtrics CSV: today's export with three header rows, in choice texts or in codes, and the legacy one
with two.

Today's export: the tool's column names; the questions' texts, in the language of the account; the ImportIds
as JSON. The legacy export: a byte-order mark, columns V1 to V10 named in the second row, a comma at the end
of every row.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from isop_analysis.demo.claims import Claim
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.presets import Export
from isop_analysis.study.instrument import Instrument, Item, MultipleChoice

Cell = Callable[[Claim], str]
STEMS = {
    "QID5": "Rollen en taken",
    "QID6": "Netwerk",
    "QID7": "Toepassen",
    "QID9": "Waarderen",
    "QID10": "Initiatief",
}
NOT_GIVEN = {"not_applicable": ("Niet van toepassing", "6"), "dont_know": ("Weet ik niet", "7")}
REFUSED = ("Zeg ik liever niet", "-88")
INVENTED = "verzonnen gegevens"


@dataclass(frozen=True)
class Column:
    """A column: the tool's name, the text of the second row, the ImportId, and its cells."""

    name: str
    text: str
    import_id: str
    cell: Cell
    time_zone: bool = False


def write_qualtrics(path: Path, export: Export, instrument: Instrument, claims: list[Claim]) -> None:
    """Write one export in its layout."""
    if export.layout == "qualtrics_legacy":
        rows = _legacy_rows(instrument, claims)
        path.write_text(csv_text(rows, end=",\r\n"), encoding="utf-8-sig", newline="")
        return
    columns = _columns(export, instrument)
    head = [[c.name for c in columns], [c.text for c in columns], [_json(c) for c in columns]]
    body = [[column.cell(claim) for column in columns] for claim in claims]
    path.write_text(csv_text([*head, *body]), encoding="utf-8", newline="")


def _json(column: Column) -> str:
    content = {"ImportId": column.import_id}
    if column.time_zone:
        content["timeZone"] = "Europe/Amsterdam"
    return json.dumps(content, separators=(",", ":"))


def _columns(export: Export, instrument: Instrument) -> list[Column]:
    codes = export.layout == "qualtrics_codes"
    columns = _system_columns(codes)
    for item in instrument.items:
        columns.append(_item_column(instrument, item, codes))
    for question in instrument.multiple_choice:
        columns += _joined(question) if codes else _split(question)
    columns.append(Column("leerteam", "leerteam", "leerteam", lambda claim: claim.answered.team or ""))
    columns.append(Column("herkomst", "herkomst", "herkomst", lambda claim: INVENTED))
    return columns


def _system_columns(codes: bool) -> list[Column]:
    """The tool's own columns, named in Dutch in the second row as an account in Dutch has them."""
    return [
        Column("StartDate", "Begindatum", "startDate", lambda c: f"{c.answered.started}", True),
        Column("EndDate", "Einddatum", "endDate", _ended, True),
        Column("Status", "Soort respons", "status", lambda c: _status(c, codes)),
        Column("IPAddress", "IP-adres", "ipAddress", _ip_address),
        Column("Progress", "Voortgang", "progress", lambda c: str(c.answered.progress)),
        Column("Duration (in seconds)", "Duur (in seconden)", "duration", lambda c: str(c.answered.seconds)),
        Column("Finished", "Voltooid", "finished", lambda c: _finished(c, codes)),
        Column("RecordedDate", "Registratiedatum", "recordedDate", _ended, True),
        Column("ResponseId", "Respons-ID", "_recordId", lambda c: c.tool_response),
        Column(
            "RecipientLastName", "Achternaam ontvanger", "recipientLastName", lambda c: c.name.split(" ")[-1]
        ),
        Column(
            "RecipientFirstName", "Voornaam ontvanger", "recipientFirstName", lambda c: c.name.split(" ")[0]
        ),
        Column("RecipientEmail", "E-mailadres ontvanger", "recipientEmail", lambda c: c.email),
        Column("ExternalReference", "Externe gegevensreferentie", "externalDataReference", lambda c: c.token),
        Column("LocationLatitude", "Breedtegraad locatie", "locationLatitude", lambda c: "0.00"),
        Column("LocationLongitude", "Lengtegraad locatie", "locationLongitude", lambda c: "0.00"),
        Column("DistributionChannel", "Distributiekanaal", "distributionChannel", _channel),
        Column("UserLanguage", "Gebruikerstaal", "userLanguage", lambda c: "NL"),
    ]


def _ended(claim: Claim) -> str:
    return f"{claim.answered.started + timedelta(seconds=claim.answered.seconds)}"


def _ip_address(claim: Claim) -> str:
    return f"192.0.2.{(claim.answered.seconds * 7) % 254 + 1}"


def _status(claim: Claim, codes: bool) -> str:
    if claim.answered.truth == "test":
        return "1" if codes else "Survey Preview"
    return "0" if codes else "IP Address"


def _finished(claim: Claim, codes: bool) -> str:
    done = claim.answered.progress == 100
    return str(int(done)) if codes else str(done)


def _channel(claim: Claim) -> str:
    return "preview" if claim.answered.truth == "test" else "email"


def _item_column(instrument: Instrument, item: Item, codes: bool) -> Column:
    import_id, name = item.column("qualtrics"), item.column("legacy")
    stem = STEMS.get(import_id.split("_")[0])
    text = f"{stem} (verzonnen vragen) - {item.text.nl}" if stem else item.text.nl
    return Column(name, text, import_id, lambda claim: item_cell(instrument, item, claim, codes))


def item_cell(instrument: Instrument, item: Item, claim: Claim, codes: bool) -> str:
    """Return an item's cell; where codes are exported, an item seen but not answered is −99."""
    answered = claim.answered
    if item.answers == "open":
        return answered.texts.get(item.name, "")
    if item.name in answered.values:
        value = answered.values[item.name]
        labels = {v.value: v.nl for v in instrument.answer_scale(item.answers).values}
        return f"{value:g}" if codes or value not in labels else labels[value]
    kind = answered.absent.get(item.name, "skipped")
    if kind == "refused":
        return REFUSED[codes]
    if kind in NOT_GIVEN:
        return NOT_GIVEN[kind][codes]
    return "-99" if codes and kind == "skipped" else ""


def _split(question: MultipleChoice) -> list[Column]:
    """One column an option: its text where it was chosen."""
    stem, name = question.column("qualtrics"), question.column("legacy")
    return [
        Column(
            f"{name}_{option.suffix}",
            f"{question.text.nl} - Geselecteerde keuze - {option.nl}",
            f"{stem}_{option.suffix}",
            _one_choice(question.name, option.name, option.nl),
        )
        for option in question.options
    ]


def _one_choice(question: str, option: str, label: str) -> Cell:
    return lambda claim: label if option in claim.answered.choices.get(question, ()) else ""


def _joined(question: MultipleChoice) -> list[Column]:
    """All options in one column, as codes with commas between them."""
    codes = {option.name: option.suffix or "" for option in question.options}

    def cell(claim: Claim) -> str:
        return ",".join(codes[name] for name in claim.answered.choices.get(question.name, ()))

    return [Column(question.column("legacy"), question.text.nl, question.column("qualtrics"), cell)]


def _legacy_rows(instrument: Instrument, claims: list[Claim]) -> list[list[str]]:
    system: list[tuple[str, Cell]] = [
        ("ResponseID", lambda c: c.tool_response),
        ("ResponseSet", lambda c: "Default Response Set"),
        ("Name", lambda c: c.name),
        ("ExternalDataReference", lambda c: c.token),
        ("EmailAddress", lambda c: c.email),
        ("IPAddress", _ip_address),
        ("Status", lambda c: _status(c, codes=True)),
        ("StartDate", lambda c: f"{c.answered.started}"),
        ("EndDate", _ended),
        ("Finished", lambda c: _finished(c, codes=True)),
    ]
    columns = [Column(f"V{place}", name, "", cell) for place, (name, cell) in enumerate(system, start=1)]
    columns += [_legacy_item(instrument, item) for item in instrument.items]
    columns += [column for question in instrument.multiple_choice for column in _legacy_choices(question)]
    columns.append(Column("leerteam", "leerteam", "", lambda claim: claim.answered.team or ""))
    columns.append(Column("herkomst", "herkomst", "", lambda claim: INVENTED))
    columns.append(Column("LocationLatitude", "LocationLatitude", "", lambda c: "0.00"))
    columns.append(Column("LocationLongitude", "LocationLongitude", "", lambda c: "0.00"))
    head = [[c.name for c in columns], [c.text for c in columns]]
    return [*head, *([column.cell(claim) for column in columns] for claim in claims)]


def _legacy_item(instrument: Instrument, item: Item) -> Column:
    def cell(claim: Claim) -> str:
        shown = item_cell(instrument, item, claim, codes=True)
        return "" if shown == "-99" else shown

    return Column(item.column("legacy"), item.text.nl, "", cell)


def _legacy_choices(question: MultipleChoice) -> list[Column]:
    def chosen(option: str) -> Cell:
        return lambda claim: "1" if option in claim.answered.choices.get(question.name, ()) else ""

    return [
        Column(
            f"{question.column('legacy')}_{option.suffix}",
            f"{question.text.nl}-{option.nl}",
            "",
            chosen(option.name),
        )
        for option in question.options
    ]
