"""Who takes part: waves, the register of learning teams, consent, links between answers, privacy."""

from collections.abc import Mapping
from typing import Any, Literal, Self, get_args

from pydantic import Field, model_validator

from isop_analysis.study.base import Name, Settings, Text


def _word(text: str) -> str:
    return " ".join(text.split()).casefold()


class Wave(Settings):
    """One moment of measurement: cohort × school year × occasion."""

    name: Name
    cohort: str = Field(description="Cohort of participants, such as '2023'.")
    school_year: str = Field(pattern=r"^\d{4}-\d{4}$", description="For example '2023-2024'.")
    occasion: str = Field(description="Occasion within the cohort: T0, T1, T2, …")
    time: float = Field(
        description="Occasion as a number, 0 for the first; the slope's unit in growth models."
    )
    months: float | None = Field(default=None, description="Months since the cohort's teams started.")
    title: Text | None = Field(
        default=None, description="What readers of the report and of a team sheet are told it is."
    )
    accept: list[str] = Field(
        default=[], description="Other cells that mean this wave, such as '1' or 'voormeting'."
    )


class AttributeValue(Settings):
    """One value of a person's attribute, and how registers and answers may write it."""

    name: Name
    nl: str = Field(description="Label in Dutch.")
    en: str = Field(description="Label in English.")
    accept: list[str] = Field(default=[], description="Cells that mean this value.")
    parent: Name | None = Field(
        default=None, description="Value it merges into while rarer than privacy allows."
    )


class Attribute(Settings):
    """Something known of a person: role, profession, programme, level, sector."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    register_column: str | None = Field(default=None, description="Column of the register's members sheet.")
    item: Name | None = Field(default=None, description="Item that gives it where the register does not.")
    values: list[AttributeValue] = Field(min_length=1, description="What it may be.")
    reference: Name | None = Field(default=None, description="Reference level in models.")

    @model_validator(mode="after")
    def _words_tell_values_apart(self) -> Self:
        meaning: dict[str, str] = {}
        for value in self.values:
            for word in {_word(text) for text in (value.name, value.nl, value.en, *value.accept)}:
                if meaning.setdefault(word, value.name) != value.name:
                    raise ValueError(f"'{word}' means both {meaning[word]} and {value.name}")
        return self


class TeamColumns(Settings):
    """Columns of the register's sheet of teams."""

    team: str = Field(description="Column: the team's name.")
    site: str = Field(description="Column: the site where the team meets.")
    cohort: str | None = Field(default=None, description="Column: the team's cohort.")
    started: str | None = Field(default=None, description="Column: the team's first day.")
    ended: str | None = Field(default=None, description="Column: the team's last day.")


class MemberColumns(Settings):
    """Columns of the register's sheet of members."""

    team: str = Field(description="Column: the team's name; an empty cell is a member without a team.")
    email: str = Field(
        description="Column: the member's address, by which answers are linked; readers never see it."
    )
    token: str | None = Field(
        default=None, description="Column: the token that the member answers with, if tokens were handed out."
    )
    joined: str | None = Field(
        default=None,
        description="Column: the day on which the member joined the team; empty: from its start.",
    )
    left: str | None = Field(
        default=None, description="Column: the day on which the member left the team; empty: until its end."
    )
    site: str | None = Field(default=None, description="Where there is no sheet of teams to give it.")


class AttendanceColumns(Settings):
    """Columns of the register's sheet of attendance: one row per member × team × wave."""

    team: str = Field(description="Column: the team's name.")
    email: str = Field(description="Column: the member's address.")
    wave: str = Field(description="Column: the wave up to which sessions count.")
    offered: str = Field(description="Column: sessions offered since the wave before.")
    attended: str = Field(description="Column: sessions attended of these.")


