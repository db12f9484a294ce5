"""Who a response claims to be from: address, token and self-made code as they were really typed or
passed on.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.identities import LETTERS, Identity
from isop_analysis.demo.population import Population
from isop_analysis.demo.presets import Export, Preset
from isop_analysis.demo.responses import Answered

if TYPE_CHECKING:
    import numpy as np

TESTER = {
    "scan_netwerkleren": "proef@qualtrics.example.org",
    "kwaliteitsmeter": "proef@formulieren.example.org",
}


@dataclass(frozen=True)
class Claim:
    """A response of an export with its tool's id and what it says of its sender (empty where it says
    nothing).
    """

    answered: Answered
    tool_response: str
    name: str
    email: str
    token: str
    self_code: str


def claims_of(
    preset: Preset, export: Export, responses: list[Answered], population: Population
) -> list[Claim]:
    """Return an export's responses in the order in which they were started, tests among them."""
    random = generator(preset.seed, f"claims {export.file}")
    tests = [] if export.instrument not in TESTER else _tests(preset, export, responses, random)
    everything = sorted([*responses, *tests], key=lambda r: (r.started, r.person or -1, r.team or ""))
    return [
        _claim(export, answered, place, population, random)
        for place, answered in enumerate(everything, start=1)
    ]


def _tests(
    preset: Preset, export: Export, responses: list[Answered], random: "np.random.Generator"
) -> list[Answered]:
    count = preset.oddities.previews if export.instrument == "scan_netwerkleren" else 1
    chosen = random.integers(0, len(responses), count)
    return [replace(responses[int(place)], person=None, truth="test", texts={}) for place in chosen]


def _claim(
    export: Export, answered: Answered, place: int, population: Population, random: "np.random.Generator"
) -> Claim:
    tool = _tool_response(export, place, random)
    if answered.person is None:
        return Claim(answered, tool, "Proef Persoon", TESTER[export.instrument], "", "")
    identity = population.persons[answered.person].identity
    occasion = int(answered.wave[-1])
    email = _as_typed(identity.address(occasion), random)
    code = _as_remembered(identity.self_code, random)
    if export.layout == "forms":
        if random.random() < 0.08:
            return Claim(answered, tool, "", "anonymous", "", "")
        return Claim(answered, tool, identity.name, email, "", code if random.random() < 0.5 else "")
    if export.layout.startswith("qualtrics"):
        token = identity.token if random.random() < 0.6 and _has_one_address(identity) else ""
        return Claim(answered, tool, identity.name, email, token, "")
    token = "" if export.layout == "limesurvey_texts" else identity.token
    return Claim(answered, tool, "", "", token, code)


def _has_one_address(identity: Identity) -> bool:
    return identity.second_email is None


def _tool_response(export: Export, place: int, random: "np.random.Generator") -> str:
    signs = list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    drawn = "".join(random.choice(signs, size=15))
    return f"R_{drawn}" if export.instrument == "scan_netwerkleren" else str(place)


def _as_typed(email: str, random: "np.random.Generator") -> str:
    """Capitals and spaces creep in."""
    draw = random.random()
    if draw < 0.05:
        return email.title()
    if draw < 0.08:
        return email + " "
    return email.upper() if draw < 0.09 else email


def _as_remembered(code: str, random: "np.random.Generator") -> str:
    """Six in a hundred slip once, two in a hundred twice; some write in small letters."""
    draw = random.random()
    slips = 2 if draw < 0.02 else 1 if draw < 0.08 else 0
    signs = list(code)
    for place in random.choice([0, 1, 4, 5], size=slips, replace=False):
        signs[place] = str(random.choice([letter for letter in LETTERS if letter != signs[place]]))
    return "".join(signs).lower() if random.random() < 0.1 else "".join(signs)
