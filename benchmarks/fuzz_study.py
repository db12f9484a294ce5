"""The small study whose files are damaged: one of every kind that the pipeline reads, all of it invented."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit" / "answers"))

from exported_study import CONFIG, Exported
from fuzz_kinds import Kind, Rows, delimited, sheets
from fuzz_surveys import SYNTAX, WHO, survey_kinds

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
      - {term: rolestudent, title: {nl: rol, en: role}, unit: {nl: rol, en: role}, smallest: 0.2,
         source: ours}
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
  - {name: h1, text: {nl: "Meer.", en: "More."}, status: confirmatory, family: own, model: growth,
     term: rolestudent, scales: all}
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
