"""The small study whose files are damaged: one of every kind that the pipeline reads, all of it invented."""

import io
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit" / "answers"))

from exported_study import CONFIG, Exported, qualtrics

Rows = list[list[str]]
LABELS = ["Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"]
CODES = {label: f"A{place}" for place, label in enumerate(LABELS, start=1)}
WHO = [f"p{number}@example.org" for number in range(8)]
STARTED = [f"2024-10-{day:02d} 09:{day:02d}:00" for day in (3, 4, 5, 11, 13, 14, 20, 28)]
A1 = [LABELS[place] for place in (3, 4, 0, 1, 3, 2, 4, 3)]
A2 = [LABELS[place] for place in (1, 1, 4, 3, 3, 0, 2, 4)]
YEARS = ["4", "12", "3.5", "0", "31", "", "7", "22"]
WISHES = [
    "Eén plek, meer ruimte",
    "",
    "Reünie: 'beëdigd'",
    "à la carte",
    "",
    "naïef; idee",
    "Wél vóór",
    "niets",
]
MARKS = [
    ["1", "", ""],
    ["1", "1", ""],
    ["", "", "1"],
    ["", "1", ""],
    ["1", "", ""],
    ["", "", "1"],
    ["", "1", ""],
]
MARKS.append(["1", "1", ""])

CONFIG_PARTS = """
team_register:
  files: [register.xlsx]
  teams: {sheet: Teams, columns: {team: Team, site: Locatie, cohort: Cohort}, measures: [
    {name: hours, title: {nl: uren, en: hours}, column: Uren}]}
  members: {sheet: Leden, columns: {team: Team, email: E-mail, token: Token, joined: Vanaf}}
  attendance: {sheet: Deelname, columns: {
    team: Team, email: E-mail, wave: Moment, offered: Aangeboden, attended: Aanwezig}}
attributes:
  - name: role
    title: {nl: rol, en: role}
    register_column: Rol
    values: [{name: student, nl: student, en: student}, {name: coach, nl: coach, en: coach}]
consent: {file: consent.csv, email: e-mail, token: null, self_code: null, date: datum, withdrawn: null,
          purposes: {survey: vragenlijst, linking: koppelen, interview: interview}}
linking: {aliases: aliassen.csv}
sites: {file: site_keys.csv, site: site}
outcomes:
  - {name: advice, title: {nl: advies, en: advice}, domain: opportunities, ages: 4-12, level: site,
     file: advice.csv, key: [BRIN, LOC], year: JAAR, value: ONDER, low: 0, high: 100}
region:
  areas: [{name: east, title: {nl: oost, en: east}, municipalities: [{code: "0222", name: Oost}]}]
  final_test: data/open/test.csv
  disadvantage: data/open/scores.xlsx
integration: integration.yaml
models: [models.yaml]
hypotheses: hypotheses.yaml
cleaning: {steps: [{rule: consent}, {rule: out_of_range, action: set_missing}]}
"""
INTEGRATION = """
coded:
  files: [segmenten.csv]
  codebook: "1"
  documents: {file: documenten.csv, wave: moment, role: rol, attribute: role, language: taal, date: datum}
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes: [{name: clear, theme: roles, title: {nl: helder, en: clear}}]
"""
MODELS = """
multilevel:
  - name: growth
    title: {nl: groei, en: growth}
    question: {nl: "Groeit het?", en: "Does it grow?"}
    scales: all
    formula: score ~ role + (1 | site/team)
    effects:
      - {term: role, title: {nl: rol, en: role}, unit: {nl: rol, en: role}, smallest: 0.2, source: ours}
structural:
  - name: one_factor
    title: {nl: factor, en: factor}
    question: {nl: "Past het?", en: "Does it fit?"}
    kind: cfa
    instrument: scan
    syntax: "f =~ a1 + a2 + years"
"""
HYPOTHESES = """
families: [{name: own, title: {nl: eigen, en: own}}]
hypotheses:
  - {name: h1, text: {nl: "Meer.", en: "More."}, status: confirmatory, family: own, model: growth, term: role,
     scales: all}
"""
SCALES = """
scales:
  - {name: both, title: {nl: beide, en: both}, items: [a1, a2], minimum_answered: 1}
"""
FIELDS = {
    "plain": "{name: plain, format: plain_csv, files: 'plain*', fields: {email: mail, started: start}}",
    "spss": "{name: spss, format: spss_sav, fields: {email: mail, started: start}}",
    "forms": "{name: forms, format: forms_xlsx}",
}


