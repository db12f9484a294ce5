"""The participant flow and the n of models: exact, but where single people would show by a difference."""

from math import inf

import pandas as pd
import pytest
from scipy import stats

from isop_analysis.base.reasons import Reason, read_reasons, written
from isop_analysis.base.telling import catalogue
from isop_analysis.contracts.cells import read_names
from isop_analysis.contracts.publication import Published
from isop_analysis.contracts.table import Column
from isop_analysis.contracts.tables import by_name
from isop_analysis.publish.banding import Bands
from isop_analysis.publish.flows import people_at, people_rows, response_rows
from isop_analysis.publish.rounding import as_published
from isop_analysis.publish.sizes import OF_NO_PEOPLE, Sizes

STAGES = ("invited", "agreed", "answered", "kept")


def flow(**occasions: tuple[int, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"cohort": "2023", "occasion": occasion, "stage": stage, "people": people}
            for occasion, numbers in occasions.items()
            for stage, people in zip(STAGES, numbers, strict=True)
        ]
    )


def told(frame: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        (row["occasion"], row["stage"], row["people"], read_names(row["told_with"]))
        for row in people_rows(frame, 5)
    ]


def test_a_stage_close_to_the_next_is_told_with_it() -> None:
    assert told(flow(T0=(102, 100, 80, 75))) == [
        ("T0", "agreed", "100", ["invited"]),
        ("T0", "answered", "80", []),
        ("T0", "kept", "75", []),
    ]
    assert told(flow(T0=(102, 100, 97, 95))) == [("T0", "kept", "95", ["invited", "agreed", "answered"])]
    assert told(flow(T0=(90, 90, 80, 80))) == [
        ("T0", stage, people, []) for stage, people in zip(STAGES, ("90", "90", "80", "80"), strict=True)
    ]


def test_a_stage_close_to_the_same_stage_before_is_not_told() -> None:
    """One person withdrew between the occasions: agreed 100, then 99."""
    assert [row[:3] for row in told(flow(T0=(120, 100, 80, 70), T1=(120, 99, 60, 50)))] == [
        ("T0", "invited", "120"), ("T0", "agreed", "100"), ("T0", "answered", "80"), ("T0", "kept", "70"),
        ("T1", "invited", "120"), ("T1", "answered", "60"), ("T1", "kept", "50"),
    ]  # fmt: skip


def test_a_stage_close_to_the_same_stage_at_any_occasion_told_before_is_not_told() -> None:
    """Of 122 ever invited 120 were so at T0: one or two joined later, whom 'all' would show."""
    rows = told(flow(T0=(120, 100, 80, 70), T1=(100, 90, 60, 50), all=(122, 110, 90, 80)))
    assert [row[:3] for row in rows][-3:] == [
        ("all", "agreed", "110"), ("all", "answered", "90"), ("all", "kept", "80"),
    ]  # fmt: skip
    assert ("all", "invited") not in {row[:2] for row in rows}


def test_people_whom_nobody_invited_stand_beside_the_flow_in_bands_from_five() -> None:
    """89 were invited and all of them answered: so do 7 others, of whom 3 were left out, and one later."""
    rows = [("T0", "outside", 7), ("T0", "outside_kept", 4), ("T1", "outside", 1), ("T1", "outside_kept", 1)]
    others = pd.DataFrame(rows, columns=["occasion", "stage", "people"]).assign(cohort="2023")
    frame = pd.concat([flow(T0=(89, 89, 89, 80), T1=(89, 89, 70, 60)), others])
    assert told(frame)[4:5] == [("T0", "outside", "5-9", [])]
    assert [row[:3] for row in told(frame)[:4]] == [
        ("T0", stage, people) for stage, people in zip(STAGES, ("89", "89", "89", "80"), strict=True)
    ]
    assert [row[1] for row in told(frame)[5:]] == ["invited", "agreed", "answered", "kept"]
    assert people_at(frame) == {"T0": 84, "T1": 61}


def test_people_of_no_cohort_are_left_out_where_few_answered() -> None:
    none = flow(T0=(12, 9, 0, 0), T1=(30, 20, 11, 11)).assign(cohort="none")
    assert [row[:3] for row in told(none)] == [
        ("T1", stage, people) for stage, people in zip(STAGES, ("30", "20", "11", "11"), strict=True)
    ]


def test_people_at_an_occasion_are_those_kept_of_all_cohorts() -> None:
    both = pd.concat([flow(T0=(9, 9, 8, 7)), flow(T0=(9, 9, 8, 6)).assign(cohort="2024")])
    linked = both.assign(stage="linked", people=3)
    assert people_at(pd.concat([both, linked])) == {"T0": 13}


