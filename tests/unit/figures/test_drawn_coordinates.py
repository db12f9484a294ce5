"""What is drawn is where the numbers say: coordinates are read back from the drawings, through their axes."""

from pathlib import Path

import pytest
from published_tables import publish, readers_study
from read_svg import Drawing, Mark, Stroke

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.drawn import Drawn
from isop_analysis.figures.kinds import choices, site_slopes
from isop_analysis.figures.kinds.choices import shade
from isop_analysis.figures.kinds.joint_displays import UNSURE
from isop_analysis.figures.kinds.site_slopes import Panel
from isop_analysis.figures.style import (
    AGREE,
    BAND,
    FAINT,
    HOLLOW,
    INK,
    LOW,
    LOW_LIGHT,
    SCORE,
    SCORE_LIGHT,
    SOFT,
    WORDS,
    svg_of,
    use_style,
)
from isop_analysis.language.conclusions import Facts
from isop_analysis.language.effects import Contrast, contrasts
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Tables, rows_of
from isop_analysis.language.words import words_in
from isop_analysis.study.study import Study

CLOSE = pytest.approx
CHAPTERS = ("roles", "skill", "attitude")


def told(tables: Tables, chapter: str) -> list[Contrast]:
    """The estimates of a chapter in the order drawn: under the heading of their contrast."""
    own = [one for one in contrasts(tables, "en") if one.chapter == chapter and one.sds_interval]
    heads = list(dict.fromkeys(one.title for one in own))
    return sorted(own, key=lambda one: heads.index(one.title))


def by_height(strokes: list[Stroke], width: float) -> dict[float, Stroke]:
    return {one.ys[0]: one for one in strokes if one.width == width and one.ys[0] == one.ys[-1]}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_effects_stand_at_their_estimates_with_their_intervals(
    effects_drawn: dict[str, Drawn], tables: Tables, chapter: str
) -> None:
    drawing, own = Drawing.of(effects_drawn[f"effects_{chapter}"].svg), told(tables, chapter)
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
    detectable_drawn: dict[str, Drawn], tables: Tables, chapter: str
) -> None:
    drawing = Drawing.of(detectable_drawn[f"detectable_{chapter}"].svg)
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


def test_scales_stand_at_their_means_with_a_standard_deviation_to_both_sides(
    scales_drawn: dict[str, Drawn], tables: Tables
) -> None:
    panel = Drawing.of(scales_drawn["scales_skill"].svg).panels[0]
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


def test_the_spread_of_scores_is_as_wide_as_its_shares(
    scales_drawn: dict[str, Drawn], tables: Tables
) -> None:
    panel = Drawing.of(scales_drawn["scales_skill"].svg).panels[0]
    value = panel.ticks("y")
    rows = tables.rows("score_counts", scale="network_skill", occasion="T0")
    dot = min((mark for mark in panel.marks() if mark.fill == SCORE), key=lambda mark: mark.x)
    here = [bar for bar in panel.bars(FAINT) if abs(bar.left + bar.width / 2 - dot.x) < 0.01]
    steps = sorted(here, key=lambda bar: -bar.middle)
    assert [value(bar.middle) for bar in steps] == CLOSE(
        [(row["low"] + row["high"]) / 2 for row in rows], abs=1e-3
    )
    widest = max(bar.width for bar in steps)
    most = max(row["share"] for row in rows)
    assert [bar.width / widest for bar in steps] == CLOSE([row["share"] / most for row in rows], abs=1e-3)
    assert len(panel.bars(FAINT)) == len(tables.rows("score_counts", scale="network_skill"))


