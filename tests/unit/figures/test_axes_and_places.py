"""Axes, places and edges of figures on cases that the demo does not have."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from read_layout import frame, letters, overlapping
from read_svg import Drawing

from isop_analysis.contracts.cells import Count
from isop_analysis.figures import path_drawing, path_grid
from isop_analysis.figures.drawn import Drawn, drawing_of, forget_changed, hash_of, list_of
from isop_analysis.figures.kinds import (
    answer_forests,
    confounding,
    detectable,
    effects,
    expected_lines,
    flow,
    loadings,
    path_diagrams,
    site_slopes,
)
from isop_analysis.figures.kinds.answer_forests import Panel
from isop_analysis.figures.kinds.answers import _values
from isop_analysis.figures.kinds.expected_lines import Expected
from isop_analysis.figures.kinds.joint_displays import band_name
from isop_analysis.figures.panels import Panels
from isop_analysis.figures.path_layout import Judged, Layout, _moves, _settled, _starts, layout_of
from isop_analysis.figures.style import FAINT, INK, SCORE, SOFT, canvas, svg_of, use_style
from isop_analysis.language.conclusions import Facts
from isop_analysis.language.effects import contrasts
from isop_analysis.language.names import Names
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import words_in
from isop_analysis.stats.verdicts import sign_of
from isop_analysis.study.study import Study

ENGLISH = words_in("en")


def ticks(draw: Callable[[Any], None]) -> list[str]:
    """The labels centred below an axis, from left to right."""
    use_style()
    figure, axes = canvas(120)
    draw(axes)
    found = sorted((one.x, one.text) for one in letters(svg_of(figure)) if one.anchor == "middle")
    return [text for _, text in found if text.strip("−+0123456789.") == ""]


@pytest.mark.parametrize(
    ("reach", "labels"),
    [
        (0.16, ["−0.15", "−0.10", "−0.05", "0", "+0.05", "+0.10", "+0.15"]),
        (0.4, ["−0.4", "−0.3", "−0.2", "−0.1", "0", "+0.1", "+0.2", "+0.3", "+0.4"]),
        (0.7, ["−0.6", "−0.4", "−0.2", "0", "+0.2", "+0.4", "+0.6"]),
        (1.1, ["−1.0", "−0.5", "0", "+0.5", "+1.0"]),
        (4.0, ["−4", "−3", "−2", "−1", "0", "+1", "+2", "+3", "+4"]),
        (7.0, ["−6", "−4", "−2", "0", "+2", "+4", "+6"]),
        (16.0, ["−15", "−10", "−5", "0", "+5", "+10", "+15"]),
        (41.0, ["−40", "−30", "−20", "−10", "0", "+10", "+20", "+30", "+40"]),
        (70.0, ["−60", "−40", "−20", "0", "+20", "+40", "+60"]),
        (170.0, ["−150", "−100", "−50", "0", "+50", "+100", "+150"]),
    ],
)
def test_answers_are_read_at_few_round_numbers(reach: float, labels: list[str]) -> None:
    panel = Panel(100, 400, -reach, reach)
    assert ticks(lambda axes: answer_forests._axis(axes, panel, 10, 60, ENGLISH, False)) == labels


def test_the_longer_side_decides_how_many_ticks_an_axis_has() -> None:
    panel = Panel(100, 400, -4.0, 0.3)
    found = ticks(lambda axes: answer_forests._axis(axes, panel, 10, 60, ENGLISH, False))
    assert found == ["−4", "−3", "−2", "−1", "0"]
    in_grid = ticks(lambda axes: answer_forests._axis(axes, panel, 10, 60, ENGLISH, True))
    assert in_grid == ["−4", "−2", "0"]


def both_ways(value: float) -> float:
    return 250 + value


@pytest.mark.parametrize(
    ("reach", "labels"),
    [
        (0.31, ["−0.3", "−0.2", "−0.1", "0", "0.1", "0.2", "0.3"]),
        (0.65, ["−0.6", "−0.4", "−0.2", "0", "0.2", "0.4", "0.6"]),
        (1.2, ["−1.0", "−0.5", "0", "0.5", "1.0"]),
        (3.2, ["−3.0", "−2.0", "−1.0", "0", "1.0", "2.0", "3.0"]),
        (6.5, ["−6.0", "−4.0", "−2.0", "0", "2.0", "4.0", "6.0"]),
        (16.0, ["−15.0", "−10.0", "−5.0", "0", "5.0", "10.0", "15.0"]),
        (40.0, ["−40.0", "0", "40.0"]),
    ],
)
def test_effects_are_read_at_few_round_numbers(reach: float, labels: list[str]) -> None:
    assert ticks(lambda axes: effects._frame(axes, both_ways, reach, 60, ENGLISH)) == labels


@pytest.mark.parametrize(
    ("reach", "labels"),
    [
        (0.45, ["0", "0.1", "0.2", "0.3", "0.4"]),
        (1.1, ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (2.6, ["0", "0.5", "1.0", "1.5", "2.0", "2.5"]),
        (5.5, ["0", "1.0", "2.0", "3.0", "4.0", "5.0"]),
        (11.0, ["0", "2.0", "4.0", "6.0", "8.0", "10.0"]),
        (26.0, ["0", "5.0", "10.0", "15.0", "20.0", "25.0"]),
        (60.0, ["0", "60.0"]),
    ],
)
def test_what_can_be_found_is_read_at_few_round_numbers(reach: float, labels: list[str]) -> None:
    assert ticks(lambda axes: detectable._frame(axes, both_ways, reach, 60, ENGLISH)) == labels


@pytest.mark.parametrize(
    ("reach", "labels"),
    [
        (0.03, ["−0.03", "−0.02", "−0.01", "0", "0.01", "0.02", "0.03"]),
        (0.16, ["−0.15", "−0.10", "−0.05", "0", "0.05", "0.10", "0.15"]),
        (0.9, ["−0.50", "0", "0.50"]),
        (3.4, ["−3", "−2", "−1", "0", "1", "2", "3"]),
        (12.0, ["−10", "−5", "0", "5", "10"]),
        (30.0, ["−30", "−20", "−10", "0", "10", "20", "30"]),
    ],
)
def test_slopes_are_read_at_few_round_numbers(reach: float, labels: list[str]) -> None:
    assert ticks(lambda axes: site_slopes._axis(axes, both_ways, reach, 60, ENGLISH)) == labels


def estimate(low: float | None, high: float | None, strict: tuple[float, float] | None = None) -> Any:
    strict_low, strict_high = strict or (None, None)
    return SimpleNamespace(low=low, high=high, strict_low=strict_low, strict_high=strict_high)


@pytest.mark.parametrize(
    ("told", "low", "high"),
    [
        ([estimate(0.0, 1.0)], -0.03, 1.03),
        ([estimate(-1.0, 0.0)], -1.03, 0.03),
        ([estimate(0.5, 1.5)], -0.03, 1.53),
        ([estimate(-1.0, 1.0), estimate(None, None)], -1.06, 1.06),
        ([estimate(-1.0, 1.0, (-1.5, 1.2))], -1.56, 1.26),
        ([estimate(-1.0, 1.0, (-9.0, 9.0))], -2.26, 2.26),
    ],
)
def test_an_axis_holds_intervals_and_zero_with_stricter_ones_as_far_as_they_fit(
    told: list[Any], low: float, high: float
) -> None:
    (panel,) = answer_forests._panels(1, told, False)
    assert (panel.low, panel.high) == pytest.approx((low, high))
    assert (panel.left, panel.right) == (118, 362)


def test_columns_share_an_axis_side_by_side() -> None:
    panels = answer_forests._panels(2, [estimate(-1.0, 1.0, (-9.0, 9.0))], True)
    assert [(one.left, one.right) for one in panels] == [(104, 228), (266, 390)]
    assert {(round(one.low, 9), round(one.high, 9)) for one in panels} == {(-1.06, 1.06)}


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [(0, 4, (0, 1, 2, 3, 4)), (0.5, 4, ()), (1, 4.5, ()), (0.5, 4.5, ())],
)
def test_answers_without_labels_are_whole_numbers_or_not_drawn(
    low: float, high: float, values: tuple[float, ...]
) -> None:
    allowed = SimpleNamespace(values=(), low=low, high=high)
    instrument: Any = SimpleNamespace(
        item=lambda name: SimpleNamespace(answers="own"), answer_scale=lambda answers: allowed
    )
    scale: Any = SimpleNamespace(items=["one"])
    assert _values(instrument, scale) == values


def test_items_whose_answers_were_turned_round_say_so(
    answers_drawn: dict[str, Drawn], tables: Tables
) -> None:
    rows = answers_drawn["answers_network_skill"].table.rows
    assert [row[0].endswith(" (reversed)") for row in rows] == [False, False, False, True, False]
    assert rows[0][-1] == "125–129"
    assert rows[1][1:4] == ("3%", "6%", "33%")


def test_confounding_is_told_at_the_ends_of_what_is_drawn(confounding_drawn: dict[str, Drawn]) -> None:
    one = confounding_drawn["confounding_participation-to-transfer_indirect_network-skill-T1_transfer-T1"]
    assert one.alt == (
        "The effect runs from −0.42 at a correlation of −.6 to 0.16 at .6; it is −0.12 without an unmeasured "
        "cause. It is zero at a correlation of .31."
    )
    labels = [text.text for text in letters(one.svg) if text.anchor == "middle"][:5]
    assert labels == ["−.6", "−.3", "0", ".3", ".6"]


def test_an_effect_without_number_or_with_one_point_has_no_curve(
    told_study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = Tables(told_study)
    (effect,) = every.rows("structural_confounding", model="participation_to_transfer")
    curve = every.rows("structural_confounding_curve", model="participation_to_transfer")
    kept: dict[str, Any] = {}
    monkeypatch.setattr(confounding, "rows_of", lambda study, name: kept[name])
    use_style()
    for effects_told, points, figures in (
        ([effect], curve[:1], 0),
        ([effect | {"estimate": float("nan")}], curve, 0),
        ([effect], curve, 1),
    ):
        kept |= {"structural_confounding": effects_told, "structural_confounding_curve": points}
        assert len(confounding.draw(told_study, ENGLISH)) == figures


def test_a_long_name_of_a_scale_stays_in_its_row(tables: Tables) -> None:
    (one, *_) = [one for one in contrasts(tables, "en") if one.sds_interval]
    broken = ("Knowledge of roles and tasks of", "every other profession")
    long = replace(one, scale=" ".join(broken))
    use_style()
    for figure in (effects._picture([long, long], ENGLISH), detectable._picture([long, long], ENGLISH)):
        svg = svg_of(figure)
        lines = [text for text in letters(svg) if text.text in broken]
        assert [text.text for text in lines] == [*broken, *broken]
        assert lines[2].y - lines[0].y == pytest.approx(21)
        assert lines[1].y - lines[0].y < 10.5
        assert overlapping(svg) == []


def test_a_long_name_above_a_column_has_its_room(told_study: Study, tables: Tables) -> None:
    facts = Facts(told_study, "en", tables)
    (asked,) = [one for one in facts.conclusions if one.question.asks == "which"][:1]
    told = [one for one in asked.estimates if one.points is not None and one.unit == "points"]
    rows = len({one.term for one in told})
    use_style()
    for name, lines in (("x" * 8 + " " + "y" * 8, 1), ("x" * 8 + " " + "y" * 9, 2)):
        named: Any = SimpleNamespace(
            short=lambda scale, name=name: name, predictor=facts.predictor, words=facts.words, language="en"
        )
        svg = svg_of(answer_forests._picture(asked, told, named))
        assert frame(svg)[3] == 16 + 12 * lines + 42 * rows + 24
        above = [text for text in letters(svg) if text.weight == "600" and text.colour == INK]
        assert len({text.y for text in above}) == lines


def test_one_effect_has_a_caption_too(tables: Tables) -> None:
    own = [one for one in contrasts(tables, "en") if one.detectable and one.detectable.fitted is not None]
    assert "found in four of five repetitions" in detectable._caption(own[:1], 0, ENGLISH)
    assert "Not drawn" not in detectable._caption(own[:1], 0, ENGLISH)


def test_loadings_are_read_as_numbers_below_one(loadings_drawn: dict[str, Drawn]) -> None:
    drawing = letters(loadings_drawn["loadings_cfa_attitudes"].svg)
    assert [one.text for one in drawing if one.anchor == "middle"] == ["0", ".5", "1"]


def test_items_take_as_many_lines_as_their_words_need() -> None:
    items = {"one": "x" * 22 + " " + "y" * 23, "two": "x" * 23 + " " + "y" * 23, "three": "z"}
    names: Any = SimpleNamespace(item=items.__getitem__, scale=lambda name: "Own")
    rows = [
        {"lhs": "own", "rhs": name, "std_all": 0.5, "std_ci_low": 0.4, "std_ci_high": 0.6} for name in items
    ]
    use_style()
    svg = svg_of(loadings._picture(rows, names, ENGLISH))
    assert frame(svg)[3] == 8 + 24 + (18.5 + 30 + 18.5) + 24
    assert [mark.y for mark in Drawing.of(svg).marks()] == [28 + 9.25, 28 + 18.5 + 15, 28 + 48.5 + 9.25]


def test_labels_of_lines_stand_below_each_other_in_the_order_of_the_ends(told_study: Study) -> None:
    own = {"A": (1.0, 3.0, 1.0), "B": (1.0, 2.0, 1.05)}
    points = [
        Expected(float(at), group, value, value - 1, value + 1)
        for group, values in own.items()
        for at, value in enumerate(values)
    ]
    use_style()
    panels = Panels.of(["One"])
    expected_lines._panel(panels.axes[0], points, "occasion", Names(told_study, "en"), ENGLISH)
    at = {one.text: one.y for one in letters(svg_of(panels.figure))}
    assert at["A"] - at["B"] == pytest.approx(12)


def test_one_occasion_of_responses_takes_the_whole_width() -> None:
    names: Any = SimpleNamespace(instrument=lambda name: "Scan")
    use_style()
    both = [("scan", "T0", Count.exactly(80), Count.exactly(60))]
    drawing = Drawing.of(svg_of(flow._picture_of_responses(both, ["T0"], names, ENGLISH)))
    ((received,), (kept,)) = drawing.bars(FAINT), drawing.bars(SOFT)
    assert (received.left, received.width) == (112, pytest.approx(296))
    assert kept.width == pytest.approx(296 * 60 / 80)


def test_cohorts_are_added_and_their_sum_is_not_counted_twice(told_study: Study) -> None:
    row = {"occasion": "T0", "stage": "invited", "told_with": "[]"}
    rows = [row | {"cohort": name, "people": Count.exactly(n)} for name, n in (("2023", 40), ("2024", 30))]
    every = [row | {"cohort": "all", "people": Count.exactly(75)}]
    names = Names(told_study, "en")
    assert flow._stages([*rows, *every], names).people == {"invited": {"T0": 70}}
    assert flow._stages(every, names).people == {"invited": {"T0": 75}}
    assert flow._stages(rows[:1], names).people == {"invited": {"T0": 40}}


def test_bands_of_teams_are_called_by_their_place() -> None:
    assert [band_name(band, 3, ENGLISH) for band in (3, 2, 1)] == ["Highest", "Middle", "Lowest"]
    called = [band_name(band, 4, ENGLISH) for band in (4, 3, 2, 1)]
    assert called[::3] == ["Highest", "Lowest"]
    assert ["3" in called[1], "2" in called[2]] == [True, True]


def test_a_list_of_figures_is_forgotten_where_a_drawing_is_not_the_one_it_drew(tmp_path: Path) -> None:
    study: Any = SimpleNamespace(build=tmp_path, config=SimpleNamespace(languages=["en", "nl"]))
    for language in ("en", "nl"):
        drawing = drawing_of(study, language, "one")
        drawing.parent.mkdir(parents=True)
        drawing.write_text("<svg/>")
        list_of(study, language).write_text(json.dumps([{"name": "one", "sha256": hash_of("<svg/>")}]))
    forget_changed(study)
    assert [list_of(study, language).exists() for language in ("en", "nl")] == [True, True]
    drawing_of(study, "nl", "one").write_text("<svg></svg>")
    forget_changed(study)
    assert [list_of(study, language).exists() for language in ("en", "nl")] == [True, False]


def covariance(low: float, high: float) -> dict[str, Any]:
    return {
        "lhs": "roles_tasks_T1", "op": "~~", "rhs": "network_skill_T1", "std_all": 0.4, "estimate": 0.4,
        "ci_low": low, "ci_high": high, "verdict": sign_of(low, high), "n": Count.exactly(51),
        "group": None, "level": None,
    }  # fmt: skip


def two_outcomes(low: float, high: float) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    paths = [
        covariance(0.1, 0.5) | {"lhs": effect, "op": "~", "rhs": "dose_T1"}
        for effect in ("roles_tasks_T1", "network_skill_T1")
    ]
    own = covariance(low, high)
    variance = own | {"rhs": "roles_tasks_T1"}
    other = own | {"rhs": "dose_T1"}
    return paths, [*paths, variance, other, own]


def test_an_arc_joins_outcomes_that_share_more_and_no_other(told_study: Study) -> None:
    paths, rows = two_outcomes(-0.1, 0.8)
    assert path_diagrams._arcs(paths, rows) == [rows[-1]]
    assert path_diagrams._arcs(paths * 5, rows) == []
    use_style()
    names = Names(told_study, "en")
    drawn = {
        sure: path_diagrams._drawn("m", "path_m", *two_outcomes(low, 0.8), names, ENGLISH)
        for sure, low in ((True, 0.1), (False, -0.1))
    }
    assert "two-headed" in drawn[True].caption.lower() or "arc" in drawn[True].caption.lower()
    arcs = [one for one in Drawing.of(drawn[True].svg).strokes(SCORE) if one.width == 0.9]
    assert len(arcs) == 1
    (begin, *_, end) = arcs[0].points
    assert begin[0] == end[0] == pytest.approx(396, abs=0.5)
    assert max(x for x, _ in arcs[0].points) > 396
    (open_arc,) = [one for one in Drawing.of(drawn[False].svg).strokes(SOFT) if one.width == 0.9]
    assert open_arc.points == arcs[0].points
    assert drawn[False].svg.count("stroke-dasharray: 3.6,2.25") == 3  # the arc and its two heads
    assert "stroke-dasharray" not in drawn[True].svg
    number = next(one for one in letters(drawn[True].svg) if one.anchor == "start")
    assert (number.text, number.x) == (".40", 399)


def test_arrows_leave_and_meet_the_sides_of_boxes_apart() -> None:
    boxes = path_drawing.boxes_of(
        Layout({"a": (0, 0), "b": (0, 2), "c": (1, 1)}, 2, 3), dict.fromkeys("abc", "x"), 1.0
    )
    paths = [{"rhs": cause, "lhs": "c"} for cause in "ab"]
    (from_a, to_a), (from_b, to_b) = (path_drawing._ends(row, paths, boxes) for row in paths)
    assert (from_a, from_b) == (
        (boxes.centres["a"][0] + boxes.width / 2, boxes.centres["a"][1]),
        (boxes.centres["b"][0] + boxes.width / 2, boxes.centres["b"][1]),
    )
    side = boxes.centres["c"][0] - boxes.width / 2 - 1
    assert to_a[0] == to_b[0] == side
    assert (to_a[1] + to_b[1]) / 2 == pytest.approx(boxes.centres["c"][1])
    assert to_b[1] - to_a[1] == pytest.approx(min(9.0, (boxes.height - 8) / 2))


def test_a_number_stands_where_it_covers_no_other_number_and_no_box() -> None:
    apart = path_drawing.Boxes({"far": (0.0, 900.0)}, {"far": "x"}, 20.0, 20.0)
    start, end = (0.0, 0.0), (100.0, 50.0)
    assert path_drawing._free_place(start, end, [], apart) == (50, 25)
    assert path_drawing._free_place(start, end, [(50, 38)], apart) == (50, 25)
    assert path_drawing._free_place(start, end, [(75, 25)], apart) == (50, 25)
    assert path_drawing._free_place(start, end, [(50, 25)], apart) == pytest.approx((26, 13))
    box = path_drawing.Boxes({"near": (50.0, 25.0)}, {"near": "x"}, 20.0, 20.0)
    assert path_drawing._free_place(start, end, [], box) == pytest.approx((34, 17))
    beside = path_drawing.Boxes({"below": (50.0, 48.0)}, {"below": "x"}, 20.0, 20.0)
    assert path_drawing._free_place(start, end, [], beside) == (50, 25)


def grid(**heights: float) -> dict[str, Any]:
    return {name: np.array([height]) for name, height in heights.items()}


@pytest.mark.parametrize(
    ("columns", "heights", "crosses"),
    [
        ({"a": 0, "b": 0, "c": 1, "d": 1}, {"a": 0, "b": 2, "c": 2, "d": 0}, 1),
        ({"a": 0, "b": 0, "c": 1, "d": 1}, {"a": 0, "b": 2, "c": 0, "d": 2}, 0),
        ({"a": 0, "b": 0, "c": 1, "d": 2}, {"a": 0, "b": 0, "c": 2, "d": 0}, 0),
        ({"a": 0, "b": 2, "c": 1, "d": 3}, {"a": 0, "b": 0, "c": 2, "d": 4}, 0),
        ({"a": 0, "b": 2, "c": 1, "d": 3}, {"a": 0, "b": 3, "c": 2, "d": 3}, 0),
        ({"a": 0, "b": 1, "c": 1, "d": 2}, {"a": 0, "b": 0, "c": 2, "d": 4}, 0),
    ],
)
def test_arrows_cross_where_one_begins_above_and_ends_below_the_other(
    columns: dict[str, int], heights: dict[str, float], crosses: int
) -> None:
    """Arrows a → c and b → d; those that only touch, or share no column, don't cross."""
    assert path_grid._cross(grid(**heights), columns, ("a", "c"), ("b", "d")) == [crosses]
    places = {name: (columns[name], int(heights[name])) for name in columns}
    assert Judged.of(columns, [("a", "c"), ("b", "d")]).cost(places)[1] == crosses


