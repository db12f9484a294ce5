"""What is drawn is where the numbers say: coordinates are read back from the drawings, through their axes."""

import pytest
from invented_tables import study_in
from read_svg import Drawing, Mark, Stroke

from isop_analysis.figures import site_slopes
from isop_analysis.figures.answer_bars import Item, bars
from isop_analysis.figures.drawn import Drawn
from isop_analysis.figures.gallery import draw_all
from isop_analysis.figures.site_slopes import Panel
from isop_analysis.figures.style import AGREE, BAND, FAINT, HOLLOW, INK, LOW, LOW_LIGHT, SCORE, use_style
from isop_analysis.language.effects import Contrast, contrasts
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import words_in
from isop_analysis.study.study import Study

CLOSE = pytest.approx
CHAPTERS = ("roles", "skill", "attitude")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study_in(tmp_path_factory.mktemp("coordinates"))


@pytest.fixture(scope="module")
def drawn(study: Study) -> dict[str, Drawn]:
    return {one.name: one for one in draw_all(study, "en")}


@pytest.fixture(scope="module")
def tables(study: Study) -> Tables:
    return Tables(study)


def told(tables: Tables, chapter: str) -> list[Contrast]:
    """The estimates of a chapter in the order drawn: under the heading of their contrast."""
    own = [one for one in contrasts(tables, "en") if one.chapter == chapter and one.sds_interval]
    heads = list(dict.fromkeys(one.title for one in own))
    return sorted(own, key=lambda one: heads.index(one.title))


def by_height(strokes: list[Stroke], width: float) -> dict[float, Stroke]:
    return {one.ys[0]: one for one in strokes if one.width == width and one.ys[0] == one.ys[-1]}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_effects_stand_at_their_estimates_with_their_intervals(
    drawn: dict[str, Drawn], tables: Tables, chapter: str
) -> None:
    drawing, own = Drawing.of(drawn[f"effects_{chapter}"].svg), told(tables, chapter)
    value = drawing.across()
    lines = by_height(drawing.strokes(SCORE), 1.6)
    dots = {mark.y: mark for mark in drawing.marks() if mark.y in lines and not _arrow(mark)}
    assert len(own) == len(lines) == len(dots)
    axis = max((one for one in drawing.strokes() if one.width == 0.6), key=lambda one: one.xs[-1] - one.xs[0])
    low, high = value(axis.xs[0]), value(axis.xs[-1])
    for one, height in zip(own, sorted(lines), strict=True):
        assert one.sds_interval is not None
        ends = [max(low, one.sds_interval.low), min(high, one.sds_interval.high)]
        assert [value(x) for x in lines[height].xs] == CLOSE(ends, abs=1e-3)
        assert value(dots[height].x) == CLOSE(one.sds, abs=1e-3)
        assert (dots[height].fill == HOLLOW) == (one.verdict in ("open", "none_that_matters"))
    smallest = [one.smallest for one in own if one.smallest is not None]
    bands = sorted(drawing.bars(BAND), key=lambda bar: bar.middle)
    found = [(value(bar.left), value(bar.left + bar.width)) for bar in bands]
    assert found == [CLOSE((-one, one), abs=1e-3) for one in smallest]


def _arrow(mark: Mark) -> bool:
    """Whether a mark stands at an end of the axis, where an interval goes on."""
    return mark.fill == SCORE and not 180.1 < mark.x < 413.9


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_what_designs_find_stands_at_its_numbers(
    drawn: dict[str, Drawn], tables: Tables, chapter: str
) -> None:
    drawing = Drawing.of(drawn[f"detectable_{chapter}"].svg)
    value = drawing.across()
    own = [one for one in contrasts(tables, "en") if one.chapter == chapter and one.detectable]
    own = [one for one in own if one.detectable and one.detectable.fitted is not None]
    heads = list(dict.fromkeys(one.title for one in own))
    own.sort(key=lambda one: heads.index(one.title))
    marks = [mark for mark in drawing.marks() if mark.y > 50]
    heights = sorted({mark.y for mark in marks})
    ticks = {(one.ys[0] + one.ys[-1]) / 2: one for one in drawing.strokes(INK) if one.width == 1.8}
    assert len(heights) == len(own)
    for one, height in zip(own, heights, strict=True):
        at = {mark.fill: value(mark.x) for mark in marks if mark.y == height}
        assert one.detectable is not None
        assert at == {
            SCORE: CLOSE(one.detectable.fitted, abs=1e-3),
            HOLLOW: CLOSE(one.detectable.planned, abs=1e-3),
        }
        assert value(ticks[height].xs[0]) == CLOSE(abs(one.sds or 0), abs=1e-3)


