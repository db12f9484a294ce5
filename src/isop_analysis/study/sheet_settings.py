"""What the study's authors write for team sheets: clauses in the team's own voice, and when what is said."""

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from isop_analysis.study.base import Settings, Text

SheetLanguage = Literal["nl", "en"]
LONGEST_STATEMENT = 40
"""Characters that fit beside the picture of a sheet."""


class Clause(Settings):
    """A piece of a sentence, in one language or both; `check` lists what is missing."""

    nl: str | None = Field(default=None, min_length=1, description="Dutch.")
    en: str | None = Field(default=None, min_length=1, description="English.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.nl is None and self.en is None:
            raise ValueError("says nothing; write nl, en or both")
        return self

    def in_language(self, language: str) -> str | None:
        """Return the clause in ``nl`` or ``en``; None where it was not written."""
        return self.nl if language == "nl" else self.en


class Statement(Clause):
    """A scale as a statement of the team about itself: "we", present tense, at most 40 characters."""

    nl: Annotated[str, Field(max_length=LONGEST_STATEMENT)] | None = Field(
        default=None,
        min_length=1,
        description="Dutch, at most 40 characters, such as 'We weten wie wat doet'.",
    )
    en: Annotated[str, Field(max_length=LONGEST_STATEMENT)] | None = Field(
        default=None,
        min_length=1,
        description="English, at most 40 characters, such as 'We know who does what'.",
    )


OnSheet = Annotated[
    Annotated[Statement, Tag("statement")] | Annotated[Literal[False], Tag("left out")],
    Discriminator(lambda given: "left out" if isinstance(given, bool) else "statement"),
]
"""A scale's statement, or false."""


class Teams(Settings):
    """What a team is called on its own sheet."""

    title: Text = Field(
        description="'{number}' is the number in the register's name of the team, such as 'Team {number}'."
    )

    @model_validator(mode="after")
    def _has_a_place_for_the_number(self) -> Self:
        lacking = [one for one in (self.title.nl, self.title.en) if one.count("{number}") != 1]
        if lacking:
            raise ValueError(f"'{lacking[0]}' must hold '{{number}}' once; write it in")
        return self


class SheetBlock(Settings):
    """Statements that stand together: those of scales about the team, or about its members."""

    title: Clause = Field(description="Its heading on the sheet.")
    about: Literal["team", "person"] = Field(
        description="Which scales stand in it: those whose instrument is about the team, or about the person."
    )


class SheetStrength(Settings):
    """When a team probably lies above the mean of all teams, and how many of these a sheet tells."""

    probability: float = Field(
        default=0.9,
        gt=0.5,
        lt=1,
        description="How sure it must be that the team lies above the mean of all teams, from 0.5 to 1.",
    )
    at_most: int = Field(
        default=2, ge=0, le=3, description="Strengths told on a sheet, at most; 0 tells none."
    )


class SheetWords(Settings):
    """When a code of the interviews stands on a sheet: so many people raised it, of so many interviewed."""

    people: int = Field(default=3, ge=3, description="People of the team who raised the code, at least.")
    interviewed: int = Field(
        default=6,
        ge=5,
        description="People of the team who were interviewed, at least; with fewer no code is told.",
    )


class SheetSettings(Settings):
    """The sheet each team gets of its own answers, and a sample of it from invented ones."""

    languages: list[SheetLanguage] = Field(
        default=["nl"], min_length=1, description="Languages in which each team's sheet is written."
    )
    contact: Clause = Field(description="Whom to ask: a role and an address, no name.")
    ask: Clause = Field(description="The question to talk about where the answers suggest none.")
    blocks: list[SheetBlock] = Field(min_length=1, description="In their order on the sheet.")
    strength: SheetStrength = Field(
        default_factory=SheetStrength, description="When a strength is told, and how many."
    )
    words: SheetWords = Field(
        default_factory=SheetWords, description="When a code of the interviews is told."
    )
