"""Clauses that the study's authors write, of which answers are joined: what a score means, who has more."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from isop_analysis.study.base import Name, Settings, Text


def _one_place(clause: str) -> str:
    if clause.count("{}") != 1:
        raise ValueError(
            f"'{clause}' must hold '{{}}' once, the place of such a word as 'perhaps'; write it in"
        )
    return clause


Open = Annotated[str, AfterValidator(_one_place)]


class DutchClause(Settings):
    """What people do, in Dutch: the main clause has its verb first, the subordinate clause last."""

    main: Open = Field(description="After its subject, such as 'weten {} beter wie wat doet'.")
    sub: str = Field(min_length=1, description="After 'of zij', such as 'beter weten wie wat doet'.")


class DutchSays(Settings):
    """What a higher and a lower score mean, in Dutch."""

    more: DutchClause = Field(description="What people with a higher score do.")
    less: DutchClause | None = Field(
        default=None,
        description="What people with a lower score do; without it the scale's title tells it.",
    )


class EnglishSays(Settings):
    """What a higher and a lower score mean, in English, after their subject."""

    more: Open = Field(description="Such as '{} know better who does what'.")
    less: Open | None = Field(
        default=None,
        description="Such as '{} know less well who does what'; without it the scale's title tells it.",
    )


class Says(Settings):
    """What people with a higher, or lower, score on a scale do, in both languages."""

    nl: DutchSays = Field(description="The clauses in Dutch.")
    en: EnglishSays = Field(description="The clauses in English.")

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.nl.less is None) != (self.en.less is None):
            raise ValueError("'less' stands in one language alone; write it in the other too")
        return self

    def main(self, language: str, more: bool, perhaps: str = "") -> str | None:
        """Return the clause after its subject, with a word in its place; None where there is none."""
        if language == "nl":
            dutch = self.nl.more if more else self.nl.less
            clause = dutch.main if dutch else None
        else:
            clause = self.en.more if more else self.en.less
        return None if clause is None else " ".join(clause.replace("{}", perhaps).split())

    def sub(self, language: str, more: bool) -> str | None:
        """Return the clause after 'whether they'; None where there is none."""
        if language == "nl":
            dutch = self.nl.more if more else self.nl.less
            return dutch.sub if dutch else None
        return self.main(language, more)


class Slopes(Settings):
    """The two slopes that tell an interaction: points of one of the model's margins."""

    margin: Name = Field(description="A margin of the model with `slope_of`.")
    little: dict[str, float | str] = Field(description="Its point at little, such as {participation: -0.25}.")
    much: dict[str, float | str] = Field(description="Its point at much.")
    at_little: Text = Field(description="Such as 'at little participation'.")
    at_much: Text = Field(description="Such as 'at much participation'.")
