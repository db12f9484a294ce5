"""Exports of two invented studies of other subjects, as strangers would bring them; the same bytes each time.

- wards   one wave, no register: a Qualtrics export in texts of 612 nurses on 34 wards; consent is its first
          question; gender, age and shift; two matrices (10 and 6 items, 4 reversed), one question of
          several options, one comment.
- clubs   three waves of SPSS files: 538 pupils of 36 reading clubs in 18 schools; three scales of 5, 4 and
          4 items, 3 reversed, 9 declared missing; from the second wave on one column has another name and
          one item more is asked; a register of three sheets, keys of schools, a file of outcomes by school.
"""

import csv
import json
from datetime import datetime
from pathlib import Path

import numpy as np

AGREE = ["Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"]
SAFETY = [
    ("I dare to say that I made a mistake.", False),
    ("On this ward I can ask for help.", False),
    ("Who thinks differently is left out here.", True),
    ("We talk about what went wrong.", False),
    ("It is risky to speak up on this ward.", True),
    ("My colleagues value what I can do.", False),
    ("We learn from near misses.", False),
    ("Mistakes are held against you here.", True),
    ("I can bring up a difficult matter.", False),
    ("Nobody here would undermine my work.", False),
]
LOAD = [
    ("I have to work fast.", False),
    ("I have too much to do.", False),
    ("I have time to finish what I began.", True),
    ("My work is hectic.", False),
    ("I skip breaks.", False),
    ("I take work home in my head.", False),
]
READING = {
    "plezier": [
        ("Ik lees graag.", False),
        ("Ik vergeet de tijd als ik lees.", False),
        ("Lezen is saai.", True),
        ("Ik praat thuis over wat ik lees.", False),
        ("Ik wil weten hoe een boek afloopt.", False),
    ],
    "samen": [
        ("In de leesclub luisteren we naar elkaar.", False),
        ("Ik vind het eng om iets te zeggen.", True),
        ("We helpen elkaar met moeilijke boeken.", False),
        ("Door de anderen ga ik anders over een boek denken.", False),
    ],
    "zelf": [
        ("Ik kan goed lezen.", False),
        ("Moeilijke woorden zoek ik uit.", False),
        ("Een dik boek krijg ik niet uit.", True),
        ("Ik kies zelf wat ik lees.", False),
    ],
}
ADDED = "samen4"
"""The item that the first wave did not ask."""
RENAMED = {"plezier5": "afloop"}
"""Columns that have another name from the second wave on."""
CLUBS = 36
SCHOOLS = 18


def likert(rng: np.random.Generator, trait: np.ndarray, loading: float, turned: bool) -> np.ndarray:
    """Return answers from 1 to 5 that hang together by a trait."""
    noise = rng.normal(size=len(trait)) * np.sqrt(1 - loading**2)
    raw = 3.4 + 0.95 * (loading * trait + noise)
    found = np.clip(np.rint(raw), 1, 5).astype(int)
    return 6 - found if turned else found


