"""Items, groups, choices and patterns as they are told, on cases small enough to reckon by hand."""

import pandas as pd
import pytest

from isop_analysis.publish import groups, items
from isop_analysis.publish.banding import Bands

BANDS = Bands(5, {"T0": 61})


def counts(item: str, *numbers: int, absent: int = 0) -> pd.DataFrame:
    rows = [("given", float(answer), number) for answer, number in enumerate(numbers, 1)]
    rows += [("skipped", None, absent)] if absent else []
    frame = pd.DataFrame(rows, columns=["answer_kind", "answer", "count"])
    return frame.assign(instrument="scan", item=item, occasion="T0")


def test_an_item_is_told_from_twenty_answers_up() -> None:
    told = items.item_count_rows(pd.concat([counts("a", 3, 12, 10, 5), counts("b", 9, 10)]), BANDS)
    assert [(row["item"], row["answer"], row["count"]) for row in told] == [
        ("a", 1, "0-4"), ("a", 2, "10-14"), ("a", 3, "10-14"), ("a", 4, "5-9"),
    ]  # fmt: skip
    assert [row["share"] for row in told] == pytest.approx([2 / 33, 12 / 33, 12 / 33, 7 / 33], abs=1e-12)


def test_who_did_not_answer_an_item_is_not_told() -> None:
    told = items.item_count_rows(counts("a", 20, 20, 20, absent=1), BANDS)
    assert [row["answer"] for row in told] == [1.0, 2.0, 3.0]
    described = pd.DataFrame(
        [{"instrument": "scan", "scale": "s", "item": "a", "occasion": "T0", "n": 60, "absent": 1,
          "mean": 2.0, "sd": 0.8, "skewness": 0.1, "floor": 0.3, "ceiling": 0.3, "item_rest": 0.5,
          "alpha_if_dropped": 0.7}]
    )  # fmt: skip
    (row,) = items.item_rows(described, counts("a", 20, 20, 20, absent=1), BANDS)
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


def test_the_mean_of_an_item_is_that_of_its_bars() -> None:
    described = pd.DataFrame([{"instrument": "i", "scale": "s", "item": "a", "occasion": "T0", "n": 30,
                               "item_rest": 0.5, "alpha_if_dropped": 0.7}])  # fmt: skip
    (row,) = items.item_rows(described, counts("a", 3, 12, 10, 5), BANDS)
    assert row["mean"] == pytest.approx((2 + 24 + 36 + 28) / 33)


def test_a_group_that_the_number_of_everyone_bounds_has_a_partner_without_number() -> None:
    """40 + 20 + 1 are 61 people, who are told: 40-44 + 20-24 leave at most one."""
    sample = pd.DataFrame(
        {"attribute": "role", "value": ["x", "y", "z"], "occasion": "T0", "people": [40, 20, 1]}
    )
    assert [row["people"] for row in groups.sample_rows(sample, BANDS)] == [None, "20-24", "0-4"]
    wide = groups.sample_rows(sample.assign(people=[42, 16, 3]), BANDS)
    assert [row["people"] for row in wide] == ["40-44", "15-19", "0-4"]


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


def test_patterns_of_few_people_are_one() -> None:
    rows = pd.DataFrame(
        {
            "of": "occasions",
            "occasion": "all",
            "pattern": ["111", "110", "101", "011"],
            "kind": ["complete", "left", "intermittent", "late"],
            "people": [30, 9, 3, 1],
        }
    )
    told = groups.pattern_rows(rows, BANDS)
    assert {str(row["pattern"]): row["people"] for row in told} == {
        "111": "30-34",
        "110": "5-9",
        "rest": "0-4",
    }
    assert sum(float(str(row["share"])) for row in told) == pytest.approx(1)


def test_kinds_of_few_people_are_left_out_though_their_answers_are_many() -> None:
    rows = pd.DataFrame({"scale": "s", "answer_kind": ["given", "skipped", "refused"],
                         "answers": [90, 30, 10], "people": [20, 6, 2]})  # fmt: skip
    assert [(row["answer_kind"], row["answers"]) for row in groups.kind_rows(rows, BANDS)] == [
        ("given", "90-94"), ("skipped", "30-34"),
    ]  # fmt: skip
