"""What is said where a run made again differs, and where keyed hashes are others."""

from dataclasses import replace
from pathlib import Path

import pytest
from crate_facts import FACTS, SUMS, small_study, told
from finished_folder import finished_folder

from isop_analysis.audit.crate.document import Told, crate_text
from isop_analysis.audit.differences import differing_causes, differing_files
from isop_analysis.audit.finishing import sheets_hash
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.hashes import run_key
from isop_analysis.audit.keyed import ADDED, verify_keyed
from isop_analysis.audit.verify import Finished, read_finished
from isop_analysis.report.dossier.facts import Facts, Input
from isop_analysis.study import Study
from isop_analysis.study.problems import StudyError

KEY = b"k" * 32


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return small_study(tmp_path_factory.mktemp("small"))


def finished(folder: Path, one: Told) -> Finished:
    """Return a folder with a crate, and with the hashes that it tells."""
    finished_folder(folder)
    (folder / CRATE).write_text(crate_text(one), encoding="utf-8")
    return replace(read_finished(folder), sums=one.sums)


def said(problems: list[object]) -> list[str]:
    return [str(one) for one in problems]


def test_the_same_run_differs_in_nothing(study: Study, tmp_path: Path) -> None:
    first, again = finished(tmp_path / "a", told(study)), finished(tmp_path / "b", told(study, minute=30))
    assert differing_files(first, again) == []
    assert differing_causes(first, again) == []


def test_files_that_differ_are_told_by_what_they_are(study: Study, tmp_path: Path) -> None:
    other = {**SUMS, "tables/profession_ties.csv": "0" * 64, "figures/en/networks.svg": "1" * 64}
    other |= {"dossier/new.en.html": "2" * 64, "workflow/Snakefile": "3" * 64}
    del other["report.en.pdf"]
    before = finished(tmp_path / "a", told(study))
    again = finished(tmp_path / "b", replace(told(study), sums=other))
    assert said([*differing_files(before, again)]) == [
        "dossier/new.en.html: this page of the dossier came out now, and is not in the folder",
        "figures/en/networks.svg: this figure came out otherwise",
        "report.en.pdf: this page did not come out again",
        "tables/profession_ties.csv: this table came out otherwise",
        "workflow/Snakefile: this file of the line came out otherwise",
    ]


def test_sheets_are_compared_where_the_folder_has_them(study: Study, tmp_path: Path) -> None:
    before, again = finished(tmp_path / "a", told(study)), finished(tmp_path / "b", told(study))
    sheet = Path("sheets/abc.nl.pdf")
    (again.folder / sheet).write_text("Another\n")
    assert said([*differing_files(before, again)]) == [f"{sheet}: this sheet came out otherwise"]
    (again.folder / sheet).unlink()
    assert said([*differing_files(before, again)]) == [f"{sheet}: this sheet did not come out again"]
    (before.folder / sheet).unlink()
    (again.folder / sheet).write_text("Another\n")
    assert differing_files(before, again) == []


def test_a_crate_that_says_something_else_is_told(study: Study, tmp_path: Path) -> None:
    before = finished(tmp_path / "a", told(study))
    again = finished(tmp_path / "b", replace(told(study, minute=30), sheets="78" * 32))
    assert said([*differing_files(before, again)]) == [
        "ro-crate-metadata.json: says something else, and not of times alone"
    ]


def changed_facts() -> Facts:
    """Return facts with another pandas, another raw file of t1, and another module of a step."""
    steps = tuple(
        replace(one, modules=(replace(one.modules[0], digest="d9" * 32),))
        if one.name == "map_networks"
        else one
        for one in FACTS.steps
    )
    made_with = replace(FACTS.made_with, libraries=(("pandas", "3.0.2"), ("snakemake", "9.11.2")))
    inputs = tuple(replace(one, digest="a9" * 32) if one.wave == "t1" else one for one in FACTS.inputs)
    importing = replace(steps[0], inputs=inputs[:2])
    return replace(FACTS, steps=(importing, *steps[1:]), made_with=made_with, inputs=inputs)


def test_what_went_in_otherwise_is_told(study: Study, tmp_path: Path) -> None:
    before = finished(tmp_path / "a", told(study))
    again = finished(tmp_path / "b", replace(told(study), facts=changed_facts()))
    assert said([*differing_causes(before, again)]) == [
        "src/isop_analysis/steps/map_networks.py: is another now (d1d1d1d1d1d1d1d1 in the crate, "
        "d9d9d9d9d9d9d9d9 here)",
        "network t1: went into the run as hmac-sha256:a2a2a2a2a2a2, and does not now",
        "pandas: went into the run as 3.0.1, and does not now",
        "network t1: goes in now as hmac-sha256:a9a9a9a9a9a9, and did not then",
        "pandas: goes in now as 3.0.2, and did not then",
    ]


def test_keyed_hashes_of_the_same_data_are_in_order(study: Study, tmp_path: Path) -> None:
    folder = finished_folder(tmp_path / "demo")
    one = replace(told(study), sheets=sheets_hash(folder, run_key(KEY, FACTS.run)))
    assert verify_keyed(finished(tmp_path / "demo", one), FACTS, KEY) == 7


def test_other_data_and_sheets_are_told(study: Study, tmp_path: Path) -> None:
    between = tuple(replace(one, digest="00" * 32) if one.name == "answers" else one for one in FACTS.between)
    here = replace(changed_facts(), between=between)
    folder = finished(tmp_path / "demo", told(study))
    with pytest.raises(StudyError) as caught:
        verify_keyed(folder, here, KEY)
    assert said([*caught.value.problems]) == [
        "answers: this table is not the one of the run: its keyed hash is another",
        "network t1: a raw file of the run is not here, or was changed since",
        f"network t1: {ADDED}",
        "sheets: are not the sheets of the run, or not all of them; ask who has them",
    ]


def test_a_table_that_the_code_here_has_not_is_told(study: Study, tmp_path: Path) -> None:
    here = replace(
        FACTS, between=FACTS.between[:-1], inputs=(*FACTS.inputs, Input("raw", "a3" * 32, "register"))
    )
    with pytest.raises(
        StudyError, match=r"network_ties: this table is named in ro-crate-metadata\.json and is no"
    ):
        verify_keyed(finished(tmp_path / "demo", replace(told(study), sheets="")), here, KEY)