def test_teams_stand_lowest_first_with_one_margin_over_the_box(
    teams_drawn: dict[str, Drawn], tables: Tables
) -> None:
    panel = Drawing.of(teams_drawn["teams_skill"].svg).panels[0]
    value = panel.ticks("y")
    rows = tables.rows("team_scores", scale="network_skill", occasion="T0")
    (spread,) = tables.rows("team_spread", scale="network_skill", occasion="T0")
    marks = sorted(panel.marks(), key=lambda mark: mark.x)
    assert [value(mark.y) for mark in marks] == CLOSE([row["mean"] for row in rows], abs=1e-3)
    lines = sorted((one for one in panel.strokes(SCORE) if one.width == 1.1), key=lambda one: one.xs[0])
    found = [sorted(value(y) for y in one.ys) for one in lines]
    margin = spread["margin"]
    assert found == [CLOSE([row["mean"] - margin, row["mean"] + margin], abs=1e-3) for row in rows]
    (box,) = panel.bars(FAINT)
    ends = sorted({round(value(y), 3) for _, y in box.points})
    assert ends == CLOSE([spread["low"], spread["high"]], abs=1e-3)


def test_people_and_responses_fill_their_boxes(flow_drawn: dict[str, Drawn], tables: Tables) -> None:
    people = Drawing.of(flow_drawn["participant_flow"].svg).bars(BAND)
    found = sorted((round(bar.middle), round(bar.left), bar.width) for bar in people)
    told, widest = (198, 181, 150, 102, 72), found[0][2]
    assert [width / widest for _, _, width in found] == CLOSE([n / 198 for n in told], abs=1e-3)
    drawing = Drawing.of(flow_drawn["response_flow"].svg)
    received, kept = drawing.bars(FAINT), drawing.bars(SOFT)
    rows = tables.rows("flow")
    longest = max(bar.width for bar in received)
    most = max(row["responses"].middle for row in rows)
    for bars_of, stage in ((received, "received"), (kept, "kept")):
        own = [row["responses"].middle / most for row in rows if row["stage"] == stage]
        assert sorted(bar.width / longest for bar in bars_of) == CLOSE(sorted(own), abs=1e-3)


def test_patterns_of_answering_are_as_long_as_their_shares(
    missing_drawn: dict[str, Drawn], tables: Tables
) -> None:
    drawing = Drawing.of(missing_drawn["missing_patterns"].svg)
    lines = sorted((one for one in drawing.strokes(FAINT) if one.width == 9), key=lambda one: one.ys[0])
    lengths = [one.xs[-1] - one.xs[0] for one in lines]
    shares = [row["share"] for row in tables.rows("missing_patterns", of="occasions")]
    assert [length / lengths[0] for length in lengths] == CLOSE([s / shares[0] for s in shares], abs=1e-3)
    faces = [mark.fill for mark in sorted(drawing.marks(), key=lambda mark: (mark.y, mark.x))]
    there = "111 100 110 101".replace(" ", "")
    assert faces == [SCORE if mark == "1" else HOLLOW for mark in there]


def test_options_are_drawn_as_long_or_as_dark_as_their_shares(
    choices_drawn: dict[str, Drawn], tables: Tables, tmp_path: Path
) -> None:
    study = readers_study(tmp_path)
    rows = [
        row for row in rows_of(study, "choices") if (row["question"], row["value"]) == ("learns_from", "all")
    ]
    publish(study, "choices", rows)
    use_style()
    (listed,) = choices.draw(study, words_in("en"))
    bars_of = sorted(Drawing.of(listed.svg).bars(SCORE), key=lambda bar: bar.middle)
    (room, *_) = Drawing.of(listed.svg).bars(BAND)
    shares = sorted((row["share"] for row in rows if row["occasion"] == "T0"), reverse=True)
    assert [bar.width / room.width for bar in bars_of] == CLOSE(shares, abs=1e-3)
    cells = tables.rows("choices", question="learns_from", occasion="T0")
    drawing = Drawing.of(choices_drawn["choices_learns_from"].svg)
    for share in {row["share"] for row in cells}:
        assert len(drawing.bars(shade(share))) == sum(row["share"] == share for row in cells)


