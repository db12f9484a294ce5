"""What analysts take along: SPSS files, tables with a data package, scripts that give the same table."""

import shutil
import stat
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from demo_study import Demo
from frictionless import Package

from isop_analysis.exports.analyst import export_analyst
from isop_analysis.exports.answer_rows import absent_codes
from isop_analysis.exports.place import export_folder
from isop_analysis.exports.spss import spss_name
from isop_analysis.stats.scales.alpha import cronbach_alpha
from isop_analysis.study import Study, StudyError, load

ROOT = Path(__file__).parents[3]
MEASURES = ["n", "mean", "sd"]


@pytest.fixture(scope="module")
def study(demo_run: Demo) -> Study:
    return demo_run.study


@pytest.fixture(scope="module")
def export(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_analyst(study, tmp_path_factory.mktemp("export"))


def by_scale_and_occasion(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    told = frame[frame["occasion"].astype("str") != "all"].astype({"scale": "str", "occasion": "str"})
    return told.set_index(["scale", "occasion"])[list(columns)].astype("float64").sort_index()


def test_only_its_owner_can_read_it(export: Path) -> None:
    assert stat.S_IMODE(export.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in export.iterdir()} == {0o600}


def test_absent_answers_keep_their_kind_in_spss(study: Study, export: Path) -> None:
    frame, about = pyreadstat.read_sav(str(export / "answers_long.en.sav"), user_missing=True)
    answers = study.table("answers")
    assert about.missing_ranges["answer"] == [{"lo": -99.0, "hi": -95.0}]
    codes = absent_codes(study)
    assert codes["not_seen"] == -99
    assert about.variable_value_labels["answer"][-98.0] == "skipped"
    kinds = answers["answer_kind"].astype("str")
    for kind, code in codes.items():
        assert (frame["answer"] == code).sum() == (kinds == kind).sum()
    assert frame["answer"][frame["answer"] > -95].sum() == answers["answer"][kinds == "given"].sum()


@pytest.mark.parametrize(
    ("language", "item", "value", "scale", "absent", "role", "kind"),
    [
        (
            "nl",
            "Ik weet welke taken de andere beroepen hebben.",
            "Helemaal mee eens",
            "Netwerkvaardigheid",
            "niet gezien",
            "Begeleider",
            "gegeven",
        ),
        (
            "en",
            "I know which tasks the other professions have.",
            "Strongly agree",
            "Network skill",
            "not seen",
            "Facilitator",
            "given",
        ),
    ],
)
def test_labels_are_in_the_files_language(
    export: Path, language: str, item: str, value: str, scale: str, absent: str, role: str, kind: str
) -> None:
    frame, about = pyreadstat.read_sav(str(export / f"answers_wide.{language}.sav"))
    assert len(frame) == 362
    assert about.column_names_to_labels["rt1"] == item
    assert about.column_names_to_labels["network_skill"] == scale
    assert about.variable_value_labels["rt1"][5.0] == value
    assert about.variable_value_labels["rt1"][-99.0] == absent
    measures = about.variable_measure
    assert (measures["rt1"], measures["grade"], measures["person"]) == ("ordinal", "scale", "nominal")
    assert about.variable_value_labels["role"]["facilitator"] == role
    assert set(frame["role"]) - {""} == set(about.variable_value_labels["role"])
    formats = about.original_variable_types
    assert (formats["rt1"], formats["response_number"], formats["network_skill"]) == ("F3.0", "F1.0", "F8.2")
    assert about.file_label
    long = pyreadstat.read_sav(str(export / f"answers_long.{language}.sav"), metadataonly=True)[1]
    assert long.variable_value_labels["answer_kind"]["given"] == kind


def test_the_same_study_gives_the_same_bytes(study: Study, export: Path, tmp_path: Path) -> None:
    again = export_analyst(study, tmp_path / "again")
    assert sorted(path.name for path in again.iterdir()) == sorted(path.name for path in export.iterdir())
    for path in export.iterdir():
        assert (again / path.name).read_bytes() == path.read_bytes(), path.name
    assert (export / "answers_wide.nl.sav").read_bytes()[92:109].endswith(b"00:00:00")


def test_exported_items_give_the_pipelines_scales(study: Study, export: Path) -> None:
    absent = [f"{code:g}" for code in absent_codes(study).values()]
    wide = pd.read_csv(export / "answers_wide.csv", na_values=absent)
    described = by_scale_and_occasion(study.table("scale_descriptives"), *MEASURES)
    alphas = by_scale_and_occasion(study.table("reliability"), "alpha")["alpha"]
    for (name, occasion), row in described.iterrows():
        instrument, scale = next(pair for pair in study.scales if pair[1].name == name)
        here = wide[wide["occasion"] == occasion]
        items = pd.DataFrame({item: instrument.turned(item, here[item]) for item in scale.items})
        scores = here[name].dropna()
        assert [len(scores), scores.mean(), scores.std()] == pytest.approx(list(row), abs=1e-9)
        if not np.isnan(alphas[name, occasion]):
            assert cronbach_alpha(items.cov().to_numpy()) == pytest.approx(alphas[name, occasion], abs=1e-9)


def test_programs_can_read_what_the_tables_are(study: Study, export: Path) -> None:
    package = Package(str(export / "datapackage.json"))
    assert {"answers_long", "answers_wide", "persons", "reliability"} <= set(package.resource_names)
    assert not {"pseudonyms", "comments", "hidden_names"} & set(package.resource_names)
    report = package.validate()
    assert report.valid, report.flatten(["name", "message"])[:5]
    field = package.get_resource("answers_wide").schema.get_field("rt1")
    assert field.to_dict()["labels"]["nl"][0] == {"value": 1.0, "label": "Helemaal mee oneens"}


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not here")
def test_r_gives_the_pipelines_table(study: Study, export: Path) -> None:
    done = subprocess.run(
        ["Rscript", "measures.nl.R"], cwd=export, check=True, capture_output=True, text=True
    )
    assert "Grootste verschillen" in done.stdout
    told = dict(zip(*(line.split() for line in done.stdout.splitlines()[-2:]), strict=True))
    assert set(told) == {*MEASURES, "alpha"}
    assert max(float(one) for one in told.values()) < 1e-11
    found = by_scale_and_occasion(pd.read_csv(export / "measures_r.csv"), *MEASURES, "alpha")
    described = by_scale_and_occasion(study.table("scale_descriptives"), *MEASURES)
    assert np.allclose(found[MEASURES], described, rtol=0, atol=1e-11)
    alphas = by_scale_and_occasion(study.table("reliability"), "alpha").reindex(found.index)
    assert np.allclose(found[["alpha"]], alphas, rtol=0, atol=1e-11, equal_nan=True)
    (export / "measures_r.csv").unlink()


@pytest.mark.skipif(shutil.which("pspp") is None, reason="PSPP is not here")
def test_spss_syntax_gives_the_pipelines_table(study: Study, export: Path) -> None:
    subprocess.run(["pspp", "-o", "log.txt", "measures.en.sps"], cwd=export, check=True, capture_output=True)
    log = (export / "log.txt").read_text(encoding="utf-8")
    assert "error:" not in log
    assert "Cronbach's Alpha" in log
    written = pd.read_csv(export / "measures_spss.csv", na_values=" ").set_index("occasion")
    described = by_scale_and_occasion(study.table("scale_descriptives"), *MEASURES)
    for (name, occasion), row in described.iterrows():
        found = [written.loc[occasion, f"{name}_{measure}"] for measure in MEASURES]
        assert np.allclose(found, row, rtol=0, atol=1e-11)
    for name in ("measures_spss.csv", "log.txt"):
        (export / name).unlink()


def test_words_of_spss_are_no_names() -> None:
    assert [spss_name(name) for name in ("by", "rt1", "all_in")] == ["by_v", "rt1", "all_in"]


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("reports/build/demo/data", "lies in the build folder, which readers get"),
        ("data/published/demo", "lies in the published tables, which readers get"),
        ("releases/demo", "lies in the releases, which readers get"),
        ("data/restricted/demo", "lies among identities, which stay apart from answers"),
        ("logs", "lies among the logs of runs, which are sent along when help is asked"),
        (".snakemake/x", "lies in Snakemake's own folder, which a clean run empties"),
        ("kept/export", "lies in 'kept', a folder that git keeps"),
        ("Dropbox", "lies in a folder that is copied to other machines"),
    ],
)
def test_an_export_goes_where_nobody_else_gets_it(tmp_path: Path, folder: str, reason: str) -> None:
    (tmp_path / "kept/.git").mkdir(parents=True)
    with pytest.raises(StudyError) as error:
        export_folder(untouched(tmp_path), tmp_path / folder)
    assert str(error.value) == (
        f"{tmp_path / folder}: {reason}, and an export holds rows of people; leave out --to "
        "(data/processed/demo/export)"
    )


@pytest.mark.parametrize(
    ("folder", "reason"),
    [
        ("data/processed/demo", "is where the run keeps its own tables; name a folder below it"),
        ("anlysis/demo", "lies in a folder that does not exist ('anlysis'); make that first, if it is meant"),
    ],
)
def test_an_export_goes_where_it_was_meant_to(tmp_path: Path, folder: str, reason: str) -> None:
    with pytest.raises(StudyError) as error:
        export_folder(untouched(tmp_path), tmp_path / folder)
    assert str(error.value) == f"{tmp_path / folder}: {reason}; leave out --to (data/processed/demo/export)"
    assert export_folder(untouched(tmp_path), tmp_path / "analysis") == tmp_path / "analysis"


def test_a_study_that_has_not_run_has_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        export_analyst(load(shutil.copytree(ROOT / "config", tmp_path / "config") / "config.yaml", tmp_path))
    assert str(error.value) == "demo: has no processed tables yet; run it first (./run)"
    assert not (tmp_path / "data").exists()


def untouched(folder: Path) -> Study:
    return load(ROOT / "config/config.yaml", root=folder)
