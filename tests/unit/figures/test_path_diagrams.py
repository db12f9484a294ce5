"""Path diagrams: where boxes stand, which arrows are solid, what is read aloud."""

import xml.etree.ElementTree as ET

import pytest
from invented_tables import study_in

from isop_analysis.figures import path_diagrams
from isop_analysis.figures.path_layout import layout_of
from isop_analysis.figures.style import use_style
from isop_analysis.report.names import Names
from isop_analysis.report.words import words_in

MEDIATION = [("dose", "roles"), ("roles0", "roles"), ("roles", "transfer"), ("dose", "transfer")]
TWO_OUTCOMES = [
    *[("d1", "r1"), ("r0", "r1"), ("d1", "n1"), ("n0", "n1"), ("r1", "t2"), ("n1", "t2"), ("d1", "t2")],
    *[("t0", "t2"), ("r1", "p2"), ("n1", "p2"), ("d1", "p2"), ("p0", "p2")],
]


@pytest.mark.parametrize(
    ("arrows", "columns"),
    [
        (MEDIATION, {"dose": 0, "roles0": 0, "roles": 1, "transfer": 2}),
        ([("a", "b"), ("b", "a")], {"a": 0, "b": 1}),
        ([("a", "b")], {"a": 0, "b": 1}),
    ],
)
def test_effects_stand_right_of_their_causes(arrows: list[tuple[str, str]], columns: dict[str, int]) -> None:
    layout = layout_of(arrows)
    assert {name: column for name, (column, _) in layout.places.items()} == columns


@pytest.mark.parametrize("arrows", [MEDIATION, TWO_OUTCOMES])
def test_no_arrow_runs_through_a_box_and_boxes_keep_apart(arrows: list[tuple[str, str]]) -> None:
    places = layout_of(arrows).places
    for cause, effect in arrows:
        (x1, y1), (x2, y2) = places[cause], places[effect]
        between = {name: at for name, at in places.items() if x1 < at[0] < x2}
        heights = {name: y1 + (y2 - y1) * (at[0] - x1) / (x2 - x1) for name, at in between.items()}
        assert [name for name, height in heights.items() if abs(height - between[name][1]) < 0.9] == []
    rows: dict[int, list[int]] = {}
    for column, row in places.values():
        rows.setdefault(column, []).append(row)
    for own in rows.values():
        assert all(later - earlier >= 2 for earlier, later in zip(sorted(own), sorted(own)[1:], strict=False))


def path(effect: str, cause: str, value: float, low: float, high: float) -> dict[str, object]:
    return {
        "lhs": effect, "op": "~", "rhs": cause, "std_all": value, "estimate": value,
        "ci_low": low, "ci_high": high, "n": 51, "group": None, "level": None,
    }  # fmt: skip


def test_what_a_diagram_shows_and_says(tmp_path) -> None:  # type: ignore[no-untyped-def]
    study, words = study_in(tmp_path), words_in("nl")
    rows = [
        path("network_skill_T1", "dose_T1", -0.107, -1.2, 0.5),
        path("transfer_T1", "network_skill_T1", 0.301, 0.04, 0.56),
    ]
    use_style()
    drawn = path_diagrams._drawn("m", "path_m", rows, rows, Names(study, "nl"), words)
    assert drawn.alt == (
        "Padmodel met pijlen van links naar rechts: van ‘Deelname T1’ naar ‘Netwerkvaardigheid T1’ −,11, het "
        "interval omvat nul; van ‘Netwerkvaardigheid T1’ naar ‘Toepassen in de eigen praktijk T1’ ,30, het "
        "interval sluit nul uit."
    )
    assert drawn.table.rows[1] == (
        "Toepassen in de eigen praktijk T1 ← Netwerkvaardigheid T1", ",30", "0,30", "[0,04;\u00a00,56]",
    )  # fmt: skip
    texts = "".join(ET.fromstring(drawn.svg).itertext())
    assert "−,11" in texts
    assert ",30" in texts
    assert drawn.svg.count("stroke-dasharray") == 2  # the shaft and the head of the one dashed arrow


def test_the_title_of_a_level_says_which(tmp_path) -> None:  # type: ignore[no-untyped-def]
    study, words = study_in(tmp_path), words_in("en")
    rows = [path("transfer_T1", "guidance_hours", 0.3, 0.04, 0.56) | {"level": 2}]
    use_style()
    drawn = path_diagrams._drawn("m", "path_m_between", rows, rows, Names(study, "en"), words)
    assert drawn.title == "m (between groups)"
    assert "from ‘Guidance hours’ to ‘Transfer to own practice T1’ .30" in drawn.alt