def test_predictions_of_teams_stand_at_their_values(drawn: dict[str, Drawn], tables: Tables) -> None:
    rows = tables.rows("model_random", model="null_person", scale="network_skill") or [
        row for row in tables.rows("model_random") if row["scale"] == "network_skill"
    ]
    panel = Drawing.of(drawn["caterpillar_skill"].svg).panels[0]
    value = panel.ticks("y")
    lines = sorted((one for one in panel.strokes(SCORE) if one.width == 1.1), key=lambda one: one.xs[0])
    marks = sorted(panel.marks(), key=lambda mark: mark.x)
    assert len(lines) == len(marks) == len(rows)
    for row, line, mark in zip(rows, lines, marks, strict=True):
        assert [value(y) for y in reversed(line.ys)] == CLOSE([row["ci_low"], row["ci_high"]], abs=1e-3)
        assert value(mark.y) == CLOSE(row["value"], abs=1e-3)
        assert mark.x == CLOSE(line.xs[0], abs=1e-3)


def test_lines_of_growth_pass_through_what_was_fitted(drawn: dict[str, Drawn], tables: Tables) -> None:
    panel = Drawing.of(drawn["growth_skill"].svg).panels[0]
    value = panel.ticks("y")
    rows = [row for row in tables.rows("model_lines") if row["scale"] == "network_skill"]
    first = rows[0]["model"]
    expected: dict[str, list[float]] = {}
    for row in rows:
        if row["model"] == first:
            expected.setdefault(str(row["team"]), []).append(row["fitted"])
    found = [[value(y) for _, y in one.points] for one in panel.strokes(SCORE)]
    assert sorted(found) == [CLOSE(own, abs=1e-3) for own in sorted(expected.values())]


def test_scales_stand_at_their_means_with_a_standard_deviation_to_both_sides(
    drawn: dict[str, Drawn], tables: Tables
) -> None:
    panel = Drawing.of(drawn["scales_skill"].svg).panels[0]
    value = panel.ticks("y")
    rows = [
        row for row in tables.rows("scale_descriptives", scale="network_skill") if row["occasion"] != "all"
    ]
    rows.sort(key=lambda row: row["occasion"])
    lines = sorted((one for one in panel.strokes(SCORE) if one.width == 1.4), key=lambda one: one.xs[0])
    marks = sorted((mark for mark in panel.marks() if mark.fill == SCORE), key=lambda mark: mark.x)
    assert len(rows) == len(lines) == len(marks) > 0
    for row, line, mark in zip(rows, lines, marks, strict=True):
        ends = [row["mean"] - row["sd"], row["mean"] + row["sd"]]
        assert [value(y) for y in reversed(line.ys)] == CLOSE(ends, abs=1e-3)
        assert value(mark.y) == CLOSE(row["mean"], abs=1e-3)


