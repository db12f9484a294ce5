"""Files that are damaged or hostile are one sentence that names the file and tells none of its words."""

import io
import random
import zipfile
from pathlib import Path

import coded_project as coded
import pytest
from coded_project import ANNE, CLEAR, DOCUMENT, ONE, damaged

from isop_analysis import qualitative
from isop_analysis.study import StudyError

GOOD = coded.project(coded.source(ONE))
SMALL = qualitative.Limits(
    **{"members": 5, "project": 20_000, "text": 5_000, "texts": 8_000, "depth": 12, "elements": 200}
)
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    f']><Project {coded.NAMESPACE} name="&b;"/>'
)
OUTSIDE = (
    f'<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]><Project {coded.NAMESPACE}>&x;</Project>'
)
NESTED = '<Code guid="{0}" name="x" isCodable="true">'


def past(limit: str) -> str:
    return f"the limit; if you trust the file, raise {limit} (coded.limits.{limit} in a study)"


def refused(path: Path, limits: qualitative.Limits = SMALL) -> str:
    with pytest.raises(StudyError) as caught:
        qualitative.read(path, limits=limits)
    return str(caught.value)


def said(root: Path, xml: str | bytes, texts: dict | None = None, **packed: str) -> str:
    return refused(coded.pack(root / "talk.qdpx", xml, texts, **packed))


def test_no_such_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "talk.qdpx") == "talk.qdpx: file is missing; put it there or correct its name"


def test_an_ending_that_nothing_is_known_of(tmp_path: Path) -> None:
    assert refused(tmp_path / "talk.mx24").startswith(
        "talk.mx24: has an ending that isn't known; known: .qdpx, .qdc,"
    )


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "talk.qdpx").touch()
    assert refused(tmp_path / "talk.qdpx") == "talk.qdpx: is empty; export it again"


BROKEN = (
    "talk.qdpx: can't be read as a zip archive: cut off, damaged, or another kind of file; export it again"
)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_archive(tmp_path: Path, share: float) -> None:
    path = coded.pack(tmp_path / "talk.qdpx", GOOD)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    assert refused(path) == BROKEN


def test_what_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "talk.qdpx").write_text(GOOD, encoding="utf-8")
    assert refused(tmp_path / "talk.qdpx") == BROKEN


@pytest.mark.parametrize(("xml", "message"), [
    (BOMB, "its XML declares a document type, which REFI-QDA has not; export it again"),
    (OUTSIDE, "its XML declares a document type, which REFI-QDA has not; export it again"),
    (GOOD[:300], "its XML is cut off or damaged at line 1; export it again"),
    (GOOD + "<!-- " + "x" * 20_000 + " -->", f"its XML is larger than 20000 bytes, {past('project')}"),
    ("", "its XML is cut off or damaged at line 1; export it again"),
    ("<html/>", "is no REFI-QDA file: its XML's root is not 'Project'"),
    (coded.project(codes=NESTED * 20), f"its XML is nested deeper than 12 levels, {past('depth')}"),
    (
        coded.project(coded.source("<NoteRef/>" * 200)),
        f"its XML has more than 200 elements, {past('elements')}",
    ),
    (GOOD.encode() + b"\xff", "its XML is cut off or damaged at line 1; export it again"),
])  # fmt: skip
def test_xml_that_is_damaged_or_hostile(tmp_path: Path, xml: str | bytes, message: str) -> None:
    assert said(tmp_path, xml) == f"talk.qdpx: {message}"


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "sources/../../x", "C:\\x", "..\\x"])
def test_a_path_outside_the_archive(tmp_path: Path, name: str) -> None:
    found = said(tmp_path, GOOD, {name: "x"}, folder="")
    assert found == "talk.qdpx: holds a file whose path leads out of the archive; don't trust it"


@pytest.mark.parametrize("path", ["internal://../../{guid}.txt", "../{guid}.txt"])
def test_a_source_outside_the_archive(tmp_path: Path, path: str) -> None:
    xml = coded.project(coded.source(ONE, path=path))
    assert said(tmp_path, xml) == "talk.qdpx: a source's path leads out of the archive; don't trust it"


