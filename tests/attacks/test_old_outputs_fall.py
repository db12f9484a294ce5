"""Each attack finds in the copy of the old outputs what was found there, so that it is known to bite."""

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from absent_answers import Absent, kinds_found
from differencing import answers_read
from feasible import EVERYTHING, Range, around, gives_away, narrow, ranges
from group_margins import Told, groups_found
from insiders import TeamSeen, bounded
from interval_widths import people_behind, sizes_that_fit, smaller_units
from item_cells import cells_found
from old_outputs import OLD, OldOutputs, bounds, items, rows
from order_inversion import Row, best_order
from published_outputs import Published
from read_dots import Panel, read_panels
from read_page import Row as Printed
from read_page import number
from scale_search import ScaleTold
from scale_search import cells_found as cells_of_scale
from sites_and_names import names_found, sites_found, sites_joined
from skipped_rows import rows_found
from team_bands import Band, teams_found, theme_of_every_team
from who_keeps_score import open_file

OUTPUTS = OldOutputs.read()
ITEMS = items()
ROOT = OLD.parents[2]


def hidden_given() -> dict[tuple[str, str, float], int]:
    """True counts of hidden cells of items, by item, occasion and what the answer counts for."""
    return {
        (row["item"], row["occasion"], float(ITEMS[row["item"]].value(int(row["answer"])))): int(row["count"])
        for row in rows("hidden_item_counts", "truth")
        if row["kind"] == "given" and row["item"] in ITEMS
    }


def test_item_cells_come_back_from_moments() -> None:
    found = cells_found(OUTPUTS.blocks())
    hidden = hidden_given()
    assert len(hidden) == 228
    assert sum(found[key[:2], key[2]] == (count, count) for key, count in hidden.items()) >= 220
    small = {key: count for key, count in hidden.items() if count < 5}
    assert sum(gives_away(found[key[:2], key[2]], count) for key, count in small.items()) == len(small) == 166


def test_distributions_that_are_nowhere_counted_come_back_from_moments() -> None:
    true = {(r["item"], float(r["value"])): int(r["count"]) for r in rows("over_all_occasions", "truth")}
    small = sum(0 < count < 5 for count in true.values())
    found = 0
    for key in OUTPUTS.described:
        if key[1] == "all":
            block = OUTPUTS.block(key)
            found += sum(
                gives_away(cell, true[key[0], value])
                for value, cell in zip(block.values, ranges(block), strict=True)
            )
    assert small == 32
    assert found >= 30


def test_kinds_of_absence_come_back_from_asked_minus_shown() -> None:
    told = absences()
    over = {
        (row["scale"], row["kind"]): (
            frozenset(i for i, one in ITEMS.items() if one.scale == row["scale"]),
            n,
        )
        for row in rows("answer_kinds")
        if row["kind"] != "given" and (n := bounds(row["answers"], 10**6))[0] == n[1]
    }
    hidden = {
        (row["item"], row["occasion"], row["kind"]): int(row["count"])
        for row in rows("hidden_item_counts", "truth")
        if row["kind"] != "given" and row["item"] in ITEMS
    }
    alone = kinds_found(told, {})
    assert sum(alone[key] == (count, count) for key, count in hidden.items()) >= 98
    joint = kinds_found(told, over)
    assert sum(joint[key] == (count, count) for key, count in hidden.items()) >= 115
    assert sum(gives_away(joint[key], count) for key, count in hidden.items()) >= 185


def absences() -> dict[tuple[str, str], Absent]:
    """What was printed of those who gave no answer: kinds, and asked minus answered."""
    instrument = {row["item"]: row["instrument"] for row in rows("items")}
    asked = {
        (instrument[item], occasion): int(row["n"]) + int(row["absent"])
        for (item, occasion), row in OUTPUTS.described.items()
        if occasion != "all" and number(row["absent"]) is not None
    }
    kinds: dict[tuple[str, str], dict[str, tuple[int, int]]] = {key: {} for key in OUTPUTS.blocks()}
    for row in OUTPUTS.counts:
        key = row["item"], row["occasion"]
        if row["kind"] != "given" and key in kinds:
            kinds[key][row["kind"]] = bounds(row["count"], 200, least=1)
    together = {key: asked[instrument[key[0]], key[1]] - int(OUTPUTS.described[key]["n"]) for key in kinds}
    return {key: Absent(own, (together[key], together[key])) for key, own in kinds.items()}


