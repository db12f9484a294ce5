"""A small study for tests of cleaning: its config in a folder, its received tables as frames."""

from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from isop_analysis.base.reasons import read_reasons
from isop_analysis.contracts import by_name, read_table, write_table
from isop_analysis.steps import clean_answers
from isop_analysis.study import Study, load

KEY = "00" * 31 + "01"
ITEMS = ("a1", "a2", "a3", "a4")
RULES: list[dict[str, Any]] = [
    {"rule": "consent"},
    {"rule": "test_answers"},
    {"rule": "unknown_teams", "action": "leave_out"},
    {"rule": "unfinished", "minimum_share": 0.5},
    {"rule": "duplicates"},
    {"rule": "speeders", "seconds_per_item": 1},
    {"rule": "straight_liners", "minimum_items": 4},
    {"rule": "out_of_range", "action": "set_missing"},
]


def both(text: str) -> dict[str, str]:
    return {"nl": text, "en": text}


def instrument(name: str, items: tuple[str, ...], about: str) -> dict[str, Any]:
    return {
        "name": name,
        "title": both(name),
        "owner": "nobody",
        "kind": "quantitative",
        "validation": {"status": "none"},
        "about": about,
        "sources": [{"name": "csv", "format": "plain_csv"}],
        "answer_scales": [
            {"name": "agree", "low": 1, "high": 5},
            {
                "name": "job",
                "low": 1,
                "high": 3,
                "values": [
                    {"value": 1, "nl": "Leraar", "en": "Teacher"},
                    {"value": 2, "nl": "Logopedist", "en": "Speech therapist"},
                    {"value": 3, "nl": "Tovenaar", "en": "Wizard"},
                ],
            },
        ],
        "items": [
            {"name": item, "text": both(item), "answers": "agree", "reversed": place == 1}
            for place, item in enumerate(items)
        ]
        + ([{"name": "own_job", "text": both("job"), "answers": "job"}] if about == "person" else []),
        "scales": [
            {
                "name": f"{name}_scale",
                "title": both(name),
                "items": list(items),
                "about": about,
                "minimum_answered": 2,
            }
        ],
    }


def config(**changes: Any) -> dict[str, Any]:
    content: dict[str, Any] = {
        "study": "small",
        "title": both("small"),
        "data_date": "2025-01-01",
        "invented": True,
        "seed": 1,
        "raw": "data/raw/small",
        "instruments": ["scan.yaml", "meter.yaml"],
        "waves": [
            {"name": "w0", "cohort": "2023", "school_year": "2023-2024", "occasion": "T0", "time": 0},
            {"name": "w1", "cohort": "2023", "school_year": "2023-2024", "occasion": "T1", "time": 1},
        ],
        "attributes": [
            {
                "name": "job",
                "title": both("job"),
                "register_column": "Beroep",
                "item": "own_job",
                "values": [
                    {"name": "teacher", "nl": "Leraar", "en": "Teacher", "accept": ["docent"]},
                    {"name": "therapist", "nl": "Logopedist", "en": "Speech therapist", "parent": "support"},
                    {"name": "support", "nl": "Ondersteuner", "en": "Support"},
                ],
            }
        ],
        "team_register": {
            "files": ["register.xlsx"],
            "teams": {
                "sheet": "T",
                "columns": {"team": "Team", "site": "Site"},
                "measures": [{"name": "hours", "title": both("hours"), "column": "Uren"}],
            },
            "members": {"sheet": "M", "columns": {"team": "Team", "email": "E"}},
            "attendance": {
                "sheet": "A",
                "columns": {
                    "team": "Team",
                    "email": "E",
                    "wave": "W",
                    "offered": "O",
                    "attended": "A",
                },
            },
        },
        "consent": {
            "file": "consent.csv",
            "self_code": "code",
            "purposes": {"survey": "s", "linking": "l", "interview": "i"},
        },
        "linking": {"aliases": "aliases.csv"},
        "cleaning": {"steps": RULES},
        "privacy": {"minimum_cell": 3, "key": {"file": "config/small.key", "public": True}},
    }
    content |= changes
    if content["consent"] is None and "cleaning" not in changes:
        content["cleaning"] = {"steps": [rule for rule in RULES if rule["rule"] != "consent"]}
    return content


