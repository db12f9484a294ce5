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

    first: float = 0.68
    again: float = 0.72
    returning: float = 0.22
    comparison: float = 0.80
    instrument: float = 0.95
    item_skipped: float = 0.025
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
    segments: int = 150


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

PRESETS = {
    preset.name: preset
    for preset in (
        Preset(
            "tiny",
            7,
            "config/tiny/config.yaml",
            ("2024",),
            8,
            (5,),
            4,
            4,
            False,
            SHORT_LINE,
            Oddities(1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0.03, 0.03, 0.03, 0.03),
            Response(first=0.95, again=0.9, returning=0.5),
            20,
        ),
        Preset(
            "pilot",
            2023,
            "config/config.yaml",
            ("2023", "2024"),
            4,
            (6, 7, 8, 9),
            5,
            12,
            True,
            FULL_LINE,
            Oddities(1, 1, 0, 1, 1, 1, 1, 1, 2, 1, 1, 1),
            Response(),
            60,
        ),
        Preset(
            "demo",
            20250710,
            "config/config.yaml",
            ("2023", "2024"),
            12,
            (5, 6, 7, 7, 8, 9),
            12,
            40,
            True,
            FULL_LINE,
            Oddities(3, 3, 2, 4, 1, 2, 1, 3, 4, 1, 2, 2),
        ),
        Preset(
            "full",
            100,
            "config/config.yaml",
            ("2023", "2024"),
            50,
            (5, 6, 6, 7),
            40,
            120,
            True,
            FULL_LINE,
            Oddities(10, 8, 6, 14, 4, 6, 3, 8, 12, 2, 4, 2),
            Response(),
            500,
        ),
    )
}
