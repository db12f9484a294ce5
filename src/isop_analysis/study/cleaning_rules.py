"""The rules by which answers are kept or left out, in the order the config lists them."""

from typing import Annotated, Literal

from pydantic import Field

from isop_analysis.study.base import Name, Settings


class ConsentRule(Settings):
    """Leave out responses of people who did not agree to the purpose, or who withdrew."""

    rule: Literal["consent"] = Field(description="The rule's name: it says which rule this is.")
    purpose: Literal["survey"] = Field(
        default="survey", description="The purpose that people must have agreed to."
    )


class TestAnswersRule(Settings):
    """Leave out previews and test answers."""

    rule: Literal["test_answers"] = Field(description="The rule's name: it says which rule this is.")


class UnfinishedRule(Settings):
    """Leave out responses with too small a share of the scale items answered."""

    rule: Literal["unfinished"] = Field(description="The rule's name: it says which rule this is.")
    minimum_share: float = Field(ge=0, le=1, description="Least share (0–1) of scale items answered.")


class DuplicatesRule(Settings):
    """Of several responses of one person to one instrument (about one team) in one wave keep one."""

    rule: Literal["duplicates"] = Field(description="The rule's name: it says which rule this is.")
    keep: Literal["most_complete", "first", "last"] = Field(
        default="most_complete", description="Which of the responses stays."
    )


class SpeedersRule(Settings):
    """Leave out responses answered faster than can be read."""

    rule: Literal["speeders"] = Field(description="The rule's name: it says which rule this is.")
    seconds_per_item: float = Field(gt=0, description="Fewest seconds an answered item.")


class StraightLinersRule(Settings):
    """Leave out responses whose scale items all carry one answer although some items are reversed."""

    rule: Literal["straight_liners"] = Field(description="The rule's name: it says which rule this is.")
    minimum_items: int = Field(default=8, ge=2, description="Fewest answered items for which this is judged.")


class OutOfRangeRule(Settings):
    """Stop at, or set to missing, numbers outside an item's range."""

    rule: Literal["out_of_range"] = Field(description="The rule's name: it says which rule this is.")
    action: Literal["stop", "set_missing"] = Field(
        default="stop",
        description="stop: the run ends, and says where; set_missing: the answer is absent, and logged.",
    )


class UnknownTeamsRule(Settings):
    """Stop at, or leave out, answers about a team that the register does not know."""

    rule: Literal["unknown_teams"] = Field(description="The rule's name: it says which rule this is.")
    action: Literal["stop", "leave_out"] = Field(
        default="stop",
        description="stop: the run ends, and says where; leave_out: the response is left out, and is logged.",
    )


Rule = Annotated[
    ConsentRule
    | TestAnswersRule
    | UnfinishedRule
    | DuplicatesRule
    | SpeedersRule
    | StraightLinersRule
    | OutOfRangeRule
    | UnknownTeamsRule,
    Field(discriminator="rule"),
]


class Cleaning(Settings):
    """The fixed order of cleaning; each rule may stand once."""

    steps: list[Rule] = Field(default=[], description="Rules in the order in which they are applied.")
    instruments_without: list[Name] = Field(default=[], description="Instruments no rule applies to.")

    def stops_outside(self, instrument: str) -> bool:
        """Whether cleaning stops at a number outside its range: the default, where no rule says otherwise."""
        rules = [rule for rule in self.steps if isinstance(rule, OutOfRangeRule)]
        return instrument not in self.instruments_without and all(rule.action == "stop" for rule in rules)
