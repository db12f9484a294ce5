"""Who left, who answered when, kinds of answers, Little's test: counted by hand."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.contracts import empty_table
from isop_analysis.measurement.missing.dropout import dropout_rows, group_rows
from isop_analysis.measurement.missing.leaving import leaving_rows
from isop_analysis.measurement.missing.nonresponse import chance_rows, kind_rows, pattern_rows
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.stats.missingness import mcar_test
from isop_analysis.study import Study, StudyError, load

ROOT = Path(__file__).resolve().parents[3]


def scores(*rows: tuple[int, str, str, float]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["response", "person", "wave", "score"])
    return frame.assign(scale="network_skill", team="none", status="scored", occasion=_occasions(frame))


def _occasions(frame: pd.DataFrame) -> pd.Series:
    return frame["wave"].str[-2:].str.upper()


@pytest.fixture
def demo() -> Study:
    return load(ROOT / "config/config.yaml")


def dropout(study: Study, rows: pd.DataFrame, unlinked: tuple[int, ...] = ()) -> dict[str, object]:
    responses = rows[["response", "person", "wave", "occasion"]].assign(linked_by="token")
    responses.loc[responses["response"].isin(unlinked), "linked_by"] = "unlinked"
    responses["instrument"] = "scan_netwerkleren"
    studied = StudyRows(pd.DataFrame(), responses, rows, ("T0", "T1", "T2"))
    found = dropout_rows(study, studied, empty_table("participation"))
    return next(row for row in found if row["from_occasion"] == "T0")


ROWS = (
    (1, "a", "c2023_t0", 3.0),
    (2, "b", "c2023_t0", 4.0),
    (3, "c", "c2023_t0", 2.0),
    (4, "d", "c2023_t0", 3.0),
    (5, "a", "c2023_t1", 5.0),
    (6, "b", "c2023_t1", 5.0),
)


def test_those_who_left_against_those_who_stayed(demo: Study) -> None:
    row = dropout(demo, scores(*ROWS))
    assert (row["stayed_n"], row["left_n"]) == (2, 2)
    assert (row["stayed_mean"], row["left_mean"]) == (3.5, 2.5)
    # Both variances are 0.5: the pooled SD is the root of it.
    assert row["difference_sd"] == pytest.approx(-1 / 0.5**0.5, abs=1e-12)


def test_who_cannot_be_recognised_has_not_left(demo: Study) -> None:
    row = dropout(
        demo, scores(*ROWS, (7, "x7", "c2023_t0", 1.0), (8, "x8", "c2023_t1", 1.0)), unlinked=(7, 8)
    )
    assert (row["stayed_n"], row["left_n"]) == (2, 2)


def test_a_cohort_that_was_not_asked_again_has_not_left(demo: Study) -> None:
    row = dropout(demo, scores(*ROWS, (7, "e", "c2024_t0", 1.0), (8, "f", "c2024_t0", 1.0)))
    assert (row["stayed_n"], row["left_n"]) == (2, 2)


def answered(*rows: tuple[int, str, str, str]) -> pd.DataFrame:
    """Return linked responses of (response, person, wave, site)."""
    frame = pd.DataFrame(rows, columns=["response", "person", "wave", "site"])
    return frame.assign(
        team="none", instrument="scan_netwerkleren", linked_by="token", occasion=_occasions(frame)
    )


def crowd(left_by_role: dict[str, tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return responses and persons: of each role so many people, so many of whom left after T0; 12 sites."""
    rows, people = [], []
    for role, (size, left) in left_by_role.items():
        for number in range(size):
            person, site = f"{role}{number}", f"S{number % 12}"
            people.append({"person": person, "role": role, "in_team": True})
            rows.append((len(rows) + 1, person, "c2023_t0", site))
            if number >= left:
                rows.append((len(rows) + 1, person, "c2023_t1", site))
    empty = dict.fromkeys(("profession", "level", "sector"))
    return answered(*rows), pd.DataFrame(people).assign(**empty)


def of(
    responses: pd.DataFrame, scores: pd.DataFrame | None = None, answers: pd.DataFrame | None = None
) -> StudyRows:
    given = empty_table("answers") if answers is None else answers
    scored = empty_table("scale_scores").assign(occasion="") if scores is None else scores
    return StudyRows(given, responses, scored, ("T0", "T1", "T2"))


