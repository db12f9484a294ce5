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

    model: Name = Field(description="The model whose effects answer it.")
    terms: list[str] = Field(
        default=[],
        description="Declared effects of a multilevel model, defined parameters of a path model, paths of a "
        "model of sites; for how_much the group. All (of a model of sites: to the outcome) if empty.",
    )
    scales: list[Name] | Literal["all"] = Field(
        default="all", description="The scales of that model which count; all of them if it says 'all'."
    )


class Use(Settings):
    """What a reader can do with an answer."""

    reader: Name = Field(description="For whom it is, one of `readers`.")
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
    asks: Asks = Field(
        default="whether",
        description="The kind of question, by which its answer is worded: whether something goes "
        "together, which of several do, how much lies between groups, or whether a "
        "questionnaire measures what it should.",
    )
    answers: list[AnsweredBy] = Field(
        min_length=1, description="The effects that answer it, of one model or of several."
    )
    front: int | None = Field(default=None, ge=1, le=6, description="Its place on the first page.")
    figure: ForestWords | None = Field(
        default=None, description="The words of the small figure beside the answer; without it there is none."
    )
    themes: list[Name] = Field(default=[], description="Themes of the codebook that speak of it.")
    codes: dict[str, list[Name]] = Field(
        default={}, description="For which: per effect's term the codes of the codebook that speak of it."
    )
    how_sure: Text | None = Field(
        default=None, description="Where the numbers come from, what they can't say."
    )
    use: list[Use] = Field(default=[], description="What readers can do with the answer.")


class Reader(Settings):
    """For whom the report says what can be done with it."""

    name: Name
    title: Text = Field(description="What these readers are called in the report.")


class FitLimits(Settings):
    """When a measurement model fits, for questions that ask for measurement."""

    cfi: float = Field(default=0.95, gt=0, le=1, description="At least.")
    rmsea: float = Field(default=0.06, gt=0, lt=1, description="At most.")
    srmr: float = Field(default=0.08, gt=0, lt=1, description="At most.")


class QuestionFile(Settings):
    """A study's questions, in the report's order."""

    readers: list[Reader] = Field(
        default=[], description="For whom the report says what can be done with it."
    )
    fit: FitLimits = Field(default_factory=FitLimits, description="Limits of Hu & Bentler (1999) if absent.")
    questions: list[Question] = Field(min_length=1, description="The questions, in the report's order.")
