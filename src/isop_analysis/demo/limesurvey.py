"""LimeSurvey CSV with answer codes: headings as question codes, or as full texts with a syntax file
beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from isop_analysis.demo.claims import Claim
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.presets import Export
from isop_analysis.study.instrument import Instrument, Item, MultipleChoice

NOT_SEEN = "N/A"
ABSENT = {"not_applicable": "A6", "dont_know": "A7", "not_seen": NOT_SEEN}
# Headings that came out empty, and two that came out alike.
EMPTY_HEADINGS = {"SRT[SQ011]", "refurl"}
DOUBLED_HEADINGS = {"SRT[SQ015]", "SRT[SQ016]"}


@dataclass(frozen=True)
class Column:
    """A column: question code, full text, whether it is a number in the syntax file, and its cells."""

    code: str
    text: str
    cell: Callable[[Claim], str]

    @property
    def variable(self) -> str:
        """The name SPSS gets: brackets become an underscore."""
        return self.code.replace("[", "_").replace("]", "")


def write_limesurvey(path: Path, export: Export, instrument: Instrument, claims: list[Claim]) -> None:
    """Write one export; with full texts as headings also its syntax file."""
    texts = export.layout == "limesurvey_texts"
    columns = _columns(instrument, with_token=not texts)
    head = [_heading(column) for column in columns] if texts else [column.code for column in columns]
    body = [[column.cell(claim) for column in columns] for claim in claims]
    path.write_text(csv_text([head, *body], quote_all=True), encoding="utf-8", newline="")
    if texts:
        syntax = syntax_text(path.name, columns, instrument)
        path.with_suffix(".sps").write_text(syntax, encoding="utf-8", newline="")


def _heading(column: Column) -> str:
    if column.code in EMPTY_HEADINGS:
        return ""
    if column.code in DOUBLED_HEADINGS:
        return "Hoe gaat het in uw leerteam? (verzonnen vragen) [Werk en afspraken]"
    return column.text


def _columns(instrument: Instrument, with_token: bool) -> list[Column]:
    columns = [
        Column("id", "Antwoord-ID", lambda c: c.tool_response),
        Column(
            "submitdate", "Datum van inzending", lambda c: _ended(c) if c.answered.progress == 100 else ""
        ),
        Column("lastpage", "Laatste pagina", lambda c: str(1 + c.answered.progress // 50)),
        Column("startlanguage", "Starttaal", lambda c: "nl"),
        Column("token", "Toegangscode", lambda c: c.token),
        Column("startdate", "Datum gestart", lambda c: f"{c.answered.started}"),
        Column("datestamp", "Datum laatste actie", _ended),
        Column("ipaddr", "IP-adres", lambda c: f"198.51.100.{(c.answered.seconds * 11) % 254 + 1}"),
        Column("refurl", "Verwijzende pagina", lambda c: ""),
        Column("HERKOMST", "Herkomst van deze gegevens", lambda c: "verzonnen gegevens"),
        Column("TEAM", "Over welk leerteam gaat het?", lambda c: c.answered.team or ""),
        Column("CODE", "Wat is uw persoonlijke code?", lambda c: c.self_code),
    ]
    columns += [_item(item) for item in instrument.items]
    columns += [column for question in instrument.multiple_choice for column in _choices(question)]
    return [column for column in columns if with_token or column.code != "token"]


def _ended(claim: Claim) -> str:
    return f"{claim.answered.started + timedelta(seconds=claim.answered.seconds)}"


def _item(item: Item) -> Column:
    def cell(claim: Claim) -> str:
        if item.name in claim.answered.values:
            return f"A{claim.answered.values[item.name]:g}"
        return ABSENT.get(claim.answered.absent.get(item.name, "skipped"), "")

    text = f"Hoe gaat het in uw leerteam? (verzonnen vragen) [{item.text.nl}]"
    return Column(item.column("limesurvey"), text, cell)


def _choices(question: MultipleChoice) -> list[Column]:
    def chosen(option: str) -> Callable[[Claim], str]:
        def cell(claim: Claim) -> str:
            if question.name not in claim.answered.choices:
                return NOT_SEEN
            return "Y" if option in claim.answered.choices[question.name] else ""

        return cell

    stem = question.column("limesurvey")
    columns = [
        Column(f"{stem}[{option.suffix}]", f"{question.text.nl} [{option.nl}]", chosen(option.name))
        for option in question.options
    ]
    return [*columns, Column(f"{stem}[other]", f"{question.text.nl} [Anders]", lambda claim: "")]


def syntax_text(data_file: str, columns: list[Column], instrument: Instrument) -> str:
    """Return the SPSS syntax that goes with an export: V1, V2, … in the order of the columns, then
    their names.
    """
    numbered = list(enumerate(columns, start=1))
    lines = ["* Verzonnen gegevens.", "SET UNICODE=ON.", "GET DATA", " /TYPE=TXT", f" /FILE='{data_file}'"]
    lines += [" /DELCASE=LINE", ' /DELIMITERS=","', " /QUALIFIER='\"'", " /ARRANGEMENT=DELIMITED"]
    lines += [" /FIRSTCASE=2", " /IMPORTCASE=ALL", " /VARIABLES="]
    lines += [f" V{number} {_format(column)}" for number, column in numbered]
    lines[-1] += "."
    lines += ["CACHE.", "EXECUTE.", "*Define Variable Properties."]
    lines += [f'VARIABLE LABELS V{number} "{column.text}".' for number, column in numbered]
    lines += ["*Define Value labels."]
    for number, column in numbered:
        lines += _value_labels(number, column, instrument)
    lines += [f"RENAME VARIABLE ( V{number} = {column.variable} )." for number, column in numbered]
    return "\n".join(lines) + "\n"


def _format(column: Column) -> str:
    if column.code == "id":
        return "F4"
    return "DATETIME23.2" if column.code in {"submitdate", "startdate", "datestamp"} else "A64"


def _value_labels(number: int, column: Column, instrument: Instrument) -> list[str]:
    items = [item for item in instrument.items if item.column("limesurvey") == column.code]
    if items:
        labels = [(v.accept[0], v.nl) for v in instrument.answer_scale(items[0].answers).values]
        labels += [("A6", "Niet van toepassing"), ("A7", "Weet ik niet")]
    elif "[SQ" in column.code:
        labels = [("Y", "Ja")]
    else:
        return []
    lines = [f' "{code}" "{label}"' for code, label in labels]
    lines[-1] += "."
    return [f"VALUE LABELS  V{number}", *lines]
