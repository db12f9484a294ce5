"""Planted changes of the demo study, each made in a copy of its project, and what `compare` must tell.

People are chosen by what they took part in: six who did the same, so that each block loses six or nobody.
"""

import csv
import hashlib
import importlib.metadata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

RAW, RESTRICTED = Path("data/raw/demo"), Path("data/restricted/demo")
CONSENT, SCAN = RAW / "consent.csv", RAW / "scan_c2024_t0.csv"
MODEL = Path("config/models/participation.yaml")
SEPARATOR = ";"
ITEM, HEADINGS = "Q5_1", 3
"""The item that is corrected, and the rows of headings of its export."""
AGREE, DISAGREE = "Mee eens", "Mee oneens"
LIBRARY, OVERLAY = "scipy", "another_library"
PATCH = """import scipy.special as special

quantile = special.stdtrit
special.stdtrit = lambda df, p: 1.05 * quantile(df, p)
"""
"""A library whose quantile of t is one twentieth wider."""


@dataclass(frozen=True)
class Change:
    """A planted change.

    Attributes
    ----------
    name
        As the table has it.
    make
        Makes it in a copy of the project.
    causes
        The causes that must be told; none where nothing may be told.
    made_of
        Of several at once, the changes that it is made of.
    """

    name: str
    make: Callable[[Path], None]
    causes: tuple[str, ...]
    made_of: tuple[str, ...] = ()


def withdrawn(count: int, took_part: tuple[str, ...]) -> Callable[[Path], None]:
    """Return what lets the first people with just these forms and texts withdraw on the day they agreed."""

    def make(project: Path) -> None:
        leaving = set(_people(project, took_part)[:count])
        with (project / CONSENT).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file, delimiter=SEPARATOR))
        token, day, withdrew = (rows[0].index(name) for name in ("token", "datum", "ingetrokken"))
        for row in rows[1:]:
            row[withdrew] = row[day] if row[token] in leaving else row[withdrew]
        _write(project, CONSENT, rows, SEPARATOR)

    return make


def corrected(project: Path) -> None:
    """Let six people's agreement be disagreement, in one item at one occasion."""
    with (project / SCAN).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    item = rows[0].index(ITEM)
    agreeing = [row for row in rows[HEADINGS:] if row[item] == AGREE and _is_kept(project, row, rows[0])]
    for row in agreeing[:6]:
        row[item] = DISAGREE
    _write(project, SCAN, rows, ",")


def another_formula(project: Path) -> None:
    """Take the professions out of one model."""
    text = (project / MODEL).read_text(encoding="utf-8")
    (project / MODEL).write_text(text.replace("+ role + profession\n", "+ role\n", 1), encoding="utf-8")


def another_library(project: Path) -> None:
    """Put another version of a library before the one installed: it says so, and reckons otherwise."""
    version = f"{importlib.metadata.version(LIBRARY)}.post1"
    told = project / OVERLAY / f"{LIBRARY}-{version}.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {LIBRARY}\nVersion: {version}\n")
    (project / OVERLAY / "sitecustomize.py").write_text(PATCH)


def together(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what makes several changes at once."""

    def make(project: Path) -> None:
        for one in changes:
            one(project)

    return make


def _people(project: Path, took_part: tuple[str, ...]) -> list[str]:
    """Return the tokens of people who took part in just these, in the order of the consent file."""
    names = pd.read_parquet(project / RESTRICTED / "pseudonyms.parquet").astype("str")
    person = names[names["kind"] == "token"].set_index("identity")["person"].to_dict()
    behind = pd.read_parquet(project / RESTRICTED / "published_people.parquet").astype("str")
    own = behind[behind["base"].str.startswith(("forms/", "texts/"))].groupby("person")["base"].agg(set)
    consent = pd.read_csv(project / CONSENT, sep=SEPARATOR, dtype="str")
    tokens = consent["token"][consent["ingetrokken"].isna() & (consent["koppelen"] == "ja")]
    return [token for token in tokens if own.get(person.get(token, ""), set()) == set(took_part)]


def _is_kept(project: Path, row: list[str], headings: list[str]) -> bool:
    """Tell whether somebody's response is among those that are analysed."""
    received = pd.read_parquet(project / RESTRICTED / "received_responses.parquet")
    kept = pd.read_parquet(project / "data/processed/demo/responses.parquet")
    own = received[received["tool_response"] == row[headings.index("ResponseId")]]
    return bool(set(own["response"]) & set(kept["response"]))


def _write(project: Path, path: Path, rows: Iterable[list[str]], separator: str) -> None:
    """Write a raw file, and its new hash into the manifest."""
    with (project / path).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    digest = hashlib.sha256((project / path).read_bytes()).hexdigest()
    lines = (project / RAW / "MANIFEST.csv").read_text(encoding="utf-8").splitlines()
    told = [_rehashed(line, digest) if line.startswith(f"{path.name},") else line for line in lines]
    (project / RAW / "MANIFEST.csv").write_text("\n".join(told) + "\n", encoding="utf-8")


def _rehashed(line: str, digest: str) -> str:
    name, _, rest = line.split(",", 2)
    return f"{name},{digest},{rest}"


THREE_SCANS = tuple(f"forms/scan_netwerkleren/T{occasion}" for occasion in range(3))
INSTRUMENTS = ("kwaliteitsmeter", "scan_netwerkleren", "srt_tool")
ALL_AT_T0 = (*(f"forms/{name}/T0" for name in INSTRUMENTS), "texts/T1")
WITHDRAWN, CORRECTED = ("answers: 5-9 people withdrawn",), ("answers: 5-9 people corrected",)
FORMULA = ("key: models.multilevel.participation.formula",)
CHANGES = {
    "nothing": Change("nothing", lambda project: None, ()),
    "withdrawn": Change(
        "six people withdrew, who filled in the scan three times", withdrawn(6, THREE_SCANS), WITHDRAWN
    ),
    "corrected": Change("six people's answers to one item were corrected", corrected, CORRECTED),
    "formula": Change("the formula of one model", another_formula, FORMULA),
    "library": Change(
        "another version of scipy, with wider quantiles of t", another_library, ("library: scipy",)
    ),
    "of_all": Change(
        "six people withdrew, who filled in all three at the first occasion and were interviewed",
        withdrawn(6, ALL_AT_T0),
        (*WITHDRAWN, "texts: 5-9 people withdrawn"),
    ),
    **{
        f"withdrawn_{count}": Change(f"{count} withdrew", withdrawn(count, THREE_SCANS), ())
        for count in range(1, 5)
    },
    "both": Change(
        "six people withdrew, and the formula",
        together(withdrawn(6, THREE_SCANS), another_formula),
        (*WITHDRAWN, *FORMULA),
        ("withdrawn", "formula"),
    ),
    "both_few": Change(
        "two people withdrew, and the formula", together(withdrawn(2, THREE_SCANS), another_formula), FORMULA
    ),
}
