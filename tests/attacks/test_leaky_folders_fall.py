"""The readers of the published folder bite: one made by the rules holds, one that breaks a rule falls."""

import csv
from pathlib import Path

import pytest
from all_attacks import (
    Known,
    Member,
    answers_of_withdrawn,
    colleagues_scores,
    few_who_raised_what_is_quoted,
    few_who_skipped,
    names,
    single_teams,
    sites,
    sizes_behind_widths,
    small_cells_of_scales,
    small_counts_as_printed,
    small_counts_of_people,
    small_groups,
    small_groups_that_named_a_profession,
    small_groups_that_raised_a_code,
    small_item_cells,
    small_kinds_of_absence,
    teams_between_bandings,
    teams_by_order,
    themes_of_whole_bands,
    units_told,
)
from exact_numbers import few_between
from feasible import narrow
from old_outputs import OLD, Item
from published_outputs import Published, count
from scipy.stats import f
from sizes_behind_fit import sizes_behind_fit
from sizes_behind_scales import sizes_behind_scales

ITEMS = {"a1": Item("trust", 1, 5, False), "grade": Item("mark", 1, 10, False)}
RANGES = {"trust": (1.0, 5.0), "mark": (0.0, 100.0)}
NOBODY = Known({}, (), {})
BARS = ["0-4", "5-9", "25-29", "40-44", "10-14"]


def folder(path: Path, **tables: list[dict[str, object]]) -> Published:
    path.mkdir(exist_ok=True)
    for name, rows in tables.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
    return Published(path, ITEMS, RANGES)


def bars(
    item: str, counts: list[str], shares: list[str] | None = None, occasion: str = "T0"
) -> list[dict[str, object]]:
    head = {"instrument": "scan", "item": item, "occasion": occasion, "answer_kind": "given"}
    return [
        head | {"answer": float(answer), "count": cell, "share": (shares or [""] * len(counts))[answer - 1]}
        for answer, cell in enumerate(counts, start=1)
    ]


def described(n: str, mean: str = "") -> list[dict[str, object]]:
    return [{"instrument": "scan", "scale": "trust", "item": "a1", "occasion": "T0", "n": n, "mean": mean}]


def test_bars_in_bands_hold(tmp_path: Path) -> None:
    # 1.4, 6.4, 26.4, 41.4 and 11.4 make 87: a mean of 3.6 and shares that follow from them tell nothing more.
    shares = ["0.02", "0.07", "0.3", "0.48", "0.13"]
    told = folder(tmp_path, item_counts=bars("a1", BARS, shares), item_descriptives=described("85-89", "3.6"))
    assert small_item_cells(told) == []
    assert small_counts_as_printed(told) == []


@pytest.mark.parametrize(
    ("counts", "n", "mean"),
    [
        (["3", *BARS[1:]], "85-89", ""),  # a count that is no band
        (BARS, "80-83", ""),  # the least of all bars is 80: three to share
        (BARS, "85-89", "3.73"),  # hardly any filling has so high a mean
    ],
    ids=["exact", "total", "mean"],
)
def test_bars_that_say_more_than_bands_fall(tmp_path: Path, counts: list[str], n: str, mean: str) -> None:
    told = folder(tmp_path, item_counts=bars("a1", counts), item_descriptives=described(n, mean))
    assert len(small_item_cells(told)) == 1


def test_shares_of_the_true_counts_fall(tmp_path: Path) -> None:
    shares = ["0.01", "0.06", "0.31", "0.51", "0.11"]
    told = folder(tmp_path, item_counts=bars("a1", BARS, shares), item_descriptives=described("85-89"))
    assert [cell.split(": ")[0] for cell in small_item_cells(told)] == ["('a1', 'T0') 1.0"]


def test_the_flows_exact_responses_bound_bars(tmp_path: Path) -> None:
    flow = [{"instrument": "scan", "occasion": "T0", "stage": "kept", "responses": "82"}]
    told = folder(tmp_path, item_counts=bars("a1", BARS), item_descriptives=described("80-84"), flow=flow)
    assert len(small_item_cells(told)) == 1


