"""Items, groups, choices and patterns as they are told, on cases small enough to reckon by hand."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.contracts.table import Row
from isop_analysis.publish import groups, items
from isop_analysis.publish.banding import Bands
from isop_analysis.publish.bars import bars_of
from isop_analysis.study import Study, load

BANDS = Bands(5, {"T0": 61})
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def demo() -> Study:
    return load(ROOT / "config/config.yaml")


def counts(item: str, *numbers: int, absent: int = 0) -> pd.DataFrame:
    """Return how many gave each of the answers from 1 to 5; the last ones may be left out."""
    rows = [("given", float(answer), number) for answer, number in enumerate(numbers, 1) if number]
    rows += [("skipped", None, absent)] if absent else []
    frame = pd.DataFrame(rows, columns=["answer_kind", "answer", "count"])
    return frame.assign(instrument="scan_netwerkleren", item=item, occasion="T0")


def described(item: str, n: int) -> pd.DataFrame:
    row = {
        "instrument": "scan_netwerkleren",
        "scale": "network_skill",
        "item": item,
        "occasion": "T0",
        "n": n,
    }
    return pd.DataFrame(
        [row | {"absent": 1, "mean": 2.0, "sd": 0.8, "item_rest": 0.5, "alpha_if_dropped": 0.7}]
    )


def test_an_item_is_told_from_twenty_answers_up_with_answers_that_nobody_gave(demo: Study) -> None:
    told = items.item_count_rows(
        bars_of(demo, pd.concat([counts("ns1", 3, 12, 10, 5), counts("ns2", 9, 10)]), BANDS)
    )
    assert [(row["item"], row["answer"], row["count"]) for row in told] == [
        ("ns1", 1, "0-4"), ("ns1", 2, "10-14"), ("ns1", 3, "10-14"), ("ns1", 4, "5-9"), ("ns1", 5, "0-4"),
    ]  # fmt: skip
    # 30-34 in all are 32: seven above the lows, shared out over five bands of four above their lows.
    assert [row["share"] for row in told] == pytest.approx(
        [1.4 / 32, 11.4 / 32, 11.4 / 32, 6.4 / 32, 1.4 / 32]
    )


def test_who_did_not_answer_an_item_is_not_told(demo: Study) -> None:
    given = bars_of(demo, counts("ns1", 20, 20, 20, absent=1), BANDS)
    assert [row["answer"] for row in items.item_count_rows(given)] == [1, 2, 3, 4, 5]
    (row,) = items.item_rows(demo, described("ns1", 60), given, BANDS)
    # Of 61 people 60-64 answered would bound the absent: 55-64 does not.
    assert row["n"] == "55-64"
    assert row.keys() == {
        "instrument",
        "scale",
        "item",
        "occasion",
        "n",
        "mean",
        "item_rest",
        "alpha_if_dropped",
    }


def test_the_mean_of_an_item_is_that_of_its_bars_turned_round_where_it_is_reversed(demo: Study) -> None:
    mean = (1.4 + 2 * 11.4 + 3 * 11.4 + 4 * 6.4 + 5 * 1.4) / 32
    bars = bars_of(demo, pd.concat([counts("ns1", 3, 12, 10, 5), counts("ns4", 3, 12, 10, 5)]), BANDS)
    (row,) = items.item_rows(demo, described("ns1", 30), bars, BANDS)
    assert row["mean"] == pytest.approx(mean)
    (turned,) = items.item_rows(demo, described("ns4", 30), bars, BANDS)
    assert turned["mean"] == pytest.approx(6 - mean)


def test_a_scale_of_one_item_has_the_mean_of_its_bars_and_no_sd(demo: Study) -> None:
    """The grade from 1 to 10 as a score from 0 to 100: 15 gave a 6, 15 an 8."""
    grades = counts("grade", *[0] * 5, 15, 0, 15).assign(instrument="kwaliteitsmeter")
    rows = pd.DataFrame(
        [{"instrument": "kwaliteitsmeter", "scale": "team_grade", "occasion": "T0", "n": 30, "persons": 30,
          "teams": 9, "mean": 66.6, "sd": 11.0}]
    )  # fmt: skip
    (row,) = items.scale_rows(demo, rows, bars_of(demo, grades, BANDS), BANDS)
    # Two bars of 15-19 and eight of 0-4 are 32 of 30-34: 15.2 each, and 0.2 elsewhere.
    mean = (0.2 * sum(range(1, 11)) + 15 * (6 + 8)) / 32
    assert (row["mean"], row["sd"]) == (pytest.approx((mean - 1) / 9 * 100), None)


def test_a_group_that_the_number_of_everyone_bounds_has_a_partner_without_number(demo: Study) -> None:
    """40 + 20 + 1 are 61 people, who are told: 40-44 + 20-24 leave at most one."""
    sample = pd.DataFrame(
        {"attribute": "level", "value": ["mbo", "hbo", "wo"], "occasion": "T0", "people": [40, 20, 1]}
    )
    assert [row["people"] for row in groups.sample_rows(demo, sample, BANDS)] == [None, "20-24", "0-4"]
    wide = groups.sample_rows(demo, sample.assign(people=[42, 16, 3]), BANDS)
    assert [row["people"] for row in wide] == ["40-44", "15-19", "0-4"]
    # 55 above the lows of 61: half of the room of four above each.
    assert [row["share"] for row in wide] == pytest.approx([42 / 61, 17 / 61, 2 / 61])
    assert [row["share"] is None for row in groups.sample_rows(demo, sample, BANDS)] == [True, True, True]
    few = sample.assign(people=[10, 5, 4])
    assert groups.sample_rows(demo, few, BANDS) == []


def test_declared_groups_that_nobody_is_of_stand_in_the_sample(demo: Study) -> None:
    sample = pd.DataFrame(
        {"attribute": "level", "value": ["hbo", "unknown"], "occasion": "T1", "people": [40, 20]}
    )
    told = groups.sample_rows(demo, sample, BANDS)
    assert [row["value"] for row in told] == ["mbo", "hbo", "wo", "unknown"]
    # At T1 nothing exact is told, so that nothing bounds the groups.
    assert [row["people"] for row in told] == ["0-4", "40-44", "0-4", "20-24"]


def test_choices_are_told_for_groups_of_twenty_up() -> None:
    rows = pd.DataFrame(
        [("q", "a", "T0", "all", "all", 30, 50), ("q", "a", "T0", "job", "x", 3, 20),
         ("q", "a", "T0", "job", "y", 9, 19)],
        columns=["question", "option", "occasion", "attribute", "value", "chosen", "asked"],
    )  # fmt: skip
    told = groups.choice_rows(rows, BANDS)
    assert [(row["value"], row["chosen"], row["asked"]) for row in told] == [
        ("all", "30-34", "50-54"), ("x", "0-4", "20-24"),
    ]  # fmt: skip
    assert told[1]["share"] == pytest.approx(2 / 22)


def test_who_left_is_told_of_groups_of_twenty_up() -> None:
    rows = pd.DataFrame(
        [("T0", "T1", "all", "all", 50, 20), ("T0", "T1", "role", "x", 19, 9)],
        columns=["from_occasion", "to_occasion", "attribute", "value", "people", "left"],
    )
    (row,) = groups.leaving_rows(rows, BANDS)
    assert (row["people"], row["left"], row["share"]) == ("50-54", "20-24", pytest.approx(22 / 52))
    # Wilson's interval of 22 of 52; R: prop.test(22, 52, correct = FALSE)$conf.int
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((0.2986, 0.5582), abs=2e-4)


def test_a_group_that_the_sample_tells_without_a_number_has_none_elsewhere() -> None:
    sample: list[Row] = [
        {"attribute": "role", "value": "x", "occasion": "T0", "people": None, "share": None},
        {"attribute": "role", "value": "y", "occasion": "T0", "people": "30-34", "share": None},
    ]
    untold = groups.untold_groups(sample)
    assert untold == {("role", "x", "T0")}
    left = pd.DataFrame(
        [(start, "T2", "role", value, 50, 20) for start in ("T0", "T1") for value in ("x", "y")],
        columns=["from_occasion", "to_occasion", "attribute", "value", "people", "left"],
    )
    rows = groups.leaving_rows(left, BANDS, untold)
    assert [(row["from_occasion"], row["value"]) for row in rows] == [("T0", "y"), ("T1", "x"), ("T1", "y")]
    chosen = pd.DataFrame(
        [("q", "a", when, "role", value, 30, 50) for when in ("T0", "T1") for value in ("x", "y")],
        columns=["question", "option", "occasion", "attribute", "value", "chosen", "asked"],
    )
    told = groups.choice_rows(chosen, BANDS, untold)
    assert [(row["occasion"], row["value"]) for row in told] == [("T0", "y"), ("T1", "x"), ("T1", "y")]


def test_kinds_of_few_people_are_left_out_though_their_answers_are_many() -> None:
    rows = pd.DataFrame({"scale": "s", "answer_kind": ["given", "skipped", "refused"],
                         "answers": [90, 30, 10], "people": [20, 6, 2]})  # fmt: skip
    assert [(row["answer_kind"], row["answers"]) for row in groups.kind_rows(rows, BANDS)] == [
        ("given", "90-94"), ("skipped", "30-34"),
    ]  # fmt: skip


def test_the_whole_codebook_stands_under_a_theme_that_somebody_raised(demo: Study) -> None:
    assert demo.integration is not None
    theme = demo.integration.codes[0].theme
    codes = [one.name for one in demo.integration.codes if one.theme == theme]
    rows = pd.DataFrame(
        [(theme, "all", 17, 9, 12), (theme, codes[1], 6, 3, 5)],
        columns=["theme", "code", "segments", "teams", "people"],
    )
    told = groups.theme_rows(demo, rows, BANDS)
    assert {row["code"] for row in told} == {"all", *codes}
    assert {row["theme"] for row in told} == {theme}
    by_code = {row["code"]: (row["segments"], row["teams"], row["people"]) for row in told}
    assert by_code["all"] == ("15-19", "0-12", "5-17")
    assert by_code[codes[1]] == ("5-9", "0-4", "5-9")
    assert by_code[codes[0]] == ("0-4", "0-4", "0-4")


def test_ways_of_linking_and_rules_that_few_fell_under_are_not_told() -> None:
    ways = pd.DataFrame(
        [("scan", "t0", "token", 71), ("scan", "t0", "alias", 4), ("scan", "t0", "email", 5)],
        columns=["instrument", "wave", "linked_by", "responses"],
    )
    assert [(row["linked_by"], row["responses"]) for row in groups.linking_rows(ways, BANDS)] == [
        ("token", "70-74"), ("email", "5-9"),
    ]  # fmt: skip
    fell = [("response", "scan", "speeders")] * 4 + [("response", "scan", "consent")] * 12
    frame = pd.DataFrame(fell, columns=["unit", "instrument", "rule"])
    assert groups.exclusion_rows(frame, BANDS) == [
        {"unit": "response", "instrument": "scan", "rule": "consent", "excluded": "10-14"}
    ]


def test_cells_of_open_data_are_counted_with_their_years() -> None:
    cells = pd.DataFrame(
        [("advice", "2021-2022", "known"), ("advice", "2022-2023", "known"),
         ("advice", "2022-2023", "suppressed"),
         ("advice", "2019-2020", "no_row"), ("test", "2021-2022", "no_row")],
        columns=["outcome", "school_year", "status"],
    )  # fmt: skip
    advice, test = groups.outcome_rows(cells)
    assert advice == {"outcome": "advice", "first_year": "2021-2022", "last_year": "2022-2023",
                      "known": "2", "suppressed": "1", "unknown": "0"}  # fmt: skip
    assert (test["first_year"], test["last_year"], test["known"]) == (None, None, "0")


def scores(scale: str, *values: float) -> pd.DataFrame:
    frame = pd.DataFrame({"score": values, "wave": "c2024_t0", "scale": scale, "status": "scored"})
    return frame.assign(person=[f"p{place}" for place in range(len(values))], team="none")


def test_scores_are_told_in_eight_steps_of_the_range(demo: Study) -> None:
    own = scores("transfer", *[1.0] * 6, *[2.9] * 11, *[4.6] * 12, 5.0)
    unscored = scores("transfer", *[3.0] * 50).assign(status="too_few_answers")
    few = scores("network_skill", *[3.0] * 19)
    grades = scores("team_grade", *[50.0] * 40)
    # Eight times four of 30-34: every cell at the top of its band gives the others away.
    away = scores("transfer", *[step / 2 + 1.1 for step in range(8) for _ in range(4)]).assign(
        wave="c2024_t0"
    )
    later = pd.concat([away, own.assign(wave="c2024_t1")])
    assert {row["occasion"] for row in items.score_rows(demo, later, Bands(5, {}))} == {"T1"}
    told = items.score_rows(demo, pd.concat([own, unscored, few, grades]), Bands(5, {}))
    assert {(row["scale"], row["occasion"]) for row in told} == {("transfer", "T0")}
    assert [row["low"] for row in told] == [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5]
    assert [row["high"] for row in told] == [1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5]
    counts = ["5-9", "0-4", "0-4", "10-14", "0-4", "0-4", "0-4", "10-14"]
    assert [row["count"] for row in told] == counts
    assert sum(float(str(row["share"])) for row in told) == pytest.approx(1)


def test_a_scale_of_more_items_keeps_its_mean_and_sd(demo: Study) -> None:
    rows = pd.DataFrame(
        [{"instrument": "scan_netwerkleren", "scale": "network_skill", "occasion": "T0", "n": n, "persons": n,
          "teams": 9, "mean": 3.56, "sd": 0.81} for n in (20, 19)]
    )  # fmt: skip
    (row,) = items.scale_rows(demo, rows, [], BANDS)
    assert (row["mean"], row["sd"], row["n"], row["teams"]) == (3.56, 0.81, "20-24", 9)


def test_a_theme_tells_no_more_than_its_codes(demo: Study) -> None:
    """35 beside 14 and 24 at most: three at most raised both. A rule that looks at numbers runs backwards."""
    codes = [one for one in demo.integration.codes if one.theme == "parents"]
    columns = ["theme", "code", "segments", "teams", "people"]

    def told(together: int) -> list[tuple[object, ...]]:
        rows = [
            ("parents", "all", 80, 20, together),
            ("parents", codes[0].name, 60, 20, 24),
            ("parents", codes[1].name, 20, 9, 14),
        ]
        found = groups.theme_rows(demo, pd.DataFrame(rows, columns=columns), BANDS, {"teams": 24})
        return [tuple(row[name] for name in columns[1:]) for row in found]

    assert told(35) == told(24) == [
        ("all", "80-84", "20-24", "20-38"),
        (codes[0].name, "60-64", "20-24", "20-24"),
        (codes[1].name, "20-24", "5-9", "10-14"),
    ]  # fmt: skip


def test_a_theme_of_one_code_is_raised_by_as_many(demo: Study) -> None:
    columns = ["theme", "code", "segments", "teams", "people"]
    rows = pd.DataFrame([("other", name, 9, 8, 7) for name in ("all", "one")], columns=columns)
    found = groups.theme_rows(demo, rows, BANDS)
    assert [row["people"] for row in found] == ["5-9", "5-9"]
