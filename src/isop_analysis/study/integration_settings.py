"""config/integration.yaml: the coded texts, their codebook, and the joint displays."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.sheet_settings import Clause


class Code(Settings):
    """A code that coders gave to passages."""

    name: Name
    title: Text
    theme: Name
    accept: list[str] = Field(default=[], description="How coders' files may write it.")
    sheet: Clause | None = Field(
        default=None, description="The code as a team would say it; without it, it stands on no sheet."
    )


class Theme(Settings):
    """Codes that belong together."""

    name: Name
    title: Text
    chapter: Chapter = "context"


DocumentKind = Literal["interview", "reflection", "group"]
TableColumn = Literal[
    "document", "code", "coder", "text", "start", "end", "length", "group", "place", "created", "note"
]
CONSENSUS = "consensus"


class Documents(Settings):
    """The table of documents: a row an interview, reflection or group talk, whose it is, when and where."""

    file: str = Field(default="documents.csv", description="In the raw folder; a workbook will do too.")
    document: str = Field(default="document", description="Column: the document's name in the coders' files.")
    kind: str = Field(default="kind", description="Column: what it is, in a word of `kinds`.")
    person: str = Field(
        default="person", description="Column: who speaks, by address, token or code; empty for a group talk."
    )
    team: str = "team"
    wave: str | None = None
    role: str | None = Field(default=None, description="Column: the speaker's value of `attribute`.")
    attribute: Name | None = Field(
        default=None,
        description="Attribute by whose groups codes are counted; the person's own if a cell is empty.",
    )
    language: str | None = None
    date: str | None = Field(
        default=None, description="Column: the day; saturation follows it, else the documents' names."
    )
    kinds: dict[DocumentKind, list[str]] = Field(
        default={
            "interview": ["interview"],
            "reflection": ["reflection", "reflectie"],
            "group": ["group", "group talk", "groep", "groepsgesprek"],
        },
        description="Words of the column `kind`.",
    )


class OpenAnswers(Settings):
    """Open answers of a survey that coders code: each answer is a document."""

    instrument: Name
    items: list[Name] = Field(min_length=1, description="Items whose `answers` are open.")
    document: str = Field(
        default="{item} {pseudonym}",
        description="What an answer is called in the coders' files, made of {item}, {wave}, "
        "{instrument}, and {response} (the number that the survey tool gave) or {pseudonym} (a keyed hash of "
        "that, as `isop coded` writes it).",
    )
    language: str | None = Field(default=None, pattern="^[a-z]{2}$")


class CodedLimits(Settings):
    """How much of a coded file is read before it is refused; the rest as in `isop.qualitative.Limits`."""

    members: int | None = Field(default=None, ge=1, description="Files in an archive; 20,000.")
    project: int | None = Field(
        default=None, ge=1, description="Bytes of a project's XML, of a table, of a workbook; 256 MiB."
    )
    text: int | None = Field(default=None, ge=1, description="Bytes of one document's text; 64 MiB.")
    texts: int | None = Field(default=None, ge=1, description="Bytes of all texts of a file; 512 MiB.")
    depth: int | None = Field(default=None, ge=1, le=500, description="Elements within one another; 64.")
    elements: int | None = Field(default=None, ge=1, description="Elements of a project's XML; 5,000,000.")


class Coded(Settings):
    """Coded texts: what coders did independently of each other, and what they agreed on afterwards."""

    files: list[str] = Field(
        default=[],
        description="Coders' files in the raw folder, of before they discussed anything: .qdpx, .qdc, .csv, "
        ".xlsx. None while open answers wait for their coders.",
    )
    columns: dict[TableColumn, str] = Field(
        default={}, description="Headings of tables of segments that are not known by themselves."
    )
    documents: Documents | None = Field(
        default=None, description="Needed unless open answers are all that is coded."
    )
    answers: list[OpenAnswers] = Field(
        default=[], description="Open answers that are coded; they have no row in the table of documents."
    )
    codebook: str = Field(min_length=1, description="Version of the codebook that the texts were coded with.")
    double_coded: float = Field(
        default=1.0, ge=0, le=1, description="Share of the documents meant to be coded by two coders or more."
    )
    rounds: int = Field(default=1, ge=1, description="Rounds of coding and discussing.")
    threshold: float = Field(
        default=0.667,
        ge=0,
        le=1,
        description="A code below it is marked wherever it is used. Krippendorff (2004) draws tentative "
        "conclusions from .667 up.",
    )
    coefficient: Literal["alpha", "kappa"] = Field(
        default="alpha", description="What the threshold is of: Krippendorff's alpha, or kappa."
    )
    consensus: str | None = Field(
        default=None, description="File of what coders agreed on; it counts in no agreement."
    )
    analysis_coding: str | None = Field(
        default=None,
        description="Whose coding is analysed: 'consensus', or a coder as the files name them; needed where "
        "there are two coders or more. Documents that it lacks count as their only coder coded them.",
    )
    closed: bool | Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] = Field(
        default=False,
        description="The day on which coding was closed, or true: from then on `isop coded --with-scores` "
        "puts scores on the cases, which would colour coders before.",
    )
    limits: CodedLimits = CodedLimits()

    @property
    def attribute(self) -> str | None:
        """The attribute by whose groups codes are counted."""
        return self.documents.attribute if self.documents is not None else None

    @property
    def all_files(self) -> list[str]:
        """The coders' files, and that of the consensus if there is one."""
        return [*self.files, *([self.consensus] if self.consensus is not None else [])]


class JointDisplay(Settings):
    """A display that puts teams' scores on a scale beside the themes of their segments."""

    name: Name
    title: Text
    scale: Name
    themes: list[Name] = Field(min_length=1)
    occasion: str = Field(description="Occasion of the scores.")
    bands: int = Field(default=3, ge=2, le=5, description="Bands of teams by score, from low to high.")


class Integration(Settings):
    """The qualitative part and how it meets the scores."""

    INSTEAD: ClassVar[dict[str, str]] = {
        "segments": "write 'coded' with 'files' (the coders' files), 'documents' (whose each document is), "
        "'codebook' (its version) and, for two coders or more, 'analysis_coding'; see docs/qualitative.md"
    }

    coded: Coded
    themes: list[Theme] = Field(min_length=1)
    codes: list[Code] = Field(min_length=1)
    joint_displays: list[JointDisplay] = []
