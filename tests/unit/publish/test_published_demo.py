"""The demo as published: what must be there, what must not, and everything for readers made of it alone."""

import re
from pathlib import Path

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.published import PUBLISHED_NAMES, published
from isop_analysis.contracts.published_files import read_published
from isop_analysis.language.numbers import rounded
from isop_analysis.publish import published_tables
from isop_analysis.report.annex import render_annex
from isop_analysis.study import Study

NAMED = ("persons", "teams", "responses")


@pytest.fixture(scope="module")
def readers(readers_demo: Study) -> Study:
    return readers_demo


@pytest.mark.parametrize("name", PUBLISHED_NAMES)
def test_every_table_has_its_contracts_columns_and_no_other(readers: Study, name: str) -> None:
    assert list(readers.table(name).columns) == published(name).column_names


def test_no_number_has_more_decimals_than_its_contract_says(readers: Study) -> None:
    for name in PUBLISHED_NAMES:
        frame = readers.table(name)
        for column in published(name).columns:
            if column.kind == "number":
                cells = frame[column.name].dropna()
                # The end of an interval that would be 0 has one more.
                ends = (cells.abs() <= 10**-column.digits / 2) & (column.role in ("low", "high"))
                more = (cells - cells.round(column.digits)).abs().mask(ends, 0.0)
                assert more.max() < 1e-12 or cells.empty, column.name


def test_no_number_is_told_to_more_than_its_digits_anywhere(readers: Study) -> None:
    """In reasons and notes neither; teams' means are sixteenths, with four decimals at most."""
    for path in sorted(readers.published.glob("*.csv")):
        many = 5 if path.stem in ("team_scores", "score_counts") else 4
        assert re.findall(rf"\d\.\d{{{many},}}", path.read_text()) == [], path.stem


def test_no_pseudonym_is_published(demo_run: Demo, readers: Study) -> None:
    study = demo_run.study
    names = {str(one) for column in ("person", "team", "site") for one in study.table("responses")[column]}
    names |= {str(one) for one in study.table("teams")["team"]}
    text = "\n".join(path.read_text() for path in sorted(readers.published.glob("*.csv")))
    words = set(pd.Series([text]).str.replace(r"[^\w-]+", " ", regex=True).iloc[0].split())
    assert not (names - {"none"}) & words


def test_no_confirmatory_effect_is_lost(demo_run: Demo, readers: Study) -> None:
    ours, theirs = demo_run.study.table("hypotheses"), readers.table("hypotheses")
    planned = ours["kind"].astype("str") == "confirmatory"
    assert planned.sum() >= 7
    told = [float(rounded(estimate, 2)) for estimate in ours.loc[planned, "estimate"]]
    assert theirs.loc[planned, "estimate"].tolist() == told


def test_no_scale_mean_from_twenty_up_is_lost(demo_run: Demo, readers: Study) -> None:
    ours, theirs = demo_run.study.table("scale_descriptives"), readers.table("scale_descriptives")
    enough = ours[ours["n"] >= 20].reset_index(drop=True)
    # The grade is one item, and told by its bars.
    several = enough["scale"].astype("str") != "team_grade"
    told = [float(rounded(mean, 1)) for mean in enough.loc[several, "mean"]]
    assert theirs.loc[several, "mean"].tolist() == told
    assert len(told) >= 40


def test_numbers_of_people_are_bands_that_hold_them(demo_run: Demo, readers: Study) -> None:
    ours, theirs = demo_run.study.table("sample"), readers.table("sample")
    both = ours.merge(theirs, on=["attribute", "value", "occasion"], suffixes=("", "_told"))
    cells = both[both["people_told"].notna()]
    assert len(cells) > 30
    for people, told in zip(cells["people"], cells["people_told"], strict=True):
        band = Count.read(told)
        assert band.low <= people <= band.high
        assert band.high - band.low == 4


def test_only_breakdowns_that_config_names_are_told(demo_run: Demo) -> None:
    study = demo_run.study
    privacy = study.config.privacy.model_copy(update={"breakdowns": ["sample"]})
    from dataclasses import replace

    config = study.config.model_copy(update={"privacy": privacy})
    fewer = replace(study, config_part=replace(study.config_part, settings=config))
    tables = published_tables(fewer, study.table)
    assert len(tables["sample"]) > 0
    assert [len(tables[name]) for name in ("item_counts", "choices", "team_scores", "linking")] == [0] * 4


def test_figures_and_report_are_made_where_there_is_nothing_else(readers: Study) -> None:
    assert not readers.processed.exists()
    assert not readers.restricted.exists()
    report = render_annex(readers, "en")
    assert "85–89" in report
    assert len(list((readers.build / "figures/en").glob("*.svg"))) > 20


def test_what_was_not_published_cant_be_read(readers: Study, tmp_path: Path) -> None:
    with pytest.raises(KeyError, match="no published table is called 'answers'; did you mean"):
        readers.table("answers")
    with pytest.raises(FileNotFoundError, match="table 'sample' is not published yet"):
        read_published("sample", tmp_path)
