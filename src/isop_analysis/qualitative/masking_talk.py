"""A text as words with their places, and spellings of a word as one: without case, accents and marks."""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, overload

JOINERS = frozenset("'’‘`´-‐‑")
"""Signs that hold the parts of one name together."""
JOINER = re.compile("[" + re.escape("".join(sorted(JOINERS))) + "]")
LONGEST = 12
"""Parts of a name that hang together are looked at in so many, lest a text of hyphens takes for ever."""
HYPHENS = frozenset("-‐‑")
MARKS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060"
WORD = re.compile(rf"[^\W\d_]++(?:[{MARKS}]++[^\W\d_]*+)*+")
"""Letters with the marks upon and between them; no digits."""
OTHERWISE = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "æ": "ae"})
SPACES = re.compile(r"[ \t\u00a0\u202f]{1,3}['’‘`]?|[ \t]?\r?\n[ \t]?")
"""What may stand between two words of one name: a little space, or one end of a line."""
ENDS = frozenset('.!?…:;\n\r"“”„«»•*-–—([|>')
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


class Words(Sequence[Word]):
    """The words of a text by number, made when they are asked for: most of them never are."""

    def __init__(self, text: str) -> None:
        spans = [one.span() for one in WORD.finditer(text)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.raws: list[str] = WORD.findall(text)
        self.numbers: defaultdict[str, list[int]] = defaultdict(list)
        for number, raw in enumerate(self.raws):
            self.numbers[raw].append(number)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, number: int) -> Word: ...

    @overload
    def __getitem__(self, number: slice) -> list[Word]: ...

    def __getitem__(self, number: int | slice) -> Word | list[Word]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        raw = self.raws[number]
        return Word(self.starts[number], self.ends[number], raw, folded(raw))


@lru_cache(maxsize=200_000)
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
    words: Words

    @classmethod
    def of(cls, text: str) -> "Talk":
        """Find the words of a text."""
        return cls(text, Words(text))

    @cached_property
    def spellings(self) -> list[Word]:
        """Each word as it first stands."""
        return [self.words[numbers[0]] for numbers in self.words.numbers.values()]

    def numbers(self, wanted: Callable[[Word], bool]) -> list[int]:
        """Return the numbers of the words that are spelled as wanted."""
        raws = [one.raw for one in self.spellings if wanted(one)]
        return sorted(number for raw in raws for number in self.words.numbers[raw])

    @cached_property
    def chunks(self) -> list[tuple[int, int]]:
        """First and last numbers of words that hang together by apostrophes or hyphens."""
        found: list[tuple[int, int]] = []
        for joiner in JOINER.finditer(self.text):
            number = bisect_right(self.words.ends, joiner.start()) - 1
            if not self.joined(number):
                continue
            if found and found[-1][1] == number and number - found[-1][0] < LONGEST:
                found[-1] = found[-1][0], number + 1
            else:
                found.append((number, number + 1))
        return found

    def joined(self, place: int) -> bool:
        """Whether a word and the next hang together by an apostrophe or a hyphen."""
        if not 0 <= place < len(self.words) - 1:
            return False
        end = self.words.ends[place]
        return self.words.starts[place + 1] == end + 1 and self.text[end] in JOINERS

    def between(self, place: int) -> str:
        """Return what stands between a word and the next; ends of lines at the text's ends."""
        if not 0 <= place < len(self.words.starts) - 1:
            return "\n\n"
        return self.text[self.words.ends[place] : self.words.starts[place + 1]]

    def beside(self, place: int) -> bool:
        """Whether nothing but space, or a joiner, lies between a word and the next."""
        between = self.between(place)
        return between == " " or SPACES.fullmatch(between) is not None or self.joined(place)

    def on_line(self, place: int) -> bool:
        """Whether a word and the next are `beside` each other on one line."""
        between = self.between(place)
        return between == " " or ("\n" not in between and self.beside(place))

    def chunk_end(self, place: int) -> int:
        """Return the last part of a name that hangs together: Mo'ad, Anne-Fleur; Sanne of Sanne's."""
        for _ in range(LONGEST):
            if not self.joined(place):
                return place
            small = self.text[self.words.ends[place]] in HYPHENS and not self.words[place + 1].capital
            if small or self.words[place + 1].folded == "s":
                return place
            place += 1
        return place

    def begins_sentence(self, place: int) -> bool:
        """Whether a word is the first of a text, a line or a sentence."""
        before = self.text[max(0, self.words[place].start - 4) : self.words[place].start]
        bare = before.rstrip(" \t'‘’\u00a0")
        return not bare if self.words[place].start < 5 else bool(bare) and bare[-1] in ENDS
