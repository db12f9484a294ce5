"""Whether instruments may be used, and are what the report says they are."""

from collections.abc import Iterator

from isop_analysis.lint.checks import Check, Group
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Study

NOBODY = frozenset({"", "?", "-", "unknown", "onbekend", "todo", "tbd", "n/a"})
GUESSED = "# guessed"
"""How a draft marks what it could not see (`isop new`)."""


def without_owner(study: Study) -> Iterator[Problem]:
    """Yield instruments whose items belong to nobody that is named."""
    for part in study.instrument_parts:
        if part.settings.owner.strip().casefold() in NOBODY:
            yield problem(part.document, ("owner",), f"'{part.settings.owner}' says not whose the wording is")


def validation_without_source(study: Study) -> Iterator[Problem]:
    """Yield instruments that are said to be validated, nobody knows where."""
    for part in study.instrument_parts:
        own = part.settings.validation
        if own.status != "none" and not own.source:
            yield problem(part.document, ("validation",), f"status '{own.status}' without a 'source'")


def unvalidated(study: Study) -> Iterator[Problem]:
    """Yield instruments without a published validation."""
    for part in study.instrument_parts:
        if part.settings.validation.status == "none":
            scales = len(part.settings.scales)
            message = f"'{part.settings.name}' ({scales} scales) has no published validation"
            yield problem(part.document, ("validation", "status"), message)


def invented_items(study: Study) -> Iterator[Problem]:
    """Yield instruments of invented items in a study of people who exist."""
    for part in study.instrument_parts:
        if part.settings.invented and not study.config.invented:
            message = f"the items of '{part.settings.name}' are invented, and the study is not"
            yield problem(part.document, ("invented",), message)


def single_items(study: Study) -> Iterator[Problem]:
    """Yield scales of one item."""
    for part in study.instrument_parts:
        for place, scale in enumerate(part.settings.scales):
            if len(scale.items) == 1:
                yield problem(part.document, ("scales", place, "items"), f"'{scale.name}' is a single item")


def few_answers(study: Study) -> Iterator[Problem]:
    """Yield scales that are scored from fewer than half of their items."""
    for part in study.instrument_parts:
        for place, scale in enumerate(part.settings.scales):
            if 2 * scale.minimum_answered < len(scale.items):
                message = (
                    f"'{scale.name}' is scored from {scale.minimum_answered} of {len(scale.items)} items"
                )
                yield problem(part.document, ("scales", place, "minimum_answered"), message)


def guesses(study: Study) -> Iterator[Problem]:
    """Yield lines of config files that a draft guessed and nobody has checked."""
    for document in study.documents:
        path = study.root / document.file
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        for number, line in enumerate(lines, 1):
            if GUESSED in line:
                yield Problem(document.file, "holds a guess that nobody has checked", number)


INSTRUMENTS = Group(
    "Instruments",
    (
        Check(
            "owner_named",
            "must",
            "each instrument says who owns its wording",
            "write in 'owner' who made the items, and make sure that you may use them",
            without_owner,
        ),
        Check(
            "validation_sourced",
            "must",
            "a validation that is claimed has a source",
            "add validation.source, or write status: none",
            validation_without_source,
        ),
        Check(
            "validated",
            "note",
            "each instrument has a published validation",
            "nothing has to be done: the report says so beside its scales",
            unvalidated,
        ),
        Check(
            "items_real",
            "must",
            "no study of people who exist uses invented items",
            "take the instrument's real wording, or correct 'invented'",
            invented_items,
        ),
        Check(
            "scales_of_items",
            "note",
            "each scale has two items or more, so that its reliability can be told",
            "nothing has to be done: the report says so, and team sheets leave it out",
            single_items,
        ),
        Check(
            "scales_answered",
            "should",
            "each scale is scored from half of its items or more",
            "raise 'minimum_answered', or say in the methods why fewer will do",
            few_answers,
        ),
        Check(
            "guesses_checked",
            "must",
            "no guess of a draft is left unchecked",
            "look at the line, correct it, and take the comment '# guessed' away",
            guesses,
        ),
    ),
)
