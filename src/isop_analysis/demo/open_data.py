"""Outcome files as Dutch open data look, and the sites' keys. Codes are invented and visibly so: 99xx.

Semicolons, decimal commas, Windows-1252; ``<5`` for small counts, a single space for an unknown value; a
location as ``00`` in one file and after the school's code in another; a space before a municipality's code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.population import Population
from isop_analysis.demo.presets import Preset

if TYPE_CHECKING:
    import numpy as np

YEARS = ("2020-2021", "2021-2022", "2022-2023", "2023-2024", "2024-2025")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
MUNICIPALITIES = ("9901", "9902", "9903", "9904")
NAMES = ("Verzonnenstad", "Nergenshuizen", "Zeeënveen", "Kwijtdorp")
OTHER_SCHOOLS = 25


@dataclass(frozen=True)
class School:
    """An invented school location; `site` is empty for schools outside the study."""

    site: str
    brin: str
    location: str
    lrk: str
    municipality: str


def invented_schools(population: Population) -> list[School]:
    """Return the sites' schools (one site has two, the last has none) and schools outside the study."""
    sites = sorted({team.site for team in population.teams})
    schools = [_school(site, place) for place, site in enumerate(sites[:-1])]
    schools.append(School(sites[0], schools[0].brin, "01", "900000900", schools[0].municipality))
    return schools + [_school("", len(sites) + place) for place in range(OTHER_SCHOOLS)]


def _school(site: str, place: int) -> School:
    brin = f"99{LETTERS[place // 24]}{LETTERS[place % 24]}"
    return School(site, brin, "00", f"{900000001 + place}", MUNICIPALITIES[place % 4])


def write_open_data(folder: Path, preset: Preset, population: Population, outcomes: Sequence[str]) -> None:
    """Write the sites' keys and those outcome files that the study asks for."""
    random = generator(preset.seed, "open data")
    schools = invented_schools(population)
    last = sorted({team.site for team in population.teams})[-1]
    keys = [["locatie", "brin", "vestiging", "lrk", "gemeente"]]
    keys += [[s.site, s.brin, s.location, s.lrk, s.municipality] for s in schools if s.site]
    keys.append([last, "", "", "", MUNICIPALITIES[-1]])
    _write(folder / "site_keys.csv", keys)
    writers = {
        "schooladviezen.csv": lambda: _advice(schools, random),
        "eindscores.csv": lambda: _final_test(schools, random),
        "vve_bereik.csv": lambda: _municipal("BEREIK_VVE", 82.0, 5.0, random),
        "achterstanden.csv": lambda: _composition(schools, generator(preset.seed, "composition")),
        "jeugdzorg.csv": lambda: _municipal("JEUGDZORG_PCT", 9.0, 1.2, random),
    }
    for name, rows in writers.items():
        if name in outcomes:
            _write(folder / name, rows())


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    path.write_text(csv_text(rows, ";", "\r\n"), encoding="cp1252", newline="")


def _advice(schools: list[School], random: "np.random.Generator") -> list[list[str]]:
    """Pupils with both advices, and how many were advised below their test; small counts are suppressed."""
    rows = [
        [
            *("SCHOOLJAAR", "INSTELLINGSCODE", "VESTIGINGSCODE", "INSTELLINGSNAAM", "GEMEENTENUMMER"),
            *("LEERLINGEN_MET_BEIDE", "ADVIES_LAGER_DAN_TOETS"),
        ]
    ]
    for school in schools:
        share = min(0.6, max(0.1, random.normal(0.26, 0.08)))
        for year in YEARS:
            pupils = int(random.integers(8, 34))
            below = int(random.binomial(pupils, share))
            total, count = str(pupils), str(below) if below == 0 or below > 4 else "<5"
            if random.random() < 0.04:
                total, count = " ", " "
            rows.append(
                [year, school.brin, school.location, _name(school), school.municipality, total, count]
            )
    return rows


def _final_test(schools: list[School], random: "np.random.Generator") -> list[list[str]]:
    """Mean scores with twelve decimals; schools with another test provider have a space."""
    rows = [["SCHOOLJAAR", "INSTELLINGSCODE", "VESTIGINGSCODE", "INSTELLINGSNAAM", "CET_AANTAL", "CET_GEM"]]
    for school in schools:
        mean, other_test = random.normal(535.7, 2.5), random.random() < 0.2
        for year in YEARS:
            pupils, score = int(random.integers(9, 46)), mean + random.normal(0, 1.5)
            shown = [" ", " "] if other_test else [str(pupils), f"{score:.12f}".replace(".", ",")]
            rows.append([year, school.brin, school.brin + school.location, _name(school), *shown])
    return rows


def _composition(schools: list[School], random: "np.random.Generator") -> list[list[str]]:
    """Disadvantage to be expected per pupil, as CBS counts it for each school location."""
    rows = [["SCHOOLJAAR", "INSTELLINGSCODE", "VESTIGINGSCODE", "ACHTERSTANDSSCORE_PER_LEERLING"]]
    for school in schools:
        level = random.gamma(4.0, 0.45)
        for year in YEARS:
            score = f"{max(0.0, level + random.normal(0, 0.1)):.2f}".replace(".", ",")
            rows.append([year, school.brin, school.location, score])
    return rows


def _name(school: School) -> str:
    return f"Verzonnen basisschool {school.brin} 'De Ideeën'"


def _municipal(column: str, mean: float, sd: float, random: "np.random.Generator") -> list[list[str]]:
    rows = [["SCHOOLJAAR", "GEMEENTENUMMER", "GEMEENTENAAM", column]]
    for code, name in zip(MUNICIPALITIES, NAMES, strict=True):
        level = random.normal(mean, sd)
        for year in YEARS:
            value = f"{level + random.normal(0, sd / 3):.1f}".replace(".", ",")
            rows.append([year, f" {code}", name, " " if random.random() < 0.05 else value])
    return rows