@pytest.mark.parametrize(
    "path", ["absolute:///etc/hostname", "relative:///secret.txt", "file:///etc/hostname"]
)
def test_files_of_the_machine_are_never_read(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("geheim")
    project = qualitative.read(
        coded.pack(tmp_path / "talk.qdpx", coded.project(coded.source(ONE, path=path)), {})
    )
    assert project.documents["text"].isna().all()


def test_zip_bombs(tmp_path: Path) -> None:
    bomb = f"talk.qdpx: a text is larger than 5000 bytes, {past('text')}"
    assert said(tmp_path, GOOD, {f"{DOCUMENT}.txt": "0" * 10_000_000}) == bomb
    sources = [coded.source(document=coded.guid(n)) for n in range(3)]
    texts = {f"{coded.guid(n)}.txt": "0" * 4_000 for n in range(3)}
    assert said(tmp_path, coded.project(*sources), texts) == (
        f"talk.qdpx: its texts are larger than 8000 bytes, {past('texts')}"
    )
    many = {f"{n}.txt": "" for n in range(9)}
    assert said(tmp_path, GOOD, many) == f"talk.qdpx: holds 10 files, more than 5, {past('members')}"


@pytest.mark.parametrize(("names", "message"), [
    (["notes.txt"], "holds no file named .qde where one, project.qde, was expected"),
    (["a.qde", "b.qde"], "holds 2 files named .qde where one, project.qde, was expected"),
    (["project.qde", "Project.QDE"], "holds two files of the same name; export it again"),
])  # fmt: skip
def test_archives_without_one_project(tmp_path: Path, names: list[str], message: str) -> None:
    with zipfile.ZipFile(tmp_path / "talk.qdpx", "w") as archive:
        for name in names:
            archive.writestr(name, GOOD)
    assert refused(tmp_path / "talk.qdpx") == f"talk.qdpx: {message}"


def test_what_finder_adds_is_no_project(tmp_path: Path) -> None:
    path = coded.pack(tmp_path / "talk.qdpx", GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("__MACOSX/._project.qde", b"\0\5\26\7")
    assert len(qualitative.read(path).segments) == 1


@pytest.mark.parametrize(("start", "end"), [(0, 51), (60, 70), (51, 51)])
def test_a_coding_beyond_the_end_of_the_text(tmp_path: Path, start: int, end: int) -> None:
    xml = coded.project(coded.source(coded.selection(1, start, end, coded.coding(2, CLEAR), name="geheim")))
    assert said(tmp_path, xml) == (
        "talk.qdpx: 1 selection reaches beyond the end of the text, or backwards; export it again"
    )


@pytest.mark.parametrize("places", ['="x"', '=""', '="-3"', '="9" endPosition="3" x'])
def test_positions_that_are_none(tmp_path: Path, places: str) -> None:
    xml = GOOD.replace('startPosition="0" endPosition', f"startPosition{places} endPosition").replace(
        ' x endPosition="24"', ""
    )
    assert said(tmp_path, xml) == (
        "talk.qdpx: a selection has no startPosition and endPosition in whole numbers, the second not "
        "smaller; export it again"
    )


def test_a_code_that_is_not_in_the_codebook(tmp_path: Path) -> None:
    xml = coded.project(coded.source(ONE, coded.coding(5, coded.guid(99)), coded.coding(6, coded.guid(98))))
    assert said(tmp_path, xml) == (
        "talk.qdpx: 2 codings name a code that isn't in the codebook; export it again, with all codes"
    )


def test_two_codes_under_one_guid(tmp_path: Path) -> None:
    codes = coded.CODES.replace(coded.OVERLAP, CLEAR)
    assert said(tmp_path, coded.project(coded.source(ONE), codes=codes)) == (
        "talk.qdpx: 1 code has another code's GUID; export it again"
    )


def test_a_text_that_is_no_text(tmp_path: Path) -> None:
    found = said(tmp_path, GOOD, {f"{DOCUMENT}.txt": "één".encode("cp1252")})
    assert found == "talk.qdpx: a text among its sources is no UTF-8; export it again"


def test_an_encrypted_member(tmp_path: Path) -> None:
    path = coded.pack(tmp_path / "talk.qdpx", GOOD)
    content = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + flags] |= 1
    path.write_bytes(content)
    assert refused(path) == (
        "talk.qdpx: its project can't be unpacked: damaged or encrypted; export it again"
    )


def outcome(path: Path) -> str:
    """Return the sentence of a refusal, nothing where the file is read."""
    try:
        assert len(qualitative.read(path, limits=SMALL).segments) < 5
    except StudyError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("part", ["archive", "xml", "text"])
def test_random_damage_is_a_sentence_or_a_project(tmp_path: Path, part: str) -> None:
    chance = random.Random(part)
    path = tmp_path / "talk.qdpx"
    xml = coded.project(coded.source(ONE, more="<VariableValue/>"), before="<Cases><Case/></Cases>").encode()
    for _ in range(100):
        if part == "archive":
            whole = io.BytesIO()
            coded.pack(whole, xml)  # type: ignore[arg-type]
            path.write_bytes(damaged(whole.getvalue(), chance))
        else:
            text = coded.WORDS.encode()
            coded.pack(
                path,
                damaged(xml, chance) if part == "xml" else xml,
                {f"{DOCUMENT}.txt": damaged(text, chance) if part == "text" else text},
            )
        told = outcome(path)
        assert told == "" or told.startswith("talk.qdpx: ")
        assert not any(word in told for word in ("weet", "Anne", "Gesprek", ANNE.lower()))