def make_study(root: Path, **changes: Any) -> Study:
    folder = root / "config"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "scan.yaml").write_text(yaml.safe_dump(instrument("scan", ITEMS, "person")))
    (folder / "meter.yaml").write_text(yaml.safe_dump(instrument("meter", ("m1", "m2", "m3", "m4"), "team")))
    (folder / "config.yaml").write_text(yaml.safe_dump(config(**changes)))
    return load(folder / "config.yaml")


def table(name: str, rows: list[dict[str, Any]], **defaults: Any) -> pd.DataFrame:
    columns = by_name(name).column_names
    extra = [key for row in rows for key in row if key not in columns]
    filled = [dict.fromkeys(columns) | defaults | row for row in rows]
    return pd.DataFrame(filled, columns=[*columns, *dict.fromkeys(extra)])


def responses(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = [{"response": place, "file_row": place + 1} | row for place, row in enumerate(rows, start=1)]
    defaults = {
        "instrument": "scan",
        "source": "csv",
        "file": "scan.csv",
        "wave": "w0",
        "test": False,
        "seconds": 60.0,
        "started": "2023-10-01 10:00:00",
    }
    return table("received_responses", numbered, **defaults)


def answers(cells: dict[int, list[float | None]], meter: tuple[int, ...] = ()) -> pd.DataFrame:
    """Return answers to the four items per response; None is a skipped item, a fifth one the job."""
    rows = []
    for response, values in cells.items():
        items = ("m1", "m2", "m3", "m4") if response in meter else (*ITEMS, "own_job")
        for item, value in zip(items, values, strict=False):
            rows.append(
                {
                    "response": response,
                    "instrument": "meter" if response in meter else "scan",
                    "item": item,
                    "answer": value,
                    "answer_kind": "skipped" if value is None else "given",
                }
            )
    return table("received_answers", rows)


def consents(*rows: dict[str, Any]) -> pd.DataFrame:
    no = dict.fromkeys(("quoting", "team_sheet", "recontact", "archive"), False)
    yes = dict.fromkeys(("survey", "linking", "interview"), True)
    return table("received_consent", list(rows), date="2023-09-01", **yes, **no)


def members(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = [{"file_row": place} | row for place, row in enumerate(rows, start=2)]
    return table("register_members", numbered, file="register.xlsx")


def attendance(*rows: tuple[str, str, str, float, float]) -> pd.DataFrame:
    names = ("team", "email", "wave", "offered", "attended")
    cells = [
        dict(zip(names, row, strict=True)) | {"file_row": place} for place, row in enumerate(rows, start=2)
    ]
    return table("register_attendance", cells, file="register.xlsx")


def teams(*names: str) -> pd.DataFrame:
    rows = [{"team": name, "site": f"Site {name[-1]}", "cohort": "2023", "Uren": "12,5"} for name in names]
    return table("register_teams", rows)


def receive(study: Study, **tables: pd.DataFrame) -> None:
    """Write the received tables; those not given have no rows."""
    names = {
        "responses": "received_responses",
        "answers": "received_answers",
        "comments": "received_comments",
        "teams": "register_teams",
        "members": "register_members",
        "attendance": "register_attendance",
        "consent": "received_consent",
        "aliases": "received_aliases",
        "documents": "received_documents",
        "codings": "received_codings",
    }
    for short, name in names.items():
        write_table(tables.get(short, table(name, [])), name, study.restricted)


def cleaned(study: Study, **tables: pd.DataFrame) -> Study:
    """Receive the tables and clean the study, with a key made beforehand."""
    from isop_analysis.cleaning.key import key_path, make

    receive(study, **tables)
    if not key_path(study).exists():
        make(study)
    clean_answers.run(study)
    return study


def revealed(study: Study, name: str) -> pd.DataFrame:
    """Return a processed table with names in place of the pseudonyms of all that is no person."""
    hidden, frame = read_table("hidden_names", study.restricted), study.table(name)
    for kind, rows in hidden.groupby(hidden["kind"].astype("str")):
        if kind in frame:
            names = dict(zip(rows["pseudonym"], rows["name"], strict=True))
            frame[kind] = frame[kind].astype("object").replace(names)
    return frame


def told(cells: pd.Series) -> list[str]:
    """Return what the reasons of a column say to analysts, a sentence a cell."""
    return ["; ".join(str(one) for one in read_reasons(cell)) for cell in cells]
