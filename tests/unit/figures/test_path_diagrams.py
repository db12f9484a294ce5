"""Path diagrams: where boxes stand, which arrows are solid, what is read aloud."""

import xml.etree.ElementTree as ET

import pytest
from published_tables import DEMO

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.kinds import path_diagrams, site_paths
from isop_analysis.figures.path_grid import best_places
from isop_analysis.figures.path_layout import Judged, Place, _descended, layout_of
from isop_analysis.figures.style import use_style
from isop_analysis.language.names import Names
from isop_analysis.language.words import words_in
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.loading import load

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
    layout = layout_of(tuple(arrows))
    assert {name: column for name, (column, _) in layout.places.items()} == columns


@pytest.mark.parametrize("arrows", [MEDIATION, TWO_OUTCOMES])
def test_no_arrow_runs_through_a_box_and_boxes_keep_apart(arrows: list[tuple[str, str]]) -> None:
    places = layout_of(tuple(arrows)).places
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


CENTRAL = [
    *[("dose", "collaboration"), ("before", "collaboration"), ("disadvantage", "collaboration")],
    *[("collaboration", "outcome"), ("dose", "outcome"), ("before", "outcome"), ("disadvantage", "outcome")],
]


@pytest.mark.parametrize(
    ("arrows", "crossings"),
    [
        (MEDIATION, 0),
        ([("d", "n1"), ("n0", "n1"), ("t0", "n1"), ("n1", "t1"), ("d", "t1"), ("t0", "t1")], 0),
        ([arrow for arrow in CENTRAL if "disadvantage" not in arrow], 0),
        (CENTRAL, 1),
        (TWO_OUTCOMES, 5),
    ],
)
def test_as_few_arrows_cross_as_can_be(arrows: list[tuple[str, str]], crossings: int) -> None:
    through, crossing, _ = cost(layout_of(tuple(arrows)).places, arrows)
    assert (through, crossing) == (0, crossings)


@pytest.mark.parametrize("arrows", [MEDIATION, CENTRAL])
def test_all_places_of_few_boxes_are_tried_by_the_same_measure(arrows: list[tuple[str, str]]) -> None:
    names = list(dict.fromkeys(name for arrow in arrows for name in arrow))
    columns = {name: column for name, (column, _) in layout_of(tuple(arrows)).places.items()}
    members = [[name for name in names if columns[name] == own] for own in range(3)]
    best = best_places(members, 7, arrows)
    assert best is not None
    assert cost(best, arrows) <= cost(_descended(members, 7, arrows), arrows)
    assert best_places(members * 3, 7, arrows) is None


def cost(places: Place, arrows: list[tuple[str, str]]) -> tuple[int, int, float]:
    return Judged.of({name: column for name, (column, _) in places.items()}, arrows).cost(places)


def path(effect: str, cause: str, value: float, low: float, high: float) -> dict[str, object]:
    return {
        "lhs": effect, "op": "~", "rhs": cause, "std_all": value, "estimate": value,
        "ci_low": low, "ci_high": high, "verdict": sign_of(low, high), "n": Count.exactly(51),
        "group": None, "level": None,
    }  # fmt: skip


def test_what_a_diagram_shows_and_says(tmp_path) -> None:  # type: ignore[no-untyped-def]
    study, words = load(DEMO, root=tmp_path), words_in("nl")
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
    study, words = load(DEMO, root=tmp_path), words_in("en")
    rows = [path("transfer_T1", "guidance_hours", 0.3, 0.04, 0.56) | {"level": 2}]
    use_style()
    drawn = path_diagrams._drawn("m", "path_m_between", rows, rows, Names(study, "en"), words)
    assert drawn.title == "m (between groups)"
    assert "from ‘Guidance hours’ to ‘Transfer to own practice T1’ .30" in drawn.alt


ESTIMATE = {
    "model": "sites_and_chances", "scale": "network_skill", "outcome": "under_advised", "n": Count(85, 89),
    "clusters": 12, "error_taken": 0.26, "leads": True, "converged": True, "admissible": True,
}  # fmt: skip


OUTCOME = "Voorlopig schooladvies lager dan het toetsadvies (verzonnen)"


def slope(path_: str, value: float, low: float, high: float, **more: object) -> dict[str, object]:
    return (
        ESTIMATE
        | {"path": path_, "estimate": value, "ci_low": low, "ci_high": high}
        | {"verdict": sign_of(low, high)}
        | more
    )


def test_the_central_model_is_drawn_at_two_levels(tmp_path) -> None:  # type: ignore[no-untyped-def]
    study, words = load(DEMO, root=tmp_path), words_in("nl")
    estimates = [
        slope("participation_to_collaboration", 0.41, -1.0, 3.0),
        slope("collaboration", 0.52, 1.0, 9.0),
        slope("collaboration", 0.99, 1.0, 9.0, leads=False),
        slope("participation", -0.12, -4.0, 2.0),
        slope("baseline", 0.6, 0.2, 1.0),
        slope("indirect", 0.2, -1.0, 4.0),
    ]
    items = [
        ESTIMATE
        | {"item": name, "std_all": value, "estimate": 1.0, "ci_low": 1.0, "ci_high": 1.0}
        | {"std_ci_low": value - 0.2, "std_ci_high": value + 0.2}
        | {"verdict": sign_of(value - 0.2, value + 0.2)}
        for name, value in {"ns1": 0.7, "ns4": 0.1}.items()
    ]
    fit = ESTIMATE | {"unit": "site", "leads": "corrected", "status": "fitted"}
    use_style()
    names = Names(study, "nl")
    one = site_paths.Diagram(fit, site_paths._slopes(estimates), items, names, words)
    drawn = site_paths._drawn(one)
    assert [(row["rhs"], row["lhs"]) for row in one.slopes] == [
        ("participation", "collaboration"),
        ("collaboration", "outcome"),
        ("participation", "outcome"),
        ("baseline", "outcome"),
    ]
    assert drawn.title == f"Hangt ‘Netwerkvaardigheid’ van locaties samen met ‘{OUTCOME}’?"
    assert "12\u00a0locaties en 85–89\u00a0mensen" in drawn.caption
    assert "leidende schatting (ontdaan van toeval en onnauwkeurigheid)" in drawn.caption
    assert drawn.caption.endswith("rechthoek: gemeten. Van toeval en onnauwkeurigheid kon maar 26% eraf.")
    assert (
        f"van ‘Netwerkvaardigheid, gemiddelde per locatie’ naar ‘{OUTCOME}’ ,52, het interval sluit nul uit"
    ) in drawn.alt
    assert "2\u00a0vragen meten ‘Netwerkvaardigheid’ van mensen, met ladingen van ,10 tot ,70." in drawn.alt
    texts = " ".join("".join(ET.fromstring(drawn.svg).itertext()).split())
    for text in (
        "Tussen locaties",
        "Binnen locaties, tussen mensen",
        "leidende schatting:",
        "(omgekeerd)",
        "−,12",
    ):
        assert text in texts
    # two open slopes and one open loading, a shaft and a head each, and the line between the levels
    assert drawn.svg.count("stroke-dasharray") == 7
    assert [row[1] for row in drawn.table.rows] == [",41", ",52", "−,12", ",60", ",70", ",10"]
