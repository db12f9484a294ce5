"""A study in a notebook: what it shows, its answers side by side, a model fitted again."""

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.stats.scales.alpha import cronbach_alpha
from isop_analysis.study.wide_answers import wide_answers


def test_a_study_is_shown_in_a_few_lines(demo_run: Demo) -> None:
    lines = repr(demo_run.study).splitlines()
    assert lines[0] == "Study demo"
    assert lines[2] == "instruments: scan_netwerkleren, srt_tool, kwaliteitsmeter"
    assert len(lines) == 7
    page = demo_run.study._repr_html_()
    assert "<th>waves</th><td>c2023_t0, c2023_t1" in page
    assert len(page) < 3000


def test_answers_stand_side_by_side_a_row_a_person_team_and_wave() -> None:
    keys = ("person", "team", "wave", "item", "answer", "answer_kind")
    rows = [
        ("p1", "a", "t0", "x2", 4.0, "given"),
        ("p1", "a", "t0", "x1", 3.0, "given"),
        ("p1", "b", "t0", "x2", 1.0, "given"),
        ("p2", "a", "t0", "x1", None, "refused"),
        ("p2", "a", "t0", "x2", 5.0, "given"),
    ]
    wide = wide_answers(pd.DataFrame(rows, columns=keys).astype({"item": "category"}))
    assert wide.columns.tolist() == ["person", "team", "wave", "x2", "x1"]
    assert wide.fillna(-1).values.tolist() == [
        ["p1", "a", "t0", 4.0, 3.0],
        ["p1", "b", "t0", 1.0, -1.0],
        ["p2", "a", "t0", 5.0, -1.0],
    ]


def test_every_given_answer_of_the_demo_is_in_the_wide_table(demo_run: Demo) -> None:
    long, wide = demo_run.study.answers(), demo_run.study.answers(wide=True)
    assert int(wide.drop(columns=["person", "team", "wave"]).notna().sum().sum()) == int(
        (long["answer_kind"] == "given").sum()
    )


def test_a_model_or_scale_that_is_not_there_is_told_with_the_nearest(demo_run: Demo) -> None:
    with pytest.raises(KeyError, match="no model 'particpation'; did you mean 'participation'"):
        demo_run.study.refit("particpation", "network_skill")
    with pytest.raises(KeyError, match="'mediation' is a structural model; refit takes multilevel ones: "):
        demo_run.study.refit("mediation", "transfer")
    with pytest.raises(KeyError, match="no scale 'network_skil'; did you mean 'network_skill'"):
        demo_run.study.refit("participation", "network_skil")
    with pytest.raises(KeyError, match=r"no scale 'netwerkvaardigheid'; known: .*network_skill"):
        demo_run.study.refit("participation", "netwerkvaardigheid")
    with pytest.raises(KeyError, match="no scale 'networkskill'; did you mean 'network_skill'"):
        demo_run.study.scale("networkskill")


def test_a_scales_items_are_turned_and_of_one_occasion(demo_run: Demo) -> None:
    study = demo_run.study
    items = study.items("roles_tasks", "T1")
    assert items.columns.tolist() == ["rt1", "rt2", "rt3", "rt4", "rt5"]
    assert items.index.names == ["person", "team", "wave"]
    assert {wave[-2:] for wave in items.index.get_level_values("wave")} == {"t1"}
    alphas = study.table("reliability").query("occasion != 'all'").dropna(subset="alpha")
    for scale, occasion, alpha in alphas[["scale", "occasion", "alpha"]].itertuples(index=False):
        found = cronbach_alpha(study.items(scale, occasion).cov().to_numpy())
        assert found == pytest.approx(alpha, abs=1e-9)
    with pytest.raises(KeyError, match="no occasion 'T7'; known: T0, T1, T2"):
        study.items("roles_tasks", "T7")
    with pytest.raises(KeyError, match="no scale 'roles_task'; did you mean 'roles_tasks'"):
        study.items("roles_task", "T1")
