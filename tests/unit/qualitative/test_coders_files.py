"""Files for coders: open answers without any score, and coded texts with scores once coding is closed."""

import datetime
import stat
import zipfile
from pathlib import Path

import coded_project as coded
import pandas as pd
import pytest
from coded_project import ANNE, BRAM, CLEAR, DOCUMENT, OVERLAP
from exported_study import CONFIG, Exported
from lxml import etree

from isop_analysis import qualitative
from isop_analysis.integration.coders_files import write_open_answers, write_with_scores
from isop_analysis.qualitative.for_coders import with_people, without
from isop_analysis.steps import clean_answers, score_scales
from isop_analysis.study import Study, StudyError
from isop_analysis.workflow.face import main

GOLDEN = Path(__file__).parents[2] / "golden" / "qualitative"
TODAY = datetime.date(2025, 6, 1)
SOURCE = "{name: plain, format: plain_csv, files: 'plain*', fields: {response: id, email: mail, team: team}}"
SCALES = """
scales:
  - {name: knows, title: {nl: weet, en: knows}, items: [a1, a2], minimum_answered: 1}
"""
ATTRIBUTES = """
attributes:
  - name: role
    title: {nl: rol, en: role}
    item: years
    values: [{name: future, nl: "3", en: "3"}, {name: working, nl: "4", en: "4"}]
integration: integration.yaml
cleaning: {steps: [{rule: unfinished, minimum_share: 0.5}]}
"""
INTEGRATION = """
coded:
  files: [anne.qdpx]
  documents: {file: documents.csv, wave: wave}
  answers: [{instrument: scan, items: [wish], document: "wens {response}"}]
  codebook: "1"
  closed: "2025-05-01"
themes: [{name: roles, title: {nl: rollen, en: roles}}]
codes:
  - {name: clear, theme: roles, title: {nl: helder, en: is clear}}
  - {name: overlap, theme: roles, title: {nl: dubbel, en: is doubled}}
"""
SURVEY = """id,mail,team,a1,a2,years,wish,meets
r1,an@x.nl,LT1,4,5,3,Ieder weet het 😀,
r2,bo@x.nl,LT1,2,2,3,"=1+1 dubbel",
r3,cy@x.nl,LT2,,,,Weg ermee,
"""
AT = 'firstX="1" firstY="1"'
HARD = 'Leraar: 😀 goed.\r\nZorg: 👩‍🏫 e\u0301én <taak> & "rol".\r\rTab\t\u200b\u2028einde \U0001d11e'


def make(root: Path, integration: str = INTEGRATION) -> Study:
    own = Exported.make(root, SOURCE, config=CONFIG + ATTRIBUTES)
    (root / "config" / "integration.yaml").write_text(integration, encoding="utf-8")
    scan = (root / "config" / "scan.yaml").read_text(encoding="utf-8")
    assert "  - {name: years, low: 0, high: 60}" in scan
    scan = scan.replace("  - {name: years, low: 0, high: 60}", YEARS)
    (root / "config" / "scan.yaml").write_text(scan + SCALES, encoding="utf-8")
    own.file("plain.csv", SURVEY)
    own.file("documents.csv", "document;kind;person;team;wave\nGesprek 1;interview;an@x.nl;LT1;w0\n")
    own.manifest()
    project(own.raw / "anne.qdpx")
    own.run()
    study = own.load()
    clean_answers.run(study)
    score_scales.run(study)
    return study


YEARS = """  - name: years
    low: 3
    high: 4
    values: [{value: 3, nl: "3", en: "3"}, {value: 4, nl: "4", en: "4"}]"""


def project(path: Path) -> Path:
    """Write two documents, one of hard characters, one whose response is left out; a set holds both."""
    hard = coded.selection(3, 9, len(HARD), coded.coding(4, OVERLAP), coded.coding(5, CLEAR))
    other = coded.selection(6, 0, 3, coded.coding(7, CLEAR))
    after = (
        f'<Sets><Set guid="{coded.guid(51)}" name="all"><MemberSource targetGUID="{DOCUMENT}"/>'
        f'<MemberSource targetGUID="{coded.guid(90)}"/></Set></Sets>'
    )
    member = f'<SourceRef targetGUID="{coded.guid(90)}"/>'
    case = f'<Cases><Case guid="{coded.guid(40)}" name="Team 7">{member}</Case></Cases>'
    sources = coded.source(hard), coded.source(other, document=coded.guid(90), name="wens r3")
    texts = {f"{DOCUMENT}.txt": HARD, f"{coded.guid(90)}.txt": "Weg ermee"}
    return coded.pack(path, coded.project(*sources, before=case, after=after), texts)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return make(tmp_path_factory.mktemp("coders"))


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(GOLDEN / "Project.xsd"))


