"""Segments in tables: CSV and workbooks, MAXQDA's in Dutch and English."""

import random
from pathlib import Path

import coded_project as coded
import pytest
import xlsxwriter
from coded_project import damaged

from isop_analysis import qualitative
from isop_analysis.study import StudyError

ENGLISH = (
    *("Color", "Comment", "Document group", "Document name", "Code", "Beginning", "End"),
    *("Weight score", "Segment", "Created by", "Created", "Area", "Coverage %"),
)
DUTCH = (
    *("Kleur", "Commentaar", "Documentgroep", "Documentnaam", "Code", "Begin", "Einde"),
    *("Gewicht", "Segment", "Gemaakt door", "Gemaakt", "Oppervlakte", "Dekking %"),
)
FIRST = (0, "Ieder weet wie wat doet.", "Anne", "1-5-2026", 24, 2.5)
AGAIN = (0, "Ieder weet  wie wat doet.", "Bram", "1-5-2026", 24, 2.5)
ROWS = [
    ("●", "dubbel?", "T1", "Gesprek 1", "rollen > helder", 3, 3, *FIRST),
    ("●", "", "T1", "Gesprek 1", "rollen > helder", 3, 3, *AGAIN),
    ("●", "", "T1", "Gesprek 1", "rollen > overlap", 4, 5, 0, "Soms doen we\ndubbel werk.", *FIRST[2:]),
    ("●", "", "T1", "Gesprek 2", "vertrouwen", 1, 1, 0, "Ik durf het te zeggen. 😀", *FIRST[2:]),
]


@pytest.mark.parametrize("headings", [ENGLISH, DUTCH])
def test_coded_segments_of_maxqda(tmp_path: Path, headings: tuple[str, ...]) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "segments.xlsx"))
    sheet = book.add_worksheet()
    for number, row in enumerate([headings, *ROWS]):
        sheet.write_row(number, 0, row)
    book.close()
    project = qualitative.read(tmp_path / "segments.xlsx")
    assert project.codes["code"].tolist() == ["rollen", "helder", "overlap", "vertrouwen"]
    assert project.segments[["document", "kind", "code", "coder", "name"]].values.tolist() == [
        ["Gesprek 1", "passage", "helder", "Anne", "3"],
        ["Gesprek 1", "passage", "helder", "Bram", "3"],
        ["Gesprek 1", "passage", "overlap", "Anne", "4–5"],
        ["Gesprek 2", "passage", "vertrouwen", "Anne", "1"],
    ]
    assert project.segments["selection"].nunique() == 3
    assert project.segments["text"].tolist()[2:] == [ROWS[2][8], ROWS[3][8]]
    assert project.segments["note"].fillna("").tolist() == ["dubbel?", "dubbel?", "", ""]
    assert project.segments["created"].tolist()[0] == "1-5-2026"


def table(root: Path, text: str, name: str = "segments.csv") -> Path:
    path = root / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_table_without_coders_or_documents(tmp_path: Path) -> None:
    project = qualitative.read(table(tmp_path, "tekst;code\nGoed.;helder\nGoed.;overlap\nFout.;helder\n"))
    assert project.segments[["text", "code", "coder"]].values.tolist() == [
        ["Goed.", "helder", "segments"],
        ["Goed.", "overlap", "segments"],
        ["Fout.", "helder", "segments"],
    ]
    assert project.documents["text"].tolist() == ["Goed.\n\nFout."]
    assert [note.key for note in project.notes] == ["qualitative_file_is_coder"]


def test_columns_by_declared_headings(tmp_path: Path) -> None:
    path = table(tmp_path, "Wat,Wie,Waar,Label\nGoed.,An,G1,helder\n")
    columns = {"text": "wat", "coder": "Wie", "document": "Waar", "code": "Label"}
    segment = qualitative.read(path, columns=columns).segments.iloc[0]
    assert segment[["document", "text", "code", "coder"]].tolist() == ["G1", "Goed.", "helder", "An"]


def test_positions_put_words_at_their_place(tmp_path: Path) -> None:
    text = "document,code,coder,start,end,text,document length\nG1,a,An,2,7, goed,12\nG1,b,Bo,4,7,oed,12\n"
    project = qualitative.read(table(tmp_path, text))
    assert project.documents["text"].tolist() == ["   goed     "]
    assert project.segments[["kind", "start", "end", "text", "length"]].values.tolist() == [
        ["text", 2, 7, " goed", 12],
        ["text", 4, 7, "oed", 12],
    ]


HEAD, WORDED = "document,code,coder,start,end,text\n", "document,tekst,code,coder\n"


@pytest.mark.parametrize("names", [("An", "Bo"), ("An", "An"), ("", "")])
def test_two_coders_two_tables(tmp_path: Path, names: tuple[str, str]) -> None:
    paths = [
        table(tmp_path, f"{WORDED}G1,Goed.,helder,{name}\nG1,{place}.,a,{name}\n", f"c{place}.csv")
        for place, name in enumerate(names)
    ]  # fmt: skip
    segments = qualitative.read(*paths).segments
    expected = ["An", "Bo"] if names[0] != names[1] else ["c0", "c1"]
    assert sorted(segments["coder"].unique()) == expected
    assert segments.groupby("code")["selection"].nunique().to_dict() == {"a": 2, "helder": 1}