def test_exact_moments_of_a_one_item_scale_fall(tmp_path: Path) -> None:
    counts = ["0-4", "0-4", "0-4", "0-4", "5-9", "30-34", "35-39", "20-24", "5-9", "0-4"]
    scale = {
        "instrument": "scan",
        "scale": "mark",
        "occasion": "T0",
        "n": "105-109",
        "mean": "66.5",
        "sd": "11.9",
    }
    tables = {"item_counts": bars("grade", counts), "scale_descriptives": [scale]}
    assert len(small_cells_of_scales(folder(tmp_path, **tables))) >= 2
    # The mean of the middles of the bars, 6.65 of 10 and so 62.8 of 100, tells nothing.
    for mean in ("", "62.8"):
        tables["scale_descriptives"] = [scale | {"mean": mean, "sd": ""}]
        assert small_cells_of_scales(folder(tmp_path, **tables)) == []


def test_steps_of_a_one_item_scale_are_merged_bars(tmp_path: Path) -> None:
    counts = ["0-4"] * 4 + ["5-9", "30-34", "35-39", "20-24", "5-9", "0-4"]
    step: dict[str, object] = {
        "scale": "mark",
        "occasion": "T0",
        "low": 0.0,
        "high": 25.0,
        "count": "10-14",
        "share": "",
    }
    told = folder(tmp_path, item_counts=bars("grade", counts), score_counts=[step])
    # Three bars of at most four make ten or more: none of them is less than two.
    found = small_counts_of_people(told)
    assert [cell.split(": ")[1] for cell in found] == ["(2, 4)"] * 3


def test_kinds_of_absence_fall_to_kept_minus_answered(tmp_path: Path) -> None:
    absent: list[dict[str, object]] = [
        {
            "instrument": "scan",
            "item": "a1",
            "occasion": "T0",
            "answer_kind": kind,
            "answer": "",
            "count": "0-4",
            "share": "",
        }
        for kind in ("skipped", "dont_know")
    ]
    flow: list[dict[str, object]] = [
        {"instrument": "scan", "occasion": "T0", "stage": "kept", "responses": "91"}
    ]
    tables = {"item_counts": bars("a1", BARS) + absent, "flow": flow}
    assert small_kinds_of_absence(folder(tmp_path, **tables, item_descriptives=described("85-89"))) == []
    assert len(small_kinds_of_absence(folder(tmp_path, **tables, item_descriptives=described("84")))) == 2


def test_a_group_falls_to_everyone_minus_the_others(tmp_path: Path) -> None:
    def option(value: str, chosen: str, asked: str) -> dict[str, object]:
        return {
            "question": "works_with", "option": "parents", "occasion": "T0", "attribute": "profession",
            "value": value, "chosen": chosen, "asked": asked, "share": "",
        }  # fmt: skip

    rows = [
        option("all", "20-24", "60-64"),
        option("teacher", "15-19", "40-44"),
        option("support", "0-4", "20-24"),
    ]
    assert small_groups(folder(tmp_path, choices=rows)) == []
    exact = [option("all", "21", "62"), option("teacher", "19", "41"), option("support", "0-4", "21")]
    assert [
        cell.split(": ")[1] for cell in small_groups(folder(tmp_path, choices=exact)) if "support" in cell
    ] == ["(2, 2)"]


def test_patterns_fall_to_an_exact_n_at_the_edge(tmp_path: Path) -> None:
    patterns: list[dict[str, object]] = [
        {"of": "instruments", "occasion": "T0", "pattern": name, "people": people}
        for name, people in (("111", "70-74"), ("100", "30-34"), ("011", "0-4"))
    ]

    def tests(n: str) -> list[dict[str, object]]:
        return [{"of": "scales", "scale": "all", "occasion": "T0", "n": n}]

    assert (
        small_counts_of_people(folder(tmp_path, missing_patterns=patterns, missing_tests=tests("106"))) == []
    )
    assert (
        len(small_counts_of_people(folder(tmp_path, missing_patterns=patterns, missing_tests=tests("101"))))
        == 1
    )