def test_boxes_are_tried_from_the_middle_near_and_less_near_in_both_orders() -> None:
    found = [{name: row for name, (_, row) in one.items()} for one in _starts([["a", "b"], ["c"]], 7)]
    near, less = {"a": 2, "b": 4, "c": 3}, {"a": 1, "b": 4, "c": 3}
    turned, less_turned = {"a": 4, "b": 2, "c": 3}, {"a": 4, "b": 1, "c": 3}
    assert found == [near, less, near, less, turned, less_turned, turned, less_turned]
    assert list(_starts([["a", "b", "c"]], 5)) == [
        {"a": (0, 0), "b": (0, 2), "c": (0, 4)},
        {"c": (0, 0), "b": (0, 2), "a": (0, 4)},
    ]


def test_boxes_move_until_no_move_is_better() -> None:
    arrows = [("a", "e"), ("b", "d"), ("c", "f"), ("a", "f"), ("d", "g"), ("e", "h"), ("f", "g")]
    columns = {name: place // 3 for place, name in enumerate("abcdefgh")}
    places = {name: (columns[name], 3 * (place % 3)) for place, name in enumerate("abcdefgh")}
    judged = Judged.of(columns, arrows)
    settled = _settled(places, 9, judged)
    moves = [move for name in settled for move in _moves(settled, name, 9)]
    assert judged.cost(settled) < judged.cost(places)
    assert min(judged.cost(move) for move in moves) >= judged.cost(settled)


def test_one_effect_of_three_causes_stands_in_their_middle() -> None:
    layout = layout_of((("a", "d"), ("b", "d"), ("c", "d")))
    assert layout == Layout({"a": (0, 0), "b": (0, 2), "c": (0, 4), "d": (1, 2)}, 2, 5)