def test_open_answers_wait_for_their_codes(study: Study, schema: etree.XMLSchema) -> None:
    project, table = write_open_answers(study)
    assert (project.documents, table.documents) == (2, 2)
    assert project.path.parent == study.restricted
    assert [stat.S_IMODE(one.path.stat().st_mode) for one in (project, table)] == [0o600, 0o600]
    with zipfile.ZipFile(project.path) as archive:
        schema.assertValid(etree.fromstring(archive.read("project.qde")))
    found = qualitative.read(project.path)
    # The third's response was left out; nobody's words go to coders without it.
    assert found.documents[["document", "text"]].values.tolist() == [
        ["wens r1", "Ieder weet het 😀"],
        ["wens r2", "=1+1 dubbel"],
    ]
    assert found.codes[["code", "parent", "codable"]].astype("object").where(
        found.codes.notna(), None
    ).values.tolist() == [["roles", None, False], ["clear", "roles", True], ["overlap", "roles", True]]
    assert len(found.segments) == len(found.cases) == 0
    first = project.path.read_bytes(), table.path.read_bytes()
    assert [one.path.read_bytes() for one in write_open_answers(study)] == list(first)


def test_the_table_holds_texts_and_no_formula(study: Study) -> None:
    with zipfile.ZipFile(write_open_answers(study)[1].path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1 dubbel" in strings
    assert not {"an@x.nl", "LT1"} & set(strings.split("<t>"))


def test_scores_and_groups_stand_on_a_case_a_person(study: Study, schema: etree.XMLSchema) -> None:
    (one,) = write_with_scores(study, TODAY)
    assert (one.path.name, one.documents, one.people) == ("coded_with_scores.qdpx", 1, 1)
    assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    with zipfile.ZipFile(one.path) as archive:
        content = archive.read("project.qde")
    schema.assertValid(etree.fromstring(content))
    found, before = qualitative.read(one.path), qualitative.read(study.raw / "anne.qdpx")
    an = study.table("documents").query("kind == 'interview'").iloc[0]
    row = found.cases.set_index("case").loc[an["person"]]
    assert (row["documents"], row["role"], row["team"], row["knows T0"]) == (
        ("Gesprek 1",),
        "future",
        an["team"],
        4.5,
    )
    assert "Team 7" in found.cases["case"].tolist()
    # What cleaning left out is not in the file; of the rest nothing is lost.
    assert found.documents["document"].tolist() == ["Gesprek 1"]
    assert found.documents["text"].tolist() == [HARD]
    own = before.segments[before.segments["document"] == "Gesprek 1"].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.segments, own)
    pd.testing.assert_frame_equal(found.codes.drop(columns="segments"), before.codes.drop(columns="segments"))
    assert not any(word in content.decode() for word in ("an@x.nl", "LT1", "wens r3", coded.guid(90)))


@pytest.mark.parametrize(
    ("closed", "message"),
    [
        (
            "",
            "coding is not closed, and scores would colour what coders see in a text; give the day on "
            "which it was closed",
        ),
        ('  closed: "2025-06-02"\n', "coding is closed on 2025-06-02, which is to come; wait until then"),
    ],
)
def test_scores_wait_until_coding_is_closed(tmp_path: Path, closed: str, message: str) -> None:
    study = make(tmp_path, INTEGRATION.replace('  closed: "2025-05-01"\n', closed))
    with pytest.raises(StudyError) as error:
        write_with_scores(study, TODAY)
    assert str(error.value).endswith(f"coded.closed: {message}")
    assert not list(study.restricted.glob("*.qdpx"))