def make_wards(folder: Path) -> Path:
    """Write the Qualtrics export: names, question texts, ImportIds, then answers in texts."""
    rng = np.random.default_rng(41)
    ward = np.repeat(np.arange(34), 18)
    n = len(ward)
    safety = 0.35 * rng.normal(size=34)[ward] + np.sqrt(1 - 0.35**2) * rng.normal(size=n)
    load = 0.25 * rng.normal(size=34)[ward] - 0.3 * safety + rng.normal(size=n) * 0.9
    columns: list[tuple[str, str, str, list[str]]] = []
    starts = [f"2025-03-{1 + day % 28:02d} {8 + day % 12:02d}:15:00" for day in range(n)]
    columns.append(("StartDate", "Start Date", "startDate", starts))
    columns.append(("EndDate", "End Date", "endDate", [cell.replace(":15:00", ":27:30") for cell in starts]))
    columns.append(("Status", "Response Type", "status", ["IP Address"] * n))
    columns.append(("IPAddress", "IP Address", "ipAddress", [f"192.0.2.{i % 250}" for i in range(n)]))
    columns.append(("Progress", "Progress", "progress", ["100"] * n))
    columns.append(("Finished", "Finished", "finished", ["True"] * n))
    columns.append(("ResponseId", "Response ID", "_recordId", [f"R_{i:09d}x" for i in range(n)]))
    agreed = np.where(rng.random(n) < 0.97, "I agree", "I do not agree")
    columns.append(("Q1", "Do you agree that your answers are used for this research?", "QID1", list(agreed)))
    columns.append(("Q2", "Which ward do you work on?", "QID2_TEXT", [f"Ward {w + 1:02d}" for w in ward]))
    for question, id_, stem, items, trait, loading in (
        ("Q3", "QID7", "How is it to work on your ward?", SAFETY, safety, 0.68),
        ("Q4", "QID9", "How busy is your work?", LOAD, load / load.std(), 0.62),
    ):
        for place, (text, turned) in enumerate(items, start=1):
            said = [AGREE[v - 1] for v in likert(rng, trait, loading, turned)]
            said = ["" if miss else cell for cell, miss in zip(said, rng.random(n) < 0.02, strict=True)]
            columns.append((f"{question}_{place}", f"{stem} - {text}", f"{id_}_{place}", said))
    tools = ["Protocols", "Handover forms", "Huddles", "Buddy system"]
    for place, tool in enumerate(tools, start=1):
        marked = [tool if one else "" for one in rng.random(n) < 0.4]
        columns.append(
            (f"Q5_{place}", f"What helps you? - Selected Choice - {tool}", f"QID10_{place}", marked)
        )
    gender = rng.choice(["Female", "Male", "Prefer not to say"], p=[0.72, 0.25, 0.03], size=n)
    columns.append(("Q6", "What is your gender?", "QID11", list(gender)))
    columns.append(("Q7", "How old are you?", "QID12_TEXT", [str(a) for a in rng.integers(19, 66, size=n)]))
    shifts = rng.choice(["Days", "Nights", "Both"], p=[0.5, 0.2, 0.3], size=n)
    columns.append(("Q8", "On which shift do you mostly work?", "QID13", list(shifts)))
    words = ["We need more hands on deck", "It is a good team to be in", "More time for handover would help"]
    said = [f"{words[i % 3]} ({i})." if one else "" for i, one in enumerate(rng.random(n) < 0.2)]
    columns.append(("Q9", "Is there anything you would like to add?", "QID14_TEXT", said))
    path = folder / "wards_survey.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([name for name, _, _, _ in columns])
        writer.writerow([text for _, text, _, _ in columns])
        writer.writerow([json.dumps({"ImportId": id_}) for _, _, id_, _ in columns])
        writer.writerows(zip(*(cells for _, _, _, cells in columns), strict=True))
    return path


def make_clubs(folder: Path) -> list[Path]:
    """Write a .sav a wave, the register, and by school the keys and a file of outcomes."""
    rng = np.random.default_rng(47)
    club = np.repeat(np.arange(CLUBS), rng.integers(12, 19, size=CLUBS))
    attends = np.clip(rng.normal(0.62, 0.1, CLUBS)[club] + rng.normal(0, 0.16, len(club)), 0.05, 1.0)
    sessions = [rng.binomial(8, attends) for _ in range(2)]
    files = [*_club_waves(folder, rng, club, attends), _club_register(folder, club, sessions)]
    rates = 0.24 - 0.10 * _means(attends, club % SCHOOLS) + rng.normal(0, 0.03, SCHOOLS)
    return [*files, *_school_files(folder, rng, rates)]


