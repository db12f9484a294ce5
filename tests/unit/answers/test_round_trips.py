"""Answers invented at random come back as they were written, whatever the tool's export looks like.

What is expected is reckoned from the invented answers, never by the readers: a number, or why there is none.
"""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from exported_study import Exported
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_read_consent import make as with_consent
from test_read_register import MEMBERS, TEAMS, write
from test_read_register import make as with_register

from isop_analysis.answers.manifest import write_manifest
from isop_analysis.contracts import read_table
from isop_analysis.steps import import_answers
from isop_analysis.study import Study

ITEMS = ("a1", "a2", "years")
OPTIONS = ("teacher", "parents", "nobody")
WORDS = {
    1: ("1", "1.0", "Helemaal mee oneens", "strongly  disagree", "A1"),
    2: ("2", " 2", "mee oneens", "Disagree", "A2"),
    3: ("3", "3.00", "NEUTRAAL", "Neutral ", "A3"),
    4: ("4", "4e0", "Mee\u00a0eens", "agree", "A4"),
    5: ("5", "+5", "Helemaal mee eens", "Strongly agree", "a5"),
}
KINDS = {"not_applicable": ("N.v.t.", "n.v.t. "), "dont_know": ("Weet ik niet", "WEET IK NIET")}
JOINED = {
    "teacher": ("Leraar, ook vak", "Teacher", "1"),
    "parents": ("Ouders", "2"),
    "nobody": ("Niemand", "3"),
}
READING = settings(
    max_examples=12, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)


@dataclass(frozen=True)
class Given:
    """What someone answered: a number or kind of absence an item, the chosen options, a text."""

    items: dict[str, float | str]
    options: frozenset[str]
    text: str
    finished: bool
    spelling: int = field(default=0)

    def cell(self, item: str, code: bool = False) -> str:
        """One of the ways to write the answer to an item; a `code` is the tool's own."""
        said = self.items[item]
        if said == "skipped":
            return ""
        if isinstance(said, str):
            return KINDS[said][self.spelling % 2]
        if code:
            return f"A{said:.0f}"
        words = WORDS[int(said)] if item != "years" else (f"{said:g}",)
        return words[self.spelling % len(words)]

    def last_seen(self) -> int:
        """The place of the last question of which something is seen: a1, a2, years, text, options; or −1."""
        seen = [self.items[item] != "skipped" for item in ITEMS]
        seen += [bool(self.text.strip()), bool(self.options)]
        return max((place for place, was in enumerate(seen) if was), default=-1)

    def expected(self, unseen: bool = False) -> dict[str, float | str]:
        """What import must say; `unseen`: what follows the last answer of an unfinished one was not seen."""
        last = self.last_seen() if unseen and not self.finished else 99
        said: dict[str, float | str] = {}
        for place, item in enumerate(ITEMS):
            value = self.items[item]
            said[item] = "not_seen" if value == "skipped" and place > last else value
        for option in OPTIONS:
            empty = "not_seen" if last < 4 else "skipped"
            said[f"meets_{option}"] = float(option in self.options) if self.options else empty
        return said


def answered() -> st.SearchStrategy[list[Given]]:
    item = st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, "skipped", "not_applicable", "dont_know"])
    years = st.one_of(st.just("skipped"), st.integers(0, 60).map(float), st.sampled_from([1.5, 0.25]))
    one = st.builds(
        Given,
        st.fixed_dictionaries({"a1": item, "a2": item, "years": years}),
        st.frozensets(st.sampled_from(OPTIONS)),
        st.text("aé\";,|\n\t x'", max_size=12),
        st.booleans(),
        st.integers(0, 9),
    )
    return st.lists(one, min_size=1, max_size=12)


@cache
def folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


@cache
def study(make: Callable[[Path], Exported] = Exported.make) -> tuple[Exported, Study]:
    """A study that all examples of a test share: its config is read once, its raw files are written anew."""
    root = Path(folder().name) / f"{make.__module__}.{make.__qualname__}"
    root.mkdir()
    made = make(root)
    return made, made.load()


