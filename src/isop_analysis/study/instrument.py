"""One instrument: where its export comes from, columns → items, answers → values, items → scales."""

from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.clauses import Says
from isop_analysis.study.sheet_settings import Clause, OnSheet

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["qualtrics_csv", "limesurvey_csv", "spss_sav", "forms_xlsx", "plain_csv"]
AnswerKind = Literal["given", "skipped", "not_seen", "dont_know", "refused", "not_applicable"]
Chapter = Literal["roles", "skill", "attitude", "chances", "preparation", "team", "context"]


class Validation(Settings):
    """What is known about the instrument's validity."""

    status: Literal["none", "partial", "yes"] = Field(description="Whether a published validation exists.")
    source: str | None = Field(default=None, description="Where that validation is published.")


class MissingCode(Settings):
    """An export's code for an answer that was not given, and what kind of absence it means."""

    code: str = Field(description="The cell as exported, for example 'N/A', '-99' or '99'.")
    kind: AnswerKind = Field(description="What the code means.")


class Fields(Settings):
    """Columns that say who answered, where and when; a format has its own defaults for most of these.

    A field that is null takes no column, not the format's default either.
    """

    response: str | None = Field(default=None, description="The tool's own id of a response.")
    person: str | None = Field(default=None, description="A person id that is no direct identifier.")
    email: str | None = Field(default=None, description="E-mail address; never leaves the restricted folder.")
    token: str | None = Field(default=None, description="Token handed out with the invitation.")
    self_code: str | None = Field(default=None, description="Code the respondent made by a rule.")
    team: str | None = Field(default=None, description="Learning team as answered or embedded.")
    site: str | None = Field(default=None, description="Site, where there is no register to give it.")
    wave: str | None = Field(default=None, description="Wave name, where one file holds several waves.")
    started: str | None = Field(default=None, description="Start date and time.")
    ended: str | None = Field(default=None, description="End date and time.")
    duration: str | None = Field(default=None, description="Duration in seconds, if the tool exports it.")
    progress: str | None = Field(default=None, description="Progress in per cent (0–100).")
    finished: str | None = Field(default=None, description="Whether the respondent reached the end.")
    status: str | None = Field(default=None, description="Marks previews and test answers.")


class Source(Settings):
    """One export format in which this instrument's answers arrive."""

    name: Name = Field(description="Named in the items' `columns`.")
    format: Format = Field(description="The tool's export format.")
    files: str | None = Field(
        default=None,
        description="Pattern of file names, such as 'srt_*.csv', when suffix alone does not decide.",
    )
    fields: Fields = Field(default_factory=Fields, description="Overrides the format's default columns.")
    missing: list[MissingCode] = Field(default=[], description="Codes of absent answers in this export.")
    test_status: list[str] = Field(
        default=[], description="Values of `status` that mark a preview or a test."
    )
    answer_status: list[str] = Field(
        default=[],
        description="Values of `status` that mark a response that counts, beside those the format knows.",
    )
    test_emails: list[str] = Field(default=[], description="Addresses or @domains used for test answers.")
    dates: Literal["day_first", "month_first"] | None = Field(
        default=None,
        description="Whether 3/4/2024 is in April or in March, where no row of an export shows it.",
    )
    unseen_after_last: bool = Field(
        default=True,
        description="In an unfinished response, items after the last answered one count as not seen.",
    )


def _word(text: str) -> str:
    return " ".join(text.split()).casefold()


class AnswerValue(Settings):
    """One answer: its value, its label in both languages, and how exports may write it."""

    value: float = Field(description="The number that analyses use.")
    nl: str = Field(description="Label in Dutch.")
    en: str = Field(description="Label in English.")
    accept: list[str] = Field(default=[], description="Other cells that mean this answer, such as 'A1'.")
    other: bool = Field(
        default=False, description="Any text that is no other answer means this one: typed under 'other'."
    )


class AnswerScale(Settings):
    """The answers an item allows: labelled values, or any number between low and high."""

    name: Name
    low: float = Field(description="Lowest possible value.")
    high: float = Field(description="Highest possible value.")
    values: list[AnswerValue] = Field(default=[], description="Labelled values; none for a plain number.")
    missing: list[MissingCode] = Field(default=[], description="Answers that mean absence, such as 'n.v.t.'.")

    @model_validator(mode="after")
    def _labels_tell_values_apart(self) -> Self:
        meaning: dict[str, str] = {_word(code.code): code.kind for code in self.missing}
        for value in self.values:
            for word in {_word(text) for text in (value.nl, value.en, *value.accept)}:
                if meaning.setdefault(word, f"{value.value:g}") != f"{value.value:g}":
                    raise ValueError(f"'{word}' means both {meaning[word]} and {value.value:g}")
        return self

    @model_validator(mode="after")
    def _range_holds(self) -> Self:
        if self.low >= self.high:
            raise ValueError(f"low ({self.low:g}) must lie below high ({self.high:g})")
        outside = [v.value for v in self.values if not self.low <= v.value <= self.high]
        if outside:
            raise ValueError(f"value {outside[0]:g} lies outside {self.low:g}–{self.high:g}")
        return self


class Item(Settings):
    """One question with one answer."""

    name: Name = Field(description="Codebook name; carried everywhere after import.")
    text: Text = Field(description="Its wording.")
    answers: Name | Literal["open"] = Field(description="Name of an answer scale, or 'open' for free text.")
    columns: dict[Name, str | None] = Field(
        default={},
        description="Per source the column: Qualtrics ImportId, LimeSurvey code, SPSS variable, Forms "
        "question text; null where that source did not ask it; the item's own name where a source is not "
        "listed.",
    )
    reversed: bool = Field(default=False, description="Whether a high answer means little of the scale.")
    about: Literal["person", "team"] | None = Field(
        default=None, description="As the instrument's, if absent."
    )

    def asked_in(self, source: str) -> bool:
        """Whether the named source asked it; else people have no answer there, not even a skipped one."""
        return self.columns.get(source, self.name) is not None

    def column(self, source: str) -> str:
        """Return the column of this item in a source that asked it."""
        return self.columns.get(source) or self.name


