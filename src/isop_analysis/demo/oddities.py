"""What real answers hold besides answers: doubled, hasty, monotonous, broken off, impossible, about no
known team.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.responses import Answered
from isop_analysis.study.instrument import Instrument

if TYPE_CHECKING:
    import numpy as np

UNKNOWN_TEAM = "LT999"
IMPOSSIBLE = {"scan_netwerkleren": ("experience_years", 230.0), "kwaliteitsmeter": ("grade", 75.0)}


def with_oddities(preset: Preset, instrument: Instrument, plain: list[Answered]) -> list[Answered]:
    """Return one instrument's responses with its share of every oddity; each response has one at most."""
    random = generator(preset.seed, f"oddities {instrument.name}")
    odd, total = preset.oddities, len(plain)
    places = [int(place) for place in random.permutation(total)]
    result = dict(enumerate(plain))
    added: list[Answered] = []

    def take(share: float) -> list[int]:
        count = max(1, round(share * total))
        taken = places[:count]
        del places[:count]
        return taken

    added += [_again(result[place], random) for place in take(odd.duplicates)]
    for place in take(odd.straight_liners):
        result[place] = _straight(instrument, result[place], random)
    for place in take(odd.speeders):
        result[place] = _hasty(instrument, result[place], random)
    for place in take(odd.unfinished):
        result[place] = broken_off(instrument, result[place], random)
    if instrument.name == "srt_tool":
        # At the first occasion a token says who answered, so that it is the team alone that is unknown.
        first = [place for place in places if result[place].wave.endswith("t0")]
        for place in first[: odd.unknown_team]:
            places.remove(place)
            result[place] = replace(result[place], team=UNKNOWN_TEAM, truth="unknown_team")
    if instrument.name in IMPOSSIBLE and odd.out_of_range:
        for place in take(odd.out_of_range / total):
            item, value = IMPOSSIBLE[instrument.name]
            absent = {name: kind for name, kind in result[place].absent.items() if name != item}
            values = result[place].values | {item: value}
            result[place] = replace(result[place], values=values, absent=absent, truth="out_of_range")
    return [*result.values(), *added]


def _again(first: Answered, random: "np.random.Generator") -> Answered:
    """The same person once more, some days later and with fewer answers."""
    kept = {item: value for item, value in first.values.items() if random.random() > 0.15}
    dropped = {item: "skipped" for item in first.values if item not in kept}
    later = timedelta(days=int(random.integers(1, 4)), minutes=int(random.integers(1, 300)))
    return replace(
        first, started=first.started + later, values=kept, absent=first.absent | dropped, truth="duplicate"
    )


def _scale_items(instrument: Instrument) -> list[str]:
    return [name for scale in instrument.scales if len(scale.items) > 1 for name in scale.items]


def _straight(instrument: Instrument, response: Answered, random: "np.random.Generator") -> Answered:
    value = float(random.integers(3, 6))
    names = _scale_items(instrument)
    absent = {item: kind for item, kind in response.absent.items() if item not in names}
    values = response.values | dict.fromkeys(names, value)
    return replace(response, values=values, absent=absent, truth="straight_liner")


def _hasty(instrument: Instrument, response: Answered, random: "np.random.Generator") -> Answered:
    """Answers at random, faster than anyone reads."""
    values = response.values | {
        name: float(random.integers(1, 6)) for name in _scale_items(instrument) if name in response.values
    }
    seconds = int(len(instrument.items) * random.uniform(0.3, 0.6))
    return replace(response, values=values, seconds=seconds, truth="speeder")


def broken_off(instrument: Instrument, response: Answered, random: "np.random.Generator") -> Answered:
    """Nothing after some item was seen: most stop before the middle, some near the end."""
    early = random.random() < 0.75
    share = random.uniform(0.1, 0.4) if early else random.uniform(0.75, 0.95)
    names = _scale_items(instrument)
    seen = set(names[: max(1, int(share * len(names)))])
    values = {item: value for item, value in response.values.items() if item in seen}
    absent = {item: kind for item, kind in response.absent.items() if item in seen}
    last = max((names.index(item) for item in values), default=0)
    absent = {item: kind for item, kind in absent.items() if names.index(item) < last}
    absent |= {i.name: "not_seen" for i in instrument.items if i.name not in values and i.name not in absent}
    return replace(
        response,
        values=values,
        absent=absent,
        choices={},
        texts={},
        progress=int(100 * share),
        seconds=max(1, int(response.seconds * share)),
        truth="unfinished" if early else "broke_off_late",
    )
