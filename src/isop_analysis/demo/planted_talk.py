"""Invented talk with planted names, places, schools, phones, at known places: what masking is measured by.

People have Dutch, Turkish, Arabic and Polish names, spelled as typists do: without accents, in small
letters, in capitals, as possessives and diminutives. About half of them stand where nothing before them
gives them away. Among them are ordinary words, numbers and capitals that are nobody's.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.sentences import ASIDES, QUESTIONS

if TYPE_CHECKING:
    import numpy as np

FIRST = {
    "Dutch": "Sanne Marijke Joost Wietse Femke Loïs Zoë Jan-Willem Anne-Fleur Roos Floor Daan "
    "Bram Mees Renée Teun Truus Bo Pim Hidde",
    "Turkish": "Şükrü Ayşe Çağla Emre Gülşen İbrahim Yağmur Özlem Tuğba Can Işıl Hüseyin",
    "Arabic": "Mo'ad Fatima-Zohra Yousra Mohammed Nour Ilyās Hafsa Abdel-Karim Salaheddine "
    "Naïma Samira Zaynab",
    "Polish": "Łukasz Agnieszka Paweł Małgorzata Zbigniew Kasia Grażyna Bartłomiej Oliwia "
    "Jędrzej Świętosława Ania",
}
LAST = {
    "Dutch": "van der Berg|de Groot|Hoogeveen|van 't Veldhuis|Bakker|Terpstra|op den Kamp|"
    "van Zanten-Smit|Postma",
    "Turkish": "Yılmaz|Çelik|Öztürk|Şahin|Kılıç|Demirtaş|Aydoğan|Güneş",
    "Arabic": "El Amrani|Ben Salah|Aït Ouaziz|Bouzid|Al-Hassan|Benali|Chérif|El Khattabi",
    "Polish": "Wiśniewski|Kowalczyk|Dąbrowska|Zieliński|Wójcik|Łuczak|Szczepańska|Jabłoński",
}
PLACES = (
    *("Ommerveen", "Bergen aan Diep", "Zuiderloo", "Sint Wendel", "'s-Heerenkapel", "Oud-Hezingen", "Best"),
    *("Kolderwijk", "Den Eek", "Lutterdam"),
)
SCHOOLS = (
    *("obs De Regenboog", "cbs Het Kompas", "basisschool 't Stroomdal", "ikc Zonnewende", "De Vuurvogel"),
    *("kindcentrum De Drie Linden", "Julianaschool", "sbo Noorderkroon"),
)
STREETS = (
    "Dorpsstraat",
    "Lindelaan",
    "Burgemeester van Tolplein",
    "Kerkweg",
    "Hoge Gracht",
    "Prins Hendrikkade",
)
WITH_CUE = (
    "Juf {first} zei dat het beter kan.",
    "Ik heb dat met meester {first} besproken.",
    "Mijn collega {whole} was er ook bij.",
    "Meneer {last} belde daarover.",
    "We hadden een kind, {first}, dat niet meer kwam.",
    "Mijn naam is {whole} en ik werk hier drie jaar.",
    "De moeder van {first} kwam toen langs.",
    "Er is een meisje en dat heet {first}.",
    "De familie {last} wilde dat niet.",
)
WITHOUT_CUE = (
    "Toen kwam {first} binnen en was het stil.",
    "Dat hebben {first} en {first} samen bedacht.",
    "{first} vond dat geen goed idee.",
    "Bij {first} lukte dat beter dan bij de rest.",
    "En {first}'s tafel stond apart.",
    "Dat was {small} weer.",
    "Met {whole} heb ik daar nooit over gepraat.",
    "We vroegen aan {initial} hoe dat zat.",
    "daar was {lower} ook bij.",
    "Vooral {plain} deed goed mee.",
    "En toen riep {upper} dat het klaar was.",
)
OTHERS = (
    "Ze wonen in {place}.",
    "Wij komen uit {place}, dat is een eind rijden.",
    "In {place} doen ze dat anders.",
    "Op {school} hadden we dat al.",
    "Bij {school} werken ze met kleine groepjes.",
    "Bel me op {phone} als het niet lukt.",
    "Mijn nummer is {phone}.",
    "Mail het naar {email}, dan komt het goed.",
    "Hij woont op {address}.",
    "De postcode is {postcode}.",
    "Het staat op rekening {account}.",
    "Zijn bsn is {citizen_number}.",
    "Hij is geboren op {birth_date}.",
    "Kijk maar op {link}.",
    "Op instagram heet ze {handle}.",
)
NOBODY = (
    "Op maandag hebben we Nederlands en rekenen.",
    "In groep 3 zitten 28 kinderen, in 2024 waren dat er 31.",
    "De bakker op de hoek brengt een roos mee.",
    "Dat kan best, een groot deel deed mee.",
    "Volgens de GGD en Cito is dat gewoon.",
    "Wij doen dat in Teams, van 9.00 tot 12.30 uur.",
    "Eerst 15 minuten lezen, dan 10 minuten praten.",
    "Kinderen leren van elkaar, en wij van hen.",
)
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Planted:
    """Something planted: its kind as masking calls it, origin of a name, and place (code points)."""

    kind: str
    origin: str
    start: int
    end: int


@dataclass(frozen=True)
class PlantedTalk:
    """A text, what was planted in it, and the lists that a study would have."""

    text: str
    planted: tuple[Planted, ...]
    names: tuple[str, ...]
    places: tuple[str, ...]
    schools: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """An invented person."""

    first: str
    last: str
    origin: str

    @property
    def whole(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}"


def invent_people(random: "np.random.Generator", count: int) -> list[Person]:
    """Return people of the four origins by turns."""
    origins = list(FIRST)
    people = []
    for number in range(count):
        origin = origins[number % len(origins)]
        first, last = random.choice(FIRST[origin].split()), random.choice(LAST[origin].split("|"))
        people.append(Person(str(first), str(last), origin))
    return people


def planted_talk(seed: int, sentences: int = 400, people: int = 60) -> PlantedTalk:
    """Return talk of so many sentences; the same for a seed."""
    random = generator(seed, "planted talk")
    known = invent_people(random, people)
    pieces: list[str] = []
    planted: list[Planted] = []
    length = 0
    for number in range(sentences):
        sentence, own = planted_sentence(random, number, known)
        planted += [replace(one, start=length + one.start, end=length + one.end) for one in own]
        pieces.append(sentence)
        length += len(sentence)
        pieces.append(end := "\r\n" if number % 7 == 6 else " 🙂 " if number % 11 == 10 else " ")
        length += len(end)
    names = tuple(dict.fromkeys(one.whole for one in known))
    return PlantedTalk("".join(pieces), tuple(planted), names, PLACES, SCHOOLS)


def planted_sentence(
    random: "np.random.Generator", number: int, people: list[Person]
) -> tuple[str, tuple[Planted, ...]]:
    """Return the sentence of a number, which tells its kind, and what is planted in it."""
    pieces, planted, length = [], [], 0
    for piece, kind, origin in _filled(_sentence(random, number), random, people):
        if kind:
            planted.append(Planted(kind, origin, length, length + len(piece)))
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(planted)


def _sentence(random: "np.random.Generator", number: int) -> str:
    kinds = (WITH_CUE, WITHOUT_CUE, OTHERS, NOBODY, QUESTIONS, WITHOUT_CUE, WITH_CUE, OTHERS, ASIDES, NOBODY)
    return str(random.choice(list(kinds[number % len(kinds)])))


def _filled(
    sentence: str, random: "np.random.Generator", people: list[Person]
) -> "list[tuple[str, str, str]]":
    """Return a sentence's pieces, each with its kind and origin where it is planted."""
    pieces, here = [], 0
    for slot in SLOT.finditer(sentence):
        pieces.append((sentence[here : slot.start()], "", ""))
        here = slot.end()
        if slot[1] in NUMBERS:
            pieces.append((NUMBERS[slot[1]](random), slot[1], ""))
            continue
        person = people[int(random.integers(len(people)))]
        pieces.append((SPELLED[slot[1]](person), "name", person.origin))
    return [*pieces, (sentence[here:], "", "")]