def imported(loaded: Study) -> None:
    write_manifest(loaded)
    import_answers.run(loaded)


def said(loaded: Study) -> dict[str, list[object]]:
    """Per item what each response says: its number, else the kind of absence."""
    table = read_table("received_answers", loaded.restricted)
    values = (
        table["answer"].astype("object").where(table["answer"].notna(), table["answer_kind"].astype("str"))
    )
    return {
        str(item): rows.tolist() for item, rows in values.groupby(table["item"].astype("str"), sort=False)
    }


def written(rows: list[list[str]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def check(
    name: str, content: str, people: list[Given], encoding: str = "utf-8", unseen: bool = False
) -> None:
    made, loaded = study()
    for old in made.raw.iterdir():
        old.unlink()
    if content:
        made.file(name, content, encoding)
    else:
        write_forms(made.raw / name, people)
    imported(loaded)
    expected = [one.expected(unseen) for one in people]
    assert said(loaded) == {item: [one[item] for one in expected] for item in expected[0]}
    texts = read_table("received_comments", loaded.restricted)
    kept = [(place, one.text.strip()) for place, one in enumerate(people, 1) if one.text.strip()]
    assert list(zip(texts["response"], texts["text"], strict=True)) == kept


def joined(one: Given, separator: str) -> str:
    spelled = [JOINED[name][one.spelling % len(JOINED[name])] for name in OPTIONS if name in one.options]
    return separator.join(spelled)


@READING
@given(answered(), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]))
def test_plain_text(people: list[Given], delimiter: str, encoding: str) -> None:
    head = ["a1", "a2", "years", "wish", "meets", "team"]
    rows = [
        [*(one.cell(item) for item in ITEMS), one.text, joined(one, ", "), f"LT{place}"]
        for place, one in enumerate(people)
    ]
    check("plain.csv", written([head, *rows], delimiter), people, encoding)


@READING
@given(answered(), st.booleans())
def test_qualtrics(people: list[Given], split: bool) -> None:
    options = ["QID8_1", "QID8_2", "QID8_3"] if split else ["QID8"]
    ids = ["_recordId", "finished", "QID5_1", "QID5_7", "QID6_TEXT", "QID9_TEXT", *options]
    head = [[f"Q{place}" for place in range(len(ids))], [f"Vraag\n{place}" for place in range(len(ids))]]
    rows = []
    for place, one in enumerate(people):
        labels = [
            ("Leraar, ook vak", "Ouders", "Niemand")[OPTIONS.index(n)] for n in OPTIONS if n in one.options
        ]
        marks = [label if label in labels else "" for label in ("Leraar, ook vak", "Ouders", "Niemand")]
        cells = marks if split else [",".join(labels)]
        own = [one.cell(item) for item in ITEMS]
        rows.append([f"R_{place}", str(one.finished), *own, one.text, *cells])
    imports = [json.dumps({"ImportId": own}) for own in ids]
    check("scan.csv", written([*head, imports, *rows], ","), people, unseen=True)


@READING
@given(answered())
def test_limesurvey(people: list[Given]) -> None:
    head = ["id", "submitdate", "SRT[SQ001]", "SRT[SQ002]", "YEARS", "WISH"]
    head += [f"MEETS[{place}]" for place in (1, 2, 3)]
    rows = [
        [
            *(str(place), "2024-10-01 09:00:00" if one.finished else ""),
            *(one.cell(item, code=True) for item in ITEMS[:2]),
            *(one.cell("years"), one.text),
            *("Y" if name in one.options else "" for name in OPTIONS),
        ]
        for place, one in enumerate(people)
    ]
    check("lime.csv", written([head, *rows], ","), people, unseen=True)


def write_forms(path: Path, people: list[Given]) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    heads = ["ID", "Ik ken de taken.", "Ik overleg.", "Jaren ervaring?", "Wat kan beter?", "Met wie?"]
    sheet.write_row(0, 0, heads)
    for row, one in enumerate(people, 1):
        sheet.write_number(row, 0, row)
        for column, item in enumerate(ITEMS, 1):
            value = one.items[item]
            if item == "years" and isinstance(value, float):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, one.cell(item))
        sheet.write_string(row, 4, one.text)
        sheet.write_string(row, 5, joined(one, ";") + ";" * bool(one.options))
    book.close()


