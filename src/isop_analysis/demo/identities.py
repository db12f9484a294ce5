"""Invented names, addresses, tokens and self-made codes. All domains are example domains."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.presets import Preset

if TYPE_CHECKING:
    import numpy as np

FIRST = [
    "Anouk",
    "Bram",
    "Cato",
    "Daan",
    "Elin",
    "Fenna",
    "Gijs",
    "Hanna",
    "Ilse",
    "Joris",
    "Kim",
    "Lotte",
    "Mats",
    "Noor",
    "Olaf",
    "Puck",
    "Quinten",
    "Roos",
    "Sem",
    "Tess",
    "Umar",
    "Veerle",
    "Wout",
    "Xandra",
    "Yara",
    "Zeno",
    "Amira",
    "Berend",
    "Carlijn",
    "Dilan",
    "Esra",
    "Floor",
    "Guus",
    "Hidde",
    "Imke",
    "Jasmijn",
    "Koen",
    "Lieke",
]
LAST = [
    "Aalderink",
    "Bloemhof",
    "Cornelder",
    "Duinweide",
    "Eikelkamp",
    "Fabelman",
    "Grutterink",
    "Heideveld",
    "Ijzerman",
    "Jagersma",
    "Kersbergen",
    "Lindeboom",
    "Molenkamp",
    "Nijland",
    "Ooievaar",
    "Plankenhof",
    "Quakkelstein",
    "Rietdijk",
    "Slootweg",
    "Tichelaar",
    "Uilenbroek",
    "Vosseveld",
    "Wilgenhof",
    "Zandstra",
]
LETTERS = "ABCDEFGHJKLMNOPRSTVWZ"
DOMAINS = ("student.example.nl", "kindcentrum.example.org", "welzijn.example.org", "post.example.nl")


@dataclass(frozen=True)
class Identity:
    """Who someone is: what stands in the consent file, and a second address used from the second
    occasion on.
    """

    number: int
    name: str
    email: str
    second_email: str | None
    second_listed: bool
    token: str
    self_code: str

    def address(self, occasion: int) -> str:
        """Return the address the person uses at an occasion."""
        return self.second_email if self.second_email is not None and occasion > 0 else self.email


def identities(preset: Preset, people: int) -> list[Identity]:
    """Return that many different people; a few of them have a second address, listed as alias or not."""
    random = generator(preset.seed, "identities")
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    chosen = random.permutation(len(names))[:people]
    if people > len(names):
        raise ValueError(f"{people} people asked for, {len(names)} names are there; add names")
    codes = _codes(people, random)
    two = random.permutation(people)
    listed = set(two[: preset.oddities.second_address_listed].tolist())
    unlisted = set(two[len(listed) : len(listed) + preset.oddities.second_address_unlisted].tolist())
    return [
        _identity(number, names[place], codes[number], number in listed, number in unlisted, random)
        for number, place in enumerate(chosen)
    ]


def _identity(
    number: int, name: str, code: str, listed: bool, unlisted: bool, random: "np.random.Generator"
) -> Identity:
    local = name.lower().replace(" ", ".")
    domain = str(random.choice(DOMAINS))
    token = "".join(random.choice(list("abcdefghkmnpqrstuvwxyz23456789"), size=10))
    second = f"{local}{number}@thuis.example.org" if listed or unlisted else None
    return Identity(number, name, f"{local}@{domain}", second, listed, token, code)


def _codes(people: int, random: "np.random.Generator") -> list[str]:
    """Two letters, a day, two letters; all different, but two people in the middle differ in one place
    only.
    """
    codes: list[str] = []
    while len(codes) < people:
        letters = "".join(random.choice(list(LETTERS), size=4))
        code = f"{letters[:2]}{int(random.integers(1, 29)):02d}{letters[2:]}"
        if code not in codes:
            codes.append(code)
    one = codes[people // 2]
    codes[people // 2 + 1] = next(one[:-1] + letter for letter in LETTERS if one[:-1] + letter not in codes)
    return codes