def test_groups_come_back_from_everyone_minus_those_shown() -> None:
    told: dict[tuple[str, str, str], dict[str, Told]] = {}
    for row in rows("choices"):
        key = row["question"], row["option"], row["occasion"]
        told.setdefault(key, {})[row["value"]] = Told(bounds(row["chosen"], 300), bounds(row["asked"], 300))
    people = {
        (row["attribute"], row["value"], row["occasion"]): bounds(row["people"], 300, least=1)
        for row in rows("sample")
    }
    hidden = {
        ("chosen", row["question"], row["option"], row["occasion"], row["value"]): int(row["chosen"])
        for row in rows("hidden_choices", "truth")
    }
    found = groups_found(told, people)
    assert sum(gives_away(found[key], count) for key, count in hidden.items()) >= 15
    assert sum(found[key] == (count, count) for key, count in hidden.items()) >= 2
    professions = {
        ("people", row["attribute"], row["value"], row["occasion"]): int(row["people"])
        for row in rows("hidden_sample", "truth")
    }
    assert [key for key, n in professions.items() if gives_away(found[key], n)] == [
        ("people", "profession", "other", "T0")
    ]


@pytest.mark.parametrize(
    ("means", "least"), [(False, 95), (True, 158)], ids=["n and scale", "item means too"]
)
def test_a_scales_items_are_solved_together(means: bool, least: int) -> None:
    hidden, given_away = hidden_given(), 0
    for scale in rows("scale_descriptives"):
        if scale["occasion"] == "all" or scale["scale"] == "team_grade":
            continue
        blocks = {
            item: replace(block, mean=block.mean if means else EVERYTHING, sd=EVERYTHING, skewness=EVERYTHING)
            for (item, occasion), block in OUTPUTS.blocks().items()
            if occasion == scale["occasion"] and ITEMS[item].scale == scale["scale"]
        }
        mean, n = number(scale["mean"]), int(scale["n"])
        assert mean is not None
        for (item, value), found in cells_of_scale(ScaleTold(blocks, (n, n), around(mean, 2))).items():
            count = hidden.get((item, scale["occasion"], value))
            given_away += count is not None and gives_away(found, count)
    assert given_away >= least


def test_a_withdrawal_tells_what_was_answered_five_times_in_a_row() -> None:
    releases = [release.blocks() for release in OldOutputs.releases()]
    for number_, (before, after) in enumerate(pairwise(releases), start=1):
        true = {
            (row["item"], row["occasion"]): float(ITEMS[row["item"]].value(int(row["answer"])))
            for row in rows("withdrawn", "truth")
            if row["release"] == str(number_) and row["kind"] == "given" and row["item"] in ITEMS
        }
        read = {key: answer for key, answer in answers_read(before, after).items() if answer is not None}
        assert len(read) >= 150
        assert {key: true[key] for key in read} == read


@cache
def panels(kind: str) -> list[tuple[Printed, Panel]]:
    """The panels of all drawings of a kind with what their titles say."""
    return [
        (row, read_panels(OLD / "figures" / f"{row['figure']}.svg")[int(row["panel"])])
        for row in rows("panels")
        if row["figure"].startswith(kind)
    ]


def teams() -> list[tuple[Printed, Panel, list[Printed]]]:
    """Panels of teams with the true teams in the order in which they are drawn; kept by who keeps score."""
    by_scale: dict[tuple[str, str], list[Printed]] = defaultdict(list)
    for row in rows("teams", "truth"):
        by_scale[row["scale"], row["occasion"]].append(row)
    return [(one, panel, by_scale[one["scale"], one["occasion"]]) for one, panel in panels("teams")]


def shown_for(panel: Panel, team: Printed) -> float:
    return min((dot.value for dot in panel.dots), key=lambda value: abs(value - float(team["mean"])))


def test_names_of_teams_come_back_from_the_arbitrary_order() -> None:
    drawn = [
        Row(
            one["scale"],
            [dot.value for dot in panel.dots],
            [(team["team"], team["wave"]) for team in own],
            [shown_for(panel, team) for team in own],
        )
        for one, panel, own in teams()
    ]
    order, right = best_order(drawn)
    assert order == "sha256 of {scale}/{team}/{wave}"
    assert right > 0.94