class Option(Settings):
    """One option of a multiple-choice question; becomes the item `<question>_<option>` with 0 or 1."""

    name: Name
    nl: str = Field(description="Label in Dutch.")
    en: str = Field(description="Label in English.")
    suffix: str | None = Field(default=None, description="Column suffix per option, such as '1' in QID8_1.")
    accept: list[str] = Field(default=[], description="Other texts that mean this option.")
    other: bool = Field(
        default=False, description="Any text that is no other option means this one: typed under 'other'."
    )


class MultipleChoice(Settings):
    """A question of which several options may be chosen, in one column or one column an option."""

    name: Name
    text: Text = Field(description="Its wording.")
    columns: dict[Name, str | None] = Field(
        default={},
        description="Per source the column, or the stem of its columns; null where it was not asked.",
    )
    options: list[Option] = Field(min_length=2, description="What may be chosen, two or more.")

    @model_validator(mode="after")
    def _texts_tell_options_apart(self) -> Self:
        meaning: dict[str, str] = {}
        for option in self.options:
            for word in {_word(text) for text in (option.nl, option.en, *option.accept)}:
                if meaning.setdefault(word, option.name) != option.name:
                    raise ValueError(f"'{word}' means both {meaning[word]} and {option.name}")
        return self

    def asked_in(self, source: str) -> bool:
        """Whether the named source asked it."""
        return self.columns.get(source, self.name) is not None

    def column(self, source: str) -> str:
        """Return the column or stem of this question in a source that asked it."""
        return self.columns.get(source) or self.name


class Scale(Settings):
    """Items whose mean measures one thing."""

    name: Name
    title: Text = Field(description="What readers are told it measures.")
    items: list[Name] = Field(min_length=1, description="The items whose mean is the score.")
    about: Literal["person", "team"] = Field(
        default="person",
        description="As the instrument's, if absent. About the team: one row per person × team × wave; "
        "else person × wave.",
    )
    minimum_answered: int = Field(ge=1, description="Fewest answered items for which a mean is taken.")
    pomp: bool = Field(default=False, description="Rescale to per cent of the maximum possible (0–100).")
    chapter: Chapter = Field(default="context", description="The report's chapter in which it stands.")
    short: Text | None = Field(default=None, description="A word or two, such as 'roles and tasks'.")
    says: Says | None = Field(default=None, description="What people with a higher score do.")
    sheet: OnSheet | None = Field(
        default=None, description="The statement that stands for it on team sheets; false leaves it out."
    )
    strength: Clause | None = Field(
        default=None, description="What a strong team does, as the sheet begins: 'Hearing new ideas: …'."
    )
    talk: Clause | None = Field(
        default=None, description="The sheet's question about it: open, about the work, without 'why not'."
    )

    @model_validator(mode="after")
    def _rule_can_be_met(self) -> Self:
        if self.minimum_answered > len(self.items):
            raise ValueError(
                f"minimum_answered ({self.minimum_answered}) exceeds the {len(self.items)} items; lower it"
            )
        return self


class Instrument(Settings):
    """An instrument file under config/instruments/."""

    name: Name
    title: Text = Field(description="What readers are told it is.")
    owner: str = Field(description="Who owns the wording of the items.")
    kind: Literal["quantitative", "qualitative", "both"] = Field(
        description="Whether it gives numbers, words, or both."
    )
    validation: Validation = Field(description="What is known of its validity.")
    invented: bool = Field(default=False, description="Whether the items are invented for the demo.")
    about: Literal["person", "team"] = Field(default="person", description="What its answers are about.")
    sources: list[Source] = Field(min_length=1, description="The formats in which its answers arrive.")
    answer_scales: list[AnswerScale] = Field(min_length=1, description="The answers that items allow.")
    items: list[Item] = Field(min_length=1, description="Questions with one answer.")
    multiple_choice: list[MultipleChoice] = Field(default=[], description="Questions with several answers.")
    scales: list[Scale] = Field(default=[], description="What items measure together.")

    @model_validator(mode="before")
    @classmethod
    def _scales_are_about_the_same(cls, content: Any) -> Any:
        """Give scales that don't say what they are about the instrument's."""
        if not isinstance(content, dict) or not isinstance(content.get("scales"), list):
            return content
        about = {"about": "team"} if content.get("about") == "team" else {}
        own = [about | one if isinstance(one, dict) else one for one in content["scales"]]
        return content | {"scales": own}

    def answer_scale(self, name: str) -> AnswerScale:
        """Return the answer scale of that name."""
        return next(scale for scale in self.answer_scales if scale.name == name)

    def item(self, name: str) -> Item:
        """Return the item of that name."""
        return next(item for item in self.items if item.name == name)

    def turned(self, name: str, answers: "pd.Series[float]") -> "pd.Series[float]":
        """Return the answers to an item, turned round within its range if it is reversed."""
        item = self.item(name)
        allowed = self.answer_scale(item.answers)
        return allowed.low + allowed.high - answers if item.reversed else answers

    def asked_in(self, scale: Scale, source: str) -> list[str]:
        """Return the items of a scale that a source asked."""
        return [name for name in scale.items if self.item(name).asked_in(source)]

    def source(self, name: str) -> Source:
        """Return the source of that name."""
        return next(source for source in self.sources if source.name == name)
