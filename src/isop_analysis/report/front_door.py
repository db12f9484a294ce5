"""The front door of a study's build folder: what there is to read, for whom, in which language, how long."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.language.words import words_in
from isop_analysis.report.look import look
from isop_analysis.report.named_notebooks import language_of, title_of
from isop_analysis.report.outputs import DOSSIER, FRONT_DOOR, WORKBOOK
from isop_analysis.report.places import trail_page

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study

FORMATS = ("html", "pdf", "docx")
SHEETS = "sheets"


@dataclass(frozen=True)
class Link:
    """A file to open, relative to the front door, and what the link says."""

    href: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One depth: what it is, for whom, how long it takes, where it lies."""

    title: str
    whom: str
    time: str
    links: tuple[Link, ...]
    beside: str = ""


def write_front_door(study: "Study") -> Path:
    """Write ``index.html`` into the build folder, of all that is there by then; return its path."""
    path = study.build / FRONT_DOOR
    write_whole(path, front_door(study), PUBLISHED)
    return path


def front_door(study: "Study") -> str:
    """Return the page: a part a language of the study, each with the depths that exist."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = files(__package__).joinpath("front_door.html.j2").read_text(encoding="utf-8")
    return environment.from_string(text).render(
        study=study,
        config=study.config,
        languages=[(one, words_in(one), entries_of(study, one)) for one in study.config.languages],
        # Not by what lies there: sheets may be written after this page, or before.
        sheets=SHEETS if study.config.sheet is not None else "",
        style=Markup(look()),
    )


def entries_of(study: "Study", language: "Language") -> list[Entry]:
    """Return the depths that there are in a language, the shortest first."""
    words = words_in(language)

    def entry(name: str, time: str, links: tuple[Link, ...], beside: str = "") -> Entry:
        title, whom = words(f"front_door.{name}.title"), words(f"front_door.{name}.whom")
        return Entry(title, whom, time, links, beside)

    found = [
        entry("summary", words("front_door.time", minutes=2), _files(study, "summary", language)),
        entry("report", words("front_door.time", minutes=60), _files(study, "report", language)),
        entry("annex", words("front_door.day"), _files(study, "annex", language)),
        entry(
            "tables",
            words("front_door.looked_up"),
            _tables(study, language),
            words("front_door.folder", folder="tables"),
        ),
        entry("notebooks", words("front_door.looked_up"), _notebooks(study, language)),
        # Written after this page, as it tells of all that is.
        entry(
            "dossier",
            words("front_door.looked_up"),
            (Link(f"{DOSSIER}/{trail_page(language)}", words("front_door.as_page")),),
        ),
    ]
    return [one for one in found if one.links]


def _files(study: "Study", name: str, language: "Language") -> tuple[Link, ...]:
    """Return a link to each format of a file that exists."""
    texts = {"html": words_in(language)("front_door.as_page"), "pdf": "PDF", "docx": "DOCX"}
    names = {kind: f"{name}.{language}.{kind}" for kind in FORMATS}
    return tuple(Link(name, texts[kind]) for kind, name in names.items() if (study.build / name).is_file())


def _tables(study: "Study", language: "Language") -> tuple[Link, ...]:
    words = words_in(language)
    named = {
        f"tables/codebook.{language}.html": words("front_door.codebook"),
        f"tables/{WORKBOOK}": f"{words('front_door.workbook')} (XLSX)",
    }
    return tuple(Link(name, text) for name, text in named.items() if (study.build / name).is_file())


def _notebooks(study: "Study", language: "Language") -> tuple[Link, ...]:
    """Return the notebooks of a language, or of none, that the study names.

    They may be executed while this page is written.
    """
    own = [name for name in study.config.notebooks if language_of(name) in (language, None)]
    return tuple(Link(f"notebooks/{Path(name).stem}.html", title_of(name)) for name in own)
