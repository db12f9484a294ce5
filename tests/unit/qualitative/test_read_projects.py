"""What programs write differently in REFI-QDA projects is read the same."""

from pathlib import Path

import coded_project as coded
import pytest
from coded_project import ANNE, BRAM, CLEAR, DOCUMENT, ONE, OVERLAP, ROLES, WORDS

from isop_analysis import qualitative

GOLDEN = Path(__file__).parents[2] / "golden" / "qualitative"
SECOND = coded.guid(77)


def read(root: Path, xml: str, texts: dict | None = None, **packed: str) -> qualitative.Project:
    return qualitative.read(coded.pack(root / "talk.qdpx", xml, texts, **packed))


def told(project: qualitative.Project) -> list[str]:
    return [str(note) for note in project.notes]


def test_a_project_as_atlas_ti_wrote_it() -> None:
    project = qualitative.read(GOLDEN / "atlas_ti_8.qdpx")
    assert (len(project.codes), len(project.segments), len(project.documents)) == (14, 16, 12)
    assert project.segments["kind"].value_counts().to_dict() == {
        "text": 9,
        "pdf": 4,
        "picture": 2,
        "video": 1,
    }
    assert project.coders["segments"].tolist() == [0, 16, 0]
    assert "the text of 7 documents is not in the file" in told(project)[4]
    assert [note.values["kind"] for note in project.notes if note.key == "qualitative_media"] == [
        *("audio", "pdf", "picture", "video")
    ]


def test_tables_know_each_other_by_name(tmp_path: Path) -> None:
    project = read(tmp_path, coded.project(coded.source(ONE)))
    codes = project.codes.set_index("code")
    assert codes["parent"].fillna("").to_dict() == {"roles": "", "clear": "roles", "overlap": "roles"}
    assert codes["depth"].tolist() == [0, 1, 1]
    assert codes["segments"].to_dict() == {"roles": 0, "clear": 1, "overlap": 0}
    assert codes.loc["roles", "description"] == "Who does what"
    segment = project.segments.iloc[0]
    assert segment[["document", "kind", "start", "end", "text", "code", "coder"]].tolist() == [
        *("Gesprek 1", "text", 0, 24, "Ieder weet wie wat doet.", "clear", "Anne")
    ]
    assert segment["length"] == len(WORDS)
    assert project.documents["text"].tolist() == [WORDS]
    assert project.coders["initials"].fillna("").tolist() == ["", "BR"]
    assert repr(project) == "Project(3 codes, 1 segments, 1 documents, 0 cases, 2 coders)"
    assert project.notes == ()


@pytest.mark.parametrize(
    "way",
    [
        {"member": "Project.qde", "folder": "Sources/"},
        {"member": "teams.qde"},
        {"member": "talk/project.qde", "folder": "talk/sources/"},
        {"folder": ""},
    ],
)
def test_names_and_folders_in_the_archive(tmp_path: Path, way: dict[str, str]) -> None:
    project = read(tmp_path, coded.project(coded.source(ONE)), **way)
    assert project.segments["text"].tolist() == ["Ieder weet wie wat doet."]


@pytest.mark.parametrize("path", ["{guid}.txt", "internal://{guid}.TXT", "INTERNAL:///{guid}.txt"])
def test_paths_of_sources(tmp_path: Path, path: str) -> None:
    xml = coded.project(coded.source(ONE, path=path))
    assert read(tmp_path, xml).documents["length"].tolist() == [len(WORDS)]


@pytest.mark.parametrize("change", [str.lower, lambda one: "{" + one + "}", lambda one: " " + one + " "])
def test_guids_in_any_spelling(tmp_path: Path, change: object) -> None:
    xml = coded.project(coded.source(ONE, path=f"internal://{DOCUMENT}.txt"))
    for one in (ANNE, CLEAR):
        xml = xml.replace(f'targetGUID="{one}"', f'targetGUID="{change(one)}"')  # type: ignore[operator]
        xml = xml.replace(f'creatingUser="{one}"', f'creatingUser="{change(one)}"')  # type: ignore[operator]
    segment = read(tmp_path, xml).segments.iloc[0]
    assert segment[["code", "coder"]].tolist() == ["clear", "Anne"]


@pytest.mark.parametrize(
    "way",
    [
        {"head": ""},
        {"head": "\ufeff"},
        {"head": "\n  "},
        {"namespace": ""},
        {"namespace": 'xmlns="urn:QDA-XML:project:0:4"'},
    ],
)
def test_declarations_and_namespaces(tmp_path: Path, way: dict[str, str]) -> None:
    assert len(read(tmp_path, coded.project(coded.source(ONE), **way)).segments) == 1


