"""Published tables of a study, invented.

Estimates are the invented ones of the report's tests, rounded as contracts say; counts are bands.
"""

from pathlib import Path
from typing import Any

import invented_tables
import numpy as np
import pandas as pd
from invented_tables import DEMO

from isop_analysis.contracts.counts import Count
from isop_analysis.contracts.mappings import written_names
from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.published_files import write_published
from isop_analysis.contracts.table import Column
from isop_analysis.measurement.scores import score_range
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.loading import load
from isop_analysis.study.study import Study

Row = dict[str, Any]
OF_THE_DEMO = (
    *("people_flow", "flow", "missing_patterns", "choices", "team_scores", "team_spread"),
    *("joint_display", "site_models", "site_estimates", "site_loadings"),
)
MEANS = (2.75, 3.0, 3.25, 3.25, 3.5, 3.5, 3.75, 4.0, 4.25)
ANSWERS = {1.0: "0-4", 2.0: "5-9", 3.0: "20-24", 4.0: "40-44", 5.0: "30-34"}


def readers_study(folder: Path, config: Path = DEMO) -> Study:
    """Return the study as readers see it: below another folder, with published tables alone."""
    study = load(config, root=folder)
    made = invented_tables._short_tables(study, np.random.default_rng(7))
    if study.name == "demo":
        made = invented_tables._demo_tables(study, np.random.default_rng(7))
    rows = made | _counted(study)
    for name in PUBLISHED_NAMES:
        publish(study, name, rows.get(name, []))
    return study.as_readers_see_it()


def publish(study: Study, name: str, rows: list[Row]) -> None:
    """Write a published table with these rows; columns that a row lacks are empty."""
    columns = published(name).columns
    told = [{column.name: _told(row, column) for column in columns} for row in rows]
    write_published(pd.DataFrame(told, columns=[column.name for column in columns]), name, study.published)


def _told(row: Row, column: Column) -> Any:
    cell = row.get(column.name)
    if column.name == "verdict" and cell is None:
        return sign_of(row.get("ci_low"), row.get("ci_high"))
    if cell is None:
        return None
    if column.kind == "number":
        return round(float(cell), column.digits) + 0.0
    return str(cell) if column.kind == "count" else cell


def _counted(study: Study) -> dict[str, list[Row]]:
    found = {
        "item_counts": _item_counts(study),
        "item_descriptives": _item_descriptives(study),
        "scale_descriptives": _scale_descriptives(study),
        "score_counts": _score_counts(study),
    }
    if study.name != "demo":
        return found | {name: [] for name in OF_THE_DEMO}
    return found | {
        "people_flow": _people_flow(),
        "flow": _flow(study),
        "missing_patterns": _missing_patterns(),
        "choices": _choices(study),
        "team_scores": _team_scores(study),
        "team_spread": _team_spread(study),
        "joint_display": _joint_display(study),
        **_sites(study),
    }


def _occasions(study: Study) -> list[str]:
    return list(dict.fromkeys(wave.occasion for wave in sorted(study.config.waves, key=lambda w: w.time)))


def _people_flow() -> list[Row]:
    told = [
        ("T0", "agreed", 110, ["invited"]),
        ("T0", "answered", 80, []),
        ("T0", "kept", 66, []),
        ("T1", "kept", 51, ["invited", "agreed", "answered"]),
        ("T2", "answered", 48, ["invited", "agreed"]),
        ("T2", "kept", 36, []),
    ]
    return [
        {"cohort": cohort, "occasion": occasion, "stage": stage, "people": people + place}
        | {"told_with": written_names(others)}
        for place, cohort in enumerate(("2023", "2024"))
        for occasion, stage, people, others in told
    ]


def _flow(study: Study) -> list[Row]:
    return [
        {"instrument": one.name, "occasion": occasion, "stage": stage}
        | {"responses": str(Count.banded(140 - 30 * step - 15 * (stage == "kept"), 5))}
        for one in study.instruments
        for step, occasion in enumerate(_occasions(study))
        for stage in ("received", "kept")
    ]


def _missing_patterns() -> list[Row]:
    told = [
        ("111", "complete", "50-54", 0.5),
        ("100", "left", "25-29", 0.26),
        ("1-1", "intermittent", "15-19", 0.16),
        ("rest", None, "5-9", 0.07),
    ]
    return [
        {"of": "occasions", "occasion": "all", "pattern": pattern, "kind": kind}
        | {"people": people, "share": share}
        for pattern, kind, people, share in told
    ]


def _item_counts(study: Study) -> list[Row]:
    """Answers to every item from 1 to 5 at T0, but for the first of each scale of two items or more."""
    middles = {value: Count.read(cell).middle for value, cell in ANSWERS.items()}
    rows: list[Row] = []
    for instrument, scale in study.scales:
        for name in scale.items[1:]:
            allowed = instrument.answer_scale(instrument.item(name).answers)
            if (allowed.low, allowed.high) == (1, 5):
                rows += [
                    {"instrument": instrument.name, "item": name, "occasion": "T0", "answer": value}
                    | {"count": cell, "share": middles[value] / sum(middles.values())}
                    for value, cell in ANSWERS.items()
                ]
    return rows


def _item_descriptives(study: Study) -> list[Row]:
    return [
        {"instrument": instrument.name, "scale": scale.name, "item": name, "occasion": "T0", "mean": 3.9}
        | {"n": "95-99" if place % 2 else "100-104", "item_rest": 0.52, "alpha_if_dropped": 0.74}
        for instrument, scale in study.scales
        for place, name in enumerate(scale.items[1:])
    ]