def test_means_of_teams_stand_with_their_intervals(drawn: dict[str, Drawn], tables: Tables) -> None:
    panel = Drawing.of(drawn["teams_skill"].svg).panels[0]
    value = panel.ticks("y")
    every = tables.rows("team_scores", scale="network_skill")
    occasion = max(str(row["occasion"]) for row in every)
    rows = [row for row in every if row["occasion"] == occasion and not row["suppressed"]]
    expected = sorted(
        (row["mean"] - 1.96 * row["se_pooled"], row["mean"] + 1.96 * row["se_pooled"]) for row in rows
    )
    lines = [one for one in panel.strokes(SCORE) if one.width == 1.1]
    found = sorted(tuple(sorted(value(y) for y in one.ys)) for one in lines)
    assert found == [CLOSE(one, abs=1e-3) for one in expected]
    assert sorted(value(mark.y) for mark in panel.marks()) == CLOSE(
        sorted(row["mean"] for row in rows), abs=1e-3
    )


def test_expected_scores_stand_at_their_estimates_with_their_intervals(
    drawn: dict[str, Drawn], tables: Tables
) -> None:
    name = next(name for name in drawn if name.startswith("expected_") and name.endswith("_skill"))
    panel = Drawing.of(drawn[name].svg).panels[0]
    value = panel.ticks("y")
    means = [row for row in tables.rows("model_means") if row["scale"] == "network_skill"]
    rows = [row for row in means if row["margin"] in name and row["kind"] == "mean"]
    lines = [one for one in panel.strokes() if one.width == 0.9]
    found = sorted(tuple(sorted(value(y) for y in one.ys)) for one in lines)
    assert found == [CLOSE(one, abs=1e-3) for one in sorted((row["ci_low"], row["ci_high"]) for row in rows)]
    marks = sorted(value(mark.y) for mark in panel.marks())
    assert marks == CLOSE(sorted(row["estimate"] for row in rows), abs=1e-3)


def test_an_unmeasured_cause_is_drawn_along_its_curve(drawn: dict[str, Drawn], tables: Tables) -> None:
    name = next(name for name in drawn if name.startswith("confounding_"))
    panel = Drawing.of(drawn[name].svg).panels[0]
    x, y = panel.ticks("x"), panel.ticks("y")
    curve = tables.rows("structural_confounding_curve")
    effect = tables.rows("structural_confounding")[0]
    line = next(one for one in panel.strokes(SCORE) if one.width == 1.8)
    found = [(x(a), y(b)) for a, b in line.points]
    assert found == [CLOSE((row["rho"], row["estimate"]), abs=1e-3) for row in curve]
    band = {(round(x(a), 3), round(y(b), 3)) for a, b in panel.areas()[0]}
    corners = {(row["rho"], round(row[end], 3)) for row in curve for end in ("ci_low", "ci_high")}
    assert corners <= band
    marks = {(round(x(mark.x), 3), round(y(mark.y), 3)) for mark in panel.marks()}
    assert marks == {
        (0.0, effect["estimate"]),
        (effect["zero_at"], 0.0),
        (effect["covariate_at"], effect["covariate_estimate"]),
    }


def test_loadings_stand_with_their_intervals(drawn: dict[str, Drawn], tables: Tables) -> None:
    drawing = Drawing.of(drawn["loadings_cfa_attitudes"].svg)
    value = drawing.across()
    rows = tables.rows("structural_parameters", model="cfa_attitudes", op="=~")
    lines = by_height(drawing.strokes(SCORE), 1.2)
    marks = sorted(drawing.marks(), key=lambda mark: mark.y)
    assert len(rows) == len(lines) == len(marks)
    for row, height, mark in zip(rows, sorted(lines), marks, strict=True):
        ends = [row["std_ci_low"], row["std_ci_high"]]
        assert [value(x) for x in lines[height].xs] == CLOSE(ends, abs=1e-3)
        assert value(mark.x) == CLOSE(row["std_all"], abs=1e-3)


