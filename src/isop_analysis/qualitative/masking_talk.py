"""A text as words with their places, and spellings of a word as one: without case, accents and marks."""

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

JOINERS = frozenset("'’‘`´-‐‑")
"""Signs that hold the parts of one name together."""
HYPHENS = frozenset("-‐‑")
MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
WORD = re.compile(rf"[^\W\d_]++(?:[{MARKS}]++[^\W\d_]*+)*+")
"""Letters with the marks upon and between them; no digits."""
OTHERWISE = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae"})
SPACES = re.compile(r"[ \t\u00a0\u202f]{1,3}|[ \t]?\r?\n[ \t]?")
"""What may stand between two words of one name: a little space, or one end of a line."""
ENDS = frozenset(".!?…:;\n\r\"“”„«»•*-–—([|>")
"""Signs after which a sentence begins with a capital."""


class Word(NamedTuple):
    """A word: its place (code points, the end not among them), as it stands, and folded."""

    start: int
    end: int
    raw: str
    folded: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.raw[0].isupper()

    @property
    def acronym(self) -> bool:
        """Whether it is all capitals, two to six of them."""
        return 1 < len(self.raw) < 7 and self.raw.isupper()


def folded(word: str) -> str:
    """Return a word without case, accents, marks and signs within it.

    >>> folded("Şükrü"), folded("Łukasz"), folded("Mo'ad"), folded("Zoë")
    ('sukru', 'lukasz', 'moad', 'zoe')
    """
    if word.isascii() and word.isalpha():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word).translate(OTHERWISE).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] == "L" and sign not in "ʼʿʾʻʹ")


@dataclass(frozen=True)
class Talk:
    """A text and its words."""

    text: str
    words: list[Word]

    @classmethod
    def of(cls, text: str) -> "Talk":
        """Find the words of a text."""
        known: dict[str, str] = {}
        words = []
        for found in WORD.finditer(text):
            raw = found.group()
            plain = known.get(raw)
            if plain is None:
                plain = known[raw] = folded(raw)
            words.append(Word(found.start(), found.end(), raw, plain))
        return cls(text, words)

    def joined(self, place: int) -> bool:
        """Whether a word and the next hang together by an apostrophe or a hyphen."""
        if place + 1 >= len(self.words):
            return False
        end = self.words[place].end
        return self.words[place + 1].start == end + 1 and self.text[end] in JOINERS

    def beside(self, place: int) -> bool:
        """Whether nothing but space, or a joiner, lies between a word and the next."""
        if place < 0 or place + 1 >= len(self.words):
            return False
        between = self.text[self.words[place].end : self.words[place + 1].start]
        return self.joined(place) or SPACES.fullmatch(between) is not None

    def on_line(self, place: int) -> bool:
        """Whether a word and the next are `beside` each other on one line."""
        between = self.text[self.words[place].end : self.words[place + 1].start] if self.beside(place) else "\n"
        return "\n" not in between

    def begins_sentence(self, place: int) -> bool:
        """Whether a word is the first of a text, a line or a sentence."""
        before = self.text[max(0, self.words[place].start - 4) : self.words[place].start]
        bare = before.rstrip(" \t'‘’\u00a0")
        return not bare if self.words[place].start < 5 else bool(bare) and bare[-1] in ENDS