@pytest.mark.parametrize(
    ("name", "table", "question"),
    [
        ("professions_works_with", "profession_ties", "works_with"),
        ("professions_shared_tasks", "profession_tasks", "shared_tasks"),
    ],
)
def test_dots_of_professions_are_as_large_as_their_shares(
    professions_drawn: dict[str, Drawn], tables: Tables, name: str, table: str, question: str
) -> None:
    every = tables.rows(table, question=question)
    rows = [row for row in every if is_number(row["share"])]
    drawing = Drawing.of(professions_drawn[name].svg)
    marks = drawing.marks()
    assert len(marks) == len(rows)
    largest = max(row["share"] for row in rows)
    sizes = [(mark.reach / max(one.reach for one in marks)) ** 2 for mark in marks]
    assert sorted(sizes) == CLOSE(sorted(row["share"] / largest for row in rows), abs=1e-3)
    texts = [text.text for text in drawing.texts() if text.text.endswith("%")]
    assert sorted(texts) == sorted(f"{row['share']:.0%}" for row in rows)
    few = [text.text for text in drawing.texts() if text.text == "0–4"]
    assert len(few) == len(every) - len(rows)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "professions_works_with",
            "Dots of 4 professions by 7 options. The largest: ‘Support professional and Teaching assistant’ "
            "named ‘Youth care worker’ and ‘Support professional and Teaching assistant’ named ‘Parents’ "
            "(about 55%). The smallest: 7 dots (about 26%).",
        ),
        (
            "professions_shared_tasks",
            "Dots of 4 professions by 6 options. The largest: 5 dots (about 55%). The smallest: ‘Teacher’ "
            "named ‘Observing children’ and ‘Teacher’ named ‘Talking with parents’ (about 29%).",
        ),
    ],
)
def test_who_hears_the_professions_hears_the_largest_and_smallest_dots(
    professions_drawn: dict[str, Drawn], name: str, said: str
) -> None:
    assert professions_drawn[name].alt.replace("\u00a0", " ") == said


def test_expected_scores_stand_at_their_estimates_with_their_intervals(
    expected_lines_drawn: dict[str, Drawn], tables: Tables
) -> None:
    name = "expected_growth_by_role_lines_of_roles_skill"
    panel = Drawing.of(expected_lines_drawn[name].svg).panels[0]
    value = panel.ticks("y")
    means = [row for row in tables.rows("model_means") if row["scale"] == "network_skill"]
    every = [row for row in means if row["margin"] in name and row["kind"] == "mean"]
    rows = [row for row in every if row["status"] == "fitted"]
    assert 0 < len(rows) < len(every)  # a point that was refused has no line
    lines = [one for one in panel.strokes() if one.width == 0.9]
    found = sorted(tuple(sorted(value(y) for y in one.ys)) for one in lines)
    assert found == [CLOSE(one, abs=1e-3) for one in sorted((row["ci_low"], row["ci_high"]) for row in rows)]
    marks = sorted(value(mark.y) for mark in panel.marks())
    assert marks == CLOSE(sorted(row["estimate"] for row in rows), abs=1e-3)


def test_an_unmeasured_cause_is_drawn_along_its_curve(
    confounding_drawn: dict[str, Drawn], tables: Tables
) -> None:
    name = "confounding_participation-to-transfer_indirect_network-skill-T1_transfer-T1"
    panel = Drawing.of(confounding_drawn[name].svg).panels[0]
    x, y = panel.ticks("x"), panel.ticks("y")
    model = "participation_to_transfer"
    (effect,) = tables.rows("structural_confounding", model=model)
    curve = tables.rows("structural_confounding_curve", model=model)
    curve = [row for row in curve if abs(row["rho"]) <= 0.6]
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


def test_loadings_stand_with_their_intervals(loadings_drawn: dict[str, Drawn], tables: Tables) -> None:
    drawing = Drawing.of(loadings_drawn["loadings_cfa_attitudes"].svg)
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
    svg = svg_of(site_slopes._picture([Panel("Advice", {"Network": rows})], words_in("en")))
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


def test_bars_of_answers_are_as_wide_as_their_shares(
    told_study: Study, answers_drawn: dict[str, Drawn], tables: Tables
) -> None:
    drawing = Drawing.of(answers_drawn["answers_transfer"].svg)
    found = []
    for colour in (LOW, LOW_LIGHT, FAINT, SCORE_LIGHT, AGREE):
        own = sorted((bar for bar in drawing.bars(colour) if bar.middle > 20), key=lambda bar: bar.middle)
        found.append([bar.width for bar in own])
    items = told_study.scale("transfer").items
    assert len(items) == 4
    for item, widths in zip(items, zip(*found, strict=True), strict=True):
        rows = sorted(tables.rows("item_counts", item=item, occasion="T0"), key=lambda row: row["answer"])
        shares = [row["share"] for row in rows]
        assert [w / sum(widths) for w in widths] == CLOSE([s / sum(shares) for s in shares], abs=1e-4)


