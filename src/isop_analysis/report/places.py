"""Where the dossier tells of a table or figure: the places that other pages link to."""

import re
from collections import Counter
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.outputs import DOSSIER

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.language.words import Words

ROW = re.compile(r"#row-([a-z_0-9]+)-")


def trail_page(language: "Language") -> str:
    """Return the name of the dossier's page of tables and figures."""
    return f"trail.{language}.html"


def place_of_table(language: "Language", table: str) -> str:
    """Return where the dossier tells of a published table, as a page of the build folder links to it."""
    return f"{DOSSIER}/{trail_page(language)}#table-{table}"


def place_of_figure(language: "Language", figure: str) -> str:
    """Return where the dossier tells of a figure."""
    return f"{DOSSIER}/{trail_page(language)}#figure-{figure}"


def table_behind(links: str) -> str:
    """Return the published table that most links of a text or of markup lead into; empty without any."""
    named = Counter(ROW.findall(links))
    return named.most_common(1)[0][0] if named else ""


def source_link(words: "Words", place: str, what: str) -> Markup:
    """Return a quiet link to a place of the dossier; who hears it hears too of what it is the source."""
    unseen = Markup('<span class="unseen"> {}</span>').format(words("dossier.source_of", what=what))
    return Markup(' <a class="source" href="{}">{}{}</a>').format(place, words("dossier.source"), unseen)
