"""What several verbs are asked with, and the study that it is about."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

STUDY = Path("config/config.yaml")
Config = Annotated[
    Path, typer.Option("--config", "--configfile", metavar="FILE", help="The study file.", show_default=True)
]


def study_of(config: Path) -> "Study":
    """Return the study of a config."""
    from isop_analysis.study.loading import load

    return load(config)


def day_of(date: str | None) -> str:
    """Return a day as asked for, YYYY-MM-DD, or today's."""
    import datetime

    try:
        return (datetime.date.fromisoformat(date) if date else datetime.date.today()).isoformat()
    except ValueError:
        raise typer.BadParameter(f"'{date}' is no day; expected YYYY-MM-DD") from None
