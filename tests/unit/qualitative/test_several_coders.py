"""Blind parallel coding in several files becomes one project without loss."""

from pathlib import Path

import coded_project as coded
import pytest
from coded_project import ANNE, BRAM, CLEAR, DOCUMENT, ONE, OVERLAP, WORDS

from isop_analysis import qualitative
from isop_analysis.study import StudyError

OTHER = coded.selection(3, 25, 50, coded.coding(4, OVERLAP, BRAM))


def pack(root: Path, name: str, xml: str, text: str | None = WORDS) -> Path:
    return coded.pack(root / name, xml, {} if text is None else {f"{DOCUMENT}.txt": text})


def of(user: str | None, *places: tuple[int, int], first: int = 20) -> str:
    marks = [
        coded.selection(first + 2 * n, *place, coded.coding(first + 2 * n + 1, CLEAR, user))
        for n, place in enumerate(places)
    ]
    return coded.project(coded.source(*marks))


def rows(project: qualitative.Project) -> list[list[object]]:
    return project.segments[["coder", "code", "start", "end", "text"]].values.tolist()


def test_two_coders_two_files(tmp_path: Path) -> None:
    first = pack(tmp_path, "a.qdpx", coded.project(coded.source(ONE)))
    second = pack(tmp_path, "b.qdpx", coded.project(coded.source(ONE, OTHER)))
    project = qualitative.read(first, second)
    assert rows(project) == [
        ["Anne", "clear", 0, 24, "Ieder weet wie wat doet."],
        ["Bram", "overlap", 25, 50, "Soms doen we dubbel werk."],
    ]
    assert (len(project.documents), len(project.codes), len(project.coders)) == (1, 3, 2)
    assert project.notes == ()


@pytest.mark.parametrize("user", [None, ANNE])
def test_the_file_is_the_coder_where_users_are_missing_or_equal(tmp_path: Path, user: str | None) -> None:
    first = pack(tmp_path, "anne.qdpx", of(user, (0, 24)))
    second = pack(tmp_path, "bram.qdpx", of(user, (0, 24), (25, 50), first=30))
    project = qualitative.read(first, second)
    assert project.segments["coder"].tolist() == ["anne", "bram", "bram"]
    key = "qualitative_same_user" if user else "qualitative_file_is_coder"
    assert {note.key for note in project.notes} == {key}


def test_one_user_who_coded_other_documents_in_each_file_is_one_coder(tmp_path: Path) -> None:
    first = pack(tmp_path, "a.qdpx", of(ANNE, (0, 24)))
    other = coded.source(coded.selection(8, 0, 4, coded.coding(9, CLEAR)), document=coded.guid(90))
    second = coded.pack(tmp_path / "b.qdpx", coded.project(other), {f"{coded.guid(90)}.txt": "Goed."})
    assert qualitative.read(first, second).segments["coder"].tolist() == ["Anne", "Anne"]


def test_what_both_started_from_is_there_once(tmp_path: Path) -> None:
    both = coded.selection(3, 25, 50, coded.coding(4, OVERLAP, ANNE))
    first = pack(tmp_path, "a.qdpx", coded.project(coded.source(both, ONE)))
    second = pack(tmp_path, "b.qdpx", coded.project(coded.source(both)))
    assert len(qualitative.read(first, second).segments) == 2


def test_a_selection_whose_borders_one_coder_moved_is_two(tmp_path: Path) -> None:
    first = pack(tmp_path, "a.qdpx", of(ANNE, (0, 24)))
    second = pack(tmp_path, "b.qdpx", of(BRAM, (0, 5)))
    project = qualitative.read(first, second)
    assert rows(project) == [
        ["Anne", "clear", 0, 24, "Ieder weet wie wat doet."],
        ["Bram", "clear", 0, 5, "Ieder"],
    ]
    assert project.segments["segment"].is_unique
    assert project.segments["selection"].is_unique


def test_new_guids_with_each_export_and_windows_line_ends(tmp_path: Path) -> None:
    text = WORDS.replace(". ", ".\n")
    windows = text.replace("\n", "\r\n")
    first = pack(tmp_path, "a.qdpx", coded.project(coded.source(ONE, OTHER)), text)
    again = coded.project(
        coded.source(coded.selection(60, 26, 51, coded.coding(61, coded.guid(72), coded.guid(70))))
    )
    again = again.replace(BRAM, coded.guid(70)).replace("Bram", "Cas").replace(DOCUMENT, coded.guid(71))
    again = again.replace(OVERLAP, coded.guid(72))
    second = coded.pack(tmp_path / "b.qdpx", again, {f"{coded.guid(71)}.txt": windows})
    project = qualitative.read(first, second)
    assert project.segments["text"].tolist()[1:] == ["Soms doen we dubbel werk."] * 2
    assert project.segments["coder"].tolist() == ["Anne", "Bram", "Cas"]
    assert (len(project.codes), len(project.documents)) == (3, 1)


def test_codes_and_cases_of_one_file_alone_stay(tmp_path: Path) -> None:
    new = f'<Code guid="{coded.guid(9)}" name="trust" isCodable="true"/>'
    first = pack(tmp_path, "a.qdpx", coded.project(coded.source(ONE)))
    codes = coded.CODES.replace("</Codes>", f"{new}</Codes>").replace('"clear"', '"helder"')
    inside = f'<SourceRef targetGUID="{DOCUMENT}"/>'
    case = f'<Cases><Case guid="{coded.guid(5)}" name="Team 7">{inside}</Case></Cases>'
    second = pack(tmp_path, "b.qdpx", coded.project(coded.source(OTHER), codes=codes, before=case))
    project = qualitative.read(first, second)
    assert project.codes["code"].tolist() == ["roles", "clear", "overlap", "trust"]
    assert project.cases["documents"].tolist() == [("Gesprek 1",)]
    assert [str(note) for note in project.notes] == [
        "1 code with another name in a later file; the first file's name stays"
    ]


def test_a_document_with_other_words(tmp_path: Path) -> None:
    first = pack(tmp_path, "a.qdpx", coded.project(coded.source(ONE)))
    second = pack(tmp_path, "b.qdpx", coded.project(coded.source(ONE)), WORDS + "!")
    with pytest.raises(StudyError) as caught:
        qualitative.read(first, second)
    assert str(caught.value) == (
        "b.qdpx: 1 document has other words than in a.qdpx; coders must code the same version of a text"
    )


def test_a_text_that_one_file_lacks_comes_from_the_other(tmp_path: Path) -> None:
    first = pack(tmp_path, "a.qdpx", coded.project(coded.source(ONE)), None)
    second = pack(tmp_path, "b.qdpx", coded.project(coded.source(OTHER)))
    assert qualitative.read(first, second).segments["text"].notna().all()
