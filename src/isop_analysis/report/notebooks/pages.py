"""Executed notebooks as self-contained pages: nothing is fetched from anywhere."""

from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.language.words import words_in
from isop_analysis.report.notebooks.execution import Executed
from isop_analysis.report.named_notebooks import language_of, title_of
from isop_analysis.report.typeface import typeface

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
{style}
</style>
</head>
<body>
{notice}<main>
<p class="back"><a href="../index.html">{front}</a></p>
{body}
</main>
</body>
</html>
"""

NOTICE = '<header class="invented">{}</header>\n'


def write_pages(study: "Study", executed: list[Executed]) -> list[Path]:
    """Write ``notebooks/<name>.html`` into the build folder for each notebook; return the paths."""
    folder = study.build / "notebooks"
    written = []
    for one in executed:
        path = folder / f"{one.name}.html"
        write_whole(path, page_of(one, study.config.invented), PUBLISHED)
        written.append(path)
    return written


def page_of(executed: Executed, invented: bool) -> str:
    """Return a notebook as a page with its own style and typeface."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="basic")
    exporter.exclude_anchor_links = True
    exporter.exclude_input_prompt = True
    exporter.exclude_output_prompt = True
    body, _ = exporter.from_notebook_node(executed.content)
    language = language_of(executed.name) or "en"
    return PAGE.format(
        language=language,
        title=escape(title_of(executed.name)),
        style=typeface() + files(__package__).joinpath("notebook.css").read_text("utf-8"),
        notice=NOTICE.format(words_in(language)("page.invented")) if invented else "",
        front=escape(words_in(language)("page.front")),
        body=_focusable(body.strip()),
    )


def _focusable(body: str) -> str:
    """Return the body with outputs that can be scrolled by keyboard, and no empty cells as headings."""
    return body.replace('<div class="output_html', '<div tabindex="0" class="output_html').replace(
        "<th></th>", "<td></td>"
    )
