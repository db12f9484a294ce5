"""What masking finds in invented talk with planted names: recall and precision, and seconds a megabyte.

``python benchmarks/masking.py [seeds sentences]`` (10 400)

A planted piece counts as found when all its letters and digits are masked, whatever the kind; a masking is
right when it touches something planted. "With lists": the register's names, places and schools at hand. "Or
doubtful": what was not masked, but is listed for a person to decide on, counts as well.
"""

import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field

from isop_analysis.demo.planted_talk import Planted, PlantedTalk, planted_talk
from isop_analysis.qualitative.masking import Masked, mask

KEY = b"a key for measuring, of no study"


@dataclass
class Tally:
    """Planted pieces, those masked, and those masked or listed."""

    planted: int = 0
    masked: int = 0
    listed: int = 0


@dataclass
class Score:
    """Tallies by kind, and maskings in all and right."""

    kinds: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    maskings: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.maskings if self.maskings else float("nan")

    def recall(self, kind: str) -> float:
        return self.kinds[kind].masked / self.kinds[kind].planted


def covered(masked: Masked, length: int) -> tuple[bytearray, bytearray]:
    """Return which code points are masked, and which are masked or doubtful."""
    hidden, listed = bytearray(length), bytearray(length)
    for one in masked.log.itertuples():
        hidden[one.offset : one.offset + one.length] = b"\1" * one.length
    for one in masked.doubtful.itertuples():
        listed[one.offset : one.offset + one.length] = b"\1" * one.length
    return hidden, bytearray(a | b for a, b in zip(hidden, listed, strict=True))


def note(score: Score, talk: PlantedTalk, masked: Masked) -> None:
    hidden, listed = covered(masked, len(talk.text))
    planted = bytearray(len(talk.text))
    for one in talk.planted:
        planted[one.start : one.end] = b"\1" * (one.end - one.start)
        for kind in labels(one):
            tally = score.kinds[kind]
            tally.planted += 1
            tally.masked += whole(talk.text, one, hidden)
            tally.listed += whole(talk.text, one, listed)
    score.maskings += len(masked.log)
    score.right += sum(any(planted[a.offset : a.offset + a.length]) for a in masked.log.itertuples())


def labels(one: Planted) -> tuple[str, ...]:
    return (one.kind, f"{one.kind}, {one.origin}") if one.origin else (one.kind,)


def whole(text: str, one: Planted, hidden: bytearray) -> bool:
    return all(hidden[at] for at in range(one.start, one.end) if text[at].isalnum())


def measured(seeds: int, sentences: int, lists: bool) -> Score:
    """Return the score over talks of seeds 1001, 1002, …; rules were written with 1–4, 101–110 at hand."""
    score = Score()
    for seed in range(1001, 1001 + seeds):
        talk = planted_talk(seed, sentences)
        known = {"names": talk.names, "places": talk.places, "schools": talk.schools} if lists else {}
        note(score, talk, mask(talk.text, key=KEY, **known))
    return score


def seconds_a_megabyte(between: int) -> float:
    """Return seconds of the processor; after each 400 sentences come so many letters of nothing planted."""
    talk = planted_talk(1, 400)
    plain = "Ieder weet wie wat doet, en soms doen we dubbel werk in het team. "
    piece = talk.text + plain * (between // len(plain))
    text = piece * (1_000_000 // len(piece) + 1)
    began = time.process_time()
    mask(text[:1_000_000], key=KEY, names=talk.names, places=talk.places, schools=talk.schools)
    return time.process_time() - began


def main(seeds: int, sentences: int) -> None:
    with_lists, without = measured(seeds, sentences, True), measured(seeds, sentences, False)
    print("| kind | planted | with lists | without | without, or doubtful |\n|---|---|---|---|---|")
    for kind in sorted(with_lists.kinds, key=lambda one: (not one.startswith("name"), one)):
        bare = without.kinds[kind]
        recalls = (with_lists.recall(kind), without.recall(kind), bare.listed / bare.planted)
        cells = " | ".join(f"{one:.3f}" for one in recalls)
        print(f"| {kind.replace('_', ' ')} | {bare.planted} | {cells} |")
    print(f"| precision of maskings | | {with_lists.precision:.3f} | {without.precision:.3f} | |")
    dense, usual = seconds_a_megabyte(0), seconds_a_megabyte(120_000)
    print(
        f"\n1 MB, something planted each 70 characters: {dense:.1f} s of the processor, each 600: {usual:.1f}"
    )


if __name__ == "__main__":
    main(*(int(one) for one in (sys.argv[1:] + ["10", "400"][len(sys.argv) - 1 :])))
