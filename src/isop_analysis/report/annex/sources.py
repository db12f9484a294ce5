"""The quiet link beside a figure or table of the annex to where the dossier tells where it comes from."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.annex.blocks import Figure, Table
from isop_analysis.report.places import place_of_figure, place_of_table, source_link, table_behind

if TYPE_CHECKING:
    from isop_analysis.language.words import Words

OF_TABLE = "table-"
NONE = Markup("")


def source_of(words: "Words") -> Callable[[Figure | Table], Markup]:
    """Return what gives a block its link; a table whose numbers link to no row has none."""

    def link(block: Figure | Table) -> Markup:
        if isinstance(block, Figure):
            place = place_of_figure(words.language, block.drawn.name)
            return source_link(words, place, block.drawn.title)
        table = published_behind(block)
        place = place_of_table(words.language, table)
        return source_link(words, place, block.caption) if table else NONE

    return link


def no_source(block: Figure | Table) -> Markup:
    """Return no link: what the dossier itself shows."""
    return NONE


def published_behind(block: Table) -> str:
    """Return the published table that a table shows, or most of whose numbers link into."""
    if block.id.startswith(OF_TABLE):
        return block.id.removeprefix(OF_TABLE)
    return table_behind(" ".join(str(cell.text) for row in block.rows for cell in row.cells))
