"""config/config.yaml: the study, with what was assumed when it was planned, and what its report holds."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.cleaning_rules import Cleaning
from isop_analysis.study.context import Design, Outcome, Premise, Region, SiteKeys
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.network_settings import Networks
from isop_analysis.study.participant_settings import Attribute, Consent, Linking, Privacy, Register, Wave
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


Share = Annotated[float, Field(ge=0, lt=1)]
Sd = Annotated[float, Field(ge=0)]


class PlannedSpread(Settings):
    """Spread of the scores as assumed beforehand."""

    icc: dict[str, Share] = Field(
        default={},
        description="Per grouping factor of a formula (such as team, person) the share of all variance that "
        "lies between its groups.",
    )
    residual_sd: float | None = Field(
        default=None, gt=0, description="SD of the residual, in points of the scale."
    )
    slope_sd: dict[str, Sd] = Field(
        default={}, description="Per random slope (such as time) its SD between groups, in points a unit."
    )

    @model_validator(mode="after")
    def _leaves_a_residual(self) -> "PlannedSpread":
        if sum(self.icc.values()) >= 1:
            raise ValueError("the shares in icc sum to 1 or more; leave a part to the residual")
        return self


class PlannedModel(PlannedSpread):
    """What one model assumes otherwise."""

    model: Name = Field(description="The multilevel model that these assumptions are for.")


class Planning(PlannedSpread):
    """What this design can find: the assumptions, and how finely it is reckoned."""

    models: list[PlannedModel] = Field(default=[], description="Models that assume something else.")
    replications: int = Field(default=500, ge=20, description="Number of simulated studies per design.")
    alpha: float = Field(default=0.05, gt=0, lt=0.5, description="Level of the two-sided tests.")
    power: float = Field(
        default=0.80, gt=0.5, lt=1, description="Share of repetitions in which an effect is to be found."
    )

    def spread_of(self, model: str) -> PlannedSpread:
        """Return what a model assumes: its own values, the study's where it has none."""
        own = next((one for one in self.models if one.model == model), PlannedSpread())
        return PlannedSpread(
            icc=self.icc | own.icc,
            residual_sd=self.residual_sd if own.residual_sd is None else own.residual_sd,
            slope_sd=self.slope_sd | own.slope_sd,
        )


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
    subtitle: Text | None = Field(default=None, description="Stands below the title on the cover.")
    chapters: dict[Chapter, Text] = Field(
        default={}, description="Titles of chapters of results; the titles of their scales if absent."
    )
    pages: PageLimits = Field(default_factory=PageLimits, description="How many pages each depth may have.")
    sources: dict[str, str] = Field(
        default={},
        description="Whole references of sources that settings name in short, by that: Cohen (1988).",
    )
    authors: list[str] = Field(default=[], description="Who wrote the report, as the cover names them.")
    contact: str | None = Field(default=None, description="Whom to ask: an address or a name.")


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
    title: Text = Field(description="The study's title, on the cover and on every page.")
    version: str = Field(default="0.1", description="Version of the report.")
    data_date: str = Field(
        pattern=r"^\d{4}-\d{2}-\d{2}$", description="Date of the data, shown on the cover."
    )
    invented: bool = Field(default=False, description="Invented data: said on every page.")
    languages: list[Literal["nl", "en"]] = Field(
        default=["nl", "en"], min_length=1, description="Languages of the reports, each written on its own."
    )
    seed: int = Field(ge=0, description="Seed of every random step.")
    raw: str = Field(description="Folder of the raw exports, relative to the project's root.")
    instruments: list[str] = Field(min_length=1, description="Instrument files.")
    models: list[str] = Field(default=[], description="Model files.")
    hypotheses: str | None = Field(default=None, description="Hypotheses file.")
    integration: str | None = Field(default=None, description="Integration file.")
    displays: str | None = Field(
        default=None,
        description="File of this study's own joint displays, and what researchers make of them.",
    )
    questions: str | None = Field(
        default=None,
        description="Questions file: what readers ask and which effects answer it; each model's own question "
        "if absent.",
    )
    notebooks: list[str] = Field(
        default=[], description="Notebooks to execute, relative to the project's root."
    )
    limits: Limits = Field(default_factory=Limits, description="Limits of workbooks that are read.")
    waves: list[Wave] = Field(
        min_length=1, description="The moments of measurement, one each cohort and occasion."
    )
    attributes: list[Attribute] = Field(
        default=[], description="What is known of people and models may compare: role, profession, level."
    )
    team_register: Register | None = Field(
        default=None, description="Who is in which team; without it teams are those that exports name."
    )
    consent: Consent | None = Field(
        default=None, description="Who agreed to what; nothing where nobody was asked."
    )
    linking: Linking = Field(
        default_factory=Linking, description="How answers of one person are found over instruments and waves."
    )
    cleaning: Cleaning = Field(
        default_factory=Cleaning, description="Which answers are left out, and in which order."
    )
    privacy: Privacy = Field(description="What is too few to show, and the key of the pseudonyms.")
    missing: MissingAnswers = Field(
        default_factory=MissingAnswers, description="What is asked of missing answers and of who left."
    )
    choices_by: Name | None = Field(
        default=None,
        description="Attribute by whose groups choices of several options are counted; none: together.",
    )
    networks: Networks | None = Field(
        default=None, description="Who works with which profession and on what; no networks if absent."
    )
    sites: SiteKeys | None = Field(
        default=None, description="The file of the sites' keys in open data; needed for outcomes."
    )
    outcomes: list[Outcome] = Field(
        default=[], description="Figures from open data about sites or municipalities that models explain."
    )
    region: Region | None = Field(default=None, description="The region's primary schools, from open data.")
    premises: list[Premise] = Field(
        default=[], description="Claims the programme stands on, each with its source."
    )
    design: Design | None = Field(
        default=None, description="How words and numbers are mixed; the methods are silent on it if absent."
    )
    models_per_job: int | None = Field(
        default=None,
        ge=1,
        description="Models that one job fits (multilevel: on one scale each); they run side by side and "
        "give the same tables. All in one job if absent.",
    )
    planning: Planning = Field(
        default_factory=Planning,
        description="What was assumed beforehand, to reckon what the design can find.",
    )
    report: ReportSettings = Field(
        default_factory=ReportSettings,
        description="What the report holds: chapters, titles, length, sources.",
    )
    teams: Teams | None = Field(default=None, description="What teams are called on their own sheets.")
    sheet: SheetSettings | None = Field(default=None, description="Team sheets; none are made if absent.")

    def wave(self, name: str) -> Wave:
        """Return the wave of that name."""
        return next(wave for wave in self.waves if wave.name == name)