NO_WHOLE = "whole numbers were expected, the second not smaller"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "tekst,coder\nGoed.,An\n",
            "has no column of the code; did you mean 'coder'?; name it in columns",
        ),
        (
            "code,coder\na,An\n",
            "has neither a column of the segment's words nor its start and end; name one in columns",
        ),
        ("tekst,code\nGoed.,\n", "2: has no code; fill it in"),
        ("tekst,code\n,helder\n", "2: has neither words nor start and end; fill them in"),
        (HEAD + "G1,a,An,5,2,x\n", f"2: has start and end 5 and 2; {NO_WHOLE}"),
        (
            HEAD + "G1,a,An,1,Jan Jansen,x\n",
            f"2: has start and end 1 and a text of 10 characters; {NO_WHOLE}",
        ),
        (HEAD + "G1,a,An,1,999999999,\n", f"2: has start and end 1 and a number of 9 digits; {NO_WHOLE}"),
        (HEAD + "G1,a,An,1,4,goed\n", "2: has 4 characters of text where start and end say 3"),
        (
            HEAD + "G1,a,An,1,4,oed\nG1,a,An,,,oed\n",
            "3: has start and end while other rows of its document have none, or the other way round",
        ),
        ("tekst,code\nGoed.,a,b\n", "2: has 3 cells where the header has 2; correct the row"),
        ("", " is empty; export it again"),
    ],
)
def test_tables_that_lack_or_contradict(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(StudyError) as caught:
        qualitative.read(table(tmp_path, text))
    place = "segments.csv:" if said[0] in "123 " else "segments.csv: "
    assert str(caught.value) == place + said


def test_a_column_that_is_declared_but_missing(tmp_path: Path) -> None:
    path = table(tmp_path, "tekst,code\nGoed.,a\n")
    with pytest.raises(StudyError, match="column 'wie' is missing"):
        qualitative.read(path, columns={"coder": "wie"})
    with pytest.raises(StudyError, match="columns names 'author', which no column is; known: document,"):
        qualitative.read(path, columns={"author": "wie"})


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "segments.xlsx"))
    book.add_worksheet().write_column(0, 0, ["x" * 30_000] * 20)
    book.close()
    with pytest.raises(StudyError, match=r"segments.xlsx: is larger than 20000 bytes, the limit"):
        qualitative.read(tmp_path / "segments.xlsx", limits=qualitative.Limits(project=20_000))


@pytest.mark.parametrize("ending", ["csv", "xlsx", "qdc"])
def test_random_damage_is_a_sentence_or_a_project(tmp_path: Path, ending: str) -> None:
    chance = random.Random(ending)
    path = tmp_path / f"segments.{ending}"
    if ending == "xlsx":
        book = xlsxwriter.Workbook(str(path))
        sheet = book.add_worksheet()
        for number, row in enumerate([ENGLISH, *ROWS]):
            sheet.write_row(number, 0, row)
        book.close()
    elif ending == "csv":
        path.write_text(HEAD + "G1,geheim,An,1,4,één\nG1,b,An,2,3,\n" * 3, encoding="utf-8")
    else:
        path.write_text(f'<CodeBook xmlns="x">{coded.CODES.removeprefix("<CodeBook>")}', encoding="utf-8")
    whole = path.read_bytes()
    for _ in range(60):
        path.write_bytes(damaged(whole, chance))
        try:
            told = str(len(qualitative.read(path).segments))
        except StudyError as error:
            told = str(error)
        assert told.isdigit() or told.startswith(f"segments.{ending}:")
        assert "geheim" not in told


def test_a_file_that_says_it_is_utf_8_and_is_not(tmp_path: Path) -> None:
    path = tmp_path / "segments.csv"
    path.write_bytes(b"\xef\xbb\xbftekst;code\nGoed zo;a\nEen \xbe;b\n")
    with pytest.raises(StudyError, match=r"segments.csv:3: byte 0xBE is no UTF-8 although the file"):
        qualitative.read(path)


@pytest.mark.parametrize(("row", "column", "read"), [(40_000, 16_383, False), (40_000, 3, True)])
def test_a_cell_far_from_its_table(tmp_path: Path, row: int, column: int, read: bool) -> None:
    """Reading it would fill in cells by the million; a long table is no such cell."""
    path = tmp_path / "segments.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["tekst", "code", "x", "y"])
        sheet.write_row(1, 0, ["Goed zo", "a"])
        sheet.write_string(row, column, "geheim")
    if read:
        with pytest.raises(StudyError, match=r"segments.xlsx:40001: has no code; fill it in"):
            qualitative.read(path)
        return
    with pytest.raises(StudyError) as error:
        qualitative.read(path)
    assert str(error.value) == (
        "segments.xlsx: has more than 5,000 columns in a sheet; "
        "delete what lies far from the answers, or raise limits.columns in the config"
    )
