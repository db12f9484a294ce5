"""Invented rows beside the surveys: texts, joint displays, sites, the region's schools."""

from typing import Any

from isop_analysis.contracts.cells import Count
from isop_analysis.study.study import Study

Row = dict[str, Any]


def context_rows(study: Study) -> dict[str, list[Row]]:
    """Return the tables of texts, sites and open data."""
    return {
        "theme_counts": _themes(study),
        "coder_agreement": _coders(study),
        "joint_display": _joint_display(study),
        "region_schools": _region(study),
        "outcome_cells": [
            {"outcome": "under_advised", "first_year": "2022-2023", "last_year": "2024-2025"}
            | {"known": 27, "suppressed": 3, "unknown": 6}
        ],
        **_sites(study),
    }


def _themes(study: Study) -> list[Row]:
    assert study.integration is not None
    rows = []
    for theme in study.integration.themes:
        codes = ["all", *(code.name for code in study.integration.codes if code.theme == theme.name)]
        for place, code in enumerate(codes):
            counts = {"segments": 40 - 9 * place, "teams": 18 - 4 * place, "people": 30 - 7 * place}
            told = {name: str(Count.banded(max(count, 0), 5)) for name, count in counts.items()}
            rows.append({"theme": theme.name, "code": code} | told)
    return rows


def _coders(study: Study) -> list[Row]:
    assert study.integration is not None
    return [
        {
            "code": code.name,
            "segments": 60,
            "both": 20,
            "one": 6,
            "percentage": 90.0,
            "kappa": 0.76,
            "reason": None,
        }
        for code in study.integration.codes
    ]


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


def _region(study: Study) -> list[Row]:
    assert study.config.region is not None
    rows = []
    for measure, base, provider, step in (
        ("disadvantage", 0.6, "all", 0.03),
        ("final_test", 534.0, "CET", 1.0),
    ):
        for area in study.config.region.areas:
            for place, town in enumerate(area.municipalities):
                rows.append(
                    _place(
                        measure,
                        provider,
                        "municipality",
                        town.code,
                        town.name,
                        area.name,
                        14,
                        base + step * place,
                    )
                )
            rows.append(
                _place(measure, provider, "area", area.name, area.title.nl, area.name, 80, base + 2 * step)
            )
        rows.append(_place(measure, provider, "country", "NL", "Nederland", None, 6000, base + 5 * step))
    return rows


def _place(
    measure: str, provider: str, level: str, code: str, name: str, area: str | None, schools: int, mean: float
) -> Row:
    return {
        "measure": measure,
        "provider": provider,
        "level": level,
        "code": code,
        "name": name,
        "area": area,
        "schools": schools,
        "mean": mean,
        "sd": mean * 0.02,
        "median": mean * 0.999,
        "minimum": mean * 0.985,
        "maximum": mean * 1.012,
    }


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