def test_a_pattern_without_a_row_falls_to_who_left(tmp_path: Path) -> None:
    """T0 45 to 49 people, 35 to 39 answered at both and 5 to 9 left: from 6 left, 3 came late at most."""
    head: dict[str, object] = {"of": "occasions", "occasion": "all"}
    both, rest = head | {"pattern": "11", "people": "35-39"}, head | {"pattern": "rest", "people": "5-9"}
    pair: dict[str, object] = {"from_occasion": "T0", "to_occasion": "T1", "attribute": "all", "value": "all"}
    left = [pair | {"people": "45-49", "left": "5-9"}]

    def found(*patterns: dict[str, object]) -> list[str]:
        told = folder(tmp_path, missing_patterns=list(patterns), dropout_groups=left)
        return small_counts_of_people(told)

    assert found(both, rest) == ["('not told', '01'): (0, 3)"]
    assert found(head | {"pattern": "rest", "people": "45-49"}) == []


def test_a_group_that_the_sample_keeps_back_falls_to_who_left(tmp_path: Path) -> None:
    """118 to 123 by their level, and of 120 by their role 100 and 20: nobody else, or three."""

    def group(attribute: str, value: str, people: str) -> dict[str, object]:
        return {"attribute": attribute, "value": value, "occasion": "T0", "people": people}

    sample = [group("level", "mbo", "60-64"), group("level", "hbo", "55-59"), group("role", "future", "")]
    sample += [group("role", "working", "20-24"), group("role", "facilitator", "0-4")]
    pair: dict[str, object] = {"from_occasion": "T0", "to_occasion": "T1", "attribute": "role"}
    left = [pair | {"value": "future", "people": "100-104", "left": "30-34"}]
    assert small_counts_of_people(folder(tmp_path, sample=sample)) == []
    assert small_counts_of_people(folder(tmp_path, sample=sample, dropout_groups=left)) == [
        "('sample', 'role', 'facilitator', 'T0'): (0, 3)"
    ]


def test_rows_lost_in_bands_fall_to_models_of_the_same_rows(tmp_path: Path) -> None:
    """Used 205 to 209 and lost 0 to 4: so both had 213 at most, and the other lost three at most."""
    scales = [{"scale": one, "instrument": "scan", "occasion": "T0"} for one in ("roles", "trust")]

    def row(scale: str, used: str, lost: str) -> dict[str, object]:
        head: dict[str, object] = {"model": "m", "scale": scale, "variable": "all"}
        return head | {"available": "210-219", "used": used, "lost_first": lost}

    def found(*rows: dict[str, object]) -> list[str]:
        return few_who_skipped(folder(tmp_path, model_rows=list(rows), scale_descriptives=scales))

    held = [row("roles", "210-214", "0-4"), row("trust", "205-209", "1-9")]
    assert found(*held) == []
    assert [one.split(": ")[1] for one in found(held[0], row("trust", "205-209", "0-4"))][:1] == ["(0, 3)"]


def test_a_few_people_between_exact_numbers_fall(tmp_path: Path) -> None:
    def stages(*people: int) -> list[dict[str, object]]:
        names_ = ("invited", "agreed", "answered", "kept")
        return [
            {"cohort": "2023", "occasion": "T0", "stage": stage, "people": number}
            for stage, number in zip(names_, people, strict=True)
        ]

    tests: list[dict[str, object]] = [{"of": "scales", "scale": "all", "occasion": "T0", "n": "69"}]
    assert few_between(folder(tmp_path, people_flow=stages(100, 95, 85, 75), missing_tests=tests)) == []
    assert few_between(folder(tmp_path, people_flow=stages(100, 98, 85, 75), missing_tests=tests)) == [
        "2023 T0 invited 100 − agreed 98"
    ]
    assert few_between(folder(tmp_path, people_flow=stages(100, 95, 85, 72), missing_tests=tests)) == [
        "all cohorts T0 kept 72 − missing_tests 69"
    ]


def dots(*means: float) -> list[dict[str, object]]:
    return [
        {"scale": "trust", "occasion": "T0", "place": place, "mean": mean}
        for place, mean in enumerate(means, start=1)
    ]


def teams(*means: float) -> Known:
    members = [Member(f"LT{n:02}", "t0", (mean,) * 5) for n, mean in enumerate(means, start=1)]
    return Known(
        {("trust", "T0"): members}, ("LT01", "De Regenboog"), {"final test": {"99AA": 534.2, "99AB": 536.1}}
    )


