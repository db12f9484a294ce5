"""Figures inside a page: unique ids, described for those who don't see them, colours that follow the page."""

import re

from markupsafe import Markup, escape

from isop_analysis.figures.drawn import Drawn
from isop_analysis.figures.style import BAND, FAINT, HOLLOW, INK, SCORE, SOFT, WORDS

FOLLOWING = {
    INK: "var(--ink)",
    SOFT: "var(--soft)",
    FAINT: "var(--faint)",
    BAND: "var(--band)",
    HOLLOW: "var(--paper)",
    SCORE: "var(--score)",
    WORDS: "var(--words)",
}


def inline(drawn: Drawn) -> Markup:
    """Return the drawing as an element with title and description, whose ids no other figure shares."""
    svg = drawn.svg[drawn.svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = _with_own_ids(_without_idle_ids(svg), drawn.name)
    for colour, variable in FOLLOWING.items():
        svg = re.sub(rf"((?:fill|stroke): ){colour}\b", rf"\1{variable}", svg)
    box = re.search(r'viewBox="([^"]+)"', svg)
    head = (
        f'<svg class="drawing" viewBox="{box.group(1) if box else "0 0 420 300"}" role="img" '
        f'aria-labelledby="{drawn.name}-title {drawn.name}-desc">'
        f'<title id="{drawn.name}-title">{escape(drawn.title)}</title>'
        f'<desc id="{drawn.name}-desc">{escape(drawn.alt)}</desc>'
    )
    body = svg[svg.index(">") + 1 :]
    return Markup(head + _tidy(body))


def _without_idle_ids(svg: str) -> str:
    """Drop the ids that nothing in the drawing refers to, which are most of them."""
    used = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
    return re.sub(r'\s+id="([^"]+)"', lambda found: found[0] if found[1] in used else "", svg)


def _with_own_ids(svg: str, name: str) -> str:
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', svg)
    return re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)


def _tidy(body: str) -> str:
    """Drop comments (matplotlib repeats every text in one) and needless space."""
    body = re.sub(r"<!--.*?-->", "", body, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", body).strip()