def _scale_descriptives(study: Study) -> list[Row]:
    """Every scale at T0 and T1; at T2 too few people answered."""
    rows = []
    for place, (instrument, scale) in enumerate(study.scales):
        low, high = score_range(instrument, scale)
        for step, occasion in enumerate(_occasions(study)[:2]):
            mean = low + (high - low) * (0.6 + 0.05 * step + 0.01 * (place % 3))
            rows.append(
                {"instrument": instrument.name, "scale": scale.name, "occasion": occasion, "teams": 24}
                | {"n": "125-129", "persons": "125-129", "mean": mean, "sd": (high - low) * 0.16}
            )
    return rows


def _score_counts(study: Study) -> list[Row]:
    """How scores at T0 are spread; at T1 somebody would be given away."""
    shares = (0.01, 0.02, 0.05, 0.12, 0.2, 0.3, 0.2, 0.1)
    rows: list[Row] = []
    for instrument, scale in study.scales:
        edges = np.linspace(*score_range(instrument, scale), len(shares) + 1)
        rows += [
            {"scale": scale.name, "occasion": "T0", "count": "10-14", "share": share}
            | {"low": edges[place], "high": edges[place + 1]}
            for place, share in enumerate(shares)
        ]
    return rows


def _choices(study: Study) -> list[Row]:
    """The first question by group, where two professions are large enough; the others for everyone alone."""
    profession = next(one for one in study.config.attributes if one.name == study.config.choices_by)
    groups = [(profession.name, value.name, 40) for value in profession.values[:2]]
    rows: list[Row] = []
    questions = [question for one in study.instruments for question in one.multiple_choice]
    for place, question in enumerate(questions):
        for attribute, value, asked in [("all", "all", 110), *(groups if place == 0 else [])]:
            for spread, option in enumerate(question.options):
                chosen = Count.banded(int(asked * (0.15 + 0.09 * spread)), 5)
                rows.append(
                    {"question": question.name, "option": option.name, "occasion": "T0"}
                    | {"attribute": attribute, "value": value, "chosen": str(chosen)}
                    | {"asked": str(Count.banded(asked, 5)), "share": chosen.middle / (asked + 2)}
                )
    return rows


def _team_scores(study: Study) -> list[Row]:
    """Nine teams at T0, three at T1."""
    rows = []
    for instrument, scale in study.scales:
        low, high = score_range(instrument, scale)
        for occasion, told in (("T0", MEANS), ("T1", MEANS[:3])):
            rows += [
                {"scale": scale.name, "occasion": occasion, "place": place}
                | {"mean": low + (high - low) * (mean - 1) / 4}
                for place, mean in enumerate(told, start=1)
            ]
    return rows


def _team_spread(study: Study) -> list[Row]:
    rows = []
    for instrument, scale in study.scales:
        low, high = score_range(instrument, scale)
        ends = {"low": low + (high - low) * 0.45, "high": low + (high - low) * 0.76}
        rows.append(
            {"scale": scale.name, "occasion": "T0", "teams": 9, "not_shown": 15, "margin": 0.6} | ends
        )
        rows.append({"scale": scale.name, "occasion": "T1", "teams": 3, "not_shown": 21, "margin": 0.7})
    return rows


def _joint_display(study: Study) -> list[Row]:
    assert study.integration is not None
    return [
        {"display": display.name, "scale": display.scale, "band": band, "teams": 8, "theme": theme}
        | {"score_mean": 2.9 + 0.4 * band, "teams_with_theme": 2 + band + place, "teams_left_out": 5}
        | {"segments": str(Count.banded(6 + 2 * band, 5))}
        for display in study.integration.joint_displays
        for band in (1, 2, 3)
        for place, theme in enumerate(display.themes)
    ]


def _sites(study: Study) -> dict[str, list[Row]]:
    """One fitted model of sites by two ways, and one that is refused because it rests on few people."""
    key: Row = {"model": study.micro_macro[0].name, "scale": "network_skill", "outcome": "under_advised"}
    cells = {"people": "95-99", "cells_suppressed": 0, "cells_unknown": 0}
    estimated = key | {"n": "85-89", "clusters": 12, "converged": True, "admissible": True}
    fit = estimated | {"unit": "site", "status": "fitted", "leads": "corrected"} | cells
    refused = key | {"scale": "transfer", "unit": "site", "status": "refused", "n": "10-14"}
    refused |= {"clusters": 4} | cells
    paths = {"collaboration": 0.52, "participation": -0.12, "participation_to_collaboration": 0.41}
    estimates = [
        estimated
        | {"method": method, "leads": leads, "path": path, "estimate": value, "error_taken": 0.26}
        | {"depends": False, "hinges": False}
        | {"ci_low": value - 0.5, "ci_high": value + 0.4, "lowest": value - 0.3, "highest": value + 0.2}
        for method, leads in (("corrected", True), ("manifest", False))
        for path, value in paths.items()
    ]
    loadings = [
        estimated
        | {"item": item, "estimate": 1.0, "ci_low": 1.0, "ci_high": 1.0, "std_all": value}
        | {"std_ci_low": value - 0.2, "std_ci_high": value + 0.1, "verdict": "goes_together"}
        for item, value in {"ns1": 0.71, "ns4": 0.38}.items()
    ]
    return {"site_models": [fit, refused], "site_estimates": estimates, "site_loadings": loadings}
