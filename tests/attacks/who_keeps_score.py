"""What attacks are scored by, and what their enemies know anyway: from tables that are never published."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from all_attacks import Known, Member
from old_outputs import Item, Key
from published_outputs import Published

from isop_analysis.contracts import read_table

if TYPE_CHECKING:
    from isop_analysis.study import Study

LEAST_RESPONDENTS = 5

NO_NAMES = {"none", "nan", "unknown", "overleg"}
"""The last is the invented consensus' coder, and a word of the questionnaires."""


def told_to_readers(study: "Study", folder: Path) -> Published:
    """Return the published folder, with what the report's pages say of items and scales."""
    items, ranges = {}, {}
    for instrument, scale in study.scales:
        for name in scale.items:
            item = instrument.item(name)
            answers = instrument.answer_scale(item.answers)
            low, high = int(answers.low), int(answers.high)
            items[name] = Item(scale.name, low, high, bool(item.reversed))
            ranges[scale.name] = (0.0, 100.0) if scale.pomp else (float(low), float(high))
    return Published(folder, items, ranges)


def known_of(study: "Study") -> Known:
    return Known(_teams(study), _names(study), _figures(study))


def _teams(study: "Study") -> dict[Key, list[Member]]:
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    scores = study.table("scale_scores").astype({"scale": "str", "wave": "str", "team": "str"})
    scores = scores[(scores["status"] == "scored") & (scores["team"] != "none")]
    teams: dict[Key, list[Member]] = defaultdict(list)
    for (scale, wave, team), own in scores.groupby(["scale", "wave", "team"]):
        if own["person"].nunique() >= LEAST_RESPONDENTS:
            teams[scale, occasions[wave]].append(Member(team, wave, tuple(own["score"].astype(float))))
    return dict(teams)


def _names(study: "Study") -> set[str]:
    """Names of all that is no person, as received and under pseudonyms, and pseudonyms of people."""
    names: set[str] = set()
    for table, columns in (
        ("teams", ("team", "site")),
        ("persons", ("person",)),
        ("codings", ("coder", "document")),
    ):
        for column in columns:
            names |= set(study.table(table)[column].dropna().astype(str))
    received_too = (
        ("register_teams", ("team", "site")),
        ("site_keys", ("site", "pseudonym", "brin", "lrk")),
        ("received_codings", ("coder", "document")),
        ("hidden_names", ("name", "pseudonym")),
    )
    for table, columns in received_too:
        received = read_table(table, study.restricted)
        for column in columns:
            names |= set(received[column].dropna().astype(str))
    return names - NO_NAMES


def _figures(study: "Study") -> dict[str, dict[str, float]]:
    """Public figures of the study's own sites, by outcome and school year."""
    figures: dict[str, dict[str, float]] = defaultdict(dict)
    outcomes = study.table("outcomes").astype({"outcome": "str", "school_year": "str", "site": "str"})
    for row in outcomes[outcomes["value"].notna()].to_dict("records"):
        figures[f"{row['outcome']} {row['school_year']}"][row["site"]] = float(row["value"])
    return dict(figures)


def texts_in(*folders: Path) -> dict[str, str]:
    """Return every text file below the folders: tables, drawings, pages, lists of figures."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".csv", ".svg", ".html", ".json")
    }


def open_file(path: Path, municipalities: frozenset[str]) -> dict[str, float]:
    """Return schools' mean final test scores from DUO's file, by school."""
    with path.open(encoding="latin-1", newline="") as file:
        return {
            row["BRIN_NUMMER"] + row["VESTIGINGSNUMMER"]: float(row["CET_GEM"].replace(",", "."))
            for row in csv.DictReader(file, delimiter=";")
            if row["GEMEENTENAAM"] in municipalities and row["CET_GEM"].strip()
        }
