"""A masked project: segments lie on the same words, and no piece of it says what was masked."""

import xml.etree.ElementTree as ET
from pathlib import Path

import coded_project as coded
import pytest
from coded_project import ANNE, CLEAR, DOCUMENT, OVERLAP
from hypothesis import given, settings
from hypothesis import strategies as st

from isop_analysis import qualitative
from isop_analysis.qualitative.records import Code, Document, Records, User

KEY = b"sixteen bytes at least"
TALK = (
    "Leraar: 😀 Sanne e\u0301n Zoë.\r\nZorg: 👩‍🏫 Sanne van der Berg belt 06-12345678 "
    "over de OTS.\r\nKlaar 😀."
)
SECRET = ("Sanne", "Berg", "Zoë", "12345678", "Ommerveen", "Anne", "Bram", "Regenboog", "2014")


def words_of(text: str, words: str, number: int, code: str, name: str = "") -> str:
    start = text.index(words)
    return coded.selection(number, start, start + len(words), coded.coding(number + 50, code), name=name)


@pytest.fixture
def project(tmp_path: Path) -> qualitative.Project:
    """Return a project that says a name wherever something can be typed."""
    marked = (
        words_of(TALK, "😀 Sanne e\u0301n", 1, CLEAR, name="😀 San"),
        words_of(TALK, "Sanne van der", 2, OVERLAP),
        words_of(TALK, "06-12345678 over de OTS.\r\nKlaar", 3, CLEAR, name="om Sanne"),
        words_of(TALK, "Klaar 😀", 4, OVERLAP),
        coded.selection(5, 14, 14, coded.coding(55, CLEAR)),
    )
    described = "<Description>Bij Sanne thuis</Description>"
    values = "".join(
        f'<VariableValue><VariableRef targetGUID="{coded.guid(30 + n)}"/><{kind}Value>{value}</{kind}Value>'
        "</VariableValue>"
        for n, (kind, value) in enumerate((("Text", "Ommerveen"), ("Date", "2014-03-03"), ("Integer", "7")))
    )
    variables = "".join(
        f'<Variable guid="{coded.guid(30 + n)}" name="{name}" typeOfVariable="{kind}"/>'
        for n, (name, kind) in enumerate(
            (("Plaats", "Text"), ("Geboortedatum", "Date"), ("Groep", "Integer"))
        )
    )
    case = (
        f'<Case guid="{coded.guid(40)}" name="Sanne">{described}{values}'
        f'<SourceRef targetGUID="{DOCUMENT}"/></Case>'
    )
    note = (
        f'<Notes><Note guid="{coded.guid(41)}" name="over Sanne">'
        f"<PlainTextContent>Zoë en Sanne, dus.</PlainTextContent>"
        f'<PlainTextSelection guid="{coded.guid(42)}" startPosition="14" endPosition="17"/></Note></Notes>'
    )
    codes = coded.CODES.replace("Who does what", "Zie Sanne").replace('name="clear"', 'name="bij Sanne"')
    source = coded.source(*marked, name="Gesprek Sanne", more=described)
    whole = coded.project(
        source,
        codes=codes,
        before=f"<Variables>{variables}</Variables><Cases>{case}</Cases>",
        after=note,
    )
    texts = {f"{DOCUMENT}.txt": TALK}
    return qualitative.read(coded.pack(tmp_path / "talk.qdpx", whole, texts))


@pytest.fixture
def masked(project: qualitative.Project) -> qualitative.MaskedProject:
    names = ["Sanne van der Berg", "Zoë"]
    return qualitative.mask(project, key=KEY, names=names, places=["Ommerveen"], schools=["De Regenboog"])


def test_segments_lie_on_the_same_words(masked: qualitative.MaskedProject) -> None:
    text = masked.project.documents["text"].iloc[0]
    assert text == (
        "Leraar: 😀 [naam] e\u0301n [naam].\r\nZorg: 👩‍🏫 [naam] belt [telefoon] over de OTS.\r\nKlaar 😀."
    )
    segments = masked.project.segments
    assert segments["text"].tolist() == [
        "😀 [naam] e\u0301n",
        "[naam]",
        "[telefoon] over de OTS.\r\nKlaar",
        "Klaar 😀",
        "",
    ]
    cut = [text[start:end] for start, end in zip(segments["start"], segments["end"], strict=True)]
    assert cut == segments["text"].tolist()
    assert segments["name"].tolist()[0] == "😀 [naam] e\u0301n"
    assert segments["name"].tolist()[2] == "om [naam]"
    assert segments["length"].tolist() == [len(text)] * 5


