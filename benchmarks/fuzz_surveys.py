"""The exports of surveys that are damaged: the same eight responses as every tool would have written them."""

import csv
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit" / "answers"))

from exported_study import qualtrics
from fuzz_kinds import LABELS, Kind, delimited, spss, workbook

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