def test_the_verb_says_what_it_wrote_or_what_is_missing(
    study: Study, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = str(study.root / "config" / "config.yaml")
    assert main(["coded", "--config", config]) == 0
    assert main(["coded", "--config", config, "--with-scores"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "wrote data/restricted/small/open_answers.qdpx (documents: 2)",
        "wrote data/restricted/small/open_answers.xlsx (documents: 2)",
        "wrote data/restricted/small/coded_with_scores.qdpx (documents: 1, people: 1)",
    ]
    own = Exported.make(tmp_path, SOURCE, config=CONFIG)
    assert main(["coded", "--config", str(own.root / "config" / "config.yaml")]) == 1
    assert capsys.readouterr().err.endswith("names no integration file; this study has no coded texts\n")
    lines = [line for line in INTEGRATION.splitlines() if "answers:" not in line]
    (tmp_path / "config" / "integration.yaml").write_text("\n".join(lines), encoding="utf-8")
    text = CONFIG + "integration: integration.yaml\n"
    (tmp_path / "config" / "config.yaml").write_text(
        text.replace("config/small.key, public: true", f"../{tmp_path.name}.key"), encoding="utf-8"
    )
    assert main(["coded", "--config", str(own.root / "config" / "config.yaml")]) == 1
    assert capsys.readouterr().err.endswith(
        "coded.answers: names no open answers; name the items that are to be coded\n"
    )
    (tmp_path / "config" / "integration.yaml").write_text(INTEGRATION, encoding="utf-8")
    assert main(["coded", "--config", str(own.root / "config" / "config.yaml")]) == 1
    assert "table 'documents' is not there yet; run the step clean_answers" in capsys.readouterr().err


def test_a_file_that_has_such_a_variable_is_refused(tmp_path: Path) -> None:
    found = qualitative.read(project(tmp_path / "a.qdpx"))
    scores = pd.DataFrame({"knows T0": [4.5]}, index=["p1"])
    scored = with_people(found, {"gesprek 1": "p1"}, scores)
    assert scored.cases.set_index("case").loc["p1", "knows T0"] == 4.5
    with pytest.raises(ValueError, match="a variable 'knows T0' already"):
        with_people(scored, {"gesprek 1": "p1"}, scores)


def test_what_points_at_a_document_goes_with_it(tmp_path: Path, schema: etree.XMLSchema) -> None:
    """Cases, sets, links between selections, and in graphs vertices with their edges."""
    one, two = coded.guid(70), coded.guid(71)
    graph = (
        f'<Graphs><Graph guid="{coded.guid(72)}"><Vertex guid="{one}" representedGUID="{DOCUMENT}" {AT}/>'
        f'<Vertex guid="{two}" representedGUID="{CLEAR}" {AT}/>'
        f'<Edge guid="{coded.guid(73)}" sourceVertex="{one}" targetVertex="{two}"/></Graph></Graphs>'
    )
    link = f'<Links><Link guid="{coded.guid(74)}" originGUID="{coded.guid(3)}" targetGUID="{CLEAR}"/></Links>'
    sets = f'<Sets><Set guid="{coded.guid(51)}" name="s"><MemberSource targetGUID="{DOCUMENT}"/></Set></Sets>'
    case = (
        f'<Cases><Case guid="{coded.guid(40)}" name="A"><SourceRef targetGUID="{DOCUMENT}"/>'
        f'<SelectionRef targetGUID="{coded.guid(3)}"/></Case></Cases>'
    )
    mark = coded.selection(3, 0, 5, coded.coding(4, CLEAR, BRAM), coded.coding(5, OVERLAP, ANNE))
    xml = coded.project(coded.source(mark), before=case, after=link + sets + graph)
    whole = qualitative.read(coded.pack(tmp_path / "a.qdpx", xml))
    left = qualitative.write(without(whole, {"gesprek 1"}), tmp_path / "b.qdpx")
    with zipfile.ZipFile(left) as archive:
        content = archive.read("project.qde")
    schema.assertValid(etree.fromstring(content))
    for gone in (DOCUMENT.lower(), coded.guid(3), one, coded.guid(73), coded.guid(74)):
        assert gone.encode() not in content
    assert two.encode() in content
    assert b"Gesprek" not in content
    assert whole.documents["document"].tolist() == ["Gesprek 1"]


def test_before_coders_gave_anything_back_there_is_nothing_to_put_scores_on(tmp_path: Path) -> None:
    own = Exported.make(tmp_path, SOURCE, config=CONFIG + "integration: integration.yaml\n")
    text = INTEGRATION.replace("files: [anne.qdpx]", "files: []")
    (tmp_path / "config" / "integration.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        write_with_scores(own.load(), TODAY)
    assert str(error.value).endswith("coded.files: names no file; name those that coders gave back")


def test_an_answer_that_no_cell_holds_is_in_the_project_alone(study: Study) -> None:
    from isop_analysis.contracts import read_table, write_table

    received = read_table("received_documents", study.restricted)
    long = received.assign(text=received["text"].where(received["document"] != "wens r1", "x" * 40_000))
    write_table(long, "received_documents", study.restricted)
    (one,) = write_open_answers(study)
    write_table(received, "received_documents", study.restricted)
    assert one.path.suffix == ".qdpx"
    assert qualitative.read(one.path).documents["length"].tolist() == [40_000, 11]
