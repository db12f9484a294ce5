"""config/config.yaml: the study."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.cleaning_rules import Cleaning
from isop_analysis.study.context import Design, Outcome, Premise, Region, SiteKeys
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.participant_settings import Attribute, Consent, Linking, Privacy, Register, Wave
from isop_analysis.study.planning import Planning
from isop_analysis.study.sheet_settings import SheetSettings, Teams

Section = Literal[
    "hypotheses",
    "participants",
    "region",
    "instruments",
    "roles",
    "skill",
    "attitude",
    "chances",
    "preparation",
    "structural",
    "sites",
    "integration",
    "diagnostics",
    "limits",
    "methods",
    "checklists",
    "references",
    "tables",
]


class MissingAnswers(Settings):
    """What is asked of missing answers, beside what every study gets (patterns, Little's test, who left)."""

    dropout_by: list[str] = Field(
        default=[],
        description="Predictors of leaving, in one logistic regression per pair of occasions: attributes, "
        "scales (their score at the earlier occasion) and 'dose'. None: no regression.",
    )


class PageLimits(Settings):
    """How long each depth may be; what does not fit loses figures first."""

    summary: int = Field(default=1, ge=1, description="Pages of the main messages.")
    brief: int = Field(default=3, ge=1, description="Pages of in brief.")
    report: int = Field(default=25, ge=1, description="Pages of the chapters.")


class ReportSettings(Settings):
    """What the report holds."""

    sections: list[Section] | Literal["all"] = Field(
        default="all",
        description="Chapters of the annex, in its own order; 'all' shows each that has contents.",
    )
    subtitle: Text | None = None
    chapters: dict[Chapter, Text] = Field(
        default={}, description="Titles of chapters of results; the titles of their scales if absent."
    )
    pages: PageLimits = Field(default_factory=PageLimits)
    sources: dict[str, str] = Field(
        default={},
        description="Whole references of sources that settings name in short, by that: Cohen (1988).",
    )
    authors: list[str] = []
    contact: str | None = None


class Limits(Settings):
    """How large a workbook may be: one stray cell far down would cost minutes, or all memory there is."""

    rows: int = Field(default=200_000, ge=1, description="Last row of a sheet that may hold a cell.")
    columns: int = Field(default=5_000, ge=1, description="Last column of a sheet that may hold a cell.")
    cells: int = Field(
        default=5_000_000, ge=1, description="Rows times columns of a sheet, empty cells among them too."
    )
    megabytes: int = Field(default=200, ge=1, description="Of a whole workbook, unpacked.")


class Config(Settings):
    """The study file; paths to its parts are relative to this file, raw and notebooks to the root."""

    study: Name = Field(description="Short name; every output path carries it.")
    title: Text
    version: str = Field(default="0.1", description="Version of the report.")
    data_date: str = Field(
        pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date of the data, shown on the cover."
    )
    invented: bool = Field(default=False, description="Invented data: said on every page.")
    languages: list[Literal["nl", "en"]] = Field(default=["nl", "en"], min_length=1)
    seed: int = Field(ge=0, description="Seed of every random step.")
    raw: str = Field(description="Folder of the raw exports, relative to the project's root.")
    instruments: list[str] = Field(min_length=1, description="Instrument files.")
    models: list[str] = Field(default=[], description="Model files.")
    hypotheses: str | None = Field(default=None, description="Hypotheses file.")
    integration: str | None = Field(default=None, description="Integration file.")
    questions: str | None = Field(
        default=None,
        description="Questions file: what readers ask and which effects answer it; each model's own question "
        "if absent.",
    )
    notebooks: list[str] = Field(
        default=[], description="Notebooks to execute, relative to the project's root."
    )
    limits: Limits = Field(default_factory=Limits, description="Limits of workbooks that are read.")
    waves: list[Wave] = Field(min_length=1)
    attributes: list[Attribute] = []
    team_register: Register | None = None
    consent: Consent | None = None
    linking: Linking = Field(default_factory=Linking)
    cleaning: Cleaning = Field(default_factory=Cleaning)
    privacy: Privacy
    missing: MissingAnswers = Field(default_factory=MissingAnswers)
    choices_by: Name | None = Field(
        default=None,
        description="Attribute by whose groups choices of several options are counted; none: together.",
    )
    sites: SiteKeys | None = None
    outcomes: list[Outcome] = []
    region: Region | None = None
    premises: list[Premise] = []
    design: Design | None = Field(
        default=None, description="How words and numbers are mixed; the methods are silent on it if absent."
    )
    models_per_job: int | None = Field(
        default=None,
        ge=1,
        description="Models that one job fits (multilevel: on one scale each); they run side by side and "
        "give the same tables. All in one job if absent.",
    )
    planning: Planning = Field(default_factory=Planning)
    report: ReportSettings = Field(default_factory=ReportSettings)
    teams: Teams | None = Field(default=None, description="What teams are called on their own sheets.")
    sheet: SheetSettings | None = Field(default=None, description="Team sheets; none are made if absent.")

    def wave(self, name: str) -> Wave:
        """Return the wave of that name."""
        return next(wave for wave in self.waves if wave.name == name)