def test_prefixed_names_are_names(tmp_path: Path) -> None:
    xml = coded.project(coded.source(ONE)).replace("<", "<q:").replace("<q:/", "</q:").replace("<q:?", "<?")
    assert len(read(tmp_path, xml.replace("xmlns=", "xmlns:q=")).segments) == 1


def test_text_within_the_xml(tmp_path: Path) -> None:
    inside = f"<PlainTextContent>{WORDS} 😀</PlainTextContent>"
    project = read(tmp_path, coded.project(coded.source(inside, ONE, path=None)), {})
    assert project.documents["text"].tolist() == [f"{WORDS} 😀"]


def test_no_codings_and_no_codes(tmp_path: Path) -> None:
    project = read(tmp_path, coded.project(coded.source(), codes=""))
    assert (len(project.codes), len(project.segments), len(project.documents)) == (0, 0, 1)
    assert str(project.segments["start"].dtype) == "Int64"
    assert len(read(tmp_path, coded.project(users="", codes=""), {}).documents) == 0


def test_one_text_per_answer_with_the_same_name(tmp_path: Path) -> None:
    sources = [coded.source(document=coded.guid(10 + n), name="Wat kan beter?") for n in range(3)]
    texts = {f"{coded.guid(10 + n)}.txt": f"Antwoord {n}" for n in range(3)}
    project = read(tmp_path, coded.project(*sources), texts)
    assert project.documents["document"].tolist() == [
        *("Wat kan beter?", "Wat kan beter? (2)", "Wat kan beter? (3)")
    ]
    assert project.documents["text"].tolist() == ["Antwoord 0", "Antwoord 1", "Antwoord 2"]


def test_codes_of_the_same_name_are_told_by_their_path(tmp_path: Path) -> None:
    other = f'<Code guid="{coded.guid(9)}" name="clear" isCodable="false"/>'
    xml = coded.project(coded.source(ONE), codes=coded.CODES.replace("</Codes>", f"{other}</Codes>"))
    project = read(tmp_path, xml)
    assert project.codes["code"].tolist() == ["roles", "roles > clear", "overlap", "clear"]
    assert project.segments["code"].tolist() == ["roles > clear"]
    assert project.codes["codable"].tolist() == [True, True, True, False]


def test_whole_documents_can_be_coded(tmp_path: Path) -> None:
    project = read(tmp_path, coded.project(coded.source(coded.coding(5, OVERLAP))))
    assert project.segments[["kind", "code"]].values.tolist() == [["document", "overlap"]]
    assert project.segments["start"].isna().all()


@pytest.mark.parametrize("by", ["creatingUser", "modifyingUser"])
def test_the_coder_of_the_selection_where_the_coding_has_none(tmp_path: Path, by: str) -> None:
    xml = coded.project(coded.source(coded.selection(1, 0, 5, coded.coding(2, CLEAR, None))))
    project = read(tmp_path, xml.replace("<PlainTextSelection ", f'<PlainTextSelection {by}="{BRAM}" '))
    assert project.segments["coder"].tolist() == ["Bram"]


def test_the_file_is_the_coder_where_there_is_none(tmp_path: Path) -> None:
    xml = coded.project(coded.source(coded.selection(1, 0, 5, coded.coding(2, CLEAR, None))), users="")
    project = read(tmp_path, xml)
    assert project.segments["coder"].tolist() == ["talk"]
    assert told(project) == ["1 coding without a user: the file is their coder"]


VARIABLES = (
    f'<Variables><Variable guid="{coded.guid(30)}" name="wave" typeOfVariable="Integer"/>'
    f'<Variable guid="{coded.guid(31)}" name="role" typeOfVariable="Text"/>'
    f'<Variable guid="{coded.guid(32)}" name="score" typeOfVariable="Float"/></Variables>'
)


def value(number: int, kind: str, written: str) -> str:
    return (
        f'<VariableValue><VariableRef targetGUID="{coded.guid(30 + number)}"/>'
        f"<{kind}Value>{written}</{kind}Value></VariableValue>"
    )


IN_DOCUMENT = f'<SourceRef targetGUID="{DOCUMENT}"/>'


