"""questions.yaml: what readers ask, in plain words, and which effects answer it."""

from typing import Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text

Asks = Literal["whether", "which", "how_much", "measurement"]
Answer = Literal[
    "refused",
    "unknown",
    "differs",
    "against",
    "against_in_part",
    "clear_yes",
    "small_yes",
    "clear_no",
    "in_part",
    "none_or_unknown",
]
"""The answers of `stats.answer_rule`, by which a use is chosen."""


class AnsweredBy(Settings):
    """Effects that answer a question: terms of a model, on its scales."""

    model: Name
    terms: list[str] = Field(
        default=[],
        description="Declared effects of a multilevel model, defined parameters of a path model, paths of a "
        "model of sites; for how_much the group. All (of a model of sites: to the outcome) if empty.",
    )
    scales: list[Name] | Literal["all"] = "all"


class Use(Settings):
    """What a reader can do with an answer."""

    reader: Name
    text: Text = Field(description="One plain sentence, such as 'Talk about who does what.'")
    when: list[Answer] = Field(default=[], description="Answers at which it is told; at every one if empty.")


class ForestWords(Settings):
    """The words of the small figure beside an answer."""

    title: Text = Field(description="A question: 'How much more do those who always come score?'")
    lower: Text = Field(description="What lies left of zero, such as 'lower'.")
    higher: Text = Field(description="What lies right of zero, with the unit: 'higher, in points (1 to 5)'.")


class Question(Settings):
    """A question, and what answers it."""

    name: Name
    plain: Text = Field(description="The question as one would ask it at a kitchen table.")
    asks: Asks = "whether"
    answers: list[AnsweredBy] = Field(min_length=1)
    front: int | None = Field(default=None, ge=1, le=6, description="Its place on the first page.")
    figure: ForestWords | None = None
    themes: list[Name] = Field(default=[], description="Themes of the codebook that speak of it.")
    codes: dict[str, list[Name]] = Field(
        default={}, description="For which: per effect's term the codes of the codebook that speak of it."
    )
    how_sure: Text | None = Field(
        default=None, description="Where the numbers come from, what they can't say."
    )
    use: list[Use] = []


class Reader(Settings):
    """For whom the report says what can be done with it."""

    name: Name
    title: Text


class FitLimits(Settings):
    """When a measurement model fits, for questions that ask for measurement."""

    cfi: float = Field(default=0.95, gt=0, le=1, description="At least.")
    rmsea: float = Field(default=0.06, gt=0, lt=1, description="At most.")
    srmr: float = Field(default=0.08, gt=0, lt=1, description="At most.")


class QuestionFile(Settings):
    """A study's questions, in the report's order."""

    readers: list[Reader] = []
    fit: FitLimits = Field(default_factory=FitLimits, description="Limits of Hu & Bentler (1999) if absent.")
    questions: list[Question] = Field(min_length=1)
