"""What a scale's answers are about: as its instrument says, unless the scale says it itself."""

from typing import Any

from isop_analysis.study.instrument import Instrument

TEXT = {"nl": "Woorden", "en": "Words"}


def abouts(instrument: dict[str, str], *scales: dict[str, str]) -> list[str]:
    """Return what the scales of an instrument are about, by what instrument and scales say."""
    rest: dict[str, Any] = {"title": TEXT, "items": ["one"], "minimum_answered": 1}
    content: dict[str, Any] = {
        "name": "tool",
        "title": TEXT,
        "owner": "?",
        "kind": "quantitative",
        "validation": {"status": "none"},
        "sources": [{"name": "plain", "format": "plain_csv"}],
        "answer_scales": [{"name": "five", "low": 1, "high": 5}],
        "items": [{"name": "one", "text": TEXT, "answers": "five"}],
        "scales": [{"name": f"scale_{place}"} | rest | own for place, own in enumerate(scales)],
    }
    return [one.about for one in Instrument.model_validate(content | instrument).scales]


def test_a_scale_is_about_what_its_instrument_is_about() -> None:
    assert abouts({"about": "team"}, {}, {"about": "person"}, {"about": "team"}) == ["team", "person", "team"]
    assert abouts({}, {}, {"about": "team"}) == ["person", "team"]
    assert abouts({"about": "person"}, {}) == ["person"]