def plain(name: str) -> str:
    """Return a name without accents, as a Dutch keyboard has it."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L").replace("ı", "i"))
        if not unicodedata.combining(sign)
    )


def _small(person: Person) -> str:
    last = person.first[-1].lower()
    return f"{person.first}{'tje' if last in 'eioun' else 'je' if last in 'tdskfpg' else 'tje'}"


SPELLED: dict[str, Callable[[Person], str]] = {
    "first": lambda one: one.first,
    "last": lambda one: one.last,
    "whole": lambda one: one.whole,
    "small": _small,
    "initial": lambda one: f"{one.first[0]}. {one.last}",
    "lower": lambda one: one.first.lower(),
    "plain": lambda one: plain(one.first),
    "upper": lambda one: one.first.upper(),
}


def _digits(random: "np.random.Generator", count: int) -> str:
    return "".join(str(one) for one in random.integers(0, 10, count))


def _phone(random: "np.random.Generator") -> str:
    number = _digits(random, 8)
    shapes = ("06-{0}", "06 {1} {2} {3} {4}", "+31 6 {0}", "0031 6 {0}", "(020) {5}", "06{0}", "020-{5}")
    pairs = [number[at : at + 2] for at in range(0, 8, 2)]
    return str(random.choice(list(shapes))).format(number, *pairs, number[:7])


def _account(random: "np.random.Generator") -> str:
    body = f"INGB000{_digits(random, 7)}"
    check = 98 - int("".join(str(int(one, 36)) for one in f"{body}NL00")) % 97
    whole = f"NL{check:02d}{body}"
    return whole if random.random() < 0.5 else " ".join(whole[at : at + 4] for at in range(0, 18, 4))


def _citizen(random: "np.random.Generator") -> str:
    while True:
        number = f"{random.integers(1, 10)}{_digits(random, 7)}"
        rest = sum(weight * int(one) for weight, one in zip(range(9, 1, -1), number, strict=True)) % 11
        if rest < 10:
            return f"{number}{rest}"


NUMBERS: "dict[str, Callable[[np.random.Generator], str]]" = {
    "place": lambda random: str(random.choice(list(PLACES))),
    "school": lambda random: str(random.choice(list(SCHOOLS))),
    "phone": _phone,
    "email": lambda random: (
        f"{random.choice(['s.berg', 'ayse_can', 'lukasz'])}{_digits(random, 2)}@example.org"
    ),
    "address": lambda random: (
        f"{random.choice(list(STREETS))} {random.integers(1, 300)}{random.choice(['', 'a', '-2'])}"
    ),
    "postcode": lambda random: (
        f"{random.integers(1000, 9999)}{random.choice([' ', ''])}{random.choice(['AB', 'XK', 'GE'])}"
    ),
    "account": _account,
    "citizen_number": _citizen,
    "birth_date": lambda random: str(
        random.choice([f"{random.integers(1, 29)} maart 2014", f"{random.integers(1, 29):02d}-04-2013"])
    ),
    "link": lambda random: f"https://www.example.org/{_digits(random, 4)}",
    "handle": lambda random: f"@kind_{_digits(random, 3)}",
}
"""What is planted that is nobody's name, by kind."""