def test_responses_are_bands_over_the_waves_of_an_occasion() -> None:
    frame = pd.DataFrame(
        [
            ("scan", "a_t0", 0, "received", 40, 0, 40), ("scan", "a_t0", 1, "consent", 40, 3, 37),
            ("scan", "b_t0", 0, "received", 30, 0, 30), ("scan", "b_t0", 1, "consent", 30, 1, 29),
        ],
        columns=["instrument", "wave", "step", "rule", "rows_in", "excluded", "rows_out"],
    )  # fmt: skip
    rows = response_rows(frame, {"a_t0": "T0", "b_t0": "T0"}, Bands(5, {"T0": 66}))
    # 66 people were kept: their band alone would bound those who sent no response.
    assert [(row["stage"], row["responses"]) for row in rows] == [("received", "70-79"), ("kept", "50-69")]


def test_numbers_that_lie_close_become_bands() -> None:
    sizes = Sizes.of([212, 211, 206, 194, 64, 212], 5)
    assert [str(sizes.told(n)) for n in (212, 211, 206, 194, 64)] == [
        "210-214",
        "210-214",
        "205-209",
        "194",
        "64",
    ]
    # A number told elsewhere that lies close to one of the close ones is a band too.
    assert str(sizes.told(215)) == "215-219"
    assert [str(sizes.told(n)) for n in (201, 200, 218, 219)] == ["200-204", "200", "215-219", "219"]
    assert [str(sizes.told(n)) for n in (195, 196)] == ["195", "196"]
    assert [str(Sizes.of([10, 15], 5).told(n)) for n in (10, 15)] == ["10", "15"]
    assert [str(Sizes.of([10, 14], 5).told(n)) for n in (10, 14)] == ["10-14", "10-14"]


def test_a_band_beside_a_number_makes_it_a_band_too() -> None:
    """Exactly 206 would say that 212 and 211 are not 210; and 201 that 206 is not 205."""
    assert [str(Sizes.of([212, 211, 206, 201, 195], 5).told(n)) for n in (206, 201, 195)] == [
        "205-209", "200-204", "195",
    ]  # fmt: skip
    assert [str(Sizes.of([40, 64], 5, [64]).told(n)) for n in (40, 64)] == ["40", "60-64"]


def test_numbers_in_reasons_are_told_as_their_columns() -> None:
    sizes = Sizes.of([97, 98, 150], 5)
    cell = written(
        [
            Reason("panel_people", found=97, needed=150, all=300),
            Reason("rows_left_out_missing", found=3, all=100),
            Reason(
                "joint_noted", notes=[Reason("rows_left_out_missing", found=3, all=100), Reason("x", n=98)]
            ),
        ]
    )
    first, second = read_reasons(sizes.reasons(cell))
    assert first.values == {"found": "95-99", "needed": 150, "all": 300}
    assert second.values["notes"] == [Reason("x", n="95-99")]
    assert sizes.reasons(None) is None


def test_a_number_in_a_reason_that_lies_beside_those_of_others_is_a_band() -> None:
    """96 is told in a reason alone: beside 97 and 98, which are bands, it would be exact."""
    sizes = Sizes.of([97, 98, 150], 5)
    cell = written([Reason("panel_people", found=96, needed=150, all=300)])
    (told_reason,) = read_reasons(sizes.reasons(cell))
    assert told_reason.values == {"found": "95-99", "needed": 150, "all": 300}


def test_numbers_in_reasons_have_two_decimals() -> None:
    """4.125 people a team in 24 teams would be 99 people exactly."""
    sizes = Sizes.of([], 5)
    cell = written([Reason("verdict_icc2", found=-0.0438596, size=4.125, needed=0.7, p=0.03491)])
    (told,) = read_reasons(sizes.reasons(cell))
    assert told.values == {"found": -0.04, "size": 4.0, "needed": 0.7, "p": 0.035}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('{"person": 98, "team:site": 24}', '{"person": "95-99", "team:site": 24}'),
        ('{"person": 150, "site": 9}', '{"person": "150", "site": 9}'),
    ],
)
def test_people_among_clusters_are_told_as_other_numbers(cell: str, found: str) -> None:
    assert Sizes.of([97, 98, 150], 5).clusters(cell) == found