def test_places_of_the_region_stand_at_their_means(region_drawn: dict[str, Drawn], tables: Tables) -> None:
    drawing = Drawing.of(region_drawn["region_disadvantage"].svg)
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


def test_joint_displays_stand_at_the_means_of_bands(
    joint_displays_drawn: dict[str, Drawn], tables: Tables
) -> None:
    drawing = Drawing.of(joint_displays_drawn["joint_roles_in_numbers_and_words"].svg)
    rows = tables.rows("joint_display", display="roles_in_numbers_and_words")
    means = {row["band"]: row["score_mean"] for row in rows}
    marks = sorted(drawing.marks(), key=lambda mark: -mark.y)
    low, high = marks[0].x, marks[-1].x
    along = [(mark.x - low) / (high - low) for mark in marks]
    bottom, top = means[min(means)], means[max(means)]
    assert along == CLOSE([(means[band] - bottom) / (top - bottom) for band in sorted(means)], abs=1e-3)
    raised = sorted(drawing.bars(WORDS), key=lambda bar: (-bar.middle, bar.left))
    whole = {bar.width for bar in drawing.bars(BAND)}
    # Full up to what is certain, pale from there to the most that the band of teams allows.
    told = [row for row in rows if isinstance(row["teams_with_theme"], Count)]
    assert len(told) == 3
    least = [row["teams_with_theme"].low / row["teams"].low for row in told]
    most = [row["teams_with_theme"].high / row["teams"].low for row in told]
    assert [bar.width / max(whole) for bar in raised] == CLOSE(least, abs=1e-3)
    unsure = sorted(drawing.bars(UNSURE), key=lambda bar: (-bar.middle, bar.left))
    ends = zip(raised, unsure, strict=True)
    assert [(sure.width + own.width) / max(whole) for sure, own in ends] == CLOSE(most, abs=1e-3)


@pytest.mark.parametrize("question", ["participation", "growth", "team_quality", "composition"])
def test_answers_stand_at_their_estimates_with_both_margins(
    answer_forests_drawn: dict[str, Drawn], told_study: Study, tables: Tables, question: str
) -> None:
    """Grey: too small to matter; coloured where found, filled where a stricter calculation leaves it."""
    drawing = Drawing.of(answer_forests_drawn[f"answer_{question}"].svg)
    value = drawing.across()
    (asked,) = [one for one in Facts(told_study, "en", tables).conclusions if one.question.name == question]
    own = [one for one in asked.estimates if one.points is not None and one.unit == "points"]
    marks = sorted(drawing.marks(), key=lambda mark: mark.y)
    assert len(own) == len(marks)
    (axis,) = [one for one in drawing.strokes(SOFT) if one.width == 0.6 and one.ys[0] == one.ys[-1]]
    ends = [value(x) for x in axis.xs]
    for one, mark in zip(own, marks, strict=True):
        hue = SCORE if one.found else SOFT
        assert value(mark.x) == CLOSE(one.points, abs=1e-3)
        assert (mark.stroke, mark.fill) == (hue, hue if one.found and not one.falls else HOLLOW)
        margins = {2.6: (one.low, one.high), 0.7: (one.strict_low, one.strict_high)}
        here = {line.width: line for line in drawing.strokes(hue) if line.ys == [mark.y, mark.y]}
        for width, (low, high) in margins.items():
            assert low is not None
            assert high is not None
            inside = [max(ends[0], low), min(ends[1], high)]
            assert [value(x) for x in here[width].xs] == CLOSE(inside, abs=1e-3)
        (grey,) = [bar for bar in drawing.bars(BAND) if bar.middle == CLOSE(mark.y)]
        assert one.smallest is not None
        found = (value(grey.left), value(grey.left + grey.width))
        assert found == CLOSE((max(ends[0], -one.smallest), min(ends[1], one.smallest)), abs=1e-3)