@pytest.mark.parametrize(
    ("case", "on_source", "name"),
    [
        ('<Case guid="{0}" name="Team 7">{1}{2}</Case>', "", "Team 7"),
        ('<Case guid="{0}" name="Team 7">{2}</Case>', "{1}", "Team 7"),
        ('<Case guid="{0}">{1}{2}</Case>', "", "Gesprek 1"),  # MAXQDA, Quirkos
        ("", "{1}", "Gesprek 1"),
    ],
)
def test_values_of_cases_wherever_they_stand(tmp_path: Path, case: str, on_source: str, name: str) -> None:
    values = value(0, "Integer", "2") + value(1, "Text", "leraar") + value(2, "Float", "3.5")
    cases = f"<Cases>{case.format(coded.guid(40), values, IN_DOCUMENT)}</Cases>" if case else ""
    source = coded.source(ONE, more=on_source.format("", values))
    project = read(tmp_path, coded.project(source, before=VARIABLES + cases))
    table = project.cases
    assert table[["case", "documents", "wave", "role", "score"]].values.tolist() == [
        [name, ("Gesprek 1",), 2, "leraar", 3.5]
    ]
    assert [str(table[one].dtype) for one in ("wave", "score")] == ["Int64", "float64"]


def test_a_value_that_is_not_of_its_kind_leaves_its_variable_text(tmp_path: Path) -> None:
    case = f'<Case guid="{coded.guid(40)}" name="A">{value(0, "Text", "twee")}</Case>'
    project = read(tmp_path, coded.project(coded.source(), before=f"{VARIABLES}<Cases>{case}</Cases>"))
    assert project.cases["wave"].tolist() == ["twee"]


def test_codes_that_stand_for_cases_are_not_among_the_segments(tmp_path: Path) -> None:
    case = f'<Cases><Case guid="{OVERLAP}" name="Team 7"/></Cases>'  # NVivo
    marked = coded.selection(1, 0, 5, coded.coding(2, CLEAR), coded.coding(3, OVERLAP))
    project = read(tmp_path, coded.project(coded.source(marked), before=case))
    assert project.segments["code"].tolist() == ["clear"]
    assert project.case_segments["code"].tolist() == ["overlap"]
    assert project.codes.set_index("code")["of_case"].to_dict() == {
        **{"roles": False, "clear": False, "overlap": True}
    }


def test_cases_that_refer_to_nothing(tmp_path: Path) -> None:
    case = f'<Cases><Case guid="{coded.guid(40)}" name="A"><SourceRef targetGUID="{SECOND}"/></Case></Cases>'
    project = read(tmp_path, coded.project(coded.source(), before=case))
    assert project.cases["documents"].tolist() == [()]
    assert told(project) == [
        "1 reference of cases to a document or selection that the file has not; left out"
    ]


def test_pdf_and_picture_are_left_where_they_are_but_their_text_is_read(tmp_path: Path) -> None:
    pdf = (
        f'<PDFSource guid="{DOCUMENT}" name="Verslag.pdf" path="internal://{DOCUMENT}.pdf">'
        f'<PDFSelection guid="{coded.guid(1)}" page="0" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{coded.coding(2, CLEAR)}</PDFSelection>"
        f'<Representation guid="{SECOND}" plainTextPath="internal://{SECOND}.txt">'
        f"{ONE.replace(coded.guid(2), coded.guid(3))}</Representation></PDFSource>"
    )
    picture = (
        f'<PictureSource guid="{coded.guid(8)}" path="internal://bord.jpg">'
        f'<PictureSelection guid="{coded.guid(5)}" firstX="1" firstY="2" secondX="3" secondY="4">'
        f"{coded.coding(6, ROLES)}</PictureSelection></PictureSource>"
    )
    project = read(tmp_path, coded.project(pdf, picture), {f"{SECOND}.txt": WORDS})
    assert project.segments[["document", "kind", "code"]].values.tolist() == [
        ["Verslag.pdf", "pdf", "clear"],
        ["Verslag.pdf", "text", "clear"],
        ["bord", "picture", "roles"],
    ]
    assert project.segments["text"].fillna("").tolist() == ["", "Ieder weet wie wat doet.", ""]
    assert told(project) == [
        "1 document of kind pdf left aside: 1 segment with a place there but without words",
        "1 document of kind picture left aside: 1 segment with a place there but without words",
    ]


def test_a_codebook_alone(tmp_path: Path) -> None:
    path = tmp_path / "codes.qdc"
    codes = coded.CODES.removeprefix("<CodeBook>")
    path.write_text(f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x">{codes}', encoding="utf-8")
    project = qualitative.read(path)
    assert project.codes["code"].tolist() == ["roles", "clear", "overlap"]
    assert len(project.documents) == len(project.segments) == 0