def _means(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    return np.bincount(group, values) / np.bincount(group)


def _address(person: int) -> str:
    return f"lezer{person + 1:03d}@leesclub.example"


def _club_waves(folder: Path, rng: np.random.Generator, club: np.ndarray, attends: np.ndarray) -> list[Path]:
    n = len(club)
    school = rng.normal(0, 0.25, SCHOOLS)
    level = {
        stem: school[club % SCHOOLS] + 0.3 * rng.normal(size=CLUBS)[club] + 0.75 * rng.normal(size=n)
        for stem in READING
    }
    slope = {stem: 0.12 + 0.9 * (attends - attends.mean()) + 0.3 * rng.normal(size=n) for stem in READING}
    girl, year = np.arange(n) % 2, rng.integers(5, 9, size=n)
    files = []
    for wave in range(3):
        there = rng.random(n) < (0.94, 0.88, 0.83)[wave]
        columns: dict[str, tuple[str, np.ndarray]] = {
            "mail": ("E-mailadres", np.array([_address(person) for person in np.flatnonzero(there)])),
            "geslacht": ("Ben je een jongen of een meisje?", 1.0 + girl[there]),
            "groep": ("In welke groep zit je?", year[there].astype(float)),
        }
        for stem, items in READING.items():
            trait = level[stem] + wave * slope[stem] + 0.25 * girl + 0.45 * rng.normal(size=n)
            for place, (text, turned) in enumerate(items, start=1):
                name = f"{stem}{place}"
                answers = likert(rng, trait, 0.7, turned).astype(float)[there]
                answers[rng.random(len(answers)) < 0.02] = 9.0
                answers[rng.random(len(answers)) < 0.02] = np.nan
                if wave or name != ADDED:
                    columns[RENAMED.get(name, name) if wave else name] = (text, answers)
        files.append(_write_sav(folder / f"leesclubs_t{wave}.sav", columns))
    return files


def _write_sav(path: Path, columns: dict[str, tuple[str, np.ndarray]]) -> Path:
    import pandas as pd
    import pyreadstat

    labels = {1.0: "Helemaal mee oneens", 2.0: "Mee oneens", 3.0: "Niet mee eens, niet mee oneens"}
    labels |= {4.0: "Mee eens", 5.0: "Helemaal mee eens", 9.0: "Weet ik niet"}
    asked = [name for name in columns if name not in ("mail", "geslacht", "groep")]
    pyreadstat.write_sav(
        pd.DataFrame({name: cells for name, (_, cells) in columns.items()}),
        str(path),
        column_labels={name: text for name, (text, _) in columns.items()},
        variable_value_labels={**dict.fromkeys(asked, labels), "geslacht": {1.0: "Jongen", 2.0: "Meisje"}},
        missing_ranges={name: [9.0] for name in asked},
    )
    written = bytearray(path.read_bytes())
    written[92:109] = b"01 Jan 2412:00:00"
    path.write_bytes(written)
    return path


def _club_register(folder: Path, club: np.ndarray, sessions: list[np.ndarray]) -> Path:
    """Write who is in which club, at which school, and how often they came since the wave before."""
    import xlsxwriter

    names = [f"Leesclub {one + 1:02d}" for one in range(CLUBS)]
    sheets: dict[str, list[list[object]]] = {
        "Clubs": [["Groep", "School"], *([name, _school(one % SCHOOLS)] for one, name in enumerate(names))],
        "Leden": [["E-mail", "Groep"], *([_address(i), names[own]] for i, own in enumerate(club))],
        "Aanwezigheid": [["E-mail", "Groep", "Meting", "Aangeboden", "Aanwezig"]],
    }
    for wave, came in enumerate([np.zeros(len(club), dtype=int), *sessions]):
        sheets["Aanwezigheid"] += [
            [_address(i), names[own], f"meting {wave}", 8 if wave else 0, int(came[i])]
            for i, own in enumerate(club)
        ]
    path = folder / "ledenlijst.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.set_properties({"created": datetime(2024, 9, 1)})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    return path


def _school(one: int) -> str:
    return f"School {one + 1:02d}"


def _school_files(folder: Path, rng: np.random.Generator, rates: np.ndarray) -> list[Path]:
    """Write a count of pupils below the reading level that is aimed at, a row a school and year."""
    rows = ["SCHOOLJAAR;INSTELLINGSCODE;VESTIGINGSCODE;LEERLINGEN;ONDER_STREEFNIVEAU"]
    for year in range(2020, 2025):
        for one in range(SCHOOLS):
            pupils = 90 + int(rng.integers(0, 60))
            share = rates[one] + (0.06 if year < 2023 else 0.0)
            rows.append(f"{year}-{year + 1};99B{_letter(one)};00;{pupils};{rng.binomial(pupils, share)}")
    keys = ["school;brin;vestiging;gemeente"]
    keys += [f"{_school(one)};99B{_letter(one)};00;9901" for one in range(SCHOOLS)]
    (folder / "leestoets.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "scholen.csv").write_text("\n".join(keys) + "\n", encoding="utf-8")
    return [folder / "leestoets.csv", folder / "scholen.csv"]


def _letter(one: int) -> str:
    return chr(ord("A") + one)


def make(folder: Path) -> dict[str, list[Path]]:
    """Write both studies' files; return them by study."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"wards": [make_wards(folder)], "clubs": make_clubs(folder)}