def test_dots_in_the_order_of_names_fall(tmp_path: Path) -> None:
    means = [3.5, 2.75, 4.0, 3.25, 2.5, 3.75, 4.25, 3.0]
    known = teams(*means)
    assert teams_by_order(folder(tmp_path, team_scores=dots(*means)), known) == ["by name: 100%"]
    assert teams_by_order(folder(tmp_path, team_scores=dots(*sorted(means))), known) == []


def test_a_dot_near_an_end_tells_of_colleagues(tmp_path: Path) -> None:
    told = folder(tmp_path, team_scores=dots(4.75))
    known = Known({("trust", "T0"): [Member("LT01", "t0", (3.8, 5.0, 5.0, 5.0, 5.0))]}, (), {})
    assert colleagues_scores(told, known) != []
    assert colleagues_scores(folder(tmp_path, team_scores=dots(3.5)), teams(3.5)) == []


def test_bands_with_ends_and_themes_of_all_fall(tmp_path: Path) -> None:
    band: dict[str, object] = {"display": "d", "band": 1, "teams": "5-9", "score_mean": 3.5, "theme": "t"}
    held = band | {"teams_with_theme": "5-9", "segments": "10-14"}
    told = folder(tmp_path, joint_display=[held])
    assert single_teams(told) == themes_of_whole_bands(told) == []
    every = folder(tmp_path, joint_display=[held | {"teams": "5", "teams_with_theme": "5"}])
    assert len(themes_of_whole_bands(every)) == 1
    ends = held | {"score_low": 2.5, "score_high": 4.5}
    assert len(single_teams(folder(tmp_path, joint_display=[ends]))) == 2


def test_two_bandings_of_the_same_teams_fall(tmp_path: Path) -> None:
    def bands(display: str, *teams: int) -> list[dict[str, object]]:
        head = {"display": display, "scale": "s", "theme": "t", "teams_left_out": "2", "score_mean": 3}
        head |= {"teams_with_theme": "2-3", "segments": "10-14"}
        return [head | {"band": band, "teams": str(number)} for band, number in enumerate(teams, 1)]

    found = teams_between_bandings(
        folder(tmp_path, joint_display=[*bands("a", 6, 6, 5), *bands("b", 5, 5, 7)])
    )
    assert found == ["a and b: 1 teams", "a and b: 4 teams", "a and b: 2 teams"]
    same = [*bands("a", 6, 6, 5), *bands("b", 6, 6, 5)]
    assert teams_between_bandings(folder(tmp_path, joint_display=same)) == []


def test_teams_in_which_few_raised_a_theme_bound_these_few(tmp_path: Path) -> None:
    """Two bands of two or three teams are four people at least: exactly four, of zero to four."""
    head: dict[str, object] = {"display": "d", "theme": "t", "code": "all", "teams": "6", "score_mean": "3.5"}
    rows = [head | {"band": band, "teams_with_theme": "2-3", "segments": ""} for band in (1, 2)]
    few = [{"theme": "t", "code": "all", "people": "0-4", "teams": "0-4", "segments": "5-9"}]
    leaky = folder(tmp_path, joint_display=rows, theme_counts=few)
    assert small_groups_that_raised_a_code(leaky) == ["('theme', 't'): (4, 4)"]
    many = [few[0] | {"people": "5-9"}]
    assert small_groups_that_raised_a_code(folder(tmp_path, joint_display=rows, theme_counts=many)) == []


def code_rows(everyone: str, asked: str, **roles: str) -> list[dict[str, object]]:
    head = {"theme": "t", "code": "c"}
    rows = [head | {"by": "all", "value": "all", "people": everyone, "asked": asked}]
    return rows + [
        head | {"by": "role", "value": role, "people": people, "asked": "30-34"}
        for role, people in roles.items()
    ]


def test_roles_that_bound_who_raised_a_code_fall(tmp_path: Path) -> None:
    """Of 60 to 64 asked at most four are of other roles: with 10 to 14 in all each role has two at least."""
    held = code_rows("5-9", "60-64", future="0-4", working="0-4")
    assert small_groups_that_raised_a_code(folder(tmp_path, code_frequencies=held)) == []
    leaky = code_rows("10-14", "60-64", future="0-4", working="0-4")
    found = small_groups_that_raised_a_code(folder(tmp_path, code_frequencies=leaky))
    assert found == [f"('raised', 'c', 'role', '{role}'): (2, 4)" for role in ("future", "working")] + [
        "('raised', 'c', 'role', 'others'): (2, 4)"
    ]


