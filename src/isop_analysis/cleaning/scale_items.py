"""The items that count for a scale: by these a response is judged."""

from isop_analysis.study.instrument import Instrument


def scale_items(instrument: Instrument) -> frozenset[str]:
    """Return the items of an instrument's scales; where it has none, every item that isn't open."""
    scaled = frozenset(item for scale in instrument.scales for item in scale.items)
    return scaled or frozenset(item.name for item in instrument.items if item.answers != "open")
