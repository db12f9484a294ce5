"""config/integration.yaml: the coded texts, their codebook, and the joint displays."""

from typing import ClassVar, Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.display_settings import JointDisplay
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


class Coded(Settings):
    """Coded texts: what coders did independently of each other, and what they agreed on afterwards."""

    files: list[str] = Field(
        min_length=1,
        description="Coders' files in the raw folder, of before they discussed anything: .qdpx, .qdc, .csv, "
        ".xlsx.",
    )
    columns: dict[TableColumn, str] = Field(
        default={}, description="Headings of tables of segments that are not known by themselves."
    )
    documents: Documents
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


class Integration(Settings):
    """The qualitative part and how it meets the scores."""

    INSTEAD: ClassVar[dict[str, str]] = {
        "segments": "write 'coded' with 'files' (the coders' files), 'documents' (whose each document is), "
        "'codebook' (its version) and, for two coders or more, 'analysis_coding'; see docs/qualitative.md"
    }

    coded: Coded
    themes: list[Theme] = Field(min_length=1)
    codes: list[Code] = Field(min_length=1)
    joint_displays: list[JointDisplay] = Field(
        default=[], description="Those of one study alone stand in the file that its config calls `displays`."
    )
