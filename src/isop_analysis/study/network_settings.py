"""The study file's part `networks`: who works with which profession, how often, and who does which tasks."""

from pydantic import Field

from isop_analysis.study.base import Name, Settings

NETWORK = "network"
"""What measures of all contents together are called by, in tables `all`."""
PERSON_MEASURES = ("named", "blau", "ei")
TEAM_MEASURES = ("density", "reciprocity", "centralisation_in", "centralisation_out")
"""Measures that models may use, as `<content>_<measure>` and `network_<measure>`."""


class Content(Settings):
    """What a tie is about: a question that asks with whom."""

    question: Name = Field(description="Multiple-choice question; its options are those who can be named.")
    frequency: Name | None = Field(
        default=None,
        description="Stem of the items that ask how often, one a profession: `<frequency>_<option>`; a "
        "higher answer is more often.",
    )


class Networks(Settings):
    """Who works with whom, in professions: which questions ask it, and how their options are read.

    An option is a profession where it is called as a value of the attribute is; all others stand in `outside`
    or `nobody`.
    """

    attribute: Name = Field(description="Attribute whose values are the professions.")
    contents: list[Content] = Field(min_length=1, description="Questions that ask with whom.")
    outside: list[Name] = Field(
        default=[], description="Options that are no profession and no tie, such as parents."
    )
    nobody: list[Name] = Field(default=[], description="Options that say that nobody, or no task, is named.")
    tasks: Name | None = Field(
        default=None, description="Multiple-choice question that asks on which tasks; no tasks if absent."
    )
    response: float = Field(
        default=0.8,
        ge=0,
        le=1,
        description="Share of a team's members who must have answered; below it density, reciprocity and "
        "centralisation are refused, and their bounds alone stand in the analysts' tables.",
    )
    draws: int = Field(
        default=9999, ge=1, description="Permutations of professions within teams that test the E–I index."
    )

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that ask with whom, and that of tasks."""
        return (*(one.question for one in self.contents), *([self.tasks] if self.tasks else []))

    def ties(self, options: list[str]) -> list[str]:
        """Return those of a question's options that are somebody or something: professions, or tasks."""
        return [option for option in options if option not in (*self.outside, *self.nobody)]
