"""What a file holds, read cell by cell without any of our code, and where what we made of it differs.

`csv`, `python-calamine` and `pyreadstat` read; a word is an answer only where it is one of the labels, codes
or numbers that the study was made with. A cell that is something else may be refused, never become a number.
"""

import csv
import io
import math
import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyreadstat
import python_calamine
from fuzz_kinds import LABELS, Kind, Rows
from fuzz_mutations import Damaged
from fuzz_surveys import CODES, STARTED

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,2})?", re.IGNORECASE)
ENGLISH = ["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly agree"]
WORDS = {
    word.casefold(): n for words in (LABELS, ENGLISH, CODES.values()) for n, word in enumerate(words, start=1)
}
OPTIONS = {
    "m1": ("teacher", "leraar, ook vak", "teacher", "1"),
    "m2": ("parents", "ouders", "parents", "2"),
    "m3": ("nobody", "niemand", "nobody", "3"),
}
CHOSEN = {"1", "y", "yes", "ja", "j", "true", "waar", "x", "selected", "geselecteerd", "checked"}


def read(kind: Kind, damaged: Damaged, path: Path) -> Rows | None:
    """Return a file's cells as text; None where an independent reader can't read them."""
    try:
        if kind.file.endswith(".sav"):
            frame, _ = pyreadstat.read_sav(str(path), user_missing=True, disable_datetime_conversion=True)
            head = [str(name) for name in frame.columns]
            return [head, *([_cell(cell) for cell in row] for row in frame.itertuples(index=False))]
        if kind.file.endswith(".xlsx"):
            book = python_calamine.CalamineWorkbook.from_path(str(path))
            sheet = book.get_sheet_by_name("Leden" if kind.name == "register" else book.sheet_names[0])
            return [[_cell(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        text = _decoded(path.read_bytes(), damaged.encoding)
        sign = max(",;\t", key=text.split("\n")[0].count)
        return list(
            csv.reader(
                io.StringIO(text.removeprefix("\ufeff").removeprefix("ï»¿"), newline=""),
                delimiter=sign,
                strict=True,
            )
        )
    except (Exception, python_calamine.CalamineError):
        return None


def _decoded(content: bytes, encoding: str) -> str:
    """Return a text in the encoding it was written in; one damaged byte leaves Windows-1252."""
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _cell(cell: object) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float) and math.isfinite(cell):
        return f"{Decimal(repr(cell)):f}"
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def bare(cell: str) -> str:
    """Return a cell as people compare them: without what can't be seen, in small letters."""
    return " ".join(cell.replace("\u200b", "").replace("\ufeff", "").split()).casefold()


def survey_changes(kind: Kind, damaged: Damaged, path: Path, folder: Path) -> list[str]:
    """Return what import made of a survey file that the file doesn't say."""
    rows = read(kind, damaged, path)
    if rows is None:
        return [] if kind.file.endswith(".xlsx") else ["read, but by nobody else"]
    top = next((at for at, row in enumerate(rows) if any(map(bare, row))), 0)
    responses = pd.read_parquet(folder / "received_responses.parquet")
    answers = pd.read_parquet(folder / "received_answers.parquet")
    texts = pd.read_parquet(folder / "received_comments.parquet")
    values = {(r.response, str(r.item)): (r.answer, str(r.answer_kind)) for r in answers.itertuples()}
    comments = {r.response: r.text for r in texts.itertuples()}
    known = {bare(name): meaning for name, meaning in kind.columns.items()}
    headings = [bare(_import_id(name)) for name in rows[top + kind.ids]]
    places = {known[name]: at for at, name in enumerate(headings) if name in known}
    found = []
    told = set(responses["file_row"])
    first = top + max(kind.ids + 1, kind.head)
    filled = {at for at, row in enumerate(rows, start=1) if at > first and any(bare(cell) for cell in row)}
    if len(filled - told) > (1 if kind.head > 1 else 0):
        found.append("responses lost")
    for response in responses.itertuples():
        if response.file_row > len(rows):
            found.append("a response that isn't there")
            continue
        row = rows[response.file_row - 1]
        cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        found += _differences(response, cells, values, comments, dict(damaged.moments))
    return sorted(set(found))


def _import_id(heading: str) -> str:
    found = re.search(r'"ImportId"\s*:\s*"([^"]*)"', heading)
    return found.group(1) if found else heading


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


def _differences(response, cells, values, comments, moments) -> list[str]:  # type: ignore[no-untyped-def]
    found = []
    for item in (one for one in ("a1", "a2", "years") if one in cells):
        value, kind = values.get((response.response, item), (math.nan, "skipped"))
        expected = _expected(item, cells.get(item, ""))
        if not _same(value, kind, expected):
            found.append(f"an answer ({item})")
    wish = cells.get("wish", "").strip()
    if (
        "wish" in cells
        and bare(wish) != bare(_text(comments.get(response.response, "")))
        and bare(wish) not in ("na", "n/a", "#null!")
    ):
        found.append("a text")
    for mark, (option, *words) in OPTIONS.items():
        value, kind = values.get((response.response, f"meets_{option}"), (math.nan, "skipped"))
        if mark not in cells and "joined" not in cells:
            continue
        if "joined" in cells:
            expected = any(part in words for part in _parts(cells["joined"], words))
        else:
            expected = bare(cells.get(mark, "")) in (*CHOSEN, *words, option)
        if (value == 1.0) != expected:
            found.append("a choice")
    started = cells.get("started", "")
    meant = moments.get(started, started)
    if meant in STARTED and response.started != meant:
        found.append("a date")
    if "email" in cells and bare(cells["email"]) != bare(_text(response.email) or _text(response.token)):
        found.append("an address")
    return found


def _parts(cell: str, words: list[str]) -> list[str]:
    return [word for word in words if word in bare(cell) and not word.isdecimal()]


def _expected(item: str, cell: str) -> float | str | None:
    """Return the number that a cell says, None where it says none, or 'odd'."""
    text = bare(cell)
    if not text or text in ("na", "n/a", "#null!", "n.v.t.", "weet ik niet"):
        return None
    if item != "years" and text in WORDS:
        return float(WORDS[text])
    return float(text) if NUMBER.fullmatch(text) and text.isascii() else "odd"


def _same(value: float, kind: str, expected: float | str | None) -> bool:
    if expected is None:
        return kind != "given"
    return kind == "given" and expected == value


def other_changes(kind: Kind, damaged: Damaged, path: Path, folder: Path, processed: Path) -> list[str]:
    """Return what was made of consent, addresses, members or outcomes that the file doesn't say."""
    rows = read(kind, damaged, path)
    if kind.name not in ("consent", "aliases", "register", "outcomes"):
        return []
    if not rows:
        return [] if kind.file.endswith(".xlsx") else ["read, but by nobody else"]
    top = next((at for at, row in enumerate(rows) if any(map(bare, row))), 0)
    head, body = [bare(name) for name in rows[top]], [row for row in rows[top + 1 :] if any(map(bare, row))]
    column = {name: [row[at] if at < len(row) else "" for row in body] for at, name in enumerate(head)}
    if kind.name == "consent":
        table = pd.read_parquet(folder / "received_consent.parquet")
        words = {"survey": "vragenlijst", "linking": "koppelen", "interview": "interview"}
        pairs = [
            (list(table[own]), [bare(cell) in ("ja", "yes", "1", "true", "j", "y") for cell in column[name]])
            for own, name in words.items()
        ]
        pairs.append(([bare(one) for one in table["email"]], [bare(cell) for cell in column["e-mail"]]))
    elif kind.name == "aliases":
        table = pd.read_parquet(folder / "received_aliases.parquet")
        pairs = [
            ([bare(one) for one in table[name]], [bare(c) for c in column[name]])
            for name in ("alias", "email")
        ]
    elif kind.name == "register":
        table = pd.read_parquet(folder / "register_members.parquet")
        pairs = [([bare(one) for one in table["email"]], [bare(cell) for cell in column["e-mail"]])]
        pairs.append(
            ([bare(_text(one)) for one in table["team"]], [bare(cell) or "none" for cell in column["team"]])
        )
    else:
        table = pd.read_parquet(processed / "outcomes.parquet")
        units = list(zip(column["brin"], column["loc"], strict=True))
        own = [
            cell
            for cell, (brin, loc) in zip(column["onder"], units, strict=True)
            if (bare(brin), bare(loc).zfill(2)) in {("99xa", "00"), ("99xa", "01")}
        ]
        given = sorted(value for value in table["value"] if not math.isnan(value))
        pairs = [(given, sorted(number for cell in own if (number := _dutch(cell)) is not None))]
    return [] if all(ours == theirs for ours, theirs in pairs) else [f"a cell of {kind.name}"]


def _dutch(cell: str) -> float | None:
    text = bare(cell).replace(" ", "")
    if not re.fullmatch(r"[+-]?\d[\d.]*(,\d+)?", text, re.ASCII):
        return None
    return float(
        text.replace(",", ".")
        if "," not in text and re.fullmatch(r"\d+\.\d{1,2}|\d+\.\d{4,}", text)
        else text.replace(".", "").replace(",", ".")
    )
