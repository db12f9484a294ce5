"""config/integration.yaml: the codebook of the qualitative part and the joint displays."""

from pydantic import Field

from isop_analysis.study.base import Name, Settings, Text
from isop_analysis.study.instrument import Chapter
from isop_analysis.study.sheet_settings import Clause


class Code(Settings):
    """A code that coders gave to segments."""

    name: Name
    title: Text
    theme: Name
    accept: list[str] = Field(default=[], description="How coders' files may write it.")
    sheet: Clause | None = Field(
        default=None, description="The code as a team would say it; without it, it stands on no sheet."
    )


class Theme(Settings):
    """Codes that belong together."""

    name: Name
    title: Text
    chapter: Chapter = "context"


class Segments(Settings):
    """The coded segments: a CSV with one row per segment × code × coder."""

    file: str = Field(description="In the raw folder.")
    team: str = "team"
    person: str = "person"
    code: str = "code"
    coder: str = "coder"
    text: str = "text"
    wave: str | None = None


class JointDisplay(Settings):
    """A display that puts teams' scores on a scale beside the themes of their segments."""

    name: Name
    title: Text
    scale: Name
    themes: list[Name] = Field(min_length=1)
    occasion: str = Field(description="Occasion of the scores.")
    bands: int = Field(default=3, ge=2, le=5, description="Bands of teams by score, from low to high.")


class Integration(Settings):
    """The qualitative part and how it meets the scores."""

    segments: Segments
    themes: list[Theme] = Field(min_length=1)
    codes: list[Code] = Field(min_length=1)
    joint_displays: list[JointDisplay] = []
