"""Small pictures in a line of text: estimates with their intervals, a scale's spread."""

from markupsafe import Markup, escape

from isop_analysis.language.effects import Contrast
from isop_analysis.stats.verdicts import SILENT, Verdict

WIDTH = 150.0
FEW_LINES = 8


def _x(value: float, reach: float) -> float:
    share = (max(-reach, min(reach, value)) + reach) / (2 * reach)
    return round(4 + share * (WIDTH - 8), 1)


def _wrapped(body: str, width: float, height: float, label: str) -> Markup:
    return Markup(
        f'<svg class="spark" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" '
        f'role="img" aria-label="{escape(label)}">{body}</svg>'
    )


def estimates(contrasts: list[Contrast], reach: float, label: str) -> Markup:
    """Return one line an estimate against zero and the band that is too small to matter.

    The axis reaches so many SDs to both sides, the same in all pictures of a report.
    """
    shown = [one for one in contrasts if one.sds_interval is not None and one.verdict not in SILENT]
    if not shown:
        return Markup("")
    step = 12.0 if len(shown) == 1 else 7.0 if len(shown) <= FEW_LINES else 5.0
    height = step * len(shown) + 6
    parts = []
    for place, one in enumerate(shown):
        middle = 3 + step * (place + 0.5)
        if one.smallest is not None:
            left, right = _x(-one.smallest, reach), _x(one.smallest, reach)
            size = f'x="{left:g}" y="{middle - step / 2:g}" width="{right - left:g}" height="{step:g}"'
            parts.append(f'<rect class="band" {size}/>')
    zero = _x(0, reach)
    parts.append(f'<line class="zero" x1="{zero:g}" x2="{zero:g}" y1="0" y2="{height:g}"/>')
    for place, one in enumerate(shown):
        parts.append(_estimate(one, 3 + step * (place + 0.5), reach))
    return _wrapped("".join(parts), WIDTH, height, label)


def _estimate(one: Contrast, middle: float, reach: float) -> str:
    interval = one.sds_interval
    if interval is None:
        return ""
    hollow = " hollow" if one.verdict in (Verdict.OPEN, Verdict.NONE_THAT_MATTERS) else ""
    arrows = [
        f'<path class="score" d="M{_x(sign * reach, reach):g} {middle:g}l{-4 * sign} -2.4v4.8z"/>'
        for bound, sign in ((interval.low, -1), (interval.high, 1))
        if bound * sign > reach
    ]
    return "".join(arrows) + (
        f'<line class="score" x1="{_x(interval.low, reach):g}" x2="{_x(interval.high, reach):g}" '
        f'y1="{middle:g}" y2="{middle:g}"/>'
        f'<circle class="score{hollow}" cx="{_x(one.sds or 0, reach):g}" cy="{middle:g}" r="2.3"/>'
    )


def spread(mean: float, sd: float, low: float, high: float, label: str) -> Markup:
    """Return a mean and one standard deviation to both sides on the range of a scale."""

    def across(value: float) -> float:
        return round(4 + (max(low, min(high, value)) - low) / (high - low) * 82, 1)

    body = (
        f'<line class="axis" x1="4" x2="86" y1="8" y2="8"/>'
        f'<line class="score" x1="{across(mean - sd):g}" x2="{across(mean + sd):g}" y1="8" y2="8"/>'
        f'<circle class="score" cx="{across(mean):g}" cy="8" r="3.2"/>'
    )
    return _wrapped(body, 90, 16, label)