@READING
@given(answered())
def test_forms(people: list[Given]) -> None:
    check("forms.xlsx", "", people)


AGREEING = st.fixed_dictionaries(
    {
        "code": st.from_regex(r"[a-z]{2}[0-9]{2}", fullmatch=True),
        "survey": st.sampled_from(["Ja", "yes", " 1", "TRUE", "nee", "", "onbekend", "0"]),
        "linking": st.sampled_from(["ja", "Nee", ""]),
        "withdrawn": st.sampled_from(["", "2025-01-01"]),
    }
)


@READING
@given(st.lists(AGREEING, min_size=1, max_size=10), st.sampled_from(",;"))
def test_consent(people: list[dict[str, str]], delimiter: str) -> None:
    head = ["Code", "Vragenlijst", "Koppelen", "Ingetrokken", "Datum", "E-mail"]
    rows = [
        [one["code"], one["survey"], one["linking"], one["withdrawn"], "2024-09-01", ""] for one in people
    ]
    made, loaded = study(with_consent)
    made.file("consent.csv", written([head, *rows], delimiter))
    imported(loaded)
    table = read_table("received_consent", loaded.restricted)
    assert table["self_code"].tolist() == [one["code"] for one in people]
    assert table["survey"].tolist() == [one["survey"] in {"Ja", "yes", " 1", "TRUE"} for one in people]
    assert table["linking"].tolist() == [one["linking"] == "ja" for one in people]
    assert table["withdrawn"].fillna("").tolist() == [one["withdrawn"] for one in people]
    assert not table[["interview", "quoting", "team_sheet", "recontact", "archive"]].any(axis=None)


COUNT = st.integers(0, 12)
SESSIONS = st.tuples(COUNT, COUNT, st.one_of(st.none(), COUNT, st.sampled_from([0.5, 2.25])))


def one_register(root: Path) -> Exported:
    return with_register(root, "register.xlsx")


@READING
@given(st.lists(SESSIONS, min_size=1, max_size=8), st.booleans())
def test_register(sessions: list[tuple[int, int, float | None]], as_text: bool) -> None:
    head = ["Moment", "Reflecties", "Aanwezig", "E-mail", "Leerteam", "Aangeboden"]

    def cell(value: float | None) -> Any:
        return value if value is None or not as_text else f"{value:g}".replace(".", ",")

    rows = [
        ["w0", cell(more), cell(attended), f"p{place}@x.nl", "LT01", cell(offered)]
        for place, (offered, attended, more) in enumerate(sessions)
    ]
    people = [[None, f"p{place}@x.nl", None, "student", ""] for place in range(len(sessions))]
    made, loaded = study(one_register)
    sheets = {"Leerteams": TEAMS, "Leden": [MEMBERS[0], *people], "Deelname": [head, *rows]}
    write(made.raw / "register.xlsx", **sheets)
    imported(loaded)
    table = read_table("register_attendance", loaded.restricted)
    members = read_table("register_members", loaded.restricted)
    found = table[["offered", "attended", "reflections"]].astype("object")
    assert found.where(found.notna(), None).values.tolist() == [list(one) for one in sessions]
    assert members["email"].tolist() == [f"p{place}@x.nl" for place in range(len(sessions))]
    assert set(members["team"]) == {"none"}
    assert set(members["role"]) == {"student"}


def test_the_kinds_of_all_answers_occur() -> None:
    """The invented answers above hold every kind that a file of text can tell apart."""
    found: set[Any] = set()

    @READING
    @given(answered())
    def collect(people: list[Given]) -> None:
        for one in people:
            found.update(value for value in one.expected(unseen=True).values() if isinstance(value, str))

    collect()
    assert found == {"skipped", "not_seen", "not_applicable", "dont_know"}