def named_rows(**people: str) -> list[dict[str, object]]:
    """Teachers and support professionals who name support, of the whole study."""
    head = {"question": "works_with", "at_least": "", "merged_in": "[]", "partner": "support", "share": ""}
    return [head | {"profession": one, "people": cell, "n": "25-29"} for one, cell in people.items()]


def chosen_rows(value: str, **options: str) -> list[dict[str, object]]:
    head = {
        "question": "works_with",
        "occasion": "T0",
        "attribute": "profession",
        "value": value,
        "share": "",
    }
    return [head | {"option": one, "chosen": cell, "asked": "50-54"} for one, cell in options.items()]


def test_who_named_a_profession_falls_to_the_same_told_by_occasion(tmp_path: Path) -> None:
    """Two options of four people at most, told as 5-9 together, were chosen by one each at least."""
    told = named_rows(teacher="5-9", support="0-4")
    everyone = chosen_rows("all", sen_coordinator="5-9", speech_therapist="5-9")
    attack = small_groups_that_named_a_profession
    assert attack(folder(tmp_path / "held", profession_ties=told, choices=everyone)) == []
    twice = [*everyone, *chosen_rows("teacher", sen_coordinator="0-4", speech_therapist="0-4")]
    assert attack(folder(tmp_path / "leaky", profession_ties=told, choices=twice)) == [
        "('at', 'works_with', 'teacher', 'sen_coordinator', 'T0'): (1, 4)",
        "('at', 'works_with', 'teacher', 'speech_therapist', 'T0'): (1, 4)",
    ]


def test_who_named_a_profession_falls_to_everyone_minus_the_others(tmp_path: Path) -> None:
    """Of 12 who named support nine at most are teachers, and there is no other profession: three are left."""
    attack = small_groups_that_named_a_profession
    told = named_rows(teacher="5-9", support="0-4")
    sample: list[dict[str, object]] = [
        {"attribute": "profession", "value": one, "occasion": "T0", "people": "25-29"}
        for one in ("teacher", "support")
    ]
    tables = {"profession_ties": told, "sample": sample}
    held = chosen_rows("all", sen_coordinator="5-9")
    assert attack(folder(tmp_path / "held", **tables, choices=held)) == []
    leaky = chosen_rows("all", sen_coordinator="12")
    assert attack(folder(tmp_path / "leaky", **tables, choices=leaky)) == [
        "('named', 'works_with', 'support', 'support'): (3, 4)"
    ]


def test_rmsea_of_the_true_n_beside_chi_square_falls(tmp_path: Path) -> None:
    """χ² 286.82 on 225 df of 151 people makes .0427, and .0257 to .0567; of the band's 152 .0425."""
    fit: dict[str, object] = {"model": "m", "n": "150-154", "chi2": "286.82", "df": "225.0"}
    held = fit | {"rmsea": "0.0425", "rmsea_ci_low": "0.0256", "rmsea_ci_high": "0.05655"}
    end = fit | {"rmsea": "0.043", "rmsea_ci_low": "0.026", "rmsea_ci_high": "0.05674"}

    def found(**own: object) -> list[str]:
        return sizes_behind_fit(folder(tmp_path, structural_fits=[own]))

    assert found(**held) == found(**held | {"n": "151"}) == []
    assert found(**held | {"rmsea": "0.0427", "indices": "robust"}) == []
    assert found(**fit, rmsea="0.0427") == found(**end) == ["structural_fits m 150-154: [151]"]


def test_rows_of_units_sites_and_names_fall(tmp_path: Path) -> None:
    known = teams()
    row: dict[str, object] = {"model": "m", "estimate": "0.31", "outcome": "534.2"}
    told = folder(tmp_path, model_random=[row])
    assert units_told(told) == ["model_random"]
    assert len(sites(told, known)) == 1
    assert sites(folder(tmp_path, model_random=[row | {"outcome": "535"}]), known) == []
    assert names({"a.svg": "<title>de regenboog</title>", "b.csv": "LT011"}, known) == ["a.svg: de regenboog"]


