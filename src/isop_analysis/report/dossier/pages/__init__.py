"""The pages of the dossier, in the order in which its index lists them: a page is an entry here.

A page's texts are `dossier.page.<name>` (its title) and `dossier.page_says.<name>` in both languages. One
without sections in a study is neither written nor listed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.report.dossier.blocks import Section
from isop_analysis.report.dossier.pages import decisions, made_with, second_opinion, trail

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.report.dossier.facts import Facts

Sections = Callable[["Context", "Facts"], tuple[Section, ...]]


@dataclass(frozen=True)
class Page:
    """A page: its name, which is its file's, and what writes it."""

    name: str
    sections: Sections


PAGES = (
    Page("trail", trail.sections),
    Page("decisions", decisions.sections),
    Page("second_opinion", second_opinion.sections),
    Page("made_with", made_with.sections),
)
