"""What chapters are written from: a study, its tables, figures and estimates, the words of a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.drawn import Drawn, read_figures
from isop_analysis.language.codes import disputed_codes
from isop_analysis.language.effects import Contrast, contrasts, reach_of, weak_scales
from isop_analysis.language.names import Names, place_of
from isop_analysis.language.numbers import Numbers
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.language.words import Words, words_in
from isop_analysis.report.annex.blocks import Block, Figure
from isop_analysis.report.look.inline_svg import inline

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study

WEAK_MARK = "†"
DISPUTED_MARK = "‡"


@dataclass(frozen=True)
class Context:
    """One study in one language."""

    study: "Study"
    language: "Language"
    shared: Tables | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    """The parts of the report, name → title, that the annex may link to."""
    annex: str = ""
    """The annex's file, where what is written stands in another one."""

    @cached_property
    def tables(self) -> Tables:
        """The processed tables, those of the other language where they were read for it."""
        return self.shared or Tables(self.study)

    @cached_property
    def words(self) -> Words:
        """The texts."""
        return words_in(self.language)

    @property
    def numbers(self) -> Numbers:
        """Numbers as the language writes them."""
        return self.words.numbers

    @cached_property
    def names(self) -> Names:
        """What the study calls its parts."""
        return Names(self.study, self.language)

    @cached_property
    def figures(self) -> dict[str, Drawn]:
        """Figures by name."""
        return read_figures(self.study, self.language)

    @cached_property
    def contrasts(self) -> tuple[Contrast, ...]:
        """Every declared effect."""
        return contrasts(self.tables, self.language)

    @cached_property
    def tests(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        """The tests of hypotheses by model, scale and term; a confirmatory one before an exploratory one."""
        rows = sorted(self.rows("hypotheses"), key=lambda row: row["kind"] != "confirmatory")
        return {(row["model"], row["scale"], row["term"]): row for row in reversed(rows)}

    @cached_property
    def reach(self) -> float:
        """How many SDs the small pictures reach to both sides."""
        return reach_of(self.contrasts, fitting=0.75)

    @cached_property
    def weak(self) -> frozenset[str]:
        """Scales that measure weakly."""
        return weak_scales(self.tables)

    @property
    def weak_titles(self) -> str:
        """Titles of the weak scales, listed in the config's order."""
        own = [scale.name for _, scale in self.study.scales if scale.name in self.weak]
        return self.words.listed([f"‘{self.names.scale(name)}’" for name in own])

    def rows(self, name: str, **where: object) -> list[dict[str, Any]]:
        """Return the rows of a table whose columns hold these values."""
        return self.tables.rows(name, **where)

    def contrasts_in(self, chapter: str) -> list[Contrast]:
        """Return the effects told in a chapter of the report."""
        return [one for one in self.contrasts if place_of(one.chapter) == chapter]

    def figure(self, name: str) -> list[Block]:
        """Return the figure of that name as a block, or nothing where it was not drawn."""
        drawn = self.figures.get(name)
        return [Figure(drawn, inline(drawn))] if drawn else []

    def scale_title(self, name: str) -> str:
        """Title of a scale, marked where it measures weakly."""
        title = self.names.scale(name)
        return f"{title} {WEAK_MARK}" if name in self.weak else title

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Codes on which coders agree too little."""
        return disputed_codes(self.tables)

    def code_title(self, name: str) -> str:
        """Title of a code, marked where coders agree too little on it."""
        title = self.names.code(name)
        return f"{title} {DISPUTED_MARK}" if name in self.disputed else title

    def counted(self, count: Count) -> Markup:
        """Return a count as it is written; a band with how it is read aloud."""
        text, aloud = self.numbers.count(count), self.numbers.aloud(count)
        if count.exact or text == aloud:
            return Markup(escape(text))
        shown = '<span aria-hidden="true">{}</span><span class="unseen">{}</span>'
        return Markup(shown).format(text, aloud)

    def link(self, text: str, table: str, *key: object) -> Markup:
        """Return a written number as a quiet link to the row of the table it comes from."""
        return Markup('<a class="n" href="{}#{}">{}</a>').format(self.annex, row_id(table, *key), text)

    def say(self, key: str, **values: object) -> Markup:
        """Return a text with its places filled, everything that is no markup escaped."""
        safe = {
            name: value if isinstance(value, Markup) else escape(str(value)) for name, value in values.items()
        }
        return Markup(str(escape(self.words(key))).format(**safe))