def test_a_bar_that_leaves_its_band_tells_what_was_answered(tmp_path: Path) -> None:
    before = folder(tmp_path / "before", item_counts=bars("a1", BARS), item_descriptives=described("85-89"))
    same = folder(tmp_path / "same", item_counts=bars("a1", BARS), item_descriptives=described("85-89"))
    moved = [BARS[0], "0-4", *BARS[2:]]
    after = folder(tmp_path / "after", item_counts=bars("a1", moved), item_descriptives=described("85-89"))
    assert answers_of_withdrawn(before, same) == []
    assert answers_of_withdrawn(before, after) == ["('a1', 'T0'): 2.0"]


def test_old_drawings_tell_sizes() -> None:
    assert len(sizes_behind_widths(sorted((OLD / "figures").glob("teams_*.svg")))) >= 12


def test_counts_are_read_as_printed() -> None:
    assert (count("85-89"), count("142"), count("")) == ((85, 89), (142, 142), (0, 10**6))
    assert [narrow(one) for one in ((0, 4), (0, 3), (1, 4), (0, 0), (5, 8))] == [
        False,
        True,
        True,
        False,
        False,
    ]


def quote_row(role: str) -> dict[str, object]:
    return {"place": 1, "theme": "t", "code": "c", "role": role, "language": "nl", "text": "words"}


def test_quotes_of_what_few_raised_fall(tmp_path: Path) -> None:
    """A quote tells that somebody raised its code: 0 to 4 become 1 to 4, of all or of a role."""
    rows = code_rows("10-14", "90-94", future="5-9", working="0-4")
    for role, found in (("future", []), ("working", ["('c', 'working'): (1, 4)"])):
        told = folder(tmp_path, code_frequencies=rows, quotes=[quote_row(role)])
        assert few_who_raised_what_is_quoted(told) == found
    # Who knows that no role but one has fewer than five knows whose a quote without a role is.
    told = folder(tmp_path, code_frequencies=rows, quotes=[quote_row("")])
    assert few_who_raised_what_is_quoted(told) == ["('c', 'working'): (1, 4)"]
    told = folder(tmp_path, code_frequencies=code_rows("0-4", "60-64"), quotes=[quote_row("")])
    assert few_who_raised_what_is_quoted(told) == ["('c', 'all'): (1, 4)"]
    # Alone it tells of no number.
    (tmp_path / "code_frequencies.csv").unlink()
    assert few_who_raised_what_is_quoted(folder(tmp_path, quotes=[quote_row("future")])) == []


NOTHING: dict[str, object] = {"n": ""}


def test_p_of_the_true_n_beside_icc2_falls(tmp_path: Path) -> None:
    """ICC(2) .3500 is F 1.53846; p of 23 and 40 df (n 64) is .1174, of the band's 62 .1190."""
    row: dict[str, object] = {"scale": "s", "occasion": "T1", "clusters": "24", "icc2": "0.3500"}

    def found(n: str, p: float) -> list[str]:
        own = row | {"n": n, "p_value": f"{p:.4f}"}
        return sizes_behind_scales(folder(tmp_path, agreement=[own], reliability=[NOTHING]))

    p = {n: float(f.sf(1 / 0.65, 23, n - 24)) for n in (62, 64)}
    assert found("60-64", p[62]) == found("64", p[64]) == []
    assert found("60-64", p[64]) == ["agreement s T1 60-64: [64]"]


def test_feldts_interval_of_the_true_n_beside_alpha_falls(tmp_path: Path) -> None:
    row: dict[str, object] = {"scale": "s", "occasion": "T2", "n": "50-54", "n_items": "4", "alpha": "0.5000"}

    def found(n: int) -> list[str]:
        low, high = (1 - 0.5 * float(f.ppf(share, n - 1, 3 * (n - 1))) for share in (0.975, 0.025))
        own = row | {"alpha_ci_low": f"{low:.4f}", "alpha_ci_high": f"{high:.4f}"}
        return sizes_behind_scales(folder(tmp_path, agreement=[NOTHING], reliability=[own]))

    assert found(52) == []
    assert found(50) == ["reliability s T2 50-54: [50]"]
