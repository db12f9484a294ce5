"""The signs before answers, as drawings: each differs in shape, so that grey paper tells them apart too."""

from typing import Final

from isop_analysis.report.blocks import Sign

RING: Final = '<circle cx="8" cy="8" r="6.4" fill="none" stroke="{colour}" stroke-width="1.7"{more}/>'
INSIDE: Final[dict[Sign, str]] = {
    "yes": '<circle cx="8" cy="8" r="6.4" fill="{colour}"/>',
    "known": '<circle cx="8" cy="8" r="6.4" fill="{colour}"/>',
    "in_part": '<path d="M8 1.6A6.4 6.4 0 0 0 8 14.4Z" fill="{colour}"/>',
    "explored": '<circle cx="8" cy="8" r="2.5" fill="{colour}"/>',
    "no": '<path d="M3.5 12.5L12.5 3.5" fill="none" stroke="{colour}" stroke-width="1.7"/>',
    "against": '<path d="M11.6 8H4.6M7.4 5L4.4 8L7.4 11" fill="none" stroke="{colour}" stroke-width="1.7"/>',
    "unknown": "",
    "refused": "",
}


def sign(name: Sign, colour: str) -> str:
    """Return the drawing of a sign, 16 by 16, without the element `svg` around it."""
    dashes = ' stroke-dasharray="2.2 1.82"' if name == "refused" else ""
    return (RING + INSIDE[name]).replace("{colour}", colour).replace("{more}", dashes)


def sign_svg(name: Sign, colour: str) -> str:
    """Return a sign as a drawing of its own."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{sign(name, colour)}</svg>'