def test_slopes_between_sites_stand_with_intervals_and_bounds() -> None:
    use_style()
    nothing = float("nan")
    lead = {"method": "corrected", "leads": True, "estimate": 6.0, "ci_low": 2.0, "ci_high": 10.0}
    other = {"method": "manifest", "leads": False, "estimate": -1.0, "ci_low": -4.0, "ci_high": 3.0}
    rows = [
        lead | {"lowest": 5.0, "highest": 7.0, "verdict": "goes_together"},
        other | {"lowest": nothing, "highest": nothing, "verdict": "open"},
    ]
    svg = site_slopes._svg([Panel("Advice", "points", {"Network": rows})], words_in("en"))
    drawing = Drawing.of(svg)
    value = drawing.across()
    lines = [one for one in drawing.strokes(SCORE) if one.width in (2.0, 1.1)]
    lines.sort(key=lambda one: one.ys[0])
    assert [[value(x) for x in one.xs] for one in lines] == [
        CLOSE([2, 10], abs=1e-2),
        CLOSE([-4, 3], abs=1e-2),
    ]
    marks = sorted(drawing.marks(), key=lambda mark: mark.y)
    assert [(value(mark.x), mark.fill) for mark in marks] == [
        (CLOSE(6, abs=1e-2), SCORE),
        (CLOSE(-1, abs=1e-2), HOLLOW),
    ]
    (bound,) = drawing.bars(BAND)
    assert (value(bound.left), value(bound.left + bound.width)) == CLOSE((5, 7), abs=1e-2)


def test_bars_of_answers_are_as_wide_as_their_shares() -> None:
    use_style()
    items = [Item("One", (5, 15, 20, 40, 20), 100), Item("Two", (10, 10, 10, 10, 10), 50)]
    drawing = Drawing.of(bars(items, (1.0, 2.0, 3.0, 4.0, 5.0), ["no", "", "", "", "yes"]))
    found = []
    for colour in (LOW, LOW_LIGHT, FAINT, "#7db8dc", AGREE):
        own = sorted((bar for bar in drawing.bars(colour) if bar.middle > 20), key=lambda bar: bar.middle)
        found.append([bar.width for bar in own])
    first, second = zip(*found, strict=True)
    assert [width / sum(first) for width in first] == CLOSE([0.05, 0.15, 0.2, 0.4, 0.2], abs=1e-4)
    assert [width / sum(second) for width in second] == CLOSE([0.2] * 5, abs=1e-4)
    assert sum(first) == CLOSE(sum(second), abs=1e-3)


def test_places_of_the_region_stand_at_their_means(drawn: dict[str, Drawn], tables: Tables) -> None:
    drawing = Drawing.of(drawn["region_disadvantage"].svg)
    value = drawing.across()
    rows = tables.rows("region_schools", measure="disadvantage")
    marks = [value(mark.x) for mark in drawing.marks()]
    assert sorted(marks) == CLOSE(sorted(row["mean"] for row in rows), abs=1e-3)
    ranges = [
        (row["minimum"], row["maximum"])
        for row in rows
        if row["level"] != "country" and row["minimum"] == row["minimum"]
    ]
    lines = [tuple(value(x) for x in one.xs) for one in drawing.strokes(FAINT) if one.width == 3.2]
    assert sorted(lines) == [CLOSE(one, abs=1e-3) for one in sorted(ranges)]


def test_joint_displays_stand_at_bands_of_scores(drawn: dict[str, Drawn], tables: Tables) -> None:
    drawing = Drawing.of(drawn["joint_roles_in_numbers_and_words"].svg)
    rows = tables.rows("joint_display", display="roles_in_numbers_and_words")
    first = {row["band"]: row for row in rows}
    lines = [one.xs for one in drawing.strokes(SCORE) if one.width == 2]
    ends = [(row["score_low"], row["score_high"]) for row in first.values()]
    means = sorted(row["score_mean"] for row in first.values())
    low, high = min(min(xs) for xs in lines), max(max(xs) for xs in lines)
    least, most = min(one for one, _ in ends), max(one for _, one in ends)

    def value(x: float) -> float:
        return least + (x - low) / (high - low) * (most - least)

    assert sorted(tuple(value(x) for x in xs) for xs in lines) == [
        CLOSE(one, abs=1e-3) for one in sorted(ends)
    ]
    assert sorted(value(mark.x) for mark in drawing.marks()) == CLOSE(means, abs=1e-3)