def test_people_behind_dots_come_back_from_widths_and_fractions() -> None:
    from_widths = from_fractions = dots = 0
    in_scale = Counter(item.scale for item in ITEMS.values())
    for one, panel, own in teams():
        true = {shown_for(panel, team): int(team["n"]) for team in own}
        found = people_behind([dot.width for dot in panel.dots]) or []
        from_widths += sum(true[dot.value] == n for dot, n in zip(panel.dots, found, strict=False))
        for value, n in true.items():
            from_fractions += sizes_that_fit(value, float(one["low"]), in_scale[one["scale"]], 2e-6, 9) == [n]
        dots += len(panel.dots)
    assert dots == 155
    assert from_widths >= 150
    assert from_fractions >= 60


def test_sizes_of_units_come_back_from_the_widths_of_predicted_effects() -> None:
    true: dict[str, list[int]] = defaultdict(list)
    for row in rows("caterpillars", "truth"):
        true[row["scale"]].append(int(row["rows"]))
    right = claimed = 0
    for one, panel in panels("caterpillar"):
        pairs = smaller_units([dot.width for dot in panel.dots])
        claimed += len(pairs)
        right += sum(true[one["scale"]][a] < true[one["scale"]][b] for a, b in pairs)
    assert claimed > 900
    assert right > 0.9 * claimed


def test_two_members_who_pool_bound_a_colleague() -> None:
    pairs = alone = 0
    coalitions = Counter[int]()
    for one, panel, own in teams():
        for team in own:
            scores = [float(score) for score in team["scores"].split()]
            if len(scores) != int(team["n"]):
                continue
            mean = shown_for(panel, team)
            seen = TeamSeen((mean - 1e-6, mean + 1e-6), scores, float(one["low"]), float(one["high"]))
            alone += bounded(seen, 1)
            pairs += bounded(seen, 2)
            coalitions[2] += len(scores) * (len(scores) - 1) // 2
    assert (coalitions[2], alone) == (1929, 0)
    assert pairs >= 12


def test_single_teams_come_back_from_joint_displays() -> None:
    true = defaultdict(list)
    for row in rows("teams", "truth"):
        true[row["scale"], row["occasion"]].append(float(row["mean"]))
    single, themes = set(), 0
    for row in rows("joint_display"):
        low, high, mean = (printed(row[name]) for name in ("lowest", "highest", "mean"))
        count, raised = bounds(row["teams"], 99), bounds(row["with_theme"], 99)
        band = Band(count, mean, low, high, raised)
        themes += theme_of_every_team(band) is not None
        own = true[row["scale"], row["occasion"]]
        for claim in teams_found(band, own):
            inside = [team for team in own if claim[0] <= team <= claim[1]]
            single |= {(row["scale"], *inside)} if len(inside) == 1 else set()
    assert len(single) >= 18
    assert themes >= 3


def printed(text: str) -> Range:
    value = number(text)
    assert value is not None
    return around(value, 2)


def test_sites_are_named_by_open_files() -> None:
    file = ROOT / "data/open/gemiddelde-eindscores-bo-sbo-2018-2019.csv"
    schools = open_file(file, frozenset(["Bronckhorst", "Berkelland"]))
    extremes = [{"name": "Bronckhorst", "lowest": "530.71", "highest": "539.46"}]
    found = sites_found(extremes, {"final test": schools})
    assert len({match.site for match in found}) == 2
    assert sites_joined(extremes, {"final test": schools}, ["mean"]) == []
    survey = [row | {"mean": "3.6"} for row in extremes]
    assert len(sites_joined(survey, {"final test": schools}, ["mean"])) == 2


def test_names_are_found_in_text() -> None:
    page = {"page.html": "<td>LT07</td> and Kindcentrum 012, lt08"}
    assert names_found(page, ["LT07", "LT08", "Kindcentrum 01"]) == {
        ("page.html", "lt07"),
        ("page.html", "lt08"),
    }


def test_rows_lost_come_back_from_models_of_the_same_rows() -> None:
    found = rows_found(Published(OLD / "rows", ITEMS, {}))
    few = [cell for cell, bounds in found.items() if narrow(bounds)]
    assert Counter(cell[0] for cell in few) == {"lost": 25, "unscored": 11, "dropped": 21}
    at_least_one = {cell[-1] for cell in few if cell[0] == "unscored" and found[cell][0] > 0}
    assert at_least_one == {"proactive_attitude", "shared_goals", "shared_identity"}
