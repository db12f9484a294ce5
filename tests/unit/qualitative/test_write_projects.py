"""What is written is valid by REFI's schema, loses nothing, and is the same bytes twice."""

import zipfile
from pathlib import Path

import coded_project as coded
import pandas as pd
import pytest
from coded_project import ANNE, BRAM, CLEAR, DOCUMENT, ONE, OVERLAP
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from isop_analysis import qualitative
from isop_analysis.base.reasons import Refused

GOLDEN = Path(__file__).parents[2] / "golden" / "qualitative"
TABLES = ("codes", "segments", "documents", "cases", "coders", "memos", "case_segments")
HARD = 'Leraar: 😀 goed.\r\nZorg: 👩‍🏫 e\u0301én <taak> & "rol".\r\rTab\t\u200b\u2028einde \U0001d11e'


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(GOLDEN / "Project.xsd"))


def whole(root: Path) -> qualitative.Project:
    """Return a project with two coders, cases, values, notes, sets, a PDF and hard characters."""
    given = (("Integer", "2"), ("Float", "3.25"), ("Text", " x "))
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{coded.guid(30 + n)}"/>'
        f"<{kind}Value>{value}</{kind}Value></VariableValue>"
        for n, (kind, value) in enumerate(given)
    )
    variables = "".join(
        f'<Variable guid="{coded.guid(30 + n)}" name="v{n}" typeOfVariable="{kind}"/>'
        for n, kind in enumerate(("Integer", "Float", "Text"))
    )
    case = f'<Case guid="{coded.guid(40)}" name="Team 7">{values}<SourceRef targetGUID="{DOCUMENT}"/></Case>'
    before = f"<Variables>{variables}</Variables><Cases>{case}</Cases>"
    after = (
        f'<Notes><Note guid="{coded.guid(50)}" name="memo" plainTextPath="internal://memo.txt"/></Notes>'
        f'<Sets><Set guid="{coded.guid(51)}" name="T1"><MemberSource targetGUID="{DOCUMENT}"/></Set></Sets>'
    )
    second = coded.selection(3, 9, len(HARD), coded.coding(4, OVERLAP, BRAM), coded.coding(5, CLEAR, ANNE))
    marked = '<Description>een "notitie"\nmet regels</Description>'
    second = second.replace("<Coding", f"{marked}<Coding", 1).replace(" guid=", ' unknown="1" guid=', 1)
    pdf = (
        f'<PDFSource guid="{coded.guid(60)}" name="Verslag.pdf" path="internal://a.pdf">'
        f"{coded.coding(61, CLEAR)}"
        f'<Representation guid="{coded.guid(62)}" plainTextPath="internal://b.txt">'
        f"{coded.selection(63, 0, 4, coded.coding(64, CLEAR))}</Representation></PDFSource>"
    )
    text = {f"{DOCUMENT}.txt": HARD, "memo.txt": "Eén\r\nmemo", "b.txt": "Blz. 1"}
    xml = coded.project(coded.source(second, coded.coding(6, CLEAR), values), pdf, before=before, after=after)
    return qualitative.read(coded.pack(root / "in.qdpx", xml, text))


def same(first: qualitative.Project, second: qualitative.Project) -> None:
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_a_round_trip_loses_nothing_and_is_valid(tmp_path: Path, schema: etree.XMLSchema) -> None:
    project = whole(tmp_path)
    assert project.documents["text"].tolist() == [HARD, "Blz. 1"]
    assert project.memos["text"].tolist() == ["Eén\r\nmemo"]
    assert project.cases[["v0", "v1", "v2"]].values.tolist() == [[2, 3.25, " x "]]
    out = qualitative.write(project, tmp_path / "out.qdpx")
    with zipfile.ZipFile(out) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
        assert archive.read(f"sources/{DOCUMENT.lower()}.txt").decode() == HARD
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    again = qualitative.read(out)
    same(project, again)
    assert qualitative.write(again, tmp_path / "b" / "again.qdpx").read_bytes() == out.read_bytes()


def test_the_project_of_atlas_ti_goes_round(tmp_path: Path, schema: etree.XMLSchema) -> None:
    project = qualitative.read(GOLDEN / "atlas_ti_8.qdpx")
    out = qualitative.write(project, tmp_path / "out.qdpx")
    with zipfile.ZipFile(out) as archive:
        root = etree.fromstring(archive.read("project.qde"))
    schema.assertValid(root)
    assert len(root.findall(".//{*}Set")) == 16
    same(project, qualitative.read(out))


