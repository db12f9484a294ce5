"""Sizes of the invented study, and which tool exported which wave in which layout."""

from dataclasses import dataclass, field
from typing import Literal

Layout = Literal[
    "qualtrics_texts",
    "qualtrics_codes",
    "qualtrics_legacy",
    "limesurvey_codes",
    "limesurvey_texts",
    "spss",
    "forms",
]


@dataclass(frozen=True)
class Export:
    """One export: its file, the instrument, the layout and the waves it holds.

    With several waves the file's own column gives the wave and the manifest leaves it empty.
    """

    file: str
    instrument: str
    layout: Layout
    waves: tuple[str, ...]


@dataclass(frozen=True)
class Oddities:
    """How many people or responses show each oddity; shares are of an instrument's responses."""

    two_teams: int
    changed_team: int
    both_cohorts: int
    second_address_listed: int
    second_address_unlisted: int
    refused: int
    not_in_consent_file: int
    withdrew: int
    no_linking: int
    unknown_team: int
    out_of_range: int
    previews: int
    duplicates: float = 0.03
    straight_liners: float = 0.02
    speeders: float = 0.015
    unfinished: float = 0.04


@dataclass(frozen=True)
class Response:
    """Chances that someone answers."""

    first: float = 0.74
    again: float = 0.63
    returning: float = 0.15
    comparison: float = 0.85
    instrument: float = 0.95
    item_skipped: float = 0.02
    item_not_applicable: float = 0.05


@dataclass(frozen=True)
class Preset:
    """A study's size. `sizes` are the teams' sizes in turn; the register's files follow the cohorts."""

    name: str
    seed: int
    config: str
    cohorts: tuple[str, ...]
    teams_per_cohort: int
    sizes: tuple[int, ...]
    sites: int
    without_team: int
    rare_people: bool
    exports: tuple[Export, ...]
    oddities: Oddities
    response: Response = field(default_factory=Response)
    interviews: int = 96


FULL_LINE = (
    Export("scan_legacy_c2023_t0.csv", "scan_netwerkleren", "qualtrics_legacy", ("c2023_t0",)),
    Export("scan_c2023_t1.csv", "scan_netwerkleren", "qualtrics_texts", ("c2023_t1",)),
    Export("scan_c2023_t2.csv", "scan_netwerkleren", "qualtrics_texts", ("c2023_t2",)),
    Export("scan_c2024_t0.csv", "scan_netwerkleren", "qualtrics_texts", ("c2024_t0",)),
    Export("scan_c2024_t1.csv", "scan_netwerkleren", "qualtrics_codes", ("c2024_t1",)),
    Export("scan_c2024_t2.csv", "scan_netwerkleren", "qualtrics_codes", ("c2024_t2",)),
    Export("srt_codes_c2023_t0.csv", "srt_tool", "limesurvey_codes", ("c2023_t0",)),
    Export("srt_c2023_t1.sav", "srt_tool", "spss", ("c2023_t1",)),
    Export("srt_codes_c2023_t2.csv", "srt_tool", "limesurvey_codes", ("c2023_t2",)),
    Export("srt_codes_c2024_t0.csv", "srt_tool", "limesurvey_codes", ("c2024_t0",)),
    Export("srt_texts_c2024_t1.csv", "srt_tool", "limesurvey_texts", ("c2024_t1",)),
    Export("srt_codes_c2024_t2.csv", "srt_tool", "limesurvey_codes", ("c2024_t2",)),
    Export("kwaliteitsmeter_c2023_t0.xlsx", "kwaliteitsmeter", "forms", ("c2023_t0",)),
    Export("kwaliteitsmeter_c2023_t1.xlsx", "kwaliteitsmeter", "forms", ("c2023_t1",)),
    Export("kwaliteitsmeter_c2023_t2.xlsx", "kwaliteitsmeter", "forms", ("c2023_t2",)),
    Export("kwaliteitsmeter_2024.xlsx", "kwaliteitsmeter", "forms", ("c2024_t0", "c2024_t1", "c2024_t2")),
)
SHORT_LINE = (
    Export("scan_c2024_t0.csv", "scan_netwerkleren", "qualtrics_texts", ("c2024_t0",)),
    Export("scan_c2024_t1.csv", "scan_netwerkleren", "qualtrics_codes", ("c2024_t1",)),
    Export("srt_codes_c2024_t0.csv", "srt_tool", "limesurvey_codes", ("c2024_t0",)),
    Export("srt_codes_c2024_t1.csv", "srt_tool", "limesurvey_codes", ("c2024_t1",)),
    Export("kwaliteitsmeter_2024.xlsx", "kwaliteitsmeter", "forms", ("c2024_t0", "c2024_t1")),
)

TINY = Preset(
    "tiny",
    seed=7,
    config="config/tiny/config.yaml",
    cohorts=("2024",),
    teams_per_cohort=8,
    sizes=(6,),
    sites=4,
    without_team=4,
    rare_people=False,
    exports=SHORT_LINE,
    oddities=Oddities(
        two_teams=1,
        changed_team=1,
        both_cohorts=0,
        second_address_listed=1,
        second_address_unlisted=0,
        refused=1,
        not_in_consent_file=0,
        withdrew=1,
        no_linking=1,
        unknown_team=1,
        out_of_range=1,
        previews=1,
        straight_liners=0.03,
        speeders=0.03,
        unfinished=0.03,
    ),
    response=Response(first=0.95, again=0.9, returning=0.5),
    interviews=20,
)
PILOT = Preset(
    "pilot",
    seed=2023,
    config="config/config.yaml",
    cohorts=("2023", "2024"),
    teams_per_cohort=4,
    sizes=(6, 7, 8, 9),
    sites=5,
    without_team=12,
    rare_people=True,
    exports=FULL_LINE,
    oddities=Oddities(
        two_teams=1,
        changed_team=1,
        both_cohorts=0,
        second_address_listed=1,
        second_address_unlisted=1,
        refused=1,
        not_in_consent_file=1,
        withdrew=1,
        no_linking=2,
        unknown_team=1,
        out_of_range=1,
        previews=1,
    ),
    interviews=36,
)
DEMO = Preset(
    "demo",
    seed=20250710,
    config="config/config.yaml",
    cohorts=("2023", "2024"),
    teams_per_cohort=12,
    sizes=(5, 6, 7, 7, 8, 9),
    sites=12,
    without_team=40,
    rare_people=True,
    exports=FULL_LINE,
    oddities=Oddities(
        two_teams=3,
        changed_team=3,
        both_cohorts=2,
        second_address_listed=4,
        second_address_unlisted=1,
        refused=2,
        not_in_consent_file=1,
        withdrew=3,
        no_linking=4,
        unknown_team=1,
        out_of_range=2,
        previews=2,
    ),
)
FULL = Preset(
    "full",
    seed=100,
    config="config/config.yaml",
    cohorts=("2023", "2024"),
    teams_per_cohort=50,
    sizes=(5, 6, 6, 7),
    sites=40,
    without_team=120,
    rare_people=True,
    exports=FULL_LINE,
    oddities=Oddities(
        two_teams=10,
        changed_team=8,
        both_cohorts=6,
        second_address_listed=14,
        second_address_unlisted=4,
        refused=6,
        not_in_consent_file=3,
        withdrew=8,
        no_linking=12,
        unknown_team=2,
        out_of_range=4,
        previews=2,
    ),
    interviews=300,
)
PRESETS = {preset.name: preset for preset in (TINY, PILOT, DEMO, FULL)}