def test_how_many_of_each_group_left_with_wilsons_interval(demo: Study) -> None:
    responses, persons = crowd({"future": (40, 18), "working": (30, 10), "facilitator": (8, 3)})
    rows = {row["value"]: row for row in group_rows(demo, of(responses), persons)}
    assert (rows["all"]["people"], rows["all"]["left"]) == (78, 31)
    assert (rows["future"]["people"], rows["future"]["left"], rows["future"]["share"]) == (40, 18, 0.45)
    # R: prop.test(18, 40, correct = FALSE)$conf.int
    interval = (rows["future"]["ci_low"], rows["future"]["ci_high"])
    assert interval == pytest.approx((0.3070530781, 0.6017090820), abs=1e-9)
    assert (rows["facilitator"]["people"], rows["facilitator"]["left"]) == (8, 3)


def test_the_dose_of_those_who_left_counts_people_in_a_team(demo: Study) -> None:
    responses, _ = crowd({"future": (4, 2)})
    doses = pd.DataFrame(
        {
            "person": [f"future{n}" for n in range(4)],
            "wave": "c2023_t0",
            "dose": [0.2, 0.4, 0.6, 0.8],
        }
    )
    found = dropout_rows(demo, of(responses), doses)
    assert [row["variable"] for row in found] == ["dose"]
    assert (found[0]["left_mean"], found[0]["stayed_mean"]) == pytest.approx((0.3, 0.7), abs=1e-12)
    assert found[0]["difference_sd"] == pytest.approx(-0.4 / 0.02**0.5, abs=1e-9)


def with_predictors(study: Study, *names: str) -> Study:
    config = study.config.model_copy(
        update={"missing": study.config.missing.model_copy(update={"dropout_by": list(names)})}
    )
    return replace(study, config_part=replace(study.config_part, settings=config))


def test_one_regression_has_the_odds_of_the_two_by_two_table(demo: Study) -> None:
    responses, persons = crowd({"future": (40, 18), "working": (30, 10)})
    rows = leaving_rows(with_predictors(demo, "role"), of(responses), persons, empty_table("participation"))
    assert [row["term"] for row in rows] == ["(Intercept)", "rolefuture"]
    assert rows[1]["odds_ratio"] == pytest.approx((18 / 22) / (10 / 20), rel=1e-9)
    assert (rows[1]["n"], rows[1]["left"], rows[1]["clusters"], rows[1]["status"]) == (70, 28, 12, "fitted")


def test_sites_of_people_who_move_are_one_cluster_and_few_are_refused(demo: Study) -> None:
    responses, persons = crowd({"future": (40, 18), "working": (30, 10)})
    moved = responses[responses["occasion"] == "T0"].head(9).assign(site="S0")
    moved["response"] = moved["response"] + 1000
    rows = leaving_rows(
        with_predictors(demo, "role"),
        of(pd.concat([responses, moved], ignore_index=True)),
        persons,
        empty_table("participation"),
    )
    assert [(row["term"], row["status"]) for row in rows] == [("", "refused")]
    assert read_reasons(rows[0]["reason"]) == [Reason("leaving_clusters", found=4, needed=6)]


def test_without_predictors_there_is_no_regression(demo: Study) -> None:
    responses, persons = crowd({"future": (40, 18)})
    study = with_predictors(demo)
    assert leaving_rows(study, of(responses), persons, empty_table("participation")) == []


def test_an_unknown_predictor_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    import shutil

    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config/config.yaml"
    file.write_text(file.read_text().replace("dropout_by: [role, level,", "dropout_by: [role, levels,"))
    with pytest.raises(StudyError) as error:
        load(file)
    assert [problem.message for problem in error.value.problems] == [
        "unknown attribute or scale 'levels'; did you mean 'level'?"
    ]