def test_a_table_becomes_a_project(tmp_path: Path, schema: etree.XMLSchema) -> None:
    path = tmp_path / "segments.csv"
    path.write_text("tekst,code,coder\nGoed. 😀,rollen > helder,An\nGoed. 😀,overlap,Bo\n", encoding="utf-8")
    out = qualitative.write(qualitative.read(path), tmp_path / "out.qdpx")
    with zipfile.ZipFile(out) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    assert qualitative.read(out).segments[["text", "code", "coder"]].values.tolist() == [
        ["Goed. 😀", "helder", "An"],
        ["Goed. 😀", "overlap", "Bo"],
    ]


def test_values_are_put_on_cases(tmp_path: Path, schema: etree.XMLSchema) -> None:
    scores = pd.DataFrame({"score": [1e-7], "n": [12], "late": [True]}, index=["Team 7"])
    out = qualitative.write(whole(tmp_path).with_values(scores), tmp_path / "out.qdpx")
    with zipfile.ZipFile(out) as archive:
        content = archive.read("project.qde")
    schema.assertValid(etree.fromstring(content))
    assert b"<FloatValue>0.0000001</FloatValue>" in content
    table = qualitative.read(out).cases
    assert table[["score", "n", "late"]].values.tolist() == [[1e-7, 12, True]]


def test_values_of_documents_without_a_case(tmp_path: Path) -> None:
    project = qualitative.read(coded.pack(tmp_path / "a.qdpx", coded.project(coded.source(ONE))))
    found = project.with_values(pd.DataFrame({"score": [2.5]}, index=["Gesprek 1"]))
    assert found.cases[["case", "score"]].values.tolist() == [["Gesprek 1", 2.5]]
    with pytest.raises(Refused, match="1 row of the values is of no case and no document"):
        project.with_values(pd.DataFrame({"score": [2.5]}, index=["Jan"]))
    with pytest.raises(Refused, match="a variable 'score' already"):
        found.with_values(pd.DataFrame({"score": [2.5]}, index=["Gesprek 1"]))


def test_a_codebook_goes_round(tmp_path: Path) -> None:
    project = whole(tmp_path)
    path = qualitative.write(project, tmp_path / "codes.qdc")
    etree.XMLSchema(etree.parse(GOLDEN / "Codebook.xsd")).assertValid(etree.parse(path))
    found = qualitative.read(path).codes
    pd.testing.assert_frame_equal(found.drop(columns="segments"), project.codes.drop(columns="segments"))


def test_where_and_what_may_be_written(tmp_path: Path) -> None:
    project = whole(tmp_path)
    (tmp_path / "restricted").mkdir()
    qualitative.write(project, tmp_path / "restricted" / "a.qdpx", within=tmp_path / "restricted")
    with pytest.raises(Refused, match=r"a\.qdpx would be written outside the folder"):
        qualitative.write(project, tmp_path / "restricted/../a.qdpx", within=tmp_path / "restricted")
    with pytest.raises(Refused, match=r"neither the ending \.qdpx"):
        qualitative.write(project, tmp_path / "a.zip")
    empty = qualitative.read(coded.pack(tmp_path / "in.qdpx", coded.project(codes="")))
    with pytest.raises(Refused, match="has no codes"):
        qualitative.write(empty, tmp_path / "a.qdc")
    (tmp_path / "bad.csv").write_text("tekst,code\nGoed.,a\x0bb\n", encoding="utf-8")
    with pytest.raises(Refused, match="1 sign of names or texts"):
        qualitative.write(qualitative.read(tmp_path / "bad.csv"), tmp_path / "bad.qdpx")
    assert sorted(one.name for one in tmp_path.glob("*.qdpx")) == ["in.qdpx"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), st.data())
def test_any_text_and_any_span_go_round(tmp_path: Path, text: str, data: st.DataObject) -> None:
    end = data.draw(st.integers(1, len(text)))
    start = data.draw(st.integers(0, end - 1))
    mark = coded.selection(1, start, end, coded.coding(2, CLEAR))
    body = ("\ufeff" + text).encode()
    first = qualitative.read(
        coded.pack(tmp_path / "in.qdpx", coded.project(coded.source(mark)), {f"{DOCUMENT}.txt": body})
    )
    again = qualitative.read(qualitative.write(first, tmp_path / "out.qdpx"))
    for project in (first, again):
        assert project.records.documents[0].text == text
        assert project.segments["text"].tolist() == [text[start:end]]
