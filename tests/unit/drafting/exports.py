"""Small invented exports of one questionnaire, as each tool would write it; nobody in them exists."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np

AGREE = ["Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"]
QUESTION = "Hoe is het in uw ploeg?"
ITEMS = ["Wij helpen elkaar.", "Wij luisteren.", "Wij doen maar wat.", "Wij leren van fouten."]
REVERSED = 2
NAMES = ["Sanne Verzonnen", "Piet Bedacht", "Els Nergens", "Bo Fantasie"]
SECRET = "Mijn baas heet Wim Nietecht en dat is vertrouwelijk."
PLACES = ("Hal Noord", "Hal Zuid", "Hal Oost", "Hal West")
ROWS = 60


class Answers:
    """Sixty invented answers: a team, an age, a gender, four items of which the third is reversed."""

    def __init__(self, seed: int = 5) -> None:
        rng = np.random.default_rng(seed)
        self.team = [PLACES[i % 4] for i in range(ROWS)]
        trait = rng.normal(size=ROWS)
        noise = 0.5 * rng.normal(size=(ROWS, len(ITEMS)))
        raw = np.clip(np.rint(3 + trait[:, None] + noise), 1, 5).astype(int)
        raw[:, REVERSED] = 6 - raw[:, REVERSED]
        self.items = raw
        self.gender = [("Vrouw", "Man")[i % 2] for i in range(ROWS)]
        self.age = [str(20 + (7 * i) % 41) for i in range(ROWS)]
        self.mail = [f"{NAMES[i % 4].split()[0].lower()}{i}@example.org" for i in range(ROWS)]
        self.person = [f"{NAMES[i % 4]} {i}" for i in range(ROWS)]
        self.shift = [("Vroege dienst", "Late dienst", "Nachtdienst")[i % 3] for i in range(ROWS)]
        self.days = [f"2025-03-{1 + i % 9:02d} 10:0{i % 6}:00" for i in range(ROWS)]
        self.agreed = ["Nee" if i == 3 else "Ja" for i in range(ROWS)]
        self.tools = [[bool((i >> place) & 1) for place in range(3)] for i in range(ROWS)]


def write(path: Path, rows: list[list[Any]], delimiter: str = ",") -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def qualtrics(folder: Path, answers: Answers, layout: str = "ids", name: str = "ploegen.csv") -> Path:
    """Write texts with ImportIds ('ids'), without them ('texts'), or with names alone ('names')."""
    head = [
        ("StartDate", "Begindatum", "startDate"),
        ("EndDate", "Einddatum", "endDate"),
        ("Finished", "Voltooid", "finished"),
        ("ResponseId", "Respons-ID", "_recordId"),
        ("RecipientLastName", "Achternaam ontvanger", "recipientLastName"),
        ("Q1", "Geeft u toestemming om uw antwoorden te gebruiken?", "QID1"),
        ("Q2", "In welk team werkt u?", "QID2_TEXT"),
        *((f"Q3_{n}", f"{QUESTION} - {text}", f"QID4_{n}") for n, text in enumerate(ITEMS, start=1)),
        *(
            (f"Q4_{n}", f"Wat gebruikt u? - {t}", f"QID5_{n}")
            for n, t in enumerate(("Hamer", "Zaag", "Boor"), 1)
        ),
        ("Q5", "Wat is uw geslacht?", "QID6"),
        ("Q6", "Hoe oud bent u?", "QID7_TEXT"),
        ("Q7", "Wat wilt u nog kwijt?", "QID8_TEXT"),
        ("Q8", "Welke dienst draait u?", "QID9"),
        ("Q9", "Wat is uw e-mailadres?", "QID10_TEXT"),
    ]
    rows: list[list[Any]] = [[name for name, _, _ in head]]
    rows += [[text for _, text, _ in head]] if layout != "names" else []
    rows += [[json.dumps({"ImportId": own}) for _, _, own in head]] if layout == "ids" else []
    for i in range(ROWS):
        marks = [
            word if on else "" for word, on in zip(("Hamer", "Zaag", "Boor"), answers.tools[i], strict=True)
        ]
        items = [(*AGREE, "6")[value - 1] for value in answers.items[i]]
        who = [answers.days[i], answers.days[i], "True", f"R_{i:07d}", answers.person[i], answers.agreed[i]]
        rest = [answers.gender[i], answers.age[i], f"{SECRET} {i}", answers.shift[i], answers.mail[i]]
        rows.append([*who, answers.team[i], *items, *marks, *rest])
    return write(folder / name, rows)


def limesurvey(folder: Path, answers: Answers, syntax: bool) -> Path:
    """Write an export of answer codes; with full texts as headings and a syntax file beside it if asked."""
    codes = ["id", "submitdate", "lastpage", "startlanguage", "startdate", "TEAM"]
    codes += [f"PL[SQ00{n}]" for n in range(1, 5)]
    texts = ["Antwoord-ID", "Datum", "Laatste pagina", "Starttaal", "Datum gestart", "In welk team werkt u?"]
    texts += [f"{QUESTION} [{text}]" for text in ITEMS]
    rows: list[list[Any]] = [texts if syntax else codes]
    for i in range(ROWS):
        items = [f"A{value}" for value in answers.items[i]]
        items[0] = "N/A" if i == 5 else items[0]
        rows.append([i + 1, answers.days[i], 2, "nl", answers.days[i], answers.team[i], *items])
    if syntax:
        names = [code.replace("[", "_").replace("]", "") for code in codes]
        lines = [f" V{n} A64" for n in range(1, len(codes) + 1)]
        lines += [f'VARIABLE LABELS V{n} "{text}".' for n, text in enumerate(texts, start=1)]
        labels = "\n".join(f' "A{n}" "{label}"' for n, label in enumerate(AGREE, start=1))
        lines += [f"VALUE LABELS V{n}\n{labels}." for n in range(7, 11)]
        lines += [f"RENAME VARIABLE ( V{n} = {name} )." for n, name in enumerate(names, start=1)]
        (folder / "ploegen.sps").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return write(folder / "ploegen.csv", rows)


def spss(folder: Path, answers: Answers, name: str = "ploegen_t0.sav", missing: float = 9.0) -> Path:
    import pandas as pd
    import pyreadstat

    frame: dict[str, Any] = {"medewerker": 500.0 + np.arange(ROWS)}
    frame["ploeg"] = [float(PLACES.index(team) + 1) for team in answers.team]
    frame |= {f"pl{n}": answers.items[:, n - 1].astype(float) for n in range(1, 5)}
    frame["pl1"] = np.where(np.arange(ROWS) == 5, missing, frame["pl1"])
    frame["geslacht"] = [1.0 if one == "Vrouw" else 2.0 for one in answers.gender]
    labels = {float(n): label for n, label in enumerate(AGREE, start=1)} | {missing: "Weet niet"}
    pyreadstat.write_sav(
        pd.DataFrame(frame),
        str(folder / name),
        column_labels=dict(zip(frame, ["Nummer", "Ploeg", *ITEMS, "Wat is uw geslacht?"], strict=True)),
        variable_value_labels={f"pl{n}": labels for n in range(1, 5)}
        | {"geslacht": {1.0: "Vrouw", 2.0: "Man"}},
        missing_ranges={f"pl{n}": [missing] for n in range(1, 5)},
    )
    return folder / name


def workbook(path: Path, **sheets: list[list[Any]]) -> Path:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def forms(folder: Path, answers: Answers) -> Path:
    head = ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "In welk team werkt u?", *ITEMS]
    rows = [
        [i + 1, answers.days[i], answers.days[i], answers.mail[i], answers.person[i], answers.team[i]]
        + [AGREE[value - 1] for value in answers.items[i]]
        for i in range(ROWS)
    ]
    return workbook(folder / "ploegen.xlsx", Sheet1=[head, *rows])


def plain(folder: Path, answers: Answers, name: str = "ploegen.csv") -> Path:
    head = ["respondent", "team", "pl1", "pl2", "pl3", "pl4", "leeftijd"]
    rows = [
        [f"r{1000 + i}", answers.team[i], *answers.items[i].tolist(), answers.age[i]] for i in range(ROWS)
    ]
    rows[5][2] = -99
    return write(folder / name, [head, *rows], ";")


def plain_workbook(folder: Path, answers: Answers) -> Path:
    rows = [[answers.team[i], *answers.items[i].tolist()] for i in range(ROWS)]
    return workbook(folder / "ploegen.xlsx", Blad1=[["team", "pl1", "pl2", "pl3", "pl4"], *rows])


def register(folder: Path, answers: Answers, one_sheet: bool) -> Path:
    members = [[answers.team[i], answers.mail[i], answers.gender[i], answers.person[i]] for i in range(ROWS)]
    head = ["Team", "E-mail", "Rol", "Naam"]
    if one_sheet:
        return workbook(folder / "leden.xlsx", Leden=[head, *members])
    teams = [["Team", "Locatie"], *([place, "Vestiging"] for place in PLACES)]
    attendance = [["Team", "E-mail", "Meetmoment", "Aangeboden", "Aanwezig"]]
    attendance += [[answers.team[i], answers.mail[i], "t0", 4, i % 5] for i in range(ROWS)]
    return workbook(folder / "leden.xlsx", Teams=teams, Leden=[head, *members], Deelname=attendance)
