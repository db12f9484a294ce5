"""Every kind of figure: its texts can be read, and one of each kind looks as `looks.txt` tells it.

`looks.txt` tells of a drawing its height, its marks, lines, areas and letters from back to front, where
columns and rows stand, in points, and what is said. It comes from the drawings themselves: that these stand
where the numbers say, `test_drawn_coordinates.py` holds to the tables. Where a drawing is meant to look
otherwise, or the demo's tables are other ones, `ISOP_RENEW=1 ./test tests/unit/figures` writes it anew: read
what changed.
"""

import os
from pathlib import Path

from read_layout import covered, frame, letters, looks, outside, overlapping

from isop_analysis.figures.drawn import Drawn

NARROWEST = 560  # px; pages never draw a figure narrower, on a telephone it is moved sideways
LOOKS = Path(__file__).with_name("looks.txt")
TOLD = {
    "answer_forests": ("answer_participation", "answer_ingredients"),
    "answers": ("answers_transfer",),
    "choices": ("choices_works_with",),
    "professions": ("professions_works_with",),
    "confounding": ("confounding_participation-to-transfer_indirect_network-skill-T1_transfer-T1",),
    "detectable": ("detectable_roles",),
    "effects": ("effects_attitude",),
    "expected_lines": ("expected_growth_by_role_lines_of_roles_skill",),
    "flow": ("participant_flow", "response_flow"),
    "joint_displays": ("joint_roles_in_numbers_and_words",),
    "loadings": ("loadings_cfa_attitudes",),
    "missing": ("missing_patterns",),
    "path_diagrams": ("path_mediation", "path_participation_to_transfer"),
    "region": ("region_disadvantage",),
    "scales": ("scales_skill",),
    "site_paths": ("site_paths_sites_and_chances_network_skill_under_advised",),
    "site_slopes": ("sites_sites_and_chances",),
    "teams": ("teams_skill",),
}


def held(kind: str, drawn: dict[str, Drawn]) -> None:
    """Hold all figures of a kind to what every reader needs, and those told in `looks.txt` to it."""
    assert drawn
    for name, one in drawn.items():
        assert overlapping(one.svg) == [], name
        assert outside(one.svg) == [], name
        assert covered(one.svg) == [], name
        assert min(text.size for text in letters(one.svg)) * NARROWEST / 420 >= 11, name
        assert frame(one.svg)[:3] == (0, 0, 420), name
        assert all((one.title, one.caption, one.alt)), name
        assert {len(row) for row in one.table.rows} == {len(one.table.columns)}, name
    own = {name: seen(drawn[name]) for name in TOLD[kind]}
    if os.environ.get("ISOP_RENEW") == "1":
        renew(own)
    assert own == {name: told()[name] for name in TOLD[kind]}


def seen(one: Drawn) -> list[str]:
    """What there is to a figure: its looks, what is said of it, and how its table begins and ends."""
    rows = dict.fromkeys(one.table.rows[place] for place in (0, -1))
    said = [one.title, one.caption, one.alt, *(" | ".join(row) for row in (one.table.columns, *rows))]
    return [*looks(one.svg), *(f"> {text}" for text in said)]


def told() -> dict[str, list[str]]:
    """What `looks.txt` tells, by figure."""
    parts = [part.splitlines() for part in LOOKS.read_text(encoding="utf-8").split("## ")[1:]]
    return {name: lines for name, *lines in parts}


def renew(own: dict[str, list[str]]) -> None:
    """Write what `looks.txt` is to tell of these figures."""
    every = told() | own
    parts = ["\n".join([f"## {name}", *lines]) for name, lines in every.items()]
    LOOKS.write_text("\n".join([*parts, ""]), encoding="utf-8")


def test_looks_of_answer_forests(answer_forests_drawn: dict[str, Drawn]) -> None:
    held("answer_forests", answer_forests_drawn)


def test_looks_of_answers(answers_drawn: dict[str, Drawn]) -> None:
    held("answers", answers_drawn)


def test_looks_of_choices(choices_drawn: dict[str, Drawn]) -> None:
    held("choices", choices_drawn)


def test_looks_of_professions(professions_drawn: dict[str, Drawn]) -> None:
    held("professions", professions_drawn)


def test_looks_of_confounding(confounding_drawn: dict[str, Drawn]) -> None:
    held("confounding", confounding_drawn)


def test_looks_of_detectable(detectable_drawn: dict[str, Drawn]) -> None:
    held("detectable", detectable_drawn)


def test_looks_of_effects(effects_drawn: dict[str, Drawn]) -> None:
    held("effects", effects_drawn)


def test_looks_of_expected_lines(expected_lines_drawn: dict[str, Drawn]) -> None:
    held("expected_lines", expected_lines_drawn)


def test_looks_of_flow(flow_drawn: dict[str, Drawn]) -> None:
    held("flow", flow_drawn)


def test_looks_of_joint_displays(joint_displays_drawn: dict[str, Drawn]) -> None:
    held("joint_displays", joint_displays_drawn)


def test_looks_of_loadings(loadings_drawn: dict[str, Drawn]) -> None:
    held("loadings", loadings_drawn)


def test_looks_of_missing(missing_drawn: dict[str, Drawn]) -> None:
    held("missing", missing_drawn)


def test_looks_of_path_diagrams(path_diagrams_drawn: dict[str, Drawn]) -> None:
    held("path_diagrams", path_diagrams_drawn)


def test_looks_of_region(region_drawn: dict[str, Drawn]) -> None:
    held("region", region_drawn)


def test_looks_of_scales(scales_drawn: dict[str, Drawn]) -> None:
    held("scales", scales_drawn)


def test_looks_of_site_paths(site_paths_drawn: dict[str, Drawn]) -> None:
    held("site_paths", site_paths_drawn)


def test_looks_of_site_slopes(site_slopes_drawn: dict[str, Drawn]) -> None:
    held("site_slopes", site_slopes_drawn)


def test_looks_of_teams(teams_drawn: dict[str, Drawn]) -> None:
    held("teams", teams_drawn)
