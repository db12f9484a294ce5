"""config/integration.yaml: the coded texts, their codebook, masking and quotes; displays stand apart."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.display_settings import JointDisplay
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.sheet_settings import Clause


class Code(Settings):
    """A code that coders gave to passages."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    theme: Name = Field(description="The theme it belongs to.")
    accept: list[str] = Field(default=[], description="How coders' files may write it.")
    sheet: Clause | None = Field(
        default=None, description="The code as a team would say it; without it, it stands on no sheet."
    )


class Theme(Settings):
    """Codes that belong together."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    chapter: Chapter = Field(default="context", description="The chapter of the report that tells it.")


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
    team: str = Field(
        default="team",
        description="Column: the team that the talk is about, as the register names it; empty: the "
        "speaker's own.",
    )
    wave: str | None = Field(
        default=None, description="Column: the wave in which it was held, where there are several."
    )
    role: str | None = Field(default=None, description="Column: the speaker's value of `attribute`.")
    attribute: Name | None = Field(
        default=None,
        description="Attribute by whose groups codes are counted; the person's own if a cell is empty.",
    )
    language: str | None = Field(
        default=None, description="Column: the language that was spoken, in two letters such as nl."
    )
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

    instrument: Name = Field(description="The instrument whose open answers are coded.")
    items: list[Name] = Field(min_length=1, description="Items whose `answers` are open.")
    document: str = Field(
        default="{item} {pseudonym}",
        description="What an answer is called in the coders' files, made of {item}, {wave}, "
        "{instrument}, and {response} (the number that the survey tool gave) or {pseudonym} (a keyed hash of "
        "that, as `isop coded` writes it).",
    )
    language: str | None = Field(
        default=None,
        pattern="^[a-z]{2}$",
        description="The language that the answers are written in, in two letters such as nl.",
    )


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
    disputed_in_models: bool = Field(
        default=False,
        description="Whether models may use codes below the threshold (`raised_<code>`); refused otherwise.",
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
    limits: CodedLimits = Field(
        default=CodedLimits(),
        description="How much of a coded file is read before it is refused; rarely needed.",
    )

    @property
    def attribute(self) -> str | None:
        """The attribute by whose groups codes are counted."""
        return self.documents.attribute if self.documents is not None else None

    @property
    def all_files(self) -> list[str]:
        """The coders' files, and that of the consensus if there is one."""
        return [*self.files, *([self.consensus] if self.consensus is not None else [])]


class Masking(Settings):
    """What coded texts are masked by, beside the register, sites, teams and places the study knows."""

    names: list[str] = Field(
        default=[], description="Files in the raw folder with people to mask: a name a line, UTF-8."
    )
    places: list[str] = Field(default=[], description="Files with places, likewise.")
    schools: list[str] = Field(default=[], description="Files with schools and sites, likewise.")
    deduce: bool = Field(
        default=False, description="Let the package deduce look, too, where it is installed."
    )
    decisions: str | None = Field(
        default=None,
        description="File in the raw folder with what a person decided of doubtful words: columns 'doubtful' "
        "(its id) and 'decision' (mask or keep).",
    )


class Quotes(Settings):
    """Which passages are offered as quotes, and which of them a person approved."""

    per_code: int = Field(default=2, ge=1, le=5, description="Quotes of a code, at most.")
    shortest: int = Field(default=30, ge=1, description="Characters of a quote, at least, as masked.")
    longest: int = Field(default=300, ge=1, description="Characters of a quote, at most.")
    approved: str | None = Field(
        default=None,
        description="File in the raw folder with what a person approved: columns 'quote' (its id), "
        "'approved' (yes or no), 'by' (initials) and 'date'.",
    )


RAISED, THEME = "raised_", "theme_"


class Integration(Settings):
    """The qualitative part and how it meets the scores."""

    INSTEAD: ClassVar[dict[str, str]] = {
        "segments": "write 'coded' with 'files' (the coders' files), 'documents' (whose each document is), "
        "'codebook' (its version) and, for two coders or more, 'analysis_coding'; see docs/qualitative.md"
    }

    coded: Coded = Field(description="The coders' files, and what is known of the texts.")
    themes: list[Theme] = Field(
        min_length=1, description="Themes of the codebook, in the order in which the report tells them."
    )
    codes: list[Code] = Field(min_length=1, description="Codes of the codebook, each of a theme.")
    joint_displays: list[JointDisplay] = Field(
        default=[], description="Those of one study alone stand in the file that its config calls `displays`."
    )
    masking: Masking = Field(
        default=Masking(),
        description="Lists of names and places that are masked in texts, beside those that the study knows.",
    )
    quotes: Quotes | None = Field(default=None, description="Without it, nobody is quoted.")

    @property
    def raised_variables(self) -> list[str]:
        """Names by which models have what teams raised: a code each, and a theme each."""
        return [*(RAISED + one.name for one in self.codes), *(THEME + one.name for one in self.themes)]


def masking_files(masking: Masking) -> list[str]:
    """Return the files of the raw folder by which texts are masked."""
    own = [*masking.names, *masking.places, *masking.schools]
    return [*own, *([masking.decisions] if masking.decisions else [])]