class Measure(Settings):
    """A number the register holds of a team or of a member in a wave: guidance hours, assignments, goals."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    column: str = Field(description="Heading of its column.")


class TeamSheet(Settings):
    """The sheet of teams."""

    sheet: str | None = Field(default=None, description="The only one, if absent.")
    columns: TeamColumns = Field(description="Which heading holds what.")
    measures: list[Measure] = Field(
        default=[],
        description="Numbers of a team that stand here too, such as hours of guidance; models may "
        "use them by name.",
    )


class MemberSheet(Settings):
    """The sheet of members."""

    sheet: str | None = Field(default=None, description="The only one, if absent.")
    columns: MemberColumns = Field(description="Which heading holds what.")


class AttendanceSheet(Settings):
    """The sheet of attendance."""

    sheet: str | None = Field(default=None, description="The only one, if absent.")
    columns: AttendanceColumns = Field(description="Which heading holds what.")
    measures: list[Measure] = Field(
        default=[],
        description="Numbers of a member in a wave that stand here too, such as reflections handed "
        "in; models may use them by name.",
    )


class Register(Settings):
    """The register of learning teams; several files are read as one and may not contradict each other.

    One sheet of members is enough: without a sheet of teams the teams are those of its members, without one
    of attendance nothing is known of who came.
    """

    files: list[str] = Field(min_length=1, description="Workbooks or CSV files in the raw folder.")
    teams: TeamSheet | None = Field(
        default=None,
        description="The sheet with a row a team; without it the teams are those of the members.",
    )
    members: MemberSheet = Field(description="The sheet with a row a member of a team.")
    attendance: AttendanceSheet | None = Field(
        default=None,
        description="The sheet that says who came; without it no model can use attendance or dose.",
    )

    @property
    def team_measures(self) -> list[Measure]:
        """Numbers it holds of a team."""
        return self.teams.measures if self.teams is not None else []

    @property
    def attendance_measures(self) -> list[Measure]:
        """Numbers it holds of a member in a wave."""
        return self.attendance.measures if self.attendance is not None else []


Purpose = Literal["survey", "linking", "interview", "quoting", "team_sheet", "recontact", "archive"]


class AskedInSurvey(Settings):
    """An item of the survey that asks for consent, and the answers to it that mean yes."""

    item: Name = Field(description="The item that asks for consent.")
    agrees: list[float] = Field(min_length=1, description="Values of its answer scale that mean yes.")


class Consent(Settings):
    """Who agreed to what: by a file, one row a person with yes or no per purpose, or asked in the survey.

    Unknown is no.
    """

    file: str = Field(default="consent.csv", description="In the raw folder.")
    email: str = Field(default="email", description="Column: the person's address.")
    token: str | None = Field(
        default="token", description="Column: the person's token; null where the file has none."
    )
    self_code: str | None = Field(
        default=None, description="Column: the code that people made up themselves, where the file has it."
    )
    date: str = Field(default="date", description="Column: the day on which the person answered.")
    withdrawn: str | None = Field(default="withdrawn", description="Date from which consent no longer holds.")
    purposes: dict[Purpose, str] = Field(default={}, description="Purpose → its column of the file.")
    asked: dict[Purpose, AskedInSurvey] = Field(
        default={}, description="Purpose → the item of a survey that asks it; then there is no file."
    )
    yes: list[str] = Field(default=["yes", "ja", "1", "true"], description="Cells that mean yes.")
    no: list[str] = Field(
        default=["no", "nee", "0", "false", "onbekend", "unknown"],
        description="Cells that mean no, as empty ones do; any other cell is an error.",
    )

    @model_validator(mode="before")
    @classmethod
    def _yaml_booleans(cls, given: Any) -> Any:
        """Take YAML's booleans for the words that were typed: it reads a bare yes or no as one."""
        if not isinstance(given, Mapping):
            return given
        words = {True: ["yes", "true"], False: ["no", "false"]}
        found = {("yes" if key is True else "no" if key is False else key): one for key, one in given.items()}
        for name in ("yes", "no"):
            if name in found:
                cells = found[name] if isinstance(found[name], list) else [found[name]]
                typed = [words[one] if isinstance(one, bool) else [one] for one in cells]
                found[name] = [str(word) if isinstance(word, int) else word for one in typed for word in one]
        return found

    @property
    def all_purposes(self) -> tuple[Purpose, ...]:
        """The purposes that are asked, in the file or in the survey."""
        return (*self.purposes, *self.asked)

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if bool(self.purposes) == bool(self.asked):
            raise ValueError(
                "takes either purposes (columns of a file) or asked (items of a survey); write one of the two"
            )
        return self

    @model_validator(mode="after")
    def _yes_is_no_no(self) -> Self:
        both = {_word(one) for one in self.yes} & {_word(one) for one in self.no}
        if both:
            raise ValueError(f"'{min(both)}' means both yes and no")
        return self


class Linking(Settings):
    """How the answers of one person are found over instruments and waves (never by name)."""

    order: list[Literal["person", "token", "email", "alias", "self_code"]] = Field(
        default=[
            "person",
            "token",
            "email",
            "alias",
            "self_code",
        ],
        description="What a person is recognised by, the surest first; what isn't named here is not used.",
    )
    aliases: str | None = Field(default=None, description="File with columns alias;email in the raw folder.")
    code_slips: Literal[0, 1] = Field(default=1, description="Slips allowed in a self-made code.")


class Key(Settings):
    """The key of the pseudonyms."""

    file: str = Field(
        description="Path of the key file, outside the repository unless the study is invented."
    )
    public: bool = Field(
        default=False,
        description="Marks an invented study's committed key, or published data that name nobody.",
    )


Breakdown = Literal[
    "item_counts",
    "score_counts",
    "team_scores",
    "sample",
    "choices",
    "profession_ties",
    "profession_tasks",
    "dropout_groups",
    "missing_patterns",
    "answer_kinds",
    "linking",
    "exclusion_counts",
    "theme_counts",
    "code_frequencies",
    "joint_display",
]
BREAKDOWNS: tuple[Breakdown, ...] = get_args(Breakdown)


class Privacy(Settings):
    """What is too few to show, what names people, and the key of their pseudonyms."""

    minimum_cell: int = Field(
        default=5,
        ge=3,
        description="Fewer people are no cell of their own; also the width of bands of counts.",
    )
    minimum_team: int = Field(default=5, ge=3, description="Teams with fewer answers show no scores.")
    breakdowns: list[Breakdown] = Field(
        default=list(BREAKDOWNS), description="Tables of counts that are published; the others stay empty."
    )
    key: Key = Field(description="Where the key of the pseudonyms is.")
    dropped: list[str] = Field(
        default=[],
        description="Headings of columns of raw files that identify people and of which nothing is read.",
    )