@dataclass(frozen=True)
class Kind:
    """A kind of file: where it stands, its contents as bytes, and what is read of it.

    `rows` and `write` are there for tables, whose cells can be changed; `columns` says what the columns of a
    survey mean, by the heading in row `ids` (from 0) of `head` rows; `syntax` is a file beside it.
    """

    name: str
    file: str
    rows: Rows = field(default_factory=list)
    write: Callable[[Rows], bytes] | None = None
    text: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    ids: int = 0
    head: int = 1
    step: str = "import_answers"
    beside: tuple[str, str] | None = None

    @property
    def content(self) -> bytes:
        """The file as it is before it is damaged."""
        return self.write(self.rows) if self.write is not None else self.text.encode()


def delimited(sign: str) -> Callable[[Rows], bytes]:
    """Return what writes rows as delimited text."""

    def write(rows: Rows) -> bytes:
        import csv

        text = io.StringIO()
        csv.writer(text, delimiter=sign, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()

    return write


def workbook(sheet: str = "Blad1", numbers: bool = True) -> Callable[[Rows], bytes]:
    """Return what writes rows as a sheet; what looks like a number is one."""
    return lambda rows: sheets({sheet: rows}, numbers)


def sheets(tables: dict[str, Rows], numbers: bool = True) -> bytes:
    """Return a workbook of several sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if numbers and cell.replace(".", "", 1).isdecimal() and cell.isascii():
                    sheet.write_number(place, column, float(cell))
                elif cell:
                    sheet.write_string(place, column, cell[:32_000])
    book.close()
    return out.getvalue()


def spss(labelled: bool) -> Callable[[Rows], bytes]:
    """Return what writes rows as an SPSS file: numbers where all cells of a column are, else texts."""

    def write(rows: Rows) -> bytes:
        head, *body = rows
        columns: dict[str, list[object]] = {}
        for place, name in enumerate(head):
            cells = [row[place] if place < len(row) else "" for row in body]
            try:
                columns[name] = [float(cell) if cell else None for cell in cells]
            except ValueError:
                columns[name] = [cell[:200] for cell in cells]
        own = {float(place): label for place, label in enumerate(LABELS, start=1)}
        numeric = [
            n for n in ("SRT_SQ001", "SRT_SQ002") if n in columns and not isinstance(columns[n][0], str)
        ]
        path = Path("/dev/shm" if Path("/dev/shm").is_dir() else "/tmp") / f"fuzz-{id(rows)}.sav"
        try:
            labels = dict.fromkeys(numeric, own) if labelled else {}
            pyreadstat.write_sav(pd.DataFrame(columns), str(path), variable_value_labels=labels)
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)

    return write


def _survey(cell: Callable[[str], str], mark: str) -> list[list[str]]:
    """Return the eight responses: id, start, address, a1, a2, years, wish, three options."""
    rows = []
    for place in range(8):
        marks = [mark if one else "" for one in MARKS[place]]
        known = [cell(A1[place]), cell(A2[place]), YEARS[place], WISHES[place]]
        rows.append([str(place + 1), STARTED[place], WHO[place], *known, *marks])
    return rows


def _numbered(label: str) -> str:
    return str(LABELS.index(label) + 1)


MEANINGS = ("id", "started", "email", "a1", "a2", "years", "wish", "m1", "m2", "m3")
QUALTRICS = ["_recordId", "startDate", "recipientEmail", "QID5_1", "QID5_7", "QID6_TEXT", "QID9_TEXT"]
QUALTRICS += ["QID8_1", "QID8_2", "QID8_3"]
NAMES = ["ResponseId", "StartDate", "RecipientEmail", *QUALTRICS[3:]]
LIME = [
    "id",
    "startdate",
    "token",
    "SRT[SQ001]",
    "SRT[SQ002]",
    "YEARS",
    "WISH",
    "MEETS[1]",
    "MEETS[2]",
    "MEETS[3]",
]
TEXTS = ["Antwoord-ID", "Datum gestart", "Toegangscode", "Hoe gaat het? [Ik ken de taken.]"]
TEXTS += ["Hoe gaat het? [Ik overleg.]", "Jaren ervaring?", "Wat kan beter?", "Met wie? [Leraar, ook vak]"]
TEXTS += ["Met wie? [Ouders]", "Met wie? [Niemand]"]
SPSS = ["id", "start", "mail", "SRT_SQ001", "SRT_SQ002", "YEARS", "WISH", "MEETS_1", "MEETS_2", "MEETS_3"]
PLAIN = ["id", "start", "mail", "a1", "a2", "years", "wish", "meets_1", "meets_2", "meets_3"]
FORMS = ["ID", "Begintijd", "E-mail", "Ik ken de taken.", "Ik overleg.", "Jaren ervaring?", "Wat kan beter?"]
SYNTAX = "".join(
    f'VARIABLE LABELS V{n} "{text}".\nRENAME VARIABLE ( V{n} = {name.replace("[", "_").replace("]", "")} ).\n'
    for n, (name, text) in enumerate(zip(LIME, TEXTS, strict=True), start=1)
)


def _of(names: Sequence[str]) -> dict[str, str]:
    return dict(zip(names, MEANINGS, strict=True))


def survey_kinds() -> list[Kind]:
    """Return the exports of surveys."""
    import csv

    labelled = _survey(str, "1")
    three = list(
        csv.reader(io.StringIO(qualtrics(names=",".join(NAMES), ids=",".join(QUALTRICS)), newline=""))
    )
    lime = _survey(CODES.__getitem__, "Y")
    numbers = _survey(_numbered, "1")
    joined = [
        [
            *row[:7],
            ";".join(w for w, m in zip(("Leraar, ook vak", "Ouders", "Niemand"), row[7:], strict=True) if m),
        ]
        for row in labelled
    ]
    comma, semicolon = delimited(","), delimited(";")
    return [
        Kind("qualtrics", "scan.csv", [*three, *labelled], comma, columns=_of(QUALTRICS), ids=2, head=3),
        Kind("qualtrics legacy", "scan.csv", [NAMES, TEXTS, *labelled], comma, columns=_of(NAMES), head=2),
        Kind("qualtrics one row", "scan.csv", [NAMES, *labelled], comma, columns=_of(NAMES)),
        Kind("limesurvey codes", "lime.csv", [LIME, *lime], comma, columns=_of(LIME)),
        Kind(
            "limesurvey texts",
            "lime.csv",
            [TEXTS, *lime],
            comma,
            columns=_of(TEXTS),
            beside=("lime.sps", SYNTAX),
        ),
        Kind("spss labels", "scan.sav", [SPSS, *numbers], spss(True), columns=_of(SPSS)),
        Kind("spss", "scan.sav", [SPSS, *numbers], spss(False), columns=_of(SPSS)),
        Kind(
            "forms",
            "forms.xlsx",
            [[*FORMS, "Met wie?"], *joined],
            workbook(),
            columns={**_of([*FORMS, "1", "2", "3"]), "Met wie?": "joined"},
        ),
        Kind("plain csv", "plain.csv", [PLAIN, *numbers], semicolon, columns=_of(PLAIN)),
        Kind("plain tab", "plain.txt", [PLAIN, *labelled], delimited("\t"), columns=_of(PLAIN)),
    ]


CONSENT = [["e-mail", "datum", "vragenlijst", "koppelen", "interview"]]
CONSENT += [
    [who, "2024-09-01", "ja", "nee" if n % 3 else "ja", "" if n % 2 else "ja"] for n, who in enumerate(WHO)
]
REGISTER: dict[str, Rows] = {
    "Teams": [
        ["Team", "Locatie", "Cohort", "Uren"],
        ["LT01", "De Es", "2024", "3"],
        ["LT02", "De Es", "2024", "4.5"],
    ],
    "Leden": [
        ["Team", "E-mail", "Token", "Vanaf", "Rol"],
        *([f"LT0{1 + n % 2}", w, f"t{n}", "2024-09-01", "student"] for n, w in enumerate(WHO)),
    ],
    "Deelname": [
        ["Team", "E-mail", "Moment", "Aangeboden", "Aanwezig"],
        *([f"LT0{1 + n % 2}", w, "w0", "4", str(n % 5)] for n, w in enumerate(WHO)),
    ],
}
SEGMENTS = [["document", "code", "coder", "text"], ["Interview 1", "clear", "codeur_a", "mijn woorden"]]
DOCUMENTS = [
    ["document", "kind", "person", "team", "moment", "rol", "taal", "datum"],
    ["Interview 1", "interview", WHO[0], "LT01", "w0", "coach", "nl", "2025-02-03"],
]
KEYS = [
    ["site", "brin", "location", "lrk", "municipality"],
    ["De Es", "99XA", "00", "900000001", "0222"],
    ["De Es", "99XA", "01", "", "0222"],
]
ADVICE = [
    ["BRIN", "LOC", "JAAR", "ONDER"],
    ["99XA", "00", "2022-2023", "6,5"],
    ["99XA", "00", "2023-2024", "12"],
    ["99XA", "01", "2023-2024", "<5"],
    ["99XA", "01", "2022-2023", "7,25"],
]
OPEN = [
    ["SOORT_PO", "BRIN_NUMMER", "VESTIGINGSNUMMER", "GEMEENTENUMMER", "GEMEENTENAAM", "LEERJAAR_8", "CET_GEM"]
]
OPEN += [["Bo", "99XA", f"0{n}", "0222", "Oost", str(20 + n), f"53{n},5"] for n in range(6)]
SCORE_SHEETS: dict[str, Rows] = {
    "Tabel 1": [
        ["School (BRIN vestiging)", "Aantal bekostigde leerlingen"],
        ["99XA00", "210"],
        ["99XA01", "95"],
    ],
    "Tabel 2": [
        ["School (BRIN vestiging)", "Achterstandsscore zonder drempel"],
        ["99XA00", "31.5"],
        ["99XA01", "2"],
    ],
}


def register_of(rows: Rows) -> bytes:
    """Return the register with these members."""
    return sheets(REGISTER | {"Leden": rows}, numbers=False)


def scores_of(rows: Rows) -> bytes:
    """Return CBS's workbook with this sheet of scores."""
    return sheets(SCORE_SHEETS | {"Tabel 2": rows})


def other_kinds(root: Path) -> list[Kind]:
    """Return every other kind of file, of a study that stands in `root`."""
    comma, semicolon = delimited(","), delimited(";")
    config = root / "config"
    kinds = [
        Kind("register", "register.xlsx", REGISTER["Leden"], register_of),
        Kind("consent", "consent.csv", CONSENT, semicolon),
        Kind(
            "aliases",
            "aliassen.csv",
            [["alias", "email"], ["an@example.org", WHO[0]], ["bo@example.org", WHO[1]]],
            comma,
        ),
        Kind("documents", "documenten.csv", DOCUMENTS, semicolon),
        Kind("segments", "segmenten.csv", SEGMENTS, semicolon),
        Kind("syntax", "lime.sps", text=SYNTAX),
        Kind("outcomes", "advice.csv", ADVICE, semicolon, step="import_context"),
        Kind("site keys", "site_keys.csv", KEYS, semicolon, step="import_context"),
        Kind("open data", "../../open/test.csv", OPEN, semicolon, step="import_context"),
        Kind(
            "open workbook",
            "../../open/scores.xlsx",
            SCORE_SHEETS["Tabel 2"],
            scores_of,
            step="import_context",
        ),
        Kind(
            "manifest",
            "MANIFEST.csv",
            text=(root / "data/raw/small/MANIFEST.csv").read_text(encoding="utf-8"),
        ),
    ]
    for name in ("config", "scan", "integration", "models", "hypotheses"):
        file = f"../../../config/{name}.yaml"
        kinds.append(Kind(f"yaml {name}", file, text=(config / f"{name}.yaml").read_text(encoding="utf-8")))
    return kinds


def make_study(root: Path) -> Exported:
    """Write the study with one plain export."""
    study = Exported.make(root, *FIELDS.values(), config=CONFIG + CONFIG_PARTS)
    for name, text in {"integration": INTEGRATION, "models": MODELS, "hypotheses": HYPOTHESES}.items():
        (root / "config" / f"{name}.yaml").write_text(text, encoding="utf-8")
    scan = root / "config" / "scan.yaml"
    scan.write_text(scan.read_text(encoding="utf-8") + SCALES, encoding="utf-8")
    (root / "data" / "open").mkdir(parents=True)
    study.manifest()
    for kind in [survey_kinds()[8], *other_kinds(root)]:
        (study.raw / kind.file).write_bytes(kind.content)
    (study.raw / "lime.sps").unlink()
    study.manifest()
    return study


def members(content: bytes) -> dict[str, bytes]:
    """Return what is packed in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