def test_patterns_count_who_would_be_recognised_at_occasions_their_cohort_was_asked(demo: Study) -> None:
    rows = [(f"a{n}", f"c2023_t{t}") for n in range(9) for t in range(3 if n < 6 else 1)]
    rows += [(f"b{n}", f"c2024_t{t}") for n in range(12) for t in range(2 if n < 7 else 1)]
    rows += [("x", "c2023_t1")]
    responses = answered(*((place, who, wave, "S1") for place, (who, wave) in enumerate(rows, start=1)))
    responses.loc[responses["person"] == "x", "linked_by"] = "unlinked"
    found = [row for row in pattern_rows(demo, of(responses)) if row["of"] == "occasions"]
    # The second cohort was not asked at T2.
    assert [(row["pattern"], row["kind"], row["people"]) for row in found] == [
        ("11-", "complete", 7),
        ("111", "complete", 6),
        ("10-", "left", 5),
        ("100", "left", 3),
    ]
    assert sum(float(str(row["share"])) for row in found) == pytest.approx(1)
    own = [row for row in pattern_rows(demo, of(responses)) if row["occasion"] == "T0"]
    assert [(row["pattern"], row["people"]) for row in own] == [("1--", 21)]


def test_kinds_count_answers_and_people(demo: Study) -> None:
    items = demo.instrument("scan_netwerkleren").scales[0].items
    kinds = ["given"] * 18 + ["skipped"] * 6 + ["dont_know"] * 4 + ["refused"] * 2
    answers = pd.DataFrame(
        [
            {"response": place, "person": f"p{place}", "item": item, "answer_kind": kind}
            for place, kind in enumerate(kinds, start=1)
            for item in items
        ]
    )
    responses = answered(*((place, f"p{place}", "c2023_t0", "S1") for place in range(1, 31)))
    rows = {str(row["answer_kind"]): row for row in kind_rows(demo, of(responses, answers=answers))}
    size = len(items)
    assert {kind: (row["answers"], row["people"]) for kind, row in rows.items()} == {
        "given": (18 * size, 18),
        "skipped": (6 * size, 6),
        "dont_know": (4 * size, 4),
        "refused": (2 * size, 2),
    }
    assert rows["given"]["share"] == pytest.approx(0.6)


def test_littles_test_over_occasions_takes_only_people_who_would_be_recognised(demo: Study) -> None:
    rng = np.random.default_rng(5)
    rows = [(f"p{n}", t) for n in range(60) for t in range(3) if t == 0 or n % (t + 1)]
    frame = answered(*((i, who, f"c2023_t{t}", "S1") for i, (who, t) in enumerate(rows, start=1)))
    scored = frame[["response", "person", "occasion"]].assign(
        scale="network_skill", status="scored", score=rng.normal(size=len(frame))
    )
    found = chance_rows(demo, of(frame, scored))
    over_time = next(row for row in found if row["scale"] == "network_skill")
    wide = scored.pivot(index="person", columns="occasion", values="score")
    expected = mcar_test(wide)
    assert (over_time["of"], over_time["occasion"], over_time["n"]) == ("occasions", "all", 60)
    assert over_time["statistic"] == pytest.approx(expected.statistic, rel=1e-12)
    assert (over_time["df"], over_time["patterns"]) == (expected.df, 4)
    lone = frame.assign(linked_by=frame["linked_by"].where(frame["person"] < "p30", "unlinked"))
    fewer = next(row for row in chance_rows(demo, of(lone, scored)) if row["scale"] == "network_skill")
    assert fewer["n"] == sum(f"p{n}" < "p30" for n in range(60))


def test_what_littles_test_cannot_do_is_a_row_with_its_reason(demo: Study) -> None:
    responses = answered(*((place, f"p{place}", "c2023_t0", "S1") for place in range(1, 9)))
    scales = [scale.name for scale in demo.instrument("scan_netwerkleren").scales]
    rows = [
        {"response": place, "person": f"p{place}", "scale": scale, "score": float(place % 4 + at % 3),
         "status": "scored", "occasion": "T0"}
        for place in range(1, 9)
        for at, scale in enumerate(scales)
    ]  # fmt: skip
    (found,) = chance_rows(demo, of(responses, pd.DataFrame(rows)))
    assert (found["of"], found["scale"], found["occasion"], found["status"]) == (
        "scales", "all", "T0", "refused",
    )  # fmt: skip
    assert read_reasons(found["reason"]) == [Reason("mcar_one_pattern", rows=8)]