@pytest.mark.parametrize("n", [150, 151, 152, 153, 154])
def test_rmsea_is_the_same_of_every_n_of_a_band(n: int) -> None:
    """χ² 286.82 on 225 df: of 150 to 154 people RMSEA runs from .0428 to .0422; told is that of 152."""
    sizes, excess = Sizes.of([150, 154], 5), (286.82 - 225) / 225
    fits = pd.DataFrame(
        {
            "n": pd.Series([n, 300, None], dtype="Int64"),
            "rmsea": [(excess / n) ** 0.5, (excess / 300) ** 0.5, None],
            "rmsea_ci_high": [(0.5 / n) ** 0.5, (0.5 / 300) ** 0.5, None],
            "cfi": [0.916, 0.916, None],
        }
    )
    told = sizes.with_rmsea(fits)
    assert told["rmsea"].tolist()[:2] == pytest.approx([(excess / 152) ** 0.5, (excess / 300) ** 0.5])
    assert told["rmsea_ci_high"].tolist()[:2] == pytest.approx([(0.5 / 152) ** 0.5, (0.5 / 300) ** 0.5])
    assert told["rmsea"].isna().tolist() == [False, False, True]
    assert told["cfi"].equals(fits["cfi"])


@pytest.mark.parametrize("n", [150, 151, 152, 153, 154])
def test_robustness_is_the_same_of_every_n_of_a_band(n: int) -> None:
    """Partial R² beside t = 3.7 would tell df, n − 5; told is that of 147 df, of 300 people that of 295."""
    t, own = 3.7, [n - 5.0, 295.0]
    slopes = pd.DataFrame(
        {"n": [n, 300], "t": [t, t], "df": own, "partial_r2": [t**2 / (t**2 + df) for df in own]}
        | {"robustness_value": [0.26, 0.2], "robustness_value_interval": [0.13, 0.1]}
    )
    told = Sizes.of([150, 154], 5).with_robustness(slopes)
    assert told["partial_r2"].tolist() == pytest.approx([t**2 / (t**2 + 147), t**2 / (t**2 + 295)])
    f, critical = t / 147**0.5, stats.t.ppf(0.975, 146) / 146**0.5
    values = [((one**4 + 4 * one**2) ** 0.5 - one**2) / 2 for one in (f, f - critical)]
    named = ["robustness_value", "robustness_value_interval"]
    if n != 152:
        assert told.loc[0, named].tolist() == pytest.approx(values)
    assert told.loc[1, named].tolist() == [0.2, 0.1]


def test_robustness_without_a_t_or_a_df_stays() -> None:
    slopes = pd.DataFrame(
        {"n": [151, 151], "t": [inf, 0.0], "df": [146.0, 0.0], "partial_r2": [1.0, 0.0]}
        | {"robustness_value": [1.0, 0.0], "robustness_value_interval": [1.0, 0.0]}
    )
    assert Sizes.of([150, 154], 5).with_robustness(slopes).equals(slopes)


def test_a_column_of_sizes_holds_counts() -> None:
    fits = by_name("model_fits")
    columns = (Column("n", "count"), Column("cluster_counts", "mapping"), Column("reason", "reasons"))
    table = Published(fits.name, fits.step, fits.title, columns, counts="rows", sizes=("n",))
    rows = pd.DataFrame({"n": pd.Series([10, 12, 30, None], dtype="Int64")})
    rows["cluster_counts"] = ['{"person": 12, "team": 3}', '{"person": 30}', None, None]
    rows["reason"] = [None, None, None, 'panel_people {"found": 12}']
    told = as_published(rows, table, 5, Sizes.of([10, 12], 5))
    assert told["n"].fillna("").tolist() == ["10-14", "10-14", "30", ""]
    assert told["cluster_counts"].fillna("").tolist() == [
        '{"person": "10-14", "team": 3}', '{"person": "30"}', "", "",
    ]  # fmt: skip
    assert told["reason"].fillna("").tolist() == ["", "", "", 'panel_people {"found": "10-14"}']


def test_groups_in_reasons_are_counted_exactly_beside_people_in_bands() -> None:
    sizes = Sizes.of([20, 23, 1, 3], 5)
    units, rows = Reason("few_units", found=3, needed=10, unit="site"), Reason("few_usable_rows", found=23)
    groups, waves = Reason("few_in_groups", found=3, all=3, needed=100), Reason("panel_waves", found=2)
    told = read_reasons(sizes.reasons(written([units, rows, groups, waves])))
    assert list(told) == [units, Reason("few_usable_rows", found="20-24"), groups, waves]


def test_reasons_that_count_no_people_are_reasons_of_the_catalogue() -> None:
    assert set(catalogue()) >= OF_NO_PEOPLE