def test_names_of_documents_cases_codes_and_coders_are_masked(masked: qualitative.MaskedProject) -> None:
    project = masked.project
    assert project.documents["document"].tolist() == ["Gesprek [naam]"]
    assert project.documents["description"].tolist() == ["Bij [naam] thuis"]
    assert project.cases["case"].tolist() == ["[naam]"]
    assert project.cases[["Plaats", "Geboortedatum"]].values.tolist() == [["[plaats]", "[geboortedatum]"]]
    assert project.cases["Groep"].tolist() == [7]
    assert project.codes["name"].tolist() == ["roles", "bij [naam]", "overlap"]
    assert project.codes["description"].tolist()[0] == "Zie [naam]"
    assert project.coders["coder"].tolist() == ["coder 1", "coder 2"]
    assert project.memos[["memo", "text"]].values.tolist() == [["over [naam]", "[naam] en [naam], dus."]]
    selected = project.records.others["Notes"][0].find("PlainTextSelection")
    assert selected is not None
    assert (selected.get("startPosition"), selected.get("endPosition")) == ("18", "21")


def test_nothing_written_logged_or_shown_says_what_was_masked(
    masked: qualitative.MaskedProject, tmp_path: Path
) -> None:
    qualitative.write(masked.project, tmp_path / "out.qdpx")
    again = qualitative.read(tmp_path / "out.qdpx")
    records = masked.project.records
    trees = [one.element for one in records.documents] + [
        one for own in records.others.values() for one in own
    ]
    written = "".join(ET.tostring(one, encoding="unicode") for one in trees)
    shown = f"{masked.log.to_csv()}{masked.doubtful.to_csv()}{masked!r}{written}{records.documents[0].text}"
    assert not [one for one in SECRET if one in shown]
    assert again.segments["text"].tolist() == masked.project.segments["text"].tolist()
    assert masked.log["document"].dropna().unique().tolist() == ["Gesprek [naam]"]


def test_the_log_names_places_of_the_text_as_it_was(
    project: qualitative.Project, masked: qualitative.MaskedProject
) -> None:
    text = project.documents["text"].iloc[0]
    own = masked.log[masked.log["part"] == "text"]
    was = [text[at : at + length] for at, length in zip(own["offset"], own["length"], strict=True)]
    assert was == ["Sanne", "Zoë", "Sanne van der Berg", "06-12345678"]
    facts = masked.doubtful[masked.doubtful["kind"] == "care"]
    assert [text[at : at + 3] for at in facts["offset"]] == ["OTS"]


def test_a_masked_project_masked_again_stays(masked: qualitative.MaskedProject) -> None:
    again = qualitative.mask(masked.project, key=KEY, names=["Sanne van der Berg", "Zoë"])
    assert len(again.log) == 0
    assert again.project.segments.equals(masked.project.segments)


def test_a_name_learned_in_one_document_is_masked_in_all(tmp_path: Path) -> None:
    other = DOCUMENT.replace("69A4332D", "79A4332D")
    sources = coded.source(coded.ONE), coded.source(document=other, name="Gesprek 2")
    texts = {f"{DOCUMENT}.txt": "Juf Marijke was er ook bij.", f"{other}.txt": "Toen zei Marijke ja."}
    read = qualitative.read(coded.pack(tmp_path / "two.qdpx", coded.project(*sources), texts))
    found = qualitative.mask(read, key=KEY).project.documents["text"].tolist()
    assert found == ["Juf [naam] was er ook bij.", "Toen zei [naam] ja."]


PIECES = st.sampled_from(
    ["Sanne", "Zoë", " ", "\r\n", "😀", "e\u0301", "goed", "06-12345678", ", ", "👩‍🏫", "é"]
)


@settings(max_examples=50, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=25), st.data())
def test_every_segment_keeps_its_words(pieces: list[str], data: st.DataObject) -> None:
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = {"startPosition": str(start), "endPosition": str(end), "guid": coded.guid(1)}
    source = ET.Element("TextSource", guid=DOCUMENT)
    marking = ET.SubElement(source, "PlainTextSelection", place)
    ET.SubElement(ET.SubElement(marking, "Coding", creatingUser=ANNE, guid="c"), "CodeRef", targetGUID=CLEAR)
    records = Records(
        (User(ANNE, "A"),), (Code(CLEAR, "c"),), documents=(Document("d", "D", "text", source, text),)
    )
    found = qualitative.mask(qualitative.Project(records), key=KEY, names=["Sanne", "Zoë"])
    log = found.log[found.log["part"] == "text"]
    hidden = [range(at, at + length) for at, length in zip(log["offset"], log["length"], strict=True)]
    kept = [
        sign for at, sign in enumerate(text) if start <= at < end and not any(at in one for one in hidden)
    ]
    segment = found.project.segments.iloc[0]
    touched = sum(one.start < end and one.stop > start and end > start for one in hidden)
    assert segment["text"].count("[") == touched
    bare = segment["text"].replace("[naam]", "").replace("[telefoon]", "")
    assert bare == "".join(kept)
