"""Chapters into one self-contained page: style, typeface and figures inside it, no request to anywhere."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.language.dates import written_date
from isop_analysis.language.rows import Tables
from isop_analysis.report.annex.chapters import chapters_of
from isop_analysis.report.annex.context import Context
from isop_analysis.report.annex.sources import source_of
from isop_analysis.report.look import look
from isop_analysis.report.outputs import annex_files

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


Parts = Mapping[str, str]
"""The report's parts, name → title, which checklists link to."""
NONE: Parts = {}


def render_annex(
    study: "Study", language: "Language", tables: Tables | None = None, parts: Parts = NONE
) -> str:
    """Return the whole annex in one language, from tables that may have been read for another.

    Raises FileNotFoundError when the figures or a table are not there yet.
    """
    context = Context(study, language, tables, parts)
    return _template("annex.html.j2").render(
        language=language,
        words=context.words,
        config=study.config,
        title=study.config.title.in_language(language),
        subtitle=study.config.report.subtitle.in_language(language) if study.config.report.subtitle else "",
        date=written_date(context.words, study.config.data_date),
        others=[other for other in study.config.languages if other != language],
        chapters=chapters_of(context),
        source_of=source_of(context.words),
        cards=False,
        style=Markup(look() + _read("style", "annex.css")),
        script=Markup(_read("style", "annex.js")),
    )


def write_annexes(study: "Study", parts: Mapping[str, Parts] | None = None) -> list[Path]:
    """Write ``annex.<language>.html`` into the build folder for each language; return the paths.

    `parts` are, per language, those of the report that was written beside it.
    """
    tables = Tables(study)
    paths = annex_files(study)
    for path, language in zip(paths, study.config.languages, strict=True):
        write_whole(path, render_annex(study, language, tables, (parts or {}).get(language, NONE)), PUBLISHED)
    return paths


def _read(*path: str) -> str:
    return files(__package__).joinpath(*path).read_text(encoding="utf-8")


def _template(name: str):  # type: ignore[no-untyped-def]
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(lambda one: _read("templates", one)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
